"""How a line is cut into segments, and what its words say about its part in a layout: head, note, body, narrative."""

from __future__ import annotations

import pytest

from gongkai_formats.text.lines import TextLine
from gongkai_formats.text.tables.segments import (
    SegmentedLine,
    begins_body,
    begins_numbered,
    begins_with_total,
    cut_segments,
    cut_words,
    fills_figure_column,
    is_body,
    is_code,
    is_head,
    is_narrative,
    is_note,
    is_void_note,
    stands_as_amount,
    widened,
)


def row(text: str) -> SegmentedLine:
    return SegmentedLine(0, TextLine(1, 0, text, None), cut_segments(text))


def words(text: str) -> list[str]:
    return [segment.text for segment in cut_segments(text)]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", []),
        ("甲 乙  丙", ["甲 乙", "丙"]),
        ("合  计", ["合  计"]),
        ("合" + " " * 6 + "计", ["合" + " " * 6 + "计"]),
        ("合" + " " * 7 + "计", ["合", "计"]),
        ("合  乙", ["合", "乙"]),
        ("合  计划", ["合", "计划"]),
        ("总合  计", ["总合", "计"]),
        ("甲  合  计", ["甲", "合  计"]),
        ("1.00 2.00 3", ["1.00", "2.00", "3"]),
        ("1 2 3", ["1", "2", "3"]),
        ("甲 1.00", ["甲 1.00"]),
        ("甲 1.00  乙", ["甲", "1.00", "乙"]),
        ("1.00 甲  乙", ["1.00", "甲", "乙"]),
        ("213 农林 支出  乙", ["213", "农林 支出", "乙"]),
        ("213 2024 支出  乙", ["213 2024 支出", "乙"]),
        ("农林 213 支出  乙", ["农林 213 支出", "乙"]),
        ("21 农林  乙", ["21 农林", "乙"]),
        ("甲 5  乙", ["甲 5", "乙"]),
    ],
)
def test_wide_blanks_cut_and_single_ones_beside_figures(text: str, cut: list[str]) -> None:
    assert words(text) == cut


def test_segments_know_their_offsets_and_their_extent() -> None:
    first, second = cut_segments(" 甲乙  1.00")
    assert (first.start, first.end, first.left, first.right, first.centre) == (1, 3, 1, 3, 2.0)
    assert (second.start, second.end) == (5, 9)
    wide = widened(row(" 甲乙  1.00")).segments
    assert [(one.start, one.end, one.left, one.right) for one in wide] == [(1, 3, 1, 5), (5, 9, 7, 11)]


@pytest.mark.parametrize(("length", "pieces"), [(2_000, 2), (2_001, 1)])
def test_a_line_wider_than_any_row_is_one_segment(length: int, pieces: int) -> None:
    text = " 甲".ljust(length - 1) + "乙"
    assert len(cut_segments(text)) == pieces
    if pieces == 1:
        (whole,) = cut_segments(text)
        assert (whole.start, whole.end, whole.left, whole.right) == (1, length, 0, length - 1)
        assert widened(row(text)) == row(text)
    assert cut_segments(" " * length) == ()


@pytest.mark.parametrize(
    ("text", "figure", "number"),
    [
        ("1,024.00", True, True),
        ("1,024", True, True),
        ("3.5%", True, True),
        ("（3.00）", True, True),
        ("- 3.00", True, True),
        ("——", True, True),
        ("—", False, True),
        ("3", False, True),
        ("12,3", False, False),
        ("3.00万元", False, False),
        ("", False, False),
    ],
)
def test_figures_are_numbers_as_tables_print_amounts(text: str, figure: bool, number: bool) -> None:
    assert (stands_as_amount(text), fills_figure_column(text)) == (figure, number)


def test_codes_have_three_digits_and_pairs() -> None:
    assert [is_code(text) for text in ("213", "21302", "2130212", "213021201", "2130", "21", "213a")] == [
        True,
        True,
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "numbered"),
    [
        ("一、收入", True),
        ("（二）支出", True),
        ("1.造林", True),
        ("1.5", False),
        ("①造林", True),
        ("其中：造林", True),
        ("第一部分", True),
        ("213农林", True),
        ("造林", False),
    ],
)
def test_a_numbered_text_starts_an_entry(text: str, numbered: bool) -> None:
    assert begins_numbered(text) == numbered


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("单位：万元", True),
        ("甲  乙  丙  金额单位：元", True),
        ("2024年", True),
        ("部门：甲局  2024年度", True),
        ("部门：甲局  公开01表  2024年", True),
        ("部门：甲局", True),
        ("编制单位（公章）：甲局", True),
        ("2024年  公开01表", False),
        ("2024年  部门：甲局", False),
        ("部门：甲局  2024年  公开01表  附表2", False),
        ("部门：甲局  3.00", False),
        ("部门：甲局  造林", False),
        ("公开01表  收入总表", True),
        ("公开01表  收入情况", False),
        ("造林  收入总表", False),
        ("造林", False),
        ("", False),
    ],
)
def test_head_lines(text: str, head: bool) -> None:
    assert is_head(row(text)) == head


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("造林  3.00", True),
        ("3.00", True),
        ("213  农林", True),
        ("213", False),
        ("213  3", False),
        ("农林  213", False),
        ("造林  护林", False),
    ],
)
def test_body_rows_hold_figures_or_a_code_with_its_name(text: str, body: bool) -> None:
    assert is_body(row(text)) == body


def test_what_opens_a_body_a_note_a_total() -> None:
    assert [begins_body(row(text)) for text in ("合  计", "一、造林", "3", "造林  合计")] == [True, True, True, False]
    assert [begins_with_total(row(text)) for text in ("合  计  3.00", "小计", "合计数")] == [True, True, False]
    assert [is_note(row(text)) for text in ("注：甲", "（备注1：甲", "甲  注：乙", "")] == [True, True, False, False]
    assert [is_void_note(row(text)) for text in ("注：本表无数据", "注：没有基金收入", "注：含税")] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "narrative"),
    [
        ("收入增加。", True),
        ("收入增加；", True),
        ("收入增加", False),
        ("甲  乙。", False),
        ("收入合计  万元，其中", True),
        ("甲  ，乙", True),
        ("概况.......... (1)", True),
        ("概况… 1", False),
        ("甲" * 44 + "，", False),
        ("甲" * 45 + "，", True),
        ("甲" * 46, False),
        ("", False),
    ],
)
def test_narrative_reads_like_sentences(text: str, narrative: bool) -> None:
    assert is_narrative(row(text)) == narrative


def test_head_words_are_parted_by_single_blanks_too() -> None:
    text = "科目名称 本年收入  合计 a 上年（款）  结转"
    assert [one.text for one in cut_words(row(text))] == ["科目名称", "本年收入", "合计 a 上年（款）", "结转"]
    cut = cut_words(row("甲 科目名称 本年收入"))
    assert [(one.start, one.end, one.left, one.right) for one in cut] == [(0, 6, 0, 6), (7, 11, 7, 11)]
