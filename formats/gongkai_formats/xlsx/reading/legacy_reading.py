"""Old binary workbooks (.xls) by way of xlrd; what it refuses, calamine reads without formats."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

from gongkai.errors import DamagedError, EncryptedError, LimitError
from gongkai.findings import finding
from gongkai.model import BareDocument, Finding, Gap, SourceInfo
from gongkai.plugins.specs import Source
from gongkai_formats.sheet.number_formats import format_of, printed_text, stored_number
from gongkai_formats.sheet.printed import GENERAL, CellLook, PrintedSheet
from gongkai_formats.xlsx.reading.cell_looks import BUILT_IN_FORMATS
from gongkai_formats.xlsx.reading.harvest import Harvest, named
from gongkai_formats.xlsx.reading.second_engine import SecondEngine

MEDIA_TYPE = "application/vnd.ms-excel"
_BOLD = 600
"""Weight of a font from which it counts as bold; normal is 400, bold 700."""

_CENTRED = (2, 6)
"""Horizontal alignments: centred, and centred over blank neighbours."""

_TWENTIETHS = 5
"""1/100 pt in a twentieth of a point."""

Sheets = list[tuple[PrintedSheet, bool]]
"""The worksheets, and whether each is hidden."""


def is_encrypted_package(data: bytes) -> bool:
    """Whether an OLE file is a modern workbook behind a password."""
    return "EncryptedPackage".encode("utf-16-le") in data


class OpenedLegacy(NamedTuple):
    """An .xls with its sheets read: each with whether it is hidden, how many formulas there are, and remarks."""

    sheets: Sheets
    formulas: int
    findings: list[Finding]


def bare_legacy(opened: OpenedLegacy, source: Source, harvest: Harvest | None = None) -> BareDocument:
    """An opened .xls as an ordinary document; `harvest`: what its sheets hold, where that is known already."""
    if harvest is None:
        harvest = Harvest()
        for sheet, hidden in opened.sheets:
            items = named(harvest.sheet_items(sheet, hidden), sheet.name)
            harvest.items += [Gap("page"), *items] if harvest.items and items else items
    harvest.count_formulas(opened.formulas)
    info = SourceInfo(source.name, source.sha256, MEDIA_TYPE)
    return BareDocument(info, "xls", tuple(harvest.items), (*harvest.findings(), *opened.findings))


def open_legacy(source: Source) -> OpenedLegacy:
    """Read all sheets of an .xls; SourceError's kin where it cannot be read."""
    import xlrd

    try:
        # Warnings of the library would go to standard output.
        book = xlrd.open_workbook(
            file_contents=source.data, formatting_info=True, on_demand=True, ragged_rows=True, logfile=io.StringIO()
        )
        looks = _looks(book)
        sheets = [_sheet(book, number, looks, source) for number in range(book.nsheets)]
        return OpenedLegacy(sheets, _formulas(book), [])
    except LimitError:
        raise
    except Exception as error:
        # The library checks little: what is broken ends in whatever its arithmetic, struct or assertions raise.
        if isinstance(error, xlrd.XLRDError) and "encrypted" in str(error):
            raise EncryptedError("工作簿有打开密码", source.name, "请先在 Excel 中取消密码，另存后再转换") from error
        return OpenedLegacy(_second_reading(source), 0, [finding("xlsx.no_formats")])


def _second_reading(source: Source) -> Sheets:
    engine = SecondEngine(source.data, source.limits, source.name)
    sheets = [(engine.sheet(name), hidden) for name, hidden in engine.sheets()]
    if not sheets:
        raise DamagedError("工作簿中没有可读的工作表", source.name, "请用 Excel 或 WPS 打开后另存为 .xlsx")
    return sheets


def _formulas(book: Any) -> int:
    """Formulas in the file: the library keeps their results only, but counts records by their names."""
    from xlrd.biffh import biff_count_records

    counted = io.StringIO()
    biff_count_records(book.mem, book.base, book.stream_len, counted)
    lines = (line.split() for line in counted.getvalue().splitlines())
    return sum(int(words[0]) for words in lines if words[1:] and words[1].startswith("FORMULA"))


def _looks(book: Any) -> list[CellLook]:
    formats = dict(BUILT_IN_FORMATS)
    # The library's own words for formats known by number are American; only those in the file count.
    formats.update({each.format_key: each.format_str or GENERAL for each in book.format_list})
    return [_look(style, formats, book.font_list) for style in book.xf_list]


def _look(style: Any, formats: dict[int, str], fonts: list[Any]) -> CellLook:
    font = fonts[style.font_index] if style.font_index < len(fonts) else None
    box = style.border
    boxed = bool(box.left_line_style or box.right_line_style or (box.top_line_style and box.bottom_line_style))
    return CellLook(
        formats.get(style.format_key, GENERAL),
        font is not None and (font.weight >= _BOLD or bool(font.bold)),
        font.height * _TWENTIETHS if font is not None else 0,
        style.alignment.hor_align in _CENTRED,
        boxed,
    )


def _sheet(book: Any, number: int, looks: list[CellLook], source: Source) -> tuple[PrintedSheet, bool]:
    sheet = book.sheet_by_index(number)
    printed = PrintedSheet(sheet.name, looks=looks)
    most = source.limits.cells_per_table
    count = 0
    for row in range(sheet.nrows):
        count += sheet.row_len(row)
        if count > most:
            raise LimitError(
                f"工作表“{sheet.name}”的单元格超过 {most:,} 个", source.name, "请拆分文件，或提高上限 cells_per_table"
            )
        cells = [
            (column + 1, text, style)
            for column, text, style in _row(printed, sheet, row, book.datemode == 1)
            if text or printed.look(style).boxed
        ]
        if cells:
            printed.rows[row + 1] = cells
    printed.merged += [(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells]
    printed.hidden_rows |= {row + 1 for row, about in sheet.rowinfo_map.items() if about.hidden}
    printed.hidden_columns += [(column + 1, column + 1) for column, about in sheet.colinfo_map.items() if about.hidden]
    book.unload_sheet(number)
    return printed, sheet.visibility != 0


def _row(printed: PrintedSheet, sheet: Any, row: int, epoch_1904: bool) -> Iterator[tuple[int, str, int]]:
    """Each cell's column from 0, text and style; error values are noted."""
    from xlrd import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT, error_text_from_code

    for column, (kind, value) in enumerate(zip(sheet.row_types(row), sheet.row_values(row), strict=True)):
        style = sheet.cell_xf_index(row, column)
        code = printed.look(style).format
        text = ""
        if kind in (XL_CELL_NUMBER, XL_CELL_DATE):
            number = stored_number(repr(value))
            text = format_of(code)(number, epoch_1904) if number is not None else str(value)
        elif kind == XL_CELL_TEXT:
            text = printed_text(value.replace("\r\n", "\n").replace("\r", "\n"), code)
        elif kind == XL_CELL_BOOLEAN:
            text = "TRUE" if value else "FALSE"
        elif kind == XL_CELL_ERROR:
            text = error_text_from_code.get(value, "#N/A")
            printed.errors.append((row + 1, column + 1))
        yield column, text, style
