"""长表: every figure of every table, one a row. 绩效指标: every indicator of every form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gongkai.model import IndicatorForm, Table, plain_decimal
from gongkai.tables.facts import Fact
from gongkai_formats.xlsx.writing.book import Book
from gongkai_formats.xlsx.writing.cell_places import column_places_text, places_text
from gongkai_formats.xlsx.writing.cell_values import PrintedNumber, printed_number
from gongkai_formats.xlsx.writing.listing import ListCell, ListColumn, finish_list, write_list
from gongkai_formats.xlsx.writing.styles import CONTRADICTED

_STATUS = {"proved": "得到证明", "unproved": "未证明", "contradicted": "有矛盾"}

FACT_COLUMNS = (
    ListColumn("表号", 12),
    ListColumn("表名", 30),
    ListColumn("栏", 5, align="center"),
    ListColumn("科目代码", 10),
    ListColumn("项目", 34),
    ListColumn("级次", 6, align="center"),
    ListColumn("上级项目", 26),
    ListColumn("栏目", 30),
    ListColumn("金额", 16),
    ListColumn("原文", 14, align="right"),
    ListColumn("单位", 7, align="center"),
    ListColumn("折合元", 18),
    ListColumn("证明", 9, align="center"),
    ListColumn("出处", 20),
)

INDICATOR_COLUMNS = (
    ListColumn("表单", 26),
    ListColumn("部分", 10),
    ListColumn("时段", 8),
    ListColumn("一级指标", 12, wrap=True),
    ListColumn("二级指标", 14, wrap=True),
    ListColumn("三级指标", 34, wrap=True),
    ListColumn("指标值", 18, wrap=True),
    ListColumn("调整后", 14, wrap=True),
    ListColumn("实际完成", 18, wrap=True),
    ListColumn("进度", 10, wrap=True),
    ListColumn("分值", 8),
    ListColumn("得分", 8),
    ListColumn("说明", 30, wrap=True),
    ListColumn("出处", 12),
)


def write_facts(book: Book, sheet: Any, found: Sequence[tuple[Table, Fact]]) -> None:
    """Write facts with their tables, numbers real; the printed words stand beside each."""
    rows = (_fact_row(table, fact) for table, fact in found)
    finish_list(sheet, 0, write_list(book, sheet, 0, FACT_COLUMNS, rows), FACT_COLUMNS)


def write_indicators(book: Book, sheet: Any, forms: tuple[IndicatorForm, ...]) -> None:
    """Write the indicators of all forms; each leads to its form."""
    rows = (row for form in forms for row in _indicator_rows(book, form))
    finish_list(sheet, 0, write_list(book, sheet, 0, INDICATOR_COLUMNS, rows), INDICATOR_COLUMNS)


def _fact_row(table: Table, fact: Fact) -> tuple[ListCell, ...]:
    yuan = plain_decimal(fact.value_yuan) if fact.value_yuan is not None else ""
    return (
        ListCell(table.number_label),
        ListCell(fact.table_title),
        ListCell(str(fact.panel + 1)),
        ListCell(fact.row_code),
        ListCell(fact.row_label),
        ListCell(str(fact.row_level) if fact.row_level else ""),
        ListCell("／".join(fact.row_path)),
        ListCell("／".join(fact.column_path)),
        _amount(fact),
        ListCell(fact.raw),
        ListCell(fact.unit),
        ListCell(yuan, _grouped(printed_number(yuan))),
        ListCell(_STATUS[fact.status], fill=CONTRADICTED if fact.status == "contradicted" else ""),
        ListCell(column_places_text(fact.places, fact.column)),
    )


def _amount(fact: Fact) -> ListCell:
    """The value as a number; shown as printed wherever the print is the value."""
    plain = plain_decimal(fact.value)
    printed = printed_number(fact.raw)
    value = printed_number(plain)
    return ListCell(
        plain, printed if printed is not None and value is not None and printed.value == value.value else value
    )


def _grouped(number: PrintedNumber | None) -> PrintedNumber | None:
    return number._replace(format=number.format.replace("#,##0", "0").replace("0", "#,##0", 1)) if number else None


def _indicator_rows(book: Book, form: IndicatorForm) -> Iterator[tuple[ListCell, ...]]:
    target = book.whereabouts.get(form.id)
    for each in form.indicators:
        words = (each.level1, each.level2, each.level3, each.target, each.adjusted, each.actual, each.progress)
        yield (
            ListCell(form.title, target=target, place=each.cells[0] if each.cells else None),
            ListCell(each.section),
            ListCell(each.phase),
            *(ListCell(word or "") for word in words),
            _number(each.weight or ""),
            _number(each.score or ""),
            ListCell(each.note or ""),
            ListCell(places_text(each.places)),
        )


def _number(text: str) -> ListCell:
    return ListCell(text, printed_number(text))
