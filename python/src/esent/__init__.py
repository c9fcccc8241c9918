"""Recovery of ESE (ESENT, JET Blue) databases: SRUDB.dat, ntds.dit, WebCacheV01.dat, Windows.edb and their like.

    import esent

    print(esent.plan("/cases/7/sru"))
    done = esent.recover("/cases/7/sru", "sru-clean", progress=print)
    print(done.databases)

`plan` looks and changes nothing; `recover` (databases that were in use) and `restore` (databases out of a streaming
backup) work on a copy unless told otherwise. `RestoreSet` restores from a full backup and those behind it, step by step.
`esent.lib` is the C face in plain ctypes.
"""

from . import lib
from ._act import Callback, Progress, Result, act, recover, restore
from ._plan import Blocker, Database, Log, Plan, plan, plans
from ._restore_set import BackupSet, Completed, RestoredDatabase, RestoreSet, RestoreStatus
from .errors import Error, JetError, NotPossible

__version__ = "0.1.0"

__all__ = [
    "BackupSet",
    "Blocker",
    "Callback",
    "Completed",
    "Database",
    "Error",
    "JetError",
    "Log",
    "NotPossible",
    "Plan",
    "Progress",
    "RestoreSet",
    "RestoreStatus",
    "RestoredDatabase",
    "Result",
    "act",
    "lib",
    "plan",
    "plans",
    "recover",
    "restore",
]
