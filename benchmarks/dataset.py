"""A dataset of many documents: what a document costs its worker and the merge, the merge's memory, files and queries.

    python benchmarks/dataset.py [--documents 20000]

The documents have the rows of the example final account (about 230 amounts) and lie in ten years. Milliseconds are CPU
time for each document.

Measured with Python 3.11 on two shared cores, 20,000 documents, 4.6 million amounts: spooled 0.7 ms, merged 2.8 ms, memory
of the merging process 326 MB, 160 files, one more document 0.4 s, the query 0.5 s.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import tempfile
import time
from pathlib import Path

import gongkai
from gongkai.dataset.querying import ask
from gongkai.dataset.rows import DocumentRows, document_rows
from gongkai.dataset.spool import Spool
from gongkai.dataset.storing import merge

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "final_account_2023.txt"


def like(rows: DocumentRows, number: int) -> DocumentRows:
    """The rows of the example as those of another document."""
    own = hashlib.sha256(b"%d" % number).hexdigest()
    tables = {name: [(own, *row[1:]) for row in inside] for name, inside in rows.tables.items()}
    return DocumentRows(own, "f0", 2015 + number % 10, tables)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=20_000)
    number = parser.parse_args().documents
    rows = document_rows(gongkai.read(EXAMPLE), "1" * 64, "example.txt", "f0")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spool = Spool(folder / "spool")
        current = {}
        started = time.process_time()
        for n in range(number):
            one = like(rows, n)
            spool.add(one)
            current[one.doc_id] = one.fingerprint
        print(f"spooled   {(time.process_time() - started) / number * 1000:.2f} ms")
        waiting = sum(path.stat().st_size for path in (folder / "spool").rglob("*.rows"))
        print(f"spool     {waiting / 1e6:.0f} MB")
        started = time.process_time()
        merge(folder, current, spool)
        print(f"merged    {(time.process_time() - started) / number * 1000:.2f} ms")
        print(f"memory    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        parts = list(folder.rglob("*.parquet"))
        print(f"files     {len(parts)}, {sum(path.stat().st_size for path in parts) / 1e6:.1f} MB")
        one = like(rows, number)
        spool.add(one)
        current[one.doc_id] = one.fingerprint
        started = time.perf_counter()
        merge(folder, current, spool)
        print(f"one more  {time.perf_counter() - started:.2f} s")
        started = time.perf_counter()
        with ask(folder, "SELECT year, table_kind, sum(value_yuan) FROM facts GROUP BY ALL") as answer:
            kinds = len(list(answer.rows))
        print(f"query     {time.perf_counter() - started:.2f} s for {kinds} sums over all amounts")


if __name__ == "__main__":
    main()
