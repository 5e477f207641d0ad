"""Head lines of tables: department, year, money unit and number label, alone or together on a line, in any order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gongkai.assemble.titles import is_title
from gongkai.assemble.vocabulary import pattern
from gongkai.words.labels import fold

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Full-width letters, digits and signs to half-width ones, character for character."""
_CUT = "\x00"
"""Stands where a part was taken out, so that what stood beside it stays apart."""
_REMEMBERED = 16_384
"""Lines remembered with their heads: each is asked for several times."""
_LONGEST = 200
"""Characters with blanks of a head line; longer ones are paragraphs."""
_MARKS = ("单位", "部门", "年", "公开", "表", "附件", "日期", "时间", "填", "联系", "元")


@dataclass(frozen=True, slots=True)
class Head:
    """What a head line says; "" and None for what it doesn't. `open_unit`: the line breaks off within the unit."""

    title: str = ""
    department: str = ""
    year: int | None = None
    unit: str = ""
    number_label: str = ""
    has_department: bool = False
    open_unit: bool = False


@lru_cache(maxsize=_REMEMBERED)
def read_head(text: str) -> Head | None:
    """The head a line prints, or None where the line says anything else too."""
    if len(text) > _LONGEST or not any(mark in text for mark in _MARKS):
        return None
    # One blank for many: patterns that allow blanks must not try every share of a wide run.
    printed = " ".join(text.split())
    rest, unit, is_open = _take_unit(half_width(printed))
    rest, _ = _take(rest, "date")
    rest, _ = _take(rest, "person")
    rest, label = _take(rest, "number_label")
    # A year that begins a title stays with it.
    rest, year = (rest, None) if is_title(fold(_joined(rest))) else _take_year(rest)
    rest, department, has_department = _take_department(rest)
    title = _joined(rest)
    if unit and title and not department and pattern("head", "name").match(fold(title)):
        title, department = "", rest.replace(_CUT, " ").strip()
    says = bool(unit or label or has_department or is_open)
    if title and not (says and is_title(fold(title))):
        return None
    department = compact(_as_printed(printed, department))
    title = _joined(_as_printed(printed, rest.replace(_CUT, " ").strip())) if title else ""
    return Head(title, department, year, _joined(unit), _joined(label), has_department, is_open)


def half_width(text: str) -> str:
    """The text with letters, digits and signs of half width, each where it stood."""
    return text.translate(_HALF_WIDTH)


def _take(text: str, name: str) -> tuple[str, str]:
    """Cut the first match out of the text; the value is its first group, or all of it."""
    match = pattern("head", name).search(text)
    if match is None:
        return text, ""
    value = match[1] if match.re.groups else match[0]
    return text[: match.start()] + _CUT + text[match.end() :], value


def _take_unit(text: str) -> tuple[str, str, bool]:
    """Cut out the unit; whether the line breaks off within it (单位：万)."""
    rest, unit = _take(text, "unit")
    opening = None if unit else pattern("head", "unit_opening").search(rest)
    return (rest[: opening.start()] + _CUT if opening else rest), unit, opening is not None


def _take_year(text: str) -> tuple[str, int | None]:
    rest, year = _take(text, "year")
    return rest, int(year) if year else None


def _take_department(text: str) -> tuple[str, str, bool]:
    """Cut out department labels with what follows them up to the next cut; the first value counts."""
    matches = list(pattern("head", "department").finditer(text))
    if not matches:
        return text, "", False
    value = text[matches[0].end() : matches[1].start() if len(matches) > 1 else None].split(_CUT)[0]
    rest = text[: matches[0].start()]
    after = text[matches[0].end() :]
    return rest + _CUT + "".join(after.partition(_CUT)[2:]), value.strip(), True


def _as_printed(printed: str, value: str) -> str:
    """A half-width value in the widths it was printed with, where it stands in one piece."""
    start = half_width(printed).find(value)
    return printed[start : start + len(value)] if start >= 0 else value


def compact(value: str) -> str:
    """A name without the blanks that spread its Chinese characters."""
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", value.strip())


def _joined(text: str) -> str:
    return "".join(text.replace(_CUT, "").split())
