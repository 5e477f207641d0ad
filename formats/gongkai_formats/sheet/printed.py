"""A sheet as it is printed, whichever file it came from: cells with their texts and looks, merged areas, what is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

GENERAL = "General"
"""The number format of cells that were given none."""


class CellLook(NamedTuple):
    """A cell style: its number format; size in 1/100 pt (0 unknown); `boxed` by lines beside it, or above and below."""

    format: str = GENERAL
    bold: bool = False
    size: int = 0
    centred: bool = False
    boxed: bool = False


PLAIN = CellLook()

PrintedCell = tuple[int, str, int]
"""Column from 1, text, number of the cell's style."""


@dataclass(slots=True)
class PrintedSheet:
    """A sheet's cells by row from 1, each row's from left to right; areas as (row, column, last row, last column).

    `unsaved`: formulas without result; `errors`: error values; `unprinted`: values whose format prints nothing (`;;;`).
    """

    name: str
    rows: dict[int, list[PrintedCell]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formulas: int = 0
    unsaved: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)
    unprinted: list[tuple[int, int]] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    looks: Sequence[CellLook] = ()

    def look(self, style: int) -> CellLook:
        """The look of a style."""
        return self.looks[style] if 0 <= style < len(self.looks) else PLAIN
