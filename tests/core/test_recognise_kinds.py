"""Which standard table a table is: titles, heads, items, places and years, each from both sides."""

from __future__ import annotations

import msgspec
import pytest

from gongkai.model import Table
from gongkai.plugins.specs import TableKind
from gongkai.recognise.tables.kinds import head_core, recognise_kind, table_words, title_core
from gongkai.recognise.tables.readings import read_grid
from gongkai.testing import make_table

FERRY = TableKind(
    "final.ferry", "渡口", ("渡口收入支出决算表",), "甲", headers=("航次", "船票"), items=("客运", "货运")
)
BARE = "项目|金额\n一、某项|1.00"


def table(title: str = "", text: str = BARE, year: int | None = None, department: str = "") -> Table:
    made = make_table([line.split("|") for line in text.split("\n")], title)
    return msgspec.structs.replace(made, reading=read_grid(made.grid), year=year, department=department)


def kind_of(
    one: Table, *kinds: TableKind, region: str = "", year: int | None = None, document: str = "", department: str = ""
) -> str:
    found = recognise_kind(one, kinds, region, year, department, document)  # type: ignore[arg-type]
    return f"{found.id} {found.family}".strip() if found else ""


def titled(id: str, *titles: str, **details: object) -> TableKind:
    return msgspec.structs.replace(TableKind(id, id, titles), **details)


@pytest.mark.parametrize(
    ("title", "core"),
    [
        ("公开01表 2031年度渡口收入表", "渡口收入表"),
        ("附表3-1：渡口收入表", "渡口收入表"),
        ("附件2 渡口收入表", "渡口收入表"),
        ("表十二、渡口收入表", "渡口收入表"),
        ("3.渡口收入表", "渡口收入表"),
        ("#“渡口”收入表：", "渡口收入表"),
        ("二、××年部门渡口收入表", "渡口收入表"),
        ("本部门渡口收入表", "渡口收入表"),
        ("部门", "部门"),
        ("单位构成情况表", "单位构成情况表"),
        ("预算公开表2渡口收入表", "渡口收入表"),
    ],
)
def test_the_core_of_a_title(title: str, core: str) -> None:
    assert title_core(title) == core


def test_the_department_is_no_part_of_a_title() -> None:
    assert title_core("湖泊局渡口收入表", "湖 泊局") == "渡口收入表"
    assert kind_of(table("湖泊局渡口收入支出决算表"), titled("a", "渡口收入支出决算表"), department="湖泊局") == "a"
    assert kind_of(table("湖泊局渡口收入支出决算表", department="湖泊局"), titled("a", "渡口收入支出决算表")) == "a"


@pytest.mark.parametrize(
    ("head", "core"), [("金额（万元）", "金额"), ("2031年\n“收入”", "收入"), ("占比(%)", "占比"), ("(单位:元)", "")]
)
def test_the_core_of_a_head(head: str, core: str) -> None:
    assert head_core(head) == core


def test_the_words_of_a_table() -> None:
    heads, items = table_words(table(text="项目|金额（元）|\n一、客运|1.00|\n|2.00|"))
    assert (heads, items) == ({"项目", "金额"}, {"客运"})
    assert table_words(make_table([["项目"]])) == (frozenset(), frozenset())


RANKED = [
    ("渡口收入表", ("渡口收入表",), ("渡口收入表（甲）",)),  # equal before equal but for brackets
    ("渡口收入表（草案）", ("渡口收入表（草案）",), ("渡口收入表",)),
    ("渡口收入表（甲）", ("渡口收入表",), ("渡口收入表（乙）",)),
    ("湖泊局渡口支出决算收入表", ("渡口支出决算收入表",), ("收入表",)),  # the longer of two behind a name
    ("渡口收入支出决算汇总表", ("渡口收入支出决算汇总表",), ("渡口收入支出决算汇编表",)),  # equal before likely
]


