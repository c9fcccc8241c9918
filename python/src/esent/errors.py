"""What goes wrong, as exceptions.

| exception     | when                                                                                          |
|---------------|-----------------------------------------------------------------------------------------------|
| `Error`       | all of them; from looking around: no database, two log streams, a damaged header              |
| `NotPossible` | the plan found something in the way; `plan` says what                                         |
| `JetError`    | the engine refused; `name` and `number` are those of the API                                  |
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

from . import _prototypes

if TYPE_CHECKING:
    from ._plan import Plan

NAMES: dict[int, str] = {}
"""Number to name of every JET_err and JET_wrn."""
NUMBERS: dict[str, int] = {}
"""Name to number."""

# The header keeps these beside the name that the engine uses today.
_OLD = {
    "JET_errColumnIllegalNull",
    "JET_errDatabaseInconsistent",
    "JET_errIndexTuplesOneColumnOnly",
    "JET_errIndexTuplesTextColumnsOnly",
    "JET_wrnRecordFoundGreater",
    "JET_wrnRecordFoundLess",
}

for _name, _value in vars(_prototypes).items():
    if _name.startswith(("JET_err", "JET_wrn")) and not _name.startswith("JET_errcat"):
        NUMBERS[_name] = _value
        if _name not in _OLD:
            NAMES[_value] = _name


class Error(Exception):
    """Base of all errors. `name` and `number` are those of the API, or None where the engine had no part in it."""

    def __init__(
        self, message: str, *, name: Optional[str] = None, number: Optional[int] = None, hint: Optional[str] = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.name = name
        self.number = number
        self.hint = hint
        """What can be done about it."""

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class NotPossible(Error):
    """The plan found something in the way; nothing was begun."""

    def __init__(self, plan: Plan) -> None:
        first = plan.blockers[0]
        more = f" (and {len(plan.blockers) - 1} more)" if len(plan.blockers) > 1 else ""
        super().__init__(first.message + more, hint=first.hint)
        self.plan = plan


class JetError(Error):
    """The engine refused: `name` is "JET_errLogFileCorrupt", `number` -501, `message` says which file and why."""

    name: str
    number: int

    def __init__(self, number: int, message: str = "") -> None:
        name = NAMES.get(number, f"JET_ERR {number}")
        super().__init__(message or f"{name} ({number})", name=name, number=number)

    def __reduce__(self) -> tuple[type[JetError], tuple[int, str]]:
        return JetError, (self.number, self.message)
