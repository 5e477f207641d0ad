"""Putting segments into the cells of ruled grids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Union

from gongkai.words.figures import looks_like_amount
from gongkai_formats.page.engine import Glyph, middle
from gongkai_formats.page.frames import Box
from gongkai_formats.page.grids import RuledGrid
from gongkai_formats.page.segments import GlyphRun, segment_of

_OVERHANG = 150
"""A text may reach this far (1/100 pt) over its cell's borders and still stand in it."""

_REACH = 3
"""Lines this many sizes around a clipping box may be of its row; higher boxes are those of blocks or columns."""

_TENTH = 10
"""A gap wider than the segment's usual one by this part (a tenth) of the size may part two cells."""

CellContents = dict[int, list[GlyphRun]]
Clip = Callable[[int], Union[Box, None]]


def fill_grids(
    grids: Sequence[RuledGrid], segments: Sequence[GlyphRun], clip: Clip
) -> tuple[list[CellContents], list[GlyphRun]]:
    """What stands in the cells of each grid (by cell index), and the segments outside all of them.

    `clip` tells for a glyph's order the box its painting is cut to.
    """
    contents: list[CellContents] = [{} for _ in grids]
    outside: list[GlyphRun] = []
    for segment in segments:
        rest = [segment]
        for grid, content in zip(grids, contents, strict=True):
            x0, y0, x1, y1 = grid.box
            if y0 <= (segment.y0 + segment.y1) // 2 <= y1 and segment.x1 > x0 and segment.x0 < x1:
                rest = [left for piece in rest for left in _fill(grid, content, piece, clip)]
        outside += rest
    return contents, outside


def _fill(grid: RuledGrid, content: CellContents, segment: GlyphRun, clip: Clip) -> list[GlyphRun]:
    """Put a segment into its cell, or its pieces into theirs; what lies in no cell comes back."""
    y = _clipped_middle(segment, clip, grid.box)
    index = _holding_cell(grid, segment, y)
    if index is None:
        parts = _by_clip(segment, clip)
        if len(parts) > 1:
            return [left for part in parts for left in _fill(grid, content, part, clip)]
        index = _clipping_cell(grid, segment, clip, y)
    if index is not None:
        content.setdefault(index, []).append(segment)
        return []
    rest: list[GlyphRun] = []
    for piece in _pieces(grid, segment, y):
        owner = _owner(grid, piece, y)
        if owner is None:
            rest.append(piece)
        else:
            content.setdefault(owner, []).append(piece)
    return rest


def _holding_cell(grid: RuledGrid, segment: GlyphRun, y: int) -> int | None:
    """The cell a whole segment stands in; None where it reaches over its borders."""
    index = grid.cell_at((segment.x0 + segment.x1) // 2, y)
    if index is None:
        return None
    left, _, right, _ = grid.cell_box(index)
    return index if left <= segment.x0 + _OVERHANG and segment.x1 - _OVERHANG <= right else None


def _by_clip(segment: GlyphRun, clip: Clip) -> list[GlyphRun]:
    """A segment cut where its glyphs are cut to another box: texts of two cells, clipped, may overlap."""
    parts = [list(glyphs) for _, glyphs in groupby(segment.glyphs, lambda glyph: clip(glyph.order))]
    return [segment_of(part) for part in parts]


def _clipping_cell(grid: RuledGrid, segment: GlyphRun, clip: Clip, y: int) -> int | None:
    """The cell whose clipping cuts a text too wide for it."""
    box = clip(segment.glyphs[0].order)
    if box is None or box[2] - box[0] >= segment.x1 - segment.x0:
        return None
    return grid.cell_at((box[0] + box[2]) // 2, y)


def _clipped_middle(segment: GlyphRun, clip: Clip, grid: Box) -> int:
    """Half height of the row whose clipping cuts a line; its own where nothing tells.

    Cells too low for their text print lines into the rows above and below, where only the clipping hides them.
    """
    own = (segment.y0 + segment.y1) // 2
    box = clip(segment.glyphs[0].order)
    if box is None:
        return own
    reach = _REACH * segment.size
    if box[3] - box[1] > reach or box[3] < segment.y0 - reach or box[1] > segment.y1 + reach:
        return own
    return min(max((box[1] + box[3]) // 2, grid[1]), grid[3])


def _owner(grid: RuledGrid, piece: GlyphRun, y: int) -> int | None:
    """The cell a piece stands in: by its middle, else the one most of an overhanging piece's glyphs stand in."""
    owner = grid.cell_at((piece.x0 + piece.x1) // 2, y)
    if owner is not None:
        return owner
    owners = [grid.cell_at((glyph.x0 + glyph.x1) // 2, y) for glyph in piece.glyphs]
    inside = [owner for owner in owners if owner is not None]
    return max(inside, key=inside.count) if inside and 2 * len(inside) >= len(owners) else None


def _pieces(grid: RuledGrid, segment: GlyphRun, y: int) -> list[GlyphRun]:
    """A segment cut at the cell borders it really stops at; text that merely overflows its cell stays whole."""
    cells = groupby(segment.glyphs, lambda glyph: grid.cell_at((glyph.x0 + glyph.x1) // 2, y))
    pieces = [list(glyphs) for _, glyphs in cells]
    usual = middle([after.x0 - before.x1 for before, after in zip(segment.glyphs, segment.glyphs[1:], strict=False)])
    kept = [pieces[0]]
    for piece in pieces[1:]:
        if _parted(kept[-1], piece, usual):
            kept.append(piece)
        else:
            kept[-1] = kept[-1] + piece
    return [segment_of(piece) for piece in kept]


def _parted(left: list[Glyph], right: list[Glyph], usual: int) -> bool:
    """Whether two neighbouring pieces are texts of two cells: a wider gap, other kinds of text, or two full figures."""
    gap = right[0].x0 - left[-1].x1
    size = right[0].y1 - right[0].y0
    if _TENTH * (gap - usual) > size:
        return True
    before, after = "".join(glyph.text for glyph in left), "".join(glyph.text for glyph in right)
    if before[-1].isdigit() != after[0].isdigit() and not {before[-1], after[0]} & set(".,-"):
        return gap >= usual - size // _TENTH
    return "." in before and "." in after and looks_like_amount(before) and looks_like_amount(after)
