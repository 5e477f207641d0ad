"""Sentences against tables: amounts by slot and by label, sums and changes told, years."""

from __future__ import annotations

import msgspec
import pytest

from checking_making import disclosure_of, equation_line, sheet_of
from gongkai.checking.arithmetic.equations import Equation
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure, read_figure
from gongkai.checking.arithmetic.sheets import Sheet
from gongkai.checking.sentences.narrative import (
    FoldedParagraph,
    fill_selector,
    mended_passages,
    passages,
    slot_equations,
    stands_in,
    told_year,
)
from gongkai.checking.sentences.told_amounts import told_equations
from gongkai.checking.sentences.told_sums import told_changes, told_sums
from gongkai.checking.sentences.told_years import year_findings
from gongkai.model import Heading, ListItem, Paragraph
from gongkai.plugins.specs import Slot
from gongkai.plugins.specs.identities import Selector
from gongkai.words.labels import fold


def passage(text: str, section: str = "", block: str = "p") -> FoldedParagraph:
    return FoldedParagraph(block, fold(text), section)


TABLE = """
名称|合计|基本支出
一、公共服务支出|1,234.50|1,000.00
二、教育支出|300.00|
本年支出合计|1,534.50|1,000.00
"""


def told(text: str, year: int | None = 2023, sheet: Sheet | None = None) -> list[str]:
    sheet = sheet or sheet_of(TABLE)
    figures = dict(sheet.figures)
    return [equation_line(one, figures) for one in told_equations([passage(text)], [sheet], figures, year)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公共服务支出1,234.50万元。", ["1,234.50 = 1,234.50"]),
        ("公共服务支出1,234.5万元。", ["1,234.5 = 1,234.50"]),
        ("其中公共服务1,234.50万元。", ["1,234.50 = 1,234.50"]),
        ("公共服务支出1,284.50万元。", ["1,284.50 = 1,234.50 !"]),  # 3 for 8
        ("公共服务支出1,324.50万元。", ["1,324.50 = 1,234.50 !"]),  # neighbours exchanged
        ("公共服务支出1,294.50万元。", []),  # no likely slip: another scope
        ("公共服务支出1,234.50元。", ["1,234.50 = 1,234.50 !"]),  # the unit is wrong
        ("公共服务支出1,234.50亿元。", ["1,234.50 = 1,234.50 !"]),
        ("教育支出306.00万元。", []),
        ("教育支出800.00万元。", []),  # too few digits to tell a slip from another amount
        ("教育支出300.00万元。", ["300.00 = 300.00"]),
        ("文化支出300.00万元。", []),
        ("公共服务支出0万元。", []),
        ("支出合计为1,534.50万元。", ["1,534.50 = 1,534.50"]),
        ("支出总计为1,584.50万元。", ["1,584.50 = 1,534.50 !"]),
        ("基本支出1,000.00万元。", ["1,000.00 = 1,000.00"]),
        ("公共服务支出增加1,284.50万元。", []),
        ("年初预算安排公共服务支出1,284.50万元。", []),
        ("年初预算不变,公共服务支出1,284.50万元。", ["1,284.50 = 1,234.50 !"]),
        ("2022年公共服务支出1,284.50万元。", []),
        ("2023年公共服务支出1,284.50万元。", ["1,284.50 = 1,234.50 !"]),
        ("公共服务支出约1,234.50万元,教育支出为300.00万元。", ["1,234.50 = 1,234.50", "300.00 = 300.00"]),
        ("公共服务支出(含结余)1,234.50万元。", ["1,234.50 = 1,234.50"]),
    ],
)
def test_an_amount_is_held_to_its_label_where_it_says_the_same_or_misses_by_a_slip(text: str, found: list[str]) -> None:
    assert told(text) == found


