"""Recovery and restore through the C face, on copies unless told otherwise.

```text
NAME/                  NAME.unfinished/ while it is being made
  SRUDB.dat            the databases
  logs/                the logs, the checkpoint, and what the engine adds
  backup/              of a restore: the logs of the backup
```
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Optional

from . import _plan, lib
from ._plan import PathLike, Plan, Range
from .errors import NAMES, Error, NotPossible

_OLD_EXTENSIONS = 1
_FIVE_DIGITS = 2

# Page size and instance numbers are the process's; one call at a time has them.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Progress:
    """How far it is."""

    phase: str
    """"copy", "begin", "redo", "undo" or "complete"."""
    done: int
    total: int
    """Units of work, 0 when not known."""
    generation: Optional[int] = None
    """The log that is being replayed."""

    @property
    def fraction(self) -> float:
        """From 0 to 1."""
        return self.done / self.total if self.total else 0.0


Callback = Callable[[Progress], Any]
"""Told how far it is. What it returns is of no account; what it raises ends the recovery and comes out of the call."""


@dataclass(frozen=True)
class Result:
    """What was done."""

    databases: list[Path]
    """The databases, clean."""
    directory: Optional[Path]
    """What was made; None in place."""
    warning: Optional[str]
    """Name of a JET_wrn, or None."""
    generations: Optional[Range]
    """First and last log that was replayed."""
    seconds: float
    """Time of the engine alone."""
    plan: Plan


def recover(
    path: PathLike = ".",
    output: Optional[PathLike] = None,
    *,
    in_place: bool = False,
    logs: Optional[PathLike] = None,
    base: Optional[str] = None,
    databases: Optional[PathLike] = None,
    system: Optional[PathLike] = None,
    allow_loss: bool = False,
    rebuild: bool = False,
    progress: Optional[Callback] = None,
) -> Result:
    """Soft recovery: brings databases that were in use to the end of their logs (JetInit).

    path: a directory, database or log; what belongs together is found, see `plan`.
    output: the directory to make [NAME-recovered, here]. It may exist when it is empty.
    in_place: change the original files instead.
    allow_loss: lose committed work in logs that are missing.
    rebuild: where no database is left, make anew those that the logs create (all logs must be there, from the first on).

    Clean databases are left as they are: the result then has the original paths and no directory.
    Raises: NotPossible, JetError, Error, OSError. Nothing is left behind then, except in place: there the databases
    are as after a crash, and the same call finishes the work.
    """
    plan = _plan.plan(path, logs=logs, base=base, databases=databases, system=system, allow_loss=allow_loss)
    return act(plan, output, "recover", in_place, allow_loss, progress, rebuild)


def restore(
    path: PathLike = ".",
    output: Optional[PathLike] = None,
    *,
    in_place: bool = False,
    logs: Optional[PathLike] = None,
    base: Optional[str] = None,
    databases: Optional[PathLike] = None,
    allow_loss: bool = False,
    progress: Optional[Callback] = None,
) -> Result:
    """Hard recovery: databases out of a streaming backup, and the logs of that backup (JetExternalRestore).

    Parameters and errors as of `recover`; the directory is called NAME-restored.
    """
    plan = _plan.plan(path, logs=logs, base=base, databases=databases, allow_loss=allow_loss)
    return act(plan, output, "restore", in_place, allow_loss, progress)


def act(
    plan: Plan,
    output: Optional[PathLike] = None,
    action: Optional[str] = None,
    in_place: bool = False,
    allow_loss: bool = False,
    progress: Optional[Callback] = None,
    rebuild: bool = False,
) -> Result:
    """Does what a plan says. `action` is what was asked for; the plan's own when it is None."""
    if plan.action == "nothing":
        return Result([d.file for d in plan.databases], None, None, None, 0.0, plan)
    if action is not None and action != plan.action:
        raise Error(f"{plan}, not {action}", hint=f"esent.{plan.action} does that")
    if not plan.possible:
        raise NotPossible(plan)
    if not plan.databases and not (rebuild and plan.creates):
        raise Error("there is no database here", hint="rebuild=True makes those anew that the logs create")
    tell = progress or (lambda _: None)
    if in_place:
        space = _Space.in_place(plan)
        return _run(plan, space, None, allow_loss, tell)
    ending = "-recovered" if plan.action == "recover" else "-restored"
    name = Path(output) if output is not None else Path(_home(plan).resolve().name + ending)
    with _made(name) as unfinished:
        space = _Space.copies(plan, unfinished, tell)
        result = _run(plan, space, name, allow_loss, tell)
    return result


def _home(plan: Plan) -> Path:
    """The directory that the databases, or else the logs, are in."""
    if plan.databases:
        return plan.databases[0].file.parent
    return plan.log_directory or Path()


