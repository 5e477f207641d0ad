"""Tables whose columns are aligned by blanks, in characters (pdftotext) and in display columns."""

from __future__ import annotations

import pytest

from gongkai.words.labels import display_width
from text_reading import grids, read_text, texts

HEAD = "部门名称：临澜市湿地保护管理局          2024年度          单位：万元"
ROWS = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出", "经营支出"],
    ["", "合计", "2,033.30", "914.00", "1,119.30", ""],
    ["208", "社会保障和就业支出", "132.30", "132.30", "", ""],
    ["2080505", "机关事业单位基本养老保险缴费支出", "88.20", "88.20", "", ""],
    ["213", "农林水支出", "1,565.00", "655.70", "909.30", ""],
    ["2130212", "湿地保护", "813.30", "", "813.30", ""],
]
WIDTHS = [10, 36, 12, 12, 12, 12]


def width_of(text: str, wide: bool) -> int:
    return display_width(text) if wide else len(text)


def laid_out(rows: list[list[str]], wide: bool) -> str:
    lines = []
    for number, row in enumerate(rows):
        line = ""
        for column, (text, width) in enumerate(zip(row, WIDTHS, strict=True)):
            room = width - width_of(text, wide)
            lead = room // 2 if not number else (room if column > 1 else 0)
            line += " " * lead + text + " " * (room - lead)
        lines.append(line.rstrip())
    return "\n".join(lines)


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("spread", ["\n", "\n\n"])
def test_columns_blank_cells_and_an_empty_column(wide: bool, spread: str) -> None:
    table = laid_out(ROWS, wide).replace("\n", spread)
    document = read_text(f"            部门支出总表\n{HEAD}\n{table}\n注：本表不含上年结转。\n")
    assert grids(document) == [tuple(tuple(row) for row in ROWS)]
    assert texts(document) == ["部门支出总表", HEAD, "注：本表不含上年结转。"]


def by_offset(*pieces: tuple[int, str]) -> str:
    line = ""
    for offset, text in pieces:
        line = line.ljust(offset) + text
    return line + "\n"


def test_head_words_over_several_lines_and_spanning_ones() -> None:
    document = read_text(
        f"{HEAD}\n"
        + by_offset((15, "收入"), (46, "支出"))
        + by_offset((54, "本年"))
        + by_offset((4, "项目"), (23, "决算数"), (38, "项目"), (54, "决算数"))
        + by_offset((0, "一、财政拨款收入"), (22, "1,877.61"), (33, "一、一般公共服务支出"))
        + by_offset((0, "二、其他收入"), (25, "17.80"), (33, "二、农林水支出"), (52, "1,666.05"))
        + by_offset((33, "三、住房保障支出"), (55, "72.36"))
        + by_offset((4, "本年收入合计"), (22, "1,895.41"), (36, "本年支出合计"), (52, "1,738.41"))
    )
    assert grids(document) == [
        (
            ("收入", "", "支出", ""),
            ("项目", "决算数", "项目", "本年决算数"),
            ("一、财政拨款收入", "1,877.61", "一、一般公共服务支出", ""),
            ("二、其他收入", "17.80", "二、农林水支出", "1,666.05"),
            ("", "", "三、住房保障支出", "72.36"),
            ("本年收入合计", "1,895.41", "本年支出合计", "1,738.41"),
        )
    ]


def test_names_wrapped_below_and_around_their_figures() -> None:
    document = read_text(
        "科目编码     科目名称              金额\n"
        "2080505   机关事业单位基本养老保险缴费      88.20\n"
        "          支出\n"
        "2080506   机关事业单位职业年金缴费支出      44.10\n"
        "\n"
        "          国有土地使用权出让收入安排\n"
        "21208                         200.00\n"
        "          的支出\n"
        "\n"
        "2130212   湿地保护                813.30\n"
    )
    assert grids(document) == [
        (
            ("科目编码", "科目名称", "金额"),
            ("2080505", "机关事业单位基本养老保险缴费支出", "88.20"),
            ("2080506", "机关事业单位职业年金缴费支出", "44.10"),
            ("21208", "国有土地使用权出让收入安排的支出", "200.00"),
            ("2130212", "湿地保护", "813.30"),
        )
    ]


