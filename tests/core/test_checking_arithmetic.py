"""Interval arithmetic, slips and the search for the wrong cell."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.checking.arithmetic.equations import Equation, State, Term, feasible_interval, judge
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure, blank_figure, read_figure
from gongkai.checking.arithmetic.slips import slips
from gongkai.checking.evaluation import Evaluation


def figure(row: int, raw: str, column: int = 0, factor: int | None = None) -> PrintedFigure:
    read = read_figure(("t1", row, column), raw, factor)
    assert read is not None
    return read


def sum_of(*raws: str) -> tuple[Equation, dict[FigureKey, PrintedFigure]]:
    """The first figure as the sum of the others."""
    figures = [figure(row, raw) for row, raw in enumerate(raws)]
    terms = tuple(Term(-1 if row else 1, item.key) for row, item in enumerate(figures))
    return Equation("W-01", "合计", terms), {item.key: item for item in figures}


@pytest.mark.parametrize(
    ("raws", "state"),
    [
        (("10.00", "4.00", "6.00"), State.HOLDS),
        (("10.01", "4.00", "6.00"), State.ROUNDING),  # 3 figures of ±0.005 allow 0.015
        (("10.02", "4.00", "6.00"), State.VIOLATED),
        (("10.1", "4.04", "6.00"), State.ROUNDING),  # the total itself is rounded to 0.1
        (("100", "40", "59"), State.ROUNDING),
        (("100", "40", "58"), State.VIOLATED),
    ],
)
def test_rounding_allows_half_a_unit_per_figure_and_no_more(raws: tuple[str, ...], state: State) -> None:
    equation, figures = sum_of(*raws)
    assert judge(equation, figures).state is state


def test_exact_identities_allow_no_rounding() -> None:
    equation, figures = sum_of("10.00", "10.01")
    exact = Equation(equation.identity, equation.label, equation.terms, exact=True)
    assert judge(equation, figures).state is State.ROUNDING
    assert judge(exact, figures).state is State.VIOLATED


def test_a_part_may_be_less_than_its_whole_but_not_more() -> None:
    less, figures = sum_of("3.00", "4.00")
    assert judge(Equation("X-07", "", less.terms, at_most=True), figures).state is State.HOLDS
    more, figures = sum_of("5.00", "4.00")
    assert judge(Equation("X-07", "", more.terms, at_most=True), figures).state is State.VIOLATED


def test_yuan_and_wan_yuan_agree_within_half_a_unit_of_the_coarser() -> None:
    yuan, wan = figure(0, "1234567.00", factor=1), figure(1, "123.46", factor=10_000)
    equation = Equation("X-11", "", (Term(1, yuan.key), Term(-1, wan.key)))
    assert judge(equation, {yuan.key: yuan, wan.key: wan}).state is State.ROUNDING
    off = figure(1, "123.47", factor=10_000)
    assert judge(equation, {yuan.key: yuan, off.key: off}).state is State.VIOLATED


def test_a_blank_is_an_exact_zero() -> None:
    total, part = figure(0, "5.00"), figure(1, "5.00")
    blank = blank_figure(("t1", 2, 0))
    equation = Equation("W-01", "", (Term(1, total.key), Term(-1, part.key), Term(-1, blank.key)))
    verdict = judge(equation, {item.key: item for item in (total, part, blank)})
    assert verdict.state is State.HOLDS
    assert verdict.allowance == Decimal("0.01")


@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=8), st.integers(-50, 50))
def test_the_feasible_interval_is_where_the_identity_holds(parts: list[int], shift: int) -> None:
    raws = [f"{sum(parts) / 100:.2f}", *(f"{part / 100:.2f}" for part in parts)]
    equation, figures = sum_of(*raws)
    total = ("t1", 0, 0)
    moved = {**figures, total: figure(0, f"{(sum(parts) + shift) / 100:.2f}")}
    interval = feasible_interval(total, [equation], figures)
    assert interval is not None
    inside = interval[0] <= moved[total].value <= interval[1]
    assert inside == (judge(equation, moved).state is not State.VIOLATED)


def test_slips_put_confusable_digits_first_and_keep_the_print_style() -> None:
    found = slips("1,678.50")
    assert found[0].kind == "confused"
    texts = [slip.text for slip in found]
    assert "7,678.50" in texts and "1,878.50" in texts
    assert "16,785.0" in texts  # the point moved
    assert "-1,678.50" in texts
    assert "1,768.50" in texts  # neighbours swapped
    assert len(texts) == len(set(texts)) and "1,678.50" not in texts


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.data())
def test_a_slip_can_be_taken_back(value: Decimal, data: st.DataObject) -> None:
    raw = f"{value:.2f}"
    wrong = data.draw(
        st.sampled_from([slip for slip in slips(raw) if slip.kind in ("confused", "mistyped", "swapped", "sign")])
    )
    assert raw in [slip.text for slip in slips(wrong.text)]


def crossed(rows: list[list[str]]) -> Evaluation:
    """A table whose last row and last column are sums."""
    figures = {
        item.key: item for r, row in enumerate(rows) for c, raw in enumerate(row) for item in [figure(r, raw, c)]
    }
    width = len(rows[0])
    equations = [
        Equation("W-02", "行", tuple(Term(1 if c == width - 1 else -1, ("t1", r, c)) for c in range(width)))
        for r in range(len(rows))
    ]
    equations += [
        Equation("W-01", "列", tuple(Term(1 if r == len(rows) - 1 else -1, ("t1", r, c)) for r in range(len(rows))))
        for c in range(width)
    ]
    return Evaluation(figures, equations)


def test_a_wrong_cell_is_found_where_its_row_and_column_cross() -> None:
    evaluation = crossed([["12.00", "3.50", "15.50"], ["7.00", "0.80", "7.80"], ["19.00", "4.30", "23.30"]])
    assert not evaluation.violated and len(evaluation.proved) == 9
    wrong = crossed([["12.00", "3.50", "15.50"], ["1.00", "0.80", "7.80"], ["19.00", "4.30", "23.30"]])
    (component,) = wrong.components
    (explanation,) = component.explanations
    assert explanation.suspects == (("t1", 1, 0),)
    assert explanation.proposals[0][0].text == "7.00"
    assert explanation.proposals[0][0].slip is not None and explanation.proposals[0][0].slip.kind == "confused"
    assert ("t1", 1, 0) in wrong.contradicted and ("t1", 0, 1) in wrong.proved


def test_two_wrong_cells_that_share_nothing_are_two_components() -> None:
    wrong = crossed(
        [["12.00", "3.50", "15.50"], ["1.00", "0.80", "7.80"], ["5.00", "6.00", "11.00"], ["24.00", "10.80", "34.30"]]
    )
    suspects = {key for component in wrong.components for key in component.explanations[0].suspects}
    assert ("t1", 1, 0) in suspects and ("t1", 3, 1) in suspects


@given(
    st.lists(st.lists(st.integers(1, 999_999), min_size=2, max_size=4), min_size=2, max_size=5).filter(
        lambda rows: len({len(row) for row in rows}) == 1
    ),
    st.data(),
)
def test_any_single_confused_digit_is_detected_and_its_right_value_proposed(
    rows: list[list[int]], data: st.DataObject
) -> None:
    table = [[*row, sum(row)] for row in rows]
    table.append([sum(column) for column in zip(*table, strict=True)])
    raws = [[f"{value / 100:,.2f}" for value in row] for row in table]
    row, column = data.draw(st.integers(0, len(raws) - 1)), data.draw(st.integers(0, len(raws[0]) - 1))
    right = raws[row][column]
    confused = [slip for slip in slips(right) if slip.kind == "confused"]
    if not confused:
        return
    changed = data.draw(st.sampled_from(confused))
    if abs(Decimal(changed.text.replace(",", "")) - Decimal(right.replace(",", ""))) <= Decimal("0.05"):
        return  # within the rounding of a sum: no arithmetic can tell
    raws[row][column] = changed.text
    evaluation = crossed(raws)
    (component,) = evaluation.components
    assert component.explanations[0].suspects == (("t1", row, column),)
    assert right in [proposal.text for proposal in component.explanations[0].proposals[0]]
