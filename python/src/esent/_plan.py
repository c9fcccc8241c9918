"""What a recovery would do. Nothing is changed: headers, checkpoints and logs are read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional, Union

from . import _tool
from .errors import Error

PathLike = Union[str, "os.PathLike[str]"]
Range = tuple[int, int]
"""First and last generation."""


@dataclass(frozen=True)
class Database:
    """A database as its header describes it."""

    file: Path
    state: str
    """"Clean Shutdown", "Dirty Shutdown" …"""
    clean: bool
    bytes: int
    page_size: int
    name_in_logs: Optional[str]
    """The path by which its logs know it."""
    log_required: Range
    log_committed: int
    backup: Optional[Range]
    """Generations of the backup that it is a copy out of."""


@dataclass(frozen=True)
class Log:
    """A log that will be replayed."""

    file: Path
    generation: int
    bytes: int
    current: bool
    """The one without a generation in its name."""


@dataclass(frozen=True)
class Blocker:
    """Something that is in the way."""

    message: str
    hint: Optional[str]


@dataclass(frozen=True)
class Plan:
    """One log stream with its databases, and what is to be done with them."""

    action: str
    """"recover", "restore" or "nothing"."""
    possible: bool
    databases: list[Database]
    creates: list[str]
    """Databases that recovery would make anew out of the logs, by the names they had; only where none is left."""
    log_directory: Optional[Path]
    base_name: Optional[str]
    page_size: Optional[int]
    log_file_bytes: Optional[int]
    present: list[Range]
    missing: list[Range]
    required: Optional[Range]
    backup: Optional[Range]
    replay: list[Log]
    blockers: list[Blocker]
    lost: list[str]
    """Committed work that cannot be had, in sentences."""
    steps: list[str]
    raw: dict[str, Any]
    """All that `esentutl plan --json` says."""

    def __str__(self) -> str:
        names = ", ".join(d.file.name for d in self.databases) or f"logs {self.base_name}"
        if self.action == "nothing":
            return f"{names}: clean, nothing to do"
        if self.possible:
            return f"{names}: {self.action} can be done"
        return f"{names}: {self.action} cannot be done: {'; '.join(b.message for b in self.blockers)}"


def _range(value: Optional[dict[str, int]]) -> Optional[Range]:
    return (value["first"], value["last"]) if value else None


def _ranges(values: list[dict[str, int]]) -> list[Range]:
    return [(v["first"], v["last"]) for v in values]


def _read(raw: dict[str, Any]) -> Plan:
    logs = raw.get("logs") or {}
    generations = raw["generations"]
    return Plan(
        action=raw["action"],
        possible=raw["possible"],
        databases=[
            Database(
                file=Path(d["file"]),
                state=d["state"],
                clean=d["clean"],
                bytes=d["bytes"],
                page_size=d["page_size"],
                name_in_logs=d["name_in_logs"],
                log_required=(d["log_required"]["first"], d["log_required"]["last"]),
                log_committed=d["log_committed"],
                backup=_range(d["backup"]),
            )
            for d in raw["databases"]
        ],
        creates=raw["creates"],
        log_directory=Path(logs["directory"]) if logs else None,
        base_name=logs.get("base_name"),
        page_size=logs.get("page_size"),
        log_file_bytes=logs.get("file_bytes"),
        present=_ranges(generations["present"]),
        missing=_ranges(generations["missing"]),
        required=_range(generations["required"]),
        backup=_range(generations["backup"]),
        replay=[
            Log(file=Path(log["file"]), generation=log["generation"], bytes=log["bytes"], current=log["current"])
            for log in raw["replay"]
        ],
        blockers=[Blocker(message=b["message"], hint=b["hint"]) for b in raw["blockers"]],
        lost=raw["lost"],
        steps=raw["steps"],
        raw=raw,
    )


def plans(
    *paths: PathLike,
    logs: Optional[PathLike] = None,
    base: Optional[str] = None,
    databases: Optional[PathLike] = None,
    system: Optional[PathLike] = None,
    allow_loss: bool = False,
) -> list[Plan]:
    """The plan of every log stream that is found.

    paths: directories, databases or logs; what belongs together is found. Without any: the current directory.
    logs, databases, system: directories of the logs, the databases and the checkpoint, where they are not found.
    base: the three characters that the logs' names begin with.
    allow_loss: plan for losing committed work in logs that are missing.

    Raises: Error when nothing is there, JetError when the engine could not read it.
    """
    arguments = ["plan"]
    for option, value in [("--logs", logs), ("--base", base), ("--databases", databases), ("--system", system)]:
        if value is not None:
            arguments.append(f"{option}={os.fspath(value)}")
    if allow_loss:
        arguments.append("--allow-loss")
    arguments += ["--", *(os.fspath(path) for path in paths)]
    answer = _tool.ask(*arguments)
    if not answer["plans"] and answer["unreadable"]:
        raise Error(answer["unreadable"][0]["error"]["message"])
    return [_read(raw) for raw in answer["plans"]]


def plan(
    path: PathLike = ".",
    *,
    logs: Optional[PathLike] = None,
    base: Optional[str] = None,
    databases: Optional[PathLike] = None,
    system: Optional[PathLike] = None,
    allow_loss: bool = False,
) -> Plan:
    """The plan of the one log stream that is meant; see `plans` for the parameters and for several of them.

    A stream without databases does not count beside one that has some, nor a clean one beside a dirty one.

    Raises: as `plans`, and Error when several streams are there.
    """
    found = plans(path, logs=logs, base=base, databases=databases, system=system, allow_loss=allow_loss)
    found = [p for p in found if p.databases] or found
    dirty = [p for p in found if p.action != "nothing"]
    if len(dirty) == 1:
        return dirty[0]
    if len(found) != 1:
        raise Error(
            f"{len(found)} log streams and their databases are here: " + "; ".join(map(str, found)),
            hint="name the database that is meant, or the stream with base=",
        )
    return found[0]
