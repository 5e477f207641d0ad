"""How much room text needs: Excel fits neither merged cells nor Chinese widths by itself.

Widths are in Excel's column units (a digit of the default font, 7 pixels), heights in points. A Chinese character of
size s pt is s pt wide, any other half of that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from gongkai.words.labels import longest_line
from gongkai_formats.table_looks import Areas, column_needs

UNITS_PER_HALF_WIDTH = 1 / 10.5
"""Column units per half-width character and point of size."""

PADDING = 1.4
TALLEST = 409.0
"""Excel's highest row, in points."""


def units(half: float, size: float) -> float:
    """Column units that so many half-width characters of a size take, without padding."""
    return half * size * UNITS_PER_HALF_WIDTH


def lines_needed(text: str, width: float, size: float) -> int:
    """Lines a text wraps to in a cell of `width` column units."""
    # An English word or a closing bracket does not break where the line ends: a twelfth is kept back for it.
    room = max(2, int((width - PADDING) / size / UNITS_PER_HALF_WIDTH * (1 if longest_line(text) < 60 else 11 / 12)))
    return sum(max(1, ceil(longest_line(line) / room)) for line in text.split("\n"))


def height_of(lines: int, size: float) -> float:
    """Points that so many lines of a size take."""
    return min(TALLEST, round(lines * size * 1.32 + 6, 1))


def row_heights(
    texts: Sequence[Sequence[str]], areas: Areas, widths: Sequence[float], size: float, least: float
) -> list[float]:
    """Height of each row so that every wrapped text shows; what a tall area still lacks goes to its last row."""
    heights = [least] * len(texts)
    tall: list[tuple[int, int, float]] = []
    for row, cells in enumerate(texts):
        for column, text in enumerate(cells):
            if not text:
                continue
            span, wide = areas.get((row, column), (1, 1))
            width = sum(widths[column : column + wide]) if wide > 1 else widths[column]
            if units(longest_line(text), size) + PADDING <= width and "\n" not in text:
                continue
            need = height_of(lines_needed(text, width, size), size)
            if span == 1:
                heights[row] = max(heights[row], need)
            else:
                tall.append((row, row + span, need))
    for first, end, need in tall:
        lacking = need - sum(heights[first:end])
        if lacking > 0:
            heights[end - 1] = min(TALLEST, heights[end - 1] + lacking)
    return heights


def column_widths(
    texts: Sequence[Sequence[str]],
    areas: Areas,
    size: float,
    room: Callable[[int, int, str], float],
    least: float,
) -> list[float]:
    """Width of each column. `room` says how many half-width characters a text at (row, column) should get on a line:
    all of it for a figure, less for a text that may wrap."""
    needs = column_needs(texts, areas, lambda *cell: units(room(*cell), size) + PADDING, least)
    return [round(min(width, 200.0), 2) for width in needs]


def stretched(widths: Sequence[float], total: float, most: float) -> list[float]:
    """Columns widened in proportion towards a total, at most `most` times."""
    have = sum(widths)
    factor = min(most, total / have) if have and have < total else 1.0
    return [round(width * factor, 2) for width in widths]
