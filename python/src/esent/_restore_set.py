"""A restore from several backups, step by step, in a folder of its own (docs/restore-process.md)."""

from __future__ import annotations

import ctypes
import os
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Union

from . import _tool, lib
from ._act import Callback, Listener
from ._plan import PathLike, Range
from .errors import NAMES, Error

_FILE = "Restore.env"
_LOG = re.compile(r"(...)([0-9a-f]{5}|[0-9a-f]{8})\.(?:log|jtx)", re.IGNORECASE)


@dataclass(frozen=True)
class RestoredDatabase:
    """A database of a restore."""

    name: str
    """Its path when it was backed up, as its logs know it."""
    path: Path
    """Where it is brought back to."""
    streaming_file: Optional[Path]
    """The file of old versions that came along with it."""


@dataclass(frozen=True)
class BackupSet:
    """A backup that was brought in."""

    kind: str
    """"full", "copy", "incremental" or "differential"."""
    generations: Range
    brought_in: str
    """When: "2026-01-31T23:59:59Z"."""


@dataclass(frozen=True)
class RestoreStatus:
    """How far a restore has come."""

    stage: str
    """"copying", "collecting", "completing" or "completed"."""
    group: str
    """The storage group (instance) that was backed up."""
    base_name: str
    page_size: int
    generations: Range
    """First and last log that was brought in."""
    databases: list[RestoredDatabase]
    sets: list[BackupSet]
    roll_forward: Optional[Path]
    """The storage group's logs, once a completion goes through them."""

    def __str__(self) -> str:
        low, high = self.generations
        names = ", ".join(str(d.path) for d in self.databases)
        return f"{self.stage}: generations {low:#x} to {high:#x} of {self.base_name} for {names}"


@dataclass(frozen=True)
class Completed:
    """What a completion did."""

    databases: list[Path]
    """The databases, clean."""
    generations: Optional[Range]
    """First and last log that was replayed; None when an earlier completion had done that."""
    warning: Optional[str]
    """Name of a JET_wrn, or None."""
    seconds: float


