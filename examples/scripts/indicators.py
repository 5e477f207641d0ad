"""Every indicator of the performance forms in a folder, as CSV on standard output.

`python examples/scripts/indicators.py [FOLDER]`; a file that cannot be read is named on standard error and left out.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import gongkai
from gongkai.errors import SourceError

HERE = Path(__file__).resolve().parent.parent
COLUMNS = ("level1", "level2", "level3", "target", "actual", "weight", "score")


def main() -> None:
    """Write one row an indicator."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    sheet = csv.writer(sys.stdout)
    sheet.writerow(("file", "form", *COLUMNS))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        try:
            disclosure = gongkai.read(path)
        except SourceError as error:
            print(error, file=sys.stderr)
            continue
        for form in disclosure.forms:
            for indicator in form.indicators:
                sheet.writerow((path.name, form.title, *(getattr(indicator, name) or "" for name in COLUMNS)))


if __name__ == "__main__":
    main()
