"""The structure of a disclosure against itself: contents, numbers, years, names, empty tables, codes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from checking_making import disclosure_of, table_of
from gongkai.checking.document.code_names import code_findings, printed_codes
from gongkai.checking.document.structure import structure_findings
from gongkai.model import Contents, Disclosure, Heading, Paragraph, PrintedLine, Table
from gongkai.model.blocks import ContentsEntry
from gongkai.plugins.specs import CodeList, CodeName

SMALL = "名称|金额\n甲|1.00"


def found(disclosure: Disclosure, rule: str) -> list[tuple[str, str]]:
    """(expected, found) of a rule's findings."""
    return [(one.expected, one.found) for one in structure_findings(disclosure) if one.rule == rule]


def titled(*titles: str) -> list[Table]:
    return [table_of(SMALL, f"t{nth}", title=title) for nth, title in enumerate(titles)]


def contents(*entries: str) -> Contents:
    return Contents("c", tuple(ContentsEntry(text) for text in entries))


def missing(announced: list[str], titles: list[str], headings: tuple[str, ...] = ()) -> list[str]:
    heads = [Heading(f"h{nth}", 2, text) for nth, text in enumerate(headings)]
    document = disclosure_of(contents(*announced), *heads, *titled(*titles))
    return [one.quote for one in structure_findings(document) if one.rule == "structure.missing_table"]


def test_a_table_that_the_contents_announce_is_there() -> None:
    three = ["一、收入决算表", "二、支出决算表", "三、三公经费决算表"]
    assert missing(three, ["收入决算表", "2023年度支出决算表", "表三、三公经费决算表"]) == []
    assert missing(three, ["收入决算表", "支出决算表"]) == ["三、三公经费决算表"]
    assert missing(three, ["收入决算表"]) == []  # most are missing: published elsewhere
    assert missing([*three, "四、项目支出表"], ["收入决算表", "支出决算表"]) == ["三、三公经费决算表", "四、项目支出表"]
    assert missing(three, ["收入决算表", "支出决算表"], ("三公经费决算表",)) == []
    assert missing(three, ["收入决算表", "支出决算表"], ("三公经费决算表情况",)) == ["三、三公经费决算表"]
    assert missing([*three, "四、预算公开说明"], ["收入决算表", "支出决算表"]) == ["三、三公经费决算表"]


@pytest.mark.parametrize(
    ("title", "absent"),
    [
        ("一般公共预算三公经费决算表", False),  # the same with more before it
        ("三公经费支出决算表", False),
        ("三公经费各支出决算表", True),
        ("三公经费决算总表", False),
        ("固定资产明细表", True),
        ("收入决算表", True),
    ],
)
def test_a_title_may_say_the_same_in_a_few_words_more(title: str, absent: bool) -> None:
    announced = ["一、收入决算表", "二、支出决算表", "三、三公经费决算表"]
    assert bool(missing(announced, ["收入决算表", "支出决算表", title])) is absent


@pytest.mark.parametrize("entry", ["第二部分 单位决算表", "五、部门预算表", "三、情况说明"])
def test_headings_of_parts_announce_no_table(entry: str) -> None:
    assert missing(["一、收入决算表", "二、支出决算表", entry], ["收入决算表", "支出决算表"]) == []
    assert missing(["一、收入决算表", "二、支出决算表", "三、明细表（续）"], ["收入决算表", "支出决算表"]) == [
        "三、明细表（续）"
    ]


def numbered(*labels: str) -> Disclosure:
    return disclosure_of(
        *(table_of(SMALL, f"t{nth}", title="支出表", number_label=label) for nth, label in enumerate(labels))
    )


def test_number_labels_are_of_one_style() -> None:
    rule = "structure.number_label"
    assert found(numbered("公开01表", "公开02表", "公开03表"), rule) == []
    assert found(numbered("公开01表", "公开02表", "附表3"), rule) == [("公开3表", "附表3")]
    assert found(numbered("公开01表", "附表3"), rule) == []  # too few to have a style
    assert found(numbered("公开01表", "公开02表", "公开03表", ""), rule) == [("", "")]
    assert found(numbered("公开01表", "公开02表", "公开03表", "", "", ""), rule) == [("", "")]
    assert found(numbered("公开01表", "公开02表", "公开03表", "", "", "", ""), rule) == []
    assert found(numbered("公开表", "公开表", "公开表"), rule) == []


