"""From a workbook to a bare document: its sheets in order, each as lines and grids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from gongkai.carrying.embedding import Embedded
from gongkai.errors import DamagedError, EncryptedError
from gongkai.findings import finding
from gongkai.model import (
    BareDocument,
    BareGrid,
    BareItem,
    BareLine,
    Corrected,
    Disclosure,
    Finding,
    Gap,
    SheetRange,
    SourceInfo,
)
from gongkai.plugins.specs import Limits, ReadDocument, Source
from gongkai_formats.sheet.blocks import SheetBlocks
from gongkai_formats.xlsx.circle.carrying import LAYOUT, OWN_LIMITS, carried, embedded_part
from gongkai_formats.xlsx.circle.own_sheets import OwnSheets, narrative_items, own_sheets
from gongkai_formats.xlsx.reading.cell_looks import read_looks
from gongkai_formats.xlsx.reading.drawings import drawing_lines, running_lines
from gongkai_formats.xlsx.reading.names import says_something
from gongkai_formats.xlsx.reading.package import Package, SheetEntry, read_shared_texts, read_workbook_part
from gongkai_formats.xlsx.reading.sheets import PrintedSheet, Shared, read_sheet

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MACRO_MEDIA_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.12"
_NAMED_PLACES = 20


def read_workbook(source: Source) -> ReadDocument:
    """The bare document of a workbook; SourceError's kin where it is encrypted, broken, hostile or too large."""
    if source.data.startswith(OLE):
        from gongkai_formats.xlsx.reading.legacy_reading import is_encrypted_package, read_legacy

        if is_encrypted_package(source.data):
            raise EncryptedError("工作簿有打开密码", source.name, "请先在 Excel 中取消密码，另存后再转换")
        return read_legacy(source)
    package = Package(source.data, source.limits, source.name)
    part = embedded_part(package)
    if part is not None and part[1]:
        return part[0].disclosure
    opened = open_workbook(package, source.limits)
    embedded = part[0] if part is not None else carried(opened.printed, source.limits)
    if embedded is not None:
        return _as_edited(embedded, opened.printed, source)
    return _bare(opened, source)


class OpenedWorkbook(NamedTuple):
    """A workbook with its sheets read: each with its printed cells, None for one that has no cells."""

    package: Package
    sheets: list[tuple[SheetEntry, PrintedSheet | None]]
    findings: list[Finding]

    @property
    def printed(self) -> list[PrintedSheet]:
        return [sheet for _, sheet in self.sheets if sheet is not None]


def open_workbook(package: Package, limits: Limits) -> OpenedWorkbook:
    """Read all sheets; a broken one leaves a finding, and the others their turn."""
    workbook = read_workbook_part(package)
    shared = Shared(
        read_shared_texts(package, workbook.part),
        read_looks(package, workbook.part),
        workbook.epoch_1904,
        limits.cells_per_table,
    )
    opened = OpenedWorkbook(package, [], [])
    for entry in workbook.sheets:
        try:
            sheet = read_sheet(package, entry.part, entry.name, shared) if entry.kind == "worksheet" else None
        except DamagedError as error:
            opened.findings.append(finding("xlsx.sheet_failed", f"工作表“{entry.name}”未能读取：{error.what}"))
        else:
            opened.sheets.append((entry, sheet))
    return opened


def _as_edited(embedded: Embedded, sheets: list[PrintedSheet], source: Source) -> Disclosure | Corrected:
    """The disclosure a workbook carries, with what has been changed in its visible cells since."""
    from gongkai_formats.xlsx.circle.comparing import SheetEdits, compare_sheets
    from gongkai_formats.xlsx.writing.workbook import render

    disclosure = embedded.disclosure
    if embedded.seal.partition(":")[0] != LAYOUT:
        remark = finding("correction.ignored", "工作簿由另一版本写成，其中的改动未作比较")
        return msgspec.structs.replace(disclosure, findings=(*disclosure.findings, remark))
    data, whereabouts = render(disclosure)
    written = open_workbook(Package(data, OWN_LIMITS, source.name), OWN_LIMITS).printed
    return compare_sheets(written, sheets, SheetEdits(disclosure, whereabouts))


def _bare(opened: OpenedWorkbook, source: Source) -> BareDocument:
    """An opened workbook as an ordinary document."""
    harvest = Harvest()
    own = own_sheets(opened.printed)
    if own is not None:
        harvest.take_own(own)
    else:
        for entry, sheet in opened.sheets:
            harvest.take(opened.package, entry, sheet)
    findings = [*_package_findings(opened.package), *opened.findings, *harvest.findings()]
    media = MACRO_MEDIA_TYPE if _has_macros(opened.package) else MEDIA_TYPE
    info = SourceInfo(source.name, source.sha256, media)
    if not any(isinstance(item, BareLine | BareGrid) for item in harvest.items):
        findings.append(finding("xlsx.empty"))
    return BareDocument(info, "xlsx", tuple(harvest.items), tuple(findings))


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

    def take_own(self, own: OwnSheets) -> None:
        """Add the narrative of a workbook of ours, its tables where they stand in it."""
        for item in narrative_items(own):
            if isinstance(item, str):
                self.items += [Gap("page"), *self.sheet_items(own.grids[item], False), Gap("page")]
            else:
                self.items.append(item)

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


def _package_findings(package: Package) -> Iterator[Finding]:
    if _has_macros(package):
        yield finding("xlsx.macros")
    if any("/externallinks/" in f"/{name.lower()}" for name in package.names()):
        yield finding("xlsx.external")
    if any(map(_is_comments, package.names())):
        yield finding("xlsx.comments")


def _is_comments(name: str) -> bool:
    return re.search(r"/comments?\d*\.xml$", name.lower()) is not None


def _has_macros(package: Package) -> bool:
    return any(name.lower().endswith("vbaproject.bin") for name in package.names())
