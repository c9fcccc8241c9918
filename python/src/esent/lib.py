"""The C face, in plain ctypes: every type, constant and function of esent.h under its own name.

    from esent import lib
    lib.check(lib.JetSetSystemParameterA(None, 0, lib.JET_paramDatabasePageSize, 8192, None))

Functions come with their prototypes, so numbers and `bytes` can be passed as they are. Texts of the A functions are
`bytes` (`os.fsencode` for paths); those of the W functions are UTF-16, from `utf16`. A folder's path ends with a
separator. What is called back must be kept alive by the caller for as long as it may be called:

    status = lib.JET_PFNSTATUS(lambda session, what, step, detail: 0)

The library is the one inside this package; the environment variable ESENT_LIBRARY names another.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Any, Optional

from . import _prototypes
from ._prototypes import *  # noqa: F403
from .errors import JetError

JET_instanceNil = ctypes.c_size_t(-1).value
JET_sesidNil = ctypes.c_size_t(-1).value
JET_tableidNil = ctypes.c_size_t(-1).value
JET_LSNil = ctypes.c_size_t(-1).value

_FILE = {"win32": "esent.dll", "darwin": "libesent.dylib"}.get(sys.platform, "libesent.so")
_library: Optional[ctypes.CDLL] = None


def _find(name: str, variable: str) -> Path:
    """A file that belongs to this package: from the environment, the package, or the source tree around it."""
    if chosen := os.environ.get(variable):
        return Path(chosen)
    here = Path(__file__).resolve().parent
    candidates = [here / "_native" / name, here.parents[2] / "target" / "release" / name]
    for candidate in candidates:
        if candidate.exists():
            return candidate
    raise ImportError(f"{name} is neither in the package nor in target/release; {variable} can name it")


def library_path() -> Path:
    """The shared library that is used."""
    return _find(_FILE, "ESENT_LIBRARY")


def library() -> ctypes.CDLL:
    """The shared library, loaded at the first call."""
    global _library
    if _library is None:
        path = os.fspath(library_path())
        if sys.platform == "win32":
            _library = ctypes.WinDLL(path)
        else:
            _library = ctypes.CDLL(path)
    return _library


def __getattr__(name: str) -> Any:
    if not name.startswith(("Jet", "Esent")):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # A name without A or W means the A function, as it does in C.
    prototype = _prototypes.FUNCTIONS.get(name) or _prototypes.FUNCTIONS.get(f"{name}A")
    if prototype is None:
        raise AttributeError(f"esent.h has no {name}")
    function = getattr(library(), name)
    function.restype, function.argtypes = prototype
    globals()[name] = function
    return function


def __dir__() -> list[str]:
    return sorted({*globals(), *_prototypes.FUNCTIONS})


def utf16(text: Optional[str]) -> Any:
    """A text for a W function: UTF-16 with a 0 behind it; None stays None."""
    if text is None:
        return None
    units = (text + "\0").encode("utf-16-le", "surrogatepass")
    return (ctypes.c_uint16 * (len(units) // 2)).from_buffer_copy(units)


def folder(path: "str | bytes | os.PathLike[Any]") -> bytes:
    """A folder's path for an A function: absolute, with a separator at its end."""
    return os.fsencode(os.path.join(os.path.abspath(os.fsdecode(path)), ""))


def last_message() -> str:
    """The sentence that says why the last failing call of this thread failed."""
    buffer = ctypes.create_string_buffer(4096)
    __getattr__("EsentGetLastErrorMessageA")(buffer, len(buffer))
    return buffer.value.decode(errors="replace")


def check(result: int) -> int:
    """The result of a call: raises JetError below 0, returns a warning (or 0) otherwise."""
    if result < 0:
        raise JetError(result, last_message())
    return result
