"""Captions: which lines before a grid belong to it, and what they say. In the tables of cases `/` parts lines."""

from __future__ import annotations

import pytest

from assembling import line, lines
from gongkai.assemble.captions import count_caption, read_caption
from gongkai.assemble.stream import BodyLine, make_line
from gongkai.model import BareLine


def of(text: str) -> list[BodyLine]:
    return lines(text.replace("/", "\n"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("收入总表", 1),
        ("甲乙（丙/护林情况", 0),
        ("甲乙丙丁/丁）", 0),
        ("甲“乙/丙”情况", 2),
        ("甲“乙/“丙”丁”情况", 2),
        ("甲“乙“丙”丁/丙”情况", 2),
        ("甲“乙", 0),
        ("附件1：收入总表", 1),
        ("甲乙和/附件1：收支总表", 2),
        ("公开02表 收入表 单位：万元/护林支出表", 1),
        ("造林绩效目标表/实施地点：北山/护林情况", 0),
        ("甲乙丙。/造林绩效目标表/实施地点：北山", 2),
        ("云桥市支出表/（本级）收入表", 2),
        ("护林情况", 0),
        ("护林情况/单位：万元", 2),
        ("一、护林情况/单位：万元", 1),
        ("护林情况//单位：万元/2024年", 3),
        ("造林绩效目标表/实施地点一：北山/实施地点二：北山/实施地点三：北山/实施地点四：北山/实施地点五：北山", 6),
        (
            "造林绩效目标表/实施地点一：北山/实施地点二：北山/实施地点三：北山/实施地点四：北山/实施地点五：北山/实施地点六：北山",
            0,
        ),
        ("造林绩效目标表/一、地点：北山", 0),
        ("云桥市造林项目绩/效目标表/实施地点一：北山/实施地点二：北山", 4),
        ("造林绩效目标表/单位：万元/实施地点一：北山/实施地点二：北山", 4),
        ("单位：万元/造林绩效目标表/实施地点一：北山/实施地点二：北山", 4),
        ("造林绩效目标表/说明如下。/实施地点：北山", 0),
        ("实施地点一：北山/实施地点二：北山", 0),
        ("云桥市林业局一般公共预算财政拨款/支出表", 2),
        ("云桥市林业局（本级/）支出表", 2),
        ("一、云桥市林业局一般公共预算/支出表", 2),
        ("第一部分云桥市林业局一般公共预算/支出表", 1),
        ("收入总表/支出总表", 1),
        ("收入总表/（不含上年结转）", 2),
        ("云桥市林业局一般公共预算财政拨款/%page/支出表", 1),
        ("支出总表/单位：万/元", 3),
        ("支出总表/单位：万/吨", 0),
        ("支出总表/部门名称：云桥市林业/局机关", 3),
        ("支出总表/部门名称：云桥市林业//局机关", 0),
        ("支出总表/部门名称：云桥市林业 2024年/局机关", 0),
        ("支出总表/部门名称：云桥市林业 单位：万元/局机关", 0),
        ("支出总表/部门名称：云桥市林业/甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲", 3),
        ("支出总表/部门名称：云桥市林业/甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲", 0),
        ("局机关", 0),
        ("表1-1 收入决算表    单位：万元", 1),
        ("甲乙丙/表1-1 收入决算表    单位：万元", 1),
        ("表1-1 收入决算表    单位：万元/部门名称：林业局", 2),
        ("支出表/表1-1 收入决算表    单位：万元", 1),
        ("表1-1 收入决算表    单位：万元/护林情况", 0),
        ("公开01表/收入总表/单位：万元", 3),
        ("公开01表/甲乙丙。/收入总表", 1),
        ("甲“乙/丙”支出表", 2),
        ("甲乙和/支出情况表", 2),
        ("甲乙丙/表（续）", 2),
        ("甲乙（丙/丁）", 2),
        ("2024年/收入总表", 2),
        ("部门名称：林业局/单位：万元", 2),
        ("单位：万/元", 2),
    ],
)
def test_the_lines_of_a_caption_are_counted_from_the_grid_up(text: str, count: int) -> None:
    assert count_caption(of(text)) == count


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("收入总表", ("收入总表", "", "", None, "")),
        ("护林情况//单位：万元/2024年", ("护林情况", "", "", 2024, "万元")),
        ("造林绩效目标表/单位：万元/实施地点一：北山", ("造林绩效目标表", "", "", None, "万元")),
        ("云桥市林业局一般公共预算财政拨款/支出表", ("云桥市林业局一般公共预算财政拨款支出表", "", "", None, "")),
        ("支出总表/单位：万/元", ("支出总表", "", "", None, "万元")),
        ("支出总表/单位：万", ("支出总表", "", "", None, "")),
        ("支出总表/部门名称：云桥市林业/局机关", ("支出总表", "", "云桥市林业局机关", None, "")),
        ("支出总表/部门名称：云桥市林业//局机关", ("支出总表局机关", "", "云桥市林业", None, "")),
        ("支出总表/部门名称：云桥市林业 2024年/局机关", ("支出总表局机关", "", "云桥市林业", 2024, "")),
        ("支出总表/部门名称：云桥市林业", ("支出总表", "", "云桥市林业", None, "")),
        ("表1-1 收入决算表    单位：万元", ("收入决算表", "表1-1", "", None, "万元")),
        ("附表2/收入决算表    单位：万元", ("收入决算表", "附表2", "", None, "万元")),
        ("甲乙丙/表1-1 收入决算表    单位：万元", ("甲乙丙", "表1-1", "", None, "万元")),
        (
            "公开01表/收入总表/单位：万元/单位：元/公开02表/2024年/2023年/部门：甲局/部门：乙局",
            ("收入总表", "公开01表", "甲局", 2024, "万元"),
        ),
        ("表一 2024年 预算收入的/支出表", ("2024年 预算收入的支出表", "表一", "", 2024, "")),
        ("附表3/表一 收入总表", ("收入总表", "附表3", "", None, "")),
        ("一、收入总表", ("收入总表", "", "", None, "")),
        ("第一部分收入表", ("第一部分收入表", "", "", None, "")),
        ("（一） 2023年 收入总表", ("2023年 收入总表", "", "", 2023, "")),
        ("2024年/2023年收入总表", ("2023年收入总表", "", "", 2024, "")),
        ("收 入 总 表", ("收 入 总 表", "", "", None, "")),
        ("1999年收入表", ("1999年收入表", "", "", 1999, "")),
        ("收入表2024", ("收入表2024", "", "", 2024, "")),
        ("一、主要指标：若干", ("", "", "", None, "")),
        ("部门名称：云桥市林业/一、收入总表", ("收入总表", "", "云桥市林业", None, "")),
    ],
)
def test_a_caption_says_its_parts(text: str, said: tuple[str, str, str, int | None, str]) -> None:
    caption = read_caption(of(text))
    assert (caption.title, caption.number_label, caption.department, caption.year, caption.unit) == said


