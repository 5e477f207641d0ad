"""An answer as text, CSV or a workbook."""

from __future__ import annotations

import csv
import datetime
import io
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from gongkai.dataset.querying import Answer
from gongkai.errors import TargetError, UsageError
from gongkai.formula_guard import guard
from gongkai.model import plain_decimal
from gongkai.storing import store

SUFFIXES = (".csv", ".xlsx")
_SHEET_ROWS = 1_048_576
_EXACT_DIGITS = 15
"""What a workbook's numbers hold; longer ones go in as text."""


def shown(value: Any) -> str:
    """A value as text: decimals without the zeros of their column's scale, lists joined, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        plain = plain_decimal(value)
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.6g}"
    if isinstance(value, list | tuple):
        return "; ".join(shown(one) for one in value)
    return str(value)


def texts(answer: Answer) -> Iterator[tuple[str, ...]]:
    """The rows as texts."""
    return (tuple(map(shown, row)) for row in answer.rows)


def save(answer: Answer, path: Path) -> int:
    """Write the answer as the file's suffix says, whole or not at all; the number of rows.

    UsageError for another suffix, TargetError where the disk refuses or a sheet is too short.
    """
    require_suffix(path)
    if path.suffix.lower() == ".csv":
        data, count = _csv(answer)
    else:
        data, count = _workbook(answer, path)
    store(data, path)
    return count


def require_suffix(path: Path) -> None:
    """UsageError for a file that is neither CSV nor a workbook."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"没有以 {path.suffix or '（无）'} 为后缀的输出格式", str(path), f"可用：{'、'.join(SUFFIXES)}"
        )


def _csv(answer: Answer) -> tuple[bytes, int]:
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerow(answer.columns)
    count = 0
    for row in answer.rows:
        writer.writerow([_full(value) for value in row])
        count += 1
    return page.getvalue().encode("utf-8-sig"), count


def _full(value: Any) -> str:
    if isinstance(value, float) and math.isfinite(value) and not value.is_integer():
        return repr(value)
    return guard(shown(value)) if isinstance(value, str | list) else shown(value)


def _workbook(answer: Answer, path: Path) -> tuple[bytes, int]:
    import xlsxwriter

    page = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(page, options)
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    sheet = book.add_worksheet("查询结果")
    bold = book.add_format({"bold": True, "bottom": 1})
    count = 0
    for column, name in enumerate(answer.columns):
        sheet.write_string(0, column, name, bold)
    for count, row in enumerate(answer.rows, 1):
        if count >= _SHEET_ROWS:
            raise TargetError(f"结果超过 {_SHEET_ROWS - 1:,} 行，一张工作表放不下", str(path), "请用 .csv，或加 LIMIT")
        _write_row(sheet, count, row)
    sheet.freeze_panes(1, 0)
    if count:
        sheet.autofilter(0, 0, count, len(answer.columns) - 1)
    sheet.autofit(max_width=400)
    book.close()
    return page.getvalue(), count


def _write_row(sheet: Any, number: int, row: Sequence[Any]) -> None:
    for column, value in enumerate(row):
        if isinstance(value, bool) or value is None:
            sheet.write(number, column, value)
        elif isinstance(value, int | float | Decimal) and _is_exact(value):
            sheet.write_number(number, column, value)
        else:
            sheet.write_string(number, column, shown(value))


def _is_exact(value: int | float | Decimal) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return len(shown(Decimal(value)).lstrip("-0.").replace(".", "")) <= _EXACT_DIGITS
