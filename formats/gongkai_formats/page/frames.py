"""Frames: from PDF user space to the page as it is seen, in 1/100 pt from the top left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Box = tuple[int, int, int, int]

_FARTHEST = 100_000_000
"""Coordinates beyond a million points are nonsense of the file; they are drawn in to this."""


@dataclass(frozen=True)
class Frame:
    """How a page is seen: size in 1/100 pt, the quarter turns applied as degrees clockwise, and the mapping.

    `sources` tell for x0, y0, x1, y1 which of (left, bottom, right, top) gives it, with its factor and offset.
    """

    width: int
    height: int
    turn: int
    sources: tuple[tuple[int, float, float], ...]

    def place(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box in PDF units as seen on the page."""
        edges = (left, bottom, right, top)
        x0, y0, x1, y1 = (_scaled((edges[index],), factor, offset)[0] for index, factor, offset in self.sources)
        return (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def place_all(self, edges: tuple[Iterable[float], ...]) -> tuple[list[int], list[int], list[int], list[int]]:
        """Lists of x0, y0, x1, y1 from as long lists of left, bottom, right, top (in order)."""
        x0, y0, x1, y1 = (_scaled(edges[index], factor, offset) for index, factor, offset in self.sources)
        return x0, y0, x1, y1

    def bar(self, left: float, bottom: float, right: float, top: float) -> Box | None:
        """A box in PDF units as seen on the page, cut to it; None where it lies off the page altogether."""
        x0, y0, x1, y1 = self.place(left, bottom, right, top)
        x0, y0, x1, y1 = max(0, x0), max(0, y0), min(x1, self.width), min(y1, self.height)
        return (x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None


def _scaled(values: Iterable[float], factor: float, offset: float) -> list[int]:
    try:
        return [int(value * factor + offset) for value in values]
    except (ValueError, OverflowError):  # the file says NaN or infinity somewhere
        return [_within(value, factor, offset) for value in values]


def _within(value: float, factor: float, offset: float) -> int:
    if value != value:
        return -_FARTHEST
    return int(max(-_FARTHEST, min(_FARTHEST, value * factor + offset)))


def frame_of_page(box: tuple[float, float, float, float], rotation: int) -> Frame:
    """The frame of a visible page box under /Rotate, given as quarter turns clockwise (0-3)."""
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    from_left = [(0, 1.0, -left), (2, 1.0, -left)]
    from_top = [(3, -1.0, top), (1, -1.0, top)]
    from_bottom = [(1, 1.0, -bottom), (3, 1.0, -bottom)]
    from_right = [(2, -1.0, right), (0, -1.0, right)]
    turns = ((from_left, from_top), (from_bottom, from_left), (from_right, from_bottom), (from_top, from_right))
    across, down = turns[rotation % 4]
    edges = (across[0], down[0], across[1], down[1])
    size = (height, width) if rotation % 2 else (width, height)
    # /Rotate turns the page clockwise; text that runs upwards in the file (90° counter-clockwise) then reads level.
    return Frame(
        round(size[0] * 100),
        round(size[1] * 100),
        90 * (rotation % 4),
        tuple((index, 100 * sign, 100 * offset + 0.5) for index, sign, offset in edges),
    )


def turn_box(box: Box, width: int, height: int, quarters: int) -> Box:
    """A box on a page of the given size after turning the page clockwise by quarter turns."""
    x0, y0, x1, y1 = box
    for _ in range(quarters % 4):
        x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        width, height = height, width
    return x0, y0, x1, y1
