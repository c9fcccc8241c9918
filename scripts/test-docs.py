#!/usr/bin/env python3
"""Runs the commands of the documents and holds what they print against what the documents say.

A block ```console has commands behind `$ ` and what they print; `…` stands for anything within a line, and on a line of
its own for any number of lines. `<!-- run: CASE DIRECTORY NAME -->` begins a new scratch directory with that directory of a
recorded case in it (left out when the recordings are not beside the project), `<!-- run: sample -->` an empty one. Blocks
without such a line before them in their document are not run.

Behind `<!-- run: checkout -->` the next block ```sh is run in the project itself, with an empty home that is the document's
own; it must succeed, whatever it prints. FOLDER is the sample backup there. Where the package was installed in that home,
`<!-- run: program -->` runs the next one in a scratch directory with restore.c and the library that it may link.

    scripts/test-docs.py [FILE…]        after cargo build --release
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
REFERENCE = PROJECT.parent / "shared/data/reference"
ITEM = re.compile(
    r"^<!-- run: (?P<run>.*?) -->$|^```console\n(?P<block>.*?)^```$|^```sh\n(?P<script>.*?)^```$", re.M | re.S
)
SAMPLE = PROJECT / "examples/sample-backup/sample-backup.tar.gz"


def prepare(words: list[str], scratch: Path) -> bool:
    if words == ["sample"]:
        return True
    case, directory, name = words
    if not (REFERENCE / case / "input.tar.xz").exists():
        return False
    with tarfile.open(REFERENCE / case / "input.tar.xz") as archive:
        archive.extractall(scratch)
    (scratch / directory).rename(scratch / name)
    return True


def run_script(script: str, kind: str, home: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Runs what a reader would type who has just got the project."""
    place = PROJECT
    environment = {**environment, "HOME": str(home), "PKG_CONFIG_PATH": str(home / ".local/lib/pkgconfig")}
    # An empty home is none without Rust.
    for variable, directory in (("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")):
        environment.setdefault(variable, str(Path.home() / directory))
    if kind == "program":
        place = home / "program"
        place.mkdir(exist_ok=True)
        for file in (PROJECT / "examples/restore.c", home / ".local/lib/libesent.a"):
            (place / file.name).write_bytes(file.read_bytes())
    if "FOLDER" in script:
        subprocess.run(["tar", "-xzf", SAMPLE, "-C", home], check=True)
        script = script.replace("FOLDER", str(home / "sample-backup"))
    before = set(place.iterdir())
    done = subprocess.run(
        ["bash", "-ec", script], cwd=place, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )
    for left in set(place.iterdir()) - before - {PROJECT / "target"}:
        if place == PROJECT and left.is_dir():
            shutil.rmtree(left)
    return done


def trim(lines: list[str]) -> list[str]:
    """Without empty lines at both ends."""
    while lines and not lines[0].strip():
        lines = lines[1:]
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def pattern(lines: list[str]) -> str:
    parts = [r"(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n" for line in lines]
    return "".join(parts)


def main() -> int:
    documents = [Path(a) for a in sys.argv[1:]] or [*sorted((PROJECT / "docs").glob("*.md")), PROJECT / "README.md"]
    environment = {**os.environ, "PROJECT": str(PROJECT), "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    environment["PYTHONPATH"] = str(PROJECT / "python/src")
    environment["PATH"] = f"{PROJECT / 'target/release'}{os.pathsep}{environment['PATH']}"
    run = left_out = wrong = 0
    for document in documents:
        scratch: Path | None = None
        marked = False
        kind = ""
        with tempfile.TemporaryDirectory() as home:
            for number, item in enumerate(ITEM.finditer(document.read_text())):
                if item["run"] in ("checkout", "program"):
                    kind = item["run"]
                    continue
                if item["script"]:
                    if kind:
                        done = run_script(item["script"], kind, Path(home), environment)
                        kind = ""
                        run += 1
                        if done.returncode:
                            wrong += 1
                            print(f"{document.name}: this ends with {done.returncode}:\n{item['script']}{done.stdout}")
                    continue
                if item["run"]:
                    marked = True
                    scratch = Path(home) / str(number)
                    scratch.mkdir()
                    if not prepare(item["run"].split(), scratch):
                        scratch = None
                        print(f"{document.name}: no {item['run'].split()[0]} beside the project")
                    continue
                commands = re.split(r"^\$ ", item["block"], flags=re.M)[1:]
                if scratch is None:
                    left_out += len(commands) if marked else 0
                    continue
                for entry in commands:
                    command, *expected = entry.splitlines()
                    done = subprocess.run(
                        ["bash", "-c", command], cwd=scratch, env=environment, text=True,
                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                    )
                    run += 1
                    if not re.fullmatch(pattern(trim(expected)), "".join(f"{line}\n" for line in trim(done.stdout.splitlines()))):
                        wrong += 1
                        said = "\n".join(expected)
                        print(f"{document.name}: $ {command}\n--- the document\n{said}\n--- the program\n{done.stdout}")
    summary = (PROJECT / "docs/SUMMARY.md").read_text()
    for document in (PROJECT / "docs").glob("*.md"):
        if document.name != "SUMMARY.md" and f"({document.name})" not in summary:
            wrong += 1
            print(f"docs/SUMMARY.md does not name {document.name}")
    print(f"{run} commands, {wrong} wrong, {left_out} left out")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
