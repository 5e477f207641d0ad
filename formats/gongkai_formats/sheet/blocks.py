"""A printed sheet as lines and grids in reading order.

Blank rows part bands. Within a band, boxed cells (with lines around them) make grids, several side by side where blank
columns part them, and what stands over and under them are lines; without any box, a band is a grid from its first row with several cells on. Only cells that print
something count, so a style in XFD1048576 costs nothing.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from gongkai.model import BareGrid, BareItem, BareLine, Cell, Gap, Grid, SheetRange
from gongkai_formats.sheet.printed import PrintedCell, PrintedSheet

_MOST_BLANK_ROWS = 60
"""Boxed rows without any text at a grid's end that are kept; more of them are a template's stock."""

_MOST_BLANK_COLUMNS = 3
_WIDEST_MERGE = 1024
_HEADER_BOXES = 4
"""Boxed rows at most, for rows without boxes below to belong to the same table."""

_WITHIN_TEXTS = 2
"""Texts that rows without boxes print more than, for the boxes below to go on with their table."""

_PARAGRAPH = 40
"""Characters from which a cell's line is a whole paragraph."""

Span = tuple[int, int]


class _SheetRow(NamedTuple):
    """A row with print or boxes: its number, its cells, how many of them print, whether any is boxed."""

    number: int
    cells: list[PrintedCell]
    texts: int
    boxed: bool