def lines(*numbers: str) -> list[tuple[str, str]]:
    drawing = "\n".join(["名称|行次|金额", *(f"甲|{number}|1.00" for number in numbers)])
    return found(disclosure_of(table_of(drawing)), "structure.line_number")


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [
        (("1", "2", "3"), []),
        (("1", "3", "4"), [("2", "3")]),
        (("1", "1", "2"), [("2", "1")]),
        (("1", "3", "3"), [("2", "3")]),  # only one is misprinted
        (("1", "1", "3", "4"), [("2", "1")]),
        (("1", "4", "5"), []),  # lines left out on purpose
        (("1", "", "2"), []),
        (("1", "2.0", "2"), []),
        (("5", "4", "3"), []),
    ],
)
def test_line_numbers_run_on(numbers: tuple[str, ...], wrong: list[tuple[str, str]]) -> None:
    assert lines(*numbers) == wrong


def test_titles_and_parts_are_of_the_documents_year() -> None:
    table = table_of(SMALL, title="2022年度支出表")
    parts = Heading("h1", 1, "第一部分 2021年部门预算"), Heading("h2", 2, "二、2020年预算"), Heading("h3", 1, "2023年")
    assert found(disclosure_of(table, *parts, year=2023), "structure.year") == [("2023", "2022"), ("2023", "2021")]
    assert found(disclosure_of(table, *parts), "structure.year") == []
    assert found(disclosure_of(table_of(SMALL, title="支出表"), year=2023), "structure.year") == []


OWN = "示例市湿地保护管理局"


def named(*names: str, text: str = "", heading: str = "") -> list[str]:
    tables = [table_of(SMALL, f"t{nth}", department=name) for nth, name in enumerate(names)]
    blocks = (*tables, Paragraph("p", text or "无"), Heading("h", 2, heading or "无"))
    return [one for _, one in found(disclosure_of(*blocks, department=OWN), "structure.department")]


def test_heads_of_tables_name_the_department() -> None:
    assert named(OWN, f"{OWN}（本级）", "湿地保护管理局", f"{OWN}机关服务中心", "") == []
    assert named("示例市林地保护管理局", "示例市林地保护管理局", "别的局") == ["示例市林地保护管理局", "别的局"]
    assert found(disclosure_of(table_of(SMALL, department="甲局")), "structure.department") == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("示例市湿地保护管里局负责", "示例市湿地保护管里局"),
        ("示例市湿地保护管理局负责", ""),
        ("示例市湿地保护局负责", ""),  # two letters off in a sentence: another body
        ("示例市湿地保护第一局负责", ""),
        ("示例市湿保护管理局", "示例市湿保护管理局"),
    ],
)
def test_a_name_a_letter_off_in_a_sentence(text: str, wrong: str) -> None:
    assert named(text=text) == ([wrong] if wrong else [])


@pytest.mark.parametrize(
    ("heading", "wrong"),
    [
        ("示例市湿地保护局概况", "示例市湿地保护局"),
        ("示例市林业保护管理局概况", "示例市林业保护管理局"),
        ("示例市林草工作管理局概况", "示例市林草工作管理局"),
        ("示例市民政局概况", ""),
        ("示例市第二湿地保护管理局", ""),
    ],
)
def test_a_name_a_few_letters_off_in_a_heading(heading: str, wrong: str) -> None:
    assert named(heading=heading) == ([wrong] if wrong else [])


def test_short_names_are_not_looked_for() -> None:
    document = disclosure_of(Paragraph("p", "某县民正局负责"), department="某县民政局")
    assert found(document, "structure.department") == []


FUND = "final.gov_fund"


def empty(drawing: str, kind: str = FUND, notes: tuple[str, ...] = (), said: bool = False) -> list[str]:
    table = table_of(drawing, kind=kind, notes=tuple(PrintedLine(one) for one in notes), empty=said)
    return [one.rule.removeprefix("structure.") for one in structure_findings(disclosure_of(table))]


