"""The cover: lines before the 目录 or the first heading or table, joined to names, and what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.assemble.heads import compact, half_width, read_head
from gongkai.assemble.numbering import numbering_level
from gongkai.assemble.stream import BodyLine, join_text
from gongkai.assemble.titles import is_form_title
from gongkai.assemble.vocabulary import number, pattern
from gongkai.model import Cover, Place
from gongkai.words.labels import fold

_DIGITS = str.maketrans("〇○零一二三四五六七八九Oo", "000123456789" + "00")
_NAME_BEFORE = re.compile(r"^(.{4,}?)\s*(?:19|20)\s*\d\s*\d\s*年")
_NAME_AFTER = re.compile(r"^\s*(?:19|20)\s*\d\s*\d\s*年\s*度?\s*(.{4,}?)\s*(?:部门|单位)?\s*(?:预算|决算)")
_YEAR_ONLY = re.compile(r"^(?:19|20)\d{2}年?度?$")


@dataclass(frozen=True, slots=True)
class CoverText:
    """One logical line of the cover."""

    order: int
    text: str
    places: tuple[Place, ...]

    def block(self, ident: str) -> Cover:
        return Cover(ident, self.text, self.places)


@dataclass(frozen=True, slots=True)
class CoverFacts:
    """What a cover says of its document."""

    title: str = ""
    year: int | None = None
    department: str = ""


def count_cover(lines: Sequence[BodyLine], contents_follow: bool) -> int:
    """How many of the first lines are a cover: short lines without sentences, one of which names the document."""
    taken = 0
    for line in lines[: number("cover", "lines")]:
        text = line.folded
        if len(text) > number("cover", "longest") or numbering_level(text) or any(mark in text for mark in "。；;，"):
            break
        if is_form_title(text) or line.bare.markup in ("list_item", "note", "figure"):
            break
        taken += 1
    titled = any(_is_title(line.folded) or _YEAR_ONLY.match(line.folded) for line in lines[:taken])
    return taken if titled or (contents_follow and taken) else 0


def join_cover(lines: Sequence[BodyLine]) -> list[CoverText]:
    """The cover's lines with names and titles broken over two lines joined."""
    texts: list[CoverText] = []
    for line in lines:
        if texts and _goes_on(texts[-1].text, line):
            last = texts.pop()
            texts.append(CoverText(last.order, join_text(last.text, line.text), last.places + line.places))
        else:
            texts.append(CoverText(line.order, line.text, line.places))
    return texts


def _goes_on(previous: str, line: BodyLine) -> bool:
    """True if a cover line is the rest of the one before."""
    first, text = fold(previous), line.folded
    if read_head(line.text) is not None or pattern("cover", "date").match(text):
        return _YEAR_ONLY.match(first) is not None and bool(pattern("cover", "title").search(text))
    if pattern("cover", "date").match(first) or any(map(pattern("cover", "attachment").match, (first, text))):
        return False
    if pattern("cover", "name_tail").match(text):
        return pattern("cover", "organ").search(first) is not None
    if _YEAR_ONLY.match(first):
        return bool(pattern("cover", "title").search(text))
    if _is_title(first):
        return bool(pattern("cover", "title_tail").match(text)) or first.count("(") > first.count(")")
    if match := pattern("cover", "year").search(text):
        # A year opens the title, unless the rest of the name stands before it: 某市商 / 务局2024年 / 部门预算.
        return 0 < match.start() <= 15 and text[:2] != first[:2] and not pattern("cover", "year").search(first)
    if pattern("cover", "year").search(first):
        return bool(pattern("cover", "title").search(text))
    if pattern("cover", "area").search(first) and pattern("cover", "organ").search(text):
        return pattern("cover", "title").search(text) is None and text[:2] != first[:2]
    return pattern("cover", "organ").search(first) is None and pattern("cover", "title").search(text) is None


def _is_title(text: str) -> bool:
    return bool(pattern("cover", "title").search(text) and pattern("cover", "year").search(text))


def read_cover(texts: Sequence[CoverText]) -> CoverFacts:
    """Title, year and department. A labelled department counts first, then a name of its own, then the title's."""
    title = next((text.text for text in texts if _is_title(fold(text.text))), "")
    year = _year(fold(title))
    labelled = superior = own = ""
    for text in texts:
        head = read_head(text.text)
        if head is not None and pattern("cover", "superior").match(fold(text.text)):
            superior = superior or head.department
        elif head is not None:
            labelled = labelled or head.department
            year = year or head.year
        elif text.text != title and not own and not pattern("cover", "date").match(fold(text.text)):
            own = text.text if pattern("cover", "organ").search(fold(text.text)) else ""
    if not title:
        title = next((text.text for text in texts if pattern("cover", "title").search(fold(text.text))), "")
    return CoverFacts(title, year, labelled or compact(own) or superior or _named_in(title))


def _year(text: str) -> int | None:
    match = pattern("cover", "year").search(text)
    return int(match[1].translate(_DIGITS)) if match else None


def _named_in(title: str) -> str:
    """The department a title names before or after its year: 某市商务局2024年度部门预算, 2024年度某市商务局预算公开."""
    for form in (_NAME_BEFORE, _NAME_AFTER):
        if (match := form.match(half_width(title))) and pattern("cover", "organ").search(fold(match[1])):
            return compact(title[slice(*match.span(1))])
    return ""
