"""Batches of small made documents: throughput by workers, the parent's cost and memory by size, and a run again.

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


def make_documents(folder: Path, number: int, damaged: int = 100) -> None:
    """Text documents with one table each, in folders of five hundred; every `damaged`-th is no document at all."""
    for n in range(number):
        place = folder / f"{n // 500:03}"
        place.mkdir(parents=True, exist_ok=True)
        if damaged and n % damaged == damaged - 1:
            (place / f"{n:06}.pdf").write_bytes(b"%PDF-1.7\n" + b"torn" * n)
            continue
        total, part = 500 + n, 100 + n % 397
        (place / f"{n:06}.txt").write_text(
            f"示例市第{n}号单位2023年度部门决算\n\n公开03表\n\n支出决算表\n\n部门：示例市第{n}号单位\t金额单位：万元\n\n"
            "科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
            f"合计\t\t{total}.00\t{total - part}.00\t{part}.00\n"
            f"201\t一般公共服务支出\t{total}.00\t{total - part}.00\t{part}.00\n"
            f"20126\t档案事务\t{total}.00\t{total - part}.00\t{part}.00\n",
            encoding="utf-8",
            newline="\n",
        )


def measure(sources: Path, out: Path, jobs: int, *formats: str) -> dict[str, float]:
    """One batch in a process of its own."""
    command = [sys.executable, "-c", ONE, str(sources), str(out), str(jobs), *formats]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    assert measured["code"] in (0, 3), done.stderr
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
