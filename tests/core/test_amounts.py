"""The grammar of printed figures."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.model import AmountState, in_yuan, plain_decimal, read_amount
from gongkai.model.amounts import UNIT_FACTORS
from strategies import decimals

MINUS_SIGNS = "-－−–﹣—―"
TO_FULL_WIDTH = str.maketrans("0123456789,.%+()", "０１２３４５６７８９，．％＋（）")


def check_reads_as(text: str, value: Decimal) -> None:
    amount = read_amount(text)
    assert amount.state is AmountState.AMOUNT, text
    assert amount.value is not None
    assert str(amount.value) == str(value), text
    assert amount.decimals == -int(value.as_tuple().exponent)


@given(decimals)
def test_a_printed_figure_reads_back_with_value_and_decimals(value: Decimal) -> None:
    check_reads_as(f"{value:f}", value)
    check_reads_as(f"{value:,f}", value)
    check_reads_as(f"{value:f}".translate(TO_FULL_WIDTH), value)
    check_reads_as(f" {value:,f}　".translate(TO_FULL_WIDTH), value)
    check_reads_as(f"{value:,f}".replace(",", "\u00a0"), value)
    check_reads_as(f"+{value:f}", value)


@given(decimals, st.sampled_from(MINUS_SIGNS), st.sampled_from(["", " ", "　"]))
def test_every_minus_makes_it_negative(value: Decimal, minus: str, blank: str) -> None:
    check_reads_as(f"{minus}{blank}{value:,f}", value.copy_negate())


@given(decimals, st.sampled_from(["()", "（）"]))
def test_accounting_brackets_make_it_negative(value: Decimal, brackets: str) -> None:
    check_reads_as(f"{brackets[0]}{value:,f}{brackets[1]}", value.copy_negate())


@given(decimals, st.sampled_from("%％"))
def test_a_percentage_keeps_its_printed_value(value: Decimal, sign: str) -> None:
    check_reads_as(f"{value:f}{sign}", value)
    assert read_amount(f"{value:f}{sign}").percent


@pytest.mark.parametrize("text", ["", " ", "　", "\n", "\u200b"])
def test_blanks(text: str) -> None:
    assert read_amount(text).state is AmountState.BLANK


@pytest.mark.parametrize("text", ["—", "——", "-", "--", "－", "/", "― ―", "**", "_"])
def test_dashes_mean_not_applicable(text: str) -> None:
    assert read_amount(text).state is AmountState.DASH


@pytest.mark.parametrize(
    "text",
    [
        *["1,23", "1,2345", "1234,567", "0,123", ",123", "1,,234", "5.987.71", "5,987,71", "5.", ".", "1.2,345"],
        *["12 30", "12.5 30", "1 2345", "1234 567", "12\n30", "(12 30)", "1 234,5", "301 2"],
        *["--5", "——5.2", "(-5)", "(5", "5)", "()", "5-", "-+5", "5%%", "%", "+", "(%)"],
        *["1e5", "٣", "①", "五", "5O", "l2", "1O0.00", "¥5", "≥9", "=100%", "无", "0x1", "1_000", "5。2", "NaN", "inf"],
    ],
)
def test_a_doubtful_figure_is_text(text: str) -> None:
    assert read_amount(text).state is AmountState.TEXT


@pytest.mark.parametrize(
    ("text", "value"),
    [("1, 234.50", "1234.50"), ("5987 .71", "5987.71"), ("1,234,56\n7.89", "1234567.89"), ("5987.\n71", "5987.71")],
)
def test_blanks_beside_marks_and_wrapped_figures_close_up(text: str, value: str) -> None:
    check_reads_as(text, Decimal(value))


def test_no_figure_is_too_long_to_be_exact() -> None:
    digits = "9" * 60
    check_reads_as(f"-{digits}.5", Decimal(f"-{digits}.5"))
    assert in_yuan(Decimal(digits), "亿元") == int(digits) * 10**8


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    amount = read_amount(text)
    assert (amount.value is not None) == (amount.state is AmountState.AMOUNT)


@given(st.text(alphabet="0123456789０１２.,，- ()%—\n", max_size=12))
def test_no_digit_is_invented_or_lost(text: str) -> None:
    value = read_amount(text).value
    if value is not None:
        printed = "".join(str(int(character)) for character in text if character.isdigit())
        assert int(plain_decimal(value).lstrip("-").replace(".", "")) == int(printed)


@given(decimals)
def test_plain_decimals_have_no_exponent_and_keep_their_decimals(value: Decimal) -> None:
    for figure in (value, value.copy_negate()):
        plain = plain_decimal(figure)
        assert "E" not in plain and "," not in plain
        assert Decimal(plain) == figure
        assert Decimal(plain).as_tuple().exponent == figure.as_tuple().exponent
    assert plain_decimal(Decimal("-0.00")) == "0.00"
    assert plain_decimal(Decimal("5E+3")) == "5000"


@given(decimals, st.sampled_from(sorted(UNIT_FACTORS)))
def test_yuan_are_exact_and_invent_no_decimals(value: Decimal, unit: str) -> None:
    yuan = in_yuan(value, unit)
    assert yuan is not None
    numerator, denominator = value.as_integer_ratio()
    assert yuan * denominator == numerator * UNIT_FACTORS[unit]
    printed = -int(value.as_tuple().exponent)
    assert -int(yuan.as_tuple().exponent) == max(0, printed - len(str(UNIT_FACTORS[unit])) + 1)


@pytest.mark.parametrize(
    ("value", "unit", "yuan"),
    [
        ("5987.71", "万元", "59877100"),
        ("5.00", "元", "5.00"),
        ("0.1234567", "万元", "1234.567"),
        ("-0.5", "亿元", "-50000000"),
    ],
)
def test_yuan(value: str, unit: str, yuan: str) -> None:
    assert str(in_yuan(Decimal(value), unit)) == yuan


@pytest.mark.parametrize("unit", ["", "辆", "%", "万", "美元"])
def test_an_unknown_unit_gives_no_yuan(unit: str) -> None:
    assert in_yuan(Decimal(1), unit) is None
