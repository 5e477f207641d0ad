"""A table or form in the making: its fragments over page breaks, and whether a further grid continues it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile, zip_longest

from gongkai.assemble.captions import Caption
from gongkai.assemble.grids import cut_rows, grid_places, grid_rows, moved, row_places, row_text
from gongkai.assemble.stream import BodyLine, GridItem
from gongkai.assemble.vocabulary import word_groups, words
from gongkai.model import Cell, Furniture, Grid, TablePart, TextSpan
from gongkai.words.labels import fold
from gongkai.words.totals import is_bare_total

_HEADER_DEPTH = 8
"""Rows among which a table's header ends."""
_ANCHOR_CELLS = 2_000
"""Cells among which a form's anchors stand; longer grids are not searched to their end."""
_LONGEST_ANCHOR = 12
"""Characters of a cell that may be an anchor."""
_NEAR_CELLS = 200
"""Cells before a line by which the columns above it are known."""
_LOOSE = 12
"""Columns of a text file from which on a line stands too far in for a paragraph's indent."""
_LOOSEST = 30
"""Characters of a line that may be one cell of a row."""
_LEAST_HEADS = 2
"""Printed texts of a row that may head columns: one alone is a section of the table."""
_COUNTED_DIGITS = 2
"""Digits of numbers that count columns (栏次); longer ones are codes."""


@dataclass(slots=True)
class OpenTable:
    """A table that may go on."""

    order: int
    caption: Caption
    form: bool
    grids: list[GridItem] = field(default_factory=list)
    strays: list[tuple[int, list[BodyLine]]] = field(default_factory=list)
    notes: list[BodyLine] = field(default_factory=list)
    repeated: list[Furniture] = field(default_factory=list)

    def add(self, item: GridItem, *, drop_header: bool) -> None:
        """Append a fragment; a repeated header is kept apart."""
        rows = repeated_header_rows(self.grids[0].bare.grid, item.bare.grid) if drop_header and self.grids else 0
        if rows:
            for row, cells in grid_rows(item.bare.grid):
                if row >= rows:
                    break
                self.repeated.append(Furniture("-", "repeated_header", row_text(cells), row_places(cells)))
            item = GridItem(item.order, cut_rows(item.bare, rows, item.bare.grid.rows), item.gap)
        self.grids.append(item)

    def add_strays(self, lines: Sequence[BodyLine]) -> None:
        """Lines between two fragments: a form's section lines, a table's rows with one cell."""
        if lines:
            self.strays.append((len(self.grids), list(lines)))

    def build(self) -> tuple[Grid, tuple[TablePart, ...], bool]:
        """The whole grid, its physical parts, and whether their widths differ."""
        columns = max(item.bare.grid.columns for item in self.grids)
        cells: list[Cell] = []
        parts: list[TablePart] = []
        strays = dict(self.strays)
        row = 0
        for position, item in enumerate(self.grids):
            for line in strays.get(position, ()):
                column = 0 if self.form else nearest_column(self.grids[position - 1].bare.grid, line)
                cells.append(Cell(row, column, line.text, 1, columns if self.form else 1, line.places))
                parts.append(TablePart(row, 1, line.places))
                row += 1
            grid = item.bare.grid
            if not grid.rows:
                continue
            cells += [moved(cell, row) for cell in grid.cells]
            parts += self._parts(item, row)
            row += grid.rows
        widths = {item.bare.grid.columns for item in self.grids if item.bare.grid.rows}
        if len(self.grids) == 1 and not strays:
            return self.grids[0].bare.grid, tuple(parts), False
        return Grid(row, columns, tuple(cells)), tuple(parts), len(widths) > 1

    @staticmethod
    def _parts(item: GridItem, row: int) -> list[TablePart]:
        own = item.bare.parts or (TablePart(0, item.bare.grid.rows, grid_places(item.bare)),)
        return [TablePart(part.first_row + row, part.rows, part.places) for part in own]


