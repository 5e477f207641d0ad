"""Charts in workbooks: which caption shows which cells, and how the file refers to them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from gongkai import read
from gongkai.checking.document.charts import subject_of
from gongkai.model import Chart, ChartSeries, Disclosure, Figure
from gongkai.plugins.specs import WriteOptions
from gongkai.testing.documents import make_disclosure, make_table, read_text
from gongkai_formats.xlsx.writing.workbook import write_xlsx

ACCOUNT = """岚溪市水务局2024年度部门决算

第三部分 2024年度部门决算情况说明
一、收入支出决算总体情况说明
2024年度收、支总计均为1,000.00万元。
（图1：收、支决算总计变动情况图）（柱状图）
二、收入决算情况说明
本年收入合计980.00万元，其中：财政拨款收入900.00万元，占91.84%；其他收入80.00万元，占8.16%。
（图2：收入决算结构图）（饼状图）
三、支出决算情况说明
本年支出合计990.00万元，其中：基本支出600.00万元，占60.61%；项目支出390.00万元，占39.39%。
（图3：支出决算结构图）（饼状图）
四、一般公共预算财政拨款支出决算情况说明
一般公共预算财政拨款支出880.00万元。
（图4：一般公共预算财政拨款支出决算结构图）（饼状图）
五、组织机构
组织机构图

第四部分 附表
收入支出决算总表
公开01表
单位：万元
收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、一般公共预算财政拨款收入\t900.00\t一、社会保障和就业支出\t90.00
二、其他收入\t80.00\t二、农林水支出\t900.00
本年收入合计\t980.00\t本年支出合计\t990.00
年初结转和结余\t20.00\t年末结转和结余\t10.00
总计\t1,000.00\t总计\t1,000.00

收入决算表
公开02表
单位：万元
科目编码\t科目名称\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t附属单位上缴收入\t其他收入
合计\t\t980.00\t900.00\t\t\t\t\t80.00
208\t社会保障和就业支出\t90.00\t90.00\t\t\t\t\t
213\t农林水支出\t890.00\t810.00\t\t\t\t\t80.00

支出决算表
公开03表
单位：万元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
合计\t\t990.00\t600.00\t390.00\t\t\t
208\t社会保障和就业支出\t90.00\t90.00\t\t\t\t
213\t农林水支出\t900.00\t510.00\t390.00\t\t\t

