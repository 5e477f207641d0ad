"""How a narrative is set: its margins, indents and centred lines, each limit from both sides (edges in 1/100 pt)."""

from __future__ import annotations

import pytest

from gongkai.assemble.layout import Margins, measure_layout
from gongkai.assemble.stream import BodyLine, GapKind
from gongkai.model import BareLine

LETTER = 1000


def at(
    left: int, right: int, text: str = "甲乙丙，", page: int | None = None, gap: GapKind = "", **said: object
) -> BodyLine:
    """A line of a text file between two edges."""
    return BodyLine(0, BareLine(text, page=page, **said), gap, left, right)  # type: ignore[arg-type]


def drawn(left: int, right: int) -> BodyLine:
    """The same on a page, where the reader knows the edges."""
    return BodyLine(0, BareLine("甲乙丙，", left=left, right=right), "", left, right)


def repeated(count: int, left: int, right: int, **said: object) -> list[BodyLine]:
    return [at(left, right, **said) for _ in range(count)]  # type: ignore[arg-type]


def test_a_line_is_full_within_what_breaking_rules_push_on() -> None:
    layout = Margins(is_wrapped=True, margin=40_000, margins={2: 30_000})
    assert layout.is_full(at(0, 37_400)) and not layout.is_full(at(0, 37_399))
    assert layout.is_full(at(0, 27_400, page=2)) and not layout.is_full(at(0, 27_399, page=2))
    assert layout.is_full(at(0, 37_400, page=1)) and not layout.is_full(at(0, 37_399, page=1))
    ragged = Margins(is_wrapped=True, margin=40_000, ragged=10_000)
    assert ragged.is_full(at(0, 30_000)) and not ragged.is_full(at(0, 29_999))


@pytest.mark.parametrize(
    ("step", "indented", "displaced"),
    [(899, False, False), (900, True, False), (3200, True, False), (3201, False, True), (5000, False, True)],
)
def test_an_indent_is_about_the_usual_one(step: int, indented: bool, displaced: bool) -> None:
    layout = Margins(is_wrapped=True, has_indents=True, base=500, indent=2000, margin=40_000)
    assert layout.is_indented(at(500 + step, 20_000)) == indented
    assert layout.is_displaced(at(500 + step, 20_000)) == displaced
    assert not layout.is_displaced(at(500 + step, 20_000, gap="blank"))
    assert not layout.is_displaced(drawn(500 + step, 20_000))
    layout.has_indents = False
    assert not layout.is_indented(at(500 + step, 20_000))
    assert not layout.is_displaced(at(500 + step, 20_000))


@pytest.mark.parametrize(("indent", "deepest"), [(4000, 4500), (2500, 4000), (1000, 2200)])
def test_the_deepest_indent_follows_the_usual_one(indent: int, deepest: int) -> None:
    layout = Margins(is_wrapped=True, has_indents=True, indent=0, indents={3: indent})
    assert layout.is_indented(at(deepest, 9_000, page=3)) and not layout.is_indented(at(deepest + 1, 9_000, page=3))
    assert not layout.is_indented(at(deepest, 9_000))


def test_pages_have_left_edges_of_their_own() -> None:
    layout = Margins(base=500, bases={2: 1500})
    assert (layout.base_of(at(0, 1)), layout.base_of(at(0, 1, page=2)), layout.base_of(at(0, 1, page=1))) == (
        500,
        1500,
        500,
    )


@pytest.mark.parametrize(
    ("left", "right", "centred"),
    [
        (3_499, 36_501, False),
        (3_500, 36_500, True),
        (10_000, 30_000, True),
        (10_000, 24_000, True),
        (10_000, 23_999, False),
        (10_000, 36_000, True),
        (10_000, 36_001, False),
        (3_500, 37_400, False),
    ],
)
def test_a_centred_line_has_like_blanks_on_both_sides(left: int, right: int, centred: bool) -> None:
    layout = Margins(is_wrapped=True, base=0, margin=40_000)
    assert layout.is_centred(at(left, right)) == centred
    assert not layout.is_centred(drawn(left, right))
    assert not Margins(margin=40_000).is_centred(at(left, right))
    assert layout.is_centred(at(0, right, centred=True))


def test_a_centred_line_is_measured_from_the_left_edge() -> None:
    layout = Margins(is_wrapped=True, base=2_000, margin=40_000)
    assert layout.is_centred(at(12_000, 24_000)) and not layout.is_centred(at(12_000, 23_999))


def test_few_wide_lines_show_no_layout() -> None:
    assert measure_layout([]) == Margins()
    assert measure_layout(repeated(5, 0, 40_000)) == Margins()
    assert measure_layout(repeated(6, 0, 10_000 - 1)) == Margins()
    assert measure_layout(repeated(6, 0, 40_000, complete=True)) == Margins()
    assert measure_layout(repeated(6, 0, 10_000)).is_wrapped
    assert measure_layout(repeated(6, 0, 40_000)).is_wrapped