def test_with_many_digits_any_single_slip_is_meant() -> None:
    sheet = sheet_of("名称|金额\n教育支出|12,345.67\n卫生支出|9.00\n合计|12,354.67")
    assert told("教育支出12,945.67万元。", sheet=sheet) == ["12,945.67 = 12,345.67 !"]
    assert told("教育支出12,345.7万元。", sheet=sheet) == ["12,345.7 = 12,345.67"]
    assert told("卫生支出90.00万元。", sheet=sheet) == []


def test_labels_of_tables_without_a_unit_and_amounts_already_spoken_for_say_nothing() -> None:
    assert told("教育支出300.00万元。", sheet=sheet_of(TABLE, unit="")) == []
    sheet = sheet_of(TABLE)
    key = ("p", -1, 4)
    spoken = {**sheet.figures, key: next(iter(sheet.figures.values()))}
    assert list(told_equations([passage("教育支出300.00万元。")], [sheet], spoken)) == []
    one_row = sheet_of("名称|因公出国费|接待费\n|5.00|7.00")
    assert told("接待费7.00万元。", sheet=one_row) == ["7.00 = 7.00"]


CELL = Selector("final.spending", ("$label",), ("合计",))
SLOT = Slot(
    "N-01",
    "支出",
    "{label}{amount}",
    (CELL,),
    labels=("公共服务支出", "教育支出", "外事支出"),
    aliases={"外事支出": ("教育支出",)},
)


def slotted(
    text: str, *slots: Slot, section: str = "", year: int | None = 2023, sheet: Sheet | None = None
) -> list[str]:
    sheets = [sheet or sheet_of(TABLE)]
    figures: dict[FigureKey, PrintedFigure] = dict(sheets[0].figures)
    results = list(slot_equations([passage(text, section)], sheets, slots or (SLOT,), figures, year))
    return [equation_line(one, figures) if isinstance(one, Equation) else f"? {one.reason}" for one in results]


def test_a_sentence_says_what_its_cell_says() -> None:
    assert slotted("公共服务支出1,234.50万元,教育支出310.00万元。") == ["1,234.50 = 1,234.50", "310.00 = 300.00 !"]
    assert slotted("外事支出300.00万元。") == ["300.00 = 300.00"]
    assert slotted("公共服务支出1,234.50万元。", sheet=sheet_of(TABLE, unit="")) == ["? 单元格不是数字或没有单位"]
    assert slotted("教育支出300.00万元。", sheet=sheet_of(TABLE.replace("300.00", "略"))) == [
        "? 单元格不是数字或没有单位"
    ]
    assert slotted("教育支出300.00万元。", sheet=sheet_of(TABLE, kind="budget")) == ["? 没有表格 final.spending"]
    assert slotted("教育支出300.00万元。", msgspec.structs.replace(SLOT, cells=())) == ["? 没有相应的单元格"]
    assert slotted("没有数字。") == []


def test_the_first_slot_with_a_cell_says_what_an_amount_is() -> None:
    astray = msgspec.structs.replace(SLOT, id="N-02", cells=(Selector("final.other", ("$label",), ("合计",)),))
    assert (
        slotted("教育支出300.00万元。", astray, SLOT)
        == slotted("教育支出300.00万元。", SLOT, astray)
        == ["300.00 = 300.00"]
    )
    assert slotted("教育支出300.00万元。", SLOT, SLOT) == ["300.00 = 300.00"]
    assert slotted("教育支出300.00万元。", astray, astray) == ["? 没有表格 final.other"]
    second = msgspec.structs.replace(SLOT, cells=(*astray.cells, CELL))
    assert slotted("教育支出300.00万元。", second) == ["300.00 = 300.00"]


