"""What differs between two disclosures, whatever formats they were read from: values, tables, rows, cells, narrative.

Only what is printed counts: places, merged areas, furniture and findings may differ freely. Tables and forms are
matched by kind and title, then by order; rows by code and label, columns by their header words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

import msgspec
from msgspec.structs import replace

from gongkai.model import (
    AmountState,
    Block,
    Contents,
    Disclosure,
    Furniture,
    IndicatorForm,
    Place,
    Table,
    read_amount,
)
from gongkai.words.labels import fold, fold_label

Change = Literal["changed", "added", "removed"]
Thing = Literal["value", "block", "row", "column", "cell", "text"]
"""value: of the whole disclosure or a table (title, year, unit …); block: a whole table, form or passage."""

_VALUES = ("title", "kind", "year", "department", "department_code", "region")
_OWN_VALUES = ("title", "number_label", "department", "year", "unit")
_MOST_COMPARED = 4_000_000
"""Pairs of rows up to which rows are aligned; beyond, they are compared in order."""

Grids = Table | IndicatorForm
Pairs = list[tuple[int | None, int | None]]


class Difference(msgspec.Struct, frozen=True, omit_defaults=True):
    """One difference. `old` and `new` as printed ("" for what is not there); row and column from 0 in the grid that
    has them, the first's where both do; `name` says the value, or row and column in their own words."""

    thing: Thing
    change: Change
    old: str = ""
    new: str = ""
    title: str = ""
    name: str = ""
    column_name: str = ""
    block: str = ""
    other_block: str = ""
    row: int | None = None
    column: int | None = None
    places: tuple[Place, ...] = ()
    other_places: tuple[Place, ...] = ()


_SOME_VALUE = Difference("value", "changed")


def compare(first: Disclosure, second: Disclosure) -> list[Difference]:
    """Every difference, in the first disclosure's order; none where both print the same."""
    found = list(_values(first, second, _VALUES))
    pairs = _match_blocks(_grids(first), _grids(second))
    for one, other in pairs:
        if one is not None and other is not None:
            found += _compare_grids(one, other)
        else:
            found += _lone_grid(one, other)
    found += _compare_narrative(first, second)
    return found


def _values(one: object, other: object, names: Sequence[str], about: Difference = _SOME_VALUE) -> Iterator[Difference]:
    for name in names:
        old, new = (_as_text(getattr(side, name, "")) for side in (one, other))
        if fold(old) != fold(new):
            yield replace(about, old=old, new=new, name=name)


def _change(old: str, new: str) -> Change:
    return "changed" if old and new else "removed" if old else "added"


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _grids(disclosure: Disclosure) -> list[Grids]:
    return [block for block in disclosure.blocks if isinstance(block, Table | IndicatorForm)]


def _match_blocks(first: list[Grids], second: list[Grids]) -> list[tuple[Grids | None, Grids | None]]:
    """Tables with tables and forms with forms: by kind and title, by kind, by title, then what is left in order."""
    partners: dict[int, int] = {}
    keys: tuple[Callable[[Grids], object], ...] = (
        lambda block: (type(block), _kind(block), fold(block.title)),
        lambda block: (type(block), fold(block.title)) if block.title else None,
        lambda block: (type(block), _kind(block)) if _kind(block) else None,
        lambda block: (type(block), block.grid.columns),
    )
    for key in keys:
        taken = set(partners.values())
        waiting: dict[object, list[int]] = {}
        for place, block in enumerate(second):
            if place not in taken:
                waiting.setdefault(key(block), []).append(place)
        for place, block in enumerate(first):
            own = key(block)
            if place not in partners and own is not None and waiting.get(own):
                partners[place] = waiting[own].pop(0)
    taken = set(partners.values())
    pairs: list[tuple[Grids | None, Grids | None]] = [
        (block, second[partners[place]] if place in partners else None) for place, block in enumerate(first)
    ]
    return [*pairs, *((None, block) for place, block in enumerate(second) if place not in taken)]


def _kind(block: Grids) -> str:
    return block.kind if isinstance(block, Table) else block.variant


def _lone_grid(one: Grids | None, other: Grids | None) -> Iterator[Difference]:
    block = one or other
    assert block is not None
    name = block.title or "（无题）"
    size = f"{block.grid.rows}×{block.grid.columns}"
    if one is not None:
        yield Difference("block", "removed", old=size, title=name, block=one.id)
    else:
        yield Difference("block", "added", new=size, title=name, other_block=block.id)


def _compare_grids(one: Grids, other: Grids) -> Iterator[Difference]:
    about = replace(_SOME_VALUE, title=one.title or other.title, block=one.id, other_block=other.id)
    yield from _values(one, other, _OWN_VALUES, about)
    texts, others = one.grid.texts, other.grid.texts
    if texts == others:
        yield from _compare_notes(one, other, about)
        return
    rows = _align(
        [_row_key(one, row) for row in range(len(texts))], [_row_key(other, row) for row in range(len(others))]
    )
    columns = _align(_column_keys(one), _column_keys(other))
    for own, far in rows:
        if own is not None and far is not None:
            yield from _compare_rows(one, other, (own, far), columns, about)
        elif own is not None and any(texts[own]):
            yield _lone_row("removed", one, own, about)
        elif far is not None and any(others[far]):
            yield _lone_row("added", other, far, about)
    yield from _compare_notes(one, other, about)


