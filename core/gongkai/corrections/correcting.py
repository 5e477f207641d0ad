"""Texts that a person changed in a written result: they win over what was read, and each leaves a finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from gongkai.corrections.captions import recaptioned
from gongkai.corrections.rows import RowOrder, reordered
from gongkai.findings import finding, is_of_reading
from gongkai.model import (
    Block,
    Disclosure,
    Finding,
    FormValue,
    Grid,
    Indicator,
    IndicatorForm,
    Table,
    read_amount,
)

CellKey = tuple[str, int, int]
"""Block id, row and column from 0."""

_EXCERPT, _LEAD = 40, 10
_Slotted = TypeVar("_Slotted", FormValue, Indicator)


def correct(
    disclosure: Disclosure,
    cells: Mapping[CellKey, str],
    texts: Mapping[str, str] | None = None,
    rows: Mapping[str, RowOrder] | None = None,
    captions: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> Disclosure:
    """The disclosure with corrected cells and, by block id, corrected narrative, and a finding for each change.

    Titles of tables and forms are texts, too, under `t1.title`, and their notes under `t1.n1`, `t1.n2` … `rows` says, by
    block id, which rows a table has now; its corrected cells are then counted in these. `captions`: pieces of a table's
    caption (number label, department, unit) and what stands there now.

    Line ends that a program re-wrote are no change. Nor is a figure in another guise (5987.10 → 5987.1, 05 → 5), as
    spreadsheets save it: what was printed stays, and one finding counts these. A correction without its cell or block
    is reported, not applied. What was recognised and found before stays as it was.
    """
    texts, rows, captions = texts or {}, rows or {}, captions or {}
    by_block: dict[str, dict[tuple[int, int], str]] = {}
    for (ident, row, column), text in cells.items():
        by_block.setdefault(ident, {})[row, column] = text
    blocks: list[Block] = []
    found: list[Finding] = []
    for block in disclosure.blocks:
        own: list[Finding] = []
        if isinstance(block, Table | IndicatorForm):
            edits = by_block.pop(block.id, {})
            block, own = _correct_block(block, edits, texts, rows.get(block.id), captions.get(block.id, ()))
        elif block.id in texts:
            block, own = _correct_text(block, texts[block.id])
        found += own
        blocks.append(block)
    found += _homeless(disclosure, by_block, texts)
    if not found:
        return disclosure
    return msgspec.structs.replace(disclosure, blocks=tuple(blocks), findings=(*disclosure.findings, *_counted(found)))


def _correct_block(
    block: Table | IndicatorForm,
    edits: dict[tuple[int, int], str],
    texts: Mapping[str, str],
    order: RowOrder | None,
    pieces: Sequence[tuple[str, str]],
) -> tuple[Table | IndicatorForm, list[Finding]]:
    """A table or form with its rows in order, then its cells, lines and pieces of its caption corrected."""
    found: list[Finding] = []
    if order is not None:
        found += _row_findings(block, order, edits)
        block, edits = _reordered(block, order, edits)
    block, own = _correct_grid(block, edits)
    block, others = _correct_lines(block, texts)
    found += [*own, *others]
    if isinstance(block, Table):
        for piece, text in pieces:
            found.append(_changed("correction.text", piece, text, block=block.id))
            block = recaptioned(block, piece, text)
    return block, found


def _homeless(
    disclosure: Disclosure, cells: Mapping[str, Mapping[tuple[int, int], str]], texts: Mapping[str, str]
) -> Iterator[Finding]:
    """A finding for each correction whose block is not there."""
    for ident, edits in cells.items():
        yield from (_unplaced(ident, row, column, text) for (row, column), text in edits.items() if text)
    known = {block.id for block in disclosure.blocks} | _line_keys(disclosure)
    yield from (_unplaced(ident, None, None, text) for ident, text in texts.items() if ident not in known)


def without_meaning(disclosure: Disclosure) -> Disclosure:
    """A corrected disclosure as it was before it was understood and checked, so that both can be done anew."""
    blocks = tuple(
        msgspec.structs.replace(block, kind="", reading=None, proof=None) if isinstance(block, Table) else block
        for block in disclosure.blocks
    )
    findings = tuple(item for item in disclosure.findings if is_of_reading(item.rule))
    return msgspec.structs.replace(disclosure, blocks=blocks, findings=findings, arithmetic=None)


def _row_findings(
    block: Table | IndicatorForm, order: RowOrder, edits: Mapping[tuple[int, int], str]
) -> Iterator[Finding]:
    for row, old in enumerate(order):
        if old is None:
            text = " ".join(filter(None, (edits.get((row, column), "") for column in range(block.grid.columns))))
            yield finding(
                "correction.rows", f"插入第 {row + 1} 行：“{_excerpt(text, 0)}”", expected=text, block=block.id, row=row
            )
    for old in sorted(set(range(block.grid.rows)) - set(order)):
        text = " ".join(filter(None, block.grid.texts[old]))
        yield finding("correction.rows", f"删去原第 {old + 1} 行：“{_excerpt(text, 0)}”", found=text, block=block.id)


def _reordered(
    block: Table | IndicatorForm, order: RowOrder, edits: Mapping[tuple[int, int], str]
) -> tuple[Table | IndicatorForm, dict[tuple[int, int], str]]:
    """The block with its present rows, those put in with their texts; and the edits of the other rows."""
    block = reordered(block, order)
    new = {row for row, old in enumerate(order) if old is None}
    cells = tuple(
        msgspec.structs.replace(cell, text=edits.get((cell.row, cell.column), "")) if cell.row in new else cell
        for cell in block.grid.cells
    )
    grid = Grid(block.grid.rows, block.grid.columns, cells)
    return msgspec.structs.replace(block, grid=grid), {
        place: text for place, text in edits.items() if place[0] not in new
    }


def _correct_grid(
    block: Table | IndicatorForm, edits: Mapping[tuple[int, int], str]
) -> tuple[Table | IndicatorForm, list[Finding]]:
    found: list[Finding] = []
    changed: dict[tuple[int, int], tuple[str, str]] = {}
    cells = list(block.grid.cells)
    places = {(cell.row, cell.column): number for number, cell in enumerate(cells)} if edits else {}
    for (row, column), text in edits.items():
        number = places.get((row, column))
        if number is None:
            if text:
                found.append(_unplaced(block.id, row, column, text))
            continue
        cell = cells[number]
        rule = _change(cell.text, text)
        if rule:
            found.append(_changed(rule, cell.text, text, block=block.id, row=row, column=column, places=cell.places))
        if rule == "correction.cell":
            cells[number] = msgspec.structs.replace(cell, text=text)
            changed[row, column] = (cell.text, text)
    if not changed:
        return block, found
    block = msgspec.structs.replace(block, grid=Grid(block.grid.rows, block.grid.columns, tuple(cells)))
    return (_correct_values(block, changed) if isinstance(block, IndicatorForm) else block), found


def _line_keys(disclosure: Disclosure) -> set[str]:
    keys = set()
    for block in disclosure.blocks:
        if isinstance(block, Table | IndicatorForm):
            keys |= {f"{block.id}.title", *(f"{block.id}.n{number + 1}" for number in range(len(block.notes)))}
    return keys


def _correct_lines(
    block: Table | IndicatorForm, texts: Mapping[str, str]
) -> tuple[Table | IndicatorForm, list[Finding]]:
    """Title and notes; a caption line that prints the title alone changes with it."""
    found: list[Finding] = []
    title = texts.get(f"{block.id}.title", block.title)
    if not _same_lines(block.title, title):
        found.append(_changed("correction.text", block.title, title, block=block.id))
        caption = tuple(
            msgspec.structs.replace(line, text=title) if line.text == block.title else line for line in block.caption
        )
        block = msgspec.structs.replace(block, title=title, caption=caption)
    notes = list(block.notes)
    for number, note in enumerate(notes):
        text = texts.get(f"{block.id}.n{number + 1}", note.text)
        if not _same_lines(note.text, text):
            found.append(_changed("correction.text", note.text, text, block=block.id, places=note.places))
            notes[number] = msgspec.structs.replace(note, text=text)
    return (msgspec.structs.replace(block, notes=tuple(notes)) if found else block), found


def _correct_values(form: IndicatorForm, changed: Mapping[tuple[int, int], tuple[str, str]]) -> IndicatorForm:
    # What was read from a changed cell as it stands there changes with it.
    values = tuple(_follow(value, changed) for value in form.values)
    indicators = tuple(_follow(item, changed) for item in form.indicators)
    return msgspec.structs.replace(form, values=values, indicators=indicators)


def _follow(item: _Slotted, changed: Mapping[tuple[int, int], tuple[str, str]]) -> _Slotted:
    renamed = dict(changed[cell] for cell in item.cells if cell in changed)
    if not renamed:
        return item
    slots = {name: getattr(item, name) for name in item.__struct_fields__}
    new = {name: renamed[slot] for name, slot in slots.items() if isinstance(slot, str) and slot and slot in renamed}
    return msgspec.structs.replace(item, **new)


def _correct_text(block: Block, text: str) -> tuple[Block, list[Finding]]:
    old = getattr(block, "text", None)
    if old is None or _same_lines(old, text):
        return block, []
    found = _changed("correction.text", old, text, block=block.id, places=getattr(block, "places", ()))
    return msgspec.structs.replace(block, text=text), [found]


def _change(old: str, new: str) -> str:
    """The finding's code for a cell's old and new text, or "" where nothing changed."""
    if _same_lines(old, new):
        return ""
    before, after = read_amount(old), read_amount(new)
    same = before.value is not None and (before.value, before.percent) == (after.value, after.percent)
    return "correction.reformatted" if same else "correction.cell"


def _same_lines(old: str, new: str) -> bool:
    return old == new or old.splitlines() == new.splitlines()


def _changed(rule: str, old: str, new: str, **details: Any) -> Finding:
    same = next(
        (n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new))
    )
    start = max(0, same - _LEAD)
    message = f"“{_excerpt(old, start)}”改为“{_excerpt(new, start)}”"
    return finding(rule, message, expected=new, found=old, **details)


def _excerpt(text: str, start: int) -> str:
    # A message shows where a long text changed; `found` and `expected` hold the whole of it.
    if len(text) <= _EXCERPT:
        return text
    end = start + _EXCERPT
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _unplaced(ident: str, row: int | None, column: int | None, text: str) -> Finding:
    spot = f"{ident} 的第 {row + 1} 行第 {column + 1} 列" if row is not None and column is not None else ident
    return finding("correction.unplaced", f"原表中没有 {spot}，未采用：“{text}”", expected=text)


def _counted(found: list[Finding]) -> list[Finding]:
    """The findings, with those of re-written figures as one."""
    kept = [item for item in found if item.rule != "correction.reformatted"]
    count = len(found) - len(kept)
    return [*kept, finding("correction.reformatted", f"{count} 个数字只是写法不同，保留原样")] if count else kept
