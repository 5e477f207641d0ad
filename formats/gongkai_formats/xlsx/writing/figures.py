"""长表: every figure of every table, one a row. 绩效指标: every indicator of every form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gongkai.model import IndicatorForm, Table, plain_decimal
from gongkai.tables.facts import Fact
from gongkai_formats.xlsx.writing.book import Book
from gongkai_formats.xlsx.writing.cell_places import column_places_text, places_text
from gongkai_formats.xlsx.writing.cell_values import PrintedNumber, printed_number
from gongkai_formats.xlsx.writing.listing import Column, Entry, finish_list, write_list
from gongkai_formats.xlsx.writing.styles import CONTRADICTED

_STATUS = {"proved": "得到证明", "unproved": "未证明", "contradicted": "有矛盾"}

FACT_COLUMNS = (
    Column("表号", 12),
    Column("表名", 30),
    Column("栏", 5, align="center"),
    Column("科目代码", 10),
    Column("项目", 34),
    Column("级次", 6, align="center"),
    Column("上级项目", 26),
    Column("栏目", 30),
    Column("金额", 16),
    Column("原文", 14, align="right"),
    Column("单位", 7, align="center"),
    Column("折合元", 18),
    Column("证明", 9, align="center"),
    Column("出处", 20),
)

INDICATOR_COLUMNS = (
    Column("表单", 26),
    Column("部分", 10),
    Column("时段", 8),
    Column("一级指标", 12, wrap=True),
    Column("二级指标", 14, wrap=True),
    Column("三级指标", 34, wrap=True),
    Column("指标值", 18, wrap=True),
    Column("调整后", 14, wrap=True),
    Column("实际完成", 18, wrap=True),
    Column("进度", 10, wrap=True),
    Column("分值", 8),
    Column("得分", 8),
    Column("说明", 30, wrap=True),
    Column("出处", 12),
)


def write_facts(book: Book, sheet: Any, found: Sequence[tuple[Table, Fact]]) -> None:
    """Write facts with their tables, numbers real; the printed words stand beside each."""
    rows = (_fact_row(table, fact) for table, fact in found)
    finish_list(sheet, 0, write_list(book, sheet, 0, FACT_COLUMNS, rows), FACT_COLUMNS)


def write_indicators(book: Book, sheet: Any, forms: tuple[IndicatorForm, ...]) -> None:
    """Write the indicators of all forms; each leads to its form."""
    rows = (row for form in forms for row in _indicator_rows(book, form))
    finish_list(sheet, 0, write_list(book, sheet, 0, INDICATOR_COLUMNS, rows), INDICATOR_COLUMNS)


def _fact_row(table: Table, fact: Fact) -> tuple[Entry, ...]:
    yuan = plain_decimal(fact.value_yuan) if fact.value_yuan is not None else ""
    return (
        Entry(table.number_label),
        Entry(fact.table_title),
        Entry(str(fact.panel + 1)),
        Entry(fact.row_code),
        Entry(fact.row_label),
        Entry(str(fact.row_level) if fact.row_level else ""),
        Entry("／".join(fact.row_path)),
        Entry("／".join(fact.column_path)),
        _amount(fact),
        Entry(fact.raw),
        Entry(fact.unit),
        Entry(yuan, _grouped(printed_number(yuan))),
        Entry(_STATUS[fact.status], fill=CONTRADICTED if fact.status == "contradicted" else ""),
        Entry(column_places_text(fact.places, fact.column)),
    )


def _amount(fact: Fact) -> Entry:
    """The value as a number; shown as printed wherever the print is the value."""
    plain = plain_decimal(fact.value)
    printed = printed_number(fact.raw)
    value = printed_number(plain)
    return Entry(
        plain, printed if printed is not None and value is not None and printed.value == value.value else value
    )


def _grouped(number: PrintedNumber | None) -> PrintedNumber | None:
    return number._replace(format=number.format.replace("#,##0", "0").replace("0", "#,##0", 1)) if number else None


def _indicator_rows(book: Book, form: IndicatorForm) -> Iterator[tuple[Entry, ...]]:
    target = book.whereabouts.get(form.id)
    for each in form.indicators:
        words = (each.level1, each.level2, each.level3, each.target, each.adjusted, each.actual, each.progress)
        yield (
            Entry(form.title, target=target, place=each.cells[0] if each.cells else None),
            Entry(each.section),
            Entry(each.phase),
            *(Entry(word or "") for word in words),
            _number(each.weight or ""),
            _number(each.score or ""),
            Entry(each.note or ""),
            Entry(places_text(each.places)),
        )


def _number(text: str) -> Entry:
    return Entry(text, printed_number(text))
