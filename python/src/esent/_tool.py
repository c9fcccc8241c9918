"""The program `esentutl` that comes with the package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from .errors import NAMES, Error, JetError
from .lib import _find

_FILE = "esentutl.exe" if sys.platform == "win32" else "esentutl"


def program() -> str:
    """Where it is; the environment variable ESENTUTL names another."""
    return os.fspath(_find(_FILE, "ESENTUTL"))


def ask(*arguments: str) -> Any:
    """What it answers with --json.

    Raises: JetError with the engine's number, Error for what the program itself found.
    """
    done = subprocess.run([program(), "--json", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        words = done.stderr.decode(errors="replace").strip()
        raise Error(words or f"esentutl ended with {done.returncode} and said nothing") from None
    parts = answer if isinstance(answer, list) else [answer]
    failure = next((part["error"] for part in parts if "error" in part), None)
    if failure is None:
        return answer
    if failure.get("number") in NAMES:
        error: Error = JetError(failure["number"], failure["message"])
        error.hint = failure.get("hint")
        raise error
    raise Error(failure["message"], hint=failure.get("hint"))


def main() -> int:
    """The command `esentutl`."""
    arguments = [program(), *sys.argv[1:]]
    if sys.platform == "win32":
        return subprocess.call(arguments)
    os.execv(arguments[0], arguments)
