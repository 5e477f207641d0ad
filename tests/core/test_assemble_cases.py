"""Golden cases of assembling: an invented text, and the outline of the blocks it becomes.

A case is a file of tests/cases/assembling: the source, a line `=====`, the outline. In the source a line with TABs is
a grid row, `%page` a page's end, `# ` a marked heading, `- ` a list item, `^ ` a centred line; everything else is a
line of text. A row of one line of the outline is one block; what is indented below it belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.assemble import assemble
from gongkai.model import (
    BareDocument,
    BareGrid,
    BareItem,
    BareLine,
    Block,
    Cell,
    Contents,
    Disclosure,
    Furniture,
    Gap,
    Grid,
    Heading,
    IndicatorForm,
    SourceInfo,
    Table,
    TextSpan,
)

CASES = Path(__file__).resolve().parent.parent / "cases" / "assembling"


@pytest.mark.parametrize("case", sorted(CASES.glob("*.case")), ids=lambda path: path.stem)
def test_a_text_becomes_its_outline(case: Path) -> None:
    source, _, expected = case.read_text(encoding="utf-8").partition("\n=====\n")
    assert "\n".join(outline(assemble(bare_document(source)))) == expected.rstrip("\n")


def test_there_are_cases() -> None:
    assert len(list(CASES.glob("*.case"))) >= 10


def bare_document(text: str) -> BareDocument:
    """A source in the notation of the cases."""
    items: list[BareItem] = []
    rows: list[tuple[int, str]] = []
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if "\t" in line:
            rows.append((number, line))
            continue
        if rows:
            items.append(bare_grid(rows))
            rows = []
        if line.strip() in ("", "%page"):
            items.append(Gap("page" if line.strip() else "blank"))
        else:
            items.append(bare_line(number, line))
    return BareDocument(SourceInfo("case.txt", "0" * 64, "text/plain"), "case", tuple(items))


def bare_line(number: int, line: str) -> BareLine:
    mark, _, rest = line.partition(" ")
    text = (rest if mark in ("#", "-", "^") else line).strip()
    start = line.index(text)
    places = (TextSpan(number, start, start + len(text)),)
    if mark == "#":
        return BareLine(text, places, markup="heading", level=1)
    if mark == "-":
        return BareLine(text, places, markup="list_item")
    return BareLine(text, places, centred=mark == "^")


def bare_grid(rows: list[tuple[int, str]]) -> BareGrid:
    split = [(number, line.split("\t")) for number, line in rows]
    columns = max(len(texts) for _, texts in split)
    cells = [
        Cell(row, column, text.strip(), places=(TextSpan(number, 0, 0),))
        for row, (number, texts) in enumerate(split)
        for column, text in enumerate(texts)
    ]
    return BareGrid(Grid(len(rows), columns, tuple(cells)))


def outline(disclosure: Disclosure) -> Iterator[str]:
    """The blocks of a disclosure as lines."""
    if disclosure.title or disclosure.department:
        yield f"disclosure {disclosure.title} | {disclosure.year} | {disclosure.department}"
    for block in disclosure.blocks:
        yield from outline_block(block)
    for finding in disclosure.findings:
        yield f"finding {finding.rule} {finding.block}".rstrip()


def outline_block(block: Block) -> Iterator[str]:
    if isinstance(block, Contents):
        yield "contents"
        for entry in block.entries:
            yield f"  {entry.level} {entry.text} {entry.page or ''}".rstrip()
    elif isinstance(block, Table):
        said = [block.number_label, block.title, block.department, str(block.year or ""), block.unit]
        size = f"{block.grid.rows}×{block.grid.columns}"
        yield " | ".join(["table", *said, size, *(["empty"] if block.empty else [])])
        yield from (f"  note {note.text}" for note in block.notes)
    elif isinstance(block, IndicatorForm):
        size = f"{block.grid.rows}×{block.grid.columns}"
        yield " | ".join(["form", block.title, str(block.year or ""), block.unit, size])
        yield from (f"  caption {line.text}" for line in block.caption[1:])
        yield from (f"  note {note.text}" for note in block.notes)
    elif isinstance(block, Heading):
        yield f"heading {block.level} {block.text}"
    elif isinstance(block, Furniture):
        yield f"furniture {block.kind} {block.text}".replace("\t", " ¦ ")
    else:
        yield f"{type(block).__name__.lower()} {block.text}"
