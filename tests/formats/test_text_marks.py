"""Lines of a text: their ends, their marks and tags, which are taken off and kept."""

from __future__ import annotations

import pytest

from gongkai.model import BareLine
from text_reading import outline, read_text


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("甲\r\n乙\r\n", ["甲", "乙", ""]),
        ("甲\r乙", ["甲", "乙"]),
        ("甲\r乙\n丙", ["甲", "乙", "丙"]),
        ("甲\x0c\x0c乙", ["甲", "%", "%", "乙"]),
        ("\x0c甲", ["%", "甲"]),
        ("甲\r\x0c乙\n", ["甲", "%", "乙", ""]),
        ("<b>甲", ["甲", ("<b>", [(1, 0, 3)])]),
        ("甲<br>乙", ["甲\n乙", ("<br>", [(1, 1, 5)])]),
        ("甲 <br/> 乙<br>", ["甲\n乙", ("<br/> <br>", [(1, 2, 13)])]),
        ("<p>甲</p>\n<p></p>", ["甲", ("<p> </p>\n<p> </p>", [(1, 0, 8), (2, 0, 7)])]),
        ("**甲**乙**丙**", ["甲乙丙", ("** ** ** **", [(1, 0, 11)])]),
        ("甲**“乙”**", ["甲**“乙”**"]),
        ("（**“乙”**）", ["（“乙”）", ("** **", [(1, 1, 8)])]),
        ("**甲 **", ["甲", ("** **", [(1, 0, 6)])]),
        ("***甲***", ["***甲***"]),
        ("![](a.png)", ["a.png", ("![]( )", [(1, 0, 6)])]),
        ("![图](a.png '题')", ["图", ("![ ](a.png '题')", [(1, 0, 15)])]),
        ("前![图](a.png)", ["前![图](a.png)"]),
        ("---", ["---"]),
        ("- - -", ["- - -"]),
        ("===", ["==="]),
        ("```python", ["```python"]),
        ("# 甲 #", ["甲", ("# #", [(1, 0, 5)])]),
        ("## 甲乙##", ["甲乙##", ("##", [(1, 0, 3)])]),
        ("#甲", ["#甲"]),
        ("####### 甲", ["####### 甲"]),
        ("- 甲", ["甲", ("-", [(1, 0, 2)])]),
        ("+ 甲", ["甲", ("+", [(1, 0, 2)])]),
        ("* 甲", ["甲", ("*", [(1, 0, 2)])]),
        ("-甲", ["-甲"]),
        ("- 1 甲", ["1 甲", ("-", [(1, 0, 2)])]),
        ("+ 3.00", ["+ 3.00"]),
        ("<header>甲</header>", ["甲", ("<header> </header>", [(1, 0, 18)])]),
        ("<footer>甲</footer>", ["甲", ("<footer> </footer>", [(1, 0, 18)])]),
        ("<span>甲</span>", ["甲", ("<span> </span>", [(1, 0, 14)])]),
        ("甲<span>乙", ["甲乙", ("<span>", [(1, 1, 7)])]),
        ("<div", ["<div"]),
        ("a<b and c>d", ["ad", ("<b and c>", [(1, 1, 10)])]),
    ],
)
def test_lines_and_marks(text: str, items: list[object]) -> None:
    assert outline(text) == items


@pytest.mark.parametrize(
    ("text", "furniture"),
    [
        ("---", "separator"),
        ("- - -", "separator"),
        ("--", None),
        ("<header>甲</header>", "running_head"),
        ("<footer>甲</footer>", "running_head"),
        ("<PAGE_NUMBER>3</PAGE_NUMBER>", "page_number"),
        ("<b>甲</b>", None),
        ("甲<header>", None),
        ("-" * 199, "separator"),
        ("-" * 200, None),
    ],
)
def test_furniture_by_rule_and_tag(text: str, furniture: str | None) -> None:
    line = read_text(text).items[0]
    assert isinstance(line, BareLine) and line.furniture == furniture


@pytest.mark.parametrize(
    ("text", "bold"),
    [("**甲乙**", True), ("**甲**乙", False), ("**甲** **乙**", True), ("**甲", False), ("甲**", False)],
)
def test_a_wholly_bold_line_is_bold(text: str, bold: bool) -> None:
    line = read_text(text).items[0]
    assert isinstance(line, BareLine) and line.bold == bold


@pytest.mark.parametrize(
    ("text", "pages"), [("甲", None), ("甲\f", 1), ("甲\f \f", 1), ("甲\f\f乙", 3), ("\f甲", 2), ("甲\f乙\f\n", 2)]
)
def test_pages_are_those_that_print_something(text: str, pages: int | None) -> None:
    assert read_text(text).source.pages == pages


def test_pieces_between_form_feeds_know_their_place_and_page() -> None:
    lines = [item for item in read_text("甲\r乙\f丙\n\f丁").items if isinstance(item, BareLine)]
    assert [(one.text, one.page, one.places[0].line, one.places[0].start) for one in lines] == [  # type: ignore[union-attr]
        ("甲", 1, 1, 0),
        ("乙", 1, 1, 2),
        ("丙", 2, 1, 4),
        ("丁", 3, 2, 1),
    ]


def test_a_lone_carriage_return_divides_a_line_without_pages() -> None:
    lines = [item for item in read_text("甲\r乙\n丙").items if isinstance(item, BareLine)]
    assert [(one.text, one.page, one.places[0].line) for one in lines] == [  # type: ignore[union-attr]
        ("甲", None, 1),
        ("乙", None, 1),
        ("丙", None, 2),
    ]


def test_names_of_markdown() -> None:
    assert (
        read_text("甲", "a.MD").source.media_type == read_text("甲", "a.markdown").source.media_type == "text/markdown"
    )
    assert read_text("甲", "a.txt").source.media_type == "text/plain"
