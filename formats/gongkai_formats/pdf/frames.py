"""Frames: from PDF user space to the page as it is seen, in 1/100 pt from the top left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Box = tuple[int, int, int, int]
Placing = Callable[[float, float, float, float], Box]


@dataclass(frozen=True)
class Frame:
    """How a page is seen: size in 1/100 pt, quarter turns applied as degrees clockwise, and the mapping of boxes.

    `place(left, bottom, right, top)` takes PDF units and answers (x0, y0, x1, y1).
    """

    width: int
    height: int
    turn: int
    place: Placing

    def bar(self, left: float, bottom: float, right: float, top: float) -> Box | None:
        """A box in PDF units as seen on the page, cut to it; None where it lies off the page altogether."""
        x0, y0, x1, y1 = self.place(left, bottom, right, top)
        x0, y0, x1, y1 = max(0, x0), max(0, y0), min(x1, self.width), min(y1, self.height)
        return (x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None


def frame_of_page(box: tuple[float, float, float, float], rotation: int) -> Frame:
    """The frame of a visible page box under /Rotate, given as quarter turns clockwise (0-3)."""
    left, bottom, right, top = box
    width, height = right - left, top - bottom

    def upright(x0: float, y0: float, x1: float, y1: float) -> Box:
        return _box(x0 - left, top - y1, x1 - left, top - y0)

    def quarter(x0: float, y0: float, x1: float, y1: float) -> Box:
        return _box(y0 - bottom, x0 - left, y1 - bottom, x1 - left)

    def half(x0: float, y0: float, x1: float, y1: float) -> Box:
        return _box(right - x1, y0 - bottom, right - x0, y1 - bottom)

    def three_quarters(x0: float, y0: float, x1: float, y1: float) -> Box:
        return _box(top - y1, right - x1, top - y0, right - x0)

    turns: tuple[Placing, ...] = (upright, quarter, half, three_quarters)
    turned = rotation % 2 == 1
    size = (height, width) if turned else (width, height)
    # /Rotate turns the page clockwise; text that runs upwards in the file (90° counter-clockwise) then reads level.
    return Frame(round(size[0] * 100), round(size[1] * 100), 90 * (rotation % 4), turns[rotation % 4])


def _box(x0: float, y0: float, x1: float, y1: float) -> Box:
    a, b, c, d = round(x0 * 100), round(y0 * 100), round(x1 * 100), round(y1 * 100)
    return (min(a, c), min(b, d), max(a, c), max(b, d))


def turn_box(box: Box, width: int, height: int, quarters: int) -> Box:
    """A box on a page of the given size after turning the page clockwise by quarter turns."""
    x0, y0, x1, y1 = box
    for _ in range(quarters % 4):
        x0, y0, x1, y1 = height - y1, x0, height - y0, x1
        width, height = height, width
    return x0, y0, x1, y1
