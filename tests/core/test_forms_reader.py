"""How a form's rows find what they belong to: glued cells, heads with values below, levels printed late."""

from __future__ import annotations

import pytest

from gongkai.model import Cell, Grid, IndicatorForm
from gongkai.plugins.specs.forms import FormColumn, FormField, FormHeads, FormTable, FormVariant, FundList
from gongkai.recognise.forms.fund_rows import MoneyLists
from gongkai.recognise.forms.levels import level_name
from gongkai.recognise.forms.reader import FormReading, read_form
from gongkai.recognise.forms.tokens import Token

LEVELS = tuple(FormColumn(f"level{n}", (f"{name}级指标",)) for n, name in zip((1, 2, 3), "一二三", strict=True))  # type: ignore[arg-type]
OPEN = FormTable("绩效", (*LEVELS, FormColumn("weight", ("权重",))), tree="open")


def reading(*rows: str, **details: object) -> FormReading:
    variant = FormVariant(id="form.test", label="", titles=("渡口表",), anchors=("项目名称",), **details)  # type: ignore[arg-type]
    texts = [row.split("|") for row in rows]
    cells = tuple(Cell(r, c, text) for r, row in enumerate(texts) for c, text in enumerate(row))
    return read_form(IndicatorForm("f1", Grid(len(texts), max(map(len, texts)), cells)), variant)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("可持续发展影", "可持续影响指标"),
        ("可持续发展", "可持续影响指标"),
        ("可持续发", None),
        ("社会公众或服务", "服务对象满意度指标"),
    ],
)
def test_a_cut_level_name_keeps_six_characters(text: str, canonical: str | None) -> None:
    found = level_name(text)
    assert (found.canonical if found else None) == canonical


def test_two_figures_between_blanks_are_one_cell_and_three_are_three() -> None:
    heads = (FormHeads((("甲头",), ("乙头",), ("丙头",))),)
    assert [value.value for value in reading("甲头|乙头|丙头", "1 2|3|4", heads=heads).values] == ["1 2", "3", "4"]
    assert [value.value for value in reading("甲头|乙头|丙头", "1 2 3||", heads=heads).values] == ["1", "2", "3"]


def test_two_heads_are_enough_and_one_is_where_there_is_one() -> None:
    heads = (FormHeads((("甲头",), ("乙头",), ("丙头",))),)
    assert [value.value for value in reading("甲头|乙头", "好|良", heads=heads).values] == ["好", "良"]
    assert reading("甲头|", "好|", heads=heads).values == []
    assert [value.value for value in reading("甲头|", "好|", heads=(FormHeads((("甲头",),)),)).values] == ["好"]


def test_rows_above_the_first_level_s_name_take_it() -> None:
    result = reading(
        "一级指标|二级指标|三级指标|权重", "|班次|安排|10", "渡运|航次|完成|10", "航行|渡客|人数|10", tables=(OPEN,)
    )
    assert [one.level1 for one in result.indicators] == ["渡运", "渡运", "航行"]


def test_only_heads_open_a_list() -> None:
    lists = MoneyLists((FundList("资金来源", ("资金来源",), ("省级",)),))
    assert lists.is_head(Token(Cell(0, 0, "资金来源"), "资金来源"))
    assert not lists.is_head(Token(Cell(0, 0, "省级"), "省级"))
    assert lists.knows(Token(Cell(0, 0, "省级"), "省级")) and not lists.knows(Token(Cell(0, 0, "市级"), "市级"))


def test_repeated_values_mean_themselves_under_heads_of_their_own() -> None:
    rows = (
        "项目名称|青石渡口|青石渡口|青石渡口",
        "实施地点|下游江畔|下游江畔|下游江畔",
        "甲头|乙头|丙头|",
        "按期完成|按期完成|未完成|",
    )
    fields = (FormField(("项目名称",)), FormField(("实施地点",)))
    result = reading(*rows, fields=fields, heads=(FormHeads((("甲头",), ("乙头",), ("丙头",))),))
    assert [value.value for value in result.values] == ["青石渡口", "下游江畔", "按期完成", "按期完成", "未完成"]


def test_a_head_printed_again_may_change_the_order() -> None:
    table = FormTable("绩效", (*LEVELS, FormColumn("target", ("目标",)), FormColumn("weight", ("权重",))))
    late = (
        "一级指标|二级指标|三级指标|目标|权重",
        "产出指标|数量指标|航次|≥90次|10",
        "一级指标|二级指标|三级指标|权重|目标",
        "||渡客|10|≥80人",
    )
    found = reading(*late, tables=(table,)).indicators
    assert [(one.level3, one.target, one.weight) for one in found] == [("航次", "≥90次", "10"), ("渡客", "≥80人", "10")]
