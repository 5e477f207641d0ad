"""What a reader is told of wrong figures, and what a person may correct."""

from __future__ import annotations

from decimal import Decimal

import pytest

from checking_making import network
from gongkai.checking.arithmetic.equations import Equation, Term
from gongkai.checking.arithmetic.figures import PrintedFigure, read_figure
from gongkai.checking.evaluation import Evaluation
from gongkai.checking.proposing import proposed_repairs
from gongkai.checking.reporting import arithmetic_findings, name_figure
from gongkai.findings import finding
from gongkai.model import Cell, Disclosure, Finding, Grid, ListItem, Paragraph, SourceInfo, Table, TextSpan

TITLES = {"t1": "支出表"}


def told(evaluation: Evaluation) -> list[Finding]:
    return list(arithmetic_findings(evaluation, TITLES))


def test_a_contradiction_names_the_figure_and_what_should_stand_there() -> None:
    held = network({"a": "9.00", "b": "1.00", "c": "2.00", "d": "1.00", "e": "2.00"}, "a = b + c", "b = d", "c = e")
    (one,) = told(held)
    assert one.message == "支出表：不满足 a = b + c，相差 6。疑为 “9.00”（第1行第1列） 有误"
    assert (one.severity, one.block, one.row, one.column) == ("error", "t1", 0, 0)
    assert (one.expected, one.found, one.difference, one.tolerance) == ("3.00", "9.00", "6", "0.015")
    assert one.proposal == "9.00 → 3.00（一位数字有误，满足经过该格的1个等式）"


def test_other_explanations_are_told_and_proposed() -> None:
    (one,) = told(network({"a": "10.00", "b": "4.17", "c": "9.00", "d": "1.00", "e": "8.00"}, "a = b + c", "c = d + e"))
    assert "（另有 1 种解释）" in one.message
    assert one.proposal == (
        "10.00 → 13.17（由其余数字推算，满足经过该格的1个等式）；或 "
        "“4.17”（第2行第1列） 4.17 → 1.00（由其余数字推算，满足经过该格的1个等式）"
    )


def test_four_failures_are_counted_and_three_of_them_named() -> None:
    figures = {"a": "9.00", "b": "1.00", "c": "1.00", "d": "1.00", "e": "1.00"}
    (one,) = told(network(figures, "a = b", "a = c", "a = d", "a = e"))
    assert "不满足 a = b；a = c；a = d等4处" in one.message
    (one,) = told(network(figures, "a = b", "a = c", "a = d", "b = c"))
    assert "不满足 a = b；a = c；a = d，" in one.message


def test_two_suspects_are_two_findings_that_name_each_other() -> None:
    two = network({"a": "9.00", "b": "1.00", "c": "8.00", "d": "1.00", "e": "1.00", "f": "8.00", "g": "5.00"},
                  "c = b", "a = c", "g = c", "b = d", "e = b", "f = c")  # fmt: skip
    found = told(two)
    assert {one.rule for one in found} == {"arithmetic.contradiction"}
    if len(found) == 2:
        assert all("一起" in one.message for one in found)


def test_what_no_few_figures_explain_is_one_finding() -> None:
    figures = dict(zip("abcdefgh", ("1", "20", "300", "4000", "1", "20", "300", "4000"), strict=True))
    torn = network(figures, "a = b", "c = d", "a = d", "b = c", "a = e", "b = f", "c = g", "d = h")
    (one,) = told(torn)
    assert one.message.endswith("未能归结到少数几个单元格") and one.expected == one.proposal == ""
    assert (one.block, one.row, one.column, one.found) == ("t1", 0, 0, "1")


def test_a_sentence_is_told_by_its_place() -> None:
    (one,) = told(network({".s": "9.00", "b": "1.00", "c": "1.00"}, ".s = b", "b = c"))
    assert one.message.startswith("正文：不满足") and (one.block, one.row, one.column) == ("p1", None, None)
    placed = PrintedFigure(("p1", -1, 4), "9.00", Decimal(9), Decimal(0), places=(TextSpan(7, 0, 4),))
    assert name_figure(placed) == "第7行“9.00”"


def test_rounding_is_one_note_a_table() -> None:
    rounded = network({"a": "10.01", "b": "4.00", "c": "6.00", "d": "10.02"}, "a = b + c", "d = a", "b = b")
    (note,) = told(rounded)
    assert note.rule == "arithmetic.rounding" and "2 处" in note.message and "a = b + c" in note.message
    assert (note.block, note.row, note.column) == ("t1", 0, 0)
    assert told(network({"a": "10.01", "b": "10.00"}, "a = b", soft=True)) == []
    assert told(network({"a": "10.01", "b": "10.00"}, "a = b", at_most=True)) == []
    assert told(network({".a": "10.01", "b": "10.00"}, ".a = b")) == []
    (note,) = told(network({"full*": "10.01", "b": "10.00"}, "full* = b"))
    assert (note.row, note.column) == (None, None)


