"""What the columns of a grid hold: header paths, roles and panels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby, pairwise

from gongkai.model import AmountState, ColumnAxis, ColumnRole, Grid, read_amount
from gongkai.model.amounts import FIGURE_UNIT
from gongkai.recognise.tables.header_spans import header_spans
from gongkai.recognise.tables.headers import is_section_title
from gongkai.recognise.tables.marks import (
    CODE,
    CODE_HEAD,
    INNER_DIGITS,
    LINE_HEAD,
    TEXT_HEAD,
    is_column_numbers,
    is_stub_word,
    names_stub,
    plain_label,
)
from gongkai.words.labels import fold

Path = tuple[str, ...]
UNIT_HEAD = re.compile(rf"\(?(?:单位:)?\(?({FIGURE_UNIT})\)$")

_SAMPLE = 400
"""Body rows from which on only every second, third … is read: what a column holds shows in so many."""

_MOST = Fraction(4, 5)
"""Share of a column's filled cells that must be codes or whole numbers for the column to be: scans spoil some."""

_LEAST_COUNTED = 5
"""Whole numbers in a row that count the lines rather than stand there by chance."""


def header_paths(grid: Grid, header_rows: int) -> tuple[Path, ...]:
    """Header words of each column from outside to inside; 栏次 rows and a first section's title are no heads.

    Where the grid prints no spans, `header_spans` says which blanks belong to which head.
    """
    rows = [row for row in range(header_rows) if not _is_no_head(grid, row, header_rows)]
    owners = {
        (row, column): (top, left)
        for top, left, tall, wide in header_spans(grid, header_rows)
        for row in range(top, top + tall)
        for column in range(left, left + wide)
    }
    return tuple(
        _path(grid, [owners.get((row, column), (row, column)) for row in rows]) for column in range(grid.columns)
    )


def _path(grid: Grid, heads: Sequence[tuple[int, int]]) -> Path:
    """The words of a column's heads, each head once; a word printed again below itself says nothing more."""
    words = [plain_label(grid.text_at(*head)) for head in dict.fromkeys(heads)]
    return tuple(word for word, _ in groupby(filter(None, words)))


def _is_no_head(grid: Grid, row: int, header_rows: int) -> bool:
    texts = grid.texts
    if is_column_numbers(texts[row]):
        return True
    return row == 0 and header_rows > 1 and is_section_title(texts[0], texts[1])


def read_columns(grid: Grid, header_rows: int) -> tuple[ColumnAxis, ...]:
    """One axis per grid column."""
    paths = header_paths(grid, header_rows)
    body = _body_rows(grid, header_rows)
    roles = [_role(path, [row[column] for row in body]) for column, path in enumerate(paths)]
    _place_bare_codes(roles, [[row[column] for row in body] for column in range(len(paths))])
    _place_bare_stub(roles, paths)
    panels = _panels(roles, paths)
    return tuple(
        ColumnAxis(role, path, panel, head_unit(path)) for role, path, panel in zip(roles, paths, panels, strict=True)
    )


def head_unit(path: Path) -> str:
    """The unit a head gives in brackets, innermost first: 金额（元） → 元."""
    for word in reversed(path):
        match = UNIT_HEAD.search(fold(word))
        if match:
            return match[1]
        if fold(word).endswith("%"):
            return "%"
    return ""


def _body_rows(grid: Grid, header_rows: int) -> list[tuple[str, ...]]:
    """Rows below the header, without inner heads and column numbers; of long tables an even sample."""
    below = grid.texts[header_rows:]
    step = len(below) // _SAMPLE + 1
    return [row for row in below[::step] if not is_column_numbers(row) and not is_stub_word(row[0])]


def _role(path: Path, cells: Sequence[str]) -> ColumnRole:
    leaf = fold(path[-1]) if path else ""
    filled = [cell for cell in cells if cell.strip()]
    states = [read_amount(cell).state for cell in filled]
    texts = states.count(AmountState.TEXT)
    if LINE_HEAD.search(leaf):
        return "line_number"
    if CODE_HEAD.search(leaf):
        return "code"
    if not filled:
        return _blank_role(leaf)
    if texts * 2 < len(filled):
        return _figure_role(leaf, filled)
    return "text" if TEXT_HEAD.search(leaf) else "label"


def _blank_role(leaf: str) -> ColumnRole:
    if not leaf:
        return "blank"
    if TEXT_HEAD.search(leaf):
        return "text"
    return "label" if names_stub(leaf) else "amount"


def _figure_role(leaf: str, filled: Sequence[str]) -> ColumnRole:
    """A column of numbers: amounts, unless they are codes or run 1, 2, 3 … under no head that asks for amounts."""
    if leaf and not names_stub(leaf):
        return "amount"
    plain = [fold(cell) for cell in filled]
    codes = [text for text in plain if CODE.match(text)]
    if _are_most(codes, plain) and len(set(map(len, plain))) > 1:
        return "code"
    return "line_number" if _are_counted(plain) else "amount"


def _are_counted(plain: Sequence[str]) -> bool:
    """Whether a column's numbers count its lines."""
    numbers = [int(text) for text in plain if text.isdigit()]
    steps = {later - earlier for earlier, later in pairwise(numbers)}
    return len(numbers) >= _LEAST_COUNTED and steps == {1} and _are_most(numbers, plain)


def _are_most(some: Sequence[object], cells: Sequence[str]) -> bool:
    return len(some) >= _MOST * len(cells)


def _place_bare_codes(roles: list[ColumnRole], columns: Sequence[Sequence[str]]) -> None:
    """Whole numbers left of the first label are codes: 类 of three digits (or joined), then 款 and 项 of two."""
    if "label" not in roles:
        return
    for column in range(roles.index("label")):
        inner = column > 0 and roles[column - 1] == "code"
        if roles[column] != "amount" or not _are_codes(columns[column], inner):
            return
        roles[column] = "code"


def _are_codes(cells: Sequence[str], inner: bool) -> bool:
    """Whether a column holds codes; `inner`: a code to its left makes two digits one."""
    plain = [fold(cell) for cell in cells if cell.strip()]
    fitting = [text for text in plain if CODE.match(text) or (inner and text.isdigit() and len(text) <= INNER_DIGITS)]
    return bool(plain) and _are_most(fitting, plain)


def _place_bare_stub(roles: list[ColumnRole], paths: Sequence[Path]) -> None:
    """Words right of the amounts are remarks, unless another panel with amounts of its own opens there."""
    leaves = [fold(path[-1]) if path else "" for path in paths]
    amounts = [column for column, role in enumerate(roles) if role == "amount"]
    first = _first_stub(roles, leaves)
    for column in range(amounts[0], len(roles)) if amounts else ():
        opens = column < amounts[-1] and (leaves[column] == first or names_stub(leaves[column]))
        if roles[column] == "label" and not opens:
            roles[column] = "text"


def _first_stub(roles: Sequence[ColumnRole], leaves: Sequence[str]) -> str:
    """The head of the first label column that has one."""
    return next((leaf for leaf, role in zip(leaves, roles, strict=True) if role == "label" and leaf), "")


def _panels(roles: Sequence[ColumnRole], paths: Sequence[Path]) -> list[int]:
    """Panels from left to right: a stub column after amounts opens the next one, if amounts follow it."""
    panels: list[int] = []
    panel, seen = 0, False
    for column, role in enumerate(roles):
        if role in ("code", "label", "line_number") and seen and "amount" in roles[column:]:
            panel, seen = panel + 1, False
        seen = seen or role == "amount"
        panels.append(panel)
    return panels
