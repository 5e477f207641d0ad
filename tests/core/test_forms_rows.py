"""Rows of indicators: columns found by content, levels carried down, torn rows, closing rows, level names, labels."""

from __future__ import annotations

import msgspec
import pytest

from gongkai.model import Cell, Disclosure, Grid, IndicatorForm, PrintedLine, SourceInfo, TablePart
from gongkai.plugins.registry import Registry
from gongkai.plugins.specs.forms import FormColumn, FormField, FormPeople, FormTable, FormTotal, FormVariant
from gongkai.recognise.forms.alignment import ColumnSlot, align
from gongkai.recognise.forms.explaining import read_forms
from gongkai.recognise.forms.levels import level_name
from gongkai.recognise.forms.page_breaks import whole_rows
from gongkai.recognise.forms.reader import FormReading, read_form
from gongkai.recognise.forms.repeats import repeats_merged
from gongkai.recognise.forms.tokens import Token
from gongkai.testing import make_grid

LEVELS = tuple(FormColumn(f"level{n}", (f"{name}级指标",)) for n, name in zip((1, 2, 3), "一二三", strict=True))  # type: ignore[arg-type]
SCORED = FormTable("绩效", (*LEVELS, FormColumn("target", ("目标",)), FormColumn("score", ("得分",))))
HEAD = "一级指标|二级指标|三级指标|目标|得分"


def reading(*rows: str, captions: tuple[str, ...] = (), parts: tuple[int, ...] = (), **details: object) -> FormReading:
    variant = FormVariant(id="form.test", label="", titles=("渡口表",), anchors=("项目名称",), **details)  # type: ignore[arg-type]
    texts = [row.split("|") for row in rows]
    cells = tuple(Cell(r, c, text) for r, row in enumerate(texts) for c, text in enumerate(row))
    grid = Grid(len(texts), max(map(len, texts)), cells)
    lines = tuple(PrintedLine(line) for line in captions)
    return read_form(IndicatorForm("f1", grid, lines, parts=tuple(TablePart(p, 1) for p in (0, *parts))), variant)


def names(result: FormReading) -> list[tuple[str | None, ...]]:
    return [(one.level1, one.level2, one.level3, one.target, one.score) for one in result.indicators]


SLOTS = ("level1", "stray", "level2", "level3", "operator", "target", "unit", "actual", "weight", "score", "note")
COLUMNS = (0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("产出指标|数量指标|航次|≥|90|次|92|10|9|无", "level1 level2 level3 operator target unit actual weight score note"),
        ("航次|≥90次|92次|10|9", "level3 target actual weight score"),
        ("||航次|≥90次|||92次|10|9", "level3 target actual weight score"),
        ("||航次||好||好|10|9", "level3 target actual weight score"),
        ("||航次|定性|好||好|10|9", "level3 operator target actual weight score"),
        ("||航次|=|90|%|91|10|9", "level3 operator target unit actual weight score"),
        ("数量指标|航次|≥90次|92次|10|9|", "level2 level3 target actual weight score"),
        ("产出指标|数量指标|航次|||||10|9|封冻停航", "level1 level2 level3 weight score note"),
        ("|||||||10|9", "weight score"),
        ("成本指标||费用||5||4|10|9", "level2 level3 target actual weight score"),
        ("|成本指标|费用||5||4|10|9", "level2 level3 target actual weight score"),
        ("满意度指标|满意度指标|渡客||5||4|10|9", "level1 level2 level3 target actual weight score"),
        ("|社会效益指标|经济效益指标|收费||5||4|10|9", "stray level2 level3 target actual weight score"),
        ("||指标1：航次||90||92|10|9", "level3 target actual weight score"),
        ("产出|数量|航次||90||92|10|9", "level1 level2 level3 target actual weight score"),
        ("||质量||90||92|10|9", "level3 target actual weight score"),
        ("服务对象满意度指标|服务对象满意度指标||5||4|10|9", "level2 level3 target actual weight score"),
    ],
)  # fmt: skip
def test_cells_go_where_they_fit(cells: str, expected: str) -> None:
    slots = [ColumnSlot(meaning, column) for meaning, column in zip(SLOTS, COLUMNS, strict=True)]
    row = [Token(Cell(0, column, text), text) for column, text in enumerate(cells.split("|")) if text]
    found = align(row, slots)
    assert " ".join("-" if slot is None else SLOTS[slot] for slot in found) == expected


