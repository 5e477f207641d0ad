"""One form read by one variant: row by row, each row explained by its labels or by what is open above it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from gongkai.model import Cell, FormValue, Indicator, IndicatorForm
from gongkai.plugins.specs.forms import FormPeople, FormVariant
from gongkai.recognise.forms.fund_rows import MoneyLists, MoneyTable, is_group_head, match_fund_heads
from gongkai.recognise.forms.indicator_rows import IndicatorTable, match_heads, with_common_columns
from gongkai.recognise.forms.labelled import (
    FieldLabels,
    KnownWords,
    OpenHeads,
    find_total,
    match_labels,
    read_fields,
    read_person,
    read_total,
)
from gongkai.recognise.forms.levels import level_name
from gongkai.recognise.forms.page_breaks import whole_rows
from gongkai.recognise.forms.repeats import printed_once, repeats_merged
from gongkai.recognise.forms.tokens import CAPTION, Token, label_key, rows_of, short_key
from gongkai.words.labels import fold

_CAPTION_TAIL = re.compile(
    r"\s*(?:[(（]\s*20\d\d\s*年度?\s*[)）]|20\d\d\s*年度?)?\s*(?:(?:金额)?单位\s*[:：]\s*\S{0,2}元)?$"
)
"""Period and unit at the end of a caption line."""
_LEAST_HEADS = 3
"""Heads of an indicator table that a row must hold to be its head: two may be labels."""

_STOPS = ("。", "；", "！", "？", ";", "!", "?")


@dataclass
class FormReading:
    """What was read, which filled cells were not understood, and which rows content had to put right."""

    values: list[FormValue] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    unread: list[Cell] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    joined: list[int] = field(default_factory=list)
    astray: int = 0


def read_form(form: IndicatorForm, variant: FormVariant) -> FormReading:
    """The values and indicators of a form as a variant explains them; the grid stays as it is."""
    return _FormReader(form, variant).run()


@dataclass
class _OpenPeople:
    people: FormPeople
    found: dict[int, Token]
    number: int = 0


_Open = IndicatorTable | MoneyTable | MoneyLists | OpenHeads | _OpenPeople | None


class _FormReader:
    def __init__(self, form: IndicatorForm, variant: FormVariant) -> None:
        self.form, self.variant = form, variant
        self.labels, self.words = FieldLabels(variant), KnownWords(variant)
        self.groups = {label_key(group) for group in variant.groups}
        # A grid that knows its merged cells lost none, so what stands left of a table is no part of it.
        self.merged = any(cell.row_span > 1 for cell in form.grid.cells)
        self.tables = [IndicatorTable(with_common_columns(table), self.merged) for table in variant.tables]
        self.sections = {label_key(name) for table in variant.tables for name in table.sections}
        self.money = MoneyTable(variant.fund_table) if variant.fund_table else None
        self.lists = MoneyLists(variant.fund_lists)
        self.repeats = repeats_merged(form.grid)
        self.part_starts = {part.first_row for part in form.parts if part.first_row}
        self.open: _Open = None
        self.taken: set[tuple[int, int]] = set()
        self.reading = FormReading()

    def run(self) -> FormReading:
        self._read_caption()
        rows, torn = whole_rows(rows_of(self.form.grid), self.part_starts, self.words.knows)
        self.reading.joined += torn
        for tokens in rows:
            if tokens:
                self._read_row(tokens)
        for table in self.tables:
            values, indicators, astray = table.finish()
            self.reading.values += values
            self.reading.indicators += indicators
            self.reading.astray += astray
            self.reading.joined += table.joined
        self.reading.values.sort(key=lambda value: min(value.cells, default=(-1, 0)))
        self.reading.values += [
            FormValue("note", note.text, places=note.places) for note in self.form.notes if note.text.strip()
        ]
        self.reading.unread = [token.cell for row in rows for token in row if token.position not in self.taken]
        self.reading.moved = sorted(set().union(*(one.moved for one in (*self.tables, self.money) if one)))
        return self.reading

    def _read_caption(self) -> None:
        """Fields printed above the grid (`填报单位（公章）：…`)."""
        for line in self.form.caption:
            cell = Cell(0, 0, line.text, places=line.places)
            text = _CAPTION_TAIL.sub("", line.text.strip())
            parts = [Token(cell, part) for part in re.split(r"\s{2,}|\t", text) if part]
            for value in read_fields(self.labels.unfold(parts), self.labels):
                self.reading.values.append(
                    FormValue(value.section, value.value, value.row, value.column, (), value.places)
                )

    def _read_row(self, tokens: list[Token]) -> None:
        if self.repeats:
            once = self._once(tokens)
            self._take([token for token in tokens if token not in once])
            tokens = once
        row = [part for token in self.labels.unfold(tokens) for part in self.words.part(token)]
        gathered = self._leading_groups(row)
        self._take(gathered)
        row = row[len(gathered) :]
        if not row:
            return
        if self._is_caption(row):
            self._take(row)
        elif not (self._open_heads(row) or self._closing(row) or self._labelled(row) or self._listed(row)):
            self._follow(row)

    def _once(self, row: list[Token]) -> list[Token]:
        """A row without what a converter printed again over a merged cell's width.

        Equal neighbours mean themselves in columns of their own of what is open; labels and heads never stand twice.
        """
        heads: dict[int, Token] = {}
        if isinstance(self.open, IndicatorTable | MoneyTable):
            heads = self.open.heads
        elif isinstance(self.open, OpenHeads | _OpenPeople):
            heads = self.open.found
        columns = {head.column for head in heads.values()}
        labelled = self.labels.find(row[0]) is not None

        def stands(token: Token) -> bool:
            known = self.words.knows(token.text) and level_name(token.text) is None
            closing = token.key in self.sections or find_total(token, self.variant) is not None
            return token.column in columns and not (labelled or known or closing)

        return printed_once(row, stands)

    def _leading_groups(self, row: list[Token]) -> list[Token]:
        """Words at the row's start that only gather what follows."""
        count = 0
        while count < len(row) and (row[count].key in self.groups or short_key(row[count].text) in self.groups):
            if self._names_something(row[count], row[count + 1 :]):
                break
            count += 1
        return row[:count]

    def _names_something(self, token: Token, rest: list[Token]) -> bool:
        """A group word may also be a label in its own right (绩效指标 heading the first level)."""
        table = isinstance(self.open, IndicatorTable) and level_name(token.text) is not None
        return bool(rest) and (table or self.labels.find(token) is not None)

    def _is_caption(self, row: list[Token]) -> bool:
        """Whether a row only repeats what captions say: the title, the period, the unit."""
        texts = [fold(token.text) for token in row]
        titled = len(row) == 1 and any(texts[0].endswith(fold(title)) for title in self.variant.titles)
        return titled or all(CAPTION.fullmatch(text) for text in texts)

    def _take(self, tokens: list[Token]) -> None:
        self.taken.update(token.position for token in tokens)

    def _open_heads(self, row: list[Token]) -> bool:
        """Whether the row is the head of a table, a money table, a list of persons or values below."""
        return self._open_table(row) or self._open_money(row) or self._open_people(row) or self._open_below(row)

    def _open_table(self, row: list[Token]) -> bool:
        matched = [(len(found), -number, found) for number, found in self._table_heads(row)]
        if not matched:
            return False
        count, number, found = max(matched, key=lambda entry: entry[:2])
        columns = self.tables[-number].table.columns
        if count < max(_LEAST_HEADS, (len(row) + 1) // 2) and count < len(columns):
            return False
        table = self.tables[-number]
        table.start(found)
        self.open = table
        self._take(row if count == len(row) else list(found.values()))
        return True

    def _table_heads(self, row: list[Token]) -> list[tuple[int, dict[int, Token]]]:
        found = [(number, match_heads(row, table.table)) for number, table in enumerate(self.tables)]
        return [(number, heads) for number, heads in found if len(heads) >= _LEAST_HEADS]

    def _open_money(self, row: list[Token]) -> bool:
        if self.money is None:
            return False
        found = match_fund_heads(row, self.money.table)
        if len(found) < 2 or len(found) * 2 < len(row):
            return False
        self.money.heads.update(found)
        self.open = self.money
        self._take([*found.values(), *(token for token in row if is_group_head(token, self.money.table))])
        return True

    def _open_people(self, row: list[Token]) -> bool:
        for people in self.variant.people:
            found = match_labels(row, people.columns)
            if len(found) >= 2:
                names = {label_key(label) for label in people.labels}
                self.open = _OpenPeople(people, found)
                self._take([*found.values(), *(token for token in row if token.key in names)])
                return True
        return False

    def _open_below(self, row: list[Token]) -> bool:
        for heads in self.variant.heads:
            found = match_labels(row, heads.labels)
            # A word before the heads that no group names stays unread.
            whole = len(found) == len(row) or (len(found) == len(row) - 1 and row[0] not in found.values())
            if whole and len(found) >= min(2, len(heads.labels)):
                self.open = OpenHeads(heads, found)
                self._take(list(found.values()))
                return True
        return False

    def _closing(self, row: list[Token]) -> bool:
        total = find_total(row[0], self.variant)
        if total is None:
            return False
        figures = [token for token in row[1:] if token.figure]
        order = None
        if isinstance(self.open, IndicatorTable) and len(figures) == 1 and len(total.numbers) == 2:
            order = self.open.total_of(figures[0])
        self.reading.values += read_total(row, total, order)
        self._take(row)
        self.open = None
        return True

    def _labelled(self, row: list[Token]) -> bool:
        if self.labels.find(row[0]) is None:
            # A group word that the variant does not name, and a label behind it.
            if isinstance(self.open, IndicatorTable | MoneyTable) or len(row) < 2 or not self.labels.find(row[1]):
                return False
            row = row[1:]
        self.reading.values += read_fields(row, self.labels)
        self._take(row)
        self.open = None
        return True

    def _listed(self, row: list[Token]) -> bool:
        """Rows of money lists: opened by a head, carried on while labels and amounts follow."""
        heads = [token for token in row if self.lists.is_head(token)]
        known = isinstance(self.open, MoneyLists) and any(self.lists.knows(token) for token in row)
        if not (heads or known or (isinstance(self.open, MoneyLists) and any(token.figure for token in row))):
            return False
        values, taken = self.lists.read(row)
        self.open = self.lists
        self.reading.values += values
        self._take(taken)
        return True

    def _follow(self, row: list[Token]) -> None:
        """A row without a label of its own belongs to what is open."""
        if isinstance(self.open, IndicatorTable):
            first = self.open.slots[0].column if self.merged else 0
            inner = [token for token in row if token.column >= first or level_name(token.text)]
            if inner:
                self._take(self.open.read(inner, row[0].cell.row in self.part_starts))
        elif isinstance(self.open, MoneyTable):
            values, taken = self.open.read(row)
            self.reading.values += values
            self._take(taken)
        elif isinstance(self.open, OpenHeads):
            values, taken = self.open.read(row)
            self.reading.values += values
            self._take(taken)
            self.open = None
        elif isinstance(self.open, _OpenPeople):
            self.open.number += 1
            self.reading.values += read_person(row, self.open.people, self.open.found, self.open.number)
            self._take(row)
        elif self.open is None:
            self._continue_value(row)

    def _continue_value(self, row: list[Token]) -> None:
        """A text torn by a page break goes on in the next row without its label.

        Elsewhere only a text that stops in mid-sentence goes on: after a full stop the row has rather lost its label.
        """
        last = self.reading.values[-1] if self.reading.values else None
        if last is None or len(row) != 1 or last.section not in ("field", "goal", "analysis") or not last.cells:
            return
        token = row[0]
        torn = token.cell.row in self.part_starts or not last.value.rstrip().endswith(_STOPS)
        if not (last.value and torn) or last.cells[-1][0] < token.cell.row - 1:
            return
        self.reading.values[-1] = FormValue(
            last.section,
            last.value + token.text.strip(),
            last.row,
            last.column,
            (*last.cells, token.position),
            (*last.places, *token.cell.places),
        )
        self.reading.joined.append(token.cell.row)
        self._take(row)
