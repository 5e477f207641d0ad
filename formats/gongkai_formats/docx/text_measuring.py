"""How much room text needs, in points: a Chinese character of size s is s wide, any other half of that."""

from __future__ import annotations

from math import ceil

from gongkai.labels import longest_line


def lines_needed(text: str, width: float, size: float) -> int:
    """Lines a text of a size wraps to within a width."""
    halves = longest_line(text)
    if halves * size / 2 <= width and "\n" not in text:
        return 1
    # A figure or a closing bracket does not break where the line ends: a little is kept back for it.
    room = max(2, int(width / size * 2 * (1 if halves < 60 else 0.95)))
    return sum(max(1, ceil(longest_line(line) / room)) for line in text.split("\n"))
