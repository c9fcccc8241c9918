"""GUARANTEE: `esent.RestoreSet` brings back what the reference engine would from a full backup and those behind it, refuses
wrong orders with the engine's errors, and can be called again after an interruption."""

from __future__ import annotations

import ctypes
import unittest
from pathlib import Path

import esent
from esent import lib

from .support import PROJECT, WithFolder, cases, pages

EXPECTED = (PROJECT / "examples/sample-backup/expected-pages.txt").read_text().split("\n")[:-1]


class OfTheSample(WithFolder):
    def setUp(self) -> None:
        super().setUp()
        self.case = self.sample()
        self.target = self.folder / "back" / "mail.edb"
        self.restore = esent.RestoreSet(self.folder / "work")

    def begin(self, replace: bool = False) -> esent.RestoreStatus:
        databases = {self.case / "db0.edb": self.target}
        return self.restore.begin(self.case / "logs", databases, group="First", replace=replace)

    def refused(self, name: str, call: object, *arguments: object, **options: object) -> esent.JetError:
        assert callable(call)
        with self.assertRaises(esent.JetError) as caught:
            call(*arguments, **options)
        self.assertEqual(caught.exception.name, name)
        return caught.exception

    def test_step_by_step(self) -> None:
        self.assertIsNone(self.restore.status())
        status = self.begin()
        self.assertEqual((status.stage, status.group, status.generations), ("collecting", "First", (1, 2)))
        self.assertEqual((status.base_name, status.page_size, status.roll_forward), ("edb", 8192, None))
        self.assertEqual([(s.kind, s.generations) for s in status.sets], [("full", (1, 2))])
        self.assertEqual([(d.path, d.streaming_file) for d in status.databases], [(self.target, None)])
        self.assertTrue(status.databases[0].name.endswith("db0.edb"))
        self.assertEqual(self.restore.status(), status)
        self.assertEqual(str(status), f"collecting: generations 0x1 to 0x2 of edb for {self.target}")

        seen: list[esent.Progress] = []
        done = self.restore.complete(progress=seen.append)
        self.assertEqual((done.databases, done.warning), ([self.target], None))
        self.assertEqual(done.generations, (1, 2))
        self.assertEqual(list(pages(self.target)), EXPECTED)
        self.assertEqual(list(dict.fromkeys(p.phase for p in seen)), ["begin", "redo", "undo", "complete"])
        self.assertEqual(list(self.restore.folder.iterdir()), [])
        self.assertIsNone(self.restore.status())

    def test_wrong_orders(self) -> None:
        logs = self.case / "logs"
        self.refused("JET_errMissingFullBackup", self.restore.add, logs)
        self.refused("JET_errMissingFullBackup", self.restore.complete)
        self.assertFalse(self.restore.folder.exists())
        self.begin()
        before = self.content(self.folder)
        self.refused("JET_errBackupDirectoryNotEmpty", self.begin)
        self.refused("JET_errInvalidBackupSequence", self.restore.add, logs)
        self.refused("JET_errBadRestoreTargetInstance", self.restore.add, logs, group="Second")
        gap = self.refused("JET_errMissingRestoreLogFiles", self.restore.add, logs, generations=(4, 5))
        self.assertIn("0x3", gap.message)
        self.refused("JET_errMissingRestoreLogFiles", self.restore.add, logs, generations=(2, 5), kind="differential")
        self.assertEqual(self.content(self.folder), before, "a refusal changed something")
        self.begin(replace=True)

    def test_what_cannot_be_meant(self) -> None:
        logs = self.case / "logs"
        with self.assertRaises(esent.Error):
            self.restore.begin(logs, [self.target], kind="incremental")
        with self.assertRaises(esent.Error):
            self.restore.add(logs, kind="full")
        with self.assertRaises(esent.Error):
            self.restore.complete(system=logs)
        with self.assertRaises(esent.Error):
            self.restore.complete(roll_forward_mount=True)
        with self.assertRaises(esent.Error) as caught:
            self.restore.begin(self.case, {self.case / "db0.edb": self.target})
        self.assertIn("none", str(caught.exception))
        with self.assertRaises(esent.Error):
            self.restore.add(logs, base="abc")
        (logs / "abc00000001.log").write_bytes(b"")
        with self.assertRaises(esent.Error) as caught:
            self.begin()
        self.assertIn("abc, edb", str(caught.exception))
        self.refused("JET_errInvalidParameter", self.restore.begin, logs, {}, base="edb")
        self.restore.begin(logs, {self.case / "db0.edb": self.target}, base="edb", generations=(1, 2))

    def test_files_that_lie_in_their_places(self) -> None:
        status = self.restore.begin(self.case / "logs", [self.case / "db0.edb"], kind="copy")
        self.assertEqual((status.sets[0].kind, status.databases[0].path), ("copy", self.case / "db0.edb"))
        self.assertEqual(self.restore.complete(keep=True).databases, [self.case / "db0.edb"])
        status = self.restore.status() or self.fail("nothing was kept")
        self.assertEqual(status.stage, "completed")
        self.assertIsNone(self.restore.complete().generations)
        self.assertEqual(list(pages(self.case / "db0.edb")), EXPECTED)

    def test_an_interrupted_completion_is_repeated(self) -> None:
        self.begin()

        class Enough(Exception):
            pass

        def stop(progress: esent.Progress) -> None:
            if progress.phase == "undo":
                raise Enough

        with self.assertRaises(Enough):
            self.restore.complete(progress=stop)
        status = self.restore.status() or self.fail("nothing is left to go on from")
        self.assertEqual(status.stage, "completing")
        self.refused("JET_errInvalidBackupSequence", self.restore.add, self.case / "logs")
        self.restore.complete()
        self.assertEqual(list(pages(self.target)), EXPECTED)

    def test_a_damaged_file(self) -> None:
        self.begin()
        file = self.restore.folder / "Restore.env"
        file.write_text(file.read_text().replace("First", "Second"))
        self.refused("JET_errFileInvalidType", self.restore.status)

    def test_mounted_in_a_running_instance(self) -> None:
        self.begin()
        instance = lib.JET_INSTANCE(lib.JET_instanceNil)
        here = ctypes.byref(instance)
        lib.check(lib.JetSetSystemParameterA(None, 0, lib.JET_paramDatabasePageSize, 8192, None))
        lib.check(lib.JetCreateInstanceA(here, b"mounting"))
        logs = self.folder / "live"
        logs.mkdir()
        for parameter in (lib.JET_paramLogFilePath, lib.JET_paramSystemPath, lib.JET_paramTempPath):
            lib.check(lib.JetSetSystemParameterA(here, 0, parameter, 0, lib.folder(logs)))
        lib.check(lib.JetSetSystemParameterA(here, 0, lib.JET_paramLogFileSize, 128, None))
        lib.check(lib.JetInit(here))
        try:
            # Its logs are none of the backup's, but it can take the database.
            through = self.refused(
                "JET_errExistingLogFileHasBadSignature",
                self.restore.complete,
                mount=instance.value,
                roll_forward_mount=True,
            )
            self.assertIn(str(logs), through.message)
            assert instance.value is not None
            self.restore.complete(mount=instance.value)
            session = lib.JET_SESID()
            lib.check(lib.JetBeginSessionA(instance.value, ctypes.byref(session), None, None))
            attached = lib.JetAttachDatabaseA(session.value, str(self.target).encode(), 0)
            self.assertEqual(attached, lib.JET_wrnDatabaseAttached)
        finally:
            lib.check(lib.JetTerm(instance.value))
        self.assertEqual(list(pages(self.target)), EXPECTED)


