"""What texts are taken for: totals, numbers, amounts; on pages however misprinted."""

from __future__ import annotations

import pytest

from gongkai.words.figures import is_amount, is_dashes, is_figure, is_number, looks_like_amount, looks_like_number
from gongkai.words.totals import is_bare_total, is_total


@pytest.mark.parametrize(
    ("text", "number", "amount", "like_number", "like_amount"),
    [
        ("12.30", True, True, True, True),
        ("1,234", True, True, True, False),
        ("1,234.50", True, True, True, True),
        ("1234,567.00", False, False, True, True),
        ("12,34", False, False, True, False),
        ("2080505", True, False, True, False),
        ("12.5%", True, True, True, False),
        ("(12.30", True, True, False, False),
        ("-3.00", True, True, True, True),
        ("12 34.50", True, True, False, False),
        ("", False, False, False, False),
        ("其中", False, False, False, False),
    ],
)
def test_numbers_and_amounts(text: str, number: bool, amount: bool, like_number: bool, like_amount: bool) -> None:
    assert (is_number(text), is_amount(text)) == (number, amount)
    assert (looks_like_number(text), looks_like_amount(text)) == (like_number, like_amount)


def test_figures_and_dashes() -> None:
    assert is_figure("１，２３４") and not is_figure("——") and not is_figure("1,23")
    assert is_dashes("——") and is_dashes("—") and not is_dashes("-") and not is_dashes("———")


@pytest.mark.parametrize("text", ["合计", "合 计", "小计", "总计", "共计"])
def test_bare_totals(text: str) -> None:
    assert is_bare_total(text) and is_total(text)


@pytest.mark.parametrize("text", ["本年收入合计", "五、支出总计（万元）", "合计数", "共计额"])
def test_totals_of_something(text: str) -> None:
    assert is_total(text) and not is_bare_total(text)


@pytest.mark.parametrize("text", ["", "统计", "合计划", "会计", "小计算机"])
def test_what_only_looks_like_a_total(text: str) -> None:
    assert not is_total(text) and not is_bare_total(text)
