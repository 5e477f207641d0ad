"""Folding of labels for comparison: width, blanks, brackets, dashes, numbering. Never for storage."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_PUNCTUATION = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "〔": "(",
        "〕": ")",
        "【": "(",
        "】": ")",
        "[": "(",
        "]": ")",
        "—": "-",
        "–": "-",
        "−": "-",
        "‐": "-",
        "·": ".",
        "・": ".",
        "︰": ":",
    }
)
_MEASURED = 5_000
_BLANKS = re.compile(r"[\s\u200b\u200c\u200d\ufeff]+")

CHINESE_NUMERAL = "[一二三四五六七八九十百零〇○]+"
NUMBERING = re.compile(
    rf"^(?:第{CHINESE_NUMERAL}部分|{CHINESE_NUMERAL}[、.．]|\({CHINESE_NUMERAL}\)[、.]?|\d{{1,3}}[、.](?!\d(?!\d{{3}}年))|\(\d{{1,3}}\))"
)

_CIRCLED = {ord("①") + number: f"({number + 1})" for number in range(20)}
"""Circled numbers as bracketed ones: NFKC would leave bare digits, which no longer tell that they number a label."""


@lru_cache(maxsize=8_192)
def fold(text: str) -> str:
    """Text for comparison: NFKC (full width, Kangxi radicals), no blanks, one kind of quotes, brackets and dashes."""
    plain = unicodedata.normalize("NFKC", text)
    closed = _BLANKS.sub("", plain)
    if closed != plain:  # what stood apart may compose now
        closed = unicodedata.normalize("NFKC", closed)
    return closed.translate(_PUNCTUATION)


@lru_cache(maxsize=8_192)
def fold_label(text: str) -> str:
    """`fold` without leading numbering, 其中： and a trailing colon: 一、事业收入： → 事业收入."""
    plain = fold(text.translate(_CIRCLED))
    while True:
        shorter = NUMBERING.sub("", plain, count=1)
        shorter = re.sub(r"^其中[:]?", "", shorter) if shorter != "其中" else shorter
        if shorter == plain or not shorter:
            break
        plain = shorter
    return plain.rstrip(":")


def printable(name: str) -> str:
    """A file name or message that UTF-8 can hold.

    Under a POSIX locale without UTF-8, names arrive as escaped bytes: as UTF-8 they are the names again, stray bytes
    become backslash escapes.
    """
    if name.isascii():
        return name
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    except UnicodeEncodeError:  # half a Windows surrogate pair
        return name.encode("utf-8", "backslashreplace").decode("utf-8")


def display_width(text: str) -> int:
    """Columns of a terminal or text file: wide and full-width East Asian characters count two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_character_width(character) for character in text)


@lru_cache(maxsize=8_192)
def longest_line(text: str) -> int:
    """Display width of a text's longest line; beyond some thousand characters an upper bound."""
    if len(text) > _MEASURED:
        return 2 * len(text)
    return max(map(display_width, text.split("\n")))


@lru_cache(maxsize=8_192)
def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WFA" else 1