@pytest.mark.parametrize(("title", "better", "worse"), RANKED)
def test_titles_that_fit_better_win(title: str, better: tuple[str, ...], worse: tuple[str, ...]) -> None:
    for names in (("a", "b"), ("b", "a")):
        kinds = [titled(name, *titles) for name, titles in zip(names, (better, worse), strict=True)]
        assert kind_of(table(title), *kinds) == names[0]
        assert kind_of(table(title), *reversed(kinds)) == names[0]


def test_of_several_aliases_the_best_counts() -> None:
    many = titled("a", "收入表", "渡口收入表")
    assert kind_of(table("湖泊局渡口收入表"), many, titled("b", "口收入表")) == "a"


@pytest.mark.parametrize(
    ("title", "fits"),
    [
        ("渡口收入支出决算表", True),
        ("湖泊局渡口收入支出决算表", True),
        ("湖泊局本级渡口收入支出决算表", True),
        ("沿岸渡口收入支出决算表", True),  # two characters more
        ("沿岸的渡口收入支出决算表", False),  # three
        ("渡口收入支出决算总表", False),  # 总表 tells tables apart
        ("渡囗收入支出决算表", True),  # one character misread
        ("渡口收入支岀决算表", True),  # of the words that tell tables apart, one misread
        ("渡口收人支岀决算表", False),  # two of them
        ("渡口收入支出预算表", False),
        ("渡口收入支出决算", True),
        ("江畔收入支出决箅表", False),
        ("渡口收入支出决算明细表", True),
        ("渡口收入支出决算各明细表", False),
    ],
)
def test_likely_titles(title: str, fits: bool) -> None:
    text = "航次|船票\n客运|1.00"
    assert kind_of(table(title, text), FERRY) == ("final.ferry 甲" if fits else "")


def test_short_titles_are_never_likely() -> None:
    assert kind_of(table("渡囗客运表"), titled("a", "渡口客运表")) == ""
    assert kind_of(table("渡囗客运班次表格"), titled("a", "渡口客运班次表格")) == ""
    seven, eight = "渡口客运班次表", "渡口客运班次年表"
    supported = {"headers": ("项目",)}
    assert kind_of(table(seven.replace("口", "囗")), titled("a", seven, **supported)) == ""
    assert kind_of(table(eight.replace("口", "囗")), titled("a", eight, **supported)) == "a"


@pytest.mark.parametrize(
    ("heads", "items", "fits"),
    [(1, 0, True), (0, 0, False), (0, 1, True)],
)
def test_a_likely_title_needs_half_the_heads_or_an_item(heads: int, items: int, fits: bool) -> None:
    words = ("航次", "船票")[:heads] + ("甲栏", "乙栏")[: 2 - heads]
    rows = "客运" if items else "另项"
    assert (kind_of(table("渡囗收入支出决算表", f"{'|'.join(words)}\n{rows}|1.00"), FERRY) != "") is fits


def test_a_third_of_the_heads_is_too_little_for_a_likely_title() -> None:
    three = msgspec.structs.replace(FERRY, headers=("航次", "船票", "船员"))
    assert kind_of(table("渡囗收入支出决算表", "航次|甲栏\n另项|1.00"), three) == ""
    assert kind_of(table("渡口收入支出决算表", "航次|甲栏\n另项|1.00"), three) != ""


def test_heads_that_all_miss_refuse_an_equal_title() -> None:
    title = FERRY.titles[0]
    assert kind_of(table(title, "甲栏|乙栏\n另项|1.00"), FERRY) == ""
    assert kind_of(table(title, "甲栏|乙栏\n客运|1.00"), FERRY) != ""
    assert kind_of(table(title, "1.00|2.00"), FERRY) != ""  # no heads, no evidence against it
    assert kind_of(table(title, "甲栏|乙栏\n另项|1.00"), titled("a", title)) == "a"


