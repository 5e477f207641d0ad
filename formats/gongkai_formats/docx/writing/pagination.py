"""On which page everything comes to stand: reckoned from line pitches and row heights, for the 目录 and page breaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai_formats.docx.writing.page_setting import CHARACTERS, LINE, PORTRAIT, PageShape
from gongkai_formats.docx.writing.showing import Shown, ShownGrid, ShownLine, leads, notes_end
from gongkai_formats.docx.writing.table_setting import TableSetting, set_grid
from gongkai_formats.docx.writing.text_measuring import lines_needed

COVER_TOP = 120.0
"""Points left free above the first line of the cover."""

# style → points of a line, points before and after, size of letters, characters indented
_METRICS: dict[str, tuple[float, float, float, float]] = {
    "CoverTitle": (43, 40, 26, 0),
    "CoverText": (32, 20, 18, 0),
    "TOCHeading": (32, 29, 22, 0),
    "Heading1": (32, 29, 22, 0),
    "TableTitle": (26, 14, 18, 0),
    "TableNumber": (15, 2, 10.5, 0),
    "TableHead": (15, 2, 10.5, 0),
    "TableNote": (15, 3, 10.5, 0),
    "FigureTitle": (LINE, 12, 14, 0),
    "Note": (LINE, 0, 14, 2),
    **{f"TOC{level}": (LINE, 0, 14, 1 + level) for level in range(1, 5)},
}
_BODY = (LINE, 0.0, 15.79, 2.0)
_SHORT_RUN = 3
_SHORT_TEXT = 240
_DOUBT = 0.94
"""Share of a page that is reckoned with, since other programs set a little wider."""


@dataclass
class Pagination:
    """For every shown thing its page's shape, the number of the page it begins on, and whether a break goes before."""

    shapes: list[PageShape]
    settings: dict[int, TableSetting]
    pages: list[int] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)


def lay_out(shown: Sequence[Shown]) -> Pagination:
    """Settings of all grids, shapes of all pages, breaks and page numbers."""
    settings = {
        n: set_grid(one.grid, one.looks, _around(shown, n)) for n, one in enumerate(shown) if isinstance(one, ShownGrid)
    }
    layout = Pagination(_shapes(shown, settings), settings)
    groups = {leads(shown, n): notes_end(shown, n) for n in settings}
    page, used = 1, COVER_TOP if shown and is_cover(shown[0]) else 0.0
    for n, one in enumerate(shown):
        shape = layout.shapes[n]
        if n and (shape != layout.shapes[n - 1] or is_cover(shown[n - 1]) != is_cover(one)):
            page, used = page + 1, 0.0
        elif used and _breaks(shown, n, used, layout, groups):
            layout.breaks.add(n)
            page, used = page + 1, 0.0
        if used and used + _together(shown, n, layout) > shape.depth + 1:
            page, used = page + 1, 0.0
        layout.pages.append(page)
        header_rows = one.looks.header_rows if isinstance(one, ShownGrid) else 0
        turned, used = _flow(_heights(shown, n, layout), header_rows, used, shape.depth + 1)
        page += turned
    return layout


def _flow(heights: Sequence[float], header_rows: int, used: float, room: float) -> tuple[int, float]:
    """Pages that are turned by rows or lines, whose header is repeated on each, and what the last one holds."""
    pages, header = 0, sum(heights[:header_rows])
    for number, height in enumerate(heights):
        if number and used + height > room:
            pages, used = pages + 1, header
        used += height
    return pages, used


def _together(shown: Sequence[Shown], n: int, layout: Pagination) -> float:
    """What must stand on one page: headings with the first line or row after them."""
    height = 0.0
    while n < len(shown) and isinstance(one := shown[n], ShownLine) and one.style.startswith("Heading"):
        height += sum(_heights(shown, n, layout))
        n += 1
    return height + (_heights(shown, n, layout)[0] if n < len(shown) else 0.0)


def is_cover(one: Shown) -> bool:
    """Whether a shown thing stands on the cover."""
    return isinstance(one, ShownLine) and one.style.startswith("Cover")


def _breaks(shown: Sequence[Shown], n: int, used: float, layout: Pagination, groups: Mapping[int, int]) -> bool:
    one = shown[n]
    if isinstance(one, ShownLine):
        before = shown[n - 1]
        if one.style == "TOCHeading" or (
            (isinstance(before, ShownLine) and before.role == "contents") and one.role != "contents"
        ):
            return True
        if one.style == "Heading1" and not (isinstance(before, ShownLine) and before.style == "Heading1"):
            return True
    if n not in groups:
        return False
    height = sum(sum(_heights(shown, each, layout)) for each in range(n, groups[n]))
    return used + height > layout.shapes[n].depth * _DOUBT


def _around(shown: Sequence[Shown], n: int) -> float:
    """Points that headings, caption and notes of a grid take, with some to spare."""
    lines = (one for one in shown[leads(shown, n) : notes_end(shown, n)] if isinstance(one, ShownLine))
    return sum(sum(_line_heights(line, PORTRAIT)) for line in lines) + LINE


def _heights(shown: Sequence[Shown], n: int, layout: Pagination) -> Sequence[float]:
    """Heights of a grid's rows or a line's lines."""
    one = shown[n]
    return layout.settings[n].heights if isinstance(one, ShownGrid) else _line_heights(one, layout.shapes[n])


def _line_heights(one: ShownLine, shape: PageShape) -> list[float]:
    pitch, around, size, indent = _METRICS.get(one.style, _BODY)
    room = shape.room if one.style != "BodyText" or shape != PORTRAIT else CHARACTERS * size
    text = one.text.replace("\t", "  ")
    if one.style.startswith("TOC"):
        lines = lines_needed(text, room - indent * size, size)  # all of its lines are indented
    else:
        lines = lines_needed("\u3000" * int(indent) + text, room, size)
    return [around + pitch, *([pitch] * (lines - 1))]


def _shapes(shown: Sequence[Shown], settings: Mapping[int, TableSetting]) -> list[PageShape]:
    """Landscape for wide grids with what belongs to them, and for a few words between two such."""
    shapes = [PORTRAIT] * len(shown)
    for n, setting in settings.items():
        if setting.page != PORTRAIT:
            for each in range(leads(shown, n), notes_end(shown, n)):
                shapes[each] = setting.page
    turned = [n for n, shape in enumerate(shapes) if shape != PORTRAIT]
    for left, right in pairwise(turned):
        between = shown[left + 1 : right]
        lines = [one for one in between if isinstance(one, ShownLine)]
        if len(lines) == len(between) and len(between) <= _SHORT_RUN and sum(len(x.text) for x in lines) <= _SHORT_TEXT:
            shapes[left + 1 : right] = [shapes[left]] * len(between)
    return shapes