class SheetBlocks:
    """Cuts one sheet. `covered` counts texts that merged areas hide."""

    def __init__(self, sheet: PrintedSheet) -> None:
        self._sheet = sheet
        self._boxes = frozenset(style for style, look in enumerate(sheet.looks) if look.boxed)
        self._spans, hidden = _spans(sheet)
        self._merged_rows = frozenset(row for row, _ in self._spans)
        self.covered: list[tuple[int, int]] = []
        if hidden:
            self._drop_hidden(hidden)

    def _drop_hidden(self, hidden: set[tuple[int, int]]) -> None:
        for row in {row for row, _ in hidden}:
            cells = self._sheet.rows.get(row)
            if not cells:
                continue
            own = [cell for cell in cells if (row, cell[0]) not in hidden or not cell[1]]
            self.covered += [(row, column) for column, text, _ in cells if text and (row, column) in hidden]
            self._sheet.rows[row] = own

    def items(self) -> Iterator[BareItem]:
        """Lines and grids with a gap between bands."""
        numbers = sorted(self._sheet.rows)
        yield from self._parted(filter(None, (self._row(number, self._sheet.rows[number]) for number in numbers)))

    def _parted(self, rows: Iterable[_SheetRow]) -> Iterator[BareItem]:
        for place, band in enumerate(self._bands(rows)):
            if place:
                yield Gap("blank")
            yield from self._band(band)

    def _bands(self, rows: Iterable[_SheetRow]) -> Iterator[list[_SheetRow]]:
        band: list[_SheetRow] = []
        end = 0
        for row in rows:
            if band and row.number > end + 1:
                yield band
                band = []
            band.append(row)
            end = max(end, row.number)
            if row.number in self._merged_rows:
                end = max(end, *(row.number + self._span(row.number, cell[0])[0] - 1 for cell in row.cells))
        if band:
            yield band

    def _row(self, number: int, cells: list[PrintedCell]) -> _SheetRow | None:
        texts, boxed = 0, False
        for _, text, style in cells:
            if text and not text.isspace():
                texts += 1
            if style in self._boxes:
                boxed = True
        return _SheetRow(number, cells, texts, boxed) if texts or boxed else None

    def _span(self, row: int, column: int) -> Span:
        return self._spans.get((row, column), (1, 1))

    def _band(self, band: list[_SheetRow]) -> Iterator[BareItem]:
        runs = _runs(band)
        if not any(boxed for boxed, _ in runs):
            yield from self._unboxed(band)
            return
        beside = self._beside_each_other(band, [row for boxed, rows in runs if boxed for row in rows])
        if beside:
            yield from self._side_by_side(band, beside)
            return
        for boxed, rows in runs:
            if boxed:
                yield from self._boxed(rows)
            else:
                for row in rows:
                    yield from self._lines(row.number, row.cells)

    def _beside_each_other(self, band: list[_SheetRow], rows: list[_SheetRow]) -> list[int]:
        """First columns of tables that stand side by side, parted by columns without print or box; none where there is
        one table, or one title over what would be several."""
        used, boxed = self._columns(rows)
        firsts = sorted(column for column in boxed if column - 1 not in used)
        if len(firsts) < 2:
            return []
        titles = {bisect_right(firsts, cell[0]) for row in band if not row.boxed for cell in row.cells if cell[1]}
        across = any(self._reaches(row, firsts) for row in band)
        return [] if across or len(titles) == 1 else firsts

    def _reaches(self, row: _SheetRow, firsts: Sequence[int]) -> bool:
        """Whether a merged cell of a row reaches from one table into the next."""
        ends = ((cell[0], cell[0] + self._span(row.number, cell[0])[1] - 1) for cell in row.cells)
        return any(start < first <= end for start, end in ends for first in firsts[1:])

    def _side_by_side(self, band: list[_SheetRow], firsts: Sequence[int]) -> Iterator[BareItem]:
        """Tables that stand side by side, one after the other, each with the lines over and under it."""
        for place in range(len(firsts)):
            own = (
                self._row(
                    row.number, [cell for cell in row.cells if max(bisect_right(firsts, cell[0]) - 1, 0) == place]
                )
                for row in band
            )
            if place:
                yield Gap("blank")
            yield from self._parted(filter(None, own))

    def _columns(self, rows: Iterable[_SheetRow]) -> tuple[set[int], set[int]]:
        """Columns that are printed on or boxed, merged ones included, and those that are boxed."""
        used: set[int] = set()
        boxed: set[int] = set()
        for row in rows:
            own = {column for column, _, style in row.cells if style in self._boxes}
            boxed |= own
            used |= own
            used |= {column for column, text, _ in row.cells if text}
            if row.number in self._merged_rows:
                for column, _, _ in row.cells:
                    wide = self._span(row.number, column)[1]
                    if 1 < wide <= _WIDEST_MERGE:
                        used.update(range(column, column + wide))
        return used, boxed

    def _unboxed(self, rows: list[_SheetRow]) -> Iterator[BareItem]:
        """Lines up to the first row with several cells, the grid, lines after the last one that may belong to it."""
        first = next((place for place, row in enumerate(rows) if row.texts > 1), len(rows))
        last = len(rows)
        if len([row for row in rows if row.texts > 1]) < 2:
            first = last
        for row in rows[:first]:
            yield from self._lines(row.number, row.cells)
        if first == last:
            return
        columns = sorted({column for row in rows[first:] for column, text, _ in row.cells if text})
        while last > first and self._is_wide_line(rows[last - 1], columns):
            last -= 1
        yield self._grid(rows[first:last], columns)
        for row in rows[last:]:
            yield from self._lines(row.number, row.cells)

    def _is_wide_line(self, row: _SheetRow, columns: Sequence[int]) -> bool:
        """Whether a row holds one text merged over most of the columns."""
        printed = [cell for cell in row.cells if cell[1]]
        if len(printed) != 1 or len(columns) < 2:
            return False
        wide = self._span(row.number, printed[0][0])[1]
        return wide > 1 and wide >= 0.6 * (columns[-1] - columns[0] + 1)

    def _boxed(self, rows: list[_SheetRow]) -> Iterator[BareItem]:
        """The grid of boxed rows, and what stands beside it, parted by a blank column, after it."""
        left, right, outside = self._extent(rows)
        rows = self._without_stock(rows, left, right)
        if not rows:
            return
        right = self._without_blank_columns(rows, left, right)
        if len(rows) == 1 and right == left:
            yield from self._lines(rows[0].number, rows[0].cells)
            return
        beside: list[tuple[int, list[PrintedCell]]] = []
        if outside:
            beside = [(row.number, [c for c in row.cells if c[1] and not left <= c[0] <= right]) for row in rows]
        yield self._grid(rows, range(left, right + 1))
        for number, cells in beside:
            yield from self._lines(number, cells)

    def _extent(self, rows: list[_SheetRow]) -> tuple[int, int, bool]:
        """First and last column of the grid, and whether texts stand beside it."""
        used, boxed = self._columns(rows)
        left, right = min(boxed), max(boxed)
        while left - 1 in used:
            left -= 1
        while right + 1 in used:
            right += 1
        return left, right, min(used) < left or max(used) > right

    @staticmethod
    def _without_stock(rows: list[_SheetRow], left: int, right: int) -> list[_SheetRow]:
        filled = [place for place, row in enumerate(rows) if row.texts]
        last = filled[-1] + 1 if filled else 0
        if not filled or len(rows) - last <= _MOST_BLANK_ROWS:
            return rows if filled else []
        return rows[:last]

    def _without_blank_columns(self, rows: list[_SheetRow], left: int, right: int) -> int:
        filled = left
        for row in rows:
            for column, text, _ in reversed(row.cells):
                if text and left <= column <= right:
                    filled = max(filled, min(column + self._span(row.number, column)[1] - 1, right))
                    break
        return right if right - filled <= _MOST_BLANK_COLUMNS else filled

    def _grid(self, rows: Sequence[_SheetRow], columns: Sequence[int]) -> BareGrid:
        """Rows and columns as a grid: printed blanks are cells, covered positions none. The rows' cells are given up."""
        name = self._sheet.name
        first, last = rows[0].number, rows[-1].number
        by_number = {row.number: row.cells for row in rows}
        taken: set[tuple[int, int]] = set()
        cells: list[Cell] = []
        for place, number in enumerate(range(first, last + 1)):
            printed = by_number.get(number, [])
            texts = {column: text for column, text, _ in printed}
            printed.clear()  # a large sheet would not fit twice
            merged = number in self._merged_rows
            for at, column in enumerate(columns):
                if taken and (place, at) in taken:
                    continue
                if not merged or (number, column) not in self._spans:
                    where = (SheetRange(name, number, column, number, column),)
                    cells.append(Cell(place, at, texts.get(column, ""), 1, 1, where))
                    continue
                tall, wide = self._spans[number, column]
                end_column = min(column + wide - 1, columns[-1])
                tall = min(tall, last - number + 1)
                spanned = bisect_right(columns, end_column) - bisect_left(columns, column)
                where = (SheetRange(name, number, column, number + tall - 1, end_column),)
                cells.append(Cell(place, at, texts.get(column, ""), tall, spanned, where))
                taken.update((place + i, at + j) for i in range(tall) for j in range(spanned))
        places = (SheetRange(name, first, columns[0], last, columns[-1]),)
        return BareGrid(Grid(last - first + 1, len(columns), tuple(cells)), places=places)

    def _lines(self, number: int, cells: Sequence[PrintedCell]) -> Iterator[BareLine]:
        for column, text, style in cells:
            look = self._sheet.look(style)
            tall, wide = self._span(number, column)
            places = (SheetRange(self._sheet.name, number, column, number + tall - 1, column + wide - 1),)
            for line in text.split("\n"):
                if line.strip():
                    yield BareLine(
                        line.strip(),
                        places,
                        complete=len(line) > _PARAGRAPH,
                        size=look.size,
                        bold=look.bold,
                        centred=look.centred,
                    )


