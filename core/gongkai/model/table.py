"""A captioned table: the untouched grid, and what its rows and columns mean."""

from __future__ import annotations

from typing import Literal

import msgspec

from gongkai.model.grid import Grid
from gongkai.model.places import Place


class PrintedLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A line as printed, with its places."""

    text: str
    places: tuple[Place, ...] = ()


class TablePart(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A physical part of a table (one page's share): grid rows from `first_row`, and where it stands."""

    first_row: int
    rows: int
    places: tuple[Place, ...] = ()


ColumnRole = Literal["code", "label", "line_number", "amount", "text", "blank"]
RowRole = Literal["header", "column_numbers", "section", "group", "total", "item", "note", "blank"]


class ColumnAxis(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A grid column: what it holds, its header words from outside to inside, its panel (from 0) and unit if its own."""

    role: ColumnRole
    path: tuple[str, ...] = ()
    panel: int = 0
    unit: str = ""


class RowLabel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A row's identity within one panel: code joined with lost zeros restored, label without the code, tree level from 1.

    `path` holds the labels of the rows above it in the tree, outermost first; `total` tells sums from items.
    """

    code: str = ""
    label: str = ""
    level: int = 0
    path: tuple[str, ...] = ()
    total: bool = False


class RowAxis(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A grid row: its role, and one label per panel (empty for headers)."""

    role: RowRole
    labels: tuple[RowLabel, ...] = ()


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The meaning of a grid: one axis per row and column, `header_rows` counted from the top (栏次 row included)."""

    header_rows: int
    rows: tuple[RowAxis, ...]
    columns: tuple[ColumnAxis, ...]

    @property
    def panels(self) -> int:
        return max((column.panel for column in self.columns), default=-1) + 1


class Proof(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the document's own arithmetic says of a table's amounts, by (row, column) in reading order.

    proved: in at least one identity that holds and in none that fails; contradicted: in one that fails. Every other
    amount is unproved.
    """

    proved: tuple[tuple[int, int], ...] = ()
    contradicted: tuple[tuple[int, int], ...] = ()


class Table(msgspec.Struct, frozen=True, tag="table", forbid_unknown_fields=True, omit_defaults=True):
    """A whole table, over however many pages.

    `caption` holds every line printed around the grid as it stands there (title, number label, head line);
    title, number_label, department, year and unit are read from it. `empty`: no amounts and the text says so.
    `kind` is the canonical id of a standard table, "" while nothing knows it.
    """

    id: str
    grid: Grid
    caption: tuple[PrintedLine, ...] = ()
    title: str = ""
    number_label: str = ""
    department: str = ""
    year: int | None = None
    unit: str = ""
    notes: tuple[PrintedLine, ...] = ()
    empty: bool = False
    header_rows: int = 0
    parts: tuple[TablePart, ...] = ()
    kind: str = ""
    reading: Reading | None = None
    proof: Proof | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.header_rows <= self.grid.rows:
            raise ValueError(f"table {self.id}: {self.header_rows} header rows in a grid of {self.grid.rows}")
        reading = self.reading
        if reading is not None and (len(reading.rows), len(reading.columns)) != (self.grid.rows, self.grid.columns):
            raise ValueError(f"table {self.id}: the reading does not fit the grid")
