"""Tables by TAB, by pipes, in HTML and drawn with lines; Markdown marks; gaps and pages."""

from __future__ import annotations

import hashlib

import pytest

from gongkai.errors import LimitError
from gongkai.model import BareGrid, BareLine, TextSpan
from gongkai.plugins.specs import Limits, Source
from gongkai_formats.text import FORMAT
from text_reading import grids, only_grid, read_text, rules, shape, texts


def test_tab_lines_are_one_grid_until_a_line_without_tab() -> None:
    document = read_text("收入\t\t支出\t\n项目\t金额\t项目\t金额\n\n合计\t5\t合计\t5\n注：尾数\n")
    assert shape(document) == ["grid", "blank", "grid", "line", "blank"]
    assert grids(document)[0] == (("收入", "", "支出", ""), ("项目", "金额", "项目", "金额"))
    assert not document.findings


def test_cells_know_their_place() -> None:
    grid = only_grid("前\n 项目\t\t 1,024.00 \n").grid
    assert [cell.places for cell in grid.cells] == [
        (TextSpan(2, 1, 3),),
        (TextSpan(2, 4, 4),),
        (TextSpan(2, 6, 14),),
    ]
    assert [cell.text for cell in grid.cells] == ["项目", "", "1,024.00"]


def test_ragged_rows_leave_holes_and_a_finding() -> None:
    document = read_text("a\tb\tc\nd\te\nf\tg\th\n")
    (grid,) = [item.grid for item in document.items if isinstance(item, BareGrid)]
    assert (grid.rows, grid.columns, grid.cell_at(1, 2)) == (3, 3, None)
    (finding,) = document.findings
    assert finding.rule == "text.ragged_row" and "第 2 行" in finding.message


def test_indented_paragraphs_are_no_table() -> None:
    assert texts(read_text("\t本部门共有三个科室。\n\t\t另有一个中心。\n")) == [
        "本部门共有三个科室。",
        "另有一个中心。",
    ]


def test_odd_blanks_are_trimmed_outside_and_kept_inside() -> None:
    assert only_grid("\u3000项\u3000目\u200a\t\xa01\n").grid.texts == (("项\u3000目", "1"),)


def test_form_feeds_count_pages() -> None:
    document = read_text("一\n\f二\n三\f四\n\f")
    assert shape(document) == ["line", "page", "line", "line", "page", "line", "page"]
    assert [(item.text, item.page, item.places[0].line) for item in document.items if isinstance(item, BareLine)] == [
        ("一", 1, 1),
        ("二", 2, 2),
        ("三", 2, 3),
        ("四", 3, 3),
    ]
    assert document.source.pages == 3
    assert read_text("一\n二").source.pages is None


def test_paragraph_tags_in_cells_become_line_breaks() -> None:
    document = read_text("说明\t<p>甲</p><p>乙</p>\n")
    assert grids(document) == [(("说明", "甲\n乙"),)]
    assert shape(document) == ["grid", "blank", "markup"]
    assert document.items[-1].text == "<p> </p> <p> </p>"  # type: ignore[union-attr]


PIPES = """\
| 项目 | 金额 |
|:-----|----:|
| **合计** | 1,024.00 |
| 甲\\|乙<br>丙 |  |
"""


def test_pipe_tables() -> None:
    document = read_text(PIPES)
    assert grids(document) == [(("项目", "金额"), ("合计", "1,024.00"), ("甲|乙\n丙", ""))]
    assert document.items[-1].text.splitlines()[1] == "|:-----|----:|"  # type: ignore[union-attr]


def test_pipe_tables_without_outer_pipes_go_on_behind_a_page_break() -> None:
    document = read_text("项目 | 金额\n--- | ---\n甲 | 1\n\n乙 | 2\n\n说明 | 无关 | 三\n")
    assert grids(document) == [(("项目", "金额"), ("甲", "1")), (("乙", "2"),)]
    assert texts(document) == ["说明 | 无关 | 三"]


def test_pipe_rows_that_differ_leave_a_finding_and_every_cell() -> None:
    document = read_text("| a | b |\n|---|---|\n| c | d | e |\n")
    assert grids(document) == [(("a", "b", ""), ("c", "d", "e"))]
    assert rules(document) == ["text.ragged_row"]


def test_blank_head_demanded_by_markdown_is_no_row() -> None:
    assert grids(read_text("|  |  |\n|--|--|\n| 甲 | 1 |\n| 乙 | 2 |\n")) == [(("甲", "1"), ("乙", "2"))]


def test_html_tables_with_spans_several_on_a_line() -> None:
    document = read_text(
        "前<table><tr><th rowspan=2>项目</th><th colspan='2'>金额&nbsp;</th></tr>"
        "<tr><td>本年</td><td>上年&amp;以前</td></tr></table>中<TABLE>\n<tr>\n<td\n>1</td></tr></TABLE>后\n"
    )
    assert shape(document) == ["line", "grid", "line", "grid", "line", "blank", "markup"]
    assert grids(document) == [(("项目", "金额", ""), ("", "本年", "上年&以前")), (("1",),)]
    first = next(item.grid for item in document.items if isinstance(item, BareGrid))
    assert [(cell.row_span, cell.column_span) for cell in first.cells] == [(2, 1), (1, 2), (1, 1), (1, 1)]
    assert not document.findings


