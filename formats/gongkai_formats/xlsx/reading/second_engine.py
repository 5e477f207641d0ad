"""The second engine (calamine): the values of workbooks old and new, without their formats and boxes."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar

import python_calamine

from gongkai.errors import DamagedError, EncryptedError, LimitError
from gongkai.plugins.specs import Limits
from gongkai_formats.sheet.number_formats import general_text, stored_number
from gongkai_formats.sheet.printed import PrintedSheet

_REMEDY = "请用 Excel 或 WPS 打开后另存为 .xlsx"
T = TypeVar("T")


class SecondEngine:
    """A workbook opened by calamine; DamagedError, EncryptedError or LimitError where it can't be read."""

    def __init__(self, data: bytes, limits: Limits, where: str) -> None:
        self._limits = limits
        self._where = where
        self._book = self._guarded(lambda: python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)))

    def sheets(self) -> list[tuple[str, bool]]:
        """The worksheets' names in their order, and whether each is hidden."""
        kinds, shown = python_calamine.SheetTypeEnum, python_calamine.SheetVisibleEnum
        return [
            (about.name, about.visible != shown.Visible)
            for about in self._book.sheets_metadata
            if about.typ == kinds.WorkSheet
        ]

    def sheet(self, name: str) -> PrintedSheet:
        """A sheet's values under General, dates in figures, and its merged areas."""
        return self._guarded(lambda: self._printed(self._book.get_sheet_by_name(name), name))

    def _guarded(self, read: Callable[[], T]) -> T:
        try:
            return read()
        except python_calamine.PasswordError as error:
            raise EncryptedError("工作簿有打开密码", self._where, "请先在 Excel 中取消密码，另存后再转换") from error
        except (DamagedError, LimitError):
            raise
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            raise DamagedError(f"不是完好的工作簿：{error}", self._where, _REMEDY) from error
        except BaseException as error:
            # The library is written in Rust; where it gives up, it raises a PanicException, which is no Exception.
            if type(error).__name__ != "PanicException":
                raise
            raise DamagedError("不是完好的工作簿", self._where, _REMEDY) from error

    def values(self, name: str) -> list[tuple[int, int, object]]:
        """Row and column from 1 and value of each cell that has one."""
        return self._guarded(lambda: list(self._values(self._book.get_sheet_by_name(name), name)))

    def _values(self, sheet: Any, name: str) -> Iterator[tuple[int, int, object]]:
        if sheet.start is None:
            return
        if sheet.width * sheet.height > self._limits.cells_per_table:
            raise LimitError(f"工作表“{name}”的单元格过多", self._where, "请拆分文件，或提高上限 cells_per_table")
        top, left = sheet.start
        for row, values in enumerate(sheet.to_python(skip_empty_area=True), top + 1):
            yield from ((row, column, value) for column, value in enumerate(values, left + 1) if value != "")

    def _printed(self, sheet: Any, name: str) -> PrintedSheet:
        printed = PrintedSheet(name)
        for row, column, value in self._values(sheet, name):
            if text := value_text(value):
                printed.rows.setdefault(row, []).append((column, text, 0))
        for (first, left_one), (last, right_one) in sheet.merged_cell_ranges or ():
            printed.merged.append((first + 1, left_one + 1, last + 1, right_one + 1))
        return printed


def value_text(value: object) -> str:
    """A value as General prints it; dates in figures."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        number = stored_number(repr(value))
        return general_text(number) if number is not None else repr(value)  # no figure: inf, nan, or beyond Excel's
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).replace("\r\n", "\n").replace("\r", "\n")
