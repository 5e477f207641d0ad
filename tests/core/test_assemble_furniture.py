"""Page numbers, running heads and watermarks: what is set aside, and what only looks like it.

In the sources a blank line is one, `%` a page's end, a line with `|` a grid; `pages` prints a line once on each page.
"""

from __future__ import annotations

import pytest

from assembling import bare, grid
from gongkai.assemble.furniture import find_furniture
from gongkai.model import BareGrid, BareItem, BareLine, Gap

PAGE = "\n".join(["甲乙丙丁。"] * 11)
NEARLY = "\n".join(["甲乙丙丁。"] * 10)


def items(text: str) -> list[BareItem]:
    found: list[BareItem] = []
    for number, printed in enumerate(text.split("\n"), 1):
        if printed in ("", "%"):
            found.append(Gap("page" if printed else "blank"))
        else:
            found.append(BareGrid(grid(printed)) if "|" in printed else bare(printed, number))
    return found


def kinds(text: str) -> list[tuple[int, str]]:
    return sorted(find_furniture(items(text)).items())


@pytest.mark.parametrize(
    "printed", ["— 3 —", "第3页", "第 3 页 共 9 页", "第三页", "3/9", "Page 3 of 9", "—" + " " * 20 + "3—"]
)
def test_marked_page_numbers_are_known_anywhere(printed: str) -> None:
    assert kinds(f"甲\n{printed}\n乙") == [(1, "page_number")]


@pytest.mark.parametrize("printed", ["第三部分", "3-1", "—" + " " * 22 + "3—", "7", "12345"])
def test_other_lines_are_no_page_numbers(printed: str) -> None:
    assert kinds(f"甲\n{printed}\n乙") == []


def test_markdown_takes_the_dash_of_a_page_number_for_a_list() -> None:
    assert find_furniture([bare("甲"), bare("3 -", markup="list_item"), bare("乙")]) == {1: "page_number"}
    assert find_furniture([bare("甲"), bare("3 -"), bare("乙")]) == {}


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("7\n%\n甲", 0),
        ("甲\n7\n%\n乙", 1),
        ("甲\n%\n\n7\n乙", 3),
        ("甲\n7\n\n%\n乙", 1),
        ("a|b\n7\nc|d", 1),
        ("a|b\n\n7\n仅供内部审核\nc|d", 2),
        ("甲\n12345\n%\n乙", None),
        ("甲\n7\n乙", None),
        ("a|b\n7\n甲", None),
        ("甲\n7\na|b", None),
        ("a|b\n7\n甲\nc|d", None),
        ("7\na|b", None),
        ("a|b\n7", None),
    ],
)
def test_a_bare_number_is_a_page_number_at_a_page_edge_or_within_a_grid(text: str, position: int | None) -> None:
    assert kinds(text) == ([] if position is None else [(position, "page_number")])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"7\n{PAGE}\n8\n{PAGE}\n9", 3),
        (f"甲\n7\n{PAGE}\n8\n{PAGE}\n9\n甲", 3),
        (f"甲\n7\n{NEARLY}\n8\n{NEARLY}\n9\n甲", 0),
        (f"甲\n7\n{PAGE}\n8\n{PAGE}\n10\n甲", 0),
        (f"甲\n7\n{PAGE}\n8\n甲", 0),
        (f"甲\n9\n{PAGE}\n8\n{PAGE}\n7\n甲", 0),
    ],
)
def test_bare_numbers_that_count_up_at_a_page_apart_are_page_numbers(text: str, count: int) -> None:
    assert len(kinds(text)) == count


def on(page: int | None, text: str, **said: object) -> BareLine:
    return BareLine(text, page=page, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pages", "found"),
    [((1, 1, 2), True), ((1, 1, 1), False), ((1, 2, 2), True), ((None, None, None), False), ((None, 1, None), False)],
)
def test_pages_the_reader_knows_have_edges_too(pages: tuple[int | None, ...], found: bool) -> None:
    before, own, after = pages
    assert bool(find_furniture([on(before, "甲"), on(own, "7"), on(after, "乙")])) == found


def test_the_first_and_last_line_of_a_paged_document_are_at_an_edge() -> None:
    assert find_furniture([on(1, "7"), on(1, "甲")]) == {0: "page_number"}
    assert find_furniture([on(1, "甲"), Gap("blank"), on(1, "7"), Gap("blank")]) == {2: "page_number"}
    assert find_furniture([on(None, "7"), on(None, "甲")]) == {}


