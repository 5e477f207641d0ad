"""CPU time and memory of reading PDFs, beside pdfplumber's table extraction on the same files.

    python benchmarks/pdf_reading.py [SOURCE…] [--rounds N] [--no-pdfplumber] [--write RESULTS.md]

Without sources the real documents beside the repository are read. Each reader works in its own process; imports are
not counted in the milliseconds a page, the best of N rounds is. `bare` reads to lines and grids, `model` to the whole
disclosure (assembled, recognised, checked), `xlsx` is `gongkai convert` as a process, start and imports included.
Memory is the process's greatest resident size. pdfplumber (0.11) is no dependency of ours: install it to compare.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve()
READERS = ("bare", "model", "pdfplumber")


def bare(path: Path) -> Callable[[], int]:
    """Reading to lines and grids; the answer is the number of grids."""
    from gongkai.model import BareGrid
    from gongkai.plugins.specs import Limits
    from gongkai.walk.pipeline import open_source
    from gongkai_formats.pdf.reading import read_pdf

    return lambda: sum(isinstance(item, BareGrid) for item in read_pdf(open_source(path, Limits(), {})).items)


def model(path: Path) -> Callable[[], int]:
    """Reading to the disclosure; the answer is the number of tables."""
    import gongkai

    return lambda: len(gongkai.read(path).tables)


def pdfplumber(path: Path) -> Callable[[], int]:
    """pdfplumber's text and tables of every page; the answer is the number of tables."""
    import pdfplumber as library

    def run() -> int:
        count = 0
        with library.open(path) as document:
            for page in document.pages:
                page.extract_text()
                count += len(page.extract_tables())
                page.close()
        return count

    return run


def measure(reader: str, path: Path, rounds: int) -> dict[str, float]:
    """CPU seconds of the best round, tables found, and the greatest resident size in MB; runs in its own process."""
    run = {"bare": bare, "model": model, "pdfplumber": pdfplumber}[reader](path)
    best = float("inf")
    found = 0
    for _ in range(rounds):
        start = time.process_time()
        found = run()
        best = min(best, time.process_time() - start)
    return {"seconds": best, "tables": found, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def in_own_process(reader: str, path: Path, rounds: int) -> dict[str, float]:
    command = [sys.executable, str(HERE), "--one", reader, "--rounds", str(rounds), str(path)]
    answer: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return answer


def converting(path: Path) -> float:
    """CPU seconds of `gongkai convert` to XLSX as a process, user and system."""
    with tempfile.TemporaryDirectory() as folder:
        before = os.times()
        target = str(Path(folder) / "result.xlsx")
        command = [sys.executable, "-m", "gongkai", "convert", str(path), "-o", target, "--quiet"]
        subprocess.run(command, check=False, capture_output=True)
        after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def page_count(path: Path) -> int:
    from gongkai_formats.pdf.pdfium_engine import PdfiumEngine

    engine = PdfiumEngine(path.read_bytes(), "", path.name, 1)
    engine.close()
    return engine.pages


def table_of_results(sources: list[Path], rounds: int, compare: bool) -> str:
    lines = [
        "| document | pages | bare ms/page | model ms/page | model MB | convert to XLSX, CPU s | pdfplumber ms/page | times faster |",
        "|---|---|---|---|---|---|---|---|",
    ]
    total = [0.0, 0.0, 0.0, 0]
    for path in sources:
        pages = page_count(path)
        own, whole = in_own_process("bare", path, rounds), in_own_process("model", path, rounds)
        other = in_own_process("pdfplumber", path, 1)["seconds"] if compare else 0.0
        total = [total[0] + own["seconds"], total[1] + whole["seconds"], total[2] + other, total[3] + pages]
        lines.append(
            f"| {path.name[:6]} | {pages} | {1000 * own['seconds'] / pages:.1f} | {1000 * whole['seconds'] / pages:.1f} "
            f"| {whole['megabytes']:.0f} | {converting(path):.2f} | {1000 * other / pages:.0f} "
            f"| {other / own['seconds']:.1f} |"
        )
        print(lines[-1], file=sys.stderr, flush=True)
    pages = int(total[3])
    lines.append(
        f"| all | {pages} | {1000 * total[0] / pages:.1f} | {1000 * total[1] / pages:.1f} | | "
        f"| {1000 * total[2] / pages:.0f} | {total[2] / total[0]:.1f} |"
    )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-pdfplumber", action="store_true")
    parser.add_argument("--write", type=Path, help="also write the results to this file")
    parser.add_argument("--one", choices=READERS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.one, args.sources[0], args.rounds)))
        return
    corpus = Path(os.environ.get("GONGKAI_SHARED") or HERE.parent.parent.parent / "shared") / "corpus"
    sources = args.sources or sorted(corpus.glob("*/*.pdf"))
    compare = not args.no_pdfplumber and find_spec("pdfplumber") is not None
    results = table_of_results(sources, args.rounds, compare)
    print(results)
    if args.write:
        args.write.write_text(results + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
