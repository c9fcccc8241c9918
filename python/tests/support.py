"""What the tests share: the sample backup, the recorded cases beside the project, a reader of pages of its own."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import unittest
from pathlib import Path
from typing import Any, Iterator

PROJECT = Path(__file__).resolve().parents[2]
SHARED = PROJECT.parent / "shared"
REFERENCE = SHARED / "data" / "reference"
PAGE_SIZE = 8192


def unpack(archive: Path, to: Path) -> None:
    with tarfile.open(archive) as tar:
        if hasattr(tarfile, "data_filter"):
            tar.extractall(to, filter="data")
        else:
            tar.extractall(to)


class WithFolder(unittest.TestCase):
    """Each test has a folder of its own."""

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="esent-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def sample(self, name: str = "case") -> Path:
        """The sample backup: db0.edb and logs/."""
        unpack(PROJECT / "examples/sample-backup/sample-backup.tar.gz", self.folder)
        (self.folder / "sample-backup").rename(self.folder / name)
        return self.folder / name

    def crash(self, name: str = "crash") -> Path:
        """The sample of a database that was in use: db0.edb, its logs and checkpoint."""
        unpack(PROJECT / "examples/sample-crash/sample-crash.tar.gz", self.folder)
        (self.folder / "sample-crash").rename(self.folder / name)
        return self.folder / name

    def content(self, directory: Path) -> dict[str, bytes]:
        return {str(p.relative_to(directory)): p.read_bytes() for p in directory.rglob("*") if p.is_file()}


class Case:
    """A recorded case: what went in, what the reference engine made of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path = REFERENCE / name
        self.facts: dict[str, Any] = json.loads((self.path / "case.json").read_text())

    def unpack(self, folder: Path) -> tuple[Path, Path]:
        """Input and expected output, below `folder`."""
        places = []
        for what in ("input", "expected"):
            archive = self.path / self.facts.get(f"{what}_from", f"{what}.tar.xz")
            place = folder / self.name.replace("/", "-") / what
            place.mkdir(parents=True)
            unpack(archive, place)
            places.append(place)
        return places[0], places[1]

    def compare(self, expected: Path, actual: Path) -> str:
        """"" when both have the same pages, else what differs."""
        command = [sys.executable, str(SHARED / "tools/edbdiff.py"), str(expected), str(actual)]
        done = subprocess.run([*command, *self.facts.get("diff", [])], capture_output=True, text=True, check=False)
        return "" if done.returncode == 0 else done.stdout + done.stderr


def cases(*names: str) -> list[Case]:
    """Those that are there; none when the recordings are not beside the project."""
    return [Case(n) for n in names if (REFERENCE / n / "case.json").exists()]


def pages(database: Path) -> Iterator[str]:
    """Number and digest of each page in use, as examples/sample-backup/README.md describes them."""
    data = database.read_bytes()
    for at in range(2 * PAGE_SIZE, len(data), PAGE_SIZE):
        page = data[at : at + PAGE_SIZE]
        (dbtime,) = struct.unpack_from("<Q", page, 8)
        flags = struct.unpack_from("<I", page, 36)[0]
        if not any(page[8:40]) or dbtime in (0, 2**64 - 1) or flags & 0x20008:
            continue
        content = page[8:28] + struct.pack("<I", flags & ~0x1C000)
        for tag in range(1, (struct.unpack_from("<H", page, 34)[0] & 0xFFF) + 1):
            length, place = struct.unpack_from("<HH", page, PAGE_SIZE - 4 * tag)
            length &= 0x1FFF
            begin = 40 + (place & 0x1FFF)
            content += struct.pack("<BH", (place >> 13) & ~1, length) + page[begin : begin + length]
        digest = 0xCBF29CE484222325
        for byte in content:
            digest = (digest ^ byte) * 0x100000001B3 % 2**64
        yield f"{at // PAGE_SIZE - 1} {digest:016x}"
