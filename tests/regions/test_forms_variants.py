"""Every form variant of ours reads a form invented for it, whole and with its blank cells lost."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from form_making import NAMES, indicator_lines, load_document, value_lines
from gongkai.checking import check
from gongkai.checking.forms.sheets import FormSheet
from gongkai.model import Cell, Disclosure, Grid, IndicatorForm, SourceInfo
from gongkai.plugins.registry import installed_registry
from gongkai.recognise.forms.explaining import explain_forms, read_forms


def read(document: object) -> IndicatorForm:
    return read_forms(document, installed_registry()).forms[0]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_a_form_reads_as_written(name: str) -> None:
    document = load_document(name)
    result = read_forms(document.disclosure, installed_registry())
    form = result.forms[0]
    assert form.variant == document.variant
    assert value_lines(form) == [line.rstrip() for line in document.values]
    assert indicator_lines(form) == [line.rstrip() for line in document.indicators]
    assert form.grid == document.disclosure.forms[0].grid
    assert [one.rule for one in result.findings if one.rule == "form.unread_cell"] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_other_variant_takes_a_form(name: str) -> None:
    """Without its own plugin a form stays a plain grid: nobody else comes near, even where the region is unknown."""
    document = load_document(name)
    anywhere = msgspec.structs.replace(document.disclosure, region="")
    (contest,) = explain_forms(anywhere, installed_registry())
    others = [one for one in contest.candidates if one.variant != document.variant]
    assert all(one.refused for one in others)
    assert max(one.score for one in others if not one.refused.startswith("范围")) <= 0.5


def test_every_variant_has_a_form() -> None:
    written = {load_document(name).variant for name in NAMES}
    assert written == {variant.id for variant in installed_registry().forms}


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12, phases=(Phase.explicit, Phase.generate))
@given(data=st.data())
def test_lost_blank_cells_change_nothing(name: str, data: st.DataObject) -> None:
    """A scan without spans, with any of its blank cells lost and the rest moved left, reads the same."""
    document = load_document(name)
    grid = document.disclosure.forms[0].grid
    blanks = sum(not grid.text_at(row, column) for row in range(grid.rows) for column in range(grid.columns))
    share = data.draw(st.sampled_from((0.0, 0.2, 0.5, 1.0)))
    chance = data.draw(st.randoms(use_true_random=False))
    lost = iter([chance.random() < share for _ in range(blanks)])
    rows = [
        [text for column in range(grid.columns) if (text := grid.text_at(row, column)) or not next(lost)]
        for row in range(grid.rows)
    ]
    cells = tuple(Cell(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts))
    damaged = msgspec.structs.replace(document.disclosure.forms[0], grid=Grid(grid.rows, max(map(len, rows)), cells))
    form = read(msgspec.structs.replace(document.disclosure, blocks=(damaged,)))
    assert sorted(value_lines(form)) == sorted(line.rstrip() for line in document.values)
    assert indicator_lines(form) == [line.rstrip() for line in document.indicators]


@pytest.mark.parametrize("name", NAMES)
def test_merged_cells_printed_again_change_nothing(name: str) -> None:
    """A converter without spans that repeats a merged cell's text in every cell it covers."""
    document = load_document(name)
    grid = document.disclosure.forms[0].grid
    cells = tuple(
        Cell(row, column, cell.text if (cell := grid.cell_at(row, column)) else "")
        for row in range(grid.rows)
        for column in range(grid.columns)
    )
    spread = msgspec.structs.replace(document.disclosure.forms[0], grid=Grid(grid.rows, grid.columns, cells))
    form = read(msgspec.structs.replace(document.disclosure, blocks=(spread,)))
    assert sorted(value_lines(form)) == sorted(line.rstrip() for line in document.values)
    assert indicator_lines(form) == [line.rstrip() for line in document.indicators]


@pytest.mark.parametrize("name", NAMES)
def test_values_point_into_the_grid(name: str) -> None:
    form = read(load_document(name).disclosure)
    filled = {(cell.row, cell.column): cell.text for cell in form.grid.cells}
    for value in form.values:
        if value.cells and value.value:
            assert value.value in "".join(filled[position] for position in value.cells)
    for indicator in form.indicators:
        texts = "".join(filled[position] for position in indicator.cells)
        for part in (indicator.level3, indicator.actual, indicator.score):
            assert (part or "") in texts