def test_a_long_row_is_laid_as_far_as_forms_go() -> None:
    slots = [ColumnSlot("level3", 0), ColumnSlot("target", 1)]
    row = [Token(Cell(0, column, "甲"), "甲") for column in range(70)]
    found = align(row, slots)
    assert len(found) == 70 and found[60:] == [None] * 10


@pytest.mark.parametrize(
    ("text", "canonical", "exact", "short"),
    [
        ("产出指标", "产出指标", True, False),
        ("产出指标等", "产出指标", True, False),
        ("产出指标50分", "产出指标", True, False),
        ("产出指标（100分）", "产出指标", True, False),
        ("数量", "数量指标", True, True),
        ("效果指标", "效益指标", True, False),
        ("服务对象满", None, True, False),
        ("可持续影响", "可持续影响指标", True, True),
        ("生态环境成本指", "生态环境成本指标", False, False),
        ("生态环境成本", "生态环境成本指标", True, True),
        ("生态环境成木指标", "生态环境成本指标", False, False),
        ("数旦指标", "数量指标", False, False),
        ("量", None, True, False),
    ],
)
def test_names_of_levels(text: str, canonical: str | None, exact: bool, short: bool) -> None:
    found = level_name(text)
    assert (found.canonical if found else None) == canonical
    if found:
        assert (found.exact, found.short) == (exact, short)


def test_levels_know_what_they_stand_under() -> None:
    deep, flat = level_name("经济成本指标"), level_name("数量指标")
    assert deep and deep.ancestors == ("成本指标", "产出指标")
    assert flat and flat.ancestors == ("产出指标",)


def test_a_foreign_second_level_is_astray() -> None:
    rows = (
        "产出指标|经济成本指标|费用|5|9",
        "效益指标|数量指标|航次|5|9",
        "产出指标|数量指标|航次|5|9",
        "渡运|数量指标|渡客|5|9",
    )
    assert reading(HEAD, *rows, tables=(SCORED,)).astray == 1
    open_tree = msgspec.structs.replace(SCORED, tree="open")
    assert reading(HEAD, *rows, tables=(open_tree,)).astray == 0


def test_levels_are_carried_until_the_next() -> None:
    result = reading(
        HEAD,
        "产出指标|数量指标|航次|5|9",
        "||渡客|6|8",
        "效益指标|社会效益指标|便利|7|7",
        "||安全|8|6",
        tables=(SCORED,),
    )
    assert names(result) == [
        ("产出指标", "数量指标", "航次", "5", "9"),
        ("产出指标", "数量指标", "渡客", "6", "8"),
        ("效益指标", "社会效益指标", "便利", "7", "7"),
        ("效益指标", "社会效益指标", "安全", "8", "6"),
    ]


OPEN = FormTable(
    "评分",
    (*LEVELS, FormColumn("weight", ("权重",)), FormColumn("score", ("得分",))),
    result="scores",
    tree="open",
    sections=("投入", "产出"),
)


def test_scored_items_with_sections_and_sums() -> None:
    result = reading(
        "一级指标|二级指标|三级指标|权重|得分",
        "投入|||40|38",
        "渡运|班次|安排|40|38",
        "产出|||60|55",
        "航行|次数|完成|60|55",
        tables=(OPEN,),
    )
    found = [("/".join(value.row), value.column[0], value.value) for value in result.values]
    assert found == [
        ("投入", "权重", "40"),
        ("投入", "得分", "38"),
        ("投入/渡运/班次/安排", "权重", "40"),
        ("投入/渡运/班次/安排", "得分", "38"),
        ("产出", "权重", "60"),
        ("产出", "得分", "55"),
        ("产出/航行/次数/完成", "权重", "60"),
        ("产出/航行/次数/完成", "得分", "55"),
    ]
    assert result.indicators == [] and result.unread == []


