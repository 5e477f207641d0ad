"""Titles of tables and forms."""

from __future__ import annotations

from gongkai.assemble.numbering import numbering_level, without_numbering
from gongkai.assemble.vocabulary import number, pattern

_SHORTEST = 3
"""Fewest characters that name a table: a word of one character before 表 names nothing (列表, 总表)."""


def is_title(folded: str) -> bool:
    """True for folded text that names a table: ends in 表 (a bracket may follow), is no sentence and refers to none."""
    return bool(
        len(folded) >= _SHORTEST
        and "表" in folded
        and pattern("title", "strong").match(folded)
        and not pattern("title", "refuse").search(folded)
    )


def is_numbered_title(folded: str) -> bool:
    """True for 一、收入支出决算总表 and 附件1：收入支出决算总表: a title behind a number."""
    plain = without_label(folded)
    if plain != folded and is_title(without_numbering(plain)):
        return True
    return numbering_level(folded) > 1 and is_title(without_numbering(folded))


def is_weak_title(folded: str) -> bool:
    """True for short text that names something without saying 表; it takes its place to be believed."""
    return (
        _SHORTEST <= len(folded) <= number("title", "longest_weak")
        and not numbering_level(folded)
        and not pattern("title", "weak_refuse").search(folded)
        and not pattern("contents", "title").match(folded)
        and not pattern("note", "opening").search(folded)
    )


def is_form_title(folded: str) -> bool:
    """True for titles of performance forms (…绩效自评表, …绩效目标申报表), not of lists of them."""
    return bool(pattern("title", "form").search(folded) and not pattern("title", "no_form").search(folded))


def without_label(folded: str) -> str:
    """A folded title without a number label before it: 表一2024年预算收支总表 → 2024年预算收支总表."""
    match = pattern("title", "label_prefix").match(folded)
    return folded[match.end() :] if match else folded


def without_continued(folded: str) -> str:
    """A folded title without 续表 marks."""
    return pattern("title", "continued").sub("", folded)
