#!/usr/bin/env python3
"""Recovers every database below a directory, one task each, on as many processes or machines as there are.

    recover.py COLLECTED RESULT                     on this machine, one worker per processor
    recover.py COLLECTED RESULT --workers 2
    recover.py COLLECTED RESULT --scheduler tcp://10.0.0.1:8786

A directory with a database in it is one task: recover or restore, whichever it calls for, into the same place below
RESULT. RESULT/table.csv (or .parquet, with --table and pandas) says for each what came of it; who runs the same command
again does only what is not done yet.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from pathlib import Path
from typing import Any, Iterator

import esent

COLUMNS = ["source", "outcome", "databases", "action", "first", "last", "seconds", "worker", "error", "number", "message"]
# Twice, in case a worker or its disk has a bad moment; what the engine refuses, it refuses again.
RETRIES = 2


def sources(root: Path, result: Path) -> Iterator[Path]:
    """Directories that have a database in them, by its magic number; a database's logs may lie in another one."""
    for directory in sorted([root, *(p for p in root.rglob("*") if p.is_dir())]):
        if result == directory or result in directory.parents:
            continue
        for file in directory.iterdir():
            if file.is_file() and is_database(file):
                yield directory
                break


def is_database(file: Path) -> bool:
    """ESE's magic number, and the file type of a database."""
    try:
        with file.open("rb") as f:
            head = f.read(16)
    except OSError:
        return False
    return head[4:8] == b"\xef\xcd\xab\x89" and head[12:16] == b"\0\0\0\0"


def recover(source: str, output: str) -> dict[str, Any]:
    """One task. What the disk or the network does wrong is raised, so that it is tried again; the rest is a result."""
    import os
    import socket

    begun = time.monotonic()
    row: dict[str, Any] = {"source": source, "worker": f"{socket.gethostname()}:{os.getpid()}"}
    try:
        if Path(output).exists():
            return row | {"outcome": "done before", "databases": output}
        Path(output).parent.mkdir(parents=True, exist_ok=True)
        plan = esent.plan(source)
        done = esent.act(plan, output)
        row |= {"action": plan.action, "databases": " ".join(map(str, done.databases))}
        row |= {"outcome": "clean already" if plan.action == "nothing" else "recovered"}
        row["first"], row["last"] = done.generations or (None, None)
    except esent.Error as e:
        row |= {"outcome": "failed", "error": e.name or type(e).__name__, "number": e.number, "message": str(e)}
    return row | {"seconds": round(time.monotonic() - begun, 3)}


def run(root: Path, result: Path, table: Path, client: Any) -> int:
    """All of it; how many failed."""
    from dask.distributed import as_completed

    tasks = {}
    for source in sources(root, result):
        output = result / source.relative_to(root) / "recovered"
        future = client.submit(recover, str(source), str(output), retries=RETRIES, pure=False)
        tasks[future] = source
    rows = []
    for future in as_completed(tasks):
        if future.status == "finished":
            row = future.result()
        else:
            error = future.exception()
            row = {"source": str(tasks[future]), "outcome": "failed", "error": type(error).__name__, "message": str(error)}
        rows.append(row)
        print(f"{len(rows)}/{len(tasks)} {row['outcome']:<13} {row['source']} {row.get('message', '')}", flush=True)
    rows.sort(key=lambda row: row["source"])
    table.parent.mkdir(parents=True, exist_ok=True)
    if table.suffix == ".parquet":
        import pandas

        pandas.DataFrame(rows, columns=COLUMNS).to_parquet(table)
    else:
        with table.open("w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
    return sum(row["outcome"] == "failed" for row in rows)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collected", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--workers", type=int, help="processes on this machine")
    parser.add_argument("--scheduler", help="address of a running Dask scheduler instead")
    parser.add_argument("--table", type=Path, help="where the table goes, .csv or .parquet [RESULT/table.csv]")
    arguments = parser.parse_args()
    from dask.distributed import Client, LocalCluster

    root, result = arguments.collected.resolve(), arguments.result.resolve()
    table = arguments.table or result / "table.csv"
    if arguments.scheduler:
        with Client(arguments.scheduler) as client:
            client.upload_file(__file__)
            return min(1, run(root, result, table, client))
    # Processes, not threads: page size and base name belong to the process.
    with LocalCluster(n_workers=arguments.workers, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            return min(1, run(root, result, table, client))


if __name__ == "__main__":
    sys.exit(main())
