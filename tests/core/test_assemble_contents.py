"""The 目录: where it ends (the body begins at the line marked `>`), what its entries say, and what is none."""

from __future__ import annotations

import pytest

from assembling import grid, item, line, lines, stream
from gongkai.assemble.contents import find_contents, is_sentence, read_contents
from gongkai.assemble.stream import GridItem, Item
from gongkai.model import BareGrid


def entries(items: list[Item]) -> list[tuple[int, str, int | None]]:
    return [(entry.level, entry.text, entry.page) for entry in read_contents(items, "b1").entries]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一、收入 ... 3\n二、支出....4", [(2, "一、收入", 3), (2, "二、支出", 4)]),
        (
            "第一部分 概况 1\n收入说明 2\n第二部分 收入 3\n附注 4",
            [(1, "第一部分 概况", 1), (2, "收入说明", 2), (1, "第二部分 收入", 3), (2, "附注", 4)],
        ),
        ("收入…\n支出…", [(1, "收入", None), (2, "支出", None)]),
        ("一、主要职能\n和机构设置 … 3\n表一收支总表", [(2, "一、主要职能和机构设置", 3), (1, "表一收支总表", None)]),
        ("收入1 2", [(1, "收入1", 2)]),
        ("收入表 2024", [(1, "收入表 2024", None)]),
        ("收入表 999", [(1, "收入表", 999)]),
        ("收入表12", [(1, "收入表12", None)]),
        ("收入表.12", [(1, "收入表.12", None)]),
        ("收入表..12", [(1, "收入表", 12)]),
        ("收入表…12", [(1, "收入表", 12)]),
        ("收入...（4）", [(1, "收入", 4)]),
        ("概况.\n机构", [(1, "概况机构", None)]),
        ("概况..\n机构", [(1, "概况", None), (2, "机构", None)]),
        ("概况     和机构   5", [(1, "概况   和机构", 5)]),
        ("1.1概况\n1.2机构", [(1, "1.1概况", None), (2, "1.2机构", None)]),
        ("收入情况\n附件：\n支出情况表", [(1, "收入情况", None), (2, "附件：支出情况表", None)]),
        ("收入情况\n二、支出情况", [(1, "收入情况", None), (2, "二、支出情况", None)]),
        ("一、云桥市林业局主要职\n能和机构设置情况", [(2, "一、云桥市林业局主要职能和机构设置情况", None)]),
        ("云桥市林业局主要职\n能和机构设置情况", [(1, "云桥市林业局主要职", None), (2, "能和机构设置情况", None)]),
        ("云桥市林业局主要职\n能和机构设置", [(1, "云桥市林业局主要职能和机构设置", None)]),
        ("概况 1\n一、云桥市林业局主要职\n能和机构设置情况", [(1, "概况", 1), (2, "一、云桥市林业局主要职", None), (2, "能和机构设置情况", None)]),
    ],
)  # fmt: skip
def test_entries_are_joined_levelled_and_know_their_page(text: str, said: list[tuple[int, str, int | None]]) -> None:
    assert entries(stream("目录\n" + text)) == said


@pytest.mark.parametrize(("blanks", "page"), [(400, 3), (401, None)])
def test_a_line_too_long_for_an_entry_is_searched_for_no_page(blanks: int, page: int | None) -> None:
    ((_, _, found),) = entries(stream("甲" * (blanks - 4) + "...3"))
    assert found == page


def test_a_list_set_as_a_table_gives_its_rows_as_entries() -> None:
    contents = read_contents(stream("目录", item("1|收入支出总表|3\n|| \n一、|概况|")), "b7")
    assert [(entry.level, entry.text, entry.page) for entry in contents.entries] == [
        (4 - 3, "1 收入支出总表", 3),
        (2, "一、 概况", None),
    ]
    assert [printed.text for printed in contents.lines] == ["目录", "1\t收入支出总表\t3", "\t\t", "一、\t概况\t"]
    assert contents.id == "b7"


