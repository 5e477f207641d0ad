"""What the sheets of a workbook hold as lines and grids in their order, and what was remarkable in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongkai.findings import finding
from gongkai.model import BareGrid, BareItem, BareLine, Finding, Gap, SheetRange
from gongkai_formats.sheet.blocks import SheetBlocks
from gongkai_formats.sheet.printed import PrintedSheet
from gongkai_formats.xlsx.reading.drawings import drawing_lines, running_lines
from gongkai_formats.xlsx.reading.names import says_something
from gongkai_formats.xlsx.reading.package import Package, SheetEntry

_NAMED_PLACES = 20
"""Places that one finding names at most."""


class Harvest:
    """What the sheets hold, and what was remarkable in them."""

    def __init__(self) -> None:
        self.items: list[BareItem] = []
        self._findings: list[Finding] = []
        self._formulas = 0

    def take(self, package: Package, entry: SheetEntry, sheet: PrintedSheet | None) -> None:
        """Add one sheet: its lines and grids, then what lies over its cells and around its pages."""
        if sheet is None:
            own: list[BareItem] = [BareLine(entry.name, markup="figure", complete=True)]
        else:
            own = named(self.sheet_items(sheet, entry.hidden), sheet.name)
        own += drawing_lines(package, entry.part, entry.name)
        own += running_lines(sheet.running) if sheet is not None else []
        if own and self.items:
            self.items.append(Gap("page"))
        self.items += own

    def sheet_items(self, sheet: PrintedSheet, hidden: bool) -> list[BareItem]:
        """A sheet's lines and grids, with what was remarkable noted."""
        if hidden:
            self._findings.append(finding("xlsx.hidden_sheet", f"工作表“{sheet.name}”是隐藏的，已照常读取"))
        self._formulas += sheet.formulas - len(sheet.unsaved)
        self._note_hidden(sheet)
        blocks = SheetBlocks(sheet)
        items = list(blocks.items())
        self._note_cells("xlsx.formula_unsaved", "个公式没有保存计算结果，按空白读取", sheet.name, sheet.unsaved)
        self._note_cells("xlsx.error_value", "个单元格是错误值，已按原样保留", sheet.name, sheet.errors)
        self._note_cells("xlsx.covered_text", "处文字被合并单元格遮住，未读取", sheet.name, blocks.covered)
        return items

    def count_formulas(self, number: int) -> None:
        """Add formulas of which only the number is known."""
        self._formulas += number

    def _note_hidden(self, sheet: PrintedSheet) -> None:
        rows = [row for row in sheet.hidden_rows if any(text for _, text, _ in sheet.rows.get(row, ()))]
        used = {column for cells in sheet.rows.values() for column, text, _ in cells if text}
        columns = {c for first, last in sheet.hidden_columns for c in used if first <= c <= last}
        if rows or columns:
            message = f"工作表“{sheet.name}”有 {len(rows)} 行、{len(columns)} 列是隐藏的，已照常读取"
            places = [SheetRange(sheet.name, row, 1, row, max(used, default=1)) for row in sorted(rows)]
            self._findings.append(finding("xlsx.hidden_cells", message, places=tuple(places[:_NAMED_PLACES])))

    def _note_cells(self, rule: str, words: str, name: str, cells: Sequence[tuple[int, int]]) -> None:
        if not cells:
            return
        places = tuple(SheetRange(name, row, column, row, column) for row, column in cells[:_NAMED_PLACES])
        message = f"工作表“{name}”有 {len(cells)} {words}"
        self._findings.append(finding(rule, message, places=places, found=str(len(cells))))

    def findings(self) -> Iterator[Finding]:
        """All findings, the formulas counted in one."""
        yield from self._findings
        if self._formulas:
            message = f"有 {self._formulas} 个单元格是公式，按保存的计算结果读取"
            yield finding("xlsx.formulas", message, found=str(self._formulas))


def named(items: list[BareItem], name: str) -> list[BareItem]:
    """A sheet's items after its name: as a title where nothing else names its first grid, else as a running head."""
    printed = [item for item in items if not isinstance(item, Gap)]
    if not printed:
        return []
    first = printed[0]
    untitled = isinstance(first, BareGrid) and not _begins_with_title(first)
    if untitled:
        return [BareLine(name, markup="heading", complete=True, centred=True), *items]
    if not says_something(name):
        return items
    return [BareLine(name, furniture="running_head"), *items]


def _begins_with_title(bare: BareGrid) -> bool:
    """Whether the first row of a grid holds one text only."""
    top = [cell for cell in bare.grid.cells if cell.row == 0 and not cell.is_blank]
    return len(top) == 1 and bare.grid.columns > 1
