"""Which header cells belong together, where the source prints no spans.

TAB-separated and blank-aligned texts leave a blank cell where the printed table has a merged one. The grid keeps the
blanks; this module derives the merges from them, for header paths and for writers.
"""

from __future__ import annotations

from gongkai.model import Grid
from gongkai.recognise.tables.marks import NUMBERS_NAME, is_column_numbers
from gongkai.words.labels import fold

Span = tuple[int, int, int, int]
"""A merged area: (row, column, row_span, column_span), more than one position large."""

_LINE_NUMBER_HEADS = frozenset({"行次", "序号", "行号"})


def header_spans(grid: Grid, header_rows: int) -> tuple[Span, ...]:
    """The merged areas among the first `header_rows` rows, in reading order.

    Where the reader found spans there, those are returned and nothing is derived. Otherwise a blank continues its
    left neighbour when both stand under the same merged cell and the blank's column has a text of its own further
    down in the header; any other blank belongs to the cell above, once all columns of that cell are blank. A row of
    column numbers (栏次, 1, 2 …) takes no part: only its 栏次 extends to the right, never over a 行次 column.
    """
    printed = [
        (cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in grid.cells
        if cell.row < header_rows and cell.row_span * cell.column_span > 1
    ]
    if printed:
        return tuple(printed)
    rows = [[fold(text) for text in row] for row in grid.texts[:header_rows]]
    words = header_rows
    while words and is_column_numbers(rows[words - 1]):
        words -= 1
    areas = _word_areas(rows[:words])
    for row in range(words, header_rows):
        areas.extend(_number_row_areas(rows, row, words))
    return tuple(sorted((row, column, tall, wide) for row, column, tall, wide in areas if tall * wide > 1))


def _word_areas(rows: list[list[str]]) -> list[tuple[int, int, int, int]]:
    areas: list[list[int]] = []
    owners: list[list[int | None]] = []
    for row, texts in enumerate(rows):
        above = owners[-1] if owners else None
        owner: list[int | None] = []
        for column, text in enumerate(texts):
            left = owner[-1] if owner else None
            if text:
                owner.append(len(areas))
                areas.append([row, column, 1, 1])
            elif left is not None and _continues(rows, row, column, above):
                areas[left][3] += 1
                owner.append(left)
            else:
                owner.append(None)
        if above is not None:
            _grow_down(areas, owner, above)
        owners.append(owner)
    return [(row, column, tall, wide) for row, column, tall, wide in areas]


def _continues(rows: list[list[str]], row: int, column: int, above: list[int | None] | None) -> bool:
    has_own_text_below = any(lower[column] for lower in rows[row + 1 :])
    return has_own_text_below and (above is None or above[column] == above[column - 1])


def _grow_down(areas: list[list[int]], owner: list[int | None], above: list[int | None]) -> None:
    """Give blanks to the areas above that have nothing but blanks under them."""
    for area in {area for area in above if area is not None}:
        _, column, _, wide = areas[area]
        if all(owner[under] is None for under in range(column, column + wide)):
            areas[area][2] += 1
            owner[column : column + wide] = [area] * wide


def _number_row_areas(rows: list[list[str]], row: int, words: int) -> list[tuple[int, int, int, int]]:
    areas = []
    texts = rows[row]
    for column, text in enumerate(texts):
        if text != NUMBERS_NAME:
            continue
        end = column + 1
        while end < len(texts) and not texts[end] and _leaf(rows[:words], end) not in _LINE_NUMBER_HEADS:
            end += 1
        areas.append((row, column, 1, end - column))
    return areas


def _leaf(rows: list[list[str]], column: int) -> str:
    return next((row[column] for row in reversed(rows) if row[column]), "")
