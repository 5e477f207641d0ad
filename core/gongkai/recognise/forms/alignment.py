"""Which column each filled cell of an indicator row belongs to, decided by content first and position second.

Cells get lost in scanning: blank ones vanish and the rest move left, rows torn by a page move right. So a row is laid
over the columns in order at least cost: what a cell says must suit its column (a level name, a figure, a value), moves
relative to the head cost little, and changing the shift within a row costs a little more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from gongkai.plugins.specs import load_toml
from gongkai.recognise.forms.levels import LevelName, level_name
from gongkai.recognise.forms.tokens import Token
from gongkai.words.labels import fold

VALUES = frozenset({"operator", "target", "unit", "adjusted", "actual", "progress"})
FIGURES = frozenset({"reference", "weight", "score"})
_LEVEL_COLUMNS = frozenset({"level1", "level2", "stray"})

_SHORT_ANSWER = 8
"""Characters up to which a word is rather an answer than an explanation."""

_WIDE = 8.0
"""States this much dearer than the best are given up."""
_BEAM, _MOST = 40, 60
"""At most so many states are followed, and cells of a row looked at: no printed row has as many."""


@dataclass(frozen=True)
class ColumnSlot:
    """A column to be filled: its meaning, where its head stands, its half, and the head's label.

    `stray` slots take a second-level name printed one row too high before the row's own.
    `name`: the last level, which every row has. `open`: levels bear any text.
    """

    meaning: str
    column: int
    phase: str = ""
    label: str = ""
    name: bool = False
    open: bool = False


class _FigureCosts(msgspec.Struct, frozen=True):
    text: float
    dash: float


class _Value(msgspec.Struct, frozen=True):
    plain: float
    number: float
    short: float
    long: float
    unset: float
    sign: float
    level: float
    outer_level: float


class _LevelCosts(msgspec.Struct, frozen=True):
    open: float
    open_value: float
    foreign: float
    foreign_moved: float
    foreign_named: float
    wrong: float
    stray: float
    other_of_both: float
    unsure: float
    short_as_name: float
    short_as_value: float


class _Name(msgspec.Struct, frozen=True):
    value: float
    repeated: float
    level: float
    outer_level: float


class _Remark(msgspec.Struct, frozen=True):
    text: float
    value: float
    number: float
    level: float


class _Costs(msgspec.Struct, frozen=True):
    """The weights in alignment.toml, which says what each is for."""

    drop: float
    move: float
    move_most: float
    shift: float
    shift_most: float
    nameless: float
    valueless: float
    skip: dict[str, float]
    figure: _FigureCosts
    value: _Value
    level: _LevelCosts
    name: _Name
    remark: _Remark


_COST = load_toml("gongkai.recognise.forms", "alignment.toml", _Costs)

_State = tuple[int, int]
"""Last filled slot and last placed token, -1 for none."""


def align(tokens: Sequence[Token], slots: Sequence[ColumnSlot]) -> list[int | None]:
    """For each token the index of its slot, increasing; None for a token that suits nothing."""
    best: dict[_State, tuple[float, tuple[int | None, ...]]] = {(-1, -1): (0.0, ())}
    for index, token in enumerate(tokens[:_MOST]):
        following: dict[_State, tuple[float, tuple[int | None, ...]]] = {}
        for (last, placed), (cost, path) in best.items():
            _keep(following, (last, placed), cost + _COST.drop, (*path, None))
            before = tokens[placed] if placed >= 0 else None
            for slot in range(last + 1, len(slots)):
                step = _step(before, token, last, slot, slots)
                _keep(following, (slot, index), cost + step, (*path, slot))
        ranked = sorted(following.items(), key=lambda item: (item[1][0], item[0]))[:_BEAM]
        limit = ranked[0][1][0] + _WIDE
        best = {state: entry for state, entry in ranked if entry[0] <= limit}
    return [*_cheapest(best, tokens, slots), *(None for _ in tokens[_MOST:])]


def _cheapest(
    best: dict[_State, tuple[float, tuple[int | None, ...]]], tokens: Sequence[Token], slots: Sequence[ColumnSlot]
) -> tuple[int | None, ...]:
    entries = [(cost + _leave(tokens, state, slots), path) for state, (cost, path) in best.items()]
    return min(entries, key=lambda entry: (entry[0], [len(slots) if slot is None else slot for slot in entry[1]]))[1]


def _keep(
    states: dict[_State, tuple[float, tuple[int | None, ...]]],
    state: _State,
    cost: float,
    path: tuple[int | None, ...],
) -> None:
    known = states.get(state)
    if known is None or cost < known[0]:
        states[state] = (cost, path)


def _step(before: Token | None, token: Token, last: int, slot: int, slots: Sequence[ColumnSlot]) -> float:
    """Cost of placing a token in a slot after the last one filled."""
    here = slots[slot]
    cost = _fit(token, here, before, slots[last] if last >= 0 else None) + _skipped(last, slot, slots)
    cost += _nameless(token, last, slot, slots)
    move = token.column - here.column
    if before is None:
        return cost + min(_COST.move * abs(move), _COST.move_most)
    cost += min(_COST.shift * abs(move - (before.column - slots[last].column)), _COST.shift_most)
    return cost + _valueless_label(before, slots[last], here)


def _leave(tokens: Sequence[Token], state: _State, slots: Sequence[ColumnSlot]) -> float:
    """Cost of what stays unfilled behind the last token."""
    last, placed = state
    cost = _skipped(last, len(slots), slots)
    return cost + (_valueless_label(tokens[placed], slots[last], None) if placed >= 0 else 0.0)


def _valueless_label(token: Token, slot: ColumnSlot, following: ColumnSlot | None) -> float:
    """A level name taken for an indicator's name must at least be followed by a value of the same half."""
    level = level_name(token.text)
    if slot.meaning != "level3" or slot.open or level is None or level.short:
        return 0.0
    followed = following is not None and following.phase == slot.phase and following.meaning in VALUES
    return 0.0 if followed else _COST.valueless