def test_html_cells_over_several_lines_know_all_of_them() -> None:
    grid = only_grid("<table><tr><td>第一\n第二<br>\n第三</td></tr></table>").grid
    assert grid.texts == (("第一第二\n第三",),)
    assert grid.cells[0].places == (TextSpan(1, 15, 17), TextSpan(2, 0, 2), TextSpan(3, 0, 2))


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><td>甲</td><td>乙\n\n下文。\n",
        "<table><tr><td>甲</td><td>乙</td></tr>\n下文。\n",
        "<table><tr><td>甲<td>乙<tr>\n\n下文。\n",
        "<table><tr><td>甲</td><td>乙</td></tr>\n下文。\n<table><tr><td>丙</td></tr></table>",
    ],
)
def test_unclosed_html_keeps_cells_and_leaves_the_narrative_alone(text: str) -> None:
    document = read_text(text)
    assert grids(document)[0] == (("甲", "乙"),)
    assert texts(document) == ["下文。"]
    assert rules(document) == ["text.unclosed_html"]


def test_nested_tables_become_text() -> None:
    text = (
        "<table><tr><td>外<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table></td><td>旁</td></tr></table>"
    )
    assert only_grid(text).grid.texts == (("外\n1 2\n3", "旁"),)


def test_absurd_and_overlapping_spans_are_clipped() -> None:
    document = read_text(
        "<table><tr><td colspan=100000000>题</td></tr><tr><td>a</td><td rowspan=2>b</td></tr>"
        "<tr><td colspan=2 rowspan=99>c</td></tr></table>"
    )
    grid = next(item.grid for item in document.items if isinstance(item, BareGrid))
    assert (grid.rows, grid.columns) == (3, 2)
    assert [(cell.text, cell.row_span, cell.column_span) for cell in grid.cells] == [
        ("题", 1, 2),
        ("a", 1, 1),
        ("b", 2, 1),
        ("c", 1, 1),
    ]
    assert rules(document) == ["text.span_clipped"]


def test_drawn_tables() -> None:
    document = read_text("┌──┬──┐\n│项目│金额│\n├──┼──┤\n│合计│5.00│\n└──┴──┘\n")
    assert grids(document) == [(("项目", "金额"), ("合计", "5.00"))]


def test_drawn_tables_with_merged_cells_and_rows_of_several_lines() -> None:
    document = read_text(
        "+----+---+---+\n| 收 | a | b |\n+====+===+===+\n| 甲 |  5.0  |\n| 乙 |       |\n+----+---+---+\n| 丁 | 1 | 2 |\n+----+---+---+\n"
    )
    assert grids(document) == [(("收", "a", "b"), ("甲\n乙", "5.0", ""), ("丁", "1", "2"))]


@pytest.mark.parametrize(
    ("text", "plain", "markup", "level"),
    [
        ("## 二、收入情况 ##", "二、收入情况", "heading", 2),
        ("- 一、基本支出：指日常支出。", "一、基本支出：指日常支出。", "list_item", 0),
        ("**一、基本支出：**指日常支出。", "一、基本支出：指日常支出。", "", 0),
        ("![收入构成](images/1.png)", "收入构成", "figure", 0),
        ("<div align=center>附表</div>", "附表", "", 0),
        ("1. 普通编号", "1. 普通编号", "", 0),
        ("#1号楼", "#1号楼", "", 0),
        ("- 100.00", "- 100.00", "", 0),
        ("5*6*7 与 **未成对", "5*6*7 与 **未成对", "", 0),
        ("经办人张**、李**", "经办人张**、李**", "", 0),
        ("x < 5 且 y > 3", "x < 5 且 y > 3", "", 0),
    ],
)
def test_markdown_marks(text: str, plain: str, markup: str, level: int) -> None:
    line = read_text(text).items[0]
    assert isinstance(line, BareLine)
    assert (line.text, line.markup, line.level) == (plain, markup, level)


def test_furniture_named_by_tags_and_rules() -> None:
    document = read_text("<page_number>12</page_number>\n---\n<watermark>内部</watermark>\n")
    assert [item.furniture for item in document.items if isinstance(item, BareLine)] == [
        "page_number",
        "separator",
        "watermark",
        "markup",
    ]


@pytest.mark.parametrize(
    "text", ["甲\t" * 60, "|甲" * 60 + "|", "<table><tr>" + "<td>甲</td>" * 60, "│甲" * 60 + "│\n│乙│"]
)
def test_a_table_beyond_the_limit_is_refused_before_it_is_made(text: str) -> None:
    data = text.encode()
    assert FORMAT.read is not None
    with pytest.raises(LimitError, match="上限为 50"):
        FORMAT.read(Source("例.txt", data, hashlib.sha256(data).hexdigest(), Limits(cells_per_table=50)))


def test_caption_lines_with_tabs_are_not_ragged() -> None:
    document = read_text("部门：云桥市林业局\t2024年\t单位：万元\n项目\t合计\n造林\t3.00\n")
    assert not document.findings
