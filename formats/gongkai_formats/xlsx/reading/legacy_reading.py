"""Old binary workbooks (.xls): values and merged areas by way of calamine, printed as `legacy_styles` says."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from gongkai.errors import DamagedError, EncryptedError, LimitError
from gongkai.findings import finding
from gongkai.model import BareDocument, Gap, SourceInfo
from gongkai.plugins.specs import Source
from gongkai_formats.sheet.number_formats import format_of, general_text, stored_number
from gongkai_formats.xlsx.circle.own_sheets import own_sheets
from gongkai_formats.xlsx.reading.legacy_styles import EncryptedBookError, LegacyBook, LegacySheet, read_styles
from gongkai_formats.xlsx.reading.sheets import PrintedSheet
from gongkai_formats.xlsx.reading.workbook import Harvest, named

MEDIA_TYPE = "application/vnd.ms-excel"
_REMEDY = "请用 Excel 或 WPS 打开后另存为 .xlsx"


def is_encrypted_package(data: bytes) -> bool:
    """Whether an OLE file is a modern workbook behind a password."""
    return "EncryptedPackage".encode("utf-16-le") in data


def read_legacy(source: Source) -> BareDocument:
    """The bare document of an .xls; SourceError's kin where it cannot be read."""
    try:
        styles = read_styles(source.data)
    except EncryptedBookError as error:
        raise _locked(source) from error
    sheets = _sheets(source, styles)
    harvest = Harvest()
    own = own_sheets([sheet for sheet, _ in sheets])
    if own is not None:
        harvest.take_own(own)
    for sheet, hidden in sheets if own is None else ():
        items = named(harvest.sheet_items(sheet, hidden), sheet.name)
        harvest.items += [Gap("page"), *items] if harvest.items and items else items
    findings = [*harvest.findings(), *([finding("xlsx.no_formats")] if styles is None else [])]
    return BareDocument(
        SourceInfo(source.name, source.sha256, MEDIA_TYPE), "xls", tuple(harvest.items), tuple(findings)
    )


def _sheets(source: Source, styles: LegacyBook | None) -> list[tuple[PrintedSheet, bool]]:
    """The worksheets, and whether each is hidden."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        sheets = []
        for number, about in enumerate(book.sheets_metadata):
            if about.typ == python_calamine.SheetTypeEnum.WorkSheet:
                own = styles.sheets[number] if styles is not None and number < len(styles.sheets) else None
                sheet = _printed(book.get_sheet_by_name(about.name), about.name, source, styles, own)
                sheets.append((sheet, about.visible != python_calamine.SheetVisibleEnum.Visible))
        return sheets
    except python_calamine.PasswordError as error:
        raise _locked(source) from error
    except LimitError:
        raise
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise DamagedError(f"不是完好的 .xls 工作簿：{error}", source.name, _REMEDY) from error
    except BaseException as error:
        # The library is written in Rust; where it gives up, it raises a PanicException, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedError("不是完好的 .xls 工作簿", source.name, _REMEDY) from error


def _locked(source: Source) -> EncryptedError:
    return EncryptedError("工作簿有打开密码", source.name, "请先在 Excel 中取消密码，另存后再转换")


def _printed(
    sheet: Any, name: str, source: Source, book: LegacyBook | None, styles: LegacySheet | None
) -> PrintedSheet:
    """A sheet's cells: values by the library, printed as their formats say."""
    printed = PrintedSheet(name)
    texts: dict[tuple[int, int], str] = {}
    if sheet.start is not None:
        if sheet.width * sheet.height > source.limits.cells_per_table:
            raise LimitError(f"工作表“{name}”的单元格过多", source.name, "请拆分文件，或提高上限 cells_per_table")
        top, left = sheet.start
        for row, values in enumerate(sheet.iter_rows(), top + 1):
            texts.update(
                {
                    (row, column): text
                    for column, value in enumerate(values, left + 1)
                    if value != "" and (text := value_text(value))
                }
            )
    if book is not None and styles is not None:
        _add_styles(printed, texts, book, styles)
    else:
        _add_rows(printed, {place: (text, 0) for place, text in texts.items()})
    for (first, left_one), (last, right_one) in sheet.merged_cell_ranges or ():
        printed.merged.append((first + 1, left_one + 1, last + 1, right_one + 1))
    return printed


def _add_styles(
    printed: PrintedSheet, texts: dict[tuple[int, int], str], book: LegacyBook, styles: LegacySheet
) -> None:
    printed.looks = book.looks
    printed.hidden_rows, printed.hidden_columns = styles.hidden_rows, styles.hidden_columns
    printed.formulas, printed.errors = styles.formulas, list(styles.errors)
    texts.update(styles.errors)
    for place, number in styles.numbers.items():
        texts[place] = format_of(printed.look(styles.styles[place]).format)(number, book.epoch_1904)
    boxed = {place for place, style in styles.styles.items() if printed.look(style).boxed}
    _add_rows(printed, {place: (texts.get(place, ""), styles.styles.get(place, 0)) for place in {*texts, *boxed}})


def _add_rows(printed: PrintedSheet, cells: dict[tuple[int, int], tuple[str, int]]) -> None:
    for row, column in sorted(cells):
        printed.rows.setdefault(row, []).append((column, *cells[row, column]))


def value_text(value: object) -> str:
    """A value as General prints it; dates in figures."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        number = stored_number(repr(value))
        return general_text(number if number is not None else Decimal(0))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