def test_a_slot_may_speak_of_a_part_under_a_heading_and_where_nothing_is_carried_over() -> None:
    part = msgspec.structs.replace(SLOT, at_most=True)
    assert slotted("教育支出200.00万元。", part) == ["200.00 ≤ 300.00"]
    assert slotted("教育支出400.00万元。", part) == ["400.00 ≤ 300.00 !"]
    headed = msgspec.structs.replace(SLOT, section=("支出预算",))
    assert slotted("教育支出300.00万元。", headed, section="支出预算总体情况") == ["300.00 = 300.00"]
    assert slotted("教育支出300.00万元。", headed, section="收入预算情况") == []
    bound = msgspec.structs.replace(SLOT, only_if_zero=(Selector("final.spending", ("教育支出",), ("基本支出",)),))
    assert slotted("教育支出300.00万元。", bound) == ["300.00 = 300.00"]
    bound = msgspec.structs.replace(SLOT, only_if_zero=(CELL, Selector("final.spending", ("教育支出",), ("合计",))))
    assert slotted("教育支出300.00万元。", bound) == ["? 文字与表口径不同（有结转等）"]


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("2022年收入", "2022"),
        ("上年收入", ""),
        ("去年收入", ""),
        ("收入", None),
        ("2022年,收入", None),
        ("比2021年,2022年收入", "2022"),
        ("2022年结转", None),
        ("上年结余", None),
        ("2022年末", None),
        ("2021年结转2022年收入", "2022"),
    ],
)
def test_the_year_a_clause_is_said_of(before: str, said: str | None) -> None:
    assert told_year(f"{before}5万元", len(before)) == said


def test_a_selector_takes_the_label_that_was_found_and_its_aliases() -> None:
    selector = Selector("t", ("$label", "合计"), ("$label预算",), "$label")
    filled = fill_selector(selector, "甲", {"甲": ("乙", "丙"), "丁": ("戊",)})
    assert (
        filled.row == ("甲", "乙", "丙", "合计")
        and filled.column == ("甲预算", "乙预算", "丙预算")
        and filled.panel == "甲"
    )
    assert fill_selector(Selector("t", ("甲",), (), "外"), "乙", {}).panel == "外"


def test_passages_stand_under_their_headings() -> None:
    blocks = (
        Heading("h1", 1, "第一部分"),
        Heading("h2", 2, "二、收入"),
        Paragraph("p1", "甲"),
        Heading("h3", 2, "三、支出"),
        ListItem("p2", "乙"),
        Heading("h4", 1, "第二部分"),
        Paragraph("p3", "丙"),
    )
    found = passages(disclosure_of(*blocks))
    assert [(one.block, one.section) for one in found] == [
        ("p1", "第一部分/二、收入"),
        ("p2", "第一部分/三、支出"),
        ("p3", "第二部分"),
    ]
    assert stands_in(found[0], ()) and stands_in(found[0], ("无", "收入")) and not stands_in(found[2], ("收入",))
    figure = read_figure(("p1", -1, 3), "5.00")
    mended = mended_passages(disclosure_of(*blocks), {("p1", -1, 3): figure, ("p2", 0, 3): figure})
    assert [dict(one.mended) for one in mended] == [{3: figure}, {}, {}]


SUMS = Slot("N-09", "支出", "支出{amount}", parts=("基本{amount}", "项目{amount}"))


def summed(*texts: str, sections: tuple[str, ...] = ()) -> list[str]:
    figures: dict[FigureKey, PrintedFigure] = {}
    given = [passage(text, sections[nth] if sections else "", f"p{nth}") for nth, text in enumerate(texts)]
    results = list(told_sums(given, [SUMS, SLOT], figures))
    return [equation_line(one, figures) if isinstance(one, Equation) else f"? {one.reason}" for one in results]


def test_a_sum_is_told_with_its_parts_after_it() -> None:
    assert summed("支出9.00万元,其中基本5.00万元,项目4.00万元。") == ["9.00 = 5.00+4.00"]
    assert summed("支出9.00万元。", "基本5.00万元。", "项目4.50万元。") == ["9.00 = 5.00+4.50 !"]
    assert summed("支出9.00万元,其中基本5.00万元。") == ["? 没有说出各分项"]
    assert summed("基本5.00万元,项目4.00万元,支出9.00万元。") == ["? 没有说出各分项"]
    two = "支出9.00万元,其中基本5.00万元,项目4.00万元。支出3.00万元,其中基本1.00万元,项目2.00万元。"
    assert summed(two) == ["9.00 = 5.00+4.00", "3.00 = 1.00+2.00"]
    assert summed("支出9.00万元。支出3.00万元,其中基本1.00万元,项目2.00万元。") == [
        "? 没有说出各分项",
        "3.00 = 1.00+2.00",
    ]