def test_in_a_scored_table_a_row_of_words_goes_on_above() -> None:
    head = "一级指标|二级指标|三级指标|权重|得分"
    torn = reading(head, "渡运|班次|安排合理，|40|38", "||无空班||", tables=(OPEN,))
    assert [value.row[-1] for value in torn.values] == ["安排合理，无空班"] * 2
    assert torn.joined == [2]
    plain = FormTable("绩效", LEVELS)
    apart = reading("一级指标|二级指标|三级指标", "产出指标|数量指标|航次", "||渡客", tables=(plain,))
    assert [one.level3 for one in apart.indicators] == ["航次", "渡客"]
    broken = reading("一级指标|二级指标|三级指标", "产出指标|数量指标|航次", "||渡客", tables=(plain,), parts=(2,))
    assert [one.level3 for one in broken.indicators] == ["航次渡客"]


def torn_rows(above: str, below: str, starts: tuple[int, ...] = (1,)) -> list[list[str]]:
    rows = [
        [Token(Cell(r, c, text), text) for c, text in enumerate(row.split("|")) if text]
        for r, row in enumerate((above, below))
    ]
    whole, _ = whole_rows(rows, starts, lambda text: text in ("效益指标", "数量", "数量指标", "航次"))
    return [[token.text for token in row] for row in whole]


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        ("效益|甲", "指标|乙", True),
        ("效益|甲", "指标|", True),
        ("效益|甲|丙", "指标|乙", True),
        ("效益|甲", "指标|乙|丙", False),
        ("效益|甲", "指标|5", False),
        ("数量|甲", "指标|乙", False),
        ("航|甲", "次|乙", False),
        ("甲|乙", "丙|丁", False),
        ("效益|甲", "|", False),
    ],
)
def test_rows_torn_by_a_page_break(above: str, below: str, joined: bool) -> None:
    assert (torn_rows(above, below)[1] == [] and bool(below.strip("|"))) is joined
    assert torn_rows(above, below, ()) == torn_rows(above, below, (0, 2)) == torn_rows(above, below, (0,))


def test_converters_that_print_merged_cells_again() -> None:
    run = ["渡口名称"] * 3
    assert repeats_merged(make_grid([run, run]))
    assert not repeats_merged(make_grid([run, ["甲", "乙", "丙"]]))
    assert not repeats_merged(make_grid([run[:2], run[:2]]))
    assert not repeats_merged(make_grid([["渡口名"] * 3] * 2))
    assert not repeats_merged(make_grid([["渡口2031"] * 3] * 2))
    assert not repeats_merged(
        Grid(2, 4, tuple(Cell(r, c, "渡口名称", 1, 2 if c == 2 else 1) for r in (0, 1) for c in range(3)))
    )


def test_repeated_cells_are_read_once() -> None:
    rows = ("项目名称|青石渡口|青石渡口|青石渡口", "实施地点|下游江畔|下游江畔|下游江畔")
    result = reading(*rows, fields=(FormField(("项目名称",)), FormField(("实施地点",))))
    assert [value.value for value in result.values] == ["青石渡口", "下游江畔"]
    assert result.unread == []


@pytest.mark.parametrize(
    ("row", "numbers", "grade", "expected"),
    [
        ("总分|100|95|优", ("满分", "总分"), "等级", [(("总分", "满分"), "100"), (("总分",), "95"), (("等级",), "优")]),
        ("总分|95|", ("满分", "总分"), "等级", [(("总分",), "95")]),
        ("总分||", ("满分", "总分"), "等级", [(("等级",), "")]),
        ("总分||", ("满分", "总分"), "", [(("总分",), "")]),
        ("总分|3|100|95", ("满分", "总分"), "", [(("总分", "满分"), "100"), (("总分",), "95")]),
        ("总分|好|良", (), "等级", [(("等级",), "好")]),
    ],
)
def test_closing_rows(
    row: str, numbers: tuple[str, ...], grade: str, expected: list[tuple[tuple[str, ...], str]]
) -> None:
    result = reading(row, totals=(FormTotal(("总分",), numbers, grade),))
    assert [((*value.row, *value.column), value.value) for value in result.values] == expected
    assert result.unread == []


