"""Golden cases of aligned columns: where a table begins and ends, and which printed lines are one row.

A case is a file of tests/cases/aligned: a text as pdftotext sets it (`%page` for a form feed), a line `=====`, and what
becomes of it: `grid` with its rows, cells parted by ` | `; everything else a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.model import BareGrid, BareLine
from text_reading import read_text

CASES = Path(__file__).resolve().parent.parent / "cases" / "aligned"


def told(text: str) -> Iterator[str]:
    for item in read_text(text).items:
        if isinstance(item, BareGrid):
            yield "grid"
            yield from ("  " + " | ".join(row) for row in item.grid.texts)
        elif isinstance(item, BareLine) and item.furniture is None:
            yield item.text


@pytest.mark.parametrize("case", sorted(CASES.glob("*.case")), ids=lambda path: path.stem)
def test_a_layout_becomes_lines_and_grids(case: Path) -> None:
    source, _, expected = case.read_text(encoding="utf-8").partition("\n=====\n")
    assert "\n".join(told(source.replace("%page\n", "\f"))) == expected.rstrip("\n")


def test_there_are_cases() -> None:
    assert len(list(CASES.glob("*.case"))) >= 40
