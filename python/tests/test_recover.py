"""GUARANTEE: `esent.recover` makes of databases that were in use what the reference engine made of them; the real ones
among them are then read to the end by two readers that know nothing of this library.

But for the sample it needs the recorded cases beside the project; the readers are dissect.esedb and libesedb-python (`pip install
'./python[readers]'`).
"""

from __future__ import annotations

import lzma
import re
import unittest
from pathlib import Path
from typing import Callable

import esent
from esent import lib

from .support import Case, WithFolder, cases

MADE = ("first-4k/soft", "first-32k/soft", "long-values/soft", "rollbacks/soft", "three-databases/soft")
REAL = tuple(
    f"real/{n}"
    for n in ("srum-win10", "srum-win10-b", "srum-win10-clean", "srum-win11", "srum-win11-clean", "v7-midway")
)


def dissect(path: Path) -> dict[str, int]:
    """Rows per table, deleted ones included, each value read; and how many rows it cannot read: those with values of
    deleted columns, for one."""
    from dissect.esedb import EseDB

    with path.open("rb") as file:
        rows = {}
        for table in EseDB(file).tables():
            rows[table.name] = 0
            for record in table.records():
                rows[table.name] += 1
                try:
                    record.as_dict()
                except KeyError:
                    unread = f"{table.name}, not read"
                    rows[unread] = rows.get(unread, 0) + 1
        return rows


def libesedb(path: Path) -> dict[str, int]:
    """Rows per table, the first values of each read."""
    import pyesedb

    file = pyesedb.file()
    file.open(str(path))
    try:
        rows = {}
        for table in file.tables:
            rows[table.name] = table.get_number_of_records()
            # It does not know JET_coltypUnsignedLongLong, which only the generated databases have.
            types = {column.type for column in table.columns}
            for number in range(0 if 18 in types else min(rows[table.name], 50)):
                record = table.get_record(number)
                for value in range(record.get_number_of_values()):
                    record.get_value_data(value)
        return rows
    finally:
        file.close()


def readers() -> list[Callable[[Path], dict[str, int]]]:
    found: list[Callable[[Path], dict[str, int]]] = []
    for reader, module in ((dissect, "dissect.esedb"), (libesedb, "pyesedb")):
        try:
            __import__(module)
            found.append(reader)
        except ImportError:
            pass
    return found


def dumped(case: Case, database: str) -> dict[str, int]:
    """Rows per table as the reference engine itself counted them."""
    rows: dict[str, int] = {}
    table = ""
    with lzma.open(case.path / f"{Path(database).name}.txt.xz", "rt", errors="replace") as lines:
        for line in lines:
            if match := re.match(r"TABLE (.*)", line):
                table = match[1].rstrip("\n")
                rows[table] = 0
            elif line.startswith("  R "):
                rows[table] += 1
    return rows