def test_empty_table_behind_a_head_line() -> None:
    document = read_text(f"{HEAD}\n\n   科目编码      科目名称      金额\n\n               合计\n\n注：本表无数据\n")
    assert grids(document) == [(("科目编码", "科目名称", "金额"), ("", "合计", ""))]


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        f"{HEAD}\n{HEAD}\n",
        "             临澜市湿地保护管理局\n\n           2024年度部门预算公开\n",
        "第一部分     部门概况\n\n  本部门负责全市湿地保护。\n",
        "本年支出合计  2,033.30  万元，其中：基本支出  914.00  万元，\n占 44.95%；项目支出  1,119.30  万元。\n",
        "  一、主要职能\n\n  1.负责湿地保护规划。组织湿地资源  调查，\n\n用途管制职责。\n",
    ],
)
def test_captions_and_narrative_are_no_tables(text: str) -> None:
    assert grids(read_text(text)) == []


def test_each_page_has_its_own_grid() -> None:
    table = laid_out(ROWS, True)
    document = read_text(f"{HEAD}\n{table}\n\f{table}\n\f")
    assert len(grids(document)) == 2
    assert document.source.pages == 2


def test_a_panel_that_drifts_keeps_its_codes_and_names_apart() -> None:
    """Where the left panel ends, the right one stands further left: its names come under the codes above."""
    head = [
        "经济分类                           经济分类",
        "           科目名称        决算数                     科目名称      决算数",
    ]
    left = [("301", "工资福利支出", "90.00"), ("30101", "基本工资", "60.00"), ("30103", "奖金", "30.00")]
    right = [("302", "商品和服务支出", "12.00"), ("30201", "办公费", "8.00"), ("30202", "印刷费", "4.00")]
    lower = [("310", "资本性支出", "9.00"), ("31002", "办公设备购置", "5.00"), ("31022", "无形资产购置", "4.00")]
    lines = [f"{a:<9}{b:<14}{c:>6}     {d:<8}{e:<12}{f:>10}" for (a, b, c), (d, e, f) in zip(left, right, strict=True)]
    lines += [f"{'':<30}{d:<7}{e:<17}{f:>10}" for d, e, f in lower]
    (grid,) = grids(read_text("\n".join(["单位：万元", *head, "科目编码                           科目编码", *lines])))
    rows = [list(row) for row in grid]
    assert rows[-6] == ["301", "工资福利支出", "90.00", "302", "商品和服务支出", "12.00"]
    assert rows[-1] == ["", "", "", "31022", "无形资产购置", "4.00"]


def test_words_apart_from_their_figures_head_them_in_order() -> None:
    """pdftotext moves heads sideways against the figures below; their order and their tree stay."""
    document = read_text(
        f"{HEAD}\n"
        + by_offset((19, "项目"), (42, "本年支出"))
        + "\n"
        + by_offset((0, "功能分类科目编码"))
        + by_offset((19, "科目名称"), (29, "合计"), (42, "基本支出"), (56, "项目支出"))
        + by_offset((0, "类"), (6, "款"), (11, "项"))
        + "\n"
        + by_offset((0, "213"), (6, "02"), (11, "12"), (16, "湿地保护"), (36, "813.30"), (47, "813.30"))
        + by_offset((0, "221"), (6, "02"), (11, "01"), (16, "住房公积金"), (37, "72.36"), (48, "22.36"), (59, "50.00"))
        + by_offset((18, "合计"), (36, "885.66"), (47, "835.66"), (59, "50.00"))
    )
    (rows,) = grids(document)
    assert rows[:3] == (
        ("项目", "", "", "", "本年支出", "", ""),
        ("功能分类科目编码", "", "", "科目名称", "合计", "基本支出", "项目支出"),
        ("类", "款", "项", "", "", "", ""),
    )
    assert rows[3] == ("213", "02", "12", "湿地保护", "813.30", "813.30", "")


