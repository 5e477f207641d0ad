"""What the assembler's tests share: lines and grids of invented documents, as the assembler sees them."""

from __future__ import annotations

from typing import Any

from gongkai.assemble.stream import BodyLine, GapKind, GridItem, Item, make_line
from gongkai.model import BareDocument, BareGrid, BareItem, BareLine, Cell, Grid, SourceInfo, TextSpan


def bare(text: str, number: int = 1, **said: Any) -> BareLine:
    """A line of a text file; blanks before it set it in."""
    start, printed = len(text) - len(text.lstrip()), text.strip()
    return BareLine(printed, (TextSpan(number, start, start + len(printed)),), **said)


def line(text: str, gap: GapKind = "", **said: Any) -> BodyLine:
    return make_line(0, bare(text, **said), gap)


def lines(text: str) -> list[BodyLine]:
    """Lines of a text, each knowing whether a blank one stands before it (`%page`: a page's end)."""
    found: list[BodyLine] = []
    gap: GapKind = ""
    for number, printed in enumerate(text.strip("\n").split("\n"), 1):
        if printed.strip() in ("", "%page"):
            gap = "page" if printed.strip() else gap or "blank"
        else:
            found.append(make_line(number, bare(printed, number), gap))
            gap = ""
    return found


def grid(text: str) -> Grid:
    """A grid of the rows of a text, cells parted by `|`; `-` stands for a position without a cell."""
    rows = [row.split("|") for row in text.strip("\n").split("\n")]
    cells = [
        Cell(row, column, printed.strip())
        for row, texts in enumerate(rows)
        for column, printed in enumerate(texts)
        if printed.strip() != "-"
    ]
    return Grid(len(rows), max(map(len, rows)), tuple(cells))


def item(text: str) -> GridItem:
    return GridItem(0, BareGrid(grid(text)))


def stream(*parts: str | Item) -> list[Item]:
    """Lines of the texts, and what is no text as it is."""
    found: list[Item] = []
    for part in parts:
        found += lines(part) if isinstance(part, str) else [part]
    return found


def document(*content: BareItem) -> BareDocument:
    return BareDocument(SourceInfo("invented.txt", "0" * 64, "text/plain"), "invented", content)
