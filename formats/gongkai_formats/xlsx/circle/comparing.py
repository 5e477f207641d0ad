"""What a person changed in a workbook of ours: its visible cells against those that the carried disclosure gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from gongkai.corrections import CellKey, caption_says, correct
from gongkai.findings import finding
from gongkai.model import Contents, Corrected, Disclosure, Finding, IndicatorForm, Table
from gongkai_formats.sheet.printed import PrintedSheet
from gongkai_formats.xlsx.circle.carrying import is_carrier
from gongkai_formats.xlsx.circle.row_pairing import Pairing, columns_moved, pair_rows, row_texts
from gongkai_formats.xlsx.writing.book import Whereabouts, address
from gongkai_formats.xlsx.writing.cell_values import TEXT_LIMIT, pieces
from gongkai_formats.xlsx.writing.narrative import TALL_TEXT

_FEW = 20
"""Changed cells that a sheet may have, however small it is."""

_MOST_TOLD, _SHOWN = 3, 30
"""Changes of a sheet that are told one by one, and characters of each."""

Place = tuple[int, int]
"""Row and column of a sheet from 0."""


class EditTarget(NamedTuple):
    """What a visible cell shows: a grid's cell (row, column ≥ 0), or a text of a block by the key `correct` knows."""

    block: str
    row: int = -1
    column: int = -1
    piece: int = 0


class GridPlace(NamedTuple):
    """The grid on a sheet: its block, its rows' numbers there (from 1), how many columns it has."""

    block: str
    sheet_rows: range
    columns: int

    def order(self, sheet: PrintedSheet, pairing: Pairing) -> list[tuple[int, int | None]]:
        """The grid's rows as they are now: number on the new sheet, and the old row's index, None for one put in. What
        is put in directly under the grid belongs to it where it fills several cells."""
        rows = self.sheet_rows
        kept = [(pairing.partners[row], row - rows.start) for row in rows if row in pairing.partners]
        new = [
            (number, None)
            for number, before in pairing.put_in.items()
            if rows.start < before < rows.stop or (before == rows.stop and len(row_texts(sheet, number)) > 1)
        ]
        return sorted([*kept, *new], key=lambda pair: pair[0])


