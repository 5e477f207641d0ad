"""Batches killed at random moments, parent, workers or all, and resumed: do they end as one left alone?

    python benchmarks/batch_kills.py [--documents 2000] [--kills 10] [--seed 1] [--dataset]

Compared are the bytes of every output and every outcome of the ledger; the exit code is 1 where they differ. Needs a
system with process groups and /proc.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from batch_documents import make_documents


def command(sources: Path, out: Path, dataset: bool) -> list[str]:
    words = [sys.executable, "-m", "gongkai", "batch", str(sources), "-o", str(out), "--to", "json", "--to", "csv"]
    return words + ["--dataset"] * dataset


def outputs(out: Path) -> dict[str, str]:
    """Relative path → SHA-256, without ledger and report; temporary files too, if there are any."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.is_file() and not name.startswith((".gongkai/", "report.")):
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def outcomes(out: Path) -> list[tuple[object, ...]]:
    """Path, state, code and record of every source, but for the time it took."""
    connection = sqlite3.connect(out / ".gongkai" / "ledger.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    rows = connection.execute("SELECT path, state, code, record FROM sources ORDER BY path").fetchall()
    connection.close()
    return [(*row[:3], {**json.loads(row[3]), "seconds": 0}) for row in rows]


def children(number: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{number}/task/{number}/children").read_text().split()]


def kill(process: subprocess.Popen[bytes], what: str, chance: random.Random) -> None:
    """SIGKILL to the parent, the whole group, or a worker and then the parent."""
    if what == "group":
        os.killpg(process.pid, signal.SIGKILL)
    if what == "worker":
        for worker in children(process.pid)[: chance.randint(1, 2)]:
            with suppress(OSError):
                os.kill(worker, signal.SIGKILL)
        time.sleep(chance.uniform(0.1, 0.5))
    process.kill()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dataset", action="store_true")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as scratch:
        sources, calm, killed = (Path(scratch, name) for name in ("in", "calm", "killed"))
        make_documents(sources, given.documents)
        started = time.perf_counter()
        subprocess.run(command(sources, calm, given.dataset), capture_output=True, check=False)
        seconds = time.perf_counter() - started
        for number in range(given.kills):
            words = command(sources, killed, given.dataset)
            with subprocess.Popen(
                words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            ) as process:
                time.sleep(chance.uniform(0.1, 0.3) * seconds)
                what = chance.choice(["parent", "group", "worker"]) if process.poll() is None else "nobody"
                if what != "nobody":
                    kill(process, what, chance)
            print(f"kill {number}: {what:6} with {len(outputs(killed))} outputs in place", flush=True)
        subprocess.run(command(sources, killed, given.dataset), capture_output=True, check=False)
        same = outputs(calm) == outputs(killed), outcomes(calm) == outcomes(killed)
        print(f"{len(outputs(killed))} outputs: {'same' if same[0] else 'other'} bytes")
        print(f"{len(outcomes(killed))} outcomes: {'the same' if same[1] else 'others'}")
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
