"""Merged areas of a form whose source prints none.

A form's blanks are mostly the rest of a merged cell, but some are answers left open. Nothing is hidden either way:
only blanks are ever absorbed, and where the neighbours speak against it they stay cells of their own.
"""

from __future__ import annotations

from itertools import pairwise

from gongkai.model import Grid
from gongkai.words.figures import looks_like_number
from gongkai.words.labels import fold

_LIST_HEAD = "一级指标"
_LIST_END = ("总分", "综合得分", "合计")
_LONG = 20
"""Characters from which a text is an answer that fills the rest of its row, not an entry of a column."""

Area = tuple[int, int]


def form_areas(grid: Grid, breaks: frozenset[int] = frozenset()) -> dict[tuple[int, int], Area]:
    """Top-left position → height and width. `breaks`: rows where a new printed part begins; no area crosses them."""
    areas = {(c.row, c.column): (c.row_span, c.column_span) for c in grid.cells if c.row_span * c.column_span > 1}
    if len({row for row, _ in areas}) > grid.rows // 2:
        return areas
    texts = [[fold(text) for text in row] for row in grid.texts]
    taken = {row for (top, _), (tall, _) in areas.items() for row in range(top, top + tall)}
    widths = _widths(texts, taken)
    areas.update({place: (1, wide) for place, wide in widths.items()})
    areas.update(_carried_down(texts, widths, taken, breaks))
    return {place: area for place, area in areas.items() if area != (1, 1)}


def _widths(texts: list[list[str]], taken: set[int]) -> dict[tuple[int, int], int]:
    """Width of every text, and of the answers left open in lists, in the rows that are not `taken` by printed spans."""
    widths: dict[tuple[int, int], int] = {}
    head: list[str] | None = None
    groups: dict[int, int] = {}
    for row in (row for row in range(len(texts)) if row not in taken):
        cells = texts[row]
        if _LIST_HEAD in cells:
            head, found = cells, _row_widths(texts, row, None)
            groups = {column: wide for (_, column), wide in found.items() if wide > 1}
        else:
            if any(text.startswith(_LIST_END) for text in cells[:2]):
                head, groups = None, {}
            found = _row_widths(texts, row, head)
            found.update(_blank_groups(cells, row, groups, found))
        widths.update(found)
    return widths


def _row_widths(texts: list[list[str]], row: int, head: list[str] | None) -> dict[tuple[int, int], int]:
    """Each text of a row with the blanks to its right that belong to it."""
    cells = texts[row]
    filled = [column for column, text in enumerate(cells) if text]
    widths: dict[tuple[int, int], int] = {}
    for column, following in pairwise([*filled, len(cells)]):
        last = following == len(cells)
        end = column + 1
        if last and len(cells[column]) >= _LONG:
            end = following
        while end < following and not _is_open_amount(texts, row, end):
            if not (last and head is None) and not _belongs_left(texts, row, end, head):
                break
            end += 1
        widths[row, column] = end - column
    return widths


def _blank_groups(
    cells: list[str], row: int, groups: dict[int, int], widths: dict[tuple[int, int], int]
) -> dict[tuple[int, int], int]:
    """In a list, blanks under one head of several columns are one open answer. `groups`: column → columns of such
    a head."""
    covered = {place for (_, column), wide in widths.items() for place in range(column, column + wide)}
    return {
        (row, column): wide
        for column, wide in groups.items()
        if not any(cells[place] or place in covered for place in range(column, column + wide))
    }


def _is_open_amount(texts: list[list[str]], row: int, column: int) -> bool:
    """Whether a blank stands under a figure of a row that begins in the same column: an amount left open."""
    if row == 0 or not looks_like_number(texts[row - 1][column]):
        return False
    starts = [next((place for place, text in enumerate(cells) if text), -1) for cells in texts[row - 1 : row + 1]]
    return starts[0] == starts[1]


def _belongs_left(texts: list[list[str]], row: int, column: int, head: list[str] | None) -> bool:
    if head is not None and head[column]:
        return False
    neighbours = [texts[other] for other in (row - 1, row + 1) if 0 <= other < len(texts)]
    return any(not cells[column] for cells in neighbours)


def _carried_down(
    texts: list[list[str]], widths: dict[tuple[int, int], int], taken: set[int], breaks: frozenset[int]
) -> dict[tuple[int, int], Area]:
    """A label stands for the rows below it while these begin with blanks under the whole of it."""
    areas: dict[tuple[int, int], Area] = {}
    standing: dict[int, tuple[int, int]] = {}
    for row, cells in enumerate(texts):
        filled = [column for column, text in enumerate(cells) if text]
        if row in breaks or row in taken:
            standing = {}
        leading = min(filled, default=0)
        standing = {column: area for column, area in standing.items() if column + area[1] <= leading}
        areas.update({(top, column): (row - top + 1, wide) for column, (top, wide) in standing.items()})
        if row not in taken:
            standing |= {column: (row, widths[row, column]) for column in filled}
    return areas
