"""Columns out of the blanks between segments: what a segment costs in a column, which columns are found, joined, matched.

A row is given as texts with the column each begins at: `(0, "造林"), (10, "3.00")`.
"""

from __future__ import annotations

from collections import Counter

import pytest

from gongkai_formats.text.lines import TextLine
from gongkai_formats.text.tables.columns import (
    MOST_COLUMNS,
    TextColumn,
    alignment,
    cut_at_columns,
    find_columns,
    kind_of,
    match_columns,
    merge_orphans,
    place_segments,
)
from gongkai_formats.text.tables.segments import SegmentedLine, TextSegment


def segment(left: int, text: str, right: int = 0) -> TextSegment:
    return TextSegment(left, left + len(text), left, right or left + len(text), text)


def row(*pieces: tuple[int, str], index: int = 0) -> SegmentedLine:
    line = ""
    for left, text in pieces:
        line = line.ljust(left) + text
    return SegmentedLine(index, TextLine(index + 1, 0, line, None), tuple(segment(left, text) for left, text in pieces))


def rows(*printed: tuple[tuple[int, str], ...]) -> list[SegmentedLine]:
    return [row(*pieces, index=index) for index, pieces in enumerate(printed)]


def column(*segments: TextSegment) -> TextColumn:
    made = TextColumn(segments[0].left, segments[0].right)
    for one in segments:
        made.add(one, kind_of(one))
    return made


def extents(columns: list[TextColumn]) -> list[tuple[int, int]]:
    return [(one.left, one.right) for one in columns]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("造林", "text"), ("213", "code"), ("3.00", "figure"), ("12", "number"), ("——", ""), ("/", ""), ("—", "")],
)
def test_kinds(text: str, kind: str) -> None:
    assert kind_of(segment(0, text)) == kind


def test_a_column_covers_its_segments_and_keeps_their_edges_in_order() -> None:
    made = column(segment(10, "8.00"), segment(8, "100.00"), segment(10, "9.00"), segment(12, "甲乙"))
    assert (made.left, made.right, made.centre) == (8, 14, 11.0)
    assert (made.lefts, made.rights, made.centres) == ([8, 10, 12], [14], [11.0, 12.0, 13.0])
    assert made.kind == "figure"
    both = made.joined(column(segment(2, "丙"), segment(2, "丁"), segment(2, "戊"), segment(2, "己")))
    assert (both.left, both.right, both.lefts, both.rights) == (2, 14, [2, 8, 10, 12], [3, 14])
    assert (both.kind, both.kinds.total()) == ("text", 8)


@pytest.mark.parametrize(
    ("left", "text", "misfit"),
    [
        (10, "8.00", 0),
        (9, "8.00", 1),
        (11, "8.0", 0),
        (12, "8.00", 2),
        (12, "甲乙丙丁", 2 + 12),
        (13, "12345678901234567", 3 + 1),
        (3, "12345678901234567890123.00", 4),
        (60, "8.00", 40),
        (16, "8.00", 6),
        (10, "—", 0),
    ],
)
def test_a_segment_costs_the_steps_to_the_nearest_edge_and_its_kind(left: int, text: str, misfit: float) -> None:
    one = segment(left, text)
    figures = column(segment(10, "8.00"))
    assert figures.misfit(one, kind_of(one)) == misfit
    assert figures.holds(one, kind_of(one)) == (misfit == 0)


@pytest.mark.parametrize(
    ("of", "text", "extra"),
    [
        ("造林", "3.00", 8),
        ("造林", "213", 3),
        ("造林", "12", 3),
        ("3.00", "造林", 12),
        ("3.00", "213", 2),
        ("3.00", "12", 1),
        ("213", "3.00", 5),
        ("213", "造林", 3),
        ("213", "12", 0),
        ("12", "造林", 3),
        ("12", "3.00", 2),
        ("12", "213", 0),
    ],
)
def test_other_kinds_cost_more(of: str, text: str, extra: int) -> None:
    one = segment(0, text)
    assert column(segment(0, of)).misfit(one, kind_of(one)) == extra


def test_the_nearest_of_many_edges_counts() -> None:
    many = TextColumn(0, 40, [0, 10, 20], [7, 17, 27], [3.5, 13.5, 23.5], Counter({"text": 1}), "text")
    assert many.misfit(segment(11, "甲" * 40), "text") == 1
    assert many.misfit(segment(9, "甲" * 40), "text") == 1
    assert many.misfit(segment(22, "甲" * 40), "text") == 2
    assert many.holds(segment(20, "甲" * 40), "text") and not many.holds(segment(21, "甲" * 40), "text")
    assert not TextColumn(0, 4).holds(segment(0, "甲"), "text")


