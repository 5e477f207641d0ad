"""Old binary workbooks (.xls), by way of calamine: values and merged areas; formats are not to be had there."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from gongkai.errors import DamagedError, EncryptedError, LimitError
from gongkai.findings import finding
from gongkai.model import BareDocument, Gap, SourceInfo
from gongkai.specs import Source
from gongkai_formats.xlsx.number_formats import general_text, stored_number
from gongkai_formats.xlsx.sheet_reading import PrintedSheet
from gongkai_formats.xlsx.workbook_reading import Harvest, named

MEDIA_TYPE = "application/vnd.ms-excel"
_REMEDY = "请用 Excel 或 WPS 打开后另存为 .xlsx"


def is_encrypted_package(data: bytes) -> bool:
    """Whether an OLE file is a modern workbook behind a password."""
    return "EncryptedPackage".encode("utf-16-le") in data


def read_legacy(source: Source) -> BareDocument:
    """The bare document of an .xls; SourceError's kin where it cannot be read."""
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        harvest = Harvest()
        for about in book.sheets_metadata:
            if about.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet = _printed(book.get_sheet_by_name(about.name), about.name, source)
            hidden = about.visible != python_calamine.SheetVisibleEnum.Visible
            items = named(harvest.sheet_items(sheet, hidden), sheet.name)
            harvest.items += [Gap("page"), *items] if harvest.items and items else items
    except python_calamine.PasswordError as error:
        raise EncryptedError("工作簿有打开密码", source.name, "请先在 Excel 中取消密码，另存后再转换") from error
    except LimitError:
        raise
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise DamagedError(f"不是完好的 .xls 工作簿：{error}", source.name, _REMEDY) from error
    except BaseException as error:
        # The library is written in Rust; where it gives up, it raises a PanicException, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise DamagedError("不是完好的 .xls 工作簿", source.name, _REMEDY) from error
    info = SourceInfo(source.name, source.sha256, MEDIA_TYPE)
    findings = (finding("xlsx.no_formats"), *harvest.findings())
    return BareDocument(info, "xls", tuple(harvest.items), findings)


def _printed(sheet: Any, name: str, source: Source) -> PrintedSheet:
    start = sheet.start
    printed = PrintedSheet(name)
    if start is None:
        return printed
    if sheet.width * sheet.height > source.limits.cells_per_table:
        raise LimitError(f"工作表“{name}”的单元格过多", source.name, "请拆分文件，或提高上限 cells_per_table")
    top, left = start
    for row, values in enumerate(sheet.iter_rows(), top + 1):
        texts = [(left + at, value_text(value), 0) for at, value in enumerate(values, 1)]
        cells = [cell for cell in texts if cell[1]]
        if cells:
            printed.rows[row] = cells
    for (first, left_one), (last, right_one) in sheet.merged_cell_ranges or ():
        printed.merged.append((first + 1, left_one + 1, last + 1, right_one + 1))
    return printed


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
