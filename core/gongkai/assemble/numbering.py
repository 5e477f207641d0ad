"""Headings by their numbering, whatever their markup."""

from __future__ import annotations

import re

from gongkai.assemble.vocabulary import number, pattern
from gongkai.words.labels import CHINESE_NUMERAL

_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"^第{CHINESE_NUMERAL}(?:部分|章|篇)")),
    (2, re.compile(rf"^{CHINESE_NUMERAL}(?:、|\.(?!\d))")),
    (3, re.compile(rf"^\({CHINESE_NUMERAL}\)")),
    (4, re.compile(r"^\d{1,2}(?:、|\.(?!\d)|\.(?=(?:19|20)\d{2}年))")),
    (5, re.compile(r"^\(\d{1,2}\)")),
)
_STARTS = "第(一二三四五六七八九十百零0123456789"


def numbering_level(folded: str) -> int:
    """Level of a folded line's numbering style (第N部分 1, 一、 2, (一) 3, 1、 4, (1) 5), 0 without numbering."""
    if not folded or folded[0] not in _STARTS:
        return 0
    return next((level for level, style in _STYLES if style.match(folded)), 0)


def without_numbering(folded: str) -> str:
    """A folded line without its numbering."""
    for _, style in _STYLES:
        if match := style.match(folded):
            return folded[match.end() :]
    return folded


def is_number_alone(folded: str) -> bool:
    """True for a line that prints a heading's or item's number and nothing more."""
    return bool(numbering_level(folded)) and not without_numbering(folded)


def heading_level(folded: str, *, within: int = 0) -> int:
    """Level of a numbered heading, 0 where the line is a sentence, an item with a figure, or not numbered.

    `within`: level of the glossary's heading where the line stands below it. There every entry explains a term: only
    headings as high as the glossary's count, or a term alone on its line.
    """
    level = numbering_level(folded)
    if not level or len(folded) > number("heading", "longest"):
        return 0
    if level == 1:
        return 0 if pattern("heading", "sentence").search(folded) else 1
    rest = without_numbering(folded)
    if not rest or not is_heading_text(rest) or (level > within > 0 and not rest.endswith(":")):
        return 0
    return level


def is_heading_text(text: str) -> bool:
    """True for folded text that names rather than says: no sentence, no figure, no definition."""
    if text.endswith("。") and not pattern("heading", "ending").search(text):
        return False
    return not any(pattern("heading", name).search(text) for name in ("sentence", "figure", "definition"))
