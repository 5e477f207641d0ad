"""Narrative lines become headings, paragraphs, list items and figures.

In the cases `/` parts lines and passages; a passage begins with the letter of its kind (h, p, l, f, n) and its level, `+`
where it was joined over a gap.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assembling import line, lines
from gongkai.assemble.layout import Margins
from gongkai.assemble.paragraphs import LogicalLine, Narrator, announce, entry_names
from gongkai.assemble.stream import BodyLine
from gongkai.model import ContentsEntry, Heading, Paragraph

MARGIN = 40_000


def of(text: str) -> list[BodyLine]:
    return lines(text.replace("/", "\n"))


def said(passages: Sequence[LogicalLine]) -> str:
    return "/".join(f"{one.kind[0]}{one.level or ''}{'+' if one.across else ''} {one.text}" for one in passages)


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("一、收入/合计三元。", "h2 一、收入/p 合计三元。"),
        ("收入增加，/主要是项目", "p 收入增加，主要是项目"),
        ("收入增加、/主要是项目", "p 收入增加、主要是项目"),
        ("收入增加/主要是项目", "p 收入增加/p 主要是项目"),
        ("收入增加//，项目多", "p+ 收入增加，项目多"),
        ("收入（增加/较多", "p 收入（增加较多"),
        ("收入《增加/较多", "p 收入《增加较多"),
        ("收入增加//主要是项目", "p 收入增加/p 主要是项目"),
        (
            "甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲乙/主要是项目",
            "p 甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲乙/p 主要是项目",
        ),
        ("甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙，/2024年", "p 甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙，2024年"),
        ("甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙，甲乙/项目", "p 甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙，甲乙项目"),
        ("甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲，甲乙/项目", "p 甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲，甲乙/p 项目"),
        ("甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊/项目", "p 甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊/p 项目"),
        ("甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/项目", "p 甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲项目"),
        (
            "甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/其中：项目",
            "p 甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/p 其中：项目",
        ),
        (
            "甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/一是项目",
            "p 甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/p 一是项目",
        ),
        ("甲乙（/丙丁", "p 甲乙（丙丁"),
        ("甲乙：/，丙", "p 甲乙：/p ，丙"),
        ("甲乙。/，丙", "p 甲乙。/p ，丙"),
        ("甲乙/，丙", "p 甲乙，丙"),
        (
            "甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/单位收支总表",
            "p 甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/p 单位收支总表",
        ),
        (
            "甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/注：某",
            "p 甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/p 注：某",
        ),
        (
            "甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/二、某某",
            "p 甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/h2 二、某某",
        ),
        (
            "甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/收入分布图",
            "p 甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊甲乙丙丁戊，甲/f 收入分布图",
        ),
        ("收入分布图", "f 收入分布图"),
        ("图1收入", "p 图1收入"),
        ("一、收入分布图", "h2 一、收入分布图"),
        ("收入分布图/续", "f 收入分布图/p 续"),
        ("甲乙丙/1、某/2、某/3、某", "p 甲乙丙/l 1、某/l 2、某/l 3、某"),
        ("甲：/1、某/2、某/一、某", "p 甲：/l 1、某/l 2、某/h2 一、某"),
        ("甲：/1、某/二、某", "p 甲：/l 1、某/h2 二、某"),
        ("甲：/1、某/2、某", "p 甲：/l 1、某/l 2、某"),
        ("甲：/1、某", "p 甲：/h4 1、某"),
        ("甲：/1、某/某某", "p 甲：/h4 1、某/p 某某"),
        ("甲。/1、某/2、某/一、某", "p 甲。/h4 1、某/h4 2、某/h2 一、某"),
        ("甲：/1、某/(1)某/(2)某", "p 甲：/h4 1、某/l (1)某/l (2)某"),
        ("甲：/（1）某/1、某/2、某/某", "p 甲：/h5 （1）某/h4 1、某/h4 2、某/p 某"),
        ("1、某/2、某/3、某/某", "l 1、某/l 2、某/l 3、某/p 某"),
        ("1、某/2、某/某", "h4 1、某/h4 2、某/p 某"),
        ("甲：/乙/1、某/2、某/一、某", "p 甲：/p 乙/h4 1、某/h4 2、某/h2 一、某"),
        ("（一）/收入情况", "h3 （一）收入情况"),
        ("（一）/收入增加，", "p （一）收入增加，"),
        ("一、“三公/”经费", "h2 一、“三公”经费"),
        ("一、收入（本年/）情况", "h2 一、收入（本年）情况"),
        (
            "一、收入（本年/甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲）",
            "h2 一、收入（本年甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲）",
        ),
        (
            "一、收入（本年/甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲）",
            "h2 一、收入（本年/p 甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲）",
        ),
        ("第一部分 云桥市林业局/2024年预算说明", "h1 第一部分 云桥市林业局2024年预算说明"),
        ("第一部分 云桥市林业局/概况", "h1 第一部分 云桥市林业局概况"),
        ("第一部分 云桥市林业/概况", "h1 第一部分 云桥市林业/p 概况"),
        ("第一部分 云桥市林业局/概况和其他的", "h1 第一部分 云桥市林业局/p 概况和其他的"),
        ("一、云桥市林业局/概况", "h2 一、云桥市林业局/p 概况"),
        ("第一部分 云桥市林业局/%page/概况", "h1 第一部分 云桥市林业局/p 概况"),
        ("第一部分 云桥市/林业局/2024年/预算说明", "h1 第一部分 云桥市/p 林业局/p 2024年/p 预算说明"),
        ("第一部分 云桥市林业局/一、概况", "h1 第一部分 云桥市林业局/h2 一、概况"),
        ("甲乙丙丁/（一）/1、某", "p 甲乙丙丁/p （一）/h4 1、某"),
        ("一、收入（本年/二、支出", "h2 一、收入（本年/h2 二、支出"),
        ("一、收入（本年//）情况", "h2+ 一、收入（本年）情况"),
        ("一、收入（本年/%page/）情况", "h2 一、收入（本年/p ）情况"),
        ("一、收入（甲/乙/丙/丁）情况", "h2 一、收入（甲乙丙/p 丁）情况"),
        ("一、收入“甲/乙”", "h2 一、收入“甲乙”"),
        ("收入（/甲）", "p 收入（甲）"),
        ("收入增加较多且有若干项目支出，其中项/目较多", "p 收入增加较多且有若干项目支出，其中项/p 目较多"),
        ("四、名词解释/（一）护林/护林费", "h2 四、名词解释/p （一）护林/p 护林费"),
        ("二、说明/（一）护林", "h2 二、说明/h3 （一）护林"),
        ("（一）名词解释/二、其他/（一）护林", "h3 （一）名词解释/h2 二、其他/h3 （一）护林"),
        ("四、名词解释/（一）护林：/五、其他/（一）护林", "h2 四、名词解释/h3 （一）护林：/h2 五、其他/h3 （一）护林"),
        (
            "第四部分 名词解释/一、护林/第五部分 附件/一、护林",
            "h1 第四部分 名词解释/p 一、护林/h1 第五部分 附件/h2 一、护林",
        ),
    ],
)
def test_a_paragraph_a_line(text: str, passages: str) -> None:
    assert said(Narrator(Margins()).tell(of(text))) == passages


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("云桥市林业局主要职能", "h2 云桥市林业局主要职能"),
        ("主要职能", "h2 主要职能"),
        ("主要职能:", "p 主要职能:"),
        ("图1主要职能", "h2 图1主要职能"),
        ("2024年主要职能", "h2 2024年主要职能"),
        ("一、主要职能为造林，护林", "p 一、主要职能为造林，护林"),
        ("云桥市林业局主要职能情况", "p 云桥市林业局主要职能情况"),
        ("主要职能是造林", "p 主要职能是造林"),
        ("职能", "p 职能"),
    ],
)
def test_names_the_contents_announce_are_headings(text: str, passages: str) -> None:
    assert said(Narrator(Margins(), announced={"主要职能": 2}).tell(of(text))) == passages


@pytest.mark.parametrize(
    ("text", "flush", "indented"),
    [
        (
            "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸/甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙",
        ),
        (
            "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬。/甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬。甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬。甲乙",
        ),
        (
            "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬。//甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬。/p 甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬。甲乙",
        ),
        (
            "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬//甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬甲乙",
        ),
        (
            "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸/甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸/p 甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙",
        ),
        (
            "甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸，/甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸，甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸，甲乙",
        ),
        (
            "            甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己/    甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己/p 甲乙",
            "p 甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己/p 甲乙",
        ),
        (
            "一、甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛/甲乙丙。",
            "p 一、甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛甲乙丙。",
            "p 一、甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛甲乙丙。",
        ),
        (
            "一、甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛/甲乙丙",
            "h2 一、甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛甲乙丙",
            "h2 一、甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚辛甲乙丙",
        ),
        ("一、收入/甲乙丙", "h2 一、收入/p 甲乙丙", "h2 一、收入/p 甲乙丙"),
        (
            "            收入支出情况说明甲乙丙丁戊己/            第二行甲乙丙丁戊己庚辛",
            "p 收入支出情况说明甲乙丙丁戊己/p 第二行甲乙丙丁戊己庚辛",
            "p 收入支出情况说明甲乙丙丁戊己第二行甲乙丙丁戊己庚辛",
        ),
        (
            "            收入支出情况说明甲乙丙丁戊己//            第二行甲乙丙丁戊己庚辛",
            "p 收入支出情况说明甲乙丙丁戊己/p 第二行甲乙丙丁戊己庚辛",
            "p 收入支出情况说明甲乙丙丁戊己第二行甲乙丙丁戊己庚辛",
        ),
    ],
)
def test_lines_wrapped_at_a_margin(text: str, flush: str, indented: str) -> None:
    assert said(Narrator(Margins(is_wrapped=True, margin=MARGIN)).tell(of(text))) == flush
    layout = Margins(is_wrapped=True, has_indents=True, margin=MARGIN, indent=2_000)
    assert said(Narrator(layout).tell(of(text))) == indented


@pytest.mark.parametrize(
    ("text", "markup", "level", "passage"),
    [
        ("收入情况", "heading", 2, "h2 收入情况"),
        ("收入情况", "heading", 9, "h9 收入情况"),
        ("收入情况", "heading", 0, "h1 收入情况"),
        ("收入情况", "heading", 10, "h1 收入情况"),
        ("收", "heading", 2, "p 收"),
        ("收入", "heading", 2, "h2 收入"),
        ("甲" * 60, "heading", 2, "h2 " + "甲" * 60),
        ("甲" * 61, "heading", 2, "p " + "甲" * 61),
        ("收入情况：", "heading", 2, "p 收入情况："),
        ("一、收入增加。", "heading", 2, "p 一、收入增加。"),
        ("一、收入情况", "heading", 3, "h2 一、收入情况"),
        ("一、收入情况", "note", 0, "n 一、收入情况"),
        ("一、收入情况", "figure", 0, "f 一、收入情况"),
        ("一、收入情况", "list_item", 0, "h2 一、收入情况"),
        ("收入", "list_item", 0, "l 收入"),
        ("收入", "note", 0, "n 收入"),
        ("收入", "figure", 0, "f 收入"),
        ("收入分布图", "heading", 2, "f 收入分布图"),
    ],
)
def test_marks_tell_what_a_line_is(text: str, markup: str, level: int, passage: str) -> None:
    assert said(Narrator(Margins()).tell([line(text, markup=markup, level=level)])) == passage


def test_whole_paragraphs_and_marked_lines_join_nothing() -> None:
    for said_of in ({"complete": True}, {"markup": "note"}):
        assert len(Narrator(Margins()).tell([line("收入（"), line("增加）", **said_of)])) == 2
    assert len(Narrator(Margins()).tell([line("收入（", complete=True), line("增加）")])) == 2
    full = line("一、" + "甲" * 38, complete=True)
    assert said(Narrator(Margins(is_wrapped=True, margin=MARGIN)).tell([full]))[:2] == "h2"


def test_centred_lines_are_headings_and_two_are_one() -> None:
    narrator = Narrator(Margins())
    assert said(narrator.tell([line("收入情况", centred=True)])) == "h1 收入情况"
    assert said(narrator.tell([line("收入增加。", centred=True)])) == "p 收入增加。"
    two = [line("造林护林", centred=True), line("森林防火", centred=True)]
    assert said(narrator.tell(two)) == "h1 造林护林森林防火"
    parted = [line("造林护林", centred=True), line("森林防火", "blank", centred=True)]
    assert said(narrator.tell(parted)) == "h1 造林护林/h1 森林防火"
    assert said(narrator.tell([line("造林护林", centred=True), line("森林防火")])) == "h1 造林护林/p 森林防火"
    assert said(narrator.tell([line("一、林业局", centred=True), line("收入情况", centred=True)])) == (
        "h2 一、林业局/h1 收入情况"
    )


def test_a_heading_broken_in_two_is_known_from_the_contents() -> None:
    narrator = Narrator(Margins(), entries=frozenset({"主要职能和机构", "收入"}))
    assert said(narrator.tell(of("一、主要职能/和机构"))) == "h2 一、主要职能和机构"
    assert said(narrator.tell(of("一、主要职能/和职责"))) == "h2 一、主要职能/p 和职责"
    both = Narrator(Margins(), entries=frozenset({"主要职能和机构", "主要职能"}))
    assert said(both.tell(of("一、主要职能/和机构"))) == "h2 一、主要职能/p 和机构"


def test_displaced_lines_go_on_and_indented_ones_begin() -> None:
    layout = Margins(is_wrapped=True, has_indents=True, margin=MARGIN, indent=2_000)
    begun = "    本年收入增加，主要是项目较多/"
    assert said(Narrator(layout).tell(of(begun + " " * 20 + "，由市级承担"))) == (
        "p 本年收入增加，主要是项目较多，由市级承担"
    )
    assert said(Narrator(layout).tell(of("甲乙。/" + " " * 20 + "丙丁"))) == "p 甲乙。丙丁"
    assert said(Narrator(layout).tell(of("甲乙，丙/    丁戊"))) == "p 甲乙，丙/p 丁戊"
    assert said(Narrator(layout).tell(of("甲乙，丙/  丁戊"))) == "p 甲乙，丙/p 丁戊"
    assert said(Narrator(layout).tell(of("甲乙，丙/ 丁戊"))) == "p 甲乙，丙丁戊"


def test_a_glossary_goes_on_over_tables() -> None:
    narrator = Narrator(Margins())
    assert said(narrator.tell(of("第四部分 名词解释"))) == "h1 第四部分 名词解释"
    assert said(narrator.tell(of("一、护林费"))) == "p 一、护林费"
    assert said(narrator.tell(of("第五部分 附件/一、护林费"))) == "h1 第五部分 附件/h2 一、护林费"
    assert narrator.tell([]) == []


def test_joined_over_a_gap_is_remarked_where_nothing_else_shows_it() -> None:
    wrapped = Narrator(Margins(is_wrapped=True, margin=MARGIN))
    assert not wrapped.tell(of("甲" * 40 + "//乙"))[0].across
    assert wrapped.tell(of("甲" * 40 + "/%page/乙"))[0].across
    assert Narrator(Margins()).tell(of("甲（//乙）"))[0].across
    assert Narrator(Margins()).tell(of("甲（//乙，/丙）"))[0].across
    assert not Narrator(Margins()).tell(of("甲（/乙）"))[0].across


def test_passages_become_blocks_with_their_places() -> None:
    heading, paragraph = Narrator(Margins()).tell(of("一、收入/甲（/乙）"))
    assert heading.block("b1") == Heading("b1", 2, "一、收入", heading.places)
    assert paragraph.block("b2") == Paragraph("b2", "甲（乙）", paragraph.places)
    assert (paragraph.order, len(paragraph.places)) == (2, 2)


def entry(text: str, level: int = 2) -> ContentsEntry:
    return ContentsEntry(text, None, level, ())


def test_the_contents_announce_names_without_number_and_owner() -> None:
    listed = [entry("一、本部门主要职能"), entry("概况"), entry("二、收入支出总表"), entry("三、机构设置", 12)]
    assert announce(listed) == {"本部门主要职能": 2, "主要职能": 2, "机构设置": 9}
    assert announce([entry("机构设置", 3), entry("机构设置", 1)]) == {"机构设置": 3}
    assert entry_names(listed) == {"本部门主要职能", "概况", "收入支出总表", "机构设置"}