@pytest.mark.parametrize(
    ("drawing", "more", "rules"),
    [
        ("名称|金额\n|", {}, ["no_note"]),
        ("名称|金额\n甲|", {}, ["no_note"]),
        ("名称|金额\n甲|", {"notes": ("本部门没有此项支出",)}, []),
        ("名称|金额\n甲|", {"notes": ("注：无",)}, []),
        ("名称|金额\n甲|", {"notes": ("单位：万元",)}, ["no_note"]),
        ("名称|金额\n甲|", {"kind": "final.spending"}, []),
        ("名称|金额\n甲|0", {}, []),
        ("名称|金额\n甲|1.00", {}, []),
        ("名称|金额\n甲|1.00", {"said": True}, ["empty_note"]),
        ("名称|金额\n甲|1.00", {"notes": ("说明：本表无数据",)}, ["empty_note"]),
        ("名称|金额\n甲|0.00\n乙|1.00", {"said": True}, ["empty_note"]),
        ("名称|金额\n甲|0.00", {"said": True}, ["zeros_in_empty"]),
        ("名称|金额\n甲|—", {"said": True}, []),
        ("名称|金额\n甲|", {"said": True}, []),
        ("名称|金额\n12|", {"said": True}, []),  # a number among the labels is no amount
    ],
)
def test_an_empty_table_says_so_and_one_that_says_so_is_empty(
    drawing: str, more: dict[str, object], rules: list[str]
) -> None:
    assert empty(drawing, **more) == rules  # type: ignore[arg-type]


def test_columns_of_revenue_hold_no_codes_of_expenditure() -> None:
    table = table_of("编码|名称|金额\n201|公共|1.00\n103|非税|1.00")
    assert found(disclosure_of(table), "codes.wrong_kind") == []
    assert table.reading is not None
    first = replace(table.reading.columns[0], path=("收入科目编码",))
    named = replace(table, reading=replace(table.reading, columns=(first, *table.reading.columns[1:])))
    assert found(disclosure_of(named), "codes.wrong_kind") == [("", "201")]
    amounts = replace(first, role="amount")
    other = replace(table, reading=replace(table.reading, columns=(amounts, *table.reading.columns[1:])))
    assert found(disclosure_of(other), "codes.wrong_kind") == []


KNOWN = CodeList(
    "test",
    "功能分类",
    (
        CodeName("201", "一般公共服务支出"),
        CodeName("20101", "人大事务"),
        CodeName("20102", "旧名称事务", years=(2010, 2018)),
        CodeName("20102", "新名称事务", years=(2019, 2030)),
    ),
)


def codes(
    *rows: str, year: int | None = 2023, lists: tuple[CodeList, ...] = (KNOWN,)
) -> list[tuple[str, str, str, str]]:
    """Rule, severity, expected and found name."""
    table = table_of("\n".join(["编码|名称|金额", *(f"{row}|1.00" for row in rows)]), title="支出表")
    disclosure = disclosure_of(table, year=year)
    return [
        (one.rule.removeprefix("codes."), one.severity, one.expected, one.found)
        for one in code_findings(disclosure, lists)
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("一般公共服务支出", None),
        ("一般公共服务", None),  # a part of the name: a wrapped cell
        ("一般公共股务支出", "warning"),
        ("一般公其股务支出", "warning"),
        ("一殷公其股务支出", "info"),
        ("教育支出", "info"),
    ],
)
def test_a_name_two_letters_off_is_a_slip(name: str, said: str | None) -> None:
    expected = [("name_differs", said, "一般公共服务支出", name)] if said else []
    assert codes(f"201|{name}") == expected


def test_of_a_short_name_one_letter_at_most_is_a_slip() -> None:
    assert codes("201|一般公共服务支出", "20101|人大事物") == [("name_differs", "warning", "人大事务", "人大事物")]
    assert codes("201|一般公共服务支出", "20101|人太事物") == [("name_differs", "info", "人大事务", "人太事物")]


