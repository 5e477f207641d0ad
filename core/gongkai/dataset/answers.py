"""An answer as text, CSV or a workbook."""

from __future__ import annotations

import csv
import datetime
import io
import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from gongkai.dataset.querying import Answer
from gongkai.errors import TargetError, UsageError
from gongkai.model import plain_decimal
from gongkai.walk.storing import new_file
from gongkai.words.formula_guard import guard
from gongkai.words.labels import display_width

SUFFIXES = (".csv", ".xlsx")
_SHEET_ROWS = 1_048_576
_MEASURED = 200
"""Rows whose width is measured."""

_WIDEST = 60
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
    with new_file(path) as file:
        return _csv(answer, file) if path.suffix.lower() == ".csv" else _workbook(answer, file, path)


def require_suffix(path: Path) -> None:
    """UsageError for a file that is neither CSV nor a workbook."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            f"没有以 {path.suffix or '（无）'} 为后缀的输出格式", str(path), f"可用：{'、'.join(SUFFIXES)}"
        )


def _csv(answer: Answer, file: BinaryIO) -> int:
    page = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(page)
    writer.writerow([guard(name) for name in answer.columns])
    count = 0
    for row in answer.rows:
        writer.writerow([_full(value) for value in row])
        count += 1
    page.flush()
    page.detach()
    return count


def _full(value: Any) -> str:
    if isinstance(value, float) and math.isfinite(value) and not value.is_integer():
        return repr(value)
    return guard(shown(value)) if isinstance(value, str | list) else shown(value)


def _workbook(answer: Answer, file: BinaryIO, path: Path) -> int:
    import xlsxwriter

    # Row by row: a workbook of a million rows needs no more memory than one of ten.
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    sheet = book.add_worksheet("查询结果")
    sheet.freeze_panes(1, 0)
    first = list(islice(answer.rows, _MEASURED))
    for column, name in enumerate(answer.columns):
        width = max(map(display_width, [name, *(shown(row[column]) for row in first)]))
        sheet.set_column(column, column, min(width + 2, _WIDEST))
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, name in enumerate(answer.columns):
        sheet.write_string(0, column, name, bold)
    count = 0
    for count, row in enumerate(chain(first, answer.rows), 1):
        if count >= _SHEET_ROWS:
            raise TargetError(f"结果超过 {_SHEET_ROWS - 1:,} 行，一张工作表放不下", str(path), "请用 .csv，或加 LIMIT")
        _write_row(sheet, count, row)
    if count:
        sheet.autofilter(0, 0, count, len(answer.columns) - 1)
    book.close()
    return count


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
