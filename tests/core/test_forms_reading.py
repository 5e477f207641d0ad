"""The general reader's parts: alignment, levels, money, labels."""

from __future__ import annotations

import pytest

from gongkai.model import Cell, Grid, IndicatorForm, PrintedLine, TablePart
from gongkai.plugins.specs.forms import (
    FormColumn,
    FormField,
    FormHeads,
    FormTable,
    FormTotal,
    FormVariant,
    FundColumn,
    FundList,
    FundTable,
)
from gongkai.recognise.forms.alignment import ColumnSlot, align
from gongkai.recognise.forms.fund_rows import MoneyTable
from gongkai.recognise.forms.levels import level_name
from gongkai.recognise.forms.reader import FormReading, read_form
from gongkai.recognise.forms.tokens import Token, label_key, rows_of, source_label

LEVELS = (
    FormColumn("level1", ("一级指标",)),
    FormColumn("level2", ("二级指标",)),
    FormColumn("level3", ("三级指标",)),
)
SCORED = FormTable("绩效指标", (*LEVELS, FormColumn("target", ("目标",)), FormColumn("score", ("得分",))))
DUAL = FormTable(
    "绩效指标",
    (
        FormColumn("level1", ("一级指标",)),
        *(
            FormColumn(meaning, (label,), phase)  # type: ignore[arg-type]
            for phase in ("实施期", "年度")
            for meaning, label in (("level2", "二级指标"), ("level3", "三级指标"), ("target", "指标值"))
        ),
    ),
)
MONEY = FundTable(
    (
        FundColumn("budget", ("全年预算数",)),
        FundColumn("executed", ("全年执行数",)),
        FundColumn("balance", ("结余",)),
        FundColumn("rate", ("执行率",)),
        FundColumn("score", ("得分",)),
    )
)


def grid_of(*rows: str) -> Grid:
    texts = [row.split("|") for row in rows]
    cells = tuple(Cell(r, c, text.strip()) for r, row in enumerate(texts) for c, text in enumerate(row))
    return Grid(len(texts), max(map(len, texts)), cells)


def reading(*rows: str, captions: tuple[str, ...] = (), parts: tuple[int, ...] = (), **details: object) -> FormReading:
    variant = FormVariant(id="form.test", label="", titles=("渡口表",), anchors=("项目名称",), **details)  # type: ignore[arg-type]
    starts = (0, *parts)
    form = IndicatorForm(
        "f1",
        grid_of(*rows),
        caption=tuple(PrintedLine(line) for line in captions),
        parts=tuple(TablePart(start, 1) for start in starts),
    )
    return read_form(form, variant)


def rows_read(result: FormReading) -> list[tuple[str | None, ...]]:
    return [(i.phase, i.level1, i.level2, i.level3, i.target, i.score) for i in result.indicators]


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("数量指标", "数量指标"),
        ("可持续影响指 标", "可持续影响指标"),
        ("服务对象满意度指", "服务对象满意度指标"),
        ("产出指标（50分）", "产出指标"),
        ("效益指标30分", "效益指标"),
        ("质量措标", None),
        ("效量指标", None),
        ("渡口数量", None),
    ],
)
def test_level_names_survive_cuts_and_points(text: str, canonical: str | None) -> None:
    found = level_name(text)
    assert (found.canonical if found else None) == canonical


def test_one_wrong_character_is_allowed_where_it_is_unique() -> None:
    found = level_name("生态数益指标")
    assert found is not None and found.canonical == "生态效益指标" and not found.exact


@pytest.mark.parametrize(
    ("text", "key"),
    [("其中：财政拨款（万元）", "财政拨款"), (" 资金总额： ", "资金总额"), ("填报单位（公章）", "填报单位(公章)")],
)
def test_labels_fold(text: str, key: str) -> None:
    assert label_key(text) == key


def test_source_labels_keep_what_is_printed() -> None:
    assert source_label("其中:市县(区)财政资金：") == "市县(区)财政资金"