@pytest.mark.parametrize(
    ("heads", "found"),
    [
        (("甲乙丙丁 1 / 9", "甲乙丙丁 2 / 9", "甲乙丙丁 3 / 9"), True),
        (("甲乙丙丁 第1页", "甲乙丙丁 第 2 页", "甲乙丙丁 第4页，共 9 页"), True),
        (("甲乙丙丁 1 / 9", "甲乙丙丁 2 / 9"), False),
        (("甲乙丙丁 1 / 9", "甲乙丙丁 2 / 9", "甲乙丙丁 2 / 9"), False),
        (("甲乙丙丁 1 / 9", "甲乙丙丁 3 / 9", "甲乙丙丁 2 / 9"), False),
        (("甲乙丙 1 / 9", "甲乙丙 2 / 9", "甲乙丙 3 / 9"), False),
        (("甲乙丙丁 1 / 9", "甲乙丙丁 2 / 9", "甲乙丙戊 3 / 9"), False),
        (("一、甲乙丙 1 / 9", "一、甲乙丙 2 / 9", "一、甲乙丙 3 / 9"), False),
        (tuple("甲" * 154 + f" {n} / 9" for n in (1, 2, 3)), True),
        (tuple("甲" * 155 + f" {n} / 9" for n in (1, 2, 3)), False),
    ],
)
def test_a_running_head_counts_the_pages_beside_it(heads: tuple[str, ...], found: bool) -> None:
    assert kinds("\n子丑。\n".join(heads)) == ([(2 * n, "running_head") for n in range(len(heads))] if found else [])


def pages(printed: str, count: int = 3, before: str = "子丑寅卯。") -> str:
    return "\n%\n".join([before, *[f"{printed}\n辰巳午未。\n申酉戌亥。"] * count])


@pytest.mark.parametrize("printed", ["云桥林业", "云桥市林业局2024年度部门决算", "甲" * 30])
def test_what_heads_every_page_is_a_running_head(printed: str) -> None:
    assert [kind for _, kind in kinds(pages(printed))] == ["running_head"] * 3


@pytest.mark.parametrize(
    "printed",
    [
        "云桥局",
        "甲" * 31,
        "没有数据情况",
        "注：同上",
        "决算目录",
        "收入分布图",
        "一、收入情况",
        "收入支出总表",
        "单位：万元",
        "100号文件",
    ],
)
def test_what_says_something_is_none_however_often_it_comes(printed: str) -> None:
    assert kinds(pages(printed)) == []


def test_a_running_head_comes_three_times_and_stands_at_an_edge() -> None:
    assert kinds(pages("云桥林业", 2)) == []
    assert kinds("\n".join(["子丑。", "云桥林业", "辰巳。"] * 3)) == []
    whole = [on(n, text, complete=True) for n in (2, 3, 4) for text in ("云桥林业", "子丑。")]
    assert find_furniture([on(1, "甲"), *whole]) == {}
    for markup in ("heading", "list_item", "figure", "note"):
        marked = [on(n, text, markup=markup) for n in (2, 3, 4) for text in ("云桥林业", "子丑。")]
        assert find_furniture([on(1, "甲"), *marked]) == {}


@pytest.mark.parametrize(("among", "found"), [(3, 3), (4, 0)])
def test_a_line_that_mostly_stands_among_others_is_none(among: int, found: int) -> None:
    assert len(kinds(pages("云桥林业") + "\n云桥林业\n子丑。" * among)) == found


def test_the_cover_keeps_what_heads_the_other_pages() -> None:
    head = "云桥市林业局2024年度部门决算"
    assert kinds("\n%\n".join([f"{head}\n子丑。"] * 4)) == [(n, "running_head") for n in (3, 6, 9)]


def test_a_watermark_is_known_by_its_words_or_stands_alone_in_the_middle() -> None:
    assert kinds("甲\n仅供内部审核\n乙\n仅供内部审核\n丙") == [(1, "watermark"), (3, "watermark")]
    assert kinds("甲\n仅供内部审核\n乙") == []
    alone = "\n\n".join(["子丑。", "云桥林业"] * 3 + ["寅卯。"])
    assert kinds(alone) == [(2, "watermark"), (6, "watermark"), (10, "watermark")]
    assert kinds(alone.replace("云桥林业", "2024年预算")) == []
    named = "\n\n".join(["子丑。"] * 8 + ["云桥预算"] * 3 + ["寅卯。"])
    assert [kind for _, kind in kinds("甲\n%\n" + named)] == ["running_head"] * 3


def test_a_line_right_above_a_grid_is_its_title() -> None:
    text = "\n\n".join(["子丑。\n\n云桥林业\na|b"] * 3)
    assert kinds(text) == []
    assert [kind for _, kind in kinds("\n%\n".join(["甲", *["云桥林业\na|b"] * 3]))] == ["running_head"] * 3


def test_what_the_reader_says_stands() -> None:
    assert find_furniture([bare("甲", furniture="separator"), bare("7")]) == {0: "separator"}
