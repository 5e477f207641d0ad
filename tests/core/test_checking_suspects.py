"""Who is suspected, what should stand there, and what a reader is told of it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checking_making import network
from gongkai.checking.arithmetic.equations import Equation, State, Term, feasible_interval, judge
from gongkai.checking.arithmetic.figures import (
    PrintedFigure,
    blank_figure,
    read_figure,
    unit_factor,
)
from gongkai.checking.arithmetic.localisation import Component, components, proposals_within
from gongkai.checking.arithmetic.slips import slips
from gongkai.checking.evaluation import Evaluation


def readings(raw: str) -> dict[str, tuple[str, int]]:
    return {slip.text: (slip.kind, slip.rank) for slip in slips(raw)}


@pytest.mark.parametrize(
    ("raw", "text", "kind", "rank"),
    [
        ("1223", "7223", "confused", 0),
        ("1223", "4223", "mistyped", 4),
        ("1223", "-1223", "sign", 1),
        ("-1223", "1223", "sign", 1),
        ("1223", "12.23", "point", 1),
        ("1223", "1.223", "point", 1),
        ("12.23", "1223", "point", 1),
        ("12.23", "122.3", "point", 1),
        ("-50", "-5.0", "point", 1),
        ("1223", "2123", "swapped", 2),
        ("1223", "1232", "swapped", 2),
        ("1223", "123", "doubled", 2),
        ("1233", "123", "doubled", 2),
        ("1223", "122", "doubled", 5),
        ("1223", "223", "doubled", 5),
        ("1223", "12293", "lost", 3),
        ("1223", "12234", "lost", 3),
        ("1223", "41223", "lost", 3),
        ("1，223", "1,228", "confused", 0),
        ("1,223.5", "-1,223.5", "sign", 1),
        ("-1,223.5", "-1,228.5", "confused", 0),
        ("1 223", "1228", "confused", 0),
    ],
)
def test_a_reading_one_slip_away(raw: str, text: str, kind: str, rank: int) -> None:
    assert readings(raw)[text] == (kind, rank)


@pytest.mark.parametrize(
    ("raw", "text"),
    [("1223", "0223"), ("1.5", ".5"), ("1.5", "1."), ("0.5", "00.5"), ("12", "12"), ("-12", "--12"), ("1.5", "1.5")],
)
def test_what_nobody_prints_is_no_reading(raw: str, text: str) -> None:
    assert text not in readings(raw)


def test_likelier_readings_come_first() -> None:
    ranks = [slip.rank for slip in slips("1,122.50")]
    assert ranks == sorted(ranks) and set(ranks) == {0, 1, 2, 3, 4, 5}


def figure(raw: str, row: int = 0, factor: int | None = None) -> PrintedFigure:
    read = read_figure(("t1", row, 0), raw, factor)
    assert read is not None
    return read


def within(raw: str, low: str, high: str, factor: int | None = None) -> list[str]:
    key = ("t1", 0, 0)
    one = figure(raw, factor=factor) if raw else blank_figure(key, factor=factor)
    return [proposal.text for proposal in proposals_within(one, Decimal(low), Decimal(high))]


@pytest.mark.parametrize(
    ("raw", "low", "high", "texts"),
    [
        ("5.00", "4.99", "5.01", []),  # it is right as it is
        ("5.00", "5.00", "6.00", []),
        ("5.00", "4.00", "5.00", []),
        ("5.00", "2.995", "3.005", ["3.00"]),
        ("5.00", "3.004", "3.006", []),  # nothing with two decimals lies there
        ("5.00", "7.4449", "7.4451", []),
        ("", "7.125", "7.135", ["7.13"]),
        ("", "7.005", "7.005", []),  # half a unit is rounded away
        ("12.34", "900", "Infinity", ["1234", "912.34"]),
        ("12.34", "-Infinity", "-900", []),
        ("5.00", "-7.01", "-6.99", []),
        ("5.00", "-5.00", "-5.00", ["-5.00"]),
        ("-5.00", "-7.77", "-7.77", ["-7.77"]),
        ("-5.00", "77.77", "77.77", ["77.77"]),
        ("0.00", "-7.77", "-7.77", []),
    ],
)
def test_what_a_figure_may_print_to_fall_in_an_interval(raw: str, low: str, high: str, texts: list[str]) -> None:
    assert within(raw, low, high) == texts


def test_of_readings_as_likely_the_nearest_to_the_middle_comes_first() -> None:
    assert within("1.00", "6.50", "9.40")[:2] == ["7.00", "8.00"]
    assert within("1.00", "6.90", "8.20")[:2] == ["7.00", "8.00"]
    assert within("5.00", "2.00", "9.00") == []
    assert within("111.00", "150.00", "400.00")[0] == "171.00"  # confused digits before any other


def test_money_is_proposed_in_the_printed_unit() -> None:
    assert within("123.45", "4567800", "4567800", factor=10_000) == ["456.78"]
    assert unit_factor("万元") == 10_000 and unit_factor("人") is None
    blank = blank_figure(("t1", 0, 0), factor=10_000)
    assert blank.money and blank.printed(Decimal(12_345)) == Decimal("1.23")
    plain = figure("5")
    assert plain.printed(Decimal("7.4")) == 7 and not plain.money and plain.factor == 1


def suspects(evaluation: Evaluation, names: str) -> list[str]:
    """Suspects of each explanation with their first proposals: `b 3.00`."""
    (component,) = evaluation.components
    return [
        "、".join(f"{names[key[1]]} {own[0].text}" for key, own in zip(one.suspects, one.proposals, strict=True))
        for one in component.explanations
    ]


def test_a_slip_is_likelier_than_arithmetic_alone() -> None:
    found = network({"a": "9.00", "b": "2.00", "c": "3.00"}, "a = b + c")
    (component,) = found.components
    assert [one.rank for one in component.explanations] == sorted(one.rank for one in component.explanations)
    wrong = network({"a": "10.00", "b": "4.17", "c": "9.00", "d": "1.00", "e": "8.00"}, "a = b + c", "c = d + e")
    assert suspects(wrong, "abcde") == ["a 13.17", "b 1.00"]
    (component,) = wrong.components
    assert component.others == 1 and not component.is_guess and component.explanations[0].rank == 9


def test_explanations_by_slip_put_those_by_arithmetic_aside() -> None:
    found = network({"a": "7.00", "b": "1.55", "c": "5.25"}, "a = b + c")
    (component,) = found.components
    ranks = [one.rank for one in component.explanations]
    assert component.others == sum(rank < 9 for rank in ranks) - 1


def test_a_figure_that_two_failures_share_explains_both() -> None:
    shared = network({"a": "9.00", "b": "1.00", "c": "2.00", "d": "7.50", "e": "5.50"}, "a = b + c", "d = b + e")
    assert all("、" in pair for pair in suspects(shared, "abcde"))
    shared = network({"a": "9.00", "b": "1.00", "c": "2.00", "d": "12.50", "e": "5.50"}, "a = b + c", "d = b + e")
    assert suspects(shared, "abcde") == ["b 7.00"]


def test_two_figures_are_suspected_where_none_alone_explains_it() -> None:
    figures = {"a": "9.00", "b": "1.00", "c": "8.00", "d": "2.00", "e": "6.00", "f": "3.00", "g": "5.00", "h": "7.00"}
    two = network(figures, "a = b + c", "d = b + f", "h = f + g", "e = g + b")
    assert len(two.components) == 1
    assert all(len(one.suspects) == 2 for one in two.components[0].explanations)


def test_a_constant_is_never_suspected() -> None:
    found = suspects(network({"full*": "100", "b": "60", "c": "30"}, "full* = b + c"), "*bc")
    assert [one[0] for one in found] == ["b", "c"]


def test_what_holds_in_another_equation_is_not_suspected() -> None:
    held = network({"a": "9.00", "b": "1.00", "c": "2.00", "d": "1.00", "e": "2.00"}, "a = b + c", "b = d", "c = e")
    assert suspects(held, "abcde")[0] == "a 3.00" and all(one.startswith("a") for one in suspects(held, "abcde"))
    soft = network({"a": "9.00", "b": "1.00"}, "a = b", soft=True)
    assert soft.components == [] and not soft.contradicted and not soft.proved and soft.violated


def test_equations_that_share_figures_hang_together() -> None:
    def equation(*rows: int) -> Equation:
        return Equation("W", ",".join(map(str, rows)), tuple(Term(1, ("t1", row, 0)) for row in rows))

    groups = components(
        [equation(1, 2), equation(3, 4), equation(5, 6), equation(4, 5), equation(7, 8), equation(8, 2)]
    )
    assert [[one.label for one in group] for group in groups] == [["1,2", "7,8", "8,2"], ["3,4", "5,6", "4,5"]]


def test_guessed_sums_are_a_guess_unless_a_slip_explains_them() -> None:
    guessed = Equation("W", "", (Term(1, ("t1", 0, 0)),), guessed=True)
    certain = Equation("W", "", (Term(1, ("t1", 0, 0)),))
    assert Component((guessed,)).is_guess and not Component((guessed, certain)).is_guess
    slip = network({"a": "6.00", "b": "5.00", "c": "3.00"}, "a = b + c", guessed=True)
    assert not slip.components[0].is_guess
    odd = network({"a": "641.27", "b": "52.13", "c": "3.99"}, "a = b + c", guessed=True)
    assert odd.components[0].is_guess


def test_wrong_figures_that_agree_with_each_other_are_found_together() -> None:
    """b and e are both a hundred too low, and their own equation holds: neither explains anything alone."""
    figures = {"a": "700.00", "b": "400.00", "c": "200.00", "d": "900.00", "e": "400.00", "f": "400.00"}
    figures |= {name.upper(): figures[name] for name in "acdf"}
    pins = [f"{name} = {name.upper()}" for name in "acdf"]
    alone = network(figures, "a = b + c", "d = e + f", *pins)
    assert [len(component.explanations) > 0 for component in alone.components] == [True, True]
    both = network(figures, "a = b + c", "d = e + f", "b = e", *pins)
    assert suspects(both, "abcdef") == ["b 500.00、e 500.00"]
    far = network({**figures, "g": "1.00", "h": "2.00"}, "a = b + c", "d = e + f", "b = e", "g = h", *pins)
    assert [len(component.equations) for component in far.components] == [2, 1]


def test_the_interval_of_a_part_is_open_to_one_side() -> None:
    figures = {("t1", row, 0): figure(raw, row) for row, raw in enumerate(("4.00", "3.00"))}
    part = Equation("X", "", (Term(1, ("t1", 0, 0)), Term(-1, ("t1", 1, 0))), at_most=True)
    low, high = feasible_interval(("t1", 0, 0), [part], figures) or (Decimal(0), Decimal(0))
    assert low == Decimal("-Infinity") and high == Decimal("3.01")
    low, high = feasible_interval(("t1", 1, 0), [part], figures) or (Decimal(0), Decimal(0))
    assert low == Decimal("3.99") and high == Decimal("Infinity")
    apart = [Equation("X", "", (Term(1, ("t1", 0, 0)), Term(-1, ("t1", at, 0)))) for at in (1, 2)]
    assert feasible_interval(("t1", 0, 0), apart, {**figures, ("t1", 2, 0): figure("9.00", 2)}) is None
    assert feasible_interval(("t1", 7, 0), apart, {**figures, ("t1", 7, 0): figure("9.00", 7)}) == (
        Decimal("-Infinity"),
        Decimal("Infinity"),
    )


def test_coefficients_count_in_residual_and_room() -> None:
    figures = {("t1", row, 0): figure(raw, row) for row, raw in enumerate(("9.5", "95.6"))}
    tenfold = Equation("F-18", "", (Term(10, ("t1", 0, 0)), Term(-1, ("t1", 1, 0))))
    verdict = judge(tenfold, figures)
    assert (verdict.residual, verdict.allowance, verdict.state) == (Decimal("-0.6"), Decimal("0.55"), State.VIOLATED)
    assert feasible_interval(("t1", 0, 0), [tenfold], figures) == (Decimal("9.505"), Decimal("9.615"))


def test_a_bare_zero_among_decimals_hides_no_rounding() -> None:
    figures = {("t1", row, 0): figure(raw, row) for row, raw in enumerate(("5.3", "5.0", "0"))}
    terms = (Term(1, ("t1", 0, 0)), Term(-1, ("t1", 1, 0)), Term(-1, ("t1", 2, 0)))
    assert judge(Equation("W", "", terms), figures).allowance == Decimal("0.10")
    whole = {("t1", row, 0): figure(raw, row) for row, raw in enumerate(("5", "4", "0"))}
    assert judge(Equation("W", "", terms), whole).allowance == Decimal("1.5")
