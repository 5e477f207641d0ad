"""One worksheet part as printed cells: values under their formats, merged areas, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from gongkai.errors import DamagedError, LimitError
from gongkai_formats.sheet.number_formats import format_of, printed_text, stored_number
from gongkai_formats.xlsx.reading.cell_looks import GENERAL, PLAIN, CellLook
from gongkai_formats.xlsx.reading.package import Package, TextGatherer
from gongkai_formats.xlsx.reading.safe_xml import Handlers

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_MOST_MERGES = 200_000

PrintedCell = tuple[int, str, int]
"""Column from 1, text, number of the cell's style."""


@dataclass(slots=True)
class PrintedSheet:
    """A sheet's cells by row from 1, each row's from left to right; areas as (row, column, last row, last column)."""

    name: str
    rows: dict[int, list[PrintedCell]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formulas: int = 0
    unsaved: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    looks: Sequence[CellLook] = ()

    def look(self, style: int) -> CellLook:
        """The look of a style."""
        return self.looks[style] if 0 <= style < len(self.looks) else PLAIN


@dataclass(slots=True)
class Shared:
    """What all sheets of a workbook share."""

    texts: Sequence[str]
    looks: Sequence[CellLook]
    epoch_1904: bool
    most_cells: int


def read_sheet(package: Package, part: str, name: str, shared: Shared) -> PrintedSheet:
    """The printed cells of a worksheet part."""
    reader = _SheetReader(name, shared, package.where)
    package.events(part, Handlers(reader.start, reader.end, reader.text))
    return reader.sheet


class _SheetReader:
    """The state of reading one part: the row and cell under way, and the text being gathered."""

    def __init__(self, name: str, shared: Shared, where: str) -> None:
        self.sheet = PrintedSheet(name, looks=shared.looks)
        self._shared = shared
        self._where = where
        self._row = 0
        self._column = 0
        self._cells: list[PrintedCell] = []
        self._kind = ""
        self._style = 0
        self._formula = False
        self._value: str | None = None
        self._gatherer: TextGatherer | None = None
        self._wanted = ""
        self._pieces: list[str] = []
        self._count = 0
        self._references: dict[str, int] = {}
        self._styles = _Numbers()
        self._printers: dict[int, Callable[[Decimal, bool], str]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._gatherer is not None:
            self._gatherer.start(name)
        elif name == "c":
            self._start_cell(attributes)
        elif name == "v" or name in ("oddHeader", "oddFooter", "firstHeader", "firstFooter"):
            self._wanted = name
            self._pieces.clear()
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._start_row(attributes)
        elif name == "is":
            self._gatherer = TextGatherer()
        elif name == "mergeCell":
            self._add_area(attributes.get("ref", ""))
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = _whole(attributes.get("min", "")), _whole(attributes.get("max", ""))
            if first and last:
                self.sheet.hidden_columns.append((first, last))

    def text(self, data: str) -> None:
        if self._wanted:
            self._pieces.append(data)
        elif self._gatherer is not None:
            self._gatherer.text(data)

    def end(self, name: str) -> None:
        if name == "v" and self._wanted:
            self._value = "".join(self._pieces)
            self._wanted = ""
        elif name == "c" and self._gatherer is None:
            self._end_cell()
        elif self._gatherer is not None:
            if name == "is":
                self._value = self._gatherer.take()
                self._gatherer = None
            else:
                self._gatherer.end(name)
        elif name == "row":
            self._end_row()
        elif name == self._wanted:
            self.sheet.running.append("".join(self._pieces))
            self._wanted = ""

    def _start_row(self, attributes: dict[str, str]) -> None:
        given = _whole(attributes.get("r", ""))
        self._row = given if given else self._row + 1
        self._column = 0
        self._cells = self.sheet.rows.get(self._row, [])
        if attributes.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.add(self._row)

    def _end_row(self) -> None:
        if not self._cells:
            return
        if self._row > MOST_ROWS:
            raise DamagedError(f"工作表“{self.sheet.name}”的行号 {self._row} 超出范围", self._where, "请重新保存文件")
        self.sheet.rows[self._row] = self._cells
        columns = [cell[0] for cell in self._cells]
        if any(one >= other for one, other in pairwise(columns)):
            last = {cell[0]: cell for cell in self._cells}
            self.sheet.rows[self._row] = [last[column] for column in sorted(last)]

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column = self._column_of(reference) if reference else self._column + 1
        self._kind = attributes.get("t", "n")
        self._style = self._styles[attributes.get("s", "0")]
        self._formula = False
        self._value = None

    def _column_of(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        column = self._references.get(letters)
        if column is None:
            found = _REFERENCE.fullmatch(reference)
            column = column_number(found[1]) if found else self._column + 1
            if found:
                self._references[letters] = column
        return column

    def _end_cell(self) -> None:
        text = self._printed() if self._value is not None else ""
        if self._formula:
            self.sheet.formulas += 1
            if not self._value and self._kind != "str":
                self.sheet.unsaved.append((self._row, self._column))
        if not text and not self.sheet.look(self._style).boxed:
            return
        if self._column > MOST_COLUMNS:
            raise DamagedError(f"工作表“{self.sheet.name}”的列号超出范围", self._where, "请重新保存文件")
        self._count += 1
        if self._count > self._shared.most_cells:
            raise LimitError(
                f"工作表“{self.sheet.name}”的单元格超过 {self._shared.most_cells:,} 个",
                self._where,
                "请拆分文件，或提高上限 cells_per_table",
            )
        self._cells.append((self._column, text, self._style))

    def _printed(self) -> str:
        value, kind = self._value or "", self._kind
        if kind == "n":
            return self._number(value)
        if kind == "s":
            number = _whole(value.strip())
            texts = self._shared.texts
            value = texts[number] if number is not None and number < len(texts) else ""
        elif kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        elif kind == "e":
            self.sheet.errors.append((self._row, self._column))
            return value.strip()
        elif kind == "d":
            return value.strip().removesuffix("T00:00:00")
        code = self.sheet.look(self._style).format
        return printed_text(value, code) if value and code != GENERAL else value

    def _number(self, raw: str) -> str:
        value = stored_number(raw)
        if value is None:
            return raw.strip()
        printer = self._printers.get(self._style)
        if printer is None:
            printer = self._printers[self._style] = format_of(self.sheet.look(self._style).format)
        return printer(value, self._shared.epoch_1904)

    def _add_area(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        one, other = parse_reference(first), parse_reference(last or first)
        if one is None or other is None or len(self.sheet.merged) >= _MOST_MERGES:
            return
        top, bottom = sorted((one[0], other[0]))
        left, right = sorted((one[1], other[1]))
        self.sheet.merged.append((top, left, bottom, right))


def parse_reference(reference: str) -> tuple[int, int] | None:
    """Row and column from 1 of `$B$7`; None for anything else."""
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None or not int(found[2]):
        return None
    return min(int(found[2]), MOST_ROWS), min(column_number(found[1]), MOST_COLUMNS)


def column_number(letters: str) -> int:
    """A column from 1 by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class _Numbers(dict[str, int]):
    """Whole numbers by their text, 0 for what is none: each is worked out once."""

    def __missing__(self, text: str) -> int:
        self[text] = number = _whole(text) or 0
        return number


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
