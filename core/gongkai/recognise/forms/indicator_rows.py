"""Rows of an indicator table or a table of scored items: columns found by content, level names carried down."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import get_args

import msgspec

from gongkai.model import FormValue, Indicator, read_amount
from gongkai.plugins.specs import load_toml
from gongkai.plugins.specs.forms import ColumnMeaning, FormColumn, FormTable
from gongkai.recognise.forms.alignment import FIGURES, ColumnSlot, align
from gongkai.recognise.forms.levels import level_name
from gongkai.recognise.forms.tokens import Token, cells_of, label_key, one_line, places_of, printed_label, short_key

_LEVELS = ("level1", "level2", "level3")
_FIRST_ROW = FIGURES | {"level1", "level2", "stray"}
"""Columns that only the first of an indicator's rows fills."""

_ORDER: tuple[str, ...] = get_args(ColumnMeaning)
MONEY_POINTS = 10
"""Points of the money block beside the indicators', by the national rules for self-evaluation."""

_WORDS = re.compile(r"[\u4e00-\u9fff]")


class _ColumnFile(msgspec.Struct):
    columns: dict[ColumnMeaning, tuple[str, ...]]


@lru_cache(maxsize=1)
def _common_columns() -> tuple[FormColumn, ...]:
    data = load_toml("gongkai.recognise.forms", "vocabulary.toml", _ColumnFile)
    return tuple(FormColumn(meaning, labels, optional=True) for meaning, labels in data.columns.items())


def with_common_columns(table: FormTable) -> FormTable:
    """A table of indicators with the columns any may print, in their usual places; one of two halves has none."""
    if table.result != "indicators" or any(column.phase for column in table.columns):
        return table
    columns = list(table.columns)
    own = {column.meaning for column in columns}
    for more in _common_columns():
        if more.meaning not in own:
            rank = _ORDER.index(more.meaning)
            place = sum(1 for column in columns if _ORDER.index(column.meaning) < rank)
            columns.insert(place, more)
    return msgspec.structs.replace(table, columns=tuple(columns))


def match_heads(tokens: list[Token], table: FormTable) -> dict[int, Token]:
    """Column index → head cell, for the cells of a row that are heads of this table."""
    found: dict[int, Token] = {}
    following = 0
    for token in tokens:
        order = [*range(following, len(table.columns)), *range(following)]
        for keys in ({token.key}, {short_key(token.text)}):
            index = next(
                (i for i in order if i not in found and keys & {label_key(label) for label in table.columns[i].labels}),
                None,
            )
            if index is not None:
                found[index] = token
                following = index + 1
                break
    return found


def slots_of(table: FormTable, heads: dict[int, Token]) -> list[ColumnSlot]:
    """The table's columns as they stand in this form; a column whose head was lost follows its neighbour."""
    names = [index for index, column in enumerate(table.columns) if column.meaning in _LEVELS]
    placed: list[tuple[int, int, ColumnSlot]] = []
    position = -1
    for index, column in enumerate(table.columns):
        head = heads.get(index)
        if head is None and column.optional:
            continue
        position = head.column if head else position + 1
        label = printed_label(head.text) if head else column.labels[0]
        slot = ColumnSlot(column.meaning, position, column.phase, label)
        if table.tree == "open" and index in names:
            slot = replace(slot, name=index == names[-1], open=True)
        placed.append((position, index, slot))
    slots = [slot for _, _, slot in sorted(placed, key=lambda entry: entry[:2])]
    return slots if table.tree == "open" else _with_stray(slots)


def _with_stray(slots: list[ColumnSlot]) -> list[ColumnSlot]:
    """The columns with one for second-level names printed a row too high, before the first that holds such names."""
    for place, slot in enumerate(slots):
        if slot.meaning == "level2":
            return [*slots[:place], ColumnSlot("stray", slot.column), *slots[place:]]
    return slots


@dataclass
class Draft:
    """An indicator or scored item while its level names may still be filled in."""

    section: str
    phase: str
    levels: dict[str, str]
    parts: dict[str, list[Token]]
    labels: dict[str, str]

    @property
    def tokens(self) -> list[Token]:
        return [token for tokens in self.parts.values() for token in tokens]

    def text(self, meaning: str) -> str:
        """What is printed in a column; a text torn by a page break is joined."""
        return "".join(one_line(token.text) for token in self.parts.get(meaning, ()))


