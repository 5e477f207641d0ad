"""Glyphs to segments, segments to lines, lines to the text of a cell; glyphs painted twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai_formats.page.engine import Glyph
from gongkai_formats.page.segments import segments_of, without_doubles
from gongkai_formats.page.textlines import cell_text, joined_lines, joined_row, rows_of_segments
from page_making import glyphs, run


def pieces(*painted: Glyph) -> list[str]:
    """Texts of the segments, the page moved so that nothing lies at its edge."""
    moved = [Glyph(one.text, one.x0 + 70, one.y0 + 3000, one.x1 + 70, one.y1 + 3000, 0, one.spaced) for one in painted]
    return [segment.text for segment in segments_of(moved)]


def box(text: str, x0: int, y0: int, x1: int, y1: int, spaced: bool = False) -> Glyph:
    return Glyph(text, x0, y0, x1, y1, 0, spaced)


@pytest.mark.parametrize(
    ("second", "together"),
    [
        (box("乙", 1300, 0, 2200, 900), True),  # a gap of a third of the size
        (box("乙", 1301, 0, 2201, 900), False),
        (box("乙", 1000, 225, 1900, 1125), True),  # a quarter off the baseline, down and up
        (box("乙", 1000, 226, 1900, 1126), False),
        (box("乙", 1000, -225, 1900, 675), True),
        (box("乙", 1000, -226, 1900, 674), False),
        (box("乙", 550, 0, 1450, 900), True),  # set back by half
        (box("乙", 549, 0, 1449, 900), False),
        (box("乙", 1000, 450, 1450, 900), True),  # half the size, half as much again
        (box("乙", 1000, 451, 1449, 900), False),
        (box("乙", 1000, -450, 2350, 900), True),
        (box("乙", 1000, -451, 2351, 900), False),
    ],
)
def test_what_continues_a_segment(second: Glyph, together: bool) -> None:
    assert pieces(box("甲", 100, 0, 1000, 900), second) == (["甲乙"] if together else ["甲", "乙"])


def test_a_narrow_glyph_is_never_followed_by_one_to_its_left() -> None:
    narrow = box("i", 100, 0, 300, 900)
    assert pieces(narrow, box("j", 100, 0, 300, 900)) == ["ij"]
    assert pieces(narrow, box("j", 99, 0, 299, 900)) == ["i", "j"]


def test_a_segment_is_as_large_as_its_glyphs() -> None:
    (segment,) = segments_of(
        [box("甲", 100, 0, 1000, 900), box("g", 900, 50, 950, 1050), box("乙", 900, -80, 990, 900)]
    )
    assert (segment.x0, segment.y0, segment.x1, segment.y1, segment.size) == (100, -80, 1000, 1050, 1130)
    assert segments_of([]) == []


@given(st.lists(st.tuples(st.sampled_from("甲乙1,"), *[st.integers(0, 3000)] * 2), max_size=12))
def test_segments_hold_every_glyph_once_in_order(places: list[tuple[str, int, int]]) -> None:
    painted = [Glyph(text, x, y, x + 500, y + 1000, order) for order, (text, x, y) in enumerate(places)]
    assert [glyph for segment in segments_of(painted) for glyph in segment.glyphs] == painted


@pytest.mark.parametrize(
    ("dx", "dy", "doubled"),
    [(0, 0, 1), (150, 0, 1), (151, 0, 0), (-150, 0, 1), (0, 150, 1), (0, 151, 0), (0, -150, 1), (0, -151, 0)],
)
@pytest.mark.parametrize("top", [0, 120, 250, 390])
def test_a_glyph_painted_again_nearby_counts_once(dx: int, dy: int, doubled: int, top: int) -> None:
    one = Glyph("甲", 1000, 1000 + top, 2000, 2000 + top, 0)
    other = Glyph("甲", 1000 + dx, 1000 + top + dy, 2000 + dx, 2000 + top + dy, 1)
    kept, count = without_doubles([one, other])
    assert (len(kept), count) == (2 - doubled, doubled)


@pytest.mark.parametrize(("width", "apart", "doubled"), [(100, 60, 1), (100, 61, 0), (400, 120, 1), (400, 121, 0)])
def test_how_near_is_the_same_spot_goes_with_the_width(width: int, apart: int, doubled: int) -> None:
    painted = [Glyph("1", x, 0, x + width, 900, 0) for x in (5000, 5000 + apart)]
    assert without_doubles(painted)[1] == doubled


def test_another_size_or_letter_on_the_spot_is_no_double() -> None:
    one = Glyph("甲", 0, 0, 1000, 1000, 0)
    for other in (Glyph("乙", 0, 0, 1000, 1000, 1), Glyph("甲", 0, 0, 1000, 1151, 1), Glyph("", 0, 0, 1000, 1000, 1)):
        assert without_doubles([one, other]) == ([one, other], 0)
    assert without_doubles([]) == ([], 0)


def test_of_many_paintings_the_first_in_the_stream_stays() -> None:
    painted = [Glyph("甲", 20 * index, 0, 1000 + 20 * index, 1000, index) for index in range(5)]
    assert without_doubles(painted) == (painted[:1], 4)


def test_rows_are_told_by_height_and_read_from_the_left() -> None:
    rows = rows_of_segments([run("右", 5000, 40), run("下", 0, 2000), run("左", 0, 0)])
    assert [[segment.text for segment in row] for row in rows] == [["左", "右"], ["下"]]


@pytest.mark.parametrize(("drop", "rows"), [(499, 1), (500, 2)])
def test_two_texts_of_a_row_overlap_by_half(drop: int, rows: int) -> None:
    assert len(rows_of_segments([run("甲", 0, 0), run("乙", 2000, drop)])) == rows


def test_a_small_text_beside_a_large_one_shares_its_row() -> None:
    large, small, other = run("大", 0, 0, 2000), run("1", 3000, 100, 600), run("2", 4000, 1500, 600)
    assert [len(row) for row in rows_of_segments([small, large])] == [1, 1]  # not by half: the middle lies below
    assert [len(row) for row in rows_of_segments([large, other])] == [2]
    assert [len(row) for row in rows_of_segments([run("1", 3000, 300, 600), large, other])] == [1, 2]


@pytest.mark.parametrize(
    ("left", "right", "gap", "joined"),
    [
        ("甲", "乙", 999, "甲乙"),
        ("甲", "乙", 1000, "甲 乙"),
        ("甲", " 乙", 499, "甲乙"),
        ("甲", " 乙", 500, "甲 乙"),
        ("a", " b", 199, "ab"),
        ("a", " b", 200, "a b"),
        ("1", " 2", 999, "12"),
        ("1", " 2", 1000, "1 2"),
        ("1.", " 2", 199, "1.2"),
        ("a", " 2", 200, "a 2"),
        ("甲", " 2", 499, "甲2"),
        ("2", " 甲", 500, "2 甲"),
    ],
)
def test_how_wide_a_gap_is_a_blank(left: str, right: str, gap: int, joined: str) -> None:
    one = run(left)
    spaced = run(right)
    shift = one.x1 + gap - spaced.x0
    other = [glyph._replace(x0=glyph.x0 + shift, x1=glyph.x1 + shift) for glyph in spaced.glyphs]
    assert joined_row([one, *segments_of(other)]) == joined


@pytest.mark.parametrize(
    ("letters", "gap", "joined"), [(6, 1499, "一" * 6), (6, 1500, "一 一 一 一 一 一"), (5, 1000, "一 一 一 一 一")]
)
def test_gaps_of_a_stretched_line_say_less(letters: int, gap: int, joined: str) -> None:
    assert joined_row([run("一", index * (1000 + gap)) for index in range(letters)]) == joined


def test_a_line_is_stretched_where_most_of_its_pieces_are_single_letters() -> None:
    single = [run("一", 2000 * index) for index in range(3)]
    assert joined_row([*single, *(run("二三", 6000 + 3000 * index) for index in range(3))]).count(" ") == 5
    many = [*single, run("一", 6000), *(run("二三", 8000 + 3000 * index) for index in range(3))]
    assert joined_row(many).count(" ") == 0
    latin = [run(letter, 1500 * index) for index, letter in enumerate("abcdef")]
    assert joined_row(latin) == "a b c d e f"


def test_a_text_inside_another_opens_no_gap() -> None:
    assert joined_row([run("长长长长长"), run("短", 1000), run("尾", 5900)]) == "长长长长长短尾"


@pytest.mark.parametrize(("gap", "joined"), [(125, "ab"), (126, "a b")])
def test_blanks_within_a_segment_part_latin_words(gap: int, joined: str) -> None:
    (segment,) = segments_of([box("a", 0, 500, 500, 1500), box("b", 500 + gap, 500, 1000 + gap, 1500, True)])
    assert cell_text([segment]) == joined
    (chinese,) = segments_of([box("甲", 0, 0, 1000, 1000), box("b", 1200, 0, 1700, 1000, True)])
    assert cell_text([chinese]) == "甲b"
    (figures,) = segments_of([box("1", 0, 0, 500, 1000), box("2", 700, 0, 1200, 1000, True)])
    assert cell_text([figures]) == "12"
    (plain,) = segments_of([box("a", 0, 0, 500, 1000, True), box("b", 700, 0, 1200, 1000)])
    assert cell_text([plain]) == "ab"


def test_wrapped_lines_join_with_a_blank_between_latin_words_only() -> None:
    assert joined_lines(["open", "budget"]) == "open budget"
    assert joined_lines(["预算", "公开", "", "a", "1", "b"]) == "预算公开a1b"
    assert joined_lines(["甲a", "乙"]) == "甲a乙"
    assert cell_text([run("公开", 0, 2000), run("预算", 0, 0), run("表", 2000, 100)]) == "预算表公开"
    assert cell_text(segments_of(glyphs("合计12.50"))) == "合计12.50"
