"""Money in a form: amounts under column heads, placed by arithmetic where cells were lost, and lists of label and amount."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations, pairwise

from gongkai.model import Amount, FormValue, read_amount
from gongkai.plugins.specs.forms import FundColumn, FundList, FundTable
from gongkai.recognise.forms.tokens import Token, cells_of, label_key, places_of, printed_label, short_key, source_label

_PROOF = 3.0
"""What an identity that holds is worth against figures that moved (1 a column) or are unlikely (`_UNLIKELY`)."""

_UNLIKELY = 2.0
"""Cost of a dash in a column of amounts, of a % outside the rate's, of one of weight and score without the other."""

_DASHED = {"weight": 0.0, "score": 0.0, "rate": 1.5}
"""Cost of a dash where it is less unlikely."""

_START = 0.3
"""Cost of each column by which a whole row is moved."""

_TEN = Decimal(10)
"""Points of the money block where no column says how many, by the national rules for self-evaluation."""

_HUNDRED = Decimal(100)
_NEAR_BALANCE = Decimal("0.0015")
"""Difference, in the form's unit, that rounding to three decimals leaves in a balance."""

_NEAR_SCORE = Decimal("0.011")
"""Difference in points that rounding to two decimals leaves in a score of ten."""

_NEAR_RATE, _NEAR_SMALL_RATE = Decimal("0.011"), Decimal("0.1")
"""Difference in percentage points that rounding leaves in a rate, and in that of a budget below `_SMALL`: in 万元 it is
printed with few digits, so that its rate comes from finer figures than are printed."""

_SMALL = Decimal(10)


def match_fund_heads(tokens: list[Token], table: FundTable) -> dict[int, Token]:
    """Column index → head cell, for the cells of a row that are heads of the money table."""
    found: dict[int, Token] = {}
    for token in tokens:
        keys = {token.key, short_key(token.text)}
        index = next(
            (
                i
                for i, column in enumerate(table.columns)
                if i not in found and keys & {label_key(label) for label in column.labels}
            ),
            None,
        )
        if index is not None:
            found[index] = token
    return found


def is_group_head(token: Token, table: FundTable) -> bool:
    """Whether a cell is the label over several columns."""
    return token.key in {label_key(column.group) for column in table.columns if column.group}


def proofs(measures: list[str], amounts: list[Decimal | None]) -> int:
    """How many of the form's identities hold minus how many fail; amounts missing prove nothing.

    budget − executed = balance; rate = 100 · executed / budget (or the plain ratio); score = weight · rate / 100.
    What rounding leaves is allowed: `_NEAR_BALANCE`, `_NEAR_RATE`, `_NEAR_SCORE`.
    """
    known = {measure: amount for measure, amount in zip(measures, amounts, strict=True) if amount is not None}
    budget, executed, rate = known.get("budget"), known.get("executed"), known.get("rate")
    verdicts = []
    if budget is not None and executed is not None:
        if "balance" in known:
            verdicts.append(abs(budget - executed - known["balance"]) <= _NEAR_BALANCE)
        if rate is not None and budget:
            exact = _HUNDRED * executed / budget
            verdicts.append(min(abs(exact - rate), abs(exact / _HUNDRED - rate)) <= _coarse(budget))
    if rate is not None and "score" in known:
        full = known.get("weight", _TEN)
        verdicts.append(abs(full * rate / _HUNDRED - known["score"]) <= _NEAR_SCORE * max(full, Decimal(1)) / _TEN)
    return sum(1 if verdict else -1 for verdict in verdicts)


def _unlikely(measure: str, amount: Amount) -> float:
    """How little a figure suits a column whatever stands in the others.

    A dash says that a source has no weight or score of its own, hardly that it has no amount.
    """
    if amount.value is None:
        return _DASHED.get(measure, _UNLIKELY)
    return _UNLIKELY if amount.percent and measure != "rate" else 0.0


def _coarse(budget: Decimal) -> Decimal:
    return _NEAR_RATE if abs(budget) >= _SMALL else _NEAR_SMALL_RATE


