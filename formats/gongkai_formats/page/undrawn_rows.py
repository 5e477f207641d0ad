"""Rows between which no line is drawn: a table ruled in columns only, told by amounts that stand one below the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from gongkai.words.figures import looks_like_amount
from gongkai_formats.page.cells import CellContents
from gongkai_formats.page.grids import RuledGrid, Span
from gongkai_formats.page.segments import GlyphRun
from gongkai_formats.page.textlines import joined_row, rows_of_segments

_LEAST = 3
"""So many rows of amounts one below the other are no longer a figure or two that were wrapped."""

_AS_FAR = 0.9
"""A line at this share of the usual distance from its neighbours begins a row; nearer ones are wrapped."""

Line = list[GlyphRun]


def with_undrawn_rows(grid: RuledGrid, contents: CellContents) -> tuple[RuledGrid, CellContents]:
    """The grid with a row for each line of amounts, where one drawn row holds several; else the grid as it is."""
    crowded = {grid.cells[index].row for index, segments in contents.items() if len(segments) >= _LEAST}
    cuts = {row: heights for row in crowded if (heights := _cuts(grid, contents, row))}
    if not cuts:
        return grid, contents
    return _divided(grid, contents, cuts)


def _divided(grid: RuledGrid, contents: CellContents, cuts: dict[int, list[int]]) -> tuple[RuledGrid, CellContents]:
    """The grid with some rows cut at heights, and each text in the part it stands in."""
    edges: list[int] = []
    first: list[int] = []
    for row in range(grid.rows):
        first.append(len(edges))
        edges += [grid.ys[row], *cuts.get(row, ())]
    first.append(len(edges))
    edges.append(grid.ys[-1])
    filled: dict[Span, list[GlyphRun]] = {}
    for index, cell in enumerate(grid.cells):
        start, end = first[cell.row], first[cell.last_row]
        borders = [start, *range(start + 1, end), end] if cell.row in cuts else [start, end]
        parts = [Span(above, cell.column, below, cell.last_column) for above, below in pairwise(borders)]
        filled.update({part: [] for part in parts})
        inner = [edges[border] for border in borders[1:-1]]
        for segment in contents.get(index, []):
            filled[parts[bisect_right(inner, (segment.y0 + segment.y1) // 2)]].append(segment)
    spans = sorted(filled)
    return RuledGrid(edges, grid.xs, spans), {index: filled[span] for index, span in enumerate(spans) if filled[span]}


def _cuts(grid: RuledGrid, contents: CellContents, row: int) -> list[int]:
    """Heights at which a drawn row falls into several: between lines of amounts, a wrapped name left whole."""
    columns = _columns_of_row(grid, contents, row)
    if max(map(_count_amounts, columns), default=0) < _LEAST:
        return []
    lines = rows_of_segments([segment for lines in columns for line in lines for segment in line])
    tops = _row_lines([(_height(line), _has_amount(line)) for line in lines])
    return [(above + below) // 2 for above, below in pairwise(tops)]


def _columns_of_row(grid: RuledGrid, contents: CellContents, row: int) -> list[list[Line]]:
    """The lines in each cell of a drawn row; none where a cell stands in several rows."""
    cells = {index: cell for index, cell in enumerate(grid.cells) if cell.row <= row < cell.last_row}
    if any(cell.last_row - cell.row > 1 for cell in cells.values()):
        return []
    return [rows_of_segments(contents[index]) for index in cells if index in contents]


def _count_amounts(lines: Sequence[Line]) -> int:
    """How many amounts a column prints; 0 where it prints anything else."""
    return len(lines) if all(looks_like_amount(joined_row(line)) for line in lines) else 0


def _row_lines(lines: Sequence[tuple[int, bool]]) -> list[int]:
    """Heights of the lines that begin a row: those of amounts, and others as far from their neighbours as those are."""
    amounts = [height for height, with_amount in lines if with_amount]
    usual = min(below - above for above, below in pairwise(amounts))
    kept: list[int] = []
    for index, (height, with_amount) in enumerate(lines):
        following = lines[index + 1][0] if index + 1 < len(lines) else height + usual
        apart = min(following - height, height - kept[-1] if kept else usual) >= _AS_FAR * usual
        if with_amount or apart:
            kept.append(height)
    return kept


def _has_amount(line: Sequence[GlyphRun]) -> bool:
    return any(looks_like_amount(segment.text) for segment in line)


def _height(line: Line) -> int:
    return (line[0].y0 + line[0].y1) // 2
