"""Merged cells whose text a converter printed again in every cell they cover."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby, pairwise

from gongkai.model import Grid
from gongkai.recognise.forms.tokens import Token

_RUN, _ROWS, _WORD = 3, 2, 4
"""So many equal neighbours of so many characters, in so many rows, are no chance."""


def repeats_merged(grid: Grid) -> bool:
    """Whether a grid without spans prints the text of its merged cells again."""
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in grid.cells):
        return False
    return sum(any(_is_run(text, len(list(run))) for text, run in groupby(row)) for row in grid.texts) >= _ROWS


def _is_run(text: str, length: int) -> bool:
    return length >= _RUN and len(text.strip()) >= _WORD and not any(map(str.isdigit, text))


def printed_once(row: Sequence[Token], stands: Callable[[Token], bool]) -> list[Token]:
    """A row without the cells that only repeat their left neighbour; `stands` says which equal ones mean themselves."""
    kept = list(row[:1])
    for before, token in pairwise(row):
        repeated = token.text == before.text and token.column == before.column + 1
        if not repeated or stands(token):
            kept.append(token)
    return kept