@dataclass
class MoneyTable:
    """The money table while its rows are read."""

    table: FundTable
    heads: dict[int, Token] = field(default_factory=dict)
    moved: set[int] = field(default_factory=set)

    def read(self, tokens: list[Token]) -> tuple[list[FormValue], list[Token]]:
        """Values of one row, and the cells understood; nothing where it is no money row."""
        label = tokens[0]
        figures = [token for token in tokens[1:] if token.figure]
        if label.figure or not (figures or self._usual(label)):
            return [], []
        chosen = self._place(figures, self._numeric())
        row = (source_label(label.text),)
        values = [self._value(row, self.table.columns[index], index, token) for index, token in chosen]
        noted = self._noted(tokens[1:], chosen)
        values += [self._value(row, self.table.columns[index], index, token) for index, token in noted]
        if not values:
            values = [FormValue("fund", "", row, (), cells_of([label]), places_of([label]))]
        return values, [label, *(token for _, token in (*chosen, *noted))]

    def _noted(self, tokens: list[Token], chosen: list[tuple[int, Token]]) -> list[tuple[int, Token]]:
        """The last text of a row with the column of remarks; a dash beyond the numeric columns stands there too."""
        placed = {token.position for _, token in chosen}
        texts = [token for token in tokens if token.position not in placed and not token.number]
        columns = [index for index, column in enumerate(self.table.columns) if column.measure == "note"]
        return list(zip(columns[:1], texts[-1:], strict=False))

    def _usual(self, label: Token) -> bool:
        return label.key in {label_key(row) for row in self.table.rows}

    def _value(self, row: tuple[str, ...], column: FundColumn, index: int, token: Token) -> FormValue:
        name = printed_label(self.heads[index].text) if index in self.heads else column.labels[0]
        path = (column.group, name) if column.group else (name,)
        return FormValue("fund", token.text.strip(), row, path, cells_of([token]), places_of([token]))

    def _place(self, figures: list[Token], numeric: list[int]) -> list[tuple[int, Token]]:
        """Figures to columns in order: all there, or the placing that proves best and moves least."""
        if len(figures) >= len(numeric):
            return list(zip(numeric, figures, strict=False))
        measures: list[str] = [self.table.columns[index].measure for index in numeric]
        columns = self._columns(numeric)
        ways = combinations(range(len(numeric)), len(figures))
        best = min(ways, key=lambda way: self._cost(way, figures, measures, columns))
        chosen = [(numeric[place], token) for place, token in zip(best, figures, strict=True)]
        if any(index in self.heads and self.heads[index].column != token.column for index, token in chosen):
            self.moved.add(figures[0].cell.row)
        return chosen

    def _cost(
        self, way: tuple[int, ...], figures: list[Token], measures: list[str], columns: list[int]
    ) -> tuple[float, tuple[int, ...]]:
        amounts: list[Decimal | None] = [None] * len(measures)
        unlikely = 0.0
        for place, token in zip(way, figures, strict=True):
            amount = read_amount(token.text)
            amounts[place] = amount.value
            unlikely += _unlikely(measures[place], amount)
        shifts = [token.column - columns[place] for place, token in zip(way, figures, strict=True)]
        bend = float(sum(abs(b - a) for a, b in pairwise(shifts)))
        points = {"weight", "score"} & set(measures)
        if len(points) == 2 and len(points & {measures[place] for place in way}) == 1:
            unlikely += _UNLIKELY
        return (unlikely + bend + _START * abs(shifts[0] if shifts else 0) - _PROOF * proofs(measures, amounts), way)

    def _numeric(self) -> list[int]:
        """The columns of figures in order; heads of one row that the form prints in another order are followed."""
        numeric = [i for i, column in enumerate(self.table.columns) if column.measure != "note"]
        last = max((head.cell.row for head in self.heads.values()), default=-1)
        headed = [i for i in numeric if i in self.heads and self.heads[i].cell.row == last]
        printed = iter(sorted(headed, key=lambda i: self.heads[i].column))
        return [next(printed) if i in headed else i for i in numeric]

    def _columns(self, numeric: list[int]) -> list[int]:
        """Where each numeric column's head stands; a lost head follows its neighbour."""
        columns: list[int] = []
        for index in numeric:
            head = self.heads.get(index)
            columns.append(head.column if head else (columns[-1] + 1 if columns else 0))
        return columns


