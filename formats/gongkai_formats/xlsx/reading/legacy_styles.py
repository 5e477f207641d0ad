"""What an old binary workbook ([MS-XLS]) says of its cells besides their values: formats, boxes, what is hidden.

The library that reads the values leaves this out, and without it 5987.10 would print as 5987.1.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai_formats.sheet.number_formats import stored_number
from gongkai_formats.xlsx.reading.cell_looks import BUILT_IN_FORMATS, GENERAL, CellLook
from gongkai_formats.xlsx.reading.compound_file import CompoundFile

_BOF, _EOF, _ENCRYPTED, _DATES, _SHEET, _FONT, _FORMAT, _STYLE = 0x809, 0x0A, 0x2F, 0x22, 0x85, 0x31, 0x41E, 0xE0
_NUMBER, _SHORT, _SHORTS, _FORMULA, _BLANK, _BLANKS = 0x203, 0x27E, 0xBD, 0x06, 0x201, 0xBE
_TEXTS = (0xFD, 0x204, 0xD6)
_LOGICAL, _ROW, _COLUMNS = 0x205, 0x208, 0x7D
_VERSION_8 = 0x600
_BOLD = 600
_CENTRED = (2, 6)
_HIDDEN_ROW = 0x20

_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

Cell = tuple[int, int]
"""Row and column from 1."""


class EncryptedBookError(Exception):
    """The workbook has a password."""


@dataclass(slots=True)
class LegacySheet:
    """A sheet's cells: style of each, numbers as stored; what is hidden, formulas, error values."""

    styles: dict[Cell, int] = field(default_factory=dict)
    numbers: dict[Cell, Decimal] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    formulas: int = 0
    errors: dict[Cell, str] = field(default_factory=dict)


@dataclass(slots=True)
class LegacyBook:
    """Cell styles by number, whether days count from 1904, and the sheets in their order."""

    looks: list[CellLook] = field(default_factory=list)
    epoch_1904: bool = False
    sheets: list[LegacySheet] = field(default_factory=list)


def read_styles(data: bytes) -> LegacyBook | None:
    """What an .xls says of its cells; None where it is older than Excel 97 or broken. EncryptedBookError."""
    try:
        stream = CompoundFile(data).stream("Workbook")
        return _book(stream) if stream is not None else None
    except (struct.error, ValueError, IndexError, OverflowError):
        return None


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Records of one substream up to its end."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        yield kind, stream[start + 4 : start + 4 + length]
        start += 4 + length


def _book(stream: bytes) -> LegacyBook | None:
    book = LegacyBook()
    formats = dict(BUILT_IN_FORMATS)
    fonts: list[tuple[bool, int]] = []
    styles: list[bytes] = []
    starts: list[int] = []
    for kind, body in _records(stream, 0):
        if kind == _BOF and struct.unpack_from("<H", body)[0] != _VERSION_8:
            return None
        if kind == _ENCRYPTED:
            raise EncryptedBookError
        if kind == _DATES:
            book.epoch_1904 = body[:2] == b"\x01\x00"
        elif kind == _SHEET:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == _FONT:
            height, _, _, weight = struct.unpack_from("<4H", body)
            fonts.append((weight >= _BOLD, height * 5))
        elif kind == _FORMAT:
            formats[struct.unpack_from("<H", body)[0]] = _text(body[2:]) or GENERAL
        elif kind == _STYLE:
            styles.append(body)
    book.looks = [_look(style, formats, fonts) for style in styles]
    book.sheets = [_sheet(stream, start) for start in starts]
    return book


def _text(body: bytes) -> str:
    count, flags = struct.unpack_from("<HB", body)
    return body[3 : 3 + 2 * count].decode("utf-16-le") if flags & 1 else body[3 : 3 + count].decode("latin-1")


def _look(style: bytes, formats: dict[int, str], fonts: list[tuple[bool, int]]) -> CellLook:
    font, code, _, alignment = struct.unpack_from("<HHHB", style)
    font -= font > 4  # the fifth font is never written
    bold, size = fonts[font] if font < len(fonts) else (False, 0)
    borders = struct.unpack_from("<H", style, 10)[0]
    left, right, top, bottom = (borders >> shift & 0xF for shift in (0, 4, 8, 12))
    boxed = bool(left or right or (top and bottom))
    return CellLook(formats.get(code, GENERAL), bold, size, alignment & 7 in _CENTRED, boxed)


def _sheet(stream: bytes, start: int) -> LegacySheet:
    sheet = LegacySheet()
    for kind, body in _records(stream, start):
        if kind in (_NUMBER, _SHORT, _BLANK, _FORMULA, _LOGICAL, *_TEXTS):
            row, column, style = struct.unpack_from("<3H", body)
            _place(sheet, kind, (row + 1, column + 1), style, body[6:])
        elif kind in (_SHORTS, _BLANKS):
            row, column = struct.unpack_from("<2H", body)
            width = 6 if kind == _SHORTS else 2
            for number, at in enumerate(range(4, len(body) - 2, width)):
                style = struct.unpack_from("<H", body, at)[0]
                own = _SHORT if kind == _SHORTS else _BLANK
                _place(sheet, own, (row + 1, column + 1 + number), style, body[at + 2 : at + width])
        elif kind == _ROW and struct.unpack_from("<I", body, 12)[0] & _HIDDEN_ROW:
            sheet.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _COLUMNS:
            first, last, _, _, options = struct.unpack_from("<5H", body)
            if options & 1:
                sheet.hidden_columns.append((first + 1, last + 1))
    return sheet


def _place(sheet: LegacySheet, kind: int, cell: Cell, style: int, value: bytes) -> None:
    sheet.styles[cell] = style
    number: Decimal | None = None
    if kind == _SHORT:
        number = _short(struct.unpack_from("<I", value)[0])
    elif kind == _NUMBER or (kind == _FORMULA and value[6:8] != b"\xff\xff"):
        number = stored_number(repr(struct.unpack_from("<d", value)[0]))
    if kind == _FORMULA:
        sheet.formulas += 1
    if kind == _LOGICAL and value[1:2] == b"\x01":
        sheet.errors[cell] = _ERRORS.get(value[0], "#N/A")
    elif kind == _FORMULA and value[6:8] == b"\xff\xff" and value[0] == 2:
        sheet.errors[cell] = _ERRORS.get(value[2], "#N/A")
    if number is not None:
        sheet.numbers[cell] = number


def _short(packed: int) -> Decimal | None:
    """A number in thirty bits: whole or the upper half of a float, in hundredths or not."""
    if packed & 2:
        number = Decimal((packed >> 2) - (1 << 30 if packed & 0x8000_0000 else 0))
        return number / 100 if packed & 1 else number
    value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFF_FFFC) << 32))[0]
    return stored_number(repr(value / 100 if packed & 1 else value))
