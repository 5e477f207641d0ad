"""CPU seconds of `gongkai --version` and of its neighbours: `python benchmarks/start_up.py`."""

from __future__ import annotations

import sys

from measuring import best

CALLS = {
    "python -c pass": ["-c", "pass"],
    "gongkai --version": ["-m", "gongkai", "--version"],
    "gongkai --help": ["-m", "gongkai", "--help"],
    "gongkai plugins": ["-m", "gongkai", "plugins"],
    "import gongkai": ["-c", "import gongkai"],
}


def main() -> None:
    """Print the least of ten runs of every call."""
    print("| call | CPU s | MB |\n|---|---|---|")
    for name, arguments in CALLS.items():
        cost = best([sys.executable, *arguments], 10)
        print(f"| {name} | {cost.seconds:.3f} | {cost.megabytes:.0f} |")


if __name__ == "__main__":
    main()