def test_alignment_never_turns_back() -> None:
    slots = [
        ColumnSlot("level2", 0),
        ColumnSlot("level3", 1),
        ColumnSlot("target", 2),
        ColumnSlot("weight", 3),
        ColumnSlot("score", 4),
    ]
    tokens = [Token(Cell(0, c, text), text) for c, text in enumerate(["渡船检修", "≥4次", "10", "9"])]
    assert align(tokens, slots) == [1, 2, 3, 4]


def test_rows_moved_left_find_their_columns() -> None:
    result = reading(
        "绩效|一级指标|二级指标|三级指标|目标|得分",
        "|产出指标|数量指标|航次|≥90次|10",
        "|||渡客|≥800人|9",
        "质量指标|准点率|≥95%|8||",
        "满意度指标|服务对象满意度|服务对象满意度|≥90%|5|",
        tables=(SCORED,),
        groups=("绩效",),
    )
    assert rows_read(result) == [
        ("", "产出指标", "数量指标", "航次", "≥90次", "10"),
        ("", "产出指标", "数量指标", "渡客", "≥800人", "9"),
        ("", "产出指标", "质量指标", "准点率", "≥95%", "8"),
        ("", "满意度指标", "服务对象满意度", "服务对象满意度", "≥90%", "5"),
    ]
    assert result.moved == [3, 4]
    assert result.unread == []


def test_a_first_level_printed_later_is_told_by_the_tree() -> None:
    result = reading(
        "一级指标|二级指标|三级指标|目标|得分",
        "|数量指标|航次|≥90次|10",
        "效益指标|质量指标|准点率|≥95%|8",
        tables=(SCORED,),
    )
    assert [row[1] for row in rows_read(result)] == ["产出指标", "效益指标"]
    assert result.astray == 1


HEAD = "一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值"


def test_halves_are_told_apart() -> None:
    result = reading(
        HEAD,
        "产出指标|数量指标|航次|9次|数量指标|航次|3次",
        "渡客|80人|渡客|30人",
        "|质量指标|准点率|95%|质量指标|准点率",
        "|经济效益指标|||经济效益指标||",
        "||||社会效益指标|候船环境|改善",
        tables=(DUAL,),
    )
    assert rows_read(result) == [
        ("实施期", "产出指标", "数量指标", "航次", "9次", None),
        ("年度", "产出指标", "数量指标", "航次", "3次", None),
        ("实施期", "产出指标", "数量指标", "渡客", "80人", None),
        ("年度", "产出指标", "数量指标", "渡客", "30人", None),
        ("实施期", "产出指标", "质量指标", "准点率", "95%", None),
        ("年度", "产出指标", "质量指标", "准点率", "", None),
        ("实施期", "产出指标", "经济效益指标", "", "", None),
        ("年度", "产出指标", "经济效益指标", "", "", None),
        ("年度", "产出指标", "社会效益指标", "候船环境", "改善", None),
    ]


def test_a_half_without_its_second_level_takes_the_other_half_s() -> None:
    result = reading(
        HEAD,
        "产出指标|数量指标|航次|9次|数量指标|航次|3次",
        "|准点率|95%|质量指标|准点率|95%",
        tables=(DUAL,),
    )
    assert [row[2] for row in rows_read(result)] == ["数量指标", "数量指标", "质量指标", "质量指标"]


def test_a_second_level_printed_a_row_too_high_belongs_below() -> None:
    result = reading(
        HEAD,
        "效益指标|社会效益指标|经济效益指标|||经济效益指标||",
        "|||便利出行|便利||便利出行|便利",
        tables=(DUAL,),
    )
    assert [row[2] for row in rows_read(result)] == ["经济效益指标", "经济效益指标", "社会效益指标", "社会效益指标"]


