"""The workbook under way: its sheets, styles, and where each block went."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from gongkai.carrying.embedding import xml_text
from gongkai.errors import TargetError
from gongkai.model import Cell, Finding, Grid, column_letters
from gongkai.words.terms import SEVERITIES
from gongkai_formats.xlsx.writing.cell_places import HINT_BUDGET, cell_hint
from gongkai_formats.xlsx.writing.cell_values import PrintedNumber, pieces
from gongkai_formats.xlsx.writing.styles import LINK, SONG, CellStyles
from gongkai_formats.xlsx.writing.text_fitting import height_of, lines_needed

LONG_TEXTS = "超长文字"
MOST_ROWS, MOST_COLUMNS = 1_048_000, 16_000
"""What we put on one sheet; Excel has 1,048,576 rows and 16,384 columns."""

_LINK_LIMIT = 60_000
"""Links per sheet; Excel takes 65,530."""

_REMARK_WIDTH, _REMARK_SIZE = 260, 9
"""Pixels and points of a comment."""

_LONGEST_REMARK = 2_000
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")


class Whereabouts(NamedTuple):
    """Where a block stands, from 0: sheet, row and column of its first line, row of its grid's first row (None: none)."""

    sheet: str
    row: int
    grid_row: int | None = None
    column: int = 0

    def at(self, place: tuple[int, int] | None = None) -> str:
        """Address of the block, or of a (row, column) of its grid: B7."""
        row, column = self.row, self.column
        if place is not None and self.grid_row is not None:
            row, column = self.grid_row + place[0], place[1]
        return address(row, column)


class Book:
    """What the sheet writers share. `book.sheet(name)` gives the XlsxWriter worksheet of a name, made beforehand."""

    def __init__(self, workbook: Any, findings: Iterable[Finding] = ()) -> None:
        self.workbook = workbook
        self.styles = CellStyles(workbook)
        self.whereabouts: dict[str, Whereabouts] = {}
        self.long_texts: list[tuple[str, str]] = []
        self._hints = HINT_BUDGET
        self._links: dict[str, int] = {}
        self._remarks = _remarks(findings)

    def sheet(self, name: str) -> Any:
        """The worksheet of this name; made at the end of the book where there is none."""
        return self.workbook.get_worksheet_by_name(name) or self.workbook.add_worksheet(name)

    def write(
        self, sheet: Any, row: int, column: int, text: str, style: Any, number: PrintedNumber | None = None
    ) -> None:
        """Put a number, or text as text: never a formula, never cut without saying so."""
        if number is not None:
            sheet.write_number(row, column, number.value, style)
        elif not text:
            sheet.write_blank(row, column, None, style)
        else:
            self._write_text(sheet, row, column, text, style)

    def _write_text(self, sheet: Any, row: int, column: int, text: str, style: Any) -> None:
        parts = pieces(text)
        if len(parts) > 1:
            where = f"{sheet.get_name()}!{address(row, column)}"
            self.long_texts.append((where, text))
            text = f"{parts[0]}…（全文共{len(text):,}字，见工作表“{LONG_TEXTS}”）"
        text = _encodable(text)
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes such a string for its own rich-text markup; written in two runs it stays text.
            plain = self.styles.get()
            sheet.write_rich_string(row, column, plain, text[:1], plain, text[1:], style)
        else:
            sheet.write_string(row, column, text, style)

    def merge(
        self,
        sheet: Any,
        row: int,
        column: int,
        tall: int,
        wide: int,
        text: str,
        style: Any,
        number: PrintedNumber | None = None,
    ) -> None:
        """Put a text or number over an area."""
        if tall * wide > 1:
            sheet.merge_range(row, column, row + tall - 1, column + wide - 1, "", style)
        self.write(sheet, row, column, text, style, number)

    def link(
        self,
        sheet: Any,
        row: int,
        column: int,
        text: str,
        target: Whereabouts | None,
        style: dict[str, Any],
        place: tuple[int, int] | None = None,
    ) -> None:
        """Put a text that leads to a block, or to `place` (row, column) within its grid; plain without a target."""
        name = sheet.get_name()
        if target is None or self._links.get(name, 0) >= _LINK_LIMIT or not text:
            self.write(sheet, row, column, text, self.styles.get(**style))
            return
        self._links[name] = self._links.get(name, 0) + 1
        quoted = target.sheet.replace("'", "''")
        linked = self.styles.get(**{**style, "font_color": LINK, "underline": 1})
        sheet.write_url(row, column, f"internal:'{quoted}'!{target.at(place)}", linked, _plain_text(text))

    def next_row(self, sheet: Any, row: int) -> int:
        """The row after this one; TargetError where the sheet is full, for XlsxWriter drops what lies beyond."""
        if row + 1 >= MOST_ROWS:
            raise TargetError(
                f"工作表“{sheet.get_name()}”超过 {MOST_ROWS:,} 行", "xlsx", "请改用 --to csv 或 --to json"
            )
        return row + 1

    def remark(self, sheet: Any, block: str, grid: Grid, top: int) -> None:
        """Mark the cells that errors and warnings name with a comment that says what is wrong, and what is proposed."""
        for (row, column), text in sorted(self._remarks.get(block, {}).items()):
            if row < grid.rows and column < grid.columns:
                lines = lines_needed(text, _REMARK_WIDTH / 7, _REMARK_SIZE)
                look = {"author": "gongkai", "font_name": SONG, "font_size": _REMARK_SIZE, "width": _REMARK_WIDTH}
                look["height"] = min(400, round(height_of(lines, _REMARK_SIZE) * 4 / 3) + 8)
                sheet.write_comment(top + row, column, xml_text(text[:_LONGEST_REMARK]), look)

    def hint(self, sheet: Any, row: int, column: int, cell: Cell | None) -> None:
        """Let a cell say where it stands in the source when it is selected, while the budget lasts."""
        if cell is None or not cell.places or self._hints <= 0:
            return
        self._hints -= 1
        message = {"validate": "any", "input_title": "出处", "input_message": xml_text(cell_hint(cell))[:255]}
        sheet.data_validation(row, column, row, column, message)


def _remarks(findings: Iterable[Finding]) -> dict[str, dict[tuple[int, int], str]]:
    """What errors and warnings say of a cell and propose for it: block → (row, column) → text."""
    remarks: dict[str, dict[tuple[int, int], str]] = {}
    for finding in findings:
        if finding.severity == "info" or not finding.block or finding.row is None or finding.column is None:
            continue
        text = f"{SEVERITIES[finding.severity]}：{finding.message}"
        if finding.proposal:
            text += f"\n建议：{finding.proposal}"
        own = remarks.setdefault(finding.block, {})
        place = (finding.row, finding.column)
        own[place] = f"{own[place]}\n{text}" if place in own else text
    return remarks


def address(row: int, column: int) -> str:
    """A cell's address by row and column from 0."""
    return f"{column_letters(column + 1)}{row + 1}"


def _encodable(text: str) -> str:
    """Text with code points that no XML file can hold shown as `_xD800_`; XlsxWriter does so for control characters."""
    return _NO_CHARACTER.sub(lambda match: f"_x{ord(match.group()):04X}_", text)


def _plain_text(text: str) -> str:
    # A link's text cannot be written in two runs; a blank keeps XlsxWriter from taking it for markup.
    # Its attribute of the same words takes no control characters, not even escaped.
    text = xml_text(text[:2000])
    return f"{text} " if text.endswith("</r>") else text
