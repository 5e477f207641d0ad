"""How cells look, as far as reading needs it: number format, bold, size, centred, boxed."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from gongkai_formats.sheet.printed import GENERAL, CellLook
from gongkai_formats.xlsx.reading.package import Package
from gongkai_formats.xlsx.reading.safe_xml import attribute, local_name, read_tree

BUILT_IN_FORMATS = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;-"¥"#,##0',
    6: '"¥"#,##0;-"¥"#,##0',
    7: '"¥"#,##0.00;-"¥"#,##0.00',
    8: '"¥"#,##0.00;-"¥"#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""Formats that files name by number only (18.8.30), as a Chinese Excel shows them."""


def read_looks(package: Package, workbook: str) -> list[CellLook]:
    """The workbook's cell styles by number; none where it has no styles."""
    parts = package.related(workbook, "styles")
    if not parts:
        return []
    root = read_tree(package.content(parts[0]), f"{package.where}/{parts[0]}")
    groups = {local_name(child): list(child) for child in root}
    formats = dict(BUILT_IN_FORMATS)
    for element in groups.get("numFmts", ()):
        number = _whole(attribute(element, "numFmtId"))
        if number is not None:
            formats[number] = attribute(element, "formatCode") or GENERAL
    fonts = [_font(element) for element in groups.get("fonts", ())]
    boxes = [_boxed(element) for element in groups.get("borders", ())]
    looks = []
    for element in groups.get("cellXfs", ()):
        font = _whole(attribute(element, "fontId")) or 0
        border = _whole(attribute(element, "borderId")) or 0
        bold, size = fonts[font] if 0 <= font < len(fonts) else (False, 0)
        code = formats.get(_whole(attribute(element, "numFmtId")) or 0, GENERAL)
        boxed = 0 <= border < len(boxes) and boxes[border]
        looks.append(CellLook(code, bold, size, _centred(element), boxed))
    return looks


def _font(element: Element) -> tuple[bool, int]:
    bold, size = False, 0
    for child in element:
        if local_name(child) == "b":
            bold = attribute(child, "val").lower() not in ("0", "false", "off")
        elif local_name(child) == "sz":
            size = _hundredths(attribute(child, "val"))
    return bold, size


def _hundredths(text: str) -> int:
    try:
        size = float(text)
    except ValueError:
        return 0
    return round(size * 100) if 0 < size < 1000 else 0


def _boxed(element: Element) -> bool:
    sides = {local_name(child) for child in element if attribute(child, "style") not in ("", "none")}
    return bool(sides & {"left", "right", "start", "end"}) or {"top", "bottom"} <= sides


def _centred(element: Element) -> bool:
    return any(attribute(child, "horizontal") in ("center", "centerContinuous") for child in _named(element))


def _named(element: Element) -> Iterable[Element]:
    return (child for child in element if local_name(child) == "alignment")


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