def test_a_torn_indicator_is_joined_after_a_page_break() -> None:
    result = reading(
        "一级指标|二级指标|三级指标|目标|得分",
        "产出指标|数量指标|全年安全|≥90次|10",
        "||航行次数||",
        tables=(SCORED,),
        parts=(2,),
    )
    assert rows_read(result) == [("", "产出指标", "数量指标", "全年安全航行次数", "≥90次", "10")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("资金总额|50|40|10|80|8", {"budget": "50", "executed": "40", "balance": "10", "rate": "80", "score": "8"}),
        ("资金总额|50|40|80|8", {"budget": "50", "executed": "40", "rate": "80", "score": "8"}),
        ("资金总额|50|40|10", {"budget": "50", "executed": "40", "balance": "10"}),
        ("资金总额|50|40|80%", {"budget": "50", "executed": "40", "rate": "80%"}),
    ],
)
def test_lost_amounts_are_placed_by_arithmetic(row: str, expected: dict[str, str]) -> None:
    table = MoneyTable(MONEY)
    values, taken = table.read(rows_of(grid_of(row))[0])
    names = {column.labels[0]: column.measure for column in MONEY.columns}
    assert {names[value.column[-1]]: value.value for value in values} == expected
    assert len(taken) == len(row.split("|"))


LISTS = (
    FundList("实施期", ("实施期资金总额",), ("省级", "其他"), total="资金总额", under="column"),
    FundList("年度", ("年度资金总额",), ("省级", "其他"), total="资金总额", under="column"),
)


@pytest.mark.parametrize(
    "rows",
    [
        ("实施期资金总额:|90|年度资金总额:|30", "其中:省级|60|其中:省级|20", "其他|30|其他|10"),
        ("实施期资金总额:|90||", "其中:省级|60|年度资金总额:|30", "其他|30|省级|20", "||其他|10"),
        ("实施期资金总额:|90", "其中:省级|60", "其他|30", "年度资金总额:|30", "其中:省级|20", "其他|10"),
    ],
)
def test_lists_pair_by_label_not_by_row(rows: tuple[str, ...]) -> None:
    values = {(v.row, v.column): v.value for v in reading(*rows, fund_lists=LISTS).values}
    assert values == {
        (("资金总额",), ("实施期",)): "90",
        (("资金总额",), ("年度",)): "30",
        (("省级",), ("实施期",)): "60",
        (("省级",), ("年度",)): "20",
        (("其他",), ("实施期",)): "30",
        (("其他",), ("年度",)): "10",
    }


def test_labels_pair_with_the_cells_up_to_the_next_label() -> None:
    result = reading(
        "项目名称||青石渡口|项目期|2年",
        "负责人：某甲　经办人：联系电话：0000",
        captions=("填报单位（公章）：青石渡   填报日期：2024-01-02 单位：万元",),
        fields=(FormField(("项目名称",)), FormField(("项目期",))),
    )
    assert [(v.section, v.row, v.value) for v in result.values] == [
        ("field", ("填报单位（公章）",), "青石渡"),
        ("signature", ("填报日期",), "2024-01-02"),
        ("field", ("项目名称",), "青石渡口"),
        ("field", ("项目期",), "2年"),
        ("signature", ("负责人",), "某甲"),
        ("signature", ("经办人",), ""),
        ("signature", ("联系电话",), "0000"),
    ]


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("总体|甲|||乙", {"全期": "甲", "当年": "乙"}),
        ("总体|甲|乙", {"全期": "甲", "当年": "乙"}),
        ("总体|甲", {"全期": "甲", "当年": ""}),
        ("||||乙", {"全期": "", "当年": "乙"}),
    ],
)
def test_values_stand_below_their_heads(below: str, expected: dict[str, str]) -> None:
    result = reading("全期||||当年", below, heads=(FormHeads((("全期",), ("当年",)), rows=("总体",)),))
    assert {(*v.row, *v.column)[-1]: v.value for v in result.values} == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("总 分|||95|优", {("总分",): "95", ("总分", "等级"): "优"}),
        ("总分|100|95|", {("总分", "满分"): "100", ("总分",): "95"}),
    ],
)
def test_closing_rows(row: str, expected: dict[tuple[str, ...], str]) -> None:
    result = reading(row, totals=(FormTotal(("总分",), ("满分", "总分"), grade="等级" if "优" in row else ""),))
    found = {(*v.row, *v.column): v.value for v in result.values}
    assert found == {(("等级",) if key == ("总分", "等级") else key): value for key, value in expected.items()}