class Recovers(WithFolder):
    def run_case(self, case: Case) -> list[tuple[str, Path, Path]]:
        """Recovers a case; name, expected and actual database."""
        given, expected = case.unpack(self.folder)
        out = given / "out"
        seen: list[esent.Progress] = []
        done = esent.act(esent.plan(given / case.facts["dirs"]["logs"]), out, progress=seen.append)
        clean = done.directory is None
        home = given if clean else out
        result = []
        for database in case.facts["databases"]:
            actual = home / (database if clean else Path(database).name)
            self.assertIn(actual, done.databases)
            result.append((database, expected / database, actual))
        for database in esent.plan(home).databases:
            self.assertTrue(database.clean)
        if not clean:
            engine = [p.fraction for p in seen if p.phase != "copy"]
            self.assertEqual(engine, sorted(engine), "time goes one way")
            self.assertEqual(seen[-1].phase, "complete")
        return result

    def test_the_sample(self) -> None:
        case = self.crash()
        before = self.content(case)
        plan = esent.plan(case)
        self.assertEqual((plan.action, plan.possible, plan.missing, plan.lost), ("recover", True, [], []))
        self.assertEqual(len(plan.raw["roll_back"]), 1)
        seen: list[esent.Progress] = []
        done = esent.recover(case, self.folder / "out", progress=seen.append)
        self.assertEqual(self.content(case), before, "the originals stay as they are")
        self.assertTrue(esent.plan(self.folder / "out").databases[0].clean)
        self.assertEqual(list(dict.fromkeys(p.phase for p in seen)), ["copy", "begin", "redo", "undo", "complete"])
        self.assertEqual(done.generations, (plan.replay[0].generation, plan.replay[-1].generation))
        # Once more, where they are: the same pages.
        esent.recover(case, in_place=True)
        size = 8192
        there, here = ((p / "db0.edb").read_bytes()[2 * size :] for p in (self.folder / "out", case))
        self.assertEqual(there, here)

    def test_recorded_cases(self) -> None:
        known = cases(*MADE, *REAL)
        if not known:
            self.skipTest("no recorded cases beside the project")
        for case in known:
            with self.subTest(case.name):
                for _, expected, actual in self.run_case(case):
                    self.assertEqual(case.compare(expected, actual), "")

    def test_readers_read_every_table(self) -> None:
        known, found = cases("first-4k/hard", "first-32k/hard", "first-4k/soft", *REAL), readers()
        if not known:
            self.skipTest("no recorded cases beside the project")
        if not found:
            self.skipTest("neither dissect.esedb nor libesedb-python is installed")
        for case in known:
            with self.subTest(case.name):
                for database, expected, actual in self.run_case(case):
                    for reader in found:
                        rows = reader(actual)
                        # What the reader makes of the engine's own result; it has opinions on deleted rows.
                        self.assertEqual(rows, reader(expected), reader.__name__)
                        if reader is libesedb:
                            counted = dumped(case, database)
                            self.assertEqual({t: rows.get(t) for t in counted}, counted)

    def test_a_missing_log(self) -> None:
        case = self.crash()
        for log in case.glob("edb0*.log"):
            log.unlink()
        with self.assertRaises(esent.NotPossible) as caught:
            esent.recover(case, self.folder / "out")
        self.assertTrue(caught.exception.plan.missing)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["crash"])

    def test_the_instance_is_gone_after_a_failure(self) -> None:
        case = self.crash()

        def stop(progress: esent.Progress) -> None:
            if progress.phase == "redo":
                raise KeyboardInterrupt

        for _ in range(3):
            with self.assertRaises(KeyboardInterrupt):
                esent.recover(case, self.folder / "out", progress=stop)
            self.assertEqual([p.name for p in self.folder.iterdir()], ["crash"])
        esent.recover(case, self.folder / "out")
        # Global parameters can be set again: no instance is left.
        lib.check(lib.JetSetSystemParameterA(None, 0, lib.JET_paramDatabasePageSize, 8192, None))

    def test_databases_that_the_logs_create(self) -> None:
        case = self.crash()
        (case / "db0.edb").unlink()
        self.assertEqual(esent.plan(case).creates, ["C:\\ese\\live\\db0.edb"])
        with self.assertRaises(esent.Error):
            esent.recover(case, self.folder / "out")
        self.assertFalse((self.folder / "out").exists())
        done = esent.recover(case, self.folder / "out", rebuild=True)
        self.assertEqual(done.databases, [self.folder / "out/db0.edb"])
        self.assertTrue(esent.plan(self.folder / "out").databases[0].clean)
        # The same pages as from the database itself, and where the logs are.
        other = self.crash("other")
        esent.recover(other, in_place=True)
        done = esent.recover(case, in_place=True, rebuild=True)
        size = 8192
        contents = [p.read_bytes()[2 * size :] for p in (self.folder / "out/db0.edb", case / "db0.edb", other / "db0.edb")]
        self.assertEqual(contents[0], contents[1])
        self.assertEqual(len(contents[0]), len(contents[2]))
