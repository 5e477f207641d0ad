"""Batches of small invented documents, 1 % of them damaged: throughput by workers, the parent's cost and memory by size, and a run again.

    python benchmarks/batch.py [--sizes 1000,5000,20000] [--again 10000] [--throughput 2000]

Each measure is a process of its own. `parent ms` is CPU time of the parent for each document, from start to report;
`again` runs over finished documents. On a busy machine read CPU, not seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from batch_documents import make_documents

ONE = """
import json, os, sys, time
sources, out, jobs, *formats = sys.argv[1:]
from gongkai.cli import run
started = time.perf_counter()
code = run(["batch", sources, "-o", out, "-q", "--jobs", jobs, *(word for name in formats for word in ("--to", name))])
seconds = time.perf_counter() - started
times = os.times()
peak = 0
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
print(json.dumps({"code": code, "seconds": seconds, "parent": times.user + times.system,
                  "workers": times.children_user + times.children_system, "peak": peak / 1024}))
"""


def measure(sources: Path, out: Path, jobs: int, *formats: str) -> dict[str, float]:
    """One batch in a process of its own."""
    command = [sys.executable, "-c", ONE, str(sources), str(out), str(jobs), *formats]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    assert measured["code"] in (0, 3), done.stderr
    accounted = sum(json.loads((out / "report.json").read_bytes())["statistics"]["states"].values())
    assert accounted == sum(path.is_file() for path in sources.rglob("*")), accounted
    return measured


def told(name: str, number: int, measured: dict[str, float]) -> str:
    return (
        f"{name:<24} {number:>6} documents  {measured['seconds']:7.1f} s  {number / measured['seconds']:7.1f} /s  "
        f"workers {measured['workers']:7.1f} s CPU  parent {1000 * measured['parent'] / number:5.2f} ms CPU each  "
        f"peak {measured['peak']:5.1f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,5000,20000")
    parser.add_argument("--again", type=int, default=10_000)
    parser.add_argument("--throughput", type=int, default=2_000)
    arguments = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, {time.strftime('%Y-%m-%d')}")
    with tempfile.TemporaryDirectory() as scratch:
        room = Path(scratch)
        if arguments.throughput:
            make_documents(room / "t", arguments.throughput)
            alone, both = (measure(room / "t", room / f"t{jobs}", jobs, "xlsx", "json") for jobs in (1, 2))
            print(told("xlsx+json, 1 worker", arguments.throughput, alone))
            print(told("xlsx+json, 2 workers", arguments.throughput, both))
            print(f"two workers: {alone['seconds'] / both['seconds']:.2f} times the throughput of one")
        for size in map(int, filter(None, arguments.sizes.split(","))):
            make_documents(room / f"s{size}", size)
            print(told("json", size, measure(room / f"s{size}", room / f"o{size}", 2, "json")), flush=True)
        if arguments.again:
            make_documents(room / "a", arguments.again)
            measure(room / "a", room / "again", 2, "json")
            print(told("again", arguments.again, measure(room / "a", room / "again", 2, "json")))


if __name__ == "__main__":
    main()
