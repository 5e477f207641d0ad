"""The fewest figures that, if wrong, explain every violated identity (Fellegi and Holt 1976), and what they should be.

Violated equations that share figures form a component. A set of figures explains a component when every violated
equation holds one of them, and each can take a value with which all equations through it hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

import msgspec

from gongkai.checking.equations import Equation, Figures, feasible_interval
from gongkai.checking.figures import CONSTANT_ROW, Figure, FigureKey
from gongkai.checking.slips import Slip, slips

MOST_SUSPECTS = 3
"""Largest set of figures looked for; beyond it a component stays unexplained and says so."""
_MOST_CANDIDATES = 60


class Proposal(msgspec.Struct, frozen=True):
    """What a figure should print, and the slip that leads from it to what is printed (None: arithmetic alone)."""

    key: FigureKey
    text: str
    slip: Slip | None = None


class Explanation(msgspec.Struct, frozen=True):
    """A smallest set of suspects for one component, with the proposals for each in order of likelihood."""

    suspects: tuple[FigureKey, ...]
    proposals: tuple[tuple[Proposal, ...], ...]
    rank: int


class Component(msgspec.Struct, frozen=True):
    """Violated equations that hang together, and their explanations, likeliest first; empty: none was found."""

    equations: tuple[Equation, ...]
    explanations: tuple[Explanation, ...] = ()

    @property
    def is_ambiguous(self) -> bool:
        return len(self.explanations) > 1


def localise(
    violated: Sequence[Equation], through: Mapping[FigureKey, Sequence[Equation]], figures: Figures
) -> list[Component]:
    """Components of the violated equations, each explained; `through` gives every equation of a figure."""
    return [explain(group, through, figures) for group in components(violated)]


def components(violated: Iterable[Equation]) -> list[list[Equation]]:
    """Groups of equations that share a figure, directly or through others."""
    groups: list[tuple[set[FigureKey], list[Equation]]] = []
    for equation in violated:
        keys, members = {term.key for term in equation.terms}, [equation]
        apart = []
        for group in groups:
            if group[0] & keys:
                keys |= group[0]
                members = group[1] + members
            else:
                apart.append(group)
        groups = [*apart, (keys, members)]
    return [members for _, members in groups]


def explain(group: Sequence[Equation], through: Mapping[FigureKey, Sequence[Equation]], figures: Figures) -> Component:
    """The smallest explanations of one component."""
    holding: dict[FigureKey, set[int]] = defaultdict(set)
    for number, equation in enumerate(group):
        for term in equation.terms:
            holding[term.key].add(number)
    candidates = sorted((key for key in holding if key[1] != CONSTANT_ROW), key=lambda key: (-len(holding[key]), key))[
        :_MOST_CANDIDATES
    ]
    everything = set(range(len(group)))
    for size in range(1, min(MOST_SUSPECTS, len(group)) + 1):
        found = [
            explanation
            for suspects in combinations(candidates, size)
            if set().union(*(holding[key] for key in suspects)) == everything
            and (explanation := _try(suspects, through, figures)) is not None
        ]
        if found:
            return Component(tuple(group), tuple(sorted(found, key=lambda found: (found.rank, found.suspects))))
    return Component(tuple(group))


def _try(
    suspects: tuple[FigureKey, ...], through: Mapping[FigureKey, Sequence[Equation]], figures: Figures
) -> Explanation | None:
    proposals = []
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
    rank = sum(first[0].slip.rank if first[0].slip else 9 for first in proposals)
    return Explanation(suspects, tuple(proposals), rank)


def proposals_within(figure: Figure, low: Decimal, high: Decimal) -> list[Proposal]:
    """What a figure may print to fall in an interval: slips of its print, likeliest first, else the plain value."""
    if low <= figure.value <= high:
        return []
    found = []
    if figure.raw:
        for slip in slips(figure.raw):
            read = figure.reread(slip.text)
            if read is not None and low <= read.value <= high:
                found.append(Proposal(figure.key, slip.text, slip))
    if not found and low.is_finite() and high.is_finite():
        value = figure.printed((low + high) / 2)
        if low <= value * figure.factor <= high:
            found.append(Proposal(figure.key, f"{value:f}"))
    return found
