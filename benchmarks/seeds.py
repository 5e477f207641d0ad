"""CPU seconds and peak memory of whole processes that convert one source to a workbook.

`python benchmarks/seeds.py [SOURCE…]`; without sources the project's examples, and the real texts beside the
repository (or at GONGKAI_SHARED) where they are.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from measuring import best

ROOT = Path(__file__).resolve().parent.parent


def sources(arguments: list[str]) -> list[Path]:
    """The sources to convert, given or found."""
    if arguments:
        return [Path(argument) for argument in arguments]
    shared = Path(os.environ.get("GONGKAI_SHARED") or ROOT.parent / "shared")
    return [
        *sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".txt", ".md")),
        *sorted((shared / "seeds").glob("*.txt")),
    ]


def main() -> None:
    """Print the least of five runs for every source."""
    print("| source | kB | CPU s | MB |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for source in sources(sys.argv[1:]):
            target = str(Path(folder) / "result.xlsx")
            cost = best([sys.executable, "-m", "gongkai", "convert", str(source), "-o", target, "--force"], 5)
            size = source.stat().st_size / 1000
            print(f"| {source.name} | {size:.0f} | {cost.seconds:.2f} | {cost.megabytes:.0f} |", flush=True)


if __name__ == "__main__":
    main()
