"""GUARANTEE: examples/fleet recovers a tree of databases with two workers, and says of each what came of it."""

from __future__ import annotations

import csv
import subprocess
import sys
import unittest
from pathlib import Path

from .support import PROJECT, WithFolder, cases
from .test_restore import EXPECTED, pages

SCRIPT = PROJECT / "examples/fleet/recover.py"


class Fleet(WithFolder):
    def run_fleet(self, tree: Path, result: Path) -> tuple[int, dict[str, dict[str, str]]]:
        command = [sys.executable, str(SCRIPT), str(tree), str(result), "--workers", "2"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        self.assertTrue((result / "table.csv").exists(), done.stderr)
        with (result / "table.csv").open(newline="") as file:
            return done.returncode, {Path(r["source"]).relative_to(tree).parts[0]: r for r in csv.DictReader(file)}

    def test_two_workers(self) -> None:
        try:
            import distributed  # noqa: F401
        except ImportError:
            self.skipTest("dask distributed is not installed")
        tree, result = (self.folder / "tree").resolve(), (self.folder / "result").resolve()
        tree.mkdir()
        for name in ("pc-01", "pc-02", "pc-03"):
            self.sample(f"tree/{name}")
        (tree / "pc-02" / "logs" / "edb00000002.log").unlink()
        known = cases("real/srum-win10-clean", "real/srum-win11", "first-4k/soft")
        for case in known:
            given, _ = case.unpack(self.folder)
            (given / case.facts["dirs"]["logs"]).rename(tree / case.name.replace("/", "-"))

        code, table = self.run_fleet(tree, result)
        self.assertEqual(code, 1, "one of them failed")
        self.assertEqual(len(table), 3 + len(known))
        outcomes = {name: row["outcome"] for name, row in table.items()}
        self.assertEqual([outcomes[f"pc-0{n}"] for n in (1, 2, 3)], ["recovered", "failed", "recovered"])
        self.assertIn("0x2", table["pc-02"]["message"])
        self.assertEqual(table["pc-02"]["error"], "NotPossible")
        for case in known:
            name = case.name.replace("/", "-")
            self.assertEqual(outcomes[name], "clean already" if "clean" in name else "recovered")
        self.assertEqual((table["pc-01"]["first"], table["pc-01"]["action"]), ("1", "restore"))
        self.assertEqual(list(pages(result / "pc-03" / "recovered" / "db0.edb")), EXPECTED)

        # Again: the log was found, and only that one is left to do.
        restored = self.sample("other")
        (restored / "logs" / "edb00000002.log").rename(tree / "pc-02" / "logs" / "edb00000002.log")
        code, table = self.run_fleet(tree, result)
        self.assertEqual(code, 0)
        self.assertEqual(table["pc-02"]["outcome"], "recovered")
        self.assertEqual(table["pc-01"]["outcome"], "done before")


if __name__ == "__main__":
    unittest.main()
