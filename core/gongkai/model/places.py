"""Where something stands in its source.

A thing that runs over a page break has several places, so the model always holds tuples of them.
"""

from __future__ import annotations

from typing import Union

import msgspec


class PageBox(msgspec.Struct, frozen=True, tag="page", forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A box on a page: page from 1; 1/100 pt, origin top left, page rotation applied."""

    page: int
    x0: int
    y0: int
    x1: int
    y1: int

    def __post_init__(self) -> None:
        if self.page < 1 or self.x1 < self.x0 or self.y1 < self.y0:
            raise ValueError(f"no box: page {self.page}, ({self.x0}, {self.y0})-({self.x1}, {self.y1})")


class TextSpan(msgspec.Struct, frozen=True, tag="text", forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Characters of a text line: line from 1, start and end from 0 (end exclusive); page where form feeds tell."""

    line: int
    start: int
    end: int
    page: int | None = None

    def __post_init__(self) -> None:
        if self.line < 1 or not 0 <= self.start <= self.end:
            raise ValueError(f"no span: line {self.line}, {self.start}-{self.end}")


class SheetRange(msgspec.Struct, frozen=True, tag="sheet", forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A range of a worksheet: rows and columns from 1, both ends inclusive."""

    sheet: str
    row: int
    column: int
    last_row: int
    last_column: int

    def __post_init__(self) -> None:
        if self.row < 1 or self.column < 1 or self.last_row < self.row or self.last_column < self.column:
            raise ValueError(f"no range: {self.sheet} r{self.row}c{self.column}-r{self.last_row}c{self.last_column}")


class DocxPath(msgspec.Struct, frozen=True, tag="docx", forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A body element of a Word document: element numbers from 0, outside to inside, as `3/r2/c1/p0`."""

    path: str

    def __post_init__(self) -> None:
        if not self.path:
            raise ValueError("no path")


Place = Union[PageBox, TextSpan, SheetRange, DocxPath]


def place_page(place: Place) -> int | None:
    """Page from 1, or None where the source has no pages."""
    return place.page if isinstance(place, PageBox | TextSpan) else None


def place_line(place: Place) -> int | None:
    """Line of a text, or row of a sheet, from 1; else None."""
    if isinstance(place, TextSpan):
        return place.line
    return place.row if isinstance(place, SheetRange) else None


def describe_place(place: Place) -> str:
    """A place as people name it: 第3页, 第12行, 表1!B5, 段落 3/r2."""
    if isinstance(place, PageBox):
        return f"第{place.page}页"
    if isinstance(place, TextSpan):
        return f"第{place.line}行"
    if isinstance(place, SheetRange):
        return f"{place.sheet}!{column_letters(place.column)}{place.row}"
    return f"段落 {place.path}"


def column_letters(column: int) -> str:
    """Letters of a sheet column counted from 1: 1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
