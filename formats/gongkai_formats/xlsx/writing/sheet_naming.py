"""Names of worksheets: number and short title, within what Excel allows."""

from __future__ import annotations

import re

from gongkai.model import IndicatorForm, Table
from gongkai.words.labels import fold

LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\：＊？／＼\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_QUOTES = re.compile(r"[“”‘’\"〔〕]")
_YEAR = re.compile(r"^\s*[(（]?\d{4}\s*年(?:度)?[)）]?")
_NUMBER = re.compile(r"\d{1,3}(?:-\d{1,2})?|[一二三四五六七八九十]{1,3}")
_RESERVED = frozenset({"history", "历史记录"})


class SheetNames:
    """Hands out names, each once, whatever its case."""

    def __init__(self, taken: tuple[str, ...] = ()) -> None:
        self._taken = {name.lower() for name in taken} | _RESERVED

    def take(self, wish: str) -> str:
        """A permitted name as near to the wish as possible."""
        plain = _cut(" ".join(_FORBIDDEN.sub(" ", wish).split()), LONGEST) or "表"
        name, number = plain, 2
        while name.lower() in self._taken:
            suffix = f" ({number})"
            name, number = _cut(plain, LONGEST - len(suffix)) + suffix, number + 1
        self._taken.add(name.lower())
        return name


def table_wish(table: Table, ordinal: int) -> str:
    """Number and short title of a table: its printed number if it has one, else its place among the tables."""
    number = _NUMBER.search(fold(table.number_label))
    digits = number.group() if number else ""
    prefix = digits.zfill(2) if digits else f"表{ordinal}"
    return f"{prefix} {short_title(table.title)}"


def form_wish(form: IndicatorForm, ordinal: int) -> str:
    """Ordinal and what tells this form from its neighbours: its project if it names one, else its title."""
    project = next((value.value for value in form.values if value.row[-1:] == ("项目名称",) and value.value), "")
    title = short_title(form.title)
    return f"绩{ordinal} {project if project and project not in title else title}"


def short_title(title: str) -> str:
    """A title without its year and quotation marks."""
    return _QUOTES.sub("", _YEAR.sub("", title)).strip()


def _cut(text: str, longest: int) -> str:
    # Excel counts UTF-16 units.
    while len(text.encode("utf-16-le")) // 2 > longest:
        text = text[:-2] + "…"
    return text.strip("' ")