def test_words_nobody_names_stay_and_do_not_hide_labels() -> None:
    result = reading(
        "基本情况|项目名称|青石渡口",
        "目标|全期|当年",
        "|甲|乙",
        fields=(FormField(("项目名称",)),),
        heads=(FormHeads((("全期",), ("当年",))),),
    )
    assert [value.value for value in result.values] == ["青石渡口", "甲", "乙"]
    assert [cell.text for cell in result.unread] == ["基本情况", "目标"]


def test_cells_glued_by_a_scan_are_parted_at_known_words() -> None:
    result = reading(
        "一级指标 二级指标|三级指标|目标|得分",
        "产出指标 数量指标|航次 ≥90次|10",
        "质量指标 准点率|≥95%|8",
        tables=(SCORED,),
    )
    assert rows_read(result) == [
        ("", "产出指标", "数量指标", "航次", "≥90次", "10"),
        ("", "产出指标", "质量指标", "准点率", "≥95%", "8"),
    ]


WEIGHED = FormTable("绩效指标", (*LEVELS, FormColumn("weight", ("权重",)), FormColumn("score", ("得分",))))


@pytest.mark.parametrize(
    ("closing", "expected"),
    [("合计||||95", "得分"), ("合计|||100|", "权重"), ("合计|95", "得分"), ("合计|100", "权重"), ("合计|77", "得分")],
)
def test_the_only_number_of_a_closing_row_is_told_by_place_or_sum(closing: str, expected: str) -> None:
    result = reading(
        "一级指标|二级指标|三级指标|权重|得分",
        "产出指标|数量指标|航次|60|57",
        "|质量指标|准点率|30|28",
        closing,
        tables=(WEIGHED,),
        totals=(FormTotal(("合计",), ("权重", "得分")),),
    )
    assert [value.column for value in result.values if value.row == ("合计",)] == [(expected,)]


def test_a_template_number_without_a_name_is_an_empty_indicator() -> None:
    result = reading(
        "一级指标|二级指标|三级指标|目标|得分",
        "产出指标|数量指标|指标1：航次|≥90次|10",
        "||指标2：||",
        tables=(SCORED,),
    )
    assert [row[2:5] for row in rows_read(result)] == [("数量指标", "指标1：航次", "≥90次"), ("数量指标", "", "")]
    assert result.joined == []


def test_dashes_stand_for_weight_and_score() -> None:
    table = MoneyTable(
        FundTable((*MONEY.columns[:2], FundColumn("weight", ("分值",)), FundColumn("score", ("得分",)))),
    )
    values, _ = table.read(rows_of(grid_of("其他资金|-|-"))[0])
    assert [value.column for value in values] == [("分值",), ("得分",)]


def test_a_row_that_lost_its_label_is_not_joined_to_a_finished_text() -> None:
    fields = (FormField(("概况",)),)
    whole = reading("概况|渡口已修好。", "另一段没有标题", fields=fields)
    assert [cell.text for cell in whole.unread] == ["另一段没有标题"]
    torn = reading("概况|渡口已", "修好。", fields=fields)
    assert [value.value for value in torn.values] == ["渡口已修好。"]
    assert torn.joined == [1]


def test_short_level_names_may_also_name_an_indicator() -> None:
    result = reading(
        "一级指标|二级指标|三级指标|目标|得分",
        "产出|数量|航次|≥90次|10",
        "|质量|准点率|≥95%|8",
        "满意度|服务对象满意度|满意度|≥90%|5",
        tables=(SCORED,),
    )
    assert rows_read(result) == [
        ("", "产出", "数量", "航次", "≥90次", "10"),
        ("", "产出", "质量", "准点率", "≥95%", "8"),
        ("", "满意度", "服务对象满意度", "满意度", "≥90%", "5"),
    ]
    assert result.moved == []


