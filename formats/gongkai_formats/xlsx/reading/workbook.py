"""From a workbook to a bare document: its sheets in order, each as lines and grids."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from gongkai.errors import DamagedError
from gongkai.findings import finding
from gongkai.model import (
    BareDocument,
    BareGrid,
    BareLine,
    Finding,
    SourceInfo,
)
from gongkai.plugins.specs import Limits, Source
from gongkai_formats.sheet.printed import CellLook, PrintedSheet
from gongkai_formats.xlsx.reading.cell_looks import read_looks
from gongkai_formats.xlsx.reading.double_reading import compare_figures
from gongkai_formats.xlsx.reading.harvest import Harvest
from gongkai_formats.xlsx.reading.package import Package, SheetEntry, read_shared_texts, read_workbook_part
from gongkai_formats.xlsx.reading.second_engine import SecondEngine
from gongkai_formats.xlsx.reading.sheets import Shared, UnreadableRowError, extent, read_sheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MACRO_MEDIA_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.12"


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
    opened = OpenedWorkbook(package, [], [])
    opened.findings.extend(finding("xlsx.sheet_failed", f"工作表“{name}”没有内容部件") for name in workbook.missing)
    shared = Shared(
        read_shared_texts(package, workbook.part),
        _looks(package, workbook.part, opened.findings),
        workbook.epoch_1904,
        limits.cells_per_table,
    )
    second = _SecondReading(package)
    for entry in workbook.sheets:
        try:
            sheet = _printed_sheet(package, entry, shared, second, opened.findings)
        except DamagedError as error:
            opened.findings.append(finding("xlsx.sheet_failed", f"工作表“{entry.name}”未能读取：{error.what}"))
        else:
            opened.sheets.append((entry, sheet))
    return opened


def _looks(package: Package, workbook: str, findings: list[Finding]) -> list[CellLook]:
    """The workbook's cell styles; none, which is noted, where they cannot be read."""
    try:
        return read_looks(package, workbook)
    except DamagedError as error:
        findings.append(finding("xlsx.no_formats", f"样式部件不能读取，数字按其值写出：{error.what}"))
        return []


def _printed_sheet(
    package: Package, entry: SheetEntry, shared: Shared, second: _SecondReading, findings: list[Finding]
) -> PrintedSheet | None:
    """A sheet's cells; by the second engine, which is noted, where the first refuses a row."""
    if entry.kind != "worksheet":
        return None
    try:
        return read_sheet(package, entry.part, entry.name, shared)
    except UnreadableRowError as error:
        message = f"工作表“{entry.name}”按第二引擎读取，没有数字格式、框线与隐藏标记：{error}"
        refuse_wide_extent(package, entry, shared.most_cells)
        sheet = second.engine().sheet(entry.name)
        findings.append(finding("xlsx.second_engine", message))
        return sheet


def refuse_wide_extent(package: Package, entry: SheetEntry, most_cells: int) -> None:
    """DamagedError for a sheet too wide for the second engine, which makes room for every cell between two far apart."""
    if extent(package, entry.part) > most_cells:
        raise DamagedError(f"工作表“{entry.name}”的单元格相距过远，第二引擎不能读取", package.where, "请重新保存文件")


class _SecondReading:
    """The second engine, opened when a sheet first needs it."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._engine: SecondEngine | None = None

    def engine(self) -> SecondEngine:
        if self._engine is None:
            self._engine = SecondEngine(self._package.data, self._package.limits, self._package.where)
        return self._engine


def compare_engines(opened: OpenedWorkbook) -> Iterator[Finding]:
    """What the second engine reads otherwise; what it refuses is said not to have been compared."""
    package, second = opened.package, _SecondReading(opened.package)
    for entry, sheet in opened.sheets:
        if sheet is None:
            continue
        try:
            refuse_wide_extent(package, entry, package.limits.cells_per_table)
            yield from compare_figures(sheet, second.engine())
        except DamagedError as error:
            yield finding("xlsx.not_compared", f"工作表“{entry.name}”未能比对：{error.what}")


def bare_workbook(opened: OpenedWorkbook, source: Source, harvest: Harvest | None = None) -> BareDocument:
    """An opened workbook as an ordinary document; `harvest`: what its sheets hold, where that is known already."""
    if harvest is None:
        harvest = Harvest()
        for entry, sheet in opened.sheets:
            harvest.take(opened.package, entry, sheet)
    findings = [*_package_findings(opened.package), *opened.findings, *harvest.findings()]
    media = MACRO_MEDIA_TYPE if _has_macros(opened.package) else MEDIA_TYPE
    info = SourceInfo(source.name, source.sha256, media)
    if not any(isinstance(item, BareLine | BareGrid) for item in harvest.items):
        findings.append(finding("xlsx.empty"))
    return BareDocument(info, "xlsx", tuple(harvest.items), tuple(findings))


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
