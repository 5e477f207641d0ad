"""The reading of a table: header rows, columns, rows with their labels."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.model import ColumnAxis, Grid, Reading, RowAxis, RowLabel, RowRole
from gongkai.recognise.tables.columns import read_columns
from gongkai.recognise.tables.headers import count_header_rows, is_section_title
from gongkai.recognise.tables.marks import (
    NOTE,
    SECTION_RANK,
    is_column_numbers,
    is_stub_word,
    numbering_rank,
    plain_label,
)
from gongkai.recognise.tables.stubs import Stub, borrowed_label, panel_stubs, row_labels, same_words
from gongkai.words.figures import is_figure
from gongkai.words.labels import fold


def read_grid(grid: Grid, department: str = "") -> Reading:
    """What a grid's rows and columns mean; `department` tells grouping rows that only name it."""
    header_rows = count_header_rows(grid)
    columns = read_columns(grid, header_rows)
    roles, sections = _row_roles(grid, header_rows, columns)
    body = [row for row, role in enumerate(roles) if role == "item"]
    stubs = panel_stubs(grid, columns, body)
    by_panel = [row_labels(grid, stub, body, sections) for stub in stubs]
    rows = []
    for row, role in enumerate(roles):
        labels: tuple[RowLabel, ...] = ()
        if role == "item":
            own = [labels_of[row] for labels_of in by_panel]
            labels = tuple(borrowed_label(own, panel, grid.texts[row], stubs) for panel in range(len(stubs)))
            role = _item_role(own, grid.texts[row], stubs, department)
        rows.append(RowAxis(role, labels))
    return Reading(header_rows, tuple(rows), columns)


def _row_roles(grid: Grid, header_rows: int, columns: Sequence[ColumnAxis]) -> tuple[list[RowRole], list[str]]:
    """Roles of all rows, items not yet told apart, and the section title over each row."""
    roles: list[RowRole] = []
    sections: list[str] = []
    section = ""
    for row, cells in enumerate(grid.texts):
        role = _row_role(grid, row, header_rows, columns, bool(section))
        if role == "section":
            section = plain_label(cells[0])
        roles.append(role)
        sections.append(section)
    return roles, sections


def _row_role(grid: Grid, row: int, header_rows: int, columns: Sequence[ColumnAxis], sectioned: bool) -> RowRole:
    cells = grid.texts[row]
    if is_column_numbers(cells) and cells in grid.texts[:header_rows]:
        return "column_numbers"
    if not any(cell.strip() for cell in cells):
        return "blank"
    if row >= header_rows and _is_note(cells):
        return "note"
    if _is_section(grid, row, columns, sectioned):
        return "section"
    return "header" if row < header_rows or _is_inner_header(cells, columns) else "item"


def _is_section(grid: Grid, row: int, columns: Sequence[ColumnAxis], sectioned: bool) -> bool:
    """A numbered title over heads of its own; in a table that has one already, also over rows alone."""
    cells = grid.texts[row]
    following = grid.texts[row + 1] if row + 1 < grid.rows else ()
    return is_section_title(cells, following) or (sectioned and bool(following) and _is_inner_title(cells, columns))


def _is_note(cells: Sequence[str]) -> bool:
    """注：… alone in its row, printed within the table's frame."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) == 1 and bool(NOTE.match(fold(filled[0])))


def _is_inner_title(cells: Sequence[str], columns: Sequence[ColumnAxis]) -> bool:
    """Within a sectioned table: a numbered title of the first style alone in its row, with no 行次."""
    filled = [column for column, cell in enumerate(cells) if cell.strip()]
    return (
        filled == [0]
        and numbering_rank(plain_label(cells[0])) == SECTION_RANK
        and any(axis.role == "line_number" for axis in columns)
    )


def _is_inner_header(cells: Sequence[str], columns: Sequence[ColumnAxis]) -> bool:
    """A header row printed again: stub words, or the columns' own heads, and no figure."""
    filled = [column for column, cell in enumerate(cells) if cell and not cell.isspace()]
    if len(filled) < 2 or cells[filled[0]][0].isdigit():
        return False
    first = filled[0]
    if not is_stub_word(cells[first]):
        heads = (any(same_words(cells[column], word) for word in columns[column].path) for column in filled)
        return all(heads)
    return not any(is_figure(cells[column]) for column in filled)


def _item_role(labels: Sequence[RowLabel], texts: Sequence[str], stubs: Sequence[Stub], department: str) -> RowRole:
    named = [label for label in labels if label.label or label.code]
    if named and all(label.total for label in named):
        return "total"
    if department and len(named) == 1 and not named[0].code and same_words(named[0].label, department):
        return "group"
    return "item"
