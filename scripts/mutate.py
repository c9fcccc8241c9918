#!/usr/bin/env python3
"""Puts errors into redo and undo, one at a time, and tells which tests notice.

    scripts/mutate.py                 all of scripts/mutations.txt; writes docs/mutations.md
    scripts/mutate.py redo/split      those in files with this in their path; writes nothing

Works on a copy in target/mutate. White space in the list stands for any white space in the source. An error that
does not compile counts as noticed. Ends with 1 when one was not noticed, or its place is not there any more.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COPY = ROOT / "target/mutate"
TESTS = ["timeout", "1200", "cargo", "test", "--quiet", "--lib", "recovery::"]


def mutations():
    """(file, what stands there, what takes its place) of every block."""
    blocks = re.split(r"\n\s*\n", (ROOT / "scripts/mutations.txt").read_text())
    for block in blocks:
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            file, old, new = lines
            yield file, old[1:].strip(), new[1:].strip()


def mutated(source, old, new):
    """The source with the one place changed, or why not."""
    words = [re.escape(word) for word in old.replace("\\n", " ").split()]
    places = list(re.finditer(r"\s+".join(words), source))
    if len(places) != 1:
        return None, f"{len(places)} places"
    place = places[0]
    return source[: place.start()] + new.replace("\\n", "\n") + source[place.end() :], None


def copy():
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in names.splitlines():
        there = COPY / name
        source = (ROOT / name).read_bytes()
        if not there.exists() or there.read_bytes() != source:
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, there)


def run():
    """The tests that fail; None when it does not compile."""
    environment = dict(os.environ, CARGO_TARGET_DIR=str(COPY / "target"), RUST_BACKTRACE="0")
    result = subprocess.run(TESTS, cwd=COPY, env=environment, capture_output=True, text=True)
    if result.returncode == 0:
        return []
    failed = sorted(set(re.findall(r"^---- (\S+) stdout ----$", result.stdout, re.M)))
    return failed or (None if "could not compile" in result.stderr else ["(the run was cut short)"])


def short(test):
    return test.removeprefix("recovery::").replace("::tests::", "::")


def cell(text):
    text = re.sub(r"\s+", " ", text.replace("\\n", " ")).replace("|", "\\|")
    return f"`{text}`" if text else "nothing"


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    copy()
    if run() != []:
        sys.exit("the tests fail without an error put in")
    rows, missed = [], 0
    for file, old, new in mutations():
        if wanted not in file:
            continue
        path = COPY / file
        source = (ROOT / file).read_text()
        text, problem = mutated(source, old, new)
        if problem is None:
            path.write_text(text)
            failed = run()
            path.write_text(source)
            if failed is None:
                problem = "does not compile"
            elif failed:
                more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
                noticed = f"`{short(failed[0])}`{more}"
            else:
                problem, missed = "NOTICED BY NO TEST", missed + 1
        if problem is not None and problem.endswith("places"):
            missed += 1
        row = f"| `{file.removeprefix('src/recovery/')}` | {cell(old)} | {cell(new)} | {problem or noticed} |"
        print(row, flush=True)
        rows.append(row)
    if not wanted:
        page = ROOT / "docs/mutations.md"
        before = page.read_text().split("| file |")[0]
        table = ["| file | stands there | put in its place | noticed by |", "|---|---|---|---|", *rows]
        page.write_text(before + "\n".join(table) + "\n")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
