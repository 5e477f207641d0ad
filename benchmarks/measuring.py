"""CPU time and peak memory of whole processes, by the system's own account of its children."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds of CPU, user and system together, and its largest memory in MB."""

    seconds: float
    megabytes: float


def measure(command: Sequence[str]) -> Cost:
    """Run a command to its end, output thrown away; RuntimeError where it fails or the system gives no account."""
    if not hasattr(os, "wait4"):
        raise RuntimeError("this system gives no account of single children; measure on Linux or macOS")
    # As installed: with compiled modules, which this variable would keep from being written in a checkout.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"exit code {process.returncode}: {' '.join(command)}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6)


def best(command: Sequence[str], times: int) -> Cost:
    """The least of several runs: what the work takes when nothing else disturbs it."""
    costs = [measure(command) for _ in range(times)]
    return Cost(min(cost.seconds for cost in costs), min(cost.megabytes for cost in costs))
