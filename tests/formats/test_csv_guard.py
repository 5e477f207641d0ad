"""The formula guard of CSV text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.words.formula_guard import FIRST, guard, unguard

SPREADSHEETS_EVALUATE = [
    *["=1+1", "=A1", "=HYPERLINK(1)", "=cmd|'/c calc'!A1", "+1+1", "-1-2", "@SUM(A1)", "-2+3+cmd|' /C calc'!A0"],
    *["\t=1", "\r=1", "\n=1", "＝1+1", "＋A1", "＠x", "－A1", "- 一、事业收入", "+86 10", "=100%+1", "-3,5a"],
]
HARMLESS = [
    *[
        "-567.94",
        "+5",
        "－3",
        "=100%",
        "＝100%",
        "＝１００％",
        "-1,234.50",
        "-.5",
        "-5%",
        "—100%",
        "——",
        "--",
        "-",
        "=",
        "-—",
    ],
    *["", "合计", "05", "5-3", "a=b", "'", "'abc", "’=1"],
]


@pytest.mark.parametrize("text", SPREADSHEETS_EVALUATE)
def test_what_a_spreadsheet_would_evaluate_gets_an_apostrophe(text: str) -> None:
    assert guard(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_everything_else_stays_as_printed(text: str) -> None:
    assert guard(text) == text


@given(st.text(alphabet="'=+-@＝－\t\n1a.,%一 ", max_size=8) | st.text())
def test_the_guard_comes_off_without_loss(text: str) -> None:
    assert unguard(guard(text)) == text
    assert guard(text) == text or text[0] in FIRST


@given(st.text(alphabet="'=+-@＝1a", min_size=1, max_size=6), st.text(alphabet="'=+-@＝1a", min_size=1, max_size=6))
def test_two_texts_never_look_the_same(one: str, other: str) -> None:
    assert (guard(one) == guard(other)) == (one == other)


def test_a_long_text_is_judged_in_linear_time() -> None:
    assert guard("=" + "1," * 200_000 + "x").startswith("'")