PEOPLE = FormPeople(("专家",), (("姓名",), ("单位",), ("职务",)))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("|甲某|乙局|丙长", {"姓名": "甲某", "单位": "乙局", "职务": "丙长"}),
        ("|甲某||丙长", {"姓名": "甲某", "职务": "丙长"}),
        ("||乙局|丙长", {"单位": "乙局", "职务": "丙长"}),
        ("甲某|乙局||", {"姓名": "甲某", "单位": "乙局"}),
    ],
)
def test_lists_of_persons(row: str, expected: dict[str, str]) -> None:
    result = reading("专家|姓名|单位|职务", row, "|丁某|戊局|己长", people=(PEOPLE,))
    assert {value.column[0]: value.value for value in result.values if value.row == ("专家", "1")} == expected
    assert [value.value for value in result.values if value.row == ("专家", "2")] == ["丁某", "戊局", "己长"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("项目名称：青石渡口", [("项目名称", "青石渡口")]),
        ("项目名称：青石 联系人：甲某", [("项目名称", "青石"), ("联系人", "甲某")]),
        ("青石项目名称：甲", []),
        ("名称：甲", []),
        ("项目名称：", [("项目名称", "")]),
    ],
)
def test_labels_before_colons(text: str, values: list[tuple[str, str]]) -> None:
    result = reading(text, "别的|甲", fields=(FormField(("项目名称",)),))
    assert [(value.row[-1], value.value) for value in result.values] == values


def test_only_the_first_of_long_cells_opens_with_a_label() -> None:
    long = "备注：" + "渡口" * 30
    result = reading(f"项目名称|{long}", f"{long}|", fields=(FormField(("项目名称",)),))
    assert [(value.row[-1], value.value[:2]) for value in result.values] == [("项目名称", "备注"), ("备注", "渡口")]


def test_texts_that_stop_in_mid_sentence_go_on() -> None:
    fields = (FormField(("概况",)),)
    assert [one.value for one in reading("概况|渡口修好；", "另有", fields=fields).values] == ["渡口修好；"]
    assert [one.value for one in reading("概况|渡口修好；", "另有", fields=fields, parts=(1,)).values] == [
        "渡口修好；另有"
    ]
    assert [one.value for one in reading("概况|", "另有", fields=fields).values] == [""]
    assert [one.value for one in reading("概况|渡口", "另|有", fields=fields).values] == ["渡口"]
    assert [one.value for one in reading("联系人|甲某", "另有", fields=fields).values] == ["甲某"]


def remarks(*rows: str, tables: tuple[FormTable, ...] = (SCORED,)) -> dict[str, tuple[str, int | None]]:
    texts = [row.split("|") for row in rows]
    form = IndicatorForm("f1", make_grid(texts), title="渡口表")
    variant = FormVariant("form.a", "", ("渡口表",), ("三级指标",), tables=tables)
    document = read_forms(Disclosure(SourceInfo("a.txt", "0", "text/plain"), (form,)), Registry(forms=(variant,)))
    return {one.rule: (one.message, one.row) for one in document.findings}


def test_findings_count_what_was_put_right() -> None:
    found = remarks(HEAD, "产出指标|数量指标|航次|5|9", "质量指标|准点|6|8|")
    assert "1 行" in found["form.realigned"][0] and found["form.realigned"][1] == 2
    assert remarks(HEAD, "产出指标|数量指标|航次|5|9") == {}
    assert remarks(HEAD, "产出指标|社会效益指标|便利|5|9")["form.level_astray"][0].startswith("渡口表：1 行")
