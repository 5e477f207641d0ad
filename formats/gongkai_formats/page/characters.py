"""Characters of a text layer: radicals that stand for Chinese characters, and such as say nothing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from gongkai.plugins.specs.loading import load_csv

_RADICAL = re.compile("[\u2e80-\u2fdf]")
_UNUSABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff\x00-\x08\x0e-\x1f]")


@cache
def _table() -> dict[int, str]:
    """Radical → the unified character that looks alike (Unicode's EquivalentUnifiedIdeograph; Kangxi ones by NFKC)."""
    table = {ord(row["radical"]): row["character"] for row in load_csv("gongkai_formats.page", "radicals.csv")}
    for code in range(0x2F00, 0x2FD6):
        table[code] = unicodedata.normalize("NFKC", chr(code))
    return table


@cache
def replaced_characters() -> frozenset[str]:
    """The characters that radicals stand for."""
    return frozenset(_table().values())


def count_radicals(text: str) -> int:
    """How many characters are radicals of the blocks U+2E80 and U+2F00."""
    return len(_RADICAL.findall(text))


def without_radicals(text: str) -> str:
    """The text with radicals replaced by the characters they stand for, one for one."""
    return text.translate(_table()) if _RADICAL.search(text) else text


def count_unusable(text: str) -> int:
    """How many characters have no readable meaning: U+FFFD, private use, control characters."""
    return len(_UNUSABLE.findall(text))