@pytest.mark.parametrize(
    ("year", "name", "remark"),
    [
        (2023, "旧名称事务", True),
        (2018, "旧名称事务", False),
        (2019, "旧名称事务", True),
        (None, "旧名称事务", False),
        (2023, "新名称事务", False),
    ],
)
def test_a_name_of_before_another_took_its_place(year: int | None, name: str, remark: bool) -> None:
    found = codes("201|一般公共服务支出", f"20102|{name}", year=year)
    assert found == ([("name_differs", "info", "新名称事务", "旧名称事务")] if remark else [])


def test_codes_that_no_list_holds_are_one_remark() -> None:
    assert codes("299|其他支出", "201|一般公共服务支出") == [("unknown", "info", "", "其他支出")]
    assert codes("299|其他支出", lists=()) == []
    table = table_of("\n".join(["编码|名称|金额", *(f"2{nth}|名{nth}|1.00" for nth in range(10, 19))]))
    (one,) = code_findings(disclosure_of(table), [KNOWN])
    assert one.message.startswith("9 个编码") and one.message.endswith("217 名17等")
    eight = table_of("\n".join(["编码|名称|金额", *(f"2{nth}|名{nth}|1.00" for nth in range(10, 18))]))
    (one,) = (one for one in code_findings(disclosure_of(eight), [KNOWN]) if one.rule == "codes.unknown")
    assert one.message.endswith("217 名17")


def test_one_code_with_two_names_a_letter_apart() -> None:
    rows = ("299|其他各项支出", "299|其他各项支出", "299|其他各顶支出")
    assert ("two_names", "warning", "其他各项支出", "其他各顶支出") in codes(*rows)
    assert [one[0] for one in codes("299|其他支出", "299|住房保障支出")] == ["unknown"]


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        (("201|一般公共服务支出", "20101|人大事务", "2010101|行政"), []),
        (("201|一般公共服务支出", "2010101|行政"), ["2010101"]),
        (("201|一般公共服务支出", "2010|行政"), ["2010"]),
        (("20101|人大事务", "2010|行政"), []),  # no class is listed
    ],
)
def test_codes_have_a_shape_and_a_parent(rows: tuple[str, ...], wrong: list[str]) -> None:
    assert [one[3] for one in codes(*rows) if one[0] == "shape"] == wrong


def test_codes_of_revenue_and_rows_without_a_name_are_left_out() -> None:
    table = table_of("编码|名称|金额\n103|非税收入|1.00\n201||1.00\n301|工资|1.00\n301|工资|1.00")
    (one,) = printed_codes(disclosure_of(table)).values()
    assert (one.code, one.name, one.row, one.column, one.times) == ("301", "工资", 3, 1, 2)
    panels = table_of("编码|名称|金额|1:编码|1:名称|1:金额\n|||302|商品|1.00")
    (one,) = printed_codes(disclosure_of(panels)).values()
    assert (one.row, one.column) == (1, 4)


def test_a_title_of_five_letters_is_found_within_a_longer_one() -> None:
    announced = ["一、收入决算表", "二、支出决算表", "三、本级各类资产情况表"]
    assert missing(announced, ["收入决算表", "支出决算表", "资产情况表"]) == []
    assert missing([*announced[:2], "三、本级各类收支总表"], ["收入决算表", "支出决算表", "收支总表"]) == [
        "三、本级各类收支总表"
    ]


def test_a_name_of_five_letters_may_be_two_off() -> None:
    lists = (CodeList("test", "功能分类", (CodeName("201", "政协委员事务"),)),)
    assert codes("201|政协委事物", lists=lists) == [("name_differs", "warning", "政协委员事务", "政协委事物")]


def test_what_is_wrong_with_the_shape_of_a_code() -> None:
    table = table_of("编码|名称|金额\n201|公共|1.00\n2010|甲|1.00\n2050101|乙|1.00", title="支出表")
    shapes = [one for one in code_findings(disclosure_of(table), [KNOWN]) if one.rule == "codes.shape"]
    assert [(one.row, one.message) for one in shapes] == [
        (2, "“支出表”的编码 2010 位数不是 3、5、7"),
        (3, "“支出表”的编码 2050101 之上没有 20501"),
    ]


def test_a_code_that_stands_once_has_one_name() -> None:
    assert [one[0] for one in codes("298|其他各项支出", "299|其他各顶支出")] == ["unknown"]