def test_foreign_level_names_are_taken_where_they_stand() -> None:
    result = reading(
        "一级指标|二级指标|三级指标|目标|得分",
        "渡运决策|立项规范|程序|完整|10",
        "|渡运组织|班次安排|合理|8",
        tables=(SCORED,),
    )
    assert [(one.level1, one.level2, one.level3) for one in result.indicators] == [
        ("渡运决策", "立项规范", "程序"),
        ("渡运决策", "渡运组织", "班次安排"),
    ]


def test_a_head_of_two_rows_with_columns_nobody_named() -> None:
    table = FormTable("绩效指标", (*SCORED.columns[:-1], FormColumn("actual", ("完成",)), SCORED.columns[-1]))
    result = reading(
        "绩效|||目标|||完成|得分",
        "一级指标|二级指标|三级指标|指标性质|目标|度量单位||",
        "产出指标|数量指标|航次|≥|90|次|92|10",
        "|质量指标|准点率|定性|平稳||平稳|8",
        tables=(table,),
        groups=("绩效",),
    )
    assert [(one.level3, one.target, one.score) for one in result.indicators] == [
        ("航次", "≥90次", "10"),
        ("准点率", "平稳", "8"),
    ]
    assert result.unread == []


def test_dots_of_a_template_say_nothing() -> None:
    result = reading(
        "一级指标|二级指标|三级指标|目标|得分",
        "产出指标|数量指标|航次|≥90次|10",
        "||……||",
        "效益指标|……|||",
        "|社会效益指标|渡客满意|好|9",
        tables=(SCORED,),
    )
    assert rows_read(result) == [
        ("", "产出指标", "数量指标", "航次", "≥90次", "10"),
        ("", "效益指标", "社会效益指标", "渡客满意", "好", "9"),
    ]
    assert (result.unread, result.joined) == ([], [])


def test_a_remark_torn_by_a_page_break_stays_a_remark() -> None:
    table = FormTable("绩效指标", (*SCORED.columns, FormColumn("note", ("原因",))))
    result = reading(
        "一级指标|二级指标|三级指标|目标|得分|原因",
        "产出指标|数量指标|航次|≥90次|10|渡口封冻，",
        "|||||停航十日。",
        tables=(table,),
        parts=(2,),
    )
    (indicator,) = result.indicators
    assert (indicator.level3, indicator.note) == ("航次", "渡口封冻，停航十日。")


def test_money_columns_follow_the_printed_order() -> None:
    result = reading(
        "资金|全年执行数|全年预算数|结余|得分|执行率",
        "渡船购置|80|100|20|8|80%",
        fund_table=MONEY,
    )
    assert {value.column[-1]: value.value for value in result.values} == {
        "全年执行数": "80",
        "全年预算数": "100",
        "结余": "20",
        "得分": "8",
        "执行率": "80%",
    }


def test_a_row_torn_through_all_its_words_is_whole_again() -> None:
    result = reading(
        "一级指标|二级指标|三级指标|目标|得分",
        "产出指标|数量指标|航次|≥90次|10",
        "效益|社会效|沿岸出|显著|9",
        "指标|益指标|行便利|改善|",
        "满意度指标|服务对象满意度指标|渡客|≥90%|5",
        tables=(SCORED,),
        parts=(3,),
    )
    assert rows_read(result)[1:] == [
        ("", "效益指标", "社会效益指标", "沿岸出行便利", "显著改善", "9"),
        ("", "满意度指标", "服务对象满意度指标", "渡客", "≥90%", "5"),
    ]
    assert {row for row, _ in result.indicators[1].cells} == {2, 3}
    assert (result.joined, result.unread) == ([3], [])
