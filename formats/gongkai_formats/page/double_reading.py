"""Reading a page with both engines and comparing every figure, glyph by glyph and place by place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from gongkai.findings import finding
from gongkai.model import Finding, PageBox
from gongkai_formats.page.engine import Glyph, PageContent
from gongkai_formats.page.frames import Box
from gongkai_formats.page.segments import segments_of, without_doubles

_FIGURE_SIGNS = frozenset("0123456789.,-%")
_NEAR = 250
"""Two engines place the same glyph within this many 1/100 pt of each other."""

_STEP = 400
"""Side (1/100 pt) of the squares in which glyphs are looked up: with their neighbours they hold all that are near."""

_BESIDE = 50
"""A glyph whose middle lies this little (1/100 pt) beside a figure is part of it."""


def compare_figures(first: PageContent, second: PageContent) -> list[Finding]:
    """A finding for each figure that the two contents of one page print differently, with both readings."""
    one, two = without_doubles(first.glyphs)[0], without_doubles(second.glyphs)[0]
    boxes = _figure_boxes(one, _unmatched(one, two)) + _figure_boxes(two, _unmatched(two, one))
    findings = []
    for box in sorted(set(_merged(boxes)), key=lambda box: (box[1], box[0])):
        found, other = _text_in(one, box), _text_in(two, box)
        if _plain(found) == _plain(other):
            continue  # set twice a little apart, as shadows are
        place = PageBox(first.number, *box)
        message = f"第{first.number}页：一个引擎读作“{found}”，另一个读作“{other}”"
        findings.append(finding("pdf.double_read", message, places=(place,), found=found, expected=other, quote=found))
    return findings


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("，", ",").replace("．", ".")


def _centre(glyph: Glyph) -> tuple[int, int]:
    return (glyph.x0 + glyph.x1) // 2, (glyph.y0 + glyph.y1) // 2


def _unmatched(own: Iterable[Glyph], others: Iterable[Glyph]) -> set[int]:
    """Orders of those figure glyphs to which no equal glyph stands in the same spot."""
    spots: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in others:
        x, y = _centre(glyph)
        spots.setdefault((x // _STEP, y // _STEP), []).append(glyph)
    missing = set()
    for glyph in own:
        text = _plain(glyph.text)
        if text in _FIGURE_SIGNS and not any(_plain(other.text) == text for other in _near(glyph, spots)):
            missing.add(glyph.order)
    return missing


def _near(glyph: Glyph, spots: dict[tuple[int, int], list[Glyph]]) -> Iterable[Glyph]:
    x, y = _centre(glyph)
    for column in (x // _STEP - 1, x // _STEP, x // _STEP + 1):
        for row in (y // _STEP - 1, y // _STEP, y // _STEP + 1):
            for other in spots.get((column, row), ()):
                dx, dy = abs(_centre(other)[0] - x), abs(_centre(other)[1] - y)
                if dx <= _NEAR and dy <= _NEAR:
                    yield other


def _figure_boxes(glyphs: list[Glyph], orders: set[int]) -> list[Box]:
    """Boxes of the figures that hold the given glyphs."""
    boxes: list[Box] = []
    if not orders:
        return boxes
    for segment in segments_of(glyphs):
        run: list[Glyph] = []
        for glyph in [*segment.glyphs, None]:
            if glyph is not None and _plain(glyph.text) in _FIGURE_SIGNS:
                run.append(glyph)
                continue
            if any(one.order in orders for one in run):
                boxes.append(
                    (run[0].x0, min(one.y0 for one in run), max(one.x1 for one in run), max(one.y1 for one in run))
                )
            run = []
    return boxes


def _merged(boxes: list[Box]) -> list[Box]:
    """Boxes that overlap as one: both engines point at the same figure."""
    merged: list[Box] = []
    for box in sorted(boxes):
        if merged and _overlap(merged[-1], box):
            last = merged.pop()
            box = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        merged.append(box)
    return merged


def _overlap(one: Box, two: Box) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _text_in(glyphs: Iterable[Glyph], box: Box) -> str:
    inside = [
        glyph
        for glyph in glyphs
        if box[0] - _BESIDE <= _centre(glyph)[0] <= box[2] + _BESIDE and box[1] <= _centre(glyph)[1] <= box[3]
    ]
    return "".join(glyph.text for glyph in sorted(inside, key=lambda glyph: glyph.x0))