@pytest.mark.parametrize(("full", "short", "wrapped"), [(6, 9, True), (6, 10, False), (8, 12, True), (8, 13, False)])
def test_a_narrative_is_wrapped_where_two_fifths_of_its_lines_are_full(full: int, short: int, wrapped: bool) -> None:
    lines = repeated(full, 0, 40_000) + repeated(short, 0, 15_000, text="甲乙丙。")
    assert measure_layout(lines).is_wrapped == wrapped


def test_one_line_in_ten_may_reach_beyond_the_margin() -> None:
    lines = repeated(18, 0, 30_000)
    assert measure_layout([*lines, at(0, 50_000), at(0, 51_000)]).margin == 30_000
    assert measure_layout([*lines[1:], at(0, 50_000), at(0, 51_000)]).margin == 50_000


def test_a_page_of_six_wide_lines_has_its_own_margin() -> None:
    lines = repeated(20, 0, 40_000, page=1) + repeated(6, 0, 35_000, page=2) + repeated(5, 0, 36_000, page=3)
    assert measure_layout(lines).margins == {1: 40_000, 2: 35_000}


def stepped(count: int, far: int, text: str = "甲乙丙，") -> list[BodyLine]:
    """Lines that end at a different place each, so that none is full but the last ones."""
    return [at(0, far - 3_000 * number, text) for number in range(count)]


@pytest.mark.parametrize(
    ("broken", "ended", "far", "wrapped"),
    [
        (12, 0, 55_000, True),
        (11, 0, 55_000, False),
        (12, 0, 55_001, False),
        (12, 18, 55_000, True),
        (12, 19, 55_000, False),
    ],
)
def test_lines_broken_by_number_of_characters_end_within_sentences(
    broken: int, ended: int, far: int, wrapped: bool
) -> None:
    lines = [at(0, far), at(0, far), *stepped(broken - 2, far - 4_000), *repeated(ended, 0, 11_000, text="甲乙丙。")]
    layout = measure_layout(lines)
    assert layout.is_wrapped == wrapped
    assert bool(layout.ragged) == wrapped


@pytest.mark.parametrize("text", ["甲乙丙。", "一、甲乙丙", "收入支出总表"])
def test_whole_sentences_headings_and_titles_break_off_nowhere(text: str) -> None:
    assert not measure_layout(stepped(12, 45_000, text)).is_wrapped
    assert measure_layout(stepped(12, 45_000)).ragged == int(measure_layout(stepped(12, 45_000)).margin * 0.3)


def test_the_left_edge_is_the_leftmost_that_many_lines_go_on_at() -> None:
    full = repeated(10, 2_000, 40_000)
    assert measure_layout([*full, *repeated(1, 0, 40_000)]).base == 2_000
    assert measure_layout([*full, *repeated(2, 0, 40_000)]).base == 0
    assert measure_layout([at(0, 40_000), at(0, 40_000), *repeated(11, 2_499, 40_000)]).base == 2_000


def test_a_page_has_a_left_edge_of_its_own_from_six_lines_on() -> None:
    lines = repeated(20, 0, 40_000, page=1) + repeated(6, 1_000, 40_000, page=2) + repeated(5, 1_500, 40_000, page=3)
    assert measure_layout(lines).bases == {1: 0, 2: 1_000}


def paragraphs(indents: list[int], page: int | None = None, rest: int = 10) -> list[BodyLine]:
    """Paragraphs of a first line with its indent and further lines at the left edge."""
    lines: list[BodyLine] = []
    for indent in indents:
        lines += [at(indent, 40_000, page=page), *repeated(rest, 0, 40_000, page=page)]
    return lines


def test_indents_are_those_of_two_lines_and_three_in_a_hundred() -> None:
    assert not measure_layout(paragraphs([2_000])).has_indents
    assert measure_layout(paragraphs([2_000, 2_000])).has_indents
    assert measure_layout(paragraphs([2_000] * 3, rest=32)).has_indents
    assert not measure_layout(paragraphs([2_000] * 3, rest=33)).has_indents
    assert not measure_layout(paragraphs([899] * 3)).has_indents
    assert measure_layout(paragraphs([900] * 3)).has_indents
    assert measure_layout(paragraphs([4_500] * 3)).has_indents
    assert not measure_layout(paragraphs([4_501] * 3)).has_indents


def test_the_usual_indent_is_the_commonest_and_the_smaller_of_two() -> None:
    assert measure_layout(paragraphs([2_000, 4_000, 4_000])).indent == 4_000
    assert measure_layout(paragraphs([4_000, 2_000])).indent == 2_000
    assert measure_layout(repeated(6, 0, 40_000)).indent == 0
    both = [*paragraphs([2_000] * 4, page=1), *paragraphs([4_000] * 3, page=2), *paragraphs([3_000] * 2, page=3)]
    assert measure_layout(both).indents == {1: 2_000, 2: 4_000}


def test_indents_are_measured_from_the_left_edge() -> None:
    shifted = [at(line.left + 5_000, line.right) for line in paragraphs([2_000] * 3)]
    layout = measure_layout(shifted)
    assert (layout.base, layout.indent, layout.has_indents) == (5_000, 2_000, True)
