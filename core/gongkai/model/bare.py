"""What a reader hands over: lines and grids in reading order with their places, nothing interpreted."""

from __future__ import annotations

from typing import Literal, Union

import msgspec

from gongkai.model.blocks import FurnitureKind
from gongkai.model.document import Finding, SourceInfo
from gongkai.model.grid import Grid
from gongkai.model.places import Place
from gongkai.model.table import TablePart


class BareLine(msgspec.Struct, frozen=True):
    """One physical line.

    `text` as printed without outer blanks and markup; `markup` what the source says it is, `level` of its heading
    style (0 unknown); `furniture` where the reader knows it for page furniture; `complete`: this line is a whole
    paragraph by itself (Word, HTML), so nothing joins it. Layout readers fill the rest: `left`/`right` edges of the
    text and `size` of its letters in 1/100 pt (0 unknown), `bold`, `centred`; `page` from 1 or None.
    """

    text: str
    places: tuple[Place, ...] = ()
    markup: Literal["", "heading", "list_item", "note", "figure", "contents"] = ""
    level: int = 0
    furniture: FurnitureKind | None = None
    complete: bool = False
    page: int | None = None
    left: int = 0
    right: int = 0
    size: int = 0
    bold: bool = False
    centred: bool = False


class BareGrid(msgspec.Struct, frozen=True):
    """One physical grid: one contiguous run of cells, or several whose parts the reader itself could join.

    `parts` has one entry per physical run; empty means one. `title`, `unit` and the rest are found by the assembler.
    """

    grid: Grid
    parts: tuple[TablePart, ...] = ()
    page: int | None = None
    places: tuple[Place, ...] = ()


class Gap(msgspec.Struct, frozen=True):
    """Something between lines that prints nothing: a blank line, or the end of a page."""

    kind: Literal["blank", "page"]


BareItem = Union[BareLine, BareGrid, Gap]


class BareDocument(msgspec.Struct, frozen=True):
    """A read file before assembling."""

    source: SourceInfo
    reader: str
    items: tuple[BareItem, ...] = ()
    findings: tuple[Finding, ...] = ()