@contextmanager
def _made(name: Path) -> Iterator[Path]:
    """A directory that gets its name when all went well, and vanishes otherwise."""
    if name.exists() and (not name.is_dir() or any(name.iterdir())):
        raise FileExistsError(f"{name} exists already")
    unfinished = name.with_name(name.name + ".unfinished")
    # Fails when it is there: left from an interrupted run, or another one is at work.
    unfinished.mkdir(parents=True)
    try:
        yield unfinished
        if name.exists():
            name.rmdir()
        unfinished.rename(name)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


@dataclass(frozen=True)
class _Space:
    """Where the engine works."""

    databases: list[Path]
    """In the order of the plan; then those that it creates."""
    logs: Path
    system: Path
    backup: Path

    @staticmethod
    def in_place(plan: Plan) -> _Space:
        logs = plan.log_directory or _home(plan)
        checkpoint = _checkpoint(plan)
        system = checkpoint.parent if checkpoint else logs
        new = _new_places(plan, logs, {file.name for file in logs.iterdir()})
        return _Space([d.file for d in plan.databases] + new, logs, system, logs)

    @staticmethod
    def copies(plan: Plan, root: Path, tell: Callback) -> _Space:
        logs, backup = root / "logs", root / "backup"
        logs.mkdir()
        if plan.action == "restore":
            backup.mkdir()
        else:
            backup = logs
        taken = {"logs", "backup"}
        databases, work = [], []
        for database in plan.databases:
            databases.append(root / _free_name(database.file.name, taken))
            work.append((database.file, databases[-1]))
        databases += _new_places(plan, root, taken)
        for log in plan.replay:
            of_backup = plan.backup is not None and plan.backup[0] <= log.generation <= plan.backup[1]
            work.append((log.file, (backup if of_backup else logs) / log.file.name))
        if checkpoint := _checkpoint(plan):
            work.append((checkpoint, logs / checkpoint.name))
        total = sum(source.stat().st_size for source, _ in work)
        free = shutil.disk_usage(root).free
        if free < total:
            raise Error(f"the copies need {total} bytes in {root}, where {free} are free")
        done = 0
        tell(Progress("copy", 0, total))
        for source, destination in work:
            shutil.copyfile(source, destination)
            done += destination.stat().st_size
            tell(Progress("copy", done, total))
        return _Space(databases, logs, logs, backup)


def _free_name(wanted: str, taken: set[str]) -> str:
    """The name, or another one if it is taken; it is, then."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{number}-{wanted}", number + 1
    taken.add(name)
    return name


def _new_places(plan: Plan, home: Path, taken: set[str]) -> list[Path]:
    """Where the databases go that the logs create."""
    return [home / _free_name(re.split(r"[\\/]", old)[-1], taken) for old in plan.creates]


def _checkpoint(plan: Plan) -> Optional[Path]:
    """The checkpoint's file, where recovery begins at it."""
    file = plan.raw["generations"]["checkpoint_file"]
    return Path(file) if file else None


class Listener:
    """Turns the engine's callbacks into Progress."""

    def __init__(self, tell: Callback) -> None:
        self.tell = tell
        self.raised: Optional[BaseException] = None
        self.progress = Progress("begin", 0, 0)
        self.generations: Optional[Range] = None
        self.begun = False
        self.status = lib.JET_PFNSTATUS(self.hear)

    def hear(self, _session: int, what: int, step: int, detail: Optional[int]) -> int:
        answer = 0
        try:
            if what == lib.JET_snpRecoveryControl and detail:
                control = ctypes.cast(detail, ctypes.POINTER(lib.JET_RECOVERYCONTROL)).contents
                answer = control.errDefault
                self.control(step, control)
            elif what == lib.JET_snpRestore:
                self.restore(step, detail)
        except BaseException as e:  # Whatever it is, it must not run into C.
            self.raised = self.raised or e
        return lib.JET_errCallbackFailed if self.raised else answer

    def control(self, step: int, control: Any) -> None:
        if step == lib.JET_sntOpenLog and control.OpenLog.eReason == lib.JET_OpenLogForRedo:
            generation = control.OpenLog.lGenNext
            if generation:
                low, high = self.generations or (generation, generation)
                self.generations = min(low, generation), max(high, generation)
                # JetInit opens the first log before it tells that it begins.
                if self.begun:
                    self.show("redo", generation=generation)
        elif step == lib.JET_sntMissingLog and self.generations is not None:
            # It was opened in vain.
            low, high = self.generations
            missing = control.MissingLog.lGenMissing
            if low < missing <= high:
                self.generations = low, missing - 1
        elif step == lib.JET_sntBeginUndo:
            self.show("undo", generation=self.progress.generation)

    def restore(self, step: int, detail: Optional[int]) -> None:
        if step == lib.JET_sntBegin:
            self.begun = True
            self.show("begin")
            if self.generations is not None:
                self.show("redo", generation=self.generations[1])
        elif step == lib.JET_sntComplete:
            self.show("complete", done=self.progress.total)
        elif step == lib.JET_sntProgress and detail:
            units = ctypes.cast(detail, ctypes.POINTER(lib.JET_SNPROG)).contents
            phase = "redo" if self.progress.phase == "begin" else self.progress.phase
            self.show(phase, units.cunitDone, units.cunitTotal, self.progress.generation)

    def show(
        self, phase: str, done: Optional[int] = None, total: Optional[int] = None, generation: Optional[int] = None
    ) -> None:
        if done is None:
            done = self.progress.done
        if total is None:
            total = self.progress.total
        self.progress = Progress(phase, done, total, generation)
        self.tell(self.progress)

    def check(self, result: int) -> int:
        if self.raised is not None:
            raise self.raised
        return lib.check(result)


