"""A document that carries its disclosure: taken as it is while nothing visible has changed, else with the changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache

import msgspec

from gongkai.carrying.embedding import Embedded, may_be_ours, open_part, seal_of, xml_text
from gongkai.corrections import CellKey, RowOrder, caption_says, correct
from gongkai.findings import finding
from gongkai.model import Corrected, Disclosure, Finding, Table
from gongkai_formats.docx.reading.inline import InlineReader
from gongkai_formats.docx.reading.names import BODY, PPR, TBL, P
from gongkai_formats.docx.reading.numbering import Numbering
from gongkai_formats.docx.reading.package import WordPackage
from gongkai_formats.docx.reading.story import Story
from gongkai_formats.docx.reading.styles import read_styles
from gongkai_formats.docx.reading.tables import find_cells
from gongkai_formats.docx.writing.showing import ShownCell, ShownGrid, ShownLine, show

_FITTING = 0.5
"""Share of the expected texts that must be there, or the document is another one."""

_ALIKE = 0.5
"""Likeness from which two texts count as one that was edited."""

_EXCERPT = 30


@dataclass
class _Visible:
    """What a document shows now: its lines without the 目录 and blank ones, and its tables' cells row by row."""

    lines: list[str] = field(default_factory=list)
    grids: list[list[list[str]]] = field(default_factory=list)


