"""Header words as a tree, and the columns they end up over.

A tree is told by its words from left to right, each behind the word it stands under: `收入>造林`. Characters are counted
one each, as pdftotext sets them.
"""

from __future__ import annotations

import pytest

from gongkai_formats.text.lines import TextLine
from gongkai_formats.text.tables.columns import TextColumn, kind_of
from gongkai_formats.text.tables.header_words import Word, head_columns, header_tree
from gongkai_formats.text.tables.segments import SegmentedLine, TextSegment, cut_segments


def rows(text: str) -> list[SegmentedLine]:
    lines = enumerate(text.split("\n"))
    return [
        SegmentedLine(index, TextLine(index + 1, 0, line, None), cut_segments(line))
        for index, line in lines
        if line.strip()
    ]


def name(word: Word) -> str:
    return "".join(segment.text for _, segment in word.pieces)


def told(words: list[Word]) -> str:
    return " ".join((name(word.parent) + ">" if word.parent else "") + name(word) for word in words)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("项目    合计    备注", "项目 合计 备注"),
        ("科目\n名称    合计", "科目名称 合计"),
        ("科目\n\n名称    合计", "科目 科目>名称 科目>合计"),
        ("科目    合计\n        本年\n        支出\n名称", "科目名称 合计 本年支出"),
        ("科目    合计\n        本年\n        支出\n        总额\n名称", "科目 科目>名称 合计 本年支出总额"),
        ("科目\n小计    合计", "科目 科目>小计 科目>合计"),
        ("科目编码\n  单位名称", "科目编码单位名称"),
        ("科目编码\n   单位名称", "科目编码 科目编码>单位名称"),
        ("科目编码名称\n   单位", "科目编码名称单位"),
        ("科目名称\n  一般公共预算", "科目名称一般公共预算"),
        ("科目名称\n一般公共预算的", "科目名称 科目名称>一般公共预算的"),
        ("一般公共预算\n财政  拨款", "一般公共预算>财政 一般公共预算 一般公共预算>拨款"),
        ("   本年支出\n基本支出    项目支出", "本年支出>基本支出 本年支出 本年支出>项目支出"),
        ("   本年支出\n合计    基本支出    项目支出", "本年支出>合计 本年支出 本年支出>基本支出 本年支出>项目支出"),
        (
            "           本年支出\n项目\n      合计    基本支出    项目支出",
            "项目 本年支出>合计 本年支出 本年支出>基本支出 本年支出>项目支出",
        ),
        (
            "科目编码                本年支出\n类  款  项    合计    基本支出    项目支出",
            "科目编码>类 科目编码 科目编码>款 科目编码>项 科目编码>合计 本年支出>基本支出 本年支出 本年支出>项目支出",
        ),
        ("项目      本年收入\n          财政      其他\n          拨款      收入", "项目 本年收入财政拨款 其他收入"),
        ("         收入\n项目              结余\n      财政    其他", "项目 收入>财政 收入 收入>其他 结余"),
        (
            "           本年支出\n\n项目\n\n      基本    项目    经营    结余",
            "项目 本年支出>基本 本年支出 本年支出>项目 本年支出>经营 本年支出>结余",
        ),
        ("甲    乙    丙\n丁    戊    己", "甲丁 乙戊 丙己"),
        ("      收入总额\n造林    护林    其他\n支出    支出    支出", "造林支出 收入总额护林支出 其他支出"),
        ("收入        支出\n        造林    护林\n本年", "收入本年 支出>造林 支出 支出>护林"),
        ("    收入\n甲  乙  丙", "收入>甲 收入>乙 收入 收入>丙"),
        ("收入                  支出\n    造林        护林", "收入 造林 护林 支出"),
        ("        收入\n项目        合计\n    造林  护林", "项目 造林 收入护林 合计"),
        ("科目    收入\n编码    合计    造林\n        数量", "科目编码 收入 收入>合计 收入>数量 收入>造林"),
        (
            "项目        收入        结余\n        造林  护林\n              面积",
            "项目 收入>造林 收入 收入>护林 收入>面积 结余",
        ),
        (
            "        本年收入\n项目                结余\n        甲乙  丙丁\n              戊己",
            "项目 本年收入甲乙 丙丁 戊己 结余",
        ),
        ("  总额\n收入  支出\n造林  护林  其他", "总额>收入造林 总额 总额>支出护林 总额>其他"),
        ("A    B\n  C    D", "A B>C B B>D"),
    ],
)
def test_words_stand_under_words(text: str, tree: str) -> None:
    assert told(header_tree(rows(text), 0)) == tree