@pytest.mark.parametrize(("left", "touches"), [(4, True), (5, False), (1, True), (0, True)])
def test_columns_touch_what_they_share_a_place_with(left: int, touches: bool) -> None:
    assert TextColumn(2, 5).touches(segment(left, "甲乙丙")) == touches
    assert not TextColumn(2, 5).touches(segment(0, "甲乙"))


def test_edges_that_coincide_are_counted() -> None:
    assert alignment(rows(((0, "甲"), (5, "乙")), ((0, "丙丁"), (5, "乙")), ((0, "丙"),))) == 2 + 1 + 1 + 1
    assert alignment([]) == 0


def test_every_row_finds_its_columns() -> None:
    found = find_columns(
        rows(
            ((0, "造林"), (20, "8.00"), (30, "3.00")),
            ((0, "护林"), (18, "100.00")),
            ((0, "其他"), (40, "9.00")),
            ((0, "合计"), (20, "8.00"), (30, "3.00"), (39, "10.00")),
        )
    )
    assert extents(found) == [(0, 2), (18, 24), (30, 34), (39, 44)]
    assert [one.kind for one in found] == ["text", "figure", "figure", "figure"]


@pytest.mark.parametrize(("apart", "count"), [(6, 2), (7, 2), (8, 3)])
def test_a_figure_far_from_all_columns_is_one_of_its_own(apart: int, count: int) -> None:
    printed = [((0, "造林"), (20, "8.00")), ((0, "护林"), (20 + apart, "8.00"))]
    assert len(find_columns(rows(*printed))) == count


def test_a_row_of_more_segments_than_any_table_ends_the_search() -> None:
    wide = tuple((3 * number, "甲") for number in range(MOST_COLUMNS + 1))
    assert len(find_columns(rows(wide, ((1, "乙"),)))) == MOST_COLUMNS + 1


def labelled(*lefts: int, tail: tuple[tuple[int, str], ...] = ()) -> list[SegmentedLine]:
    body = [((0, "造林项目"), (20, "8.00")) for _ in range(6)]
    return rows(*body, *[((left, "小计"),) for left in lefts], *([tail] if tail else []))


def test_labels_in_the_middle_of_their_cell_are_no_column() -> None:
    assert extents(find_columns(labelled(12, 12))) == [(0, 14), (20, 24)]
    assert extents(find_columns(labelled(12, 12, 12, 12))) == [(0, 14), (20, 24)]
    assert extents(find_columns(labelled(12, 12, 12, 12, 12))) == [(0, 4), (12, 14), (20, 24)]
    together = ((0, "其他项目"), (12, "小计"), (20, "8.00"))
    assert extents(find_columns(labelled(12, tail=together))) == [(0, 4), (12, 14), (20, 24)]


def test_segments_share_a_column_only_where_there_are_too_few() -> None:
    found = find_columns(labelled())
    placed = place_segments(row((0, "护林"), (22, "9.00")), found)
    assert [(one.text, number) for one, number in placed] == [("护林", 0), ("9.00", 1)]
    crowded = place_segments(row((0, "护林"), (10, "站"), (22, "9.00")), found)
    assert [number for _, number in crowded] == [0, 0, 1]
    assert [number for _, number in place_segments(row((21, "9.00")), found)] == [1]


def test_a_label_over_figures_is_in_the_cell_before() -> None:
    found = find_columns(rows(*[((0, "造林项目"), (20, "8.00"))] * 3))
    assert [number for _, number in place_segments(row((18, "小计合计")), found)] == [0]


def cut(text: str, left: int, *columns: TextColumn) -> list[str]:
    return [one.text for one in cut_at_columns(row((left, text)), columns).segments]


@pytest.mark.parametrize(
    ("second", "pieces"),
    [(1, 1), (2, 2), (3, 2), (4, 2), (5, 2), (6, 1)],
)
def test_words_are_cut_where_both_begin_as_columns_do(second: int, pieces: int) -> None:
    names = column(segment(0, "造林")), column(segment(second, "护林"))
    assert len(cut("造林 护林", 0, *names)) == pieces


