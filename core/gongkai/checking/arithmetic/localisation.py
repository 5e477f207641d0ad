"""The fewest figures that, if wrong, explain every violated identity (Fellegi and Holt 1976), and what they should be.

Violated equations that share figures form a component. A set of figures explains a component when every violated
equation holds one of them, and each can take a value with which all equations through it hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, islice

import msgspec

from gongkai.checking.arithmetic.equations import Equation, Figures, feasible_interval, weigh
from gongkai.checking.arithmetic.figures import CONSTANT_ROW, ZERO, FigureKey, PrintedFigure
from gongkai.checking.arithmetic.slips import Slip, slips

MOST_SUSPECTS = 3
"""Largest set of figures looked for; beyond it a component stays unexplained and says so."""
_MOST_CANDIDATES = {1: 200, 2: 24, 3: 12}
"""Figures tried as members of a set, by its size."""
_MOST_JOINS = 50
"""Pairs of components tried together."""
_BY_ARITHMETIC = 9
"""Rank of what no slip explains: behind every slip."""


class Proposal(msgspec.Struct, frozen=True, gc=False):
    """What a figure should print, and the slip that leads from it to what is printed (None: arithmetic alone)."""

    key: FigureKey
    text: str
    slip: Slip | None = None


class Explanation(msgspec.Struct, frozen=True):
    """A smallest set of suspects for one component, with the proposals for each in order of likelihood.

    `rank` sums the ranks of the first proposals' slips (9 where arithmetic alone speaks); `rest` is what remains of
    the residuals when they are taken: the less, the likelier.
    """

    suspects: tuple[FigureKey, ...]
    proposals: tuple[tuple[Proposal, ...], ...]
    rank: int
    rest: Decimal


class Component(msgspec.Struct, frozen=True):
    """Violated equations that hang together, and their explanations, likeliest first; empty: none was found."""

    equations: tuple[Equation, ...]
    explanations: tuple[Explanation, ...] = ()

    @property
    def is_guess(self) -> bool:
        """Whether nothing but guessed equations fail, and no slip explains it."""
        slip = bool(self.explanations) and self.explanations[0].rank < _BY_ARITHMETIC
        return not slip and all(equation.guessed for equation in self.equations)

    @property
    def others(self) -> int:
        """How many further explanations rest on a slip; those by arithmetic alone count where nothing better is."""
        likely = [explanation for explanation in self.explanations if explanation.rank < _BY_ARITHMETIC]
        return len(likely or self.explanations) - 1


def localise(
    violated: Sequence[Equation], through: Mapping[FigureKey, Sequence[Equation]], figures: Figures
) -> list[Component]:
    """Components of the violated equations, each explained; `through` gives every equation of a figure.

    Figures that are wrong together may still agree with each other: what a component alone does not explain is tried
    together with those that share an identity with it.
    """
    found = [explain(group, through, figures) for group in components(violated)]
    for component, other in islice(_unexplained_neighbours(found, through), _MOST_JOINS):
        if component in found and other in found:
            joined = explain([*component.equations, *other.equations], through, figures)
            if joined.explanations:
                found = [joined if one is component else one for one in found if one is not other]
    return found


def _unexplained_neighbours(
    found: Sequence[Component], through: Mapping[FigureKey, Sequence[Equation]]
) -> Iterator[tuple[Component, Component]]:
    owners = {key: component for component in found for key in _keys(component.equations)}
    for component in found:
        if component.explanations:
            continue
        own = set(_keys(component.equations))
        near = _keys(equation for key in sorted(own) for equation in through[key])
        others = {id(owners[key]): owners[key] for key in near if key in owners and key not in own}
        yield from ((component, other) for other in others.values())


def _keys(equations: Iterable[Equation]) -> Iterator[FigureKey]:
    return (term.key for equation in equations for term in equation.terms)


def components(violated: Iterable[Equation]) -> list[list[Equation]]:
    """Groups of equations that share a figure, directly or through others, in the order of their first equation."""
    equations = list(violated)
    leader = list(range(len(equations)))

    def find(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    first: dict[FigureKey, int] = {}
    for number, equation in enumerate(equations):
        for term in equation.terms:
            one, other = find(first.setdefault(term.key, number)), find(number)
            leader[max(one, other)] = min(one, other)
    groups: dict[int, list[Equation]] = defaultdict(list)
    for number, equation in enumerate(equations):
        groups[find(number)].append(equation)
    return list(groups.values())


def explain(group: Sequence[Equation], through: Mapping[FigureKey, Sequence[Equation]], figures: Figures) -> Component:
    """The smallest explanations of one component."""
    holding: dict[FigureKey, set[int]] = defaultdict(set)
    for number, equation in enumerate(group):
        for term in equation.terms:
            holding[term.key].add(number)
    doubtful = [key for key in holding if key[1] != CONSTANT_ROW]
    doubtful.sort(key=lambda key: (-len(holding[key]), not figures[key].raw, key))
    everything = set(range(len(group)))
    for size in range(1, min(MOST_SUSPECTS, len(group)) + 1):
        found = [
            explanation
            for suspects in combinations(doubtful[: _MOST_CANDIDATES[size]], size)
            if set().union(*(holding[key] for key in suspects)) == everything
            and (explanation := _try(suspects, through, figures)) is not None
        ]
        if found:
            found.sort(key=lambda explanation: (explanation.rank, explanation.rest, explanation.suspects))
            return Component(tuple(group), tuple(found))
    return Component(tuple(group))


def _try(
    suspects: tuple[FigureKey, ...], through: Mapping[FigureKey, Sequence[Equation]], figures: Figures
) -> Explanation | None:
    proposals, rest = [], ZERO
    for key in suspects:
        others = set(suspects) - {key}
        own = [equation for equation in through[key] if not any(term.key in others for term in equation.terms)]
        interval = feasible_interval(key, own, figures)
        if interval is None or not own:
            return None
        found = proposals_within(figures[key], *interval)
        if not found:
            return None
        proposals.append(tuple(found))
        rest += _rest(found[0], own, figures)
    rank = sum(first[0].slip.rank if first[0].slip else _BY_ARITHMETIC for first in proposals)
    return Explanation(suspects, tuple(proposals), rank, rest)


def _rest(proposal: Proposal, equations: Sequence[Equation], figures: Figures) -> Decimal:
    """What remains of the residuals of a figure's equations when it prints what is proposed."""
    mended = figures[proposal.key].reread(proposal.text)
    if mended is None:
        return ZERO
    after = {**figures, proposal.key: mended}
    return sum((abs(weigh(equation, after)[0]) for equation in equations if not equation.at_most), ZERO)


def proposals_within(figure: PrintedFigure, low: Decimal, high: Decimal) -> list[Proposal]:
    """What a figure may print to fall in an interval: slips of its print, likeliest first and then nearest to the
    middle of the interval, else the plain value."""
    if low <= figure.value <= high:
        return []
    bounded = low.is_finite() and high.is_finite()
    middle = (low + high) / 2 if bounded else figure.value
    found = []
    for slip in slips(figure.raw) if figure.raw else ():
        read = figure.reread(slip.text)
        if read is not None and low <= read.value <= high:
            found.append((slip.rank, abs(read.value - middle), Proposal(figure.key, slip.text, slip)))
    if not found and bounded:
        value = figure.printed(middle)
        if value < 0 <= figure.value:
            return []  # nobody prints less than nothing by mistake for an amount, but for the sign
        return [Proposal(figure.key, f"{value:f}")] if low <= value * figure.factor <= high else []
    return [proposal for _, _, proposal in sorted(found, key=lambda entry: entry[:2])]
