"""What the text reader's tests share: reading a text given as string or bytes, and its items in short."""

from __future__ import annotations

import hashlib
from collections import Counter

from gongkai.model import BareDocument, BareGrid, BareLine, Gap
from gongkai.plugins.specs import Source
from gongkai_formats.text import FORMAT

Rows = tuple[tuple[str, ...], ...]


def read_text(text: str | bytes, name: str = "例.txt") -> BareDocument:
    data = text if isinstance(text, bytes) else text.encode()
    assert FORMAT.read is not None
    document = FORMAT.read(Source(name, data, hashlib.sha256(data).hexdigest()))
    assert isinstance(document, BareDocument)
    return document


def grids(document: BareDocument) -> list[Rows]:
    return [item.grid.texts for item in document.items if isinstance(item, BareGrid)]


def only_grid(text: str) -> BareGrid:
    (grid,) = [item for item in read_text(text).items if isinstance(item, BareGrid)]
    return grid


def texts(document: BareDocument) -> list[str]:
    """Lines that are no markup."""
    return [item.text for item in document.items if isinstance(item, BareLine) and item.furniture != "markup"]


def shape(document: BareDocument) -> list[str]:
    """The kinds of the items in order: line, grid, blank, page, markup."""
    kinds = []
    for item in document.items:
        if isinstance(item, Gap):
            kinds.append(item.kind)
        elif isinstance(item, BareGrid):
            kinds.append("grid")
        else:
            kinds.append("markup" if item.furniture == "markup" else "line")
    return kinds


def rules(document: BareDocument) -> list[str]:
    return [finding.rule for finding in document.findings]


def ink(text: str) -> Counter[str]:
    """How often each character that prints occurs."""
    return Counter("".join(text.split()))


def ink_of(document: BareDocument) -> Counter[str]:
    pieces: list[str] = []
    for item in document.items:
        if isinstance(item, BareLine):
            pieces.append(item.text)
        elif isinstance(item, BareGrid):
            pieces += [cell.text for cell in item.grid.cells]
    return ink("".join(pieces))


def outline(text: str) -> list[object]:
    """Every item of a text in short: its line, its grid's texts, "" for a blank, "%" for a page, the markup with its
    places at the end, and the rules of the findings."""
    document = read_text(text)
    said: list[object] = []
    for item in document.items:
        if isinstance(item, Gap):
            said.append("%" if item.kind == "page" else "")
        elif isinstance(item, BareGrid):
            said.append(item.grid.texts)
        elif item.furniture == "markup":
            spans = [(place.line, place.start, place.end) for place in item.places]  # type: ignore[union-attr]
            said.append((item.text, spans))
        else:
            said.append(item.text)
    return [*said, *rules(document)]
