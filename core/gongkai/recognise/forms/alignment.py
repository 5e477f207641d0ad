"""Which column each filled cell of an indicator row belongs to, decided by content first and position second.

Cells get lost in scanning: blank ones vanish and the rest move left, rows torn by a page move right. So a row is laid
over the columns in order at least cost: what a cell says must suit its column (a level name, a figure, a value), moves
relative to the head cost little, and changing the shift within a row costs a little more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.recognise.forms.levels import LevelName, level_name
from gongkai.recognise.forms.tokens import Token

VALUES = frozenset({"operator", "target", "unit", "adjusted", "actual", "progress"})
FIGURES = frozenset({"reference", "weight", "score"})

_DROP = 6.0
_MOVE, _MOVE_MOST = 0.3, 1.2
_SHIFT, _SHIFT_MOST = 0.6, 2.0
_EMPTY_HALF = 0.5
_SKIP = {
    "level1": 0.0, "stray": 0.0, "level2": 0.2, "level3": 1.0, "operator": 0.6, "target": 1.0, "unit": 0.6,
    "adjusted": 0.6, "actual": 1.1, "progress": 0.6, "reference": 0.8, "weight": 1.5, "score": 1.8, "note": 0.0,
}  # fmt: skip
_NAME_SKIP = 2.0
_NO_TARGET = frozenset({"未填报"})
"""What the reporting system prints for a target nobody gave: it stands in the adjusted column, not in the target's."""
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


_State = tuple[int, int]
"""Last filled slot and last placed token, -1 for none."""


def align(tokens: Sequence[Token], slots: Sequence[ColumnSlot]) -> list[int | None]:
    """For each token the index of its slot, increasing; None for a token that suits nothing."""
    best: dict[_State, tuple[float, tuple[int | None, ...]]] = {(-1, -1): (0.0, ())}
    for index, token in enumerate(tokens[:_MOST]):
        following: dict[_State, tuple[float, tuple[int | None, ...]]] = {}
        for (last, placed), (cost, path) in best.items():
            _keep(following, (last, placed), cost + _DROP, (*path, None))
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
        return cost + min(_MOVE * abs(move), _MOVE_MOST)
    cost += min(_SHIFT * abs(move - (before.column - slots[last].column)), _SHIFT_MOST)
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
    return 0.0 if followed else 4.0


def _nameless(token: Token, last: int, slot: int, slots: Sequence[ColumnSlot]) -> float:
    """A text that is no value is rather the indicator's name than a value without a name before it."""
    here = slots[slot]
    if here.meaning not in VALUES or token.value_like or (last >= 0 and slots[last].meaning == "level3"):
        return 0.0
    named = any(one.meaning == "level3" and one.phase == here.phase for one in slots[max(last, 0) : slot])
    return 1.5 if named else 0.0


def _skipped(last: int, slot: int, slots: Sequence[ColumnSlot]) -> float:
    """Cost of the slots left empty between two filled ones; a half left empty altogether costs little."""
    passed = slots[last + 1 : slot]
    if not passed:
        return 0.0
    cost = 0.0
    for phase in dict.fromkeys(one.phase for one in passed):
        missing = [one for one in passed if one.phase == phase]
        whole = phase and len(missing) == sum(1 for one in slots if one.phase == phase)
        cost += _EMPTY_HALF if whole else sum(_NAME_SKIP if one.name else _SKIP[one.meaning] for one in missing)
    return cost


def _fit(token: Token, slot: ColumnSlot, before: Token | None, previous: ColumnSlot | None) -> float:
    """How badly a token's text suits a slot: 0 well, above 5 hardly."""
    if slot.meaning in FIGURES:
        return _fit_figure(token)
    level = None if slot.open else level_name(token.text)
    if slot.meaning in ("level1", "level2", "stray"):
        return _fit_level(token, slot, level)
    if level is not None and level.short:
        return 1.0 if slot.meaning == "level3" else 1.5
    if slot.meaning == "level3":
        return _fit_name(token, slot, level, before, previous)
    if slot.meaning == "note":
        return 6.0 if level else 4.0 if token.number else 2.0 if token.value_like else 0.3
    if level is not None or token.numbered_name:
        return 8.0 if level is None or 1 in level.levels else 6.0
    return _fit_value(token, slot)


def _fit_value(token: Token, slot: ColumnSlot) -> float:
    cost = 0.0 if token.value_like and not token.number else 0.2 if token.number or len(token.key) <= 8 else 0.5
    if slot.meaning == "target" and token.key in _NO_TARGET:
        cost += 1.2
    if token.sign != (slot.meaning == "operator") or (token.measure and slot.meaning != "unit"):
        cost += 1.5
    return cost


def _fit_figure(token: Token) -> float:
    if token.number:
        return 0.0
    return 1.0 if token.figure and not token.text.strip().endswith(("%", "％")) else 8.0


def _fit_level(token: Token, slot: ColumnSlot, level: LevelName | None) -> float:
    if slot.open:
        return 8.0 if token.value_like else 0.3
    number = 1 if slot.meaning == "level1" else 2
    extra = 2.5 if slot.meaning == "stray" else 0.0
    if level is None:
        if slot.meaning == "stray" or token.value_like:
            return 9.0
        if token.column == slot.column:
            return 3.0
        return 4.0 if token.key.endswith("指标") else 5.0
    if number not in level.levels:
        return 9.0
    # A name of both levels is rather the second (成本指标), unless it stands under itself (满意度指标); one cut or
    # misread is a little less sure.
    usual = 1 if level.parent == level.canonical else 2
    both = 1.5 if len(level.levels) == 2 and number != usual else 0.0
    return extra + both + (0.5 if level.short or not level.exact else 0.0)


def _fit_name(
    token: Token, slot: ColumnSlot, level: LevelName | None, before: Token | None, previous: ColumnSlot | None
) -> float:
    if level is not None:
        same = before is not None and previous is not None and previous.meaning == "level2"
        above = level_name(before.text) if same and before is not None else None
        if above is not None and above.canonical == level.canonical:
            return 1.5
        return 6.0 if level.levels == {1} and level.canonical.endswith("指标") else 5.0
    if token.value_like:
        return 3.0
    return 0.0
