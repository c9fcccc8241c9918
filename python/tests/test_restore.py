"""GUARANTEE: `esent.restore` makes of the sample backup what the reference engine made of it, tells how far it is, and
leaves nothing half done behind."""

from __future__ import annotations

import struct
import threading
import unittest
from pathlib import Path

import esent

from .support import PROJECT, WithFolder, cases, pages

EXPECTED = (PROJECT / "examples/sample-backup/expected-pages.txt").read_text().split("\n")[:-1]


def state(database: Path) -> int:
    return int(struct.unpack_from("<I", database.read_bytes(), 52)[0])


class Plans(WithFolder):
    def test_the_sample(self) -> None:
        case = self.sample()
        before = self.content(case)
        plan = esent.plan(case)
        self.assertEqual((plan.action, plan.possible, plan.backup), ("restore", True, (1, 2)))
        self.assertEqual((plan.base_name, plan.page_size, plan.log_file_bytes), ("edb", 8192, 128 * 1024))
        self.assertEqual([d.file for d in plan.databases], [case / "db0.edb"])
        self.assertEqual(plan.databases[0].backup, (1, 2))
        self.assertFalse(plan.databases[0].clean)
        self.assertEqual([log.generation for log in plan.replay], [1, 2])
        self.assertTrue(plan.steps)
        self.assertEqual(str(plan), "db0.edb: restore can be done")
        self.assertEqual(self.content(case), before, "looking changes nothing")

    def test_a_missing_log(self) -> None:
        case = self.sample()
        (case / "logs" / "edb00000002.log").unlink()
        plan = esent.plan(case)
        self.assertFalse(plan.possible)
        self.assertEqual(plan.missing, [(2, 2)])
        before = self.content(self.folder)
        with self.assertRaises(esent.NotPossible) as caught:
            esent.restore(case, self.folder / "out")
        self.assertEqual(caught.exception.plan.missing, [(2, 2)])
        self.assertIn("0x2", str(caught.exception))
        self.assertEqual(self.content(self.folder), before)

    def test_nothing_there(self) -> None:
        with self.assertRaises(esent.Error) as caught:
            esent.plan(self.folder)
        self.assertIn("no database and no log", str(caught.exception))
        with self.assertRaises(esent.Error):
            esent.plan(self.folder / "absent.edb")

    def test_two_streams(self) -> None:
        case = self.sample()
        other = cases("first-4k/hard")
        if not other:
            self.skipTest("no recorded cases beside the project")
        given, _ = other[0].unpack(self.folder)
        self.assertEqual(len(esent.plans(case, given / "restore")), 2)
        (given / "restore" / "db0.edb").rename(case / "other.edb")
        with self.assertRaises(esent.Error) as caught:
            esent.plan(case)
        self.assertIn("2 log streams", str(caught.exception))


class Restores(WithFolder):
    def test_a_copy(self) -> None:
        case = self.sample()
        before = self.content(case)
        seen: list[esent.Progress] = []
        done = esent.restore(case, self.folder / "out", progress=seen.append)
        self.assertEqual(self.content(case), before, "the originals stay as they are")
        self.assertEqual((done.databases, done.directory), ([self.folder / "out" / "db0.edb"], self.folder / "out"))
        self.assertEqual((done.warning, done.generations), (None, (1, 2)))
        self.assertEqual(state(done.databases[0]), 3)
        self.assertEqual(list(pages(done.databases[0])), EXPECTED)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["case", "out"])

        phases = [p.phase for p in seen]
        self.assertEqual(list(dict.fromkeys(phases)), ["copy", "begin", "redo", "undo", "complete"])
        engine = [p.fraction for p in seen if p.phase != "copy"]
        self.assertEqual(engine, sorted(engine), "time goes one way")
        self.assertEqual(engine[-1], 1.0)
        self.assertTrue({1, 2} <= {p.generation for p in seen if p.phase == "redo"})

        # And what is clean stays as it is.
        again = esent.restore(self.folder / "out")
        self.assertEqual((again.plan.action, again.directory), ("nothing", None))

    def test_in_place(self) -> None:
        case = self.sample()
        done = esent.restore(case, in_place=True)
        self.assertEqual((done.databases, done.directory), ([case / "db0.edb"], None))
        self.assertEqual(list(pages(case / "db0.edb")), EXPECTED)

    def test_one_after_the_other_and_at_once(self) -> None:
        case = self.sample()
        failures: list[BaseException] = []

        def one(number: int) -> None:
            try:
                esent.restore(case, self.folder / f"out{number}")
            except BaseException as e:
                failures.append(e)

        threads = [threading.Thread(target=one, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        for number in range(4):
            self.assertEqual(list(pages(self.folder / f"out{number}" / "db0.edb")), EXPECTED)

    def test_what_a_callback_raises_comes_out(self) -> None:
        case = self.sample()

        class Enough(Exception):
            pass

        for phase in ("copy", "begin", "redo", "undo"):

            def stop(progress: esent.Progress, phase: str = phase) -> None:
                if progress.phase == phase:
                    raise Enough(phase)

            with self.assertRaises(Enough, msg=phase):
                esent.restore(case, self.folder / "out", progress=stop)
            self.assertEqual([p.name for p in self.folder.iterdir()], ["case"], phase)
        # The process is none the worse for it.
        esent.restore(case, self.folder / "out")

    def test_what_the_engine_refuses(self) -> None:
        case = self.sample()

        def damage(progress: esent.Progress) -> None:
            # The plan saw a good log, the engine meets a bad one.
            if progress.phase == "copy" and progress.done == progress.total:
                log = self.folder / "out.unfinished" / "backup" / "edb00000001.log"
                log.write_bytes(b"\0" * 4096 + log.read_bytes()[4096:])

        with self.assertRaises(esent.JetError) as caught:
            esent.restore(case, self.folder / "out", progress=damage)
        self.assertLess(caught.exception.number, 0)
        self.assertTrue(caught.exception.name.startswith("JET_err"))
        self.assertIn("edb00000001.log", caught.exception.message)
        self.assertEqual([p.name for p in self.folder.iterdir()], ["case"])

    def test_what_is_there_is_not_overwritten(self) -> None:
        case = self.sample()
        out = self.folder / "out"
        out.mkdir()
        (out / "mine").write_text("mine")
        with self.assertRaises(FileExistsError):
            esent.restore(case, out)
        self.assertEqual([p.name for p in out.iterdir()], ["mine"])
        (out / "mine").unlink()
        esent.restore(case, out)
        (self.folder / "again.unfinished").mkdir()
        with self.assertRaises(FileExistsError):
            esent.restore(case, self.folder / "again")

    def test_the_wrong_action(self) -> None:
        with self.assertRaises(esent.Error) as caught:
            esent.recover(self.sample(), self.folder / "out")
        self.assertIn("esent.restore", str(caught.exception))

    def test_recorded_cases(self) -> None:
        known = cases("first-4k/hard", "first-32k/hard", "long-values/hard", "three-databases/hard")
        if not known:
            self.skipTest("no recorded cases beside the project")
        for case in known:
            with self.subTest(case.name):
                given, expected = case.unpack(self.folder)
                done = esent.restore(given / case.facts["dirs"]["logs"], given / "out")
                self.assertEqual(len(done.databases), len(case.facts["databases"]))
                for database in case.facts["databases"]:
                    actual = given / "out" / Path(database).name
                    self.assertEqual(case.compare(expected / database, actual), "")


if __name__ == "__main__":
    unittest.main()
