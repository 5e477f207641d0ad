"""What a person changed in a workbook of ours: its visible cells against those that the carried disclosure gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

import msgspec

from gongkai.corrections import CellKey, correct
from gongkai.findings import finding
from gongkai.model import Contents, Corrected, Disclosure, Finding, IndicatorForm, Table
from gongkai_formats.xlsx.book import Whereabouts
from gongkai_formats.xlsx.carrying import is_carrier
from gongkai_formats.xlsx.cell_values import TEXT_LIMIT, pieces
from gongkai_formats.xlsx.narrative_writing import TALL_TEXT
from gongkai_formats.xlsx.sheet_reading import PrintedSheet

_MOST_ALIGNED = 5_000
_FEW = 20
"""Changed cells that a sheet may have, however small it is."""

Place = tuple[int, int]
"""Row and column of a sheet from 0."""


class Target(NamedTuple):
    """What a visible cell shows: a grid's cell (row, column ≥ 0), or a text of a block by the key `correct` knows."""

    block: str
    row: int = -1
    column: int = -1
    piece: int = 0


class Edits:
    """Gathers what was changed, sheet by sheet."""

    def __init__(self, disclosure: Disclosure, whereabouts: Mapping[str, Whereabouts]) -> None:
        self._disclosure = disclosure
        self._targets: dict[str, dict[Place, Target]] = {}
        self._texts: dict[str, list[str]] = {}
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
            for cell in block.grid.cells:
                if len(cell.text) <= TEXT_LIMIT:
                    targets[where.grid_row + cell.row, cell.column] = Target(block.id, cell.row, cell.column)
            if block.title:
                self._add_text(targets, where.row, 0, f"{block.id}.title", [block.title])
            for number, note in enumerate(block.notes):
                row = where.grid_row + block.grid.rows + number
                self._add_text(targets, row, 0, f"{block.id}.n{number + 1}", [note.text])
        elif not isinstance(block, Contents):
            text = getattr(block, "text", "")
            self._add_text(targets, where.row, 1, getattr(block, "id", ""), pieces(text, TALL_TEXT))

    def _add_text(self, targets: dict[Place, Target], row: int, column: int, key: str, texts: list[str]) -> None:
        self._texts[key] = texts
        for number in range(len(texts)):
            if len(texts[number]) <= TEXT_LIMIT:
                targets[row + number, column] = Target(key, piece=number)

    def compare(self, old: PrintedSheet, new: PrintedSheet) -> None:
        """Note what is different in a sheet."""
        changes = list(_changes(old, new))
        inner = [(place, text) for place, text in changes if place is not None]
        cells = sum(len(row) for row in old.rows.values())
        targets = self._targets.get(old.name, {})
        wanted = [(targets[place], text) for place, text in inner if place in targets]
        if len(inner) > max(_FEW, cells // 2):
            self._ignore(f"工作表“{old.name}”的版面改动过大，其中的改动未采用")
            return
        for target, text in wanted:
            if target.row >= 0:
                self.cells[target.block, target.row, target.column] = text
            else:
                self.texts.setdefault(target.block, list(self._texts[target.block]))[target.piece] = text
        others = len(changes) - len(wanted)
        if others:
            self._ignore(f"工作表“{old.name}”有 {others} 处改动不在可更正的范围内，未采用", others)

    def miss(self, name: str) -> None:
        """Note that a sheet is gone."""
        if name in self._targets:
            self._ignore(f"工作表“{name}”已删除或改名，未采用")

    def _ignore(self, message: str, count: int = 1) -> None:
        self.ignored.append(finding("correction.ignored", message, found=str(count)))

    def applied(self) -> Disclosure | Corrected:
        """The disclosure with every change that can be placed, and a finding for each."""
        texts = {key: "".join(parts) for key, parts in self.texts.items()}
        corrected = correct(self._disclosure, self.cells, texts)
        if corrected is self._disclosure and not self.ignored:
            return corrected
        return Corrected(msgspec.structs.replace(corrected, findings=(*corrected.findings, *self.ignored)))


def compare_sheets(old: list[PrintedSheet], new: list[PrintedSheet], edits: Edits) -> Disclosure | Corrected:
    """The disclosure of the old sheets with what the new ones show otherwise."""
    by_name = {sheet.name: sheet for sheet in new}
    for sheet in old:
        if is_carrier(sheet):
            continue
        if sheet.name in by_name:
            edits.compare(sheet, by_name[sheet.name])
        else:
            edits.miss(sheet.name)
    return edits.applied()


def _changes(old: PrintedSheet, new: PrintedSheet) -> Iterator[tuple[Place | None, str]]:
    """Places of the old sheet with their new texts; None for a text without a place there."""
    partners = _partners(old, new)
    seen = set()
    for number, partner in partners.items():
        seen.add(partner)
        before, after = _texts(old, number), _texts(new, partner)
        for column in sorted(before.keys() | after.keys()):
            if before.get(column, "") != after.get(column, ""):
                yield (number - 1, column - 1), after.get(column, "")
    for number in sorted(new.rows.keys() - seen):
        for text in _texts(new, number).values():
            yield None, text


def _texts(sheet: PrintedSheet, row: int) -> dict[int, str]:
    return {column: text for column, text, _ in sheet.rows.get(row, ()) if text}


def _partners(old: PrintedSheet, new: PrintedSheet) -> dict[int, int]:
    """The new sheet's row for each row of the old one; rows keep their numbers unless some were put in or taken out."""
    last = max(old.rows, default=0), max(new.rows, default=0)
    plain = {number: number for number in range(1, last[0] + 1)}
    if max(last) > _MOST_ALIGNED:
        return plain
    before = [tuple(_texts(old, number).items()) for number in range(1, last[0] + 1)]
    after = [tuple(_texts(new, number).items()) for number in range(1, last[1] + 1)]
    changed = sum(one != other for one, other in zip(before, after, strict=False))
    if last[0] == last[1] or changed <= 2:
        return plain
    partners: dict[int, int] = {}
    for tag, first, end, other, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and end - first == other_end - other):
            partners.update((first + step + 1, other + step + 1) for step in range(end - first))
    return partners
