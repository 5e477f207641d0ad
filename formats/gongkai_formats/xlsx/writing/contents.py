"""目录: what the file is, a link to every sheet, counts, open findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from gongkai.model import Arithmetic, Disclosure, IndicatorForm, Table
from gongkai.version import __version__
from gongkai.words.terms import KINDS, SEVERITIES
from gongkai_formats.xlsx.writing.book import Book, Whereabouts
from gongkai_formats.xlsx.writing.captions import write_title
from gongkai_formats.xlsx.writing.listing import ListCell, ListColumn, write_list
from gongkai_formats.xlsx.writing.page_setting import set_page
from gongkai_formats.xlsx.writing.styles import SEVERITY_FILLS

LABELS = ("标题", "来源文件", "SHA-256", "读取方式", "程序版本")
"""Labels of the particulars by which the sheet is known again."""

COLUMNS = (
    ListColumn("序号", 6, align="center"),
    ListColumn("工作表", 38),
    ListColumn("表号", 14),
    ListColumn("标题", 52, wrap=True),
    ListColumn("单位", 7, align="center"),
    ListColumn("行数", 7, align="center"),
    ListColumn("金额数", 8, align="center"),
    ListColumn("得到证明", 10, align="center"),
    ListColumn("说明", 30, wrap=True),
)


class ListedSheet(NamedTuple):
    """A sheet as the list shows it; `block` is its table or form, `rows`, `amounts` and `proved` its counts (None: none)."""

    name: str
    block: Table | IndicatorForm | None = None
    rows: int | None = None
    amounts: int | None = None
    remark: str = ""
    proved: int | None = None


def write_contents(book: Book, sheet: Any, document: Disclosure, entries: Sequence[ListedSheet]) -> None:
    """Write the 目录 sheet."""
    widths = [column.width for column in COLUMNS]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    row = write_title(book, sheet, 0, document.title or document.source.name, widths) + 1
    for label, value in particulars(document):
        row = _write_pair(book, sheet, row, label, value)
    row = _write_severities(book, sheet, row, document)
    row = write_list(book, sheet, row + 1, COLUMNS, (_row(n, entry) for n, entry in enumerate(entries, 1)))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{row}"})
    sheet.hide_gridlines(2)
    set_page(sheet, widths, row, None, landscape=True, height=row * 18)


def particulars(document: Disclosure) -> list[tuple[str, str]]:
    """What the file is, as label and value; unknown ones stay empty."""
    source = document.source
    amounts = [("表格", len(document.tables)), ("表单", len(document.forms)), ("指标", _indicators(document))]
    counts = "，".join(f"{label} {count} 个" for label, count in amounts)
    return [
        ("标题", document.title),
        ("类别", KINDS.get(document.kind, "")),
        ("年度", str(document.year) if document.year else ""),
        ("部门", " ".join(filter(None, (document.department, document.department_code)))),
        ("地区", document.region),
        ("来源文件", source.name),
        ("SHA-256", source.sha256),
        ("页数", str(source.pages) if source.pages else ""),
        ("编码", source.encoding),
        ("读取方式", document.reader),
        ("程序版本", f"gongkai {__version__}"),
        ("内容", counts),
        *_arithmetic(document.arithmetic),
    ]


def _arithmetic(counts: Arithmetic | None) -> list[tuple[str, str]]:
    """How much of the document its own arithmetic proves."""
    if counts is None:
        return []
    share = f"（{counts.proved / counts.amounts:.1%}）" if counts.amounts else ""
    amounts = f"{counts.proved}/{counts.amounts} 个金额得到证明{share}，{counts.contradicted} 个有矛盾"
    identities = (
        f"{counts.holds} 条成立（其中 {counts.rounding} 条有尾差），{counts.violated} 条不成立，"
        f"{counts.not_evaluable} 条无法核对"
    )
    return [("证明", amounts), ("勾稽关系", identities)]


def _indicators(document: Disclosure) -> int:
    return sum(len(form.indicators) for form in document.forms)


def _write_pair(book: Book, sheet: Any, row: int, label: str, value: str) -> int:
    book.merge(sheet, row, 0, 1, 2, label, book.styles.cell("left", bold=True, bg_color="#F2F2F2"))
    book.merge(sheet, row, 2, 1, len(COLUMNS) - 2, value, book.styles.cell("left", text_wrap=True))
    sheet.set_row(row, 17)
    return row + 1


def _write_severities(book: Book, sheet: Any, row: int, document: Disclosure) -> int:
    target = Whereabouts("校验结果", 0)
    counts = dict.fromkeys(SEVERITIES, 0)
    for finding in document.findings:
        counts[finding.severity] += 1
    for severity, count in counts.items():
        fill = {"bg_color": SEVERITY_FILLS[severity]} if count else {}
        book.merge(sheet, row, 0, 1, 2, f"校验：{SEVERITIES[severity]}", book.styles.cell("left", bold=True, **fill))
        sheet.merge_range(row, 2, row, len(COLUMNS) - 1, "", book.styles.cell("left"))
        book.link(sheet, row, 2, f"{count} 项", target if count else None, {"border": 1})
        row += 1
    return row


def _row(number: int, entry: ListedSheet) -> tuple[ListCell, ...]:
    block = entry.block
    return (
        ListCell(str(number)),
        ListCell(entry.name, target=Whereabouts(entry.name, 0)),
        ListCell(block.number_label if isinstance(block, Table) else ""),
        ListCell(block.title if block is not None else ""),
        ListCell(block.unit if block is not None else ""),
        ListCell("" if entry.rows is None else str(entry.rows)),
        ListCell("" if entry.amounts is None else str(entry.amounts)),
        ListCell("" if entry.proved is None or not entry.amounts else f"{entry.proved}/{entry.amounts}"),
        ListCell(entry.remark),
    )
