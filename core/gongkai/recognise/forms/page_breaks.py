"""Rows torn across a page break: every cell's text goes on in the same column of the next page's first row."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from gongkai.recognise.forms.tokens import Token

Rows = list[list[Token]]


def whole_rows(rows: Rows, part_starts: Collection[int], knows: Callable[[str], bool]) -> tuple[Rows, list[int]]:
    """The rows with torn ones made whole, and the numbers of those that were added to the row above.

    A row goes on where two pieces in one column make a word of the form that the upper one alone is not
    (效益 / 指标); figures are never torn, and no cell may stand where the row above has none.
    """
    rows = list(rows)
    joined = []
    for number in sorted(part_starts):
        if 0 < number < len(rows) and _goes_on(rows[number - 1], rows[number], knows):
            below = {token.column: token for token in rows[number]}
            rows[number - 1] = [_joined(token, below.get(token.column)) for token in rows[number - 1]]
            rows[number] = []
            joined.append(number)
    return rows, joined


def _goes_on(above: list[Token], below: list[Token], knows: Callable[[str], bool]) -> bool:
    upper = {token.column: token.text for token in above}
    if not below or any(token.number or token.column not in upper for token in below):
        return False
    return any(
        knows(upper[token.column] + token.text) and not knows(upper[token.column]) and len(token.text) > 1
        for token in below
    )


def _joined(token: Token, below: Token | None) -> Token:
    return replace(token, text=token.text + below.text, rest=(below.cell,)) if below else token