def repeated_header_rows(first: Grid, second: Grid) -> int:
    """How many rows at the top of a continuation repeat the table's own top rows."""
    own, other = _top_rows(first), _top_rows(second)
    count = 0
    for one, two in zip(own, other, strict=False):
        if one != two or not any(one):
            break
        count += 1
    if not count and other and any(other[0]) and other[0] == _heads(own):
        return 1
    if not count or _is_data(own[0]):
        return 0
    while count > 1 and _is_data(own[count - 1]):
        count -= 1
    return count


def _heads(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The lowest head of each column above the first data: a header of several rows as one, as some pages repeat it."""
    heads: list[str] = []
    for row in takewhile(lambda row: not _is_data(row) and row[:1] != ("合计",), rows):
        if all(text.isdigit() or text in ("", "栏次") for text in row):
            continue
        heads = [text or head for text, head in zip_longest(row, heads, fillvalue="")]
    return tuple(heads)


def continues(first: Grid, second: Grid) -> bool:
    """True if a grid that follows without a caption of its own may be the same table's next page."""
    if repeated_header_rows(first, second):
        return True
    if first.columns == second.columns and first.rows < _HEADER_DEPTH and not any(map(_is_data, _top_rows(first))):
        # The page ended within the header.
        return True
    top = next(iter(_top_rows(second)), ())
    return not _is_header(top)


def is_loose_cell(line: BodyLine) -> bool:
    """True for a short line far in from the left of a text file: a row whose other cells are blank."""
    place = line.places[0] if line.places else None
    if not isinstance(place, TextSpan) or line.bare.complete or line.bare.markup:
        return False
    return place.start >= _LOOSE and len(line.text) <= _LOOSEST and not any(mark in line.text for mark in "。；，：")


def nearest_column(grid: Grid, line: BodyLine) -> int:
    """The column whose cells begin nearest to where a line begins."""
    place = line.places[0]
    assert isinstance(place, TextSpan)
    starts: dict[int, list[int]] = {}
    for cell in grid.cells[-_NEAR_CELLS:]:
        if cell.text and cell.places and isinstance(cell.places[0], TextSpan):
            starts.setdefault(cell.column, []).append(abs(cell.places[0].start - place.start))
    return min(starts, key=lambda column: sorted(starts[column])[len(starts[column]) // 2], default=0)


def is_form_grid(grid: Grid) -> bool:
    """True if the grid bears the anchors of an indicator form."""
    seen: set[str] = set()
    for cell in grid.cells[:_ANCHOR_CELLS]:
        if cell.text and len(cell.text) <= _LONGEST_ANCHOR:
            seen.add(fold(cell.text))
    return any(group <= seen for group in word_groups("title", "form_anchors"))


def _top_rows(grid: Grid) -> list[tuple[str, ...]]:
    """The first rows as folded texts without trailing blanks."""
    rows: list[tuple[str, ...]] = []
    for _, cells in grid_rows(grid):
        texts = [fold(cell.text) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        rows.append(tuple(texts))
        if len(rows) == _HEADER_DEPTH:
            break
    return rows


def _is_header(texts: Sequence[str]) -> bool:
    """True if a row reads as column headings: most of its texts are header words, no amount among them."""
    printed = [text for text in texts if text]
    heads = [text for text in printed if text in words("header", "words")]
    known = len(heads) if any(not is_bare_total(text) for text in heads) else 0
    return len(printed) >= _LEAST_HEADS and 2 * known >= len(printed) and not _is_data(texts)


def _is_data(texts: Sequence[str]) -> bool:
    """True if a row prints an amount or a code (a 栏次 row counts up from 1 and is none)."""
    numbers = [text.replace(",", "") for text in texts if text.replace(",", "").replace(".", "").isdigit()]
    if not numbers:
        return False
    plain = [text for text in numbers if text.isdigit() and len(text) <= _COUNTED_DIGITS]
    counting = [int(text) for text in plain]
    return len(plain) < len(numbers) or any(b <= a for a, b in pairwise(counting))