@dataclass
class _DocumentEdits:
    """What was changed, as `gongkai.corrections.correct` takes it, and what it has no place for."""

    tables: dict[str, Table]
    cells: dict[CellKey, str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    rows: dict[str, RowOrder] = field(default_factory=dict)
    captions: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    ignored: list[Finding] = field(default_factory=list)

    def ignore(self, what: str, text: str, block: str = "") -> None:
        excerpt = text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"
        self.ignored.append(finding("correction.ignored", f"{what}“{excerpt}”，未采用", block=block, found=text))


def read_own(package: WordPackage) -> tuple[Disclosure | Corrected | None, tuple[Finding, ...]]:
    """The disclosure a document carries, with what was edited since; None where it carries none that fits.

    The findings say why a carried disclosure was not taken.
    """
    embedded = _embedded(package)
    if embedded is None:
        return None, ()
    disclosure = embedded.disclosure
    if seal_of([package.data(package.main) or b""]) == embedded.seal:
        return disclosure, ()
    visible = _look(package)
    shown = show(disclosure)
    lines = [one for one in shown if isinstance(one, ShownLine) and one.role != "contents" and _plain(one.text)]
    grids = [one for one in shown if isinstance(one, ShownGrid)]
    if not _fits(lines, grids, visible):
        return None, (finding("docx.other_content"),)
    edits = _DocumentEdits({table.id: table for table in disclosure.tables})
    _compare_lines(lines, visible.lines, edits)
    _compare_grids(grids, visible.grids, edits)
    corrected = correct(disclosure, edits.cells, edits.texts, edits.rows, edits.captions)
    if corrected is disclosure and not edits.ignored:
        return disclosure, ()
    return Corrected(msgspec.structs.replace(corrected, findings=(*corrected.findings, *edits.ignored))), ()


def _embedded(package: WordPackage) -> Embedded | None:
    for name in sorted(package.members):
        if name.startswith("customxml/item") and name.endswith(".xml"):
            data = package.data(name)
            if data is not None and may_be_ours(data) and (embedded := open_part(data)) is not None:
                return embedded
    return None


def _look(package: WordPackage) -> _Visible:
    """What the document shows, read as any document is."""
    root = package.tree(package.main)
    body = root.find(BODY) if root is not None else None
    visible = _Visible()
    if body is None:
        return visible
    inline = InlineReader(package, read_styles(package.tree(package.related("styles") or ""), Numbering()))
    story = Story(inline, 0, package.where)
    for element in inline.unwrapped(body):
        if element.tag == P:
            facts, _ = inline.styles.of(element.find(PPR))
            found = inline.read(element)
            if not (found.contents or facts.contents) and _plain(found.text):
                visible.lines.append(found.text.strip())
        elif element.tag == TBL:
            rows = find_cells(element, inline)
            visible.grids.append([[story.cell_text(cell.element, 1) for cell in row] for row in rows])
    return visible


@lru_cache(maxsize=65_536)
def _plain(text: str) -> str:
    """A text as it is compared: layout may change blanks, nobody means to."""
    return "".join(xml_text(text).split())


def _fits(lines: Sequence[ShownLine], grids: Sequence[ShownGrid], visible: _Visible) -> bool:
    expected = [_plain(line.text) for line in lines]
    expected += [_plain(cell.text) for grid in grids for row in grid.rows for cell in row]
    expected = list(filter(None, expected))
    found = {_plain(line) for line in visible.lines}
    found.update(_plain(text) for grid in visible.grids for row in grid for text in row)
    return sum(text in found for text in expected) >= _FITTING * len(expected)


def _compare_lines(expected: Sequence[ShownLine], found: Sequence[str], edits: _DocumentEdits) -> None:
    keys, others = [_plain(line.text) for line in expected], [_plain(text) for text in found]
    for one, other in _aligned(keys, others):
        if one is None:
            edits.ignore("文件中新增了", found[other or 0])
        elif other is None:
            edits.ignore("文件中删去了", expected[one].text, expected[one].block)
        elif keys[one] != others[other]:
            line, text = expected[one], found[other]
            if line.key:
                edits.texts[line.key] = text
            else:
                _compare_caption(line, text, edits)


def _compare_caption(line: ShownLine, text: str, edits: _DocumentEdits) -> None:
    """A line around a table that is made of pieces of its caption."""
    table = edits.tables.get(line.block)
    old, new = ([piece.strip() for piece in one.split("\t") if piece.strip()] for one in (line.text, text))
    if table is None or len(old) != len(new) or not all(caption_says(table, piece) for piece in old):
        edits.ignore("表格内容之外的文字改为", text, line.block)
        return
    pairs = zip(old, new, strict=True)
    edits.captions.setdefault(table.id, []).extend(pair for pair in pairs if _plain(pair[0]) != _plain(pair[1]))


def _compare_grids(expected: Sequence[ShownGrid], found: Sequence[list[list[str]]], edits: _DocumentEdits) -> None:
    shown = [grid.rows for grid in expected]
    keys = ["".join(_plain(cell.text) for row in grid for cell in row) for grid in shown]
    others = ["".join(_plain(text) for row in grid for text in row) for grid in found]
    for one, other in _in_order(keys, others):
        if one is None:
            edits.ignore("文件中新增了表格", "")
        elif other is None:
            edits.ignore("文件中删去了表格", expected[one].title, expected[one].block)
        else:
            _compare_rows(expected[one].block, shown[one], found[other], edits)


def _compare_rows(block: str, expected: list[list[ShownCell]], found: list[list[str]], edits: _DocumentEdits) -> None:
    keys = ["\t".join(_plain(cell.text) for cell in row) for row in expected]
    others = ["\t".join(map(_plain, row)) for row in found]
    pairs = _in_order(keys, others)
    order = [one for one, other in pairs if other is not None]
    if order != list(range(len(expected))):
        edits.rows[block] = order
    for row, (one, other) in enumerate(pair for pair in pairs if pair[1] is not None):
        texts = found[other or 0]
        cells = expected[one] if one is not None else _like(expected, row, len(texts))
        if len(cells) == len(texts):
            for cell, text in zip(cells, texts, strict=True):
                if one is None or _plain(cell.text) != _plain(text):
                    edits.cells[block, row, cell.column] = text
        elif one is None or keys[one].replace("\t", "") != others[other or 0].replace("\t", ""):
            edits.ignore("表中一行的格数有变，内容改为", " ".join(texts), block)


def _like(expected: list[list[ShownCell]], near: int, count: int) -> list[ShownCell]:
    """The nearest row with as many cells: so the cells of a row that was put in will stand."""
    alike = [row for row, cells in enumerate(expected) if len(cells) == count]
    nearest = min(alike, key=lambda row: abs(row - near), default=None)
    return expected[nearest] if nearest is not None else []


def _in_order(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """As `_aligned`, but as many as before are the same ones, however much they have changed."""
    if len(old) == len(new):
        return list(zip(range(len(old)), range(len(new)), strict=True))
    return _aligned(old, new)


def _aligned(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Which old text is which new one, in order; None for what has no counterpart."""
    pairs: list[tuple[int | None, int | None]] = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs += zip(range(i, j), range(k, m), strict=True)
            continue
        for one, other in _paired(old[i:j], new[k:m]):
            pairs.append((None if one is None else i + one, None if other is None else k + other))
    return pairs


def _paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Which old text became which new one, in order; None for what has no counterpart."""
    if len(old) == len(new):
        return list(zip(range(len(old)), range(len(new)), strict=True))
    pairs: list[tuple[int | None, int | None]] = []
    start = 0
    for one, text in enumerate(old):
        alike = next((n for n in range(start, len(new)) if _likeness(text, new[n]) >= _ALIKE), None)
        if alike is None:
            pairs.append((one, None))
            continue
        pairs += [(None, n) for n in range(start, alike)]
        pairs.append((one, alike))
        start = alike + 1
    return pairs + [(None, n) for n in range(start, len(new))]


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one[:200], other[:200], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0