class OfRecordedCases(WithFolder):
    def test_a_full_backup_and_two_incremental_ones(self) -> None:
        for case in cases("incremental/hard"):
            given, expected = case.unpack(self.folder)
            logs, target = given / "restore/logs", self.folder / "back/db0.edb"
            restore = esent.RestoreSet(self.folder / "work")
            restore.begin(logs, {given / "restore/db0.edb": target}, generations=(3, 10))
            restore.add(logs, generations=(9, 20))
            status = restore.add(logs, generations=(21, 31))
            self.assertEqual([s.kind for s in status.sets], ["full", "incremental", "incremental"])
            restore.complete()
            self.assertEqual(case.compare(expected / "restore/db0.edb", target), "")
            return
        self.skipTest("no recorded cases beside the project")

    def test_through_the_logs_of_the_storage_group(self) -> None:
        for case in cases("three-databases/forward-target"):
            given, expected = case.unpack(self.folder)
            places: dict[Path, Path] = {
                given / f"restore/db{i}.edb": self.folder / f"back/db{i}.edb" for i in range(3)
            }
            restore = esent.RestoreSet(self.folder / "work")
            restore.begin(given / "restore/logs", places, generations=(1, 13))
            done = restore.complete(roll_forward=given / "live")
            self.assertEqual(done.databases, list(places.values()))
            assert done.generations is not None
            self.assertGreater(done.generations[1], 13)
            for i in range(3):
                found = self.folder / f"back/db{i}.edb"
                self.assertEqual(case.compare(expected / f"restore/db{i}.edb", found), "")
            return
        self.skipTest("no recorded cases beside the project")


if __name__ == "__main__":
    unittest.main()
