"""Linear identities between printed figures, judged by interval arithmetic.

A printed figure is its true value ± half a unit of its last digit, so n rounded addends and a rounded total may
differ by (n+1)·½ unit, and no more: within that an identity holds (by rounding), outside it is violated. The rule is
that of XBRL Calculations 1.1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum

import msgspec

from gongkai.checking.arithmetic.figures import ZERO, FigureKey, PrintedFigure


class State(StrEnum):
    """What came of an equation; an identity that gave none is `Unevaluated`."""

    HOLDS = "holds"
    ROUNDING = "rounding"
    VIOLATED = "violated"


class Term(msgspec.Struct, frozen=True, gc=False):
    """A figure with its coefficient (yuan scale, as `PrintedFigure.value`)."""

    factor: int
    key: FigureKey


class Equation(msgspec.Struct, frozen=True, gc=False):
    """Σ factor·figure = 0 (or ≤ 0 where `at_most`). The first term is the total or the side that is checked.

    `identity` names the rule, `label` says it in the document's own words. `exact` figures stem from one number,
    so no rounding is allowed between them; `soft` ones only warn. `guessed`: what adds up to what is read from labels
    that a layout may have torn apart, so that a failure speaks for an error only if one slip mends it.
    """

    identity: str
    label: str
    terms: tuple[Term, ...]
    exact: bool = False
    at_most: bool = False
    soft: bool = False
    guessed: bool = False


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """How an equation came out: residual Σ and the greatest residual that rounding allows."""

    equation: Equation
    state: State
    residual: Decimal = ZERO
    allowance: Decimal = ZERO


class Unevaluated(msgspec.Struct, frozen=True, gc=False):
    """An identity that could not be evaluated, and why: a missing table, a blank, an unreadable cell."""

    identity: str
    label: str
    reason: str
    block: str = ""


Figures = Mapping[FigureKey, PrintedFigure]


def weigh(equation: Equation, figures: Figures) -> tuple[Decimal, Decimal]:
    """Residual and allowance of an equation. A bare 0 among figures with decimals says that there is nothing: no
    rounding hides in it."""
    residual = allowance = bare = ZERO
    decimals = 0
    for term in equation.terms:
        figure = figures[term.key]
        residual += term.factor * figure.value
        decimals = max(decimals, figure.decimals)
        if figure.value or figure.decimals:
            allowance += abs(term.factor) * figure.half
        else:
            bare += abs(term.factor) * figure.half
    return residual, ZERO if equation.exact else allowance if decimals else allowance + bare


def judge(equation: Equation, figures: Figures) -> Verdict:
    """The verdict on one equation."""
    residual, allowance = weigh(equation, figures)
    if residual == 0 or (equation.at_most and residual < 0):
        return Verdict(equation, State.HOLDS, residual, allowance)
    within = residual <= allowance if equation.at_most else abs(residual) <= allowance
    return Verdict(equation, State.ROUNDING if within else State.VIOLATED, residual, allowance)


def judge_all(equations: Iterable[Equation], figures: Figures) -> list[Verdict]:
    """Verdicts in the order of the equations."""
    return [judge(equation, figures) for equation in equations]


def feasible_interval(
    key: FigureKey, equations: Iterable[Equation], figures: Figures
) -> tuple[Decimal, Decimal] | None:
    """The printed values with which all equations through a figure hold, every other figure being as printed.

    In the figure's scale, ends inclusive, infinite where nothing bounds it; None where no value serves.
    """
    low, high = Decimal("-Infinity"), Decimal("Infinity")
    for equation in equations:
        own = sum(term.factor for term in equation.terms if term.key == key)
        if own == 0:
            continue
        residual, allowance = weigh(equation, figures)
        middle = figures[key].value - residual / own
        width = allowance / abs(own)
        if not equation.at_most or own < 0:
            low = max(low, middle - width)
        if not equation.at_most or own > 0:
            high = min(high, middle + width)
        if low > high:
            return None
    return low, high