def test_parts_are_told_before_the_next_total_or_heading_and_within_six_paragraphs() -> None:
    gap = "? 没有说出各分项"
    assert summed("支出9.00万元。", "支出8.00万元。", "基本5.00万元,项目4.00万元。") == [gap, "8.00 = 5.00+4.00 !"]
    assert summed("支出9.00万元。", "基本5.00万元,项目4.00万元。", sections=("甲", "乙")) == [gap]
    fill = ("略。",) * 5
    assert summed("支出9.00万元。", *fill, "基本5.00万元,项目4.00万元。") == ["9.00 = 5.00+4.00"]
    assert summed("支出9.00万元。", *fill, "略。", "基本5.00万元,项目4.00万元。") == [gap]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("预算15.00万元,比2022年的12.00万元增加3.00万元。", ["15.00 = 12.00+3.00"]),
        ("预算15.00万元,比2022年的12.00万元上升4.00万元。", ["15.00 = 12.00+4.00 !"]),
        ("预算12.00万元,与上年的15.00万元相比减少3.00万元。", ["12.00 = 15.00-3.00"]),
        ("预算12.00万元,比上年的15.00万元增加3.00万元。", ["12.00 = 15.00+3.00 !"]),
        ("预算12.00万元,比上年增加3.00万元。", []),
    ],
)
def test_a_change_is_the_difference_of_two_years(text: str, found: list[str]) -> None:
    figures: dict[FigureKey, PrintedFigure] = {}
    assert [equation_line(one, figures) for one in told_changes([passage(text)], figures)] == found


def years(
    text: str, *headings: Heading, year: int | None = 2023, slots: tuple[Slot, ...] = (SLOT,)
) -> list[tuple[str, str]]:
    disclosure = disclosure_of(*headings, year=year)
    return [(one.expected, one.found) for one in year_findings(disclosure, [passage(text)], [sheet_of(TABLE)], slots)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("比2022年增加5万元。", []),
        ("比2021年增加5万元。", [("2022", "2021")]),
        ("比2023年增加5万元。", [("2022", "2023")]),
        ("2022年支出5万元,比2021年增加5万元。", []),
        ("2020年支出。2023年收入,比2021年增加。", [("2022", "2021")]),
        ("2021年收入预算5万元。", [("2023", "2021")]),
        ("2024年收入预算5万元。", []),
        ("2025年收入预算5万元。", [("2023", "2025")]),
        ("2022年收入预算5万元。", []),
        ("按2020年政府采购规定。", [("2023", "2020")]),
        ("截至2021年12月31日,共有车辆2辆。", [("2023", "2021")]),
        ("截至2022年底,共有车辆2辆。", []),
        ("2022年公共服务支出1,234.50万元。", [("2023", "2022")]),  # to the last digit this year's
        ("2022年公共服务支出1,234.50万元,与上年持平。", []),
        ("2022年公共服务支出1,234.51万元。", []),
        ("2022年教育支出300.00万元。", []),  # so round an amount may well be the same
        ("上年公共服务支出1,234.50万元。", []),
        ("2023年公共服务支出1,234.50万元。", []),
    ],
)
def test_years_of_sentences(text: str, wrong: list[tuple[str, str]]) -> None:
    assert years(text) == wrong
    assert years(text, year=None) == []


def test_years_of_headings_below_the_parts() -> None:
    wrong = (
        Heading("h1", 2, "一、2022年收入情况"),
        Heading("h2", 1, "2022年收入"),
        Heading("h3", 2, "《2022年收入》说明"),
    )
    assert years("无", *wrong) == [("2023", "2022")]
    assert years("无", Heading("h1", 2, "一、2023年收入情况")) == []
