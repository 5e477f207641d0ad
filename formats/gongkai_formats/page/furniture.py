"""Page furniture known by place and repetition over the pages: page numbers and running heads."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

import msgspec

from gongkai.model import BareGrid, BareLine, FurnitureKind, PageBox
from gongkai_formats.page.layout import PageLayout

_NUMBER = re.compile(
    r"[-—–―·•.\s]*(?:第\s*)?(?P<number>\d{1,4})(?:\s*页)?(?:\s*(?:[/／]|共)\s*\d{1,4}(?:\s*页)?)?[-—–―·•.\s]*"
)
_MARKED = re.compile(r"[-—–―·•].*\d.*[-—–―·•]|第.*页")
_CAPTION = re.compile(r"单位[:：]|部门[:：]|表\d*$|^附件|^公开|^续")
_DIGITS = re.compile(r"\d+")
_STRAY = 5
"""A number out of step is at most so far from the number of its page: pages printed as two before it shift it."""

_EDGE = 4
"""How many lines from the top and from the bottom of a page are looked at."""

_UPPER_PART, _SIDE_PART = 8, 24
"""The margins of a page: an eighth of its height above and below, a twenty-fourth of its width at either side."""

_LEAST_PAGES, _PAGES_PART = 3, 3
"""A running head comes on so many pages at least, and on this part (a third) of all."""

_SAME_HEIGHT = 200
"""Running heads stand at the same height, in steps of 2 pt."""

_LOOK_ACROSS, _LOOK_SIZE = 500, 100
"""Steps (1/100 pt) in which the middle and the size of page numbers are compared: 5 pt and 1 pt …"""

_OFF_ACROSS, _OFF_SIZE = 2, 1
"""… and how many of them a number out of step may differ: numbers of one and of two digits, and rounding."""

Look = tuple[int, int]
"""Middle and size of a line in those steps."""

Edge = tuple[int, int, BareLine]
"""Index of the page among the layouts, index of the item on it, the line."""


def mark_furniture(layouts: Sequence[PageLayout]) -> None:
    """Mark page numbers and running heads on the pages, in place."""
    marks: dict[tuple[int, int], FurnitureKind] = {}
    edges = [edge for index, layout in enumerate(layouts) for edge in _edge_lines(index, layout)]
    numbers = _page_numbers(layouts, edges)
    marks.update(dict.fromkeys([*numbers, *_strayed_numbers(layouts, numbers)], "page_number"))
    rest = [edge for edge in edges if edge[:2] not in marks]
    marks.update(dict.fromkeys(_running_heads(layouts, rest), "running_head"))
    for (page, item), kind in marks.items():
        line = layouts[page].items[item]
        assert isinstance(line, BareLine)
        layouts[page].items[item] = msgspec.structs.replace(line, furniture=kind)


def _edge_lines(index: int, layout: PageLayout) -> list[Edge]:
    """The outermost lines in the upper and the lower eighth of a page (or at its sides, where it is turned)."""
    lines = [
        (index, position, item)
        for position, item in enumerate(layout.items)
        if isinstance(item, BareLine) and item.furniture is None and _in_margin(layout, item)
    ]
    return lines if len(lines) <= 2 * _EDGE else lines[:_EDGE] + lines[-_EDGE:]


def _in_margin(layout: PageLayout, line: BareLine) -> bool:
    place = line.places[0]
    if not isinstance(place, PageBox):
        return False
    x, y = place.x0 + place.x1, place.y0 + place.y1
    above, beside = 2 * layout.height // _UPPER_PART, 2 * layout.width // _SIDE_PART
    return not above < y < 2 * layout.height - above or not beside < x < 2 * layout.width - beside


def _page_numbers(layouts: Sequence[PageLayout], edges: Sequence[Edge]) -> list[tuple[int, int]]:
    """Numbers that count with the pages; a marked one (- 3 -, 第3页) also alone."""
    found: list[tuple[int, int, int]] = []
    marked: list[tuple[int, int]] = []
    for page, item, line in edges:
        text = unicodedata.normalize("NFKC", line.text)
        match = _NUMBER.fullmatch(text)
        if match:
            found.append((page, item, int(match["number"]) - layouts[page].number))
            if _MARKED.fullmatch(text):
                marked.append((page, item))
    steady = {offset for offset, count in Counter(offset for *_, offset in found).items() if count > 1}
    if len(layouts) == 1:
        steady |= {offset for *_, offset in found}
    return [(page, item) for page, item, offset in found if offset in steady] + marked


def _strayed_numbers(layouts: Sequence[PageLayout], known: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Numbers that fell out of step or out of the margin: first or last on their page, set where the others are.

    A page whose text ran over is printed as two, the second with the number in the middle and one behind.
    """
    lines = [layouts[page].items[item] for page, item in known]
    usual = {_look(line) for line in lines if isinstance(line, BareLine)}
    numbered = {page for page, _ in known}
    return [
        (page, item)
        for page, layout in enumerate(layouts)
        if page not in numbered
        for item in _body_ends(layout)
        if _is_strayed_number(layout.items[item], layout.number, usual)
    ]


def _look(line: BareLine) -> Look:
    return (line.left + line.right) // (2 * _LOOK_ACROSS), line.size // _LOOK_SIZE


def _body_ends(layout: PageLayout) -> set[int]:
    """The first and the last item of a page that is no furniture."""
    body = [item for item, line in enumerate(layout.items) if isinstance(line, BareGrid) or not line.furniture]
    return {body[0], body[-1]} if body else set()


def _is_strayed_number(line: BareLine | BareGrid, page: int, usual: set[Look]) -> bool:
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", line.text)) if isinstance(line, BareLine) else None
    if match is None or not isinstance(line, BareLine) or abs(int(match["number"]) - page) > _STRAY:
        return False
    x, size = _look(line)
    return any(abs(x - other) <= _OFF_ACROSS and abs(size - same) <= _OFF_SIZE for other, same in usual)


def _running_heads(layouts: Sequence[PageLayout], edges: Sequence[Edge]) -> list[tuple[int, int]]:
    """The same text at the same height on at least three pages and a third of all; captions of tables are none.

    The text may hold one number that counts with the pages.
    """
    groups: dict[tuple[str, int], list[Edge]] = {}
    for edge in edges:
        place = edge[2].places[0]
        if isinstance(place, PageBox) and not _CAPTION.search(edge[2].text):
            groups.setdefault(
                (_DIGITS.sub("#", edge[2].text), (place.y0 + _SAME_HEIGHT // 2) // _SAME_HEIGHT), []
            ).append(edge)
    needed = max(_LEAST_PAGES, len(layouts) // _PAGES_PART)
    return [
        edge[:2]
        for group in groups.values()
        if len({edge[0] for edge in group}) >= needed and _says_the_same(layouts, group)
        for edge in group
    ]


def _says_the_same(layouts: Sequence[PageLayout], group: Sequence[Edge]) -> bool:
    """Whether the lines' numbers are the same, but for one that counts with the pages."""
    numbers = [[int(digits) for digits in _DIGITS.findall(line.text)] for _, _, line in group]
    changing = [values for values in zip(*numbers, strict=True) if len(set(values)) > 1]
    if not changing:
        return True
    pages = [layouts[page].number for page, _, _ in group]
    return len(changing) == 1 and len({value - page for value, page in zip(changing[0], pages, strict=True)}) == 1