def _run(plan: Plan, space: _Space, name: Optional[Path], allow_loss: bool, tell: Callback) -> Result:
    listener = Listener(tell)
    with _one_at_a_time:
        _settings(plan)
        begun = time.monotonic()
        if plan.action == "restore":
            warning = _restore(plan, space, listener)
        else:
            warning = _recover(plan, space, listener, allow_loss)
        seconds = time.monotonic() - begun
    databases = space.databases if name is None else [name / d.name for d in space.databases]
    named = NAMES.get(warning) if warning else None
    return Result(databases, name, named, listener.generations, seconds, plan)


def _set(instance: Any, parameter: int, number: int = 0, text: Optional[bytes] = None) -> None:
    lib.check(lib.JetSetSystemParameterA(instance, 0, parameter, number, text))


def _settings(plan: Plan) -> None:
    """What the files themselves say of how they want to be opened, as defaults of the process."""
    if plan.page_size is None or plan.log_file_bytes is None or plan.base_name is None:
        raise Error("no log of the databases' stream is readable")
    names = [log.file.name.lower() for log in plan.replay]
    legacy = 0
    if any(n.endswith(".log") for n in names):
        legacy |= _OLD_EXTENSIONS
    if any(len(n) == len(plan.base_name) + 9 for n in names):
        legacy |= _FIVE_DIGITS
    _set(None, lib.JET_paramDatabasePageSize, plan.page_size)
    _set(None, lib.JET_paramBaseName, text=os.fsencode(plan.base_name))
    _set(None, lib.JET_paramLogFileSize, plan.log_file_bytes // 1024)
    _set(None, lib.JET_paramLegacyFileNames, legacy)


def _map(plan: Plan, space: _Space) -> Any:
    old_names = [database.name_in_logs or str(database.file) for database in plan.databases] + plan.creates
    lines = [
        lib.JET_RSTMAP_A(os.fsencode(old), os.fsencode(os.path.abspath(path)))
        for old, path in zip(old_names, space.databases)
    ]
    return (lib.JET_RSTMAP_A * len(lines))(*lines) if lines else None


def _restore(plan: Plan, space: _Space, listener: Listener) -> int:
    lines = _map(plan, space)
    low, high = plan.backup or (0, 0)
    return listener.check(
        lib.JetExternalRestoreA(
            lib.folder(space.system),
            lib.folder(space.logs),
            lines,
            len(lines) if lines else 0,
            lib.folder(space.backup),
            low,
            high,
            listener.status,
        )
    )


def _recover(plan: Plan, space: _Space, listener: Listener, allow_loss: bool) -> int:
    lines = _map(plan, space)
    instance = lib.JET_INSTANCE(lib.JET_instanceNil)
    here = ctypes.byref(instance)
    lib.check(lib.JetCreateInstance2A(here, b"esent-python", b"esent-python", 0))
    try:
        _set(here, lib.JET_paramLogFilePath, text=lib.folder(space.logs))
        _set(here, lib.JET_paramSystemPath, text=lib.folder(space.system))
        _set(here, lib.JET_paramTempPath, text=lib.folder(space.logs))
        info = lib.JET_RSTINFO_A(
            cbStruct=ctypes.sizeof(lib.JET_RSTINFO_A),
            rgrstmap=lines,
            crstmap=len(lines),
            pfnStatus=listener.status,
        )
        options = lib.JET_bitReplayIgnoreLostLogs if allow_loss else 0
        # The plan has said which ones are not here.
        if any(f["kind"] == "missing" and not f.get("generations") for f in plan.raw["findings"]):
            options |= lib.JET_bitReplayIgnoreMissingDB
        warning = listener.check(lib.JetInit3A(here, ctypes.byref(info), options))
    except BaseException:
        lib.JetTerm2(instance.value, lib.JET_bitTermAbrupt)
        raise
    return lib.check(lib.JetTerm2(instance.value, lib.JET_bitTermComplete)) or warning