def _compare_rows(
    one: Grids, other: Grids, pair: tuple[int, int], columns: Pairs, about: Difference
) -> Iterator[Difference]:
    texts, others = one.grid.texts[pair[0]], other.grid.texts[pair[1]]
    for own, far in columns:
        old = texts[own] if own is not None else ""
        new = others[far] if far is not None else ""
        if old == new or old.split() == new.split():
            continue
        side, row, column = (one, pair[0], own) if own is not None else (other, pair[1], far)
        assert column is not None
        yield replace(
            about,
            thing="cell",
            change=_change(old, new),
            old=old,
            new=new,
            name=_row_name(one, pair[0]) or _row_name(other, pair[1]),
            column_name=_column_name(side, column),
            row=row,
            column=column,
            places=_places(one, pair[0], own),
            other_places=_places(other, pair[1], far),
        )


def _places(block: Grids, row: int, column: int | None) -> tuple[Place, ...]:
    cell = block.grid.cell_at(row, column) if column is not None else None
    return cell.places if cell is not None else ()


def _lone_row(change: Change, block: Grids, row: int, about: Difference) -> Difference:
    text = " | ".join(text for text in block.grid.texts[row] if text)
    old, new = (text, "") if change == "removed" else ("", text)
    return replace(about, thing="row", change=change, old=old, new=new, name=_row_name(block, row), row=row)


def _row_name(block: Grids, row: int) -> str:
    """A row in its own words: code and label, else its first text that is no figure."""
    if isinstance(block, Table) and block.reading is not None:
        for label in block.reading.rows[row].labels:
            if label.code or label.label:
                return " ".join(filter(None, (label.code, label.label)))
    words = (text for text in block.grid.texts[row] if text and read_amount(text).state is AmountState.TEXT)
    return " ".join(next(words, "").split()) or f"第{row + 1}行"


def _row_key(block: Grids, row: int) -> tuple[str, ...]:
    """What a row is matched by: its codes and labels, else its texts that are no figures, else the row as it is."""
    if isinstance(block, Table) and block.reading is not None:
        labels = block.reading.rows[row].labels
        key = tuple(fold_label(label.code or label.label) for label in labels)
        if any(key):
            return key
    texts = [fold(text) for text in block.grid.texts[row]]
    return tuple(text for text in texts if read_amount(text).state is AmountState.TEXT) or tuple(texts)


def _column_name(block: Grids, column: int) -> str:
    if isinstance(block, Table) and block.reading is not None and block.reading.columns[column].path:
        return "/".join(block.reading.columns[column].path)
    return f"第{column + 1}列"


def _column_keys(block: Grids) -> list[tuple[str, ...]]:
    """Header words where the table is read, so that a column more or less shifts nothing; else the column's number."""
    if isinstance(block, Table) and block.reading is not None:
        return [(str(axis.panel), *map(fold, axis.path)) for axis in block.reading.columns]
    return [(str(column),) for column in range(block.grid.columns)]


def _align(first: Sequence[tuple[str, ...]], second: Sequence[tuple[str, ...]]) -> Pairs:
    """Partners in order; what stands alone has None beside it."""
    if len(first) == len(second) and (first == second or len(first) * len(second) > _MOST_COMPARED):
        return [(place, place) for place in range(len(first))]
    start = _common(first, second)
    end = _common(first[start:][::-1], second[start:][::-1])
    pairs: Pairs = [(place, place) for place in range(start)]
    middle, far = first[start : len(first) - end], second[start : len(second) - end]
    for tag, i, j, k, m in SequenceMatcher(None, middle, far, autojunk=False).get_opcodes():
        size = min(j - i, m - k) if tag in ("equal", "replace") else 0
        pairs += [(start + i + step, start + k + step) for step in range(size)]
        pairs += [(start + place, None) for place in range(i + size, j)]
        pairs += [(None, start + place) for place in range(k + size, m)]
    return pairs + [(len(first) - end + step, len(second) - end + step) for step in range(end)]


def _common(first: Sequence[tuple[str, ...]], second: Sequence[tuple[str, ...]]) -> int:
    return next(
        (place for place, (one, other) in enumerate(zip(first, second, strict=False)) if one != other),
        min(len(first), len(second)),
    )


def _compare_notes(one: Grids, other: Grids, about: Difference) -> Iterator[Difference]:
    notes, others = ([note.text for note in block.notes] for block in (one, other))
    for own, far in _align([(fold(text),) for text in notes], [(fold(text),) for text in others]):
        old = notes[own] if own is not None else ""
        new = others[far] if far is not None else ""
        if fold(old) != fold(new):
            yield replace(about, thing="text", change=_change(old, new), old=old, new=new, name="注")


def _compare_narrative(first: Disclosure, second: Disclosure) -> Iterator[Difference]:
    one, other = _passages(first), _passages(second)
    for own, far in _align([(fold(text),) for _, text in one], [(fold(text),) for _, text in other]):
        block, old = one[own] if own is not None else (None, "")
        partner, new = other[far] if far is not None else (None, "")
        if fold(old) == fold(new):
            continue
        yield Difference(
            "text",
            _change(old, new),
            old,
            new,
            block=block.id if block else "",
            other_block=partner.id if partner else "",
            places=getattr(block, "places", ()),
            other_places=getattr(partner, "places", ()),
        )


def _passages(disclosure: Disclosure) -> list[tuple[Block, str]]:
    """The narrative with its texts, contents and furniture left out: they say nothing of their own."""
    skipped = Table | IndicatorForm | Contents | Furniture
    return [(block, block.text) for block in disclosure.blocks if not isinstance(block, skipped)]