def test_proof_counts_equations_that_bind() -> None:
    assert len(network({"a": "3.00", "b": "3.00"}, "a = b").proved) == 2
    assert not network({"a": "3.00", "b": "3.00"}, "a = b", at_most=True).proved
    changed = network({"a": "3.00", "b": "9.00"}, "a = b").with_figure(
        network({"a": "", "b": "3.00"}).figures["t1", 1, 0]
    )
    assert not changed.violated


def document(*blocks: Table | Paragraph | ListItem, findings: tuple[Finding, ...] = ()) -> Disclosure:
    return Disclosure(SourceInfo("a.txt", "0" * 64, "text/plain"), blocks, findings=findings)


def column_of(*texts: str) -> Table:
    return Table("t1", Grid(len(texts), 1, tuple(Cell(row, 0, text) for row, text in enumerate(texts))))


def repairs(evaluation: Evaluation, *blocks: Table | Paragraph | ListItem) -> list[list[tuple[str, str]]]:
    """Old and new text of the corrections of each choice."""
    disclosure = document(*blocks, findings=tuple(told(evaluation)))
    return [
        [(one.old, one.new) for one in choice.corrections]
        for defect in proposed_repairs(disclosure, evaluation)
        for choice in defect.choices
    ]


def test_a_cell_is_corrected_where_its_print_stands() -> None:
    wrong = network({"a": "9.00", "b": "1.00", "c": "1.00"}, "a = b", "b = c")
    assert repairs(wrong, column_of("共9.00", "1.00", "1.00")) == [[("共9.00", "共1.00")]]
    assert repairs(wrong, column_of("8.00", "1.00", "1.00")) == []
    assert repairs(wrong) == []
    blank = network({"a": "", "b": "1.00", "c": "1.00"}, "a = b", "b = c")
    assert repairs(blank, column_of("", "1.00", "1.00")) == [[("", "1.00")]]


def test_every_likely_way_is_a_choice_up_to_three() -> None:
    two = network({"a": "10.00", "b": "4.17", "c": "9.00", "d": "1.00", "e": "8.00"}, "a = b + c", "c = d + e")
    assert repairs(two, column_of("10.00", "4.17", "9.00", "1.00", "8.00")) == [
        [("10.00", "13.17")],
        [("4.17", "1.00")],
    ]
    many = network({"full*": "100", "b": "10", "c": "20", "d": "30", "e": "15"}, "full* = b + c + d + e")
    assert len(repairs(many, column_of("", "10", "20", "30", "15"))) == min(many.components[0].others + 1, 3)


@pytest.mark.parametrize(
    ("text", "place", "old", "new"),
    [
        ("共9.00元", 1, "9.00", "1.00"),
        ("甲9.00元，乙9.00元", 8, "乙9.00", "乙1.00"),
        ("甲9.00元，乙9.00元", 1, "甲9.00", "甲1.00"),
        ("9.00元，9.00元", 0, None, None),  # nothing before the first tells it from the second
    ],
)
def test_a_figure_of_a_sentence_is_told_from_its_like(text: str, place: int, old: str | None, new: str) -> None:
    key, other = ("p1", -1, place), ("t1", 0, 0)
    read = {
        key: read_figure(key, "9.00"),
        other: read_figure(other, "1.00"),
        ("t1", 1, 0): read_figure(("t1", 1, 0), "1.00"),
    }
    pairs = [(key, other), (other, ("t1", 1, 0))]
    equations = [Equation("N", "", (Term(1, one), Term(-1, two))) for one, two in pairs]
    wrong = Evaluation({name: one for name, one in read.items() if one is not None}, equations)
    for paragraph in (Paragraph("p1", text), ListItem("p1", text)):
        assert repairs(wrong, paragraph) == ([] if old is None else [[(old, new)]])


def test_a_name_is_corrected_in_every_cell_it_is_found_in() -> None:
    here, there = TextSpan(1, 0, 2), TextSpan(2, 0, 2)
    cells = (Cell(0, 0, "甲乙", places=(here,)), Cell(1, 0, "甲乙甲乙", places=(there,)), Cell(2, 0, "甲乙"))
    remark = finding(
        "codes.name_differs",
        block="t1",
        row=0,
        column=0,
        places=(there,),
        found="甲乙",
        expected="甲丙",
        proposal="甲丙",
    )
    table = Table("t1", Grid(3, 1, cells))
    (defect,) = proposed_repairs(document(table, findings=(remark,)), Evaluation({}, []))
    assert [(one.row, one.new) for one in defect.choices[0].corrections] == [(0, "甲丙"), (1, "甲丙甲乙")]
    unsure = finding("name.misspelt", block="t1", row=0, column=0, found="甲乙", expected="", proposal="甲乙 或 甲丙")
    assert proposed_repairs(document(table, findings=(unsure,)), Evaluation({}, [])) == []