@pytest.mark.parametrize("said", [{"markup": "heading"}, {"centred": True}, {"bold": True}])
def test_a_name_set_apart_is_a_title_without_head_lines(said: dict[str, object]) -> None:
    assert count_caption([line("护林情况", **said)]) == 1
    assert count_caption([line("护林情况。", **said)]) == 0


def test_items_of_a_list_and_whole_paragraphs_are_no_titles() -> None:
    assert count_caption([line("护林情况", markup="list_item"), line("单位：万元")]) == 1
    broken = [line("云桥市林业局一般公共预算财政拨款", complete=True), line("支出表")]
    assert count_caption(broken) == 1


def test_a_caption_keeps_its_lines_as_printed() -> None:
    assert [one.text for one in read_caption(of("收入总表/单位：万/元")).printed] == ["收入总表", "单位：万", "元"]
    assert read_caption([]).printed == ()


def on_page(*placed: tuple[str, int]) -> list[BodyLine]:
    return [make_line(n, BareLine(text, left=left, right=left + 100), "") for n, (text, left) in enumerate(placed)]


@pytest.mark.parametrize(
    ("lefts", "department"),
    [
        ((1000, 5000, 1000), "云桥市林业局、云桥市湿地站"),
        ((1000, 5000, 1001), "云桥市林业局、"),
        ((1000, 1000, 1000), "云桥市林业局、"),
        ((5000, 1000, 5000), "云桥市林业局、"),
        ((0, 5000, 0), "云桥市林业局、"),
    ],
)
def test_a_name_runs_on_below_what_stands_beside_its_middle(lefts: tuple[int, int, int], department: str) -> None:
    name, beside, rest = lefts
    caption = on_page(
        ("支出表", 3000),
        ("部门：云桥市林业局、", name),
        ("单位：万元", beside),
        ("云桥市湿地站", rest),
        ("2024年", 9000),
    )
    assert read_caption(caption).department == department
    assert read_caption(caption).unit == "万元"
    assert (count_caption(caption) == len(caption)) == department.endswith("站")


def test_only_a_plain_line_is_the_rest_of_a_name() -> None:
    for beside, rest in (("部门：甲局", "云桥市湿地站"), ("单位：万元", "2024年"), ("甲乙", "云桥市湿地站")):
        said = on_page(("部门：云桥市林业局、", 1000), (beside, 5000), (rest, 1000))
        assert [one.text for one in read_caption(said).printed] == ["部门：云桥市林业局、", beside, rest]
    year = on_page(("2024年", 1000), ("单位：万元", 5000), ("云桥市湿地站", 1000))
    assert [one.text for one in read_caption(year).printed] == ["2024年", "单位：万元", "云桥市湿地站"]
