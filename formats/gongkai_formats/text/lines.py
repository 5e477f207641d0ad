"""Physical lines with their numbers, and where characters of them stand."""

from __future__ import annotations

import re
from typing import NamedTuple

_BREAKS = re.compile("[\f\r]")


class TextLine(NamedTuple):
    """A line, or a piece of one between form feeds; `start` is the offset of `text` in the line `number` (from 1)."""

    number: int
    start: int
    text: str
    page: int | None


PAGE_BREAK = "\f"


def split_lines(text: str) -> list[TextLine]:
    """Lines as `\\n` divides them; CRLF ends count as blanks. A form feed is a piece of its own: PAGE_BREAK.

    Where a file knows no `\\n`, a lone CR ends the line; elsewhere it divides a line that keeps its number.
    """
    if "\n" not in text and "\r" in text:
        text = text.replace("\r", "\n")
    if PAGE_BREAK not in text and "\r" not in text.replace("\r\n", ""):
        return [TextLine(number, 0, line, None) for number, line in enumerate(text.split("\n"), 1)]
    lines: list[TextLine] = []
    page = 1 if PAGE_BREAK in text else None
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        start = 0
        for match in _BREAKS.finditer(line):
            if match.start() > start:
                lines.append(TextLine(number, start, line[start : match.start()], page))
            if match[0] == PAGE_BREAK and page is not None:
                lines.append(TextLine(number, match.start(), PAGE_BREAK, page))
                page += 1
            start = match.end()
        if start < len(line) or not start:
            lines.append(TextLine(number, start, line[start:], page))
    return lines


def count_pages(lines: list[TextLine]) -> int | None:
    """Pages that form feeds tell of; the last one counts only if it prints something."""
    if not lines or lines[0].page is None:
        return None
    return max((line.page or 1 for line in lines if not line.text.isspace() and line.text), default=1)
