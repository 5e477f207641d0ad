"""What a person changed in a written result wins, and says so."""

from __future__ import annotations

from gongkai.corrections import correct, without_meaning
from gongkai.findings import finding
from gongkai.model import (
    Arithmetic,
    Cell,
    ColumnAxis,
    Disclosure,
    FormValue,
    Grid,
    Indicator,
    IndicatorForm,
    Paragraph,
    Proof,
    Reading,
    RowAxis,
    SourceInfo,
    Table,
    TextSpan,
)

PLACE = (TextSpan(3, 0, 4),)
GRID = Grid(
    2, 2, (Cell(0, 0, "科目\r\n名称"), Cell(0, 1, "金额"), Cell(1, 0, "05"), Cell(1, 1, "5,987.10", places=PLACE))
)
FORM = IndicatorForm(
    "f1",
    Grid(1, 3, (Cell(0, 0, "项目"), Cell(0, 1, "甲"), Cell(0, 2, "9个"))),
    values=(FormValue("field", "甲", ("项目",), cells=((0, 1),)), FormValue("field", "甲", ("另",), cells=((0, 0),))),
    indicators=(Indicator(level3="甲", target="9个", actual="10个", cells=((0, 1), (0, 2))),),
)
DISCLOSURE = Disclosure(
    SourceInfo("a", "", "text/plain"), (Paragraph("b1", "旧文", PLACE), Table("t1", GRID), FORM, Paragraph("b2", "x"))
)


def test_nothing_changed_is_the_same_disclosure() -> None:
    cells = {("t1", cell.row, cell.column): cell.text for cell in GRID.cells}
    assert correct(DISCLOSURE, cells, {"b1": "旧文"}) is DISCLOSURE
    assert correct(DISCLOSURE, {("t1", 0, 0): "科目\n名称"}) is DISCLOSURE


def test_a_changed_cell_wins_and_leaves_a_finding() -> None:
    corrected = correct(DISCLOSURE, {("t1", 1, 1): "5,987.11"})
    assert corrected.tables[0].grid.text_at(1, 1) == "5,987.11"
    assert corrected.tables[0].grid.cell_at(1, 1).places == PLACE  # type: ignore[union-attr]
    (one,) = corrected.findings
    assert (one.rule, one.block, one.row, one.column) == ("correction.cell", "t1", 1, 1)
    assert (one.found, one.expected, one.places) == ("5,987.10", "5,987.11", PLACE)
    assert "“5,987.10”改为“5,987.11”" in one.message


def test_a_figure_in_another_guise_stays_as_printed() -> None:
    corrected = correct(DISCLOSURE, {("t1", 1, 1): "5987.1", ("t1", 1, 0): "5"})
    assert corrected.blocks == DISCLOSURE.blocks
    (one,) = corrected.findings
    assert one.rule == "correction.reformatted"
    assert one.message.startswith("2 个")


def test_a_figure_taken_out_or_made_a_percentage_is_a_change() -> None:
    for text in ("", "5987.10%", "——"):
        assert correct(DISCLOSURE, {("t1", 1, 1): text}).tables[0].grid.text_at(1, 1) == text


def test_what_was_understood_and_proved_goes_before_it_is_found_anew() -> None:
    reading = Reading(0, (RowAxis("item"),) * 2, (ColumnAxis("label"), ColumnAxis("amount")))
    table = Table("t1", GRID, kind="final.summary", reading=reading, proof=Proof(((1, 1),)))
    found = (finding("text.ragged_row"), finding("table.unknown_kind"), finding("arithmetic.contradiction"))
    plain = without_meaning(Disclosure(DISCLOSURE.source, (table,), findings=found, arithmetic=Arithmetic(holds=1)))
    assert plain == Disclosure(DISCLOSURE.source, (Table("t1", GRID),), findings=found[:1])


def test_what_a_form_reads_from_a_cell_follows_it() -> None:
    corrected = correct(DISCLOSURE, {("f1", 0, 1): "乙", ("f1", 0, 2): "8个"})
    (form,) = corrected.forms
    assert [value.value for value in form.values] == ["乙", "甲"]
    (indicator,) = form.indicators
    assert (indicator.level3, indicator.target, indicator.actual) == ("乙", "8个", "10个")


def test_changed_narrative_wins() -> None:
    corrected = correct(DISCLOSURE, {}, {"b1": "新文"})
    assert corrected.blocks[0] == Paragraph("b1", "新文", PLACE)
    (one,) = corrected.findings
    assert (one.rule, one.block, one.found, one.expected) == ("correction.text", "b1", "旧文", "新文")


def test_the_message_shows_where_a_long_text_changed() -> None:
    old = "甲" * 500 + "旧" + "乙" * 500
    disclosure = Disclosure(SourceInfo("a", "", "text/plain"), (Paragraph("b1", old),))
    (one,) = correct(disclosure, {}, {"b1": old.replace("旧", "新")}).findings
    assert one.message == f"“…{'甲' * 10}旧{'乙' * 29}…”改为“…{'甲' * 10}新{'乙' * 29}…”"
    assert one.found == old


def test_what_has_no_place_is_reported_and_not_applied() -> None:
    corrected = correct(DISCLOSURE, {("t1", 5, 0): "x", ("t9", 0, 0): "y", ("t9", 0, 1): ""}, {"b9": "z"})
    assert corrected.blocks == DISCLOSURE.blocks
    assert [(item.rule, item.expected) for item in corrected.findings] == [
        *[("correction.unplaced", "x"), ("correction.unplaced", "y"), ("correction.unplaced", "z")]
    ]
