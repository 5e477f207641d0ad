"""Folding of labels for comparison."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gongkai.words.labels import display_width, fold, fold_label, printable

LABEL_TEXTS = st.text(alphabet="一二十第部分、（）()其中：:.1２① 支出\u200b\u0301e—“”", max_size=10)


@given(st.text() | LABEL_TEXTS)
@example("e\u200b\u0301")
@example("a\u00a8")
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold_label(fold_label(text)) == fold_label(text)


@given(LABEL_TEXTS, st.sampled_from([" ", "\u3000", "\n", "\u200b", "\ufeff", "\u00a0"]))
def test_blanks_never_count(text: str, blank: str) -> None:
    assert fold(blank.join(text)) == fold(text.replace("\u0301", "")) or "\u0301" in text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("（一）", "(一)"),
        ("２０１", "201"),
        ("“三公”经费", '"三公"经费'),
        ("〔2024〕", "(2024)"),
        ("支 出　合计", "支出合计"),
        ("金额单位：万元", "金额单位:万元"),
        ("——", "--"),
        ("⽀出", "支出"),
    ],
)
def test_what_is_printed_differently_and_means_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("一、事业收入：", "事业收入"),
        ("（十二） 社会保障和就业支出", "社会保障和就业支出"),
        ("第二部分 决算表", "决算表"),
        ("其中：财政拨款", "财政拨款"),
        ("1、其中：基本支出", "基本支出"),
        ("12.项目", "项目"),
        ("①保运转", "保运转"),
        ("⑴差旅费", "差旅费"),
        ("其中：", "其中"),
        ("一、", "一、"),
        ("2024年", "2024年"),
        ("1.5万元", "1.5万元"),
        ("一般公共预算", "一般公共预算"),
        ("三公经费", "三公经费"),
        ("10.5", "10.5"),
    ],
)
def test_numbering_and_colons_are_no_part_of_a_label(printed: str, label: str) -> None:
    assert fold_label(printed) == label


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("支出", 4), ("（一）a", 7), ("ａ", 2), ("e\u0301", 1), ("—", 2), ("…", 2)],
)
def test_display_width_counts_terminal_columns(text: str, columns: int) -> None:
    assert display_width(text) == columns


def test_printable_names_can_be_written_as_utf_8() -> None:
    assert printable("决算.txt") == "决算.txt"
    assert printable("a\udcff").encode()
