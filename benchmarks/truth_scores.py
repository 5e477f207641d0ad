"""Scores of converted documents against hand-verified truth.

    python benchmarks/truth_scores.py [SHARED] [--misses N]

Converts every document of SHARED (default: `../shared`) that has a truth file to the CSV package and runs
`SHARED/tools/score.py` over the results; then every document of `truth/expected_rows` with `score_rows.py`.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import gongkai


def source_of(shared: Path, key: str) -> Path:
    """The document of a truth file: seed_000 → seeds/000_*, fa222a → corpus/*/fa222a_*."""
    pattern = f"seeds/{key.removeprefix('seed_')}_*" if key.startswith("seed_") else f"corpus/*/{key}_*"
    return next(shared.glob(pattern))


def converted(shared: Path, key: str, folder: Path) -> Path:
    """The package of one document, written once."""
    target = folder / key
    if not target.exists():
        gongkai.convert(source_of(shared, key), target, to=["csv"])
    return target


def run(*words: object) -> None:
    subprocess.run([sys.executable, *map(str, words)], check=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, nargs="?", default=Path(__file__).resolve().parents[2] / "shared")
    parser.add_argument("--misses", type=int, default=3)
    args = parser.parse_args()
    truth = args.shared / "truth"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in sorted(truth.glob("*.json")):
            if "tables" in json.loads(path.read_text(encoding="utf-8")):
                converted(args.shared, path.stem, folder)
        run(args.shared / "tools" / "score.py", truth, folder, "--misses", args.misses)
        for path in sorted((truth / "expected_rows").glob("*.json")):
            package = converted(args.shared, path.stem, folder)
            run(args.shared / "tools" / "score_rows.py", path, package, "--misses", args.misses)


if __name__ == "__main__":
    main()