def test_two_panels_whose_right_one_drifts_and_labels_over_blank_figures() -> None:
    document = read_text(
        f"{HEAD}\n"
        + by_offset((15, "收入"), (64, "支出"))
        + by_offset((44, "功能分类"), (82, "支出用途"))
        + by_offset((8, "项目"), (20, "金额"), (35, "科目名称"), (53, "金额"), (71, "项目名称"), (91, "金额"))
        + by_offset(
            (0, "一、财政拨款"),
            (20, "2,033.30"),
            (29, "一、农林水支出"),
            (52, "1,900.00"),
            (61, "一、基本支出"),
            (85, "914.00"),
        )
        + by_offset(
            (0, "二、其他收入"), (29, "二、住房保障支出"), (54, "133.30"), (66, "二、项目支出"), (83, "1,119.30")
        )
        + by_offset((4, "收入合计"), (20, "2,033.30"), (51, "支出合计"), (83, "2,033.30"))
    )
    (rows,) = grids(document)
    assert rows[1:4] == (
        ("项目", "金额", "功能分类", "", "支出用途", ""),
        ("", "", "科目名称", "金额", "项目名称", "金额"),
        ("一、财政拨款", "2,033.30", "一、农林水支出", "1,900.00", "一、基本支出", "914.00"),
    )
    assert rows[-1] == ("收入合计", "2,033.30", "支出合计", "", "", "2,033.30")


def test_the_rest_behind_a_page_break_keeps_its_columns() -> None:
    """On the next page a column without any figure can only be known from the page before."""
    page = by_offset((0, "30201"), (8, "办公费"), (30, "8.00"), (50, "8.00"))
    page += by_offset((0, "30202"), (8, "印刷费"), (30, "4.00"), (50, "4.00"))
    document = read_text(
        f"{HEAD}\n"
        + by_offset((0, "编码"), (10, "科目名称"), (32, "合计"), (42, "人员经费"), (54, "公用经费"))
        + by_offset((0, "30101"), (8, "基本工资"), (32, "60.00"), (42, "60.00"))
        + by_offset((0, "30102"), (8, "津贴补贴"), (32, "30.00"), (42, "28.00"), (54, "2.00"))
        + f"\f{page}"
    )
    first, second = grids(document)
    assert first[1] == ("30101", "基本工资", "60.00", "60.00", "")
    assert second[0] == ("30201", "办公费", "8.00", "", "8.00")


def test_a_row_between_blank_lines_is_one_row() -> None:
    document = read_text(
        f"{HEAD}\n"
        + by_offset((2, "专项名称"), (16, "采购物品名称"), (34, "组织形式"), (48, "总计"))
        + "\n"
        + by_offset((16, "巡护用的便携式通"))
        + by_offset((0, "湿地保护经费"), (34, "分散采购"), (48, "3.00"))
        + by_offset((16, "信设备"))
        + "\n"
        + by_offset((0, "湿地监测经费"), (16, "监测用显微镜等"), (34, "集中采购"), (48, "5.00"))
    )
    assert grids(document)[0][1:] == (
        ("湿地保护经费", "巡护用的便携式通信设备", "分散采购", "3.00"),
        ("湿地监测经费", "监测用显微镜等", "集中采购", "5.00"),
    )


def test_lines_of_more_columns_than_any_table_are_text() -> None:
    wide = "  ".join(["1.00"] * 80)
    document = read_text(f"{HEAD}\n{wide}\n{wide}\n{wide}\n")
    assert grids(document) == []
    assert len(texts(document)) == 4


def test_a_caption_right_behind_a_table_ends_it() -> None:
    rows = by_offset((0, "项目"), (20, "合计"), (30, "其中：财政拨款")) + by_offset(
        (0, "湿地保护"), (18, "813.30"), (32, "813.30")
    )
    document = read_text(f"{HEAD}\n{rows}\n          表2  项目支出表\n{rows}")
    assert [len(grid) for grid in grids(document)] == [2, 2]
    assert texts(document)[-1] == "表2  项目支出表"


def test_entries_of_a_contents_list_are_no_table() -> None:
    document = read_text("第一部分  部门概况 ………… (1)\n第二部分  预算表 ………… (3)\n第三部分  说明 ………… (9)\n")
    assert grids(document) == []


def test_a_list_counts_its_rows_with_names_broken_around_the_numbers() -> None:
    document = read_text(
        by_offset((0, "序号"), (11, "单位名称"), (28, "备注"))
        + "\n"
        + by_offset((1, "1"), (6, "临澜市湿地保护管理局（本级）"))
        + "\n"
        + by_offset((6, "临澜市湿地保护管理局监测站"))
        + by_offset((1, "2"))
        + by_offset((6, "（下属事业单位）"))
        + "\n\n"
        + "二、人员情况\n"
    )
    assert grids(document)[0] == (
        ("序号", "单位名称", "备注"),
        ("1", "临澜市湿地保护管理局（本级）", ""),
        ("2", "临澜市湿地保护管理局监测站（下属事业单位）", ""),
    )
    assert texts(document) == ["二、人员情况"]