def test_a_text_torn_by_a_page_break_is_joined() -> None:
    document = load_document("shanxi_target_dual")
    form = document.disclosure.forms[0]
    text = "对辖区古树复壮、支撑、挂牌。"
    rows = [[form.grid.text_at(row, column) for column in range(form.grid.columns)] for row in range(form.grid.rows)]
    torn = next(number for number, row in enumerate(rows) if text in row)
    column = rows[torn].index(text)
    rows[torn][column] = text[:6]
    rows.insert(torn + 1, ["" if place != column else text[6:] for place in range(form.grid.columns)])
    cells = tuple(Cell(row, place, cell) for row, texts in enumerate(rows) for place, cell in enumerate(texts))
    grid = Grid(len(rows), form.grid.columns, cells)
    blocks = (msgspec.structs.replace(form, grid=grid),)
    read_again = read(msgspec.structs.replace(document.disclosure, blocks=blocks))
    value = next(value for value in read_again.values if value.row == ("项目概况",))
    assert value.value == text
    assert value.cells == ((torn, column), (torn + 1, column))


WORDS = st.sampled_from(
    ("项目名称", "一级指标", "二级指标", "三级指标", "指标值", "产出指标", "数量指标", "成本指标", "资金总额：", "其中：其他资金", "总 分",
     "年度目标", "实际完成情况", "评价人员", "姓名", "科室", "投入:", "负责人：某甲", "≥9次", "100%", "8.00", "—", "完成", "渡口", "")
)  # fmt: skip


@pytest.mark.parametrize("variant", [variant.id for variant in installed_registry().forms])
@settings(max_examples=15)
@given(rows=st.lists(st.lists(WORDS, min_size=1, max_size=12), min_size=1, max_size=12))
def test_no_grid_breaks_the_reader(variant: str, rows: list[list[str]]) -> None:
    """Whatever stands in a grid, each value and indicator points at filled cells, and nothing raises."""
    cells = tuple(Cell(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts))
    form = IndicatorForm("f1", Grid(len(rows), max(map(len, rows)), cells))
    document = Disclosure(SourceInfo("a.txt", "0", "text/plain"), (form,))
    (result,) = read_forms(document, installed_registry(), {"*": variant}).forms
    filled = {(cell.row, cell.column) for cell in cells if not cell.is_blank}
    assert all(set(item.cells) <= filled for item in (*result.values, *result.indicators))
    assert result.grid == form.grid


@pytest.mark.parametrize("name", NAMES)
def test_a_consistent_form_has_no_error(name: str) -> None:
    registry = installed_registry()
    found = check(read_forms(load_document(name).disclosure, registry), registry).findings
    assert [one.message for one in found if one.severity == "error"] == []


@pytest.mark.parametrize("name", NAMES)
def test_wrong_points_in_the_closing_row_are_an_error(name: str) -> None:
    registry = installed_registry()
    disclosure = read_forms(load_document(name).disclosure, registry)
    variants = {variant.id: variant for variant in registry.forms}
    closing = FormSheet(disclosure.forms[0], variants[disclosure.forms[0].variant]).closing()
    if closing is None:
        assert not any(total.numbers for total in variants[disclosure.forms[0].variant].totals)
        return
    ((row, column),) = closing.cells
    form = load_document(name).disclosure.forms[0]
    cells = tuple(
        msgspec.structs.replace(cell, text=str(float(cell.text) - 5))
        if (cell.row, cell.column) == (row, column)
        else cell
        for cell in form.grid.cells
    )
    wrong = msgspec.structs.replace(form, grid=msgspec.structs.replace(form.grid, cells=cells))
    found = check(read_forms(msgspec.structs.replace(disclosure, blocks=(wrong,)), registry), registry).findings
    assert "arithmetic.contradiction" in {one.rule for one in found if one.severity == "error"}