class RestoreSet:
    """A restore in a folder that belongs to it alone.

        restore = esent.RestoreSet("work")
        restore.begin("monday/logs", {"monday/mail.edb": "restored/mail.edb"})
        restore.add("tuesday/logs")
        restore.add("wednesday/logs")
        print(restore.complete(progress=print).databases)

    Each step can be repeated after an interruption. Making the object touches nothing, and neither does a step that is
    refused.
    """

    def __init__(self, folder: PathLike) -> None:
        self.folder = Path(os.path.abspath(os.fspath(folder)))

    def __repr__(self) -> str:
        return f"RestoreSet({str(self.folder)!r})"

    def begin(
        self,
        logs: PathLike,
        databases: Union[Mapping[Any, PathLike], Iterable[PathLike]],
        *,
        kind: str = "full",
        group: str = "",
        base: Optional[str] = None,
        generations: Optional[Range] = None,
        names: Optional[Mapping[Any, str]] = None,
        replace: bool = False,
    ) -> RestoreStatus:
        """Brings in a full or copy backup: databases to their places, logs to the folder.

        logs: the directory of the backup's logs.
        databases: from the backup's file to its place; or a list, of databases that lie in their places already.
        kind: "full" or "copy".
        group: the storage group (instance) that was backed up; all backups of a restore have the same.
        base: the three characters that the logs' names begin with [as the files say].
        generations: first and last log of the backup [all in the directory].
        names: for a database, by the same key as in `databases`, its path when it was backed up [as the logs say].
        replace: give up another restore in the folder, and replace databases.

        Raises: JetError, Error.
        """
        flags = {"full": 0, "copy": lib.ESENT_bitRestoreCopyBackup}
        if kind not in flags:
            raise Error(f"a restore begins with a full or copy backup, not with {kind!r}")
        grbit = flags[kind] | (lib.ESENT_bitRestoreReplace if replace else 0)
        copied = isinstance(databases, Mapping)
        places = dict(databases) if isinstance(databases, Mapping) else {d: d for d in databases}
        lines = [
            lib.ESENT_RESTOREDB_A(
                os.fsencode(names[source]) if names and source in names else None,
                _file(source) if copied else None,
                _file(target),
            )
            for source, target in places.items()
        ]
        array = (lib.ESENT_RESTOREDB_A * len(lines))(*lines) if lines else None
        info = _log_info(logs, base, generations)
        lib.check(
            lib.EsentRestoreBeginA(
                _file(self.folder), os.fsencode(group), array, len(lines), _file(logs), ctypes.byref(info), grbit
            )
        )
        return self._noted()

    def add(
        self,
        logs: PathLike,
        *,
        kind: str = "incremental",
        group: Optional[str] = None,
        base: Optional[str] = None,
        generations: Optional[Range] = None,
    ) -> RestoreStatus:
        """Brings in the logs of a further backup.

        kind: "incremental" or "differential".
        group: the storage group that was backed up [that of the restore]; another one is refused.
        logs, base, generations: as of `begin`.

        Raises: JetError (JET_errMissingFullBackup before `begin`, JET_errMissingRestoreLogFiles for a gap), Error.
        """
        flags = {"incremental": 0, "differential": lib.ESENT_bitRestoreDifferential}
        if kind not in flags:
            raise Error(f"an incremental or differential backup is added to a restore, not {kind!r}")
        if group is None:
            status = self.status()
            group = status.group if status else ""
        info = _log_info(logs, base, generations)
        lib.check(
            lib.EsentRestoreAddA(_file(self.folder), os.fsencode(group), _file(logs), ctypes.byref(info), flags[kind])
        )
        return self._noted()

    def status(self) -> Optional[RestoreStatus]:
        """How far it has come; None when no restore is under way in the folder.

        Raises: JetError for a damaged Restore.env.
        """
        if not (self.folder / _FILE).exists():
            return None
        raw = _tool.ask("restore", "status", "--", os.fspath(self.folder))
        return RestoreStatus(
            stage=raw["stage"],
            group=raw["storage_group"],
            base_name=raw["base_name"],
            page_size=raw["page_size"],
            generations=_range(raw["generations"]),
            databases=[
                RestoredDatabase(d["backed_up_as"], Path(d["restored_to"]), _path(d["streaming_file"]))
                for d in raw["databases"]
            ],
            sets=[BackupSet(s["kind"], _range(s["generations"]), s["brought_in"]) for s in raw["sets"]],
            roll_forward=_path(raw["roll_forward"]),
        )

    def complete(
        self,
        *,
        roll_forward: Optional[PathLike] = None,
        system: Optional[PathLike] = None,
        mount: Optional[int] = None,
        roll_forward_mount: bool = False,
        keep: bool = False,
        progress: Optional[Callback] = None,
    ) -> Completed:
        """Plays the logs of all backups: the databases become clean. Then the folder is emptied.

        roll_forward: go on with the logs of the storage group itself, in this directory; it must not be running.
        system: the directory of the storage group's checkpoint [that of its logs].
        mount: handle of a running instance of this process, from `esent.lib`; the databases are attached to it.
        roll_forward_mount: go on with the logs of that instance; it keeps running.
        keep: leave logs and Restore.env in the folder.

        Raises: JetError, Error, and what `progress` raises. When it was cut off after it had begun, the restore is as
        after a crash: the same call finishes it.
        """
        if system is not None and roll_forward is None:
            raise Error("system= belongs to roll_forward=")
        if roll_forward_mount and mount is None:
            raise Error("roll_forward_mount= needs the running instance as mount=")
        status = self.status()
        listener = Listener(progress or (lambda _: None))
        logs = None if roll_forward is None else _file(roll_forward)
        checkpoint = logs if system is None else _file(system)
        grbit = (lib.ESENT_bitRestoreKeep if keep else 0) | (
            lib.ESENT_bitRestoreRollForward if roll_forward_mount else 0
        )
        instance = lib.JET_instanceNil if mount is None else mount
        begun = time.monotonic()
        warning = listener.check(
            lib.EsentRestoreCompleteA(_file(self.folder), logs, checkpoint, instance, listener.status, grbit)
        )
        seconds = time.monotonic() - begun
        databases = [d.path for d in status.databases] if status else []
        return Completed(databases, listener.generations, NAMES.get(warning) if warning else None, seconds)

    def _noted(self) -> RestoreStatus:
        status = self.status()
        if status is None:
            raise Error(f"{self.folder / _FILE} is gone")
        return status


def _file(path: PathLike) -> bytes:
    return os.fsencode(os.path.abspath(os.fspath(path)))


def _path(text: Optional[str]) -> Optional[Path]:
    return Path(text) if text else None


def _range(value: dict[str, int]) -> Range:
    return value["first"], value["last"]


def _log_info(logs: PathLike, base: Optional[str], generations: Optional[Range]) -> Any:
    """Base name and range of the logs in a directory, as far as the caller has not given them."""
    found: dict[str, list[int]] = {}
    spelled = {}
    for name in sorted(os.listdir(logs)):
        if match := _LOG.fullmatch(name):
            found.setdefault(match[1].lower(), []).append(int(match[2], 16))
            spelled[match[1].lower()] = match[1]
    if base is None:
        if len(found) != 1:
            streams = ", ".join(sorted(found)) or "none"
            raise Error(f"log streams in {os.fspath(logs)}: {streams}", hint="name the one that is meant with base=")
        base = spelled[next(iter(found))]
    if generations is None:
        numbers = found.get(base.lower())
        if not numbers:
            raise Error(f"no log of {base} is in {os.fspath(logs)}")
        generations = min(numbers), max(numbers)
    size = ctypes.sizeof(lib.JET_LOGINFO_A)
    return lib.JET_LOGINFO_A(size, generations[0], generations[1], base.encode("ascii", "replace")[:3])
