"""How much room text needs, in points: a Chinese character of size s is s wide, any other half of that."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from gongkai.labels import display_width

_MEASURED = 5_000


@lru_cache(maxsize=65_536)
def half_widths(text: str) -> int:
    """Width of a text's longest line in half-width characters; beyond some thousand characters an upper bound."""
    if len(text) > _MEASURED:
        return 2 * len(text)
    if "\n" in text:
        return max(map(half_widths, text.split("\n")))
    return display_width(text)


def lines_needed(text: str, width: float, size: float) -> int:
    """Lines a text of a size wraps to within a width."""
    halves = half_widths(text)
    if halves * size / 2 <= width and "\n" not in text:
        return 1
    # A figure or a closing bracket does not break where the line ends: a little is kept back for it.
    room = max(2, int(width / size * 2 * (1 if halves < 60 else 0.95)))
    return sum(max(1, ceil(half_widths(line) / room)) for line in text.split("\n"))
