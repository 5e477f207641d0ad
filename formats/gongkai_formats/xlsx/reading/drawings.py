"""What lies over a sheet's cells and around its pages: charts, pictures, text boxes, running heads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from gongkai.errors import DamagedError
from gongkai.model import BareItem, BareLine, SheetRange
from gongkai_formats.xlsx.reading.package import Package
from gongkai_formats.xlsx.reading.safe_xml import attribute, local_name, read_tree

_CODES = re.compile(r'&(?:"[^"]*"|\d+|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|[A-Za-z&])')
_MOST_SHAPES = 2_000
_SIDES = re.compile(r"&[LCR]")


def drawing_lines(package: Package, part: str, sheet: str) -> list[BareItem]:
    """A line for each chart and picture of a sheet, by its title or name, and the lines of its text boxes."""
    lines: list[BareItem] = []
    for drawing in package.related(part, "drawing"):
        try:
            root = read_tree(package.content(drawing), f"{package.where}/{drawing}")
        except DamagedError:
            continue
        charts = {key: one.part for key, one in package.relations(drawing).items() if one.type == "chart"}
        for anchor in list(root)[:_MOST_SHAPES]:
            lines += _anchored(package, anchor, charts, sheet)
    return lines


def _anchored(package: Package, anchor: Element, charts: dict[str, str], sheet: str) -> Iterator[BareLine]:
    places = _places(anchor, sheet)
    for element in anchor.iter():
        name = local_name(element)
        if name == "sp":
            yield from (BareLine(text, places, complete=True) for text in _paragraphs(element))
        elif name == "pic":
            yield BareLine(_shape_name(element) or "图片", places, markup="figure", complete=True)
        elif name == "chart":
            part = charts.get(attribute(element, "id"), "")
            title = _chart_title(package, part) if part in package else ""
            yield BareLine(title or _shape_name(anchor) or "图表", places, markup="figure", complete=True)


def _paragraphs(shape: Element) -> Iterator[str]:
    """The texts of a shape's paragraphs that print something."""
    for paragraph in (one for one in shape.iter() if local_name(one) == "p"):
        text = "".join(one.text or "" for one in paragraph.iter() if local_name(one) == "t").strip()
        if text:
            yield text


def _shape_name(element: Element) -> str:
    for one in element.iter():
        if local_name(one) == "cNvPr":
            return " ".join((attribute(one, "descr") or attribute(one, "title") or attribute(one, "name")).split())
    return ""


def _chart_title(package: Package, part: str) -> str:
    try:
        root = read_tree(package.content(part), f"{package.where}/{part}")
    except DamagedError:
        return ""
    title = next((one for one in root.iter() if local_name(one) == "title"), None)
    if title is None:
        return ""
    return "".join(one.text or "" for one in title.iter() if local_name(one) in ("t", "v")).strip()


def _places(anchor: Element, sheet: str) -> tuple[SheetRange, ...]:
    corner = next((one for one in anchor if local_name(one) == "from"), None)
    if corner is None:
        return ()
    spot = {local_name(one): (one.text or "").strip() for one in corner}
    row, column = spot.get("row", ""), spot.get("col", "")
    if not (row.isdigit() and column.isdigit()):
        return ()
    return (SheetRange(sheet, int(row) + 1, int(column) + 1, int(row) + 1, int(column) + 1),)


def running_lines(texts: list[str]) -> list[BareItem]:
    """Page headers and footers that say more than page numbers and dates, as furniture."""
    sides = [side for text in dict.fromkeys(texts) for side in _SIDES.split(text) if not re.search(r"&[PND]", side)]
    plain = (" ".join(_CODES.sub("", side).split()) for side in sides)
    return [BareLine(text, furniture="running_head") for text in plain if text]