@dataclass
class MoneyLists:
    """Lists of label and amount, side by side or below each other, while their rows are read."""

    lists: tuple[FundList, ...]
    lanes: dict[int, int] = field(default_factory=dict)
    opened: list[int] = field(default_factory=list)
    filled: set[tuple[int, str]] = field(default_factory=set)

    def knows(self, token: Token) -> bool:
        """Whether a cell is a head or row label of some list."""
        return bool(self._candidates(token))

    def is_head(self, token: Token) -> bool:
        return any(token.key in _keys(one.heads) for one in self.lists)

    def is_amount_head(self, token: Token) -> bool:
        """Whether a cell heads the amounts themselves (资金总额(万元))."""
        return bool(self.lists) and token.key in {label_key(one.amount) for one in self.lists}

    def read(self, tokens: list[Token]) -> tuple[list[FormValue], list[Token]]:
        """Values of one row, and the cells understood."""
        taken = [token for token in tokens if self.is_amount_head(token)]
        pairs = self._pairs(tokens)
        opening = [label for label, amount in pairs if self._only_opens(label, amount)]
        for label in opening:
            self._open(label, len(opening) > 1)
        taken += opening
        pairs = [(label, amount) for label, amount in pairs if label not in opening]
        values: list[FormValue] = []
        for order, (label, amount) in enumerate(pairs):
            index = self._list_of(label, order, len(pairs))
            if self._heads(label, index):
                self._open(label, False)
            if len(pairs) > 1:
                self.lanes[index] = label.column
            taken += [label, *([amount] if amount else [])]
            self.filled.add((index, label.key))
            values.append(self._value(label, amount, index))
        return values, taken

    def _only_opens(self, label: Token, amount: Token | None) -> bool:
        """A head without an amount of its own, or one whose amounts are headed in the same row."""
        heads = [i for i in self._candidates(label) if self._heads(label, i)]
        return bool(heads) and amount is None and not self.lists[heads[0]].total

    def _open(self, label: Token, parallel: bool) -> None:
        index = next(i for i in self._candidates(label) if self._heads(label, i))
        self.opened = [one for one in self.opened if one != index] + [index]
        if parallel:
            self.lanes[index] = label.column

    def _pairs(self, tokens: list[Token]) -> list[tuple[Token, Token | None]]:
        """Labels with the amount after them; an unknown text before an amount counts as a label."""
        pairs: list[tuple[Token, Token | None]] = []
        for position, token in enumerate(tokens):
            after = tokens[position + 1] if position + 1 < len(tokens) else None
            amount = after if after is not None and after.figure else None
            known = self.knows(token) and not self.is_amount_head(token)
            if known or (amount is not None and not token.figure and not self.is_amount_head(token)):
                pairs.append((token, amount))
        return pairs

    def _candidates(self, token: Token) -> list[int]:
        keys = {token.key, short_key(token.text)}
        return [i for i, one in enumerate(self.lists) if keys & (_keys(one.heads) | _keys(one.rows))]

    def _heads(self, token: Token, index: int) -> bool:
        return token.key in _keys(self.lists[index].heads)

    def _list_of(self, label: Token, order: int, count: int) -> int:
        """The list a label belongs to: by its words, else by order within the row, its lane, or the last head."""
        candidates = self._candidates(label)
        headed = next((i for i in candidates if self._heads(label, i)), None)
        if headed is not None:
            return headed
        candidates = candidates or self.opened or list(range(len(self.lists)))
        candidates = [i for i in candidates if (i, label.key) not in self.filled] or candidates
        if count > 1:
            return candidates[-1] if order == count - 1 else candidates[min(order, len(candidates) - 1)]
        return self._nearest(label, candidates)

    def _nearest(self, label: Token, candidates: list[int]) -> int:
        """The list whose labels stand nearest, where several have a lane of their own; else the one opened last."""
        lanes = {i: column for i, column in self.lanes.items() if i in candidates}
        if len(lanes) > 1:
            return min(lanes, key=lambda i: (abs(lanes[i] - label.column), i))
        return next((i for i in reversed(self.opened) if i in candidates), candidates[0])

    def _value(self, label: Token, amount: Token | None, index: int) -> FormValue:
        one = self.lists[index]
        text = amount.text.strip() if amount else ""
        tokens = [amount] if amount else [label]
        head = self._heads(label, index)
        name = (one.total or one.name) if head else source_label(label.text)
        row: tuple[str, ...] = (name,) if head or one.under == "column" else (one.name, name)
        column = (one.name,) if one.under == "column" else (one.amount,)
        return FormValue("fund", text, row, column, cells_of(tokens), places_of(tokens))


def _keys(labels: tuple[str, ...]) -> set[str]:
    return {label_key(label) for label in labels}
