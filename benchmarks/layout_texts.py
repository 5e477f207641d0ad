"""Facts of `pdftotext -layout` texts against those of the PDF reader on the same documents.

    python benchmarks/layout_texts.py [SHARED]

Both are read by gongkai; a fact agrees where table title, row label, innermost column head and value do. Two
documents have hand-verified truth as well; `truth_scores.py` shows that the PDF reader meets it.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

import gongkai
from gongkai.words.labels import fold


def facts_of(path: Path) -> Counter[tuple[str, str, str, str]]:
    """The facts of a document, without what depends on its format."""
    return Counter(
        (fold(table.title), fold(fact.row_label), fold("".join(fact.column_path[-1:])), str(fact.value))
        for table in gongkai.read(path).tables
        for fact in gongkai.facts(table)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=Path(__file__).resolve().parents[2] / "shared")
    args = parser.parse_args()
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        for path in sorted(args.shared.glob("corpus/*/*.pdf")):
            text = Path(name) / f"{path.stem[:6]}.txt"
            subprocess.run(["pdftotext", "-layout", path, text], check=True)
            known, given = facts_of(path), facts_of(text)
            counts = {"pdf": known.total(), "text": given.total(), "same": (known & given).total()}
            total.update(counts)
            print(path.stem[:6], *(f"{key} {count}" for key, count in counts.items()))
    print(f"recall {total['same'] / total['pdf']:.4f}  precision {total['same'] / total['text']:.4f}")


if __name__ == "__main__":
    main()