@dataclass
class IndicatorTable:
    """One table while its rows are read in order. `merged`: the grid knows its merged cells, so blanks are blanks."""

    table: FormTable
    merged: bool = False
    heads: dict[int, Token] = field(default_factory=dict)
    slots: list[ColumnSlot] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    sums: list[FormValue] = field(default_factory=list)
    section: str = ""
    level1: str = ""
    level2: dict[str, str] = field(default_factory=dict)
    pending: str = ""
    moved: set[int] = field(default_factory=set)
    joined: list[int] = field(default_factory=list)

    def start(self, heads: dict[int, Token]) -> None:
        """Take the columns from a head row; a head of two rows adds up, a repeated one changes them on the way."""
        last = max((token.cell.row for token in self.heads.values()), default=-1)
        adjoining = all(token.cell.row == last + 1 for token in heads.values())
        kept = adjoining and all(_in_order(i, one, heads) for i, one in self.heads.items() if i not in heads)
        self.heads = {**self.heads, **heads} if kept else heads
        self.slots = slots_of(self.table, self.heads)

    @property
    def phases(self) -> list[str]:
        return list(dict.fromkeys(column.phase for column in self.table.columns if column.phase)) or [""]

    def section_of(self, tokens: list[Token]) -> str:
        """The section a row opens: its name first, then only figures."""
        key = tokens[0].key
        named = key in {label_key(name) for name in self.table.sections}
        return key if named and all(token.figure for token in tokens[1:]) else ""

    def read(self, tokens: list[Token], part_start: bool) -> list[Token]:
        """Read one row; returns the cells that were understood."""
        section = self.section_of(tokens)
        if section:
            self._open_section(section, tokens[1:])
            return tokens
        dots = [token for token in tokens if token.ellipsis]
        tokens = [token for token in tokens if not token.ellipsis]
        pairs = self._laid(tokens)
        if not pairs:
            return dots
        torn = self._below_last(tokens) if part_start else []
        if torn and self._continues(torn, part_start):
            self._join(torn)
            return tokens
        self._place(pairs, part_start, template=bool(dots))
        return [*dots, *(token for _, token in pairs)]

    def _laid(self, tokens: list[Token]) -> list[tuple[ColumnSlot, Token]]:
        """The cells of a row that suit a column, with it."""
        places = align(tokens, self.slots)
        return [(self.slots[slot], token) for slot, token in zip(places, tokens, strict=True) if slot is not None]

    def _place(self, pairs: list[tuple[ColumnSlot, Token]], part_start: bool, *, template: bool) -> None:
        if any(slot.column != token.column for slot, token in pairs):
            self.moved.add(pairs[0][1].cell.row)
        if self._continues(pairs, part_start):
            self._join(pairs)
        else:
            self._add(pairs, template=template)

    def total_of(self, token: Token) -> int | None:
        """Whether a closing row's only number totals the weights (0) or the scores (1): by its place, else by the sum.

        The money block's own points may be part of the sum. Where both fit it is the weights': forms print their 100.
        """
        meanings = ("weight", "score")
        for order, meaning in enumerate(meanings):
            if any(slot.meaning == meaning and slot.column == token.column for slot in self.slots):
                return order
        number = read_amount(token.text).value
        sums = [sum((read_amount(d.text(m)).value or 0 for d in self.drafts), Decimal(0)) for m in meanings]
        proved = [order for order, total in enumerate(sums) if total and number in (total, total + MONEY_POINTS)]
        return proved[0] if proved else None

    def _open_section(self, section: str, figures: list[Token]) -> None:
        self.section, self.level1, self.pending = section, "", ""
        self.level2.clear()
        for slot, token in self._laid(figures):
            if slot.meaning in FIGURES:
                self.sums.append(_score((section,), slot.label, token))

    def _add(self, pairs: list[tuple[ColumnSlot, Token]], template: bool) -> None:
        """An indicator for each half; a template's row of dots only tells the levels it stands under."""
        row = {(slot.phase, slot.meaning): token for slot, token in pairs}
        self._carry_levels(row)
        for phase in self.phases:
            parts = {
                meaning: [token]
                for (half, meaning), token in row.items()
                if half == phase and meaning not in ("level1", "stray")
            }
            if parts and not (template and set(parts) <= {"level2"}):
                self.drafts.append(self._draft(phase, parts))

    def _carry_levels(self, row: dict[tuple[str, str], Token]) -> None:
        """Take the levels a row prints; a half without its second level takes the other half's."""
        outer = next((token for (_, meaning), token in row.items() if meaning == "level1"), None)
        if outer is not None:
            self.level1 = printed_label(outer.text)
            if self.merged:
                self.level2.clear()
        own = {phase: printed_label(row[phase, "level2"].text) for phase in self.phases if (phase, "level2") in row}
        shared = next(iter(own.values()), "") or self.pending
        for phase in self.phases:
            self.level2[phase] = own.get(phase) or shared or self.level2.get(phase, "")
        self._note_pending(row, own)

    def _note_pending(self, row: dict[tuple[str, str], Token], own: dict[str, str]) -> None:
        """A second-level name printed before the row's own belongs to the rows below it."""
        stray = row.get(("", "stray"))
        self.pending = ""
        if stray is not None:
            name, mine = level_name(stray.text), level_name(next(iter(own.values()), ""))
            if name and not (mine and mine.canonical == name.canonical):
                self.pending = printed_label(stray.text)

    def _draft(self, phase: str, parts: dict[str, list[Token]]) -> Draft:
        levels = {"level1": self.level1, "level2": self.level2.get(phase, "")}
        labels = {slot.meaning: slot.label for slot in self.slots if slot.phase == phase}
        return Draft(self.section, phase, levels, parts, labels)

    def _below_last(self, tokens: list[Token]) -> list[tuple[ColumnSlot, Token]]:
        """The cells of a row in the columns of the row above it, whatever they say; none where one stands elsewhere."""
        last = self.drafts[-1] if self.drafts else None
        above = {one.column: meaning for meaning, ones in last.parts.items() for one in ones} if last else {}
        if last is None or any(token.column not in above for token in tokens):
            return []
        slots = {slot.meaning: slot for slot in self.slots if slot.phase == last.phase}
        return [(slots[above[token.column]], token) for token in tokens]

    def _continues(self, pairs: list[tuple[ColumnSlot, Token]], part_start: bool) -> bool:
        """Whether a row only carries on with the texts of the row above it.

        In a scored table that is a row without figures; elsewhere only the first row after a page break, and only one
        text of it, can be told from an indicator of its own.
        """
        if not self.drafts or _opens_indicator(pairs):
            return False
        scored = any(slot.meaning in FIGURES for slot in self.slots)
        if not scored and not (part_start and len(pairs) == 1):
            return False
        last, row = self.drafts[-1], pairs[0][1].cell.row
        near = max(token.cell.row for token in last.tokens) >= row - 1
        return near and all(slot.phase == last.phase and last.text(slot.meaning) for slot, _ in pairs)

    def _join(self, pairs: list[tuple[ColumnSlot, Token]]) -> None:
        for slot, token in pairs:
            self.drafts[-1].parts[slot.meaning].append(token)
        self.joined.append(pairs[0][1].cell.row)

    def finish(self) -> tuple[list[FormValue], list[Indicator], int]:
        """Sums and scored items as values, indicators, and how many rows stand under a foreign first level."""
        self._fill_levels()
        astray = {draft.tokens[0].cell.row for draft in self.drafts if _astray(draft)}
        values = list(self.sums)
        indicators: list[Indicator] = []
        for draft in self.drafts:
            if self.table.result == "indicators":
                indicators.append(self._indicator(draft))
            values += self._extra_values(draft)
        return values, indicators, len(astray) if self.table.tree == "national" else 0

    def _fill_levels(self) -> None:
        """Rows above the first printed first-level name: the tree's own parent, else that name within the section."""
        first: dict[str, str] = {}
        for draft in self.drafts:
            if draft.levels["level1"]:
                first.setdefault(draft.section, draft.levels["level1"])
        for draft in self.drafts:
            if not draft.levels["level1"]:
                name = level_name(draft.levels["level2"]) if self.table.tree == "national" else None
                draft.levels["level1"] = (name.parent if name else "") or first.get(draft.section, "")

    def _indicator(self, draft: Draft) -> Indicator:
        has = {slot.meaning for slot in self.slots}

        def text(meaning: str) -> str | None:
            return draft.text(meaning) if meaning in has else None

        bare = set(draft.parts) <= {"level2", "level3"} and all(
            token.bare_name for token in draft.parts.get("level3", ())
        )
        target = _whole_target(draft) if "target" in has else None
        return Indicator(
            section=draft.section or self.table.name,
            phase=draft.phase,
            level1=draft.levels["level1"],
            level2=draft.levels["level2"],
            level3="" if bare and "level3" in has else text("level3"),
            target=target,
            adjusted=text("adjusted"),
            actual=text("actual"),
            progress=text("progress"),
            weight=text("weight"),
            score=text("score"),
            note=text("note"),
            cells=cells_of(draft.tokens),
            places=places_of(draft.tokens),
        )

    def _extra_values(self, draft: Draft) -> list[FormValue]:
        """Figures the indicator has no place for, or all figures of a scored item."""
        wanted = FIGURES if self.table.result == "scores" else frozenset({"reference"})
        levels = (draft.levels["level1"], draft.levels["level2"], draft.text("level3"))
        path = tuple(part for part in (draft.section, *levels) if part)
        return [
            _score(path, draft.labels[meaning], token)
            for meaning, tokens in draft.parts.items()
            if meaning in wanted
            for token in tokens
        ]


def _opens_indicator(pairs: list[tuple[ColumnSlot, Token]]) -> bool:
    """Whether a row has what only an indicator's first row has: a level, figures, a template's number."""
    return any(slot.meaning in _FIRST_ROW or token.numbered_name for slot, token in pairs)


def _in_order(index: int, head: Token, heads: dict[int, Token]) -> bool:
    """Whether a head stands among others as its column among theirs; one that moved left tells no place."""
    return all((index < other) == (head.column < one.column) for other, one in heads.items() if other != index)


def _whole_target(draft: Draft) -> str:
    """The target as one text where sign and unit are columns of their own (≥ | 95 | %); 定性 is no sign."""
    sign = draft.text("operator")
    parts = ("" if _WORDS.search(sign) else sign, draft.text("target"), draft.text("unit"))
    return "".join(parts)


def _score(path: tuple[str, ...], label: str, token: Token) -> FormValue:
    return FormValue("score", token.text.strip(), path, (label,), cells_of([token]), places_of([token]))


def _astray(draft: Draft) -> bool:
    one, two = level_name(draft.levels["level1"]), level_name(draft.levels["level2"])
    return bool(one and two and two.parent and 1 in one.levels and one.canonical not in two.ancestors)