def _runs(band: list[_SheetRow]) -> list[tuple[bool, list[_SheetRow]]]:
    """Rows in runs of boxed ones and others; rows without boxes stay with a table of which only the head is boxed, or
    whose boxes go on below them."""
    runs = [(boxed, list(rows)) for boxed, rows in groupby(band, lambda row: row.boxed)]
    joined: list[tuple[bool, list[_SheetRow]]] = []
    for place, (boxed, rows) in enumerate(runs):
        above = joined[-1][1] if joined and joined[-1][0] else None
        if above is not None and _stay_together(above, rows, boxed, last=place + 1 == len(runs)):
            above.extend(rows)
        else:
            joined.append((boxed, rows))
    return joined


def _stay_together(above: list[_SheetRow], rows: list[_SheetRow], boxed: bool, last: bool) -> bool:
    """Whether rows belong to the boxed ones above them: boxed ones right below; others that are its body or within it."""
    if boxed:
        return above[-1].number + 1 == rows[0].number
    least = min(row.texts for row in rows)
    only_head_is_boxed = least > 1 and len(above) <= _HEADER_BOXES and len(rows) > len(above)
    return only_head_is_boxed or (least > _WITHIN_TEXTS and not last)


def _spans(sheet: PrintedSheet) -> tuple[dict[tuple[int, int], Span], set[tuple[int, int]]]:
    """Top-left position → height and width of each merged area that overlaps no earlier one, and the positions with
    cells that they cover."""
    spans: dict[tuple[int, int], Span] = {}
    by_row: dict[int, list[tuple[int, int]]] = {}
    hidden: set[tuple[int, int]] = set()
    numbers = sorted(sheet.rows)
    for top, left, bottom, right in sorted(sheet.merged):
        if (top, left) == (bottom, right):
            continue
        start, end = bisect_left(numbers, top), bisect_right(numbers, bottom)
        rows = numbers[start:end]
        if any(left <= other and first <= right for row in rows for first, other in by_row.get(row, ())):
            continue
        spans[top, left] = (bottom - top + 1, right - left + 1)
        for row in rows:
            by_row.setdefault(row, []).append((left, right))
            for column, _, _ in sheet.rows[row]:
                if left <= column <= right and (row, column) != (top, left):
                    hidden.add((row, column))
    return spans, hidden