一般公共预算财政拨款支出决算表
公开05表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
合计\t\t880.00\t560.00\t320.00
208\t社会保障和就业支出\t80.00\t80.00\t
20805\t行政事业单位养老支出\t80.00\t80.00\t
213\t农林水支出\t800.00\t480.00\t320.00
21303\t水利\t800.00\t480.00\t320.00
"""


def drawn(disclosure: Disclosure) -> dict[str, tuple[str, list[tuple[str, str]]]]:
    """Caption → shape, and each label with its amount, of the charts that were found."""
    tables = {table.id: table for table in disclosure.tables}
    found = {}
    for block in disclosure.blocks:
        if isinstance(block, Figure) and block.chart is not None:
            texts = tables[block.chart.table].grid.text_at
            pairs = zip(block.chart.labels, block.chart.series[0].values, strict=True)
            found[block.text] = (block.chart.shape, [(texts(*label), texts(*value)) for label, value in pairs])
    return found


def test_captions_show_the_cells_of_their_tables() -> None:
    assert drawn(read_text(ACCOUNT)) == {
        "（图1：收、支决算总计变动情况图）（柱状图）": ("column", [("收入", "1,000.00"), ("支出", "1,000.00")]),
        "（图2：收入决算结构图）（饼状图）": ("pie", [("财政拨款收入", "900.00"), ("其他收入", "80.00")]),
        "（图3：支出决算结构图）（饼状图）": ("pie", [("基本支出", "600.00"), ("项目支出", "390.00")]),
        "（图4：一般公共预算财政拨款支出决算结构图）（饼状图）": (
            "pie",
            [("社会保障和就业支出", "80.00"), ("农林水支出", "800.00")],
        ),
    }


@pytest.mark.parametrize(
    ("caption", "subject"),
    [
        ("图2：岚溪市水务局2024年度收入决算结构图（饼状图）", "收入"),
        ("2025年“三公”经费预算对比图", "三公经费"),
        ("图表1 本年收入构成图", "收入"),
        ("国有资本经营预算支出图", "国有资本经营预算支出"),
        ("一般公共预算当年拨款结构图", "一般公共预算当年拨款"),
    ],
)
def test_a_caption_says_what_its_chart_is_of(caption: str, subject: str) -> None:
    assert subject_of(caption, "岚溪市水务局") == subject


def test_a_caption_and_its_picture_make_one_chart(examples: Path) -> None:
    assert list(drawn(read(examples / "budget_2024.md"))) == ["收入预算图"]


def test_charts_refer_to_the_table_s_sheet() -> None:
    disclosure = read_text(ACCOUNT)
    data = write_xlsx(disclosure, WriteOptions())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        charts = [package.read(f"xl/charts/chart{number}.xml") for number in range(1, 5)]
        assert "xl/charts/chart5.xml" not in package.namelist()
    book = openpyxl.load_workbook(io.BytesIO(data))
    shown = []
    for chart in charts:
        title, labels, amounts = re.findall(r"<c:f>([^<]*)</c:f>", chart.decode())
        shown.append((values(book, title)[0], dict(zip(values(book, labels), values(book, amounts), strict=True))))
        cached = [one.text or "" for one in ElementTree.fromstring(chart).iter() if one.tag.endswith("}v")]
        count = len(values(book, labels))
        assert cached[1 : count + 1] == values(book, labels)
        assert list(map(float, cached[count + 1 :])) == values(book, amounts)
    assert shown == [
        ("（图1：收、支决算总计变动情况图）（柱状图）", {"收入": 1000, "支出": 1000}),
        ("（图2：收入决算结构图）（饼状图）", {"财政拨款收入": 900, "其他收入": 80}),
        ("（图3：支出决算结构图）（饼状图）", {"基本支出": 600, "项目支出": 390}),
        ("（图4：一般公共预算财政拨款支出决算结构图）（饼状图）", {"社会保障和就业支出": 80, "农林水支出": 800}),
    ]


def values(book: openpyxl.Workbook, reference: str) -> list[object]:
    """The values of the cells that a reference of a chart names."""
    found: list[object] = []
    for area in reference.strip("()").split(","):
        sheet, _, cells = area.rpartition("!")
        left, top, right, bottom = range_boundaries(cells)
        rows = book[sheet.strip("'")].iter_rows(top, bottom, left, right, values_only=True)
        found += [value for row in rows for value in row]
    return found


def test_a_title_is_never_a_formula() -> None:
    chart = Chart("pie", "t1", ((1, 0),), (ChartSeries(((1, 1),)),))
    table = make_table([["项目", "金额"], ["=1+1", "5.00"]], "表")
    data = write_xlsx(make_disclosure(table, Figure("b1", "=1+1图", chart=chart)), WriteOptions())
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        content = package.read("xl/charts/chart1.xml").decode()
    assert "<c:f>'正文'!$B$3</c:f>" in content
    assert "<c:f>1+1" not in content


def test_a_chart_without_its_table_is_not_drawn() -> None:
    chart = Chart("pie", "t9", ((1, 0),), (ChartSeries(((1, 1),)),))
    far = Chart("pie", "t1", ((7, 0),), (ChartSeries(((1, 1),)),))
    table = make_table([["项目", "金额"], ["甲", "5.00"]], "表")
    data = write_xlsx(
        make_disclosure(table, Figure("b1", "图", chart=chart), Figure("b2", "图", chart=far)), WriteOptions()
    )
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "chart" in name]


def test_seeds_have_their_charts(real: Callable[[str], Disclosure]) -> None:
    found = [drawn(real(key)) for key in ("001", "004")]
    assert [list(one) for one in found] == [
        ["收入预算图", "三公经费分布图"],
        ["收入预算图", "一般公共预算当年拨款结构图", "三公经费分布图"],
    ]
