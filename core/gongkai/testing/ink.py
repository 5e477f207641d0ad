"""Conservation of ink: every printed character of a source is found again in its disclosure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from gongkai.model import Contents, Disclosure, IndicatorForm, Table


def printed_texts(disclosure: Disclosure) -> Iterator[str]:
    """Every text a disclosure holds as printed, furniture included, in reading order."""
    for block in disclosure.blocks:
        if isinstance(block, Table | IndicatorForm):
            yield from (line.text for line in block.caption)
            yield from (cell.text for cell in block.grid.cells)
            yield from (line.text for line in block.notes)
        elif isinstance(block, Contents):
            yield from (line.text for line in block.lines)
        else:
            yield block.text


def missing_ink(text: str, disclosure: Disclosure) -> Counter[str]:
    """Characters of a source text, blanks apart, that stand in the disclosure less often than in the text."""
    printed: Counter[str] = Counter()
    for piece in printed_texts(disclosure):
        printed.update(piece)
    wanted = Counter(character for character in text if not character.isspace() and character not in "\ufeff\f")
    return wanted - printed
