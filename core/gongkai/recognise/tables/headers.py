"""How many rows at the top of a grid are its header, told from the cells alone."""

from __future__ import annotations

from gongkai.model import Grid
from gongkai.recognise.tables.marks import is_column_numbers, is_numbered, is_stub_word, names_stub
from gongkai.words.figures import is_figure
from gongkai.words.labels import fold
from gongkai.words.totals import is_total

_MOST = 10
"""Rows of the longest header looked for: official tables have up to five."""

_YEARS = range(1990, 2101)
"""Numbers that may head a column as a year."""

_YEAR_DIGITS = 4
_DASHES = frozenset("-—―")


def count_header_rows(grid: Grid) -> int:
    """Header rows from the top: titles of columns, 栏次 rows, and the title of a first section.

    A row belongs to the header until one holds a figure, a total or a numbered item where the stub's own head stands
    above it, or until every column has its own head. A header of blank rows only counts as none.
    """
    texts = grid.texts
    closed, stub = [False] * grid.columns, [False] * grid.columns
    row, reach = (1, 1) if _opens_section(texts) else (0, 0)
    while row < min(grid.rows, _MOST):
        if is_column_numbers(texts[row]):
            row += 1
            break
        if row >= reach and not _heads(texts[row], closed, stub, row):
            break
        reach = max([reach] + [cell.row + cell.row_span for cell in grid.cells if cell.row == row and cell.text])
        _close(grid, row, closed, stub)
        row += 1
    return row if any(text.strip() for line in texts[:row] for text in line) else 0


def is_section_title(row: tuple[str, ...], following: tuple[str, ...]) -> bool:
    """A numbered title alone in its row, over a row of column heads."""
    filled = [text for text in row if text.strip()]
    return len(filled) == 1 and filled[0] == row[0] and is_numbered(row[0]) and _is_head_row(following)


def _opens_section(texts: tuple[tuple[str, ...], ...]) -> bool:
    return len(texts) > 1 and is_section_title(texts[0], texts[1])


def _is_head_row(row: tuple[str, ...]) -> bool:
    filled = [text for text in row if text.strip()]
    return len(filled) > 1 and is_stub_word(filled[0]) and not any(is_figure(text) for text in filled)


def _heads(row: tuple[str, ...], closed: list[bool], stub: list[bool], index: int) -> bool:
    """Whether a row still heads columns, given which columns have their own head, and which heads name a stub."""
    filled = [column for column, text in enumerate(row) if text.strip()]
    if not filled or any(_is_value(row[column]) for column in filled):
        return False
    if index == 0 or all(is_stub_word(row[column]) for column in filled):
        return True
    return not _opens_body(row, filled, stub) and _gives_heads(filled, closed)


def _opens_body(row: tuple[str, ...], filled: list[int], stub: list[bool]) -> bool:
    """Whether a row is the first of the body: a total or numbered item in the stub, or alone in the first column."""
    first = filled[0]
    in_stub = stub[first] or filled == [0]
    return in_stub and (is_total(row[first]) or is_numbered(row[first]))


def _gives_heads(filled: list[int], closed: list[bool]) -> bool:
    """Whether a row gives a column the head it has not got yet."""
    opened = [column for column in filled if not closed[column]]
    if opened == [0]:
        # A lone label under a blank corner is the first row's label, not a head.
        return len(filled) > 1 and not all(closed[1:])
    return bool(opened)


def _is_value(text: str) -> bool:
    """A figure that no head would print: years apart, any number; or a dash for not applicable."""
    plain = fold(text)
    if plain and set(plain) <= _DASHES:
        return True
    return is_figure(text) and not (plain.isdigit() and len(plain) == _YEAR_DIGITS and int(plain) in _YEARS)


def _close(grid: Grid, row: int, closed: list[bool], stub: list[bool]) -> None:
    """Columns get their own head, unless it stands over several: merged, or printed again over each of them."""
    texts = grid.texts[row]
    for column in range(grid.columns):
        cell = grid.cell_at(row, column)
        if cell is not None and cell.text.strip() and cell.column == column:
            stub[column] = names_stub(cell.text)
            again = cell.text in (*texts[max(column - 1, 0) : column], *texts[column + 1 : column + 2])
            closed[column] = closed[column] or (cell.column_span == 1 and not again)
