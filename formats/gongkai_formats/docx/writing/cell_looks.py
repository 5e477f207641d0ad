"""How the cells of a table or form look in a document, and how much room their texts want."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from gongkai.model import AmountState, IndicatorForm, Table, read_amount
from gongkai.recognise.forms.areas import form_areas
from gongkai.words.labels import longest_line
from gongkai_formats.table_looks import Areas, Look, TableLooks, free_areas

_LABEL_ROOM = 32
_TEXT_ROOM = 26
_CENTRED = 24


class Looks(NamedTuple):
    """The looks of one grid. `room`: half-width characters a text should get on a line, and at the least.

    `wraps`: a form, whose texts may be broken into many lines to fit an upright page.
    """

    header_rows: int
    areas: Areas
    look: Callable[[int, int, str], Look]
    room: Callable[[int, int, str], tuple[int, int]]
    wraps: bool = False


def table_looks(table: Table) -> Looks:
    """The looks of a table."""
    looks = TableLooks(table)

    def room(row: int, column: int, text: str) -> tuple[int, int]:
        """Figures and codes need all of their width, labels up to a limit, heads about a third of themselves."""
        width = longest_line(text)
        if looks.is_head(row):
            return min(width, max(8, round(width / 2.4) + 1)), min(width, 4)
        role = looks.column_role(column, text)
        if role in ("amount", "code", "line_number") and width <= 40:
            return round(width * 1.15) + 1, round(width * 1.1)
        indent = 2 * looks.look(row, column, text).indent
        return min(width + indent, _LABEL_ROOM if role == "label" else _TEXT_ROOM), min(width, 8 + indent)

    return Looks(looks.header_rows, looks.areas, looks.look, room)


def form_looks(form: IndicatorForm) -> Looks:
    """The looks of a form."""
    areas = form_areas(form.grid, frozenset(part.first_row for part in form.parts))
    return Looks(0, free_areas(form.grid, areas), _form_look, _form_room, True)


def _form_look(row: int, column: int, text: str) -> Look:
    """Short texts of a form stand in the middle, as labels and marks do; longer ones read from the left."""
    return Look("left" if longest_line(text) > _CENTRED or "\n" in text else "center")


def _form_room(row: int, column: int, text: str) -> tuple[int, int]:
    """A form's texts may wrap; its figures not."""
    width = longest_line(text)
    if read_amount(text).state == AmountState.AMOUNT and width <= 24:
        return round(width * 1.15) + 1, round(width * 1.1)
    return min(width, 20), min(width, 6)