def _nameless(token: Token, last: int, slot: int, slots: Sequence[ColumnSlot]) -> float:
    """A text that is no value is rather the indicator's name than a value without a name before it."""
    here = slots[slot]
    if here.meaning not in VALUES or token.value_like or (last >= 0 and slots[last].meaning == "level3"):
        return 0.0
    named = any(one.meaning == "level3" and one.phase == here.phase for one in slots[max(last, 0) : slot])
    return _COST.nameless if named else 0.0


def _skipped(last: int, slot: int, slots: Sequence[ColumnSlot]) -> float:
    """Cost of the slots left empty between two filled ones; a half left empty altogether costs little."""
    passed = slots[last + 1 : slot]
    cost = 0.0
    for phase in dict.fromkeys(one.phase for one in passed):
        missing = [one for one in passed if one.phase == phase]
        whole = phase and len(missing) == sum(1 for one in slots if one.phase == phase)
        cost += _COST.skip["half"] if whole else sum(map(_skip, missing))
    return cost


def _skip(slot: ColumnSlot) -> float:
    return _COST.skip["name" if slot.name else slot.meaning]


def _fit(token: Token, slot: ColumnSlot, before: Token | None, previous: ColumnSlot | None) -> float:
    """How badly a token's text suits a slot: 0 well, above 5 hardly."""
    if slot.meaning in FIGURES:
        return _fit_figure(token)
    level = None if slot.open else level_name(token.text)
    if slot.meaning in _LEVEL_COLUMNS:
        return _fit_level(token, slot, level)
    if level is not None and level.short:
        return _COST.level.short_as_name if slot.meaning == "level3" else _COST.level.short_as_value
    if slot.meaning == "level3":
        return _fit_name(token, level, before, previous)
    if slot.meaning == "note":
        return _fit_remark(token, level)
    return _fit_value(token, slot, level)


def _fit_remark(token: Token, level: LevelName | None) -> float:
    if level:
        return _COST.remark.level
    if token.number:
        return _COST.remark.number
    return _COST.remark.value if token.value_like else _COST.remark.text


def _fit_value(token: Token, slot: ColumnSlot, level: LevelName | None) -> float:
    if level is not None or token.numbered_name:
        inner = level is not None and 1 not in level.levels
        return _COST.value.level if inner else _COST.value.outer_level
    cost = _looks_like_value(token)
    if slot.meaning == "target" and token.unset:
        cost += _COST.value.unset
    if token.sign != (slot.meaning == "operator") or (token.measure and slot.meaning != "unit"):
        cost += _COST.value.sign
    return cost


def _looks_like_value(token: Token) -> float:
    if token.number:
        return _COST.value.number
    if token.value_like:
        return _COST.value.plain
    return _COST.value.short if len(token.key) <= _SHORT_ANSWER else _COST.value.long


def _fit_figure(token: Token) -> float:
    if token.number:
        return 0.0
    return _COST.figure.dash if token.figure and not fold(token.text).endswith("%") else _COST.figure.text


def _fit_level(token: Token, slot: ColumnSlot, level: LevelName | None) -> float:
    if slot.open:
        return _COST.level.open_value if token.value_like else _COST.level.open
    if level is None:
        return _fit_foreign(token, slot)
    number = 1 if slot.meaning == "level1" else 2
    if number not in level.levels:
        return _COST.level.wrong
    # A name of both levels is rather the second (成本指标), unless it stands under itself (满意度指标).
    usual = 1 if level.parent == level.canonical else 2
    cost = _COST.level.stray if slot.meaning == "stray" else 0.0
    if len(level.levels) > 1 and number != usual:
        cost += _COST.level.other_of_both
    return cost + (_COST.level.unsure if level.short or not level.exact else 0.0)


def _fit_foreign(token: Token, slot: ColumnSlot) -> float:
    """A text that names no level of the tree, in a column of levels."""
    if slot.meaning == "stray" or token.value_like:
        return _COST.level.wrong
    if token.column == slot.column:
        return _COST.level.foreign
    return _COST.level.foreign_named if token.key.endswith("指标") else _COST.level.foreign_moved


def _fit_name(token: Token, level: LevelName | None, before: Token | None, previous: ColumnSlot | None) -> float:
    if level is None:
        return _COST.name.value if token.value_like else 0.0
    if before is not None and previous is not None and previous.meaning == "level2":
        above = level_name(before.text)
        if above is not None and above.canonical == level.canonical:
            return _COST.name.repeated
    return _COST.name.outer_level if level.levels == {1} else _COST.name.level
