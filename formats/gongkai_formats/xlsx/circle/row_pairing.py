"""Which row of a sheet that a person has edited is which row of the sheet as it was written."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from gongkai_formats.sheet.printed import PrintedSheet

_MOST_ALIGNED = 5_000

RowTexts = dict[int, str]
"""Column from 1 → text, of the cells that print something."""


class Pairing(NamedTuple):
    """Row numbers from 1: each old row's new one; each new row without an old one with the old row it stands before;
    old rows that are gone."""

    partners: dict[int, int]
    put_in: dict[int, int]
    gone: list[int]


def row_texts(sheet: PrintedSheet, row: int) -> RowTexts:
    """What a row prints."""
    return {column: text for column, text, _ in sheet.rows.get(row, ()) if text}


def pair_rows(old: PrintedSheet, new: PrintedSheet) -> Pairing:
    """Rows keep their numbers unless fewer of them differ when some count as put in or taken out."""
    last = max(old.rows, default=0)
    before = [row_texts(old, number) for number in range(1, last + 1)]
    after = [row_texts(new, number) for number in range(1, max(new.rows, default=0) + 1)]
    plain = Pairing(
        {number: number for number in range(1, last + 1)},
        {number: last + 1 for number in range(last + 1, len(after) + 1) if after[number - 1]},
        [],
    )
    changed = sum(one != other for one, other in zip(before, after, strict=False)) + abs(len(before) - len(after))
    if max(len(before), len(after)) > _MOST_ALIGNED or not changed:
        return plain
    aligned, cost = _aligned(before, after)
    return aligned if cost < changed else plain


def _aligned(before: Sequence[RowTexts], after: Sequence[RowTexts]) -> tuple[Pairing, int]:
    """The rows aligned by what they print, and how many of them differ."""
    one, other = ([tuple(row.items()) for row in rows] for rows in (before, after))
    pairing = Pairing({}, {}, [])
    cost = 0
    for tag, first, end, start, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs = list(zip(range(first, end), range(start, stop), strict=True))
        else:
            pairs = _alike(before, after, (first, end), (start, stop))
            cost += max(end - first, stop - start)
        partners = dict(pairs)
        paired = set(partners.values())
        pairing.partners.update((row + 1, partner + 1) for row, partner in pairs)
        pairing.gone.extend(row + 1 for row in range(first, end) if row not in partners and before[row])
        for row in (row for row in range(start, stop) if row not in paired and after[row]):
            pairing.put_in[row + 1] = next((own for own, partner in pairs if partner > row), end) + 1
    return pairing, cost


def _alike(
    before: Sequence[RowTexts], after: Sequence[RowTexts], old: tuple[int, int], new: tuple[int, int]
) -> list[tuple[int, int]]:
    """Rows of a changed stretch in pairs, in order: each with the one that shares most texts with it, where as many are
    left for the others."""
    swapped = old[1] - old[0] > new[1] - new[0]
    few, many = (new, old) if swapped else (old, new)
    shorter, longer = (after, before) if swapped else (before, after)
    pairs = []
    start = many[0]
    for row in range(*few):
        latest = many[1] - (few[1] - row - 1)
        best = max(range(start, latest), key=lambda other: (len(shorter[row].items() & longer[other].items()), -other))
        pairs.append((best, row) if swapped else (row, best))
        start = best + 1
    return pairs


def columns_moved(old: PrintedSheet, new: PrintedSheet, pairing: Pairing, rows: range) -> bool:
    """Whether columns of a grid were put in or taken out: fewer of them differ when they are aligned by what they print."""
    texts = [(row_texts(old, row), row_texts(new, pairing.partners[row])) for row in rows if row in pairing.partners]
    width = max((max((*one, *other), default=0) for one, other in texts), default=0)
    before, after = (
        [tuple(pair[side].get(column, "") for pair in texts) for column in range(1, width + 1)] for side in (0, 1)
    )
    changed = sum(one != other for one, other in zip(before, after, strict=True))
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    moved = any(tag in ("insert", "delete") for tag, *_ in codes)
    cost = sum(max(end - first, other_end - other) for tag, first, end, other, other_end in codes if tag != "equal")
    return moved and changed > 1 and cost < changed
