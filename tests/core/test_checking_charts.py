"""Wording, cut texts and the captions of charts, on small invented documents."""

from __future__ import annotations

import msgspec
import pytest

from checking_making import disclosure_of, form_of, table_of
from gongkai.checking.document.charts import subject_of, with_charts
from gongkai.checking.evaluation import evaluate
from gongkai.checking.sentences.narrative import FoldedParagraph
from gongkai.checking.sentences.wording import wording_findings
from gongkai.model import Figure, Indicator, PrintedLine, TextSpan
from gongkai.plugins.specs import Spot, TableChart, TableKind
from gongkai.plugins.specs.identities import RowSum
from gongkai.words.labels import fold


def wordings(*texts: str) -> list[str]:
    given = [FoldedParagraph(f"p{nth}", fold(text), "") for nth, text in enumerate(texts)]
    return [one.message for one in wording_findings(disclosure_of(), given)]


def test_wording_is_one_finding_a_sort_with_three_examples() -> None:
    assert wordings("收入增加（减少）5万元。") == ["模板文字未删改（1 处）：“收入增加(减少)5万元。”"]
    assert wordings("甲，，一。", "乙，，二。", "丙，，三。")[0].endswith("“丙,,三。”")
    four = wordings("甲，，一。", "乙，，二。", "丙，，三。", "丁，，四。")
    assert len(four) == 1 and "4 处" in four[0] and four[0].endswith("等") and "丁" not in four[0]
    assert wordings("原因是。", "一切正常。") == ["没有写出原因（1 处）：“原因是。”"]
    assert wordings("一二三四五六七八九十，，甲乙丙丁戊") == ["标点重复或有误（1 处）：“三四五六七八九十,,甲乙丙丁”"]


def test_template_text_in_the_notes_of_a_table() -> None:
    table = table_of(CHARTED, notes=(PrintedLine("（按实际情况填写）", (TextSpan(9, 0, 5),)),))
    (one,) = wording_findings(disclosure_of(table), [])
    assert one.rule == "narrative.template" and one.block == "t1" and one.places == (TextSpan(9, 0, 5),)


LONG = "本年度按照计划完成了全部培训任务，参加人员普遍反映良好，今后将继续做好各项组织工作"


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (f"{LONG}，因", True),
        (f"{LONG}，", True),
        (f"（{LONG}", True),
        (LONG, False),
        (f"一。{LONG}", True),
        (f"一。{LONG}。", False),
        (f"（{LONG}）", False),
        ("培训任务已经完成，因", False),
        (f"{LONG[:38]}和", False),
        (f"{LONG[:39]}和", True),
    ],
)
def test_a_long_text_that_ends_within_a_sentence(text: str, cut: bool) -> None:
    form = form_of("", Indicator(note=text)).form
    found = list(wording_findings(disclosure_of(form), []))
    assert bool(found) is cut
    torn = msgspec.structs.replace(form, indicators=(Indicator(cells=((0, 0), (1, 0))),))
    assert not list(wording_findings(disclosure_of(torn), []))


@pytest.mark.parametrize(
    ("caption", "subject"),
    [
        ("图2：某局2024年度收入决算结构图（饼状图）", "收入"),
        ("2024年支出预算构成情况图", "支出"),
        ("本部门本年度收入来源图", "收入"),
        ("图三、公共预算支出", "公共预算支出"),
        ("收入", "收入"),
        ("图表", ""),
    ],
)
def test_what_a_chart_is_of(caption: str, subject: str) -> None:
    assert subject_of(caption, "某局") == subject


CHARTED = "名称|本年|上年\n拨款|6.00|5.00\n经营|4.00|\n其他||\n合计|10.00|5.00"
ITEMS = RowSum(id="W", label="", total=("合计",), items=True)


def charts(*captions: str, chart: TableChart, drawing: str = CHARTED) -> list[object]:
    """Shape, labels and values of the charts of captions, None where there is none."""
    table = table_of(drawing, kind="final.income")
    figures = tuple(Figure(f"g{nth}", caption) for nth, caption in enumerate(captions))
    disclosure = disclosure_of(table, *figures)
    kinds = [
        TableKind("final.other", "", ("乙",), charts=(chart,)),
        TableKind("final.income", "", ("甲",), charts=(chart,)),
    ]
    blocks = with_charts(disclosure, disclosure.blocks, evaluate(disclosure, [ITEMS]), kinds)
    return [
        one.chart and (one.chart.shape, one.chart.labels, tuple((own.values, own.name) for own in one.chart.series))
        for one in blocks
        if isinstance(one, Figure)
    ]


PARTS = TableChart(("收入",), total=Spot(("合计",), ("本年",)))


def test_a_chart_shows_the_parts_of_a_sum_that_print_an_amount() -> None:
    pie = ("pie", ((1, 0), (2, 0)), ((((1, 1), (2, 1)), None),))
    assert charts("收入构成图", chart=PARTS) == [pie]
    assert charts("收入对比图", chart=PARTS) == [("column", *pie[1:])]
    assert charts("支出构成图", chart=PARTS) == [None]
    assert charts("收入构成图", "图1 收入构成图", "支出图", "收入图", chart=PARTS) == [pie, None, None, pie]
    negative = CHARTED.replace("4.00", "-4.00").replace("10.00", "2.00")
    assert charts("收入构成图", chart=PARTS, drawing=negative) == [("column", *pie[1:])]
    assert charts("收入构成图", chart=msgspec.structs.replace(PARTS, parts="columns")) == [None]
    assert charts("收入构成图", chart=TableChart(("收入",), total=Spot(("总计",), ("本年",)))) == [None]
    assert charts("收入构成图", chart=PARTS, drawing="名称|本年\n拨款|0.00\n合计|0.00") == [None]


def test_a_chart_compares_cells_side_by_side() -> None:
    spots = (Spot(("拨款",), ("本年",)), Spot(("合计",), ("本年",)))
    before = (Spot(("拨款",), ("上年",)), Spot(("合计",), ("上年",)))
    one = ("column", ((1, 0), (4, 0)), ((((1, 1), (4, 1)), None),))
    assert charts("收入图", chart=TableChart(("收入",), series=(spots,))) == [one]
    two = ("column", one[1], ((((1, 1), (4, 1)), (0, 1)), (((1, 2), (4, 2)), (0, 2))))
    assert charts("收入图", chart=TableChart(("收入",), series=(spots, before))) == [two]
    assert charts("收入图", chart=TableChart(("收入",), series=(spots[:1],))) == [None]
    assert charts("收入图", chart=TableChart(("收入",), series=((Spot(("经营",), ("上年",)), spots[0]),))) == [None]
    across = (Spot(("拨款",), ("本年",)), Spot(("拨款",), ("上年",)))
    assert charts("收入图", chart=TableChart(("收入",), series=(across,))) == [
        ("column", ((0, 1), (0, 2)), ((((1, 1), (1, 2)), None),))
    ]
