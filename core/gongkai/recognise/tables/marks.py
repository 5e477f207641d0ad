"""What a cell's words tell about its place in a table: stub, total, numbering, column number. Field words only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from gongkai.words.labels import fold

CODE_HEAD = re.compile(r"(编码|代码)(\(.*\))?$|^[类款项]$")
LINE_HEAD = re.compile(r"^(行次|序号|栏次)$")
LABEL_HEAD = re.compile(r"名称|项目$|科目$|^(功能|经济|支出)分类$|用途$|^内容$|^摘要$|^(预算|决算)?单位$|^部门$|^类别$")
TEXT_HEAD = re.compile(r"备注|说明|^方式$|依据")
STUB_WORDS = re.compile(
    r"^(项目(名称)?|行次|序号|栏次|[类款项]"
    r"|.{0,8}(编码|代码)|(功能|经济|收入|支出|预算)?(分类)?(功能|经济)?科目(名称)?(及编码)?|单位名称|部门名称)$"
)
NUMBERINGS = (
    re.compile(r"第[一二三四五六七八九十]+[部分项]"),
    re.compile(r"[一二三四五六七八九十]+[、.]"),
    re.compile(r"\([一二三四五六七八九十]+\)"),
    re.compile(r"\d{1,2}[、.](?!\d)"),
    re.compile(r"\(\d{1,2}\)"),
    re.compile(r"①"),
    re.compile(r"其中"),
)
"""How numbered labels open, from outside to inside, in folded text; ① stands for all circled numbers."""
COLUMN_NUMBER = re.compile(r"^\(?(\d{1,3})\)?(?:=[\d+\-()…]+(?:\.{2,}\+?\d*)?)?$")
SECTION_RANK = 1
"""Rank of 一、 in `NUMBERINGS`, which numbers the sections of a table."""

NUMBERS_NAME = "栏次"
_BESIDE_NUMBERS = frozenset(("", NUMBERS_NAME, *"甲乙丙丁", *"类款项"))
"""What a row of column numbers may hold besides: its name, letters over the stub's columns, heads of split codes."""
CLASS_DIGITS, INNER_DIGITS = 3, 2
"""Digits of a 类, and of each 款 and 项 behind it, in the classifications of government revenue and expenditure."""

CODE = re.compile(rf"^\d{{{CLASS_DIGITS}}}(?:\d{{{INNER_DIGITS}}}){{0,2}}$")
NOTE = re.compile(r"^(注|说明|备注|附注)[:：]")
_LAST_BRACKET = re.compile(r"(?<=.)\([^()]*\)$")
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")


@lru_cache(maxsize=16_384)
def plain_label(text: str) -> str:
    """A label as it reads joined: line breaks and the blanks that spread Chinese words are gone."""
    return "".join(text.split()) if _CJK.search(text) else " ".join(text.split())


def is_numbered(text: str) -> bool:
    """Whether a label opens as a numbered item does: 一、 （一） 1. ① 其中："""
    return numbering_rank(text) is not None


def numbering_rank(text: str) -> int | None:
    """How far inside a label's number stands (第一部分 0, 一、 1 …), None where it has none."""
    plain = "①" if "①" <= text.lstrip()[:1] <= "⑳" else fold(text)  # folded, ② would be a bare digit
    return next((rank for rank, style in enumerate(NUMBERINGS) if style.match(plain)), None)


def is_stub_word(text: str) -> bool:
    """Whether the words only ever head a stub column: 项目, 科目编码, 类, 行次 …"""
    return bool(STUB_WORDS.match(fold(text)))


def names_stub(text: str) -> bool:
    """Whether a head names what stands in a stub column: names, codes, items."""
    plain = _LAST_BRACKET.sub("", fold(text))
    return bool(STUB_WORDS.match(plain) or LABEL_HEAD.search(plain) or CODE_HEAD.search(plain))


def is_column_numbers(row: Sequence[str]) -> bool:
    """栏次 1 2 3 …, or 1 2 3 … alone; each of several panels may name its own 栏次."""
    numbers: list[int] = []
    named = False
    for text in map(fold, row):
        match = COLUMN_NUMBER.match(text)
        if match:
            numbers.append(int(match[1]))
        elif text not in _BESIDE_NUMBERS:
            return False
        named = named or text == NUMBERS_NAME
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    if named:
        return bool(numbers) and all(step > 0 for step in steps)
    return numbers[:1] == [1] and set(steps) == {1}
