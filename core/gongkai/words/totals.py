"""The words for totals, in one place: 合计, 小计, 总计, 共计."""

from __future__ import annotations

import re

from gongkai.words.labels import fold, fold_label

TOTALS = ("合计", "小计", "总计", "共计")
"""What rows and columns that add up others are called."""

_WORDS = "|".join(TOTALS)
_ENDING = re.compile(rf"(?:{_WORDS})(?:数|额)?(?:\([^()]*\))?$")
"""A label that ends as a total, with what may follow: 支出合计数, 收入总计(万元)."""


def is_total(label: str) -> bool:
    """Whether a label names a total: 合计, 本年收入合计, 支出总计(万元) …, however spread or numbered."""
    return _ENDING.search(fold_label(label)) is not None


def is_bare_total(text: str) -> bool:
    """Whether a text is the word for a total and nothing else, however spread: 合 计."""
    return fold(text) in TOTALS