def test_a_title_nobody_knows_is_not_outvoted_by_heads() -> None:
    assert kind_of(table("别的什么表", "航次|船票|项目\n客运|1.00|2.00"), FERRY) == ""


THREE = titled("a", "某表", headers=("航次", "船票", "船员"))
ITEMS = titled("b", "某表", headers=("航次",), items=("客运", "货运", "邮运", "摆渡"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("项目|航次|船票|船员\n某|1|2|3", "a"),
        ("项目|航次|船票\n某|1|2", ""),
        ("项目|航次|船票|船员|油料\n某|1|2|3|4", ""),
        ("项目|航次\n客运|1\n货运|1\n邮运|1\n摆渡|1", "b"),
        ("项目|航次\n客运|1\n货运|1\n邮运|1", ""),
        ("项目|船次\n客运|1\n货运|1\n邮运|1\n摆渡|1", ""),
    ],
)
def test_without_a_title_heads_or_items_must_be_whole(text: str, found: str) -> None:
    assert kind_of(table("", text), THREE, ITEMS) == found


def test_without_a_title_two_heads_or_items_are_too_few() -> None:
    two = titled("a", "某表", headers=("航次", "船票"))
    items = titled("b", "某表", items=("客运", "货运"))
    assert kind_of(table("", "项目|航次|船票\n客运|1|2\n货运|1|2"), two, items) == ""
    assert (
        kind_of(table("", "项目|次\n客运|1\n货运|1\n邮运|2"), titled("c", "某表", items=("客运", "货运", "邮运")))
        == "c"
    )


def test_without_a_title_equal_evidence_names_nothing() -> None:
    text = "项目|航次|船票|船员\n某|1|2|3"
    other = msgspec.structs.replace(THREE, id="z")
    assert kind_of(table("", text), THREE, other) == ""
    assert kind_of(table("", text), THREE, msgspec.structs.replace(THREE, family="乙")) == "a 乙"


def test_region_and_year_bound_a_kind() -> None:
    title = "渡口收入支出决算表"
    local = titled("a", title, region=("湖海省",), years=(2030, 2032))
    for region, year, expected in (
        ("湖海省临澜市", 2030, "a"),
        ("湖海省", 2032, "a"),
        ("远山省", 2031, ""),
        ("湖海省", 2029, ""),
        ("湖海省", 2033, ""),
        ("", None, "a"),
    ):
        assert kind_of(table(title), local, region=region, year=year) == expected
    assert kind_of(table(title, year=2031), local, year=2040) == "a"


def test_the_nearer_region_wins_where_the_region_is_known() -> None:
    title = "渡口收入支出决算表"
    wide, local = titled("a", title), titled("b", title, region=("湖海省",))
    assert kind_of(table(title), wide, local, region="湖海省") == "b"
    assert kind_of(table(title), local, wide) == "a"


def test_the_document_s_kind_decides_between_equal_titles() -> None:
    title = "渡口收入支出表"
    budget, final = titled("budget.ferry", title), titled("final.ferry", title)
    assert kind_of(table(title), budget, final, document="budget") == "budget.ferry"
    assert kind_of(table(title), budget, final, document="final") == "final.ferry"
    richer = msgspec.structs.replace(budget, headers=("项目",))
    assert kind_of(table(title), final, richer) == "budget.ferry"
    assert kind_of(table(title), final, richer, document="final") == "final.ferry"


def test_evidence_decides_among_equal_titles_and_the_region_behind_it() -> None:
    title = "渡口收入支出表"
    half = titled("a", title, headers=("项目", "船票"))
    whole = titled("b", title, headers=("项目", "金额"))
    both = titled("c", title, headers=("项目", "金额"), items=("某项",))
    assert kind_of(table(title), half, whole, both) == "c"
    assert kind_of(table(title), half, whole) == "b"
    near = msgspec.structs.replace(half, region=("湖海省",))
    assert kind_of(table(title), near, whole, region="湖海省") == "b"