def test_the_places_of_a_broken_entry_are_all_its_lines() -> None:
    (entry,) = read_contents(stream("一、主要职能\n和机构"), "b1").entries
    assert [place.line for place in entry.places] == [1, 2]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("甲" * 70, False), ("甲" * 71, True), ("甲。", False), ("甲。乙", True), ("甲;乙", True), ("", False)],
)
def test_sentences_are_no_entries(text: str, sentence: bool) -> None:
    assert is_sentence(text) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "目录\n收入…1\n支出…2\n>收入",
        "目录\n收入…1\n支出…2\n云桥市林业局\n概况…3\n>云桥市林业局",
        "目录\n收入…1\n支出…2\n甲\n乙\n丙\n概况…3\n>甲丁",
        "目录\n收入…1\n支出…2\n>甲\n乙\n丙\n丁\n概况…3",
        "目录\n收入…1\n甲甲甲甲甲甲甲\n支出…2\n>乙",
        "目录\n一、收入\n二、支出\n>一、收入",
        "目录\n收入情况说明表\n二、支出\n>收入情况说明表",
        "目录\n一、收入预算表\n出预算表\n二、支出预\n出预算表\n三、其他",
        "目录\n一、收入预\n算收支出预算表\n二、支出\n>算收支出预算表",
        "目录\n一、收入预\n算支出预算表\n二、支出预\n算支出预算表\n三、其他",
        "目录\n第一部分 概况\n一、职责\n>第一部分 云桥市林业局概况",
        "目录\n一、职责\n>云桥市林业局负责。造林",
        "目录\n一、职责\n附件：\n二、机构",
        "目录\n一、职责\n二、机构。\n>云桥市林业局负责造林。",
        "目录\n一、职责\n>二、机构：",
        "目录\n一、主要职能\n二、机构\n\n>云桥市林业局主要职能",
        "目录\n一、本部门主要职能\n二、机构\n\n>云桥市林业局主要职能",
        "目录\n一、主要职能\n云桥市林业局主要职能",
        "目录\n一、职责\n\n云桥市林业局职责",
        "目录\n一、收支总表\n\n云桥市林业局收支总表",
        "目录\n一、主要职能\n\n主要职能",
        "目录\n一、主要职能\n二、机构\n三、收入…1\n\n云桥市林业局主要职能",
        "目录\n一、职责\n二、机构\n三、收入\n%page\n>云桥市林业局",
        "目录\n一、职责\n二、机构\n%page\n云桥市林业局",
        "目录\n一、职责\n二、机构\n三、收入\n\n云桥市林业局",
        "目录\n一、职责\n二、机构\n三、收入\n%page\n四、支出",
        "目录\n一、职责\n二、机构\n三、收入\n%page\n附表\n四、支出\n>一、职责",
        "目录\n一、职责\n二、机构\n三、收入\n%page\n>附表\n四、支出。收入\n一、职责",
        "公开目录：\n一、职责\n>一、职责",
    ],
)
def test_the_list_ends_where_the_body_begins(text: str) -> None:
    before = text.split("\n>")[0]
    whole = stream(text.replace(">", ""))
    assert find_contents(whole) == (0, len(lines(before)))


def test_a_list_may_be_cut_off_but_never_empty() -> None:
    assert find_contents(stream("目录\n一、职责")) == (0, 2)
    assert find_contents(stream("封面\n目录\n一、职责")) == (1, 3)
    assert find_contents(stream("目录\n云桥市林业局负责造林，养护。")) is None
    assert find_contents(stream("概况\n职责")) is None
    assert find_contents([]) is None
    assert find_contents(stream("目录", item("项目|金额|其他|备注\n造林|3.00|1.00|无"))) is None


def test_no_list_has_more_entries_than_any_document() -> None:
    names = "\n".join(f"条目第{number}号说明" for number in range(200))
    assert find_contents(stream("目录\n" + names)) == (0, 151)


def marked(*texts: str) -> list[Item]:
    return [line(text, markup="contents") for text in texts]


def test_lines_the_reader_knows_are_the_list_wherever_they_stand() -> None:
    known = marked("一、职责", "云桥市林业局负责。造林")
    assert find_contents([*known]) == (0, 2)
    assert find_contents([line("目录"), *known, line("概况")]) == (0, 3)
    assert find_contents([line("前言"), *known, line("概况"), *marked("附")]) == (1, 3)
    assert find_contents([item("项目|金额"), *known]) == (1, 3)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("收入支出总表|1\n支出表|2", True),
        ("1|收入支出总表|1\n2、|支出表|2", True),
        ("收入支出总表………|\n支出表|", False),
        ("收入支出总表………|\n支出表………|\n其他|", True),
        ("收入支出总表………|\n支出表|\n其他|", False),
        ("收入支出总表|2\n支出表|1", False),
        ("收入支出总表|1\n支出表|1", True),
        ("收入支出总表|1\n支出表|", False),
        ("收入支出总表|1\n支出表|2\n其他|", True),
        ("收入支出总表|999\n支出表|999", True),
        ("收入支出总表|1000\n支出表|2000", False),
        ("3.1|1\n支出表|2", False),
        ("甲|乙|丙|1\n支出表|丁|戊|2", False),
        ("甲|乙|1\n支出表|丁|2", True),
        ("|\n|", False),
        ("支出²|²\n支出表|2", False),
    ],
)
def test_a_grid_before_everything_is_a_list_if_it_ends_in_pages(rows: str, found: bool) -> None:
    assert find_contents([item(rows), line("概况情况。")]) == ((0, 1) if found else None)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("1|收入支出总表\n2|支出预算表", True),
        ("1|表一收入支出总表\n2|支出预算表\n3|其他", True),
        ("1|收入支出总表\n2|其他", False),
        ("1|收入支出总表|3.00\n2|支出预算表|4.00", False),
    ],
)
def test_behind_its_title_a_list_of_tables_needs_no_pages(rows: str, found: bool) -> None:
    assert find_contents(stream("目录", item(rows))) == ((0, 2) if found else None)


@pytest.mark.parametrize(("count", "found"), [(150, True), (151, False)])
def test_a_grid_longer_than_any_list_is_a_table(count: int, found: bool) -> None:
    rows = "\n".join(f"收入支出总表{number}|{number}" for number in range(count))
    assert (find_contents([GridItem(0, BareGrid(grid(rows)))]) is not None) == found


def test_a_grid_of_the_list_goes_on_behind_its_lines() -> None:
    pages = item("收入支出总表|1\n支出表|2")
    assert find_contents(stream("目录\n概况…1\n云桥市", pages, "概况")) == (0, 4)
    assert find_contents(stream("目录\n概况…1\n云桥市", item("项目|金额\n造林|3.00"))) == (0, 2)
