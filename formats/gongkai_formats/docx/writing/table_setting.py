"""Choosing a grid's page, size of letters, column widths and row heights, so that it reads well and fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from gongkai.model import Grid
from gongkai_formats.docx.writing.cell_looks import Looks
from gongkai_formats.docx.writing.page_setting import LANDSCAPE, PORTRAIT, TWIPS, PageShape
from gongkai_formats.docx.writing.text_measuring import lines_needed
from gongkai_formats.table_looks import Areas, column_needs

PADDING = 6.5
"""Points a cell keeps free beside its text, both sides together."""

_TRIALS: tuple[tuple[PageShape, float], ...] = (
    (PORTRAIT, 10.5),
    (PORTRAIT, 10),
    (PORTRAIT, 9),
    (LANDSCAPE, 10.5),
    (LANDSCAPE, 10),
    (LANDSCAPE, 9),
    (LANDSCAPE, 8),
)
_CLOSER = (10.5, 10, 9, 8.5)
_TIGHT = 9
_UPRIGHT = 0.7
"""Share of the wished room above the least at which a table still stands on an upright page, in small letters."""

_FORM_SIZES = (10.5, 10, 9, 8.5, 8)
_SMALL = (7.5, 6.5, 5.5)
_CAPTION = 90.0
"""Points that a table's caption and notes are reckoned to take."""

_ROOMY = 22.0


@dataclass(frozen=True)
class TableSetting:
    """How a grid is set: page, letters and pitch of lines in points, columns in twips, least heights in points."""

    page: PageShape
    size: float
    columns: tuple[int, ...]
    heights: tuple[float, ...]

    @property
    def pitch(self) -> float:
        """Distance of the lines within a cell."""
        return line_pitch(self.size)


def line_pitch(size: float) -> float:
    """Distance of lines of a size within a cell."""
    return round(size * 1.25 * 2) / 2


def set_grid(grid: Grid, looks: Looks, around: float = _CAPTION) -> TableSetting:
    """Portrait with the largest letters that fit, else landscape; what fits nowhere is set small and wraps.

    Where somewhat smaller letters bring a grid onto one page, they are chosen. A form is set on as few pages as can
    be. `around`: points that heading, caption and notes take.
    """
    wishes, least = _column_needs(grid, looks, 0), _column_needs(grid, looks, 1)
    trials = list(_form_trials(least)) if looks.wraps else []
    if not trials:
        page, size = _choose(wishes, least)
        wishes = _squeezed(wishes, least, size, page.room)
        trials = [(page, size), *((page, each) for each in _CLOSER if each < size)]
    chosen: tuple[tuple[int, int], TableSetting] | None = None
    for number, (page, size) in enumerate(trials):
        squeezed = _squeezed(wishes, least, size, page.room) if looks.wraps else wishes
        widths = _stretched([wish * size / 2 + PADDING for wish in squeezed], page.room)
        heights = _row_heights(grid, looks.areas, widths, size)
        pages = ceil((sum(heights) + around) / page.depth)
        if chosen is None or ((pages, number) < chosen[0] and (looks.wraps or pages == 1)):
            spread = _spread(heights, page.depth - around, size)
            chosen = (pages, number), TableSetting(page, size, _in_twips(widths), spread)
        if pages == 1:
            break
    assert chosen is not None
    return chosen[1]


def _choose(wishes: Sequence[float], least: Sequence[float]) -> tuple[PageShape, float]:
    """Page and size of letters for a table."""
    tight = [low + (wish - low) * _UPRIGHT for wish, low in zip(wishes, least, strict=True)]
    for page, size in _TRIALS:
        if _fits(tight if page == PORTRAIT and size <= _TIGHT else wishes, size, page):
            return page, size
    return LANDSCAPE, next((size for size in (8, *_SMALL) if _fits(least, size, LANDSCAPE)), _SMALL[-1])


def _form_trials(least: Sequence[float]) -> Iterator[tuple[PageShape, float]]:
    """Pages and sizes a form can be set in, the best first."""
    for page in (PORTRAIT, LANDSCAPE):
        yield from ((page, size) for size in _FORM_SIZES if _fits(least, size, page))


def _column_needs(grid: Grid, looks: Looks, which: int) -> list[float]:
    """Half-width characters each column wishes (0) or needs at the least (1)."""
    return column_needs(grid.texts, looks.areas, lambda *cell: looks.room(*cell)[which], 2.0)


def _fits(needs: Sequence[float], size: float, page: PageShape) -> bool:
    return sum(need * size / 2 + PADDING for need in needs) <= page.room


def _squeezed(wishes: Sequence[float], least: Sequence[float], size: float, room: float) -> list[float]:
    """Between least and wished widths, so that the page is just filled; below the least in proportion if it must be."""
    letters = (room - PADDING * len(wishes)) / size * 2
    have, low = sum(wishes), sum(least)
    if have <= letters:
        return list(wishes)
    if low >= letters or have <= low:
        share = max(letters, len(wishes)) / max(low, 1)
        return [need * share for need in least]
    share = (letters - low) / (have - low)
    return [need + (wish - need) * share for wish, need in zip(wishes, least, strict=True)]


def _stretched(widths: Sequence[float], room: float) -> list[float]:
    total = sum(widths)
    return [width * room / total for width in widths]


def _in_twips(widths: Sequence[float]) -> tuple[int, ...]:
    edges, edge = [0], 0.0
    for width in widths:
        edge += width * TWIPS
        edges.append(round(edge))
    return tuple(max(1, right - left) for left, right in pairwise(edges))


def _row_heights(grid: Grid, areas: Areas, widths: Sequence[float], size: float) -> list[float]:
    """Height each row needs for its wrapped texts; what a tall area still lacks goes to its last row."""
    pitch = line_pitch(size)
    heights = [pitch + 2] * grid.rows
    tall: list[tuple[int, int, float]] = []
    for row, texts in enumerate(grid.texts):
        for column, text in enumerate(texts):
            if not text:
                continue
            span, wide = areas.get((row, column), (1, 1))
            width = sum(widths[column : column + wide]) - PADDING
            lines = lines_needed(text, width, size)
            if lines == 1:
                continue
            need = lines * pitch + 3
            if span == 1:
                heights[row] = max(heights[row], need)
            else:
                tall.append((row, row + span, need))
    for first, end, need in tall:
        heights[end - 1] += max(0.0, need - sum(heights[first:end]))
    return heights


def _spread(heights: Sequence[float], room: float, size: float) -> tuple[float, ...]:
    """Rows as high as the page allows where the grid fits on one, up to what is pleasant; else a middling height."""
    least = line_pitch(size) + 5
    if sum(heights) <= room:
        low, high = line_pitch(size) + 2, _ROOMY
        least = _highest(low, high, lambda each: sum(max(each, height) for height in heights) <= room)
    return tuple(round(max(least, height), 1) for height in heights)


def _highest(low: float, high: float, fits: Callable[[float], bool]) -> float:
    if fits(high):
        return high
    while high - low > 0.1:
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low