def test_a_full_line_below_a_full_line_is_a_row_of_its_own() -> None:
    lines = rows("甲    乙    丙\n丁    戊    己")
    assert told(header_tree(lines, 3)) == "甲 甲>丁 乙 乙>戊 丙 丙>己"
    assert told(header_tree(lines, 2)) == told(header_tree(lines, 4)) == "甲丁 乙戊 丙己"


def test_a_word_knows_its_extent_and_depth() -> None:
    upper = header_tree(rows("收入支出总额甲\n  造林\n  护林护林护"), 0)[0]
    assert (upper.left, upper.right, upper.first, upper.middle) == (0, 7, 0, upper.last / 2)
    words = header_tree(rows("   本年支出\n基本支出    项目支出"), 0)
    assert [word.depth for word in words] == [1, 0, 1]


def column(left: int, right: int, text: str = "造林") -> TextColumn:
    made = TextColumn(left, right)
    made.add(TextSegment(left, right, left, right, text), kind_of(TextSegment(0, 0, 0, 0, text)))
    return made


def word(left: int, right: int, line: int = 0) -> Word:
    text = "甲" * (right - left)
    row = SegmentedLine(
        line, TextLine(line + 1, 0, " " * left + text, None), (TextSegment(left, right, left, right, text),)
    )
    return Word([(row, row.segments[0])])


def over(words: list[Word], columns: list[TextColumn]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """The ranges of columns the words end up over, and the extents of all columns."""
    result = head_columns(words, columns)
    return [one.columns for one in words], [(one.left, one.right) for one in result]


@pytest.mark.parametrize(("gap", "shared"), [(0, True), (10, True), (11, False)])
def test_a_word_heads_a_column_that_is_not_too_far_off(gap: int, shared: bool) -> None:
    ranges, extents = over([word(0, 4)], [column(4 + gap, 8 + gap)])
    assert len(extents) == (1 if shared else 2)
    assert [extents[number] for number in ranges[0]] == [(4 + gap, 8 + gap) if shared else (0, 4)] * 2
    _, behind = over([word(4 + gap, 8 + gap)], [column(0, 4)])
    assert len(behind) == (1 if shared else 2)


@pytest.mark.parametrize(("second", "last"), [(6, 1), (16, 1), (18, 0)])
def test_a_word_spans_the_columns_of_words_it_is_centred_over(second: int, last: int) -> None:
    ranges, extents = over([word(0, 10)], [column(0, 4), column(second, second + 4)])
    assert ranges == [(0, last)]
    assert len(extents) == 2


def test_a_word_over_two_columns_of_figures_heads_one() -> None:
    ranges, _ = over([word(0, 10)], [column(0, 4, "3.00"), column(6, 10, "4.00")])
    assert ranges in ([(0, 0)], [(1, 1)])
    ranges, _ = over([word(0, 10)], [column(0, 4, "213"), column(6, 10, "4.00")])
    assert ranges in ([(0, 0)], [(1, 1)])


def test_words_keep_their_order_and_get_blank_columns() -> None:
    ranges, extents = over([word(0, 4), word(10, 14), word(30, 34)], [column(0, 4), column(30, 34)])
    assert ranges == [(0, 0), (1, 1), (2, 2)]
    assert extents == [(0, 4), (10, 14), (30, 34)]


def test_bare_columns_stay_bare() -> None:
    ranges, extents = over([word(20, 24)], [column(0, 4, "213"), column(20, 24, "3.00"), column(40, 44, "4.00")])
    assert ranges == [(1, 1)]
    assert len(extents) == 3


def test_no_word_spans_more_columns_than_any_table_has_under_one() -> None:
    columns = [column(4 * number, 4 * number + 2) for number in range(13)]
    ((first, last),), extents = over([word(0, 50)], columns)
    assert last - first == 11 and len(extents) == 13
    ((first, last),), _ = over([word(0, 46)], columns[:12])
    assert (first, last) == (0, 11)


def test_a_word_over_others_spans_all_their_columns() -> None:
    words = header_tree(rows("   本年支出        备注\n基本支出    项目支出"), 0)
    head_columns(words, [column(0, 4, "3.00"), column(8, 12, "4.00"), column(19, 21)])
    assert {name(one): one.columns for one in words} == {
        "基本支出": (0, 0),
        "本年支出": (0, 1),
        "项目支出": (1, 1),
        "备注": (2, 2),
    }
