"""Rows of HTML cells placed on a grid: spans clipped to what is free and to the table, never a cell lost."""

from __future__ import annotations

from gongkai.findings import finding
from gongkai.model import BareGrid, Cell, Grid, TextSpan
from gongkai_formats.text.lines import TextLine
from gongkai_formats.text.tables.harvest import TextHarvest
from gongkai_formats.text.tables.html_cells import HtmlCell, HtmlTable
from gongkai_formats.text.tables.tabbed import report_ragged

_WIDEST_SPAN = 100
"""Columns that a cell may span; a wider one says "all" and gets the widest row's."""
_MOST_POSITIONS = 2_000_000
"""Positions that spans may cover before they are no longer believed."""

_Placed = tuple[HtmlCell, int, int, int, int]


def add_table(table: HtmlTable, harvest: TextHarvest) -> None:
    """The table as a grid, what stands outside its cells as lines before it, and findings on what was amiss."""
    for line, start, end in table.strays:
        harvest.add_piece(line, start, end)
    here = (
        TextSpan(table.first.number, table.first.start, table.first.start + len(table.first.text), table.first.page),
    )
    if not table.closed:
        harvest.findings.append(finding("text.unclosed_html", places=here))
    rows = [row for row in table.rows if row]
    if not rows:
        return
    placed, columns, clipped = _place(rows, spans=True)
    if len(placed) < sum(map(len, rows)):
        placed, columns, clipped = _place(rows, spans=False)
    cells = tuple(_cell(*where) for where in placed)
    harvest.items.append(BareGrid(Grid(len(rows), columns, cells), page=table.first.page, places=here))
    if clipped:
        message = f"表格中有 {clipped} 个单元格的跨行或跨列数超出表格或互相重叠，已按可用位置截短"
        harvest.findings.append(finding("text.span_clipped", message, places=here, found=str(clipped)))
    _report_ragged(rows, placed, columns, harvest)


def _place(rows: list[list[HtmlCell]], spans: bool) -> tuple[list[_Placed], int, int]:
    """Each cell with row, column, height and width; the number of columns; how many spans were clipped.

    Where spans cover more positions than any honest table has, the rest is left unplaced.
    """
    widest = max(sum(cell.column_span if cell.column_span <= _WIDEST_SPAN else 1 for cell in row) for row in rows)
    busy: list[int] = []  # per column the first row that is free again
    placed: list[_Placed] = []
    clipped = covered = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while column < len(busy) and busy[column] > number:
                column += 1
            width, height = (cell.column_span, cell.row_span) if spans else (1, 1)
            if width > _WIDEST_SPAN:
                width = max(widest - column, 1)
            room = next(
                (extra for extra in range(1, width) if column + extra < len(busy) and busy[column + extra] > number),
                width,
            )
            height = min(height, len(rows) - number)
            clipped += (room, height) != (cell.column_span, cell.row_span)
            busy += [0] * (column + room - len(busy))
            busy[column : column + room] = [number + height] * room
            placed.append((cell, number, column, height, room))
            column += room
            covered += height * room
        if covered > _MOST_POSITIONS:
            break
    return placed, len(busy), clipped


def _cell(cell: HtmlCell, row: int, column: int, height: int, width: int) -> Cell:
    return Cell(row, column, cell.text, height, width, tuple(cell.spans) or (cell.origin,))


def _report_ragged(rows: list[list[HtmlCell]], placed: list[_Placed], columns: int, harvest: TextHarvest) -> None:
    widths = [0] * len(rows)
    for _, row, _, height, width in placed:
        for below in range(row, row + height):
            widths[below] += width
    if any(width != columns for width in widths):
        report_ragged(widths, [_line_of(row[0]) for row in rows], harvest)


def _line_of(cell: HtmlCell) -> TextLine:
    return TextLine(cell.origin.line, cell.origin.start, "", cell.origin.page)
