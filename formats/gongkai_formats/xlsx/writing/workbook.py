"""From a disclosure to the bytes of a workbook; equal disclosures give equal bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import xlsxwriter

from gongkai.carrying.embedding import xml_text
from gongkai.model import Disclosure, IndicatorForm, Table
from gongkai.plugins.specs import WriteOptions
from gongkai.tables.facts import Fact, facts
from gongkai.version import __version__
from gongkai_formats.xlsx.writing.book import LONG_TEXTS, Book, Whereabouts
from gongkai_formats.xlsx.writing.carrier import CARRIER, sealed, write_carrier
from gongkai_formats.xlsx.writing.cell_values import pieces
from gongkai_formats.xlsx.writing.contents import ListedSheet, write_contents
from gongkai_formats.xlsx.writing.figures import write_facts, write_indicators
from gongkai_formats.xlsx.writing.findings import write_findings
from gongkai_formats.xlsx.writing.forms import write_form
from gongkai_formats.xlsx.writing.listing import ListCell, ListColumn, finish_list, write_list
from gongkai_formats.xlsx.writing.narrative import NarrativeWriter
from gongkai_formats.xlsx.writing.sheet_naming import SheetNames, form_wish, table_wish
from gongkai_formats.xlsx.writing.tables import write_table

CONTENTS, NARRATIVE, FACTS, INDICATORS, FINDINGS = "目录", "正文", "长表", "绩效指标", "校验结果"
_FACTS_PER_SHEET = 1_000_000
_CREATED = datetime(2000, 1, 1)
"""The workbook's date of making: fixed, for equal bytes."""

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(document: Disclosure, options: WriteOptions) -> bytes:
    """The workbook of a disclosure. TargetError where a table is larger than a worksheet."""
    data, _ = render(document)
    return sealed(data, document)


def render(document: Disclosure) -> tuple[bytes, Mapping[str, Whereabouts]]:
    """The workbook without its custom XML part, and where each block of the document went."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": xml_text(document.title),
                "subject": xml_text(document.source.name),
                "author": xml_text(document.department),
                "comments": f"gongkai {__version__}，来源 SHA-256 {xml_text(document.source.sha256)}",
                "created": _CREATED,
            }
        )
        book = Book(workbook, document.findings)
        _write_sheets(book, document)
        write_carrier(workbook, document)
    return stream.getvalue(), book.whereabouts


def _write_sheets(book: Book, document: Disclosure) -> None:
    found = [(table, facts(table)) for table in document.tables]
    entries = list(_plan(document, {table.id: rows for table, rows in found}))
    for name in [CONTENTS, *(entry.name for entry in entries)]:
        book.workbook.add_worksheet(name)
    pairs = [(table, fact) for table, rows in found for fact in rows]
    written = 0
    for name, block, *_ in entries:
        sheet = book.sheet(name)
        if isinstance(block, Table):
            write_table(book, sheet, block)
        elif isinstance(block, IndicatorForm):
            write_form(book, sheet, block)
        elif name == NARRATIVE:
            NarrativeWriter(book, sheet).write(document)
        elif name.startswith(FACTS):
            first = _FACTS_PER_SHEET * written
            write_facts(book, sheet, pairs[first : first + _FACTS_PER_SHEET])
            written += 1
        elif name == INDICATORS:
            write_indicators(book, sheet, document.forms)
        elif name == FINDINGS:
            write_findings(book, sheet, document)
    write_contents(book, book.sheet(CONTENTS), document, entries)
    _write_long_texts(book)


def _plan(document: Disclosure, found: dict[str, list[Fact]]) -> Iterator[ListedSheet]:
    """The sheets after the 目录, in their order: tables and forms as the document has them, then the lists."""
    names = SheetNames((CONTENTS, NARRATIVE, FACTS, INDICATORS, FINDINGS, LONG_TEXTS, CARRIER))
    tables = forms = 0
    for block in document.blocks:
        if isinstance(block, Table):
            tables += 1
            rows = block.grid.rows - (block.reading.header_rows if block.reading else block.header_rows)
            name = names.take(table_wish(block, tables))
            proved = sum(fact.status == "proved" for fact in found[block.id])
            yield ListedSheet(name, block, rows, len(found[block.id]), _remark(block), proved)
        elif isinstance(block, IndicatorForm):
            forms += 1
            name = names.take(form_wish(block, forms))
            yield ListedSheet(name, block, block.grid.rows, None, f"指标 {len(block.indicators)} 个")
    yield ListedSheet(NARRATIVE, remark="叙述文字，按标题分级")
    amounts = sum(map(len, found.values()))
    for first in range(0, max(amounts, 1), _FACTS_PER_SHEET):
        name = names.take(f"{FACTS}{first // _FACTS_PER_SHEET + 1}") if first else FACTS
        yield ListedSheet(name, None, min(amounts - first, _FACTS_PER_SHEET), None, "各表金额，一行一个，可筛选")
    indicators = sum(len(form.indicators) for form in document.forms)
    if indicators:
        yield ListedSheet(INDICATORS, None, indicators, None, "各表单的指标，一行一个")
    yield ListedSheet(FINDINGS, None, len(document.findings), None, "读取与核对时发现的问题")


def _remark(table: Table) -> str:
    remarks = ["本表无数据"] if table.empty else []
    if table.notes:
        remarks.append(f"附注 {len(table.notes)} 条")
    return "；".join(remarks)


def _write_long_texts(book: Book) -> None:
    """A sheet for texts that no cell can hold, cut over rows; only where there are any."""
    if not book.long_texts:
        return
    columns = (ListColumn("位置", 28), ListColumn("段", 6, align="center"), ListColumn("内容", 110, wrap=True))
    sheet: Any = book.sheet(LONG_TEXTS)
    rows = (
        (ListCell(where), ListCell(str(number)), ListCell(piece))
        for where, text in book.long_texts
        for number, piece in enumerate(pieces(text), 1)
    )
    finish_list(sheet, 0, write_list(book, sheet, 0, columns, rows), columns)
