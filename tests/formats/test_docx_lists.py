"""Numbers of lists as they are printed, and what styles say of their paragraphs."""

from __future__ import annotations

import pytest
from lxml import etree

from docx_making import SPACES
from gongkai_formats.docx.reading.counting import print_number
from gongkai_formats.docx.reading.numbering import Numbering, read_numbering, whole
from gongkai_formats.docx.reading.styles import ParagraphFacts, is_on, read_styles


def numbering(*levels: str, nums: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> Numbering:
    found = "".join(f'<w:lvl w:ilvl="{depth}">{level}</w:lvl>' for depth, level in enumerate(levels))
    root = f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="0">{found}</w:abstractNum>{nums}</w:numbering>'
    return read_numbering(etree.fromstring(root))


def level(text: str, form: str = "decimal", more: str = "") -> str:
    return f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>{more}'


def test_deeper_levels_start_anew_and_print_the_levels_above() -> None:
    lists = numbering(level("%1、"), level("%1.%2"), level("%1.%2.%3"))
    depths = [0, 1, 1, 2, 0, 1, 2, 1, 2]
    assert [lists.next("1", depth) for depth in depths] == [
        "1、",
        "1.1 ",
        "1.2 ",
        "1.2.1 ",
        "2、",
        "2.1 ",
        "2.1.1 ",
        "2.2 ",
        "2.2.1 ",
    ]


def test_a_level_may_start_anew_after_higher_ones_only() -> None:
    lists = numbering(level("%1"), level("%2"), level("%3", more='<w:lvlRestart w:val="1"/>'))
    assert [lists.next("1", depth).strip() for depth in (2, 2, 1, 2, 0, 2)] == ["1", "2", "1", "3", "1", "1"]
    never = numbering(level("%1"), level("%2", more='<w:lvlRestart w:val="0"/>'))
    assert [never.next("1", depth).strip() for depth in (1, 0, 1)] == ["1", "1", "2"]


def test_numbers_start_where_they_are_told() -> None:
    assert numbering(level("%1", more='<w:start w:val="5"/>')).next("1", 0) == "5 "
    assert numbering(level("%1.%2", more='<w:start w:val="5"/>'), level("%1.%2")).next("1", 1) == "5.1 "
    override = '<w:num w:numId="{}"><w:abstractNumId w:val="0"/>{}</w:num>'
    nums = override.format(1, "") + override.format(
        2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    )
    lists = numbering(level("%1"), nums=nums)
    assert [lists.next(number, 0).strip() for number in "112211"] == ["1", "2", "7", "8", "9", "10"]


def test_what_is_no_level_prints_nothing() -> None:
    lists = numbering(*[level("%1")] * 10, nums='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')
    assert [lists.next("1", depth) for depth in (8, 9, -1)] == ["1 ", "", ""]
    assert lists.next("2", 0) == ""
    assert lists.level("1", 8) is not None
    assert numbering(level("", "bullet")).next("1", 0) == ""


@pytest.mark.parametrize(
    ("text", "more", "printed"),
    [
        ("%1", "", "一 "),
        ("%1、", "", "一、"),
        ("（%1）", "", "（一）"),
        ("%1.", "", "一."),
        ("第%1", '<w:suff w:val="nothing"/>', "第一"),
        ("第%1", '<w:suff w:val="space"/>', "第一 "),
        ("%1", "<w:isLgl/>", "1 "),
        ("", "", ""),
    ],
)
def test_how_a_number_is_printed(text: str, more: str, printed: str) -> None:
    assert numbering(level(text, "chineseCounting", more)).next("1", 0) == printed


def test_plain_digits_leave_leading_zeros() -> None:
    lists = numbering(level("%1", "decimalZero"), level("%1.%2", "upperRoman", "<w:isLgl/>"))
    assert (lists.next("1", 0), lists.next("1", 1)) == ("01 ", "01.1 ")


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("-3", -3), ("999999999", 999_999_999), ("1000000000", 7), ("", 7), (None, 7), ("1.5", 7), ("１", 7)],
)
def test_whole_numbers(text: str | None, number: int) -> None:
    assert whole(text, 7) == number


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (10, "chineseCounting", "十"),
        (19, "chineseCounting", "十九"),
        (20, "chineseCounting", "二十"),
        (101, "chineseCounting", "一百零一"),
        (110, "chineseCounting", "一百一十"),
        (1001, "chineseCounting", "一千零一"),
        (9999, "chineseCounting", "九千九百九十九"),
        (10000, "chineseCounting", "一零零零零"),
        (0, "chineseCounting", "零"),
        (10, "chineseLegalSimplified", "壹拾"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (1, "decimalEnclosedCircle", "①"),
        (0, "decimalEnclosedCircle", "0"),
        (20, "decimalEnclosedParen", "⒇"),
        (21, "decimalEnclosedParen", "(21)"),
        (20, "decimalEnclosedFullstop", "⒛"),
        (21, "decimalEnclosedFullstop", "21."),
        (10, "ideographEnclosedCircle", "㈩"),
        (11, "ideographEnclosedCircle", "(11)"),
        (1, "ideographTraditional", "甲"),
        (10, "ideographTraditional", "癸"),
        (11, "ideographTraditional", "11"),
        (0, "ideographTraditional", "0"),
        (26, "lowerLetter", "z"),
        (27, "lowerLetter", "aa"),
        (52, "upperLetter", "ZZ"),
        (0, "lowerLetter", "0"),
        (1994, "upperRoman", "MCMXCIV"),
        (48, "lowerRoman", "xlviii"),
        (444, "lowerRoman", "cdxliv"),
        (32767, "decimalZero", "32767"),
        (32768, "chineseCounting", "32768"),
        (-1, "chineseCounting", "-1"),
        (5, "001, 002, 003", "005"),
        (5, "0" * 20, "000000000005"),
    ],
)
def test_numbers_in_words_formats(number: int, form: str, text: str) -> None:
    assert print_number(number, form) == text


