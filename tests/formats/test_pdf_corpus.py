"""The PDF reader against real documents: every glyph placed, every code row whole, both engines agreed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.model import BareDocument, BareGrid, BareLine, Disclosure
from gongkai.plugins.specs import Limits
from gongkai.walk.pipeline import open_source
from gongkai.words.labels import fold
from gongkai_formats.pdf.pdfium_engine import PdfiumEngine
from gongkai_formats.pdf.reading import read_pdf

DOCUMENTS = (
    *("0e114b", "2f0385", "6e171b", "7f2a07", "ac3cc7", "af2f18", "dc6477"),
    *("690679", "8e9231", "9eef7b", "b884c8", "bb5707", "fa222a"),
)
TABLES = {
    **dict.fromkeys(("0e114b", "6e171b", "7f2a07", "ac3cc7", "af2f18", "dc6477"), 12),
    **dict.fromkeys(("690679", "bb5707", "fa222a"), 10),
    **dict.fromkeys(("8e9231", "9eef7b", "b884c8"), 9),
    "2f0385": 0,
}


def path_of(shared: Path, key: str) -> Path:
    found = sorted((shared / "corpus").glob(f"*/{key}_*.pdf"))
    if not found:
        pytest.skip(f"{key} is not among the real documents")
    return found[0]


@pytest.fixture(scope="module")
def read(shared: Path) -> dict[str, BareDocument]:
    return {key: read_pdf(open_source(path_of(shared, key), Limits(), {})) for key in DOCUMENTS}


@pytest.mark.parametrize("key", DOCUMENTS)
def test_every_glyph_stands_in_a_line_or_a_cell(shared: Path, read: dict[str, BareDocument], key: str) -> None:
    painted: Counter[str] = Counter()
    engine = PdfiumEngine(path_of(shared, key).read_bytes(), "", key, 200_000)
    for number in range(1, engine.pages + 1):
        with engine.read_page(number) as content:
            painted.update("".join(glyph.text for glyph in (*content.glyphs, *content.outside)))
    engine.close()
    placed: Counter[str] = Counter()
    for item in read[key].items:
        if isinstance(item, BareLine):
            placed.update(item.text.replace(" ", ""))
        elif isinstance(item, BareGrid):
            placed.update("".join(cell.text for cell in item.grid.cells).replace(" ", ""))
    assert painted == placed
    assert "pdf.glyphs_unplaced" not in {finding.rule for finding in read[key].findings}


@pytest.mark.parametrize("key", DOCUMENTS)
def test_everything_has_a_place_on_its_page(read: dict[str, BareDocument], key: str) -> None:
    for item in read[key].items:
        if isinstance(item, BareLine):
            assert len(item.places) == 1
        elif isinstance(item, BareGrid):
            assert all(cell.places for cell in item.grid.cells)


@pytest.mark.parametrize("key", DOCUMENTS)
def test_all_tables_are_whole_and_none_is_surplus(real: Callable[[str], Disclosure], key: str) -> None:
    tables = real(key).tables
    assert len(tables) == TABLES[key]
    untitled = [table for table in tables if not table.title]
    assert len(untitled) == (1 if key in ("690679", "bb5707", "fa222a") else 0)  # the list of units has no title


@pytest.mark.parametrize("key", ["0e114b", "690679", "9eef7b", "ac3cc7"])
def test_every_code_row_is_intact(shared: Path, real: Callable[[str], Disclosure], key: str) -> None:
    expected = shared / "truth" / "expected_rows" / f"{key}.json"
    if not expected.exists():
        pytest.skip("no expected rows")
    wanted = Counter(
        tuple(fold(part) for part in (*row["code"], row["name"], *row["amounts"]) if part)
        for row in json.loads(expected.read_text(encoding="utf-8"))["code_rows"]
    )
    given = Counter(tuple(fold(text) for text in row if text) for table in real(key).tables for row in table.grid.texts)
    joined = ["\t" + "\t".join(row) + "\t" for row in given.elements()]
    for row, count in wanted.items():
        text = "\t" + "\t".join(row) + "\t"
        assert sum(one.count(text) for one in joined) >= count, row


@pytest.mark.parametrize("key", ["af2f18", "0e114b"])
def test_both_engines_print_the_same_figures(shared: Path, key: str) -> None:
    source = open_source(path_of(shared, key), Limits(), {"double_read": "1", "pages": "1-4"})
    assert [finding for finding in read_pdf(source).findings if finding.rule == "pdf.double_read"] == []
