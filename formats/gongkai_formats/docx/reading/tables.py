"""w:tbl as a grid: rows by their offsets and spans, vertical merges joined, columns no cell ends at left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from gongkai.errors import LimitError
from gongkai.model import BareGrid, Cell, DocxPath, Grid
from gongkai_formats.docx.reading.inline import InlineReader
from gongkai_formats.docx.reading.names import TBL, TC, TR, VAL, T, W
from gongkai_formats.docx.reading.numbering import whole
from gongkai_formats.docx.reading.package import Element

_SPAN, _DOWN, _ALONG = (W + name for name in ("gridSpan", "vMerge", "hMerge"))
_SLIVER = 40
"""Width in twips below which a column comes of inexact edges: programs that save a table anew leave such."""


@dataclass
class FoundCell:
    """A cell as it stands in the file: its place counted in the file's own columns, and how it merges."""

    row: int
    ordinal: int
    column: int
    wide: int
    element: Element
    tall: int = 1
    continues: bool = False


def find_cells(table: Element, inline: InlineReader) -> list[list[FoundCell]]:
    """The cells that begin in each row, cells of deleted rows left out; merged ones as one."""
    found: list[list[tuple[FoundCell, str]]] = []
    widths: list[int] = []
    for element in inline.unwrapped(table):
        if element.tag == W + "tblGrid":
            widths = [whole(column.get(W + "w"), 0) for column in element.iter(W + "gridCol")]
        if element.tag != TR:
            continue
        settings = element.find(W + "trPr")
        if settings is not None and settings.find(W + "del") is not None:
            inline.counts["deleted"] += 1
            continue
        found.append(_cells_of_row(element, len(found), inline))
    _close_slivers([cell for row in found for cell, _ in row], widths)
    return _merged_down(found)


def _close_slivers(cells: list[FoundCell], widths: list[int]) -> None:
    """Move edges that lie a hair's breadth apart onto one another, where no cell stands between them."""
    used = sorted({edge for cell in cells for edge in (cell.column, cell.column + cell.wide)})
    moved: dict[int, int] = {}
    for left, right in pairwise(used):
        if right <= len(widths) and sum(widths[left:right]) < _SLIVER:
            moved[right] = moved.get(left, left)
    for cell in cells if moved else ():
        if moved.get(cell.column + cell.wide, -1) == moved.get(cell.column, cell.column):
            return  # a cell is that narrow: it is meant
    for cell in cells if moved else ():
        end = cell.column + cell.wide
        cell.column = moved.get(cell.column, cell.column)
        cell.wide = moved.get(end, end) - cell.column


def _merged_down(found: list[list[tuple[FoundCell, str]]]) -> list[list[FoundCell]]:
    rows: list[list[FoundCell]] = []
    open_cells: dict[int, FoundCell] = {}
    for row in found:
        begun: list[FoundCell] = []
        standing: dict[int, FoundCell] = {}
        for cell, merge in row:
            above = open_cells.get(cell.column)
            if merge == "continue" and above is not None and above.wide == cell.wide:
                above.tall += 1
                standing[cell.column] = above
                if any((text.text or "").strip() for text in cell.element.iter(T)):
                    above.element.extend(list(cell.element))
                continue
            begun.append(cell)
            if merge:
                standing[cell.column] = cell
        open_cells = standing
        rows.append(begun)
    return rows


def _cells_of_row(row: Element, number: int, inline: InlineReader) -> list[tuple[FoundCell, str]]:
    settings = row.find(W + "trPr")
    before = settings.find(W + "gridBefore") if settings is not None else None
    column = max(0, whole(before.get(VAL), 0)) if before is not None else 0
    cells: list[tuple[FoundCell, str]] = []
    for element in inline.unwrapped(row):
        if element.tag != TC:
            continue
        wide, merge, along = _merging(element.find(W + "tcPr"))
        if along and cells:
            cells[-1][0].wide += wide
        else:
            cells.append((FoundCell(number, len(cells), column, wide, element), merge))
        column += wide
    return cells


def _merging(settings: Element | None) -> tuple[int, str, bool]:
    """Columns of a cell, its vertical merge ("", restart, continue), and whether it goes on with its left neighbour."""
    if settings is None:
        return 1, "", False
    wide, merge, along = 1, "", False
    for item in settings:
        if item.tag == _SPAN:
            wide = max(1, whole(item.get(VAL), 1))
        elif item.tag == _DOWN:
            merge = "restart" if item.get(VAL) == "restart" else "continue"
        elif item.tag == _ALONG:
            along = item.get(VAL) != "restart"
    return wide, merge, along


def make_grid(
    rows: list[list[FoundCell]], text_of: Callable[[Element], str], path: str, most_cells: int, where: str
) -> BareGrid | None:
    """The grid; None where no row has a cell. LimitError where it has more positions than allowed."""
    edges = sorted({edge for row in rows for cell in row for edge in (cell.column, cell.column + cell.wide)})
    if not edges:
        return None
    columns = {edge: number for number, edge in enumerate(edges)}
    if len(rows) * (len(edges) - 1) > most_cells:
        size = f"{len(rows):,} 行 × {len(edges) - 1:,} 列"
        raise LimitError(f"表格有 {size}，单元格上限为 {most_cells:,}", where, "请拆分文件")
    cells = [
        Cell(
            cell.row,
            columns[cell.column],
            text_of(cell.element),
            cell.tall,
            columns[cell.column + cell.wide] - columns[cell.column],
            (DocxPath(f"{path}/r{cell.row}/c{cell.ordinal}"),),
        )
        for row in rows
        for cell in row
    ]
    return BareGrid(Grid(len(rows), len(edges) - 1, tuple(cells)), places=(DocxPath(path),))


def is_layout(table: Element) -> bool:
    """Whether a table only arranges others on the page: most of its text stands in tables within it."""
    inner = [one for one in table.iter(TBL) if one is not table]
    if not inner:
        return False
    nested = sum(len(text.text or "") for one in _outer_tables(table) for text in one.iter(T))
    return nested * 2 > sum(len(text.text or "") for text in table.iter(T))


def _outer_tables(table: Element) -> Iterator[Element]:
    stack = list(table)
    while stack:
        item = stack.pop()
        if item.tag == TBL:
            yield item
        else:
            stack.extend(item)
