"""How much room text needs, in points: a Chinese character of size s is s wide, any other half of that."""

from __future__ import annotations

import re
from math import ceil

from gongkai.words.labels import longest_line

_BORDER = re.compile(r"(?<=[\u3400-\u9fff])(?=[0-9A-Za-z])|(?<=[0-9A-Za-z])(?=[\u3400-\u9fff])")
_BETWEEN = 0.4
"""Half-width characters that office programs keep free between Chinese letters and others."""

_SURE = 0.8
"""Share of a line up to which that can be left out of account."""


def lines_needed(text: str, width: float, size: float) -> int:
    """Lines a text of a size wraps to within a width."""
    room = width / size * 2
    if longest_line(text) <= room * _SURE and "\n" not in text:
        return 1
    return sum(_lines_of(line, room) for line in text.split("\n"))


def _lines_of(line: str, room: float) -> int:
    shown = line.rstrip("，、。；：")  # such a mark hangs over the end of its line
    return max(1, ceil((longest_line(shown) + _BETWEEN * len(_BORDER.findall(shown))) / max(2, room)))