def test_only_two_words_of_columns_of_words_are_cut() -> None:
    names = column(segment(0, "造林")), column(segment(3, "护林"))
    assert cut("造林 护林", 0, *names) == ["造林", "护林"]
    assert cut("造林 护林 湿地", 0, *names) == ["造林 护林 湿地"]
    assert cut("造林 护林", 1, *names) == ["造林 护林"]
    assert cut("造林 护林", 0, names[0], column(segment(3, "3.00"))) == ["造林 护林"]
    (first, second) = cut_at_columns(row((0, "造林 护林")), names).segments
    assert (first.start, first.end, first.left, first.right) == (0, 2, 0, 2)
    assert (second.start, second.end, second.left, second.right) == (3, 5, 3, 5)
    wide = SegmentedLine(0, TextLine(1, 0, "造林 护林", None), (TextSegment(0, 5, 0, 9, "造林 护林"),))
    assert cut_at_columns(wide, names) == wide


def test_the_columns_of_a_next_page_are_matched_by_kind_and_distance() -> None:
    model = [column(segment(0, "造林")), *[column(segment(left, "8.00")) for left in (20, 30, 40)]]
    page = [column(segment(0, "护林")), column(segment(16, "8.00")), column(segment(36, "8.00"))]
    matched = match_columns(page, model)
    assert [bool(one.kinds) for one in matched] == [True, True, False, True]
    assert extents(matched) == [(0, 2), (16, 20), (20, 20), (36, 40)]
    assert match_columns(model, page) is model
    assert match_columns(model, model) is model
    assert match_columns([], model) == []


def test_words_and_figures_change_no_places_on_the_next_page() -> None:
    model = [column(segment(0, "213")), column(segment(8, "造林")), column(segment(20, "8.00"))]
    page = [column(segment(0, "21302")), column(segment(20, "9.00"))]
    assert [bool(one.kinds) for one in match_columns(page, model)] == [True, False, True]
    named = [column(segment(8, "护林")), column(segment(20, "9.00"))]
    assert [bool(one.kinds) for one in match_columns(named, model)] == [False, True, True]


BODY = [((0, "213"), (8, "造林"), (20, "8.00"))] * 4


def merged(*extra: tuple[tuple[int, str], ...], heads: tuple[tuple[int, str], ...] = (), count: int = 4) -> int:
    body = rows(*BODY[:count], *extra)
    return len(merge_orphans(find_columns(body), body, [row(*heads)] if heads else []))


def test_a_chance_word_joins_the_column_beside_it() -> None:
    assert merged() == 3
    apart = (0, "213"), (6, "总和"), (20, "8.00")
    plain = [((0, "造林"), (20, "8.00"))] * 4
    lone = rows(*plain, ((9, "总和"),))
    columns = [column(segment(0, "造林")), column(segment(9, "总和")), column(segment(20, "8.00"))]
    assert extents(merge_orphans(columns, lone, [])) == [(0, 11), (20, 24)]
    assert len(merge_orphans(columns, lone, [row((9, "名称"))])) == 2
    assert len(merge_orphans(columns, lone, [row((0, "名称"), (9, "备注"), (20, "金额"))])) == 3
    assert len(merge_orphans(columns, [*lone, row((9, "总和")), row((9, "总和"))], [])) == 3
    assert len(merge_orphans(columns, lone[2:], [])) == 3
    assert len(merge_orphans(columns, lone[1:], [])) == 2
    beside = rows(*plain, ((0, "造林"), (9, "总和")), ((9, "总和"), (20, "8.00")))
    assert len(merge_orphans(columns, beside, [])) == 3
    assert merged(apart) >= 3


def test_columns_of_figures_and_the_last_two_stay() -> None:
    figures = [column(segment(0, "造林")), column(segment(20, "8.00")), column(segment(30, "9.00"))]
    body = rows(*[((0, "造林"), (20, "8.00"))] * 4, ((30, "9.00"),))
    assert len(merge_orphans(figures, body, [])) == 3
    two = [column(segment(0, "造林")), column(segment(9, "总和"))]
    assert len(merge_orphans(two, rows(*[((0, "造林"),)] * 4, ((9, "总和"),)), [])) == 2


def test_codes_that_never_share_a_row_are_one_column() -> None:
    codes = [column(segment(0, "213")), column(segment(4, "21302")), column(segment(20, "8.00"))]
    body = rows(*[((0, "213"), (20, "8.00"))] * 4, *[((4, "21302"), (20, "8.00"))] * 4)
    assert extents(merge_orphans(codes, body, [])) == [(0, 9), (20, 24)]
    assert extents(merge_orphans(codes, body, [row((0, "类款"), (4, "项"))])) == [(0, 9), (20, 24)]
