"""Choosing a grid's page, size of letters, column widths and row heights, so that it reads well and fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.model import Grid
from gongkai_formats.docx.cell_looks import Areas, Looks
from gongkai_formats.docx.page_setting import LANDSCAPE, PORTRAIT, TWIPS, Page
from gongkai_formats.docx.text_measuring import half_widths, lines_needed

PADDING = 6.5
"""Points a cell keeps free beside its text, both sides together."""

_TRIALS: tuple[tuple[Page, float], ...] = (
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
_SMALL = (7.5, 6.5, 5.5)
_CAPTION = 90.0
"""Points that a table's caption and notes are reckoned to take."""

_ROOMY = 22.0


@dataclass(frozen=True)
class TableSetting:
    """How a grid is set: page, letters and pitch of lines in points, columns in twips, least heights in points."""

    page: Page
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

    Where somewhat smaller letters bring a grid onto one page, they are chosen. `around`: points that its heading,
    caption and notes take.
    """
    wishes, least = _column_needs(grid, looks, 0), _column_needs(grid, looks, 1)
    for page, size in _TRIALS:
        tight = [low + (wish - low) * looks.upright for wish, low in zip(wishes, least, strict=True)]
        if _fits(tight if page == PORTRAIT and size <= _TIGHT else wishes, size, page):
            break
    else:
        page = LANDSCAPE
        size = next((size for size in (8, *_SMALL) if _fits(least, size, page)), _SMALL[-1])
    wishes = _squeezed(wishes, least, size, page.room)
    first = None
    for smaller in (size, *(each for each in _CLOSER if each < size)):
        widths = _stretched([wish * smaller / 2 + PADDING for wish in wishes], page.room)
        heights = _row_heights(grid, looks.areas, widths, smaller)
        if first is None:
            first = smaller, widths, heights
        if sum(heights) <= page.depth - around:
            first = smaller, widths, heights
            break
    assert first is not None
    size, widths, heights = first
    return TableSetting(page, size, _in_twips(widths), _spread(heights, page.depth - around, size))


def _column_needs(grid: Grid, looks: Looks, which: int) -> list[float]:
    """Half-width characters each column wishes (0) or needs at the least (1); areas widen their columns evenly."""
    needs = [2.0] * grid.columns
    wide: list[tuple[int, int, int]] = []
    for row, texts in enumerate(grid.texts):
        for column, text in enumerate(texts):
            if not text:
                continue
            need = looks.room(row, column, text)[which]
            span = looks.areas.get((row, column), (1, 1))[1]
            if span == 1:
                needs[column] = max(needs[column], need)
            else:
                wide.append((column, span, need))
    for column, span, need in wide:
        lacking = need - sum(needs[column : column + span])
        if lacking > 0:
            for each in range(column, column + span):
                needs[each] += lacking / span
    return needs


def _fits(needs: Sequence[float], size: float, page: Page) -> bool:
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
            if half_widths(text) * size / 2 <= width and "\n" not in text:
                continue
            need = lines_needed(text, width, size) * pitch + 3
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
