"""One worksheet part as printed cells: values under their formats, merged areas, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from openpyxl.utils.exceptions import CellCoordinatesException
from openpyxl.worksheet._reader import COL_TAG, FORMULA_TAG, INLINE_STRING, ROW_TAG, VALUE_TAG, WorkSheetParser
from openpyxl.xml.constants import SHEET_MAIN_NS

from gongkai.errors import DamagedError, LimitError
from gongkai_formats.sheet.number_formats import format_of, printed_text, stored_number
from gongkai_formats.sheet.printed import GENERAL, CellLook, PrintedCell, PrintedSheet
from gongkai_formats.xlsx.reading.package import Package, unescape
from gongkai_formats.xlsx.reading.safe_xml import without_document_type

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")
_ADDRESS = re.compile(rb"""\br=["']([A-Za-z]{0,9})(\d{1,12})["']""")
_MOST_MERGES = 200_000
_MOST_BETWEEN_ROWS = 32_000_000
"""Bytes of a part between the ends of two rows, or after the last; a full row of numbers has about one million."""

_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_MERGE_TAG = f"{{{SHEET_MAIN_NS}}}mergeCell"
_RUNNING_TAGS = frozenset(
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("oddHeader", "oddFooter", "firstHeader", "firstFooter")
)
_TEXT_TAG, _RUN_TAG = (f"{{{SHEET_MAIN_NS}}}{name}" for name in ("t", "r"))
_TRUE = ("1", "true")
_REMEDY = "请用 Excel 或 WPS 打开后另存为 .xlsx"


class _CountedTexts:
    """Shared texts by number; a negative one is out of range, as any other that there is no text for."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = texts

    def __getitem__(self, number: int) -> str:
        if number < 0:
            raise IndexError(f"shared text {number}")
        return self._texts[number]


class UnreadableRowError(Exception):
    """openpyxl refuses a row of a sheet."""


@dataclass(slots=True)
class Shared:
    """What all sheets of a workbook share."""

    texts: Sequence[str]
    looks: Sequence[CellLook]
    epoch_1904: bool
    most_cells: int


def read_sheet(package: Package, part: str, name: str, shared: Shared) -> PrintedSheet:
    """The printed cells of a worksheet part; UnreadableRowError where openpyxl refuses a row."""
    reader = _SheetReader(name, shared, package.where)
    parser: XMLPullParser[Any] = XMLPullParser(("end",))
    where = f"{package.where}/{part}"
    try:
        for chunk in _transitional(without_document_type(package.chunks(part), where)):
            parser.feed(chunk)
            reader.take(parser.read_events(), len(chunk))
        parser.close()
        reader.take(parser.read_events(), 0)
    except (ParseError, LookupError) as error:
        raise DamagedError(f"XML 已损坏或不安全：{error}", where, _REMEDY) from error
    return reader.sheet


def _transitional(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """A part with its elements in the namespace that openpyxl knows. Strict files name another one in their root."""
    for number, chunk in enumerate(chunks):
        yield chunk if number else chunk.replace(_STRICT, SHEET_MAIN_NS.encode(), 1)


class _SheetReader:
    """The state of reading one part: what openpyxl makes of its rows, and what stands around them."""

    def __init__(self, name: str, shared: Shared, where: str) -> None:
        self.sheet = PrintedSheet(name, looks=shared.looks)
        self._shared = shared
        self._where = where
        # Dates stay the numbers they are stored as: a format prints them, and openpyxl's own guess at which formats
        # are dates takes `0.00 USD` for one. Its shared texts come with fewer escapes resolved than ours.
        self._parser = WorkSheetParser(None, _CountedTexts(shared.texts), data_only=True)
        self._count = 0
        self._waiting = 0
        self._printers: dict[int, Callable[[Decimal, bool], str]] = {}

    def take(self, events: Iterable[Any], size: int) -> None:
        """Take the ended elements, as (event, element), that `size` more bytes of the part have brought."""
        self._waiting += size
        for _, element in events:
            tag = element.tag
            if tag == ROW_TAG:
                self._take_row(element)
                element.clear()
                self._waiting = 0
            elif tag == _MERGE_TAG:
                self._add_area(element.get("ref", ""))
            elif tag == COL_TAG and element.get("hidden") in _TRUE:
                first, last = _whole(element.get("min", "")), _whole(element.get("max", ""))
                if first and last:
                    self.sheet.hidden_columns.append((first, last))
            elif tag in _RUNNING_TAGS:
                self.sheet.running.append(element.text or "")
        if self._waiting > _MOST_BETWEEN_ROWS:
            raise LimitError(f"工作表“{self.sheet.name}”的一行过长", self._where, _REMEDY)

    def _take_row(self, element: Element) -> None:
        if len(element) > MOST_COLUMNS:
            raise DamagedError(f"工作表“{self.sheet.name}”的列号超出范围", self._where, "请重新保存文件")
        try:
            row, parsed = self._parser.parse_row(element)
        except (ValueError, TypeError, LookupError, CellCoordinatesException) as error:
            raise UnreadableRowError(str(error)) from error
        if element.get("hidden") in _TRUE:
            self.sheet.hidden_rows.add(row)
        cells = self.sheet.rows.get(row, [])
        for own, cell in zip(element, parsed, strict=True):
            self._add_cell(cells, own, cell, row)
        if cells:
            self._keep_row(row, cells)

    def _keep_row(self, row: int, cells: list[PrintedCell]) -> None:
        if not 0 < row <= MOST_ROWS:
            raise DamagedError(f"工作表“{self.sheet.name}”的行号 {row} 超出范围", self._where, "请重新保存文件")
        self.sheet.rows[row] = cells
        if any(one[0] >= other[0] for one, other in pairwise(cells)):
            last = {cell[0]: cell for cell in cells}
            self.sheet.rows[row] = [last[column] for column in sorted(last)]

    def _add_cell(self, cells: list[PrintedCell], element: Element, cell: dict[str, Any], row: int) -> None:
        column = cell["column"]
        style = cell["style_id"] = cell["style_id"] or 0  # an empty number comes as it stands
        if cell["value"] is None and len(element):
            _complete(cell, element)
        holds = cell["value"] is not None
        text = self._printed(element, cell, row) if holds else ""
        if len(element) > 1 or not text:
            self._note_formula(element, row, column, holds or bool(text))
        boxed = self.sheet.look(style).boxed
        if not (text or holds or boxed):
            return
        self._count_cell(column)
        if text or boxed:
            cells.append((column, text, style))
        if holds and not text:
            self.sheet.unprinted.append((row, column))

    def _note_formula(self, element: Element, row: int, column: int, saved: bool) -> None:
        """Count a cell's formula, and keep its place where no result was saved."""
        if element.find(FORMULA_TAG) is None:
            return
        self.sheet.formulas += 1
        if not saved and element.get("t") != "str":
            self.sheet.unsaved.append((row, column))

    def _count_cell(self, column: int) -> None:
        if column > MOST_COLUMNS:
            raise DamagedError(f"工作表“{self.sheet.name}”的列号超出范围", self._where, "请重新保存文件")
        self._count += 1
        if self._count > self._shared.most_cells:
            raise LimitError(
                f"工作表“{self.sheet.name}”的单元格超过 {self._shared.most_cells:,} 个",
                self._where,
                "请拆分文件，或提高上限 cells_per_table",
            )

    def _printed(self, element: Element, cell: dict[str, Any], row: int) -> str:
        value, kind, style = cell["value"], cell["data_type"], cell["style_id"]
        if kind == "n":
            number = stored_number(repr(value))
            if number is None:  # beyond what a float holds
                return (element.findtext(VALUE_TAG) or "").strip()
            printer = self._printers.get(style)
            if printer is None:
                printer = self._printers[style] = format_of(self.sheet.look(style).format)
            return printer(number, self._shared.epoch_1904)
        if kind == "b":
            return "TRUE" if value else "FALSE"
        if kind == "e":
            self.sheet.errors.append((row, cell["column"]))
            return str(value).strip()
        if kind == "d":
            return (element.findtext(VALUE_TAG) or "").strip().removesuffix("T00:00:00")
        text = str(value)
        if element.get("t") == "inlineStr":
            text = unescape(text).replace("\r\n", "\n").replace("\r", "\n")
        code = self.sheet.look(style).format
        return printed_text(text, code) if text and code != GENERAL else text

    def _add_area(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        one, other = parse_reference(first), parse_reference(last or first)
        if one is None or other is None or len(self.sheet.merged) >= _MOST_MERGES:
            return
        top, bottom = sorted((one[0], other[0]))
        left, right = sorted((one[1], other[1]))
        self.sheet.merged.append((top, left, bottom, right))


def _complete(cell: dict[str, Any], element: Element) -> None:
    """Give a cell the value that openpyxl passes over: a formula's text beside an inline one, a text without its type."""
    if element.get("t") == "inlineStr":
        cell["value"] = element.findtext(VALUE_TAG)
    inline = element.find(INLINE_STRING) if cell["value"] is None else None
    if inline is not None:
        cell["value"], cell["data_type"] = "".join(piece.text or "" for piece in _own_texts(inline)), "s"


def _own_texts(inline: Element) -> Iterator[Element]:
    """The texts of an inline string and its runs, without phonetic guides."""
    yield from inline.findall(_TEXT_TAG)
    yield from inline.findall(f"{_RUN_TAG}/{_TEXT_TAG}")


def extent(package: Package, part: str) -> int:
    """Cells of the box around all addresses of a sheet, as far as they are written out; what lies in it may be little."""
    rows = columns = 1
    for chunk in package.chunks(part):
        for letters, digits in _ADDRESS.findall(chunk):
            rows = max(rows, int(digits))
            columns = max(columns, column_number(letters.decode()))
    return rows * columns


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


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