def styled(*items: str) -> dict[str, ParagraphFacts]:
    root = etree.fromstring(f"<w:styles {SPACES}>{''.join(items)}</w:styles>")
    return dict(read_styles(root, Numbering()).facts)


def style(ident: str, name: str = "", more: str = "") -> str:
    return f'<w:style w:type="paragraph" w:styleId="{ident}"><w:name w:val="{name}"/>{more}</w:style>'


@pytest.mark.parametrize(
    ("name", "fact", "value"),
    [
        ("heading 1", "outline", 0),
        ("Heading 9", "outline", 8),
        ("标题 3", "outline", 2),
        ("标题3", "outline", 2),
        ("heading", "outline", None),
        ("heading 10", "outline", None),
        ("toc 1", "contents", True),
        ("目录 2", "contents", True),
        ("toc", "contents", False),
        ("图题", "figure", True),
        ("表注", "note", True),
    ],
)
def test_what_a_styles_name_says(name: str, fact: str, value: object) -> None:
    assert getattr(styled(style("a", name))["a"], fact) == value


def test_styles_inherit_and_may_go_in_circles() -> None:
    based = '<w:basedOn w:val="{}"/>'
    found = styled(
        style("a", "heading 1", based.format("b") + "<w:rPr><w:b/></w:rPr>"),
        style("b", "", based.format("a") + '<w:pPr><w:jc w:val="center"/></w:pPr>'),
        style("c", "", based.format("b") + '<w:rPr><w:b w:val="0"/></w:rPr>'),
    )
    assert [(found[one].centred, found[one].bold, found[one].outline) for one in "abc"] == [
        (True, True, 0),
        (True, True, 0),
        (True, False, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(("length", "told"), [(20, True), (21, False)])
def test_how_far_a_style_inherits(length: int, told: bool) -> None:
    items = [style("0", "heading 1")]
    items += [style(str(number), "", f'<w:basedOn w:val="{number - 1}"/>') for number in range(1, length)]
    assert (styled(*items)[str(length - 1)].outline == 0) is told


@pytest.mark.parametrize(
    ("value", "on"), [(None, True), ("", True), ("1", True), ("TRUE", True), ("on", True), ("0", False), ("off", False)]
)
def test_switches(value: str | None, on: bool) -> None:
    assert is_on(value) is on