class SheetEdits:
    """Gathers what was changed, sheet by sheet."""

    def __init__(self, disclosure: Disclosure, whereabouts: Mapping[str, Whereabouts]) -> None:
        self._disclosure = disclosure
        self._targets: dict[str, dict[Place, EditTarget]] = {}
        self._texts: dict[str, list[str]] = {}
        self._grids: dict[str, GridPlace] = {}
        self._tables = {table.id: table for table in disclosure.tables}
        self.rows: dict[str, list[int | None]] = {}
        self.captions: dict[str, list[tuple[str, str]]] = {}
        self.cells: dict[CellKey, str] = {}
        self.texts: dict[str, list[str]] = {}
        self.ignored: list[Finding] = []
        for block in disclosure.blocks:
            where = whereabouts.get(block.id)
            if where is not None:
                self._add_targets(block, where)

    def _add_targets(self, block: object, where: Whereabouts) -> None:
        targets = self._targets.setdefault(where.sheet, {})
        if isinstance(block, Table | IndicatorForm):
            assert where.grid_row is not None
            first = where.grid_row + 1
            self._grids[where.sheet] = GridPlace(block.id, range(first, first + block.grid.rows), block.grid.columns)
            for cell in block.grid.cells:
                if len(cell.text) <= TEXT_LIMIT:
                    targets[where.grid_row + cell.row, cell.column] = EditTarget(block.id, cell.row, cell.column)
            if block.title:
                self._add_text(targets, where.row, 0, f"{block.id}.title", [block.title])
            for number, note in enumerate(block.notes):
                row = where.grid_row + block.grid.rows + number
                self._add_text(targets, row, 0, f"{block.id}.n{number + 1}", [note.text])
        elif not isinstance(block, Contents):
            text = getattr(block, "text", "")
            self._add_text(targets, where.row, 1, getattr(block, "id", ""), pieces(text, TALL_TEXT))

    def _add_text(self, targets: dict[Place, EditTarget], row: int, column: int, key: str, texts: list[str]) -> None:
        self._texts[key] = texts
        for number in range(len(texts)):
            if len(texts[number]) <= TEXT_LIMIT:
                targets[row + number, column] = EditTarget(key, piece=number)

    def compare(self, old: PrintedSheet, new: PrintedSheet) -> None:
        """Note what is different in a sheet."""
        pairing = pair_rows(old, new)
        grid = self._grids.get(old.name)
        if grid is not None and columns_moved(old, new, pairing, grid.sheet_rows):
            self.ignore(f"工作表“{old.name}”插入或删除了列，其中的改动未采用")
            return
        changes = list(_changes(old, new, pairing))
        if len(changes) > max(_FEW, sum(map(len, old.rows.values())) // 2):
            self.ignore(f"工作表“{old.name}”的版面改动过大，其中的改动未采用")
            return
        now = self._take_rows(grid, new, pairing) if grid is not None else {}
        targets = self._targets.get(old.name, {})
        told = []
        for (row, column), text in changes:
            target = targets.get((row, column))
            if target is None and grid is not None and self._recaptions(grid, old, (row, column), text):
                continue
            if target is None:
                told.append(f"{address(row, column)} 改为“{text[:_SHOWN]}”")
            elif target.row >= 0:
                self.cells[target.block, now.get(target.row, target.row), target.column] = text
            else:
                self.texts.setdefault(target.block, list(self._texts[target.block]))[target.piece] = text
        told += self._rows_told(old, new, pairing, grid)
        if told:
            more = f"等 {len(told)} 处" if len(told) > _MOST_TOLD else ""
            self.ignore(f"工作表“{old.name}”有改动未采用：{'；'.join(told[:_MOST_TOLD])}{more}", len(told))

    def _recaptions(self, grid: GridPlace, old: PrintedSheet, place: Place, text: str) -> bool:
        """Note a changed piece of a table's caption; False where the place shows none."""
        table = self._tables.get(grid.block)
        piece = row_texts(old, place[0] + 1).get(place[1] + 1, "")
        if table is None or place[0] + 1 >= grid.sheet_rows.start or not text or not caption_says(table, piece):
            return False
        self.captions.setdefault(grid.block, []).append((piece, text))
        return True

    def _take_rows(self, grid: GridPlace, new: PrintedSheet, pairing: Pairing) -> dict[int, int]:
        """Note rows put into a grid and taken out of it; each old row's index in the grid as it is now."""
        order = grid.order(new, pairing)
        now = {old: place for place, (_, old) in enumerate(order) if old is not None}
        if not now or len(now) == len(order) == len(grid.sheet_rows):
            return {}
        self.rows[grid.block] = [old for _, old in order]
        for place, (number, old) in enumerate(order):
            if old is None:
                texts = row_texts(new, number).items()
                self.cells.update(
                    ((grid.block, place, column - 1), text) for column, text in texts if column <= grid.columns
                )
        return now

    def _rows_told(self, old: PrintedSheet, new: PrintedSheet, pairing: Pairing, grid: GridPlace | None) -> list[str]:
        """Rows put in and taken out that no grid takes up."""
        taken = self.rows.keys() & {grid.block} if grid is not None else set()
        inner = (
            {number for number, row in grid.order(new, pairing) if row is None} if grid is not None and taken else set()
        )
        told = [
            f"插入第 {number} 行“{' '.join(row_texts(new, number).values())[:_SHOWN]}”"
            for number in sorted(pairing.put_in)
            if number not in inner
        ]
        told += [
            f"删去第 {number} 行“{' '.join(row_texts(old, number).values())[:_SHOWN]}”"
            for number in pairing.gone
            if not taken or grid is None or number not in grid.sheet_rows
        ]
        return told

    def miss(self, name: str) -> None:
        """Note that a sheet is gone."""
        if name in self._targets:
            self.ignore(f"工作表“{name}”已删除，未采用")

    def ignore(self, message: str, count: int = 1) -> None:
        """Note a change that is not applied."""
        self.ignored.append(finding("correction.ignored", message, found=str(count)))

    def applied(self) -> Disclosure | Corrected:
        """The disclosure with every change that can be placed, and a finding for each."""
        texts = {key: "".join(parts) for key, parts in self.texts.items()}
        corrected = correct(self._disclosure, self.cells, texts, self.rows, self.captions)
        if corrected is self._disclosure and not self.ignored:
            return corrected
        return Corrected(msgspec.structs.replace(corrected, findings=(*corrected.findings, *self.ignored)))


def compare_sheets(old: list[PrintedSheet], new: list[PrintedSheet], edits: SheetEdits) -> Disclosure | Corrected:
    """The disclosure of the old sheets with what the new ones show otherwise."""
    by_name = {sheet.name: sheet for sheet in new}
    known = {sheet.name for sheet in old}
    strangers = {tuple(row_texts(sheet, 1).items()): sheet for sheet in new if sheet.name not in known}
    for sheet in old:
        if is_carrier(sheet):
            continue
        own = by_name.get(sheet.name) or strangers.pop(tuple(row_texts(sheet, 1).items()), None)
        if own is not None:  # by its name, or renamed and known by its title
            edits.compare(sheet, own)
        else:
            edits.miss(sheet.name)
    for sheet in strangers.values():
        if sheet.rows:
            edits.ignore(f"工作表“{sheet.name}”是新增的，未采用")
    return edits.applied()


def _changes(old: PrintedSheet, new: PrintedSheet, pairing: Pairing) -> Iterator[tuple[Place, str]]:
    """Places of the old sheet with their new texts."""
    for number, partner in pairing.partners.items():
        before, after = row_texts(old, number), row_texts(new, partner)
        for column in sorted(before.keys() | after.keys()):
            if before.get(column, "") != after.get(column, ""):
                yield (number - 1, column - 1), after.get(column, "")
