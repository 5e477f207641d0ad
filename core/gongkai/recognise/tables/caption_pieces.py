"""A caption's lines as the pieces an official table prints around its grid."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gongkai.model import Table
from gongkai.words.labels import fold

_BETWEEN = re.compile(r"[\s:：;；,，]+")


def head_pieces(table: Table, lines: Sequence[str]) -> tuple[str, str, str]:
    """Department, year and unit in the words of the caption; a piece the caption does not print stays away."""
    text = "\n".join(lines).replace(table.title, "\n", 1)
    department = _printed(text, rf"(?:\S{{2,10}}[:：]\s*)?{_over_lines(table.department)}") if table.department else ""
    year = _printed(text, rf"[(（]?{table.year}\s*年度?[)）]?") if table.year else ""
    unit = _printed(text, rf"(?:金额)?单位\s*[:：]\s*[\u4e00-\u9fff]*{re.escape(table.unit)}") if table.unit else ""
    return department, year, unit


def leftover_lines(lines: Iterable[str], shown: Iterable[str]) -> list[str]:
    """Caption lines that hold more than the pieces already shown, whole."""
    pieces = sorted(filter(None, map(fold, shown)), key=len, reverse=True)
    left = []
    for line in lines:
        rest = fold(line)
        if any(rest in piece for piece in pieces):
            continue
        for piece in pieces:
            rest = rest.replace(piece, "", 1)
        if _BETWEEN.sub("", rest):
            left.append(line)
    return left


def _printed(text: str, pattern: str) -> str:
    match = re.search(pattern, text)
    return match.group().replace("\n", "").strip() if match else ""


def _over_lines(text: str) -> str:
    """A pattern for a text that may be wrapped anywhere."""
    return r"\n?".join(map(re.escape, text))
