"""What a single line is told by: its numbering, a title's form, where its edges stand, whether a note goes on."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil

import pytest

import gongkai.assemble
from assembling import grid, line, lines
from gongkai.assemble.grids import cut_rows, grid_places, row_places
from gongkai.assemble.notes import count_notes, join_notes
from gongkai.assemble.numbering import heading_level, is_number_alone, numbering_level, without_numbering
from gongkai.assemble.stream import join_lines, join_text, make_line, wider_gap
from gongkai.assemble.titles import (
    is_form_title,
    is_numbered_title,
    is_title,
    is_weak_title,
    without_continued,
    without_label,
)
from gongkai.model import BareGrid, BareLine, Cell, Grid, PageBox, TablePart, TextSpan


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("", 0),
        ("第一部分概况", 1),
        ("第二章收入", 1),
        ("一、收入情况", 2),
        ("二.收入情况", 2),
        ("(一)总体", 3),
        ("1、车辆", 4),
        ("1.2024年车辆", 4),
        ("1.5万元", 0),
        ("(1)小车", 5),
        ("收入情况", 0),
    ],
)
def test_numbering_tells_the_level(text: str, level: int) -> None:
    assert numbering_level(text) == level


@pytest.mark.parametrize(
    ("text", "alone"), [("第二十一部分", True), ("(一)", True), ("一、收入", False), ("收入", False), ("", False)]
)
def test_a_number_alone_names_nothing(text: str, alone: bool) -> None:
    assert is_number_alone(text) == alone


@pytest.mark.parametrize(
    ("text", "within", "level"),
    [
        ("一、收入情况", 0, 2),
        ("一、" + "甲" * 58, 0, 2),
        ("一、" + "甲" * 59, 0, 0),
        ("第一部分概况", 0, 1),
        ("第一部分,见另册", 0, 0),
        ("一、", 0, 0),
        ("收入情况", 0, 0),
        ("二、收入情况", 2, 2),
        ("(一)财政拨款", 2, 0),
        ("(一)财政拨款:", 2, 3),
        ("一、财政拨款", 1, 0),
        ("1、购置3台", 0, 0),
        ("一、收入情况。", 0, 2),
        ("一、收入增加。", 0, 0),
        ("一、护林费是按面积发给护林员的钱", 0, 0),
    ],
)
def test_a_numbered_line_is_a_heading_unless_it_says_something(text: str, within: int, level: int) -> None:
    assert heading_level(text, within=within) == level
    assert within or heading_level(text) == level


def test_numbers_are_taken_off_once() -> None:
    assert [without_numbering(text) for text in ("(一)1、车", "第一部分概况", "车")] == ["1、车", "概况", "车"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("收入表", True),
        ("总表", False),
        ("收入决算表(续)", True),
        ("收入表如下", False),
        ("见附收入表", False),
        ("收入情况", False),
        ("收入。支出表", False),
    ],
)
def test_a_title_names_a_table(text: str, title: bool) -> None:
    assert is_title(text) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("附件1:收入支出决算总表", True),
        ("附件1:一、收入支出决算总表", True),
        ("一、收入总表", True),
        ("(一)收入总表", True),
        ("收入总表", False),
        ("第一部分决算表", False),
        ("一、收入情况", False),
    ],
)
def test_a_title_behind_a_number(text: str, title: bool) -> None:
    assert is_numbered_title(text) == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("概况", False),
        ("收入项", True),
        ("甲" * 40, True),
        ("甲" * 41, False),
        ("一、收入项", False),
        ("收入,支出", False),
        ("目录", False),
        ("预算目录", False),
        ("注:另见", False),
    ],
)
def test_a_short_name_may_be_a_title(text: str, title: bool) -> None:
    assert is_weak_title(text) == title


def test_titles_of_forms_labels_and_continuations() -> None:
    assert is_form_title("造林绩效自评表") and is_form_title("造林绩效目标表(本级)")
    assert not is_form_title("绩效自评汇总表") and not is_form_title("收入表") and not is_form_title("绩效情况")
    assert without_label("表一2024年收支总表") == "2024年收支总表"
    assert without_label("收支总表") == "收支总表"
    assert without_continued("收入表(续)") == without_continued("收入表续表") == "收入表"


def test_edges_are_measured_in_columns_or_by_the_reader() -> None:
    on_text = line("  甲乙ab")
    assert (on_text.left, on_text.right, on_text.letter) == (1000, 4000, 1000)
    on_page = make_line(7, BareLine("甲乙", left=300, right=900, size=310), "page")
    assert (on_page.left, on_page.right, on_page.letter, on_page.order, on_page.gap) == (300, 900, 310, 7, "page")
    nowhere = make_line(0, BareLine("甲"), "")
    assert (nowhere.left, nowhere.right) == (0, 1000)
    placed = make_line(0, BareLine("甲", (PageBox(1, 100, 100, 200, 200),)), "")
    assert (placed.left, placed.right) == (0, 1000)


def test_words_of_latin_script_keep_a_blank_where_lines_join() -> None:
    assert join_lines(("xa", "b甲")) == "xa b甲"
    assert join_lines(("1a", "b")) == "1a b"
    assert join_lines(("a1", "b", "甲", "乙")) == "a1b甲乙"
    assert join_text("a", "1b") == "a1b"
    assert join_lines(("a", "", "b")) == "ab"
    assert join_lines(()) == ""


def test_a_page_is_wider_than_a_blank_line() -> None:
    assert wider_gap("blank", "page") == wider_gap("page", "") == "page"
    assert wider_gap("", "blank") == wider_gap("blank", "") == "blank"
    assert wider_gap("", "") == ""


LONG = "注：" + "甲" * 13


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1.甲", 0),
        ("注：甲\n2.乙", 1),
        ("备注：甲\n1.乙\n2.丙\n4.丁", 3),
        ("注：1.甲\n2.乙", 2),
        ("注：1.甲\n1.乙", 1),
        ("注：1.甲\n3.丙", 1),
        (f"{LONG}\n乙乙", 2),
        (f"{LONG[:-1]}a\n乙乙", 1),
        (f"{LONG}。\n乙乙", 1),
        (f"{LONG}\n\n乙乙", 1),
        (f"{LONG}\n一、乙乙", 1),
        (f"{LONG}\n收入总表", 1),
        (f"{LONG}\n单位：万元", 1),
        ("注：" + "甲" * 13 + "，故此表为空\n乙乙", 1),
        ("本表另作说明：", 0),
        ("本表另作说明：\n注：甲\n第二部分", 2),
        ("另有情况\n注：甲", 0),
        ("本表另作说明：\n第二部分", 0),
    ],
)
def test_notes_go_on_with_their_numbers_and_wrapped_lines(text: str, count: int) -> None:
    assert count_notes(lines(text)) == count


def test_marked_and_whole_paragraphs_are_no_rest_of_a_note() -> None:
    for said in ({"complete": True}, {"markup": "heading"}):
        assert count_notes([line(LONG), line("乙乙", **said)]) == 1
    assert count_notes([line(LONG, complete=True), line("乙乙")]) == 1
    assert count_notes([line("乙乙", markup="note"), line("1.甲")]) == 2


def test_notes_are_joined_up_to_the_next() -> None:
    notes = join_notes(
        [*lines("注：甲甲\n乙乙\n2.丙\n本表另作说明：\n说明：丁"), line("戊", markup="note"), line("己")]
    )
    assert [note.text for note in notes] == ["注：甲甲乙乙", "2.丙", "本表另作说明：", "说明：丁", "戊己"]
    assert [len(note.places) for note in notes] == [2, 1, 1, 1, 2]
    assert [note.text for note in join_notes(lines("甲\n乙"))] == ["甲乙"]


def test_a_cut_grid_keeps_the_rows_and_the_parts_within() -> None:
    here, there = (TextSpan(1, 0, 1),), (TextSpan(9, 0, 1),)
    whole = BareGrid(grid("a|b\nc|d\ne|f\ng|h"), parts=(TablePart(0, 1, here), TablePart(1, 3, there)))
    assert cut_rows(whole, 0, 4) is whole
    cut = cut_rows(whole, 1, 3)
    assert cut.grid == grid("c|d\ne|f")
    assert cut.parts == (TablePart(0, 2, there),)
    assert cut_rows(whole, 0, 3).parts == (TablePart(0, 1, here), TablePart(1, 2, there))
    assert cut_rows(whole, 2, 4).parts == (TablePart(0, 2, there),)


def test_a_grid_stands_where_its_reader_or_its_outer_cells_say() -> None:
    first, middle, last = (TextSpan(number, 0, 1) for number in (1, 2, 3))
    cells = (Cell(0, 0, ""), Cell(1, 0, "甲", places=(first,)), Cell(2, 0, "乙", places=(middle,)))
    placed = Grid(5, 1, (*cells, Cell(3, 0, "丙", places=(last,)), Cell(4, 0, "")))
    assert grid_places(BareGrid(placed)) == (first, last)
    assert grid_places(BareGrid(placed, places=(middle,))) == (middle,)
    assert grid_places(BareGrid(grid("a"))) == ()
    assert row_places([Cell(0, 0, " ", places=(first,)), Cell(0, 1, "甲", places=(last, last))]) == (last,)


def test_values_take_nothing_they_do_not_declare() -> None:
    """A misspelt name is an error, and what is said to be fixed stays so."""
    found = 0
    for module in pkgutil.iter_modules(gongkai.assemble.__path__):
        for kind in vars(importlib.import_module(f"gongkai.assemble.{module.name}")).values():
            if dataclasses.is_dataclass(kind) and kind.__module__.startswith("gongkai.assemble"):
                found += 1
                assert not hasattr(object.__new__(kind), "__dict__"), kind
                assert kind.__dataclass_params__.frozen == (kind.__name__ in ("Head", "CoverFacts", "CoverText")), kind
    assert found
