"""Which variant explains a form: pins, regions, years, anchors, ties."""

from __future__ import annotations

import msgspec
import pytest

from gongkai.errors import PluginError
from gongkai.model import Cell, Disclosure, Grid, IndicatorForm, SourceInfo
from gongkai.plugins.registry import Registry
from gongkai.plugins.specs import load_toml
from gongkai.plugins.specs.forms import FormField, FormVariant
from gongkai.recognise.forms.explaining import explain_forms, read_forms

ANCHORS = ("项目名称", "主管单位", "船只数量", "航次")


def variant(name: str, **details: object) -> FormVariant:
    plain = FormVariant(
        id=f"form.{name}", label=name, titles=("渡口绩效表",), anchors=ANCHORS, fields=(FormField(("项目名称",)),)
    )
    return msgspec.structs.replace(plain, **details)


def document(*labels: str, region: str = "", year: int | None = None) -> Disclosure:
    cells = [Cell(row, column, text) for row, label in enumerate(labels) for column, text in enumerate((label, "值"))]
    form = IndicatorForm("f1", Grid(len(labels), 2, tuple(cells)), title="青石渡口绩效表", year=year)
    return Disclosure(SourceInfo("a.txt", "0", "text/plain"), (form,), region=region)


def chosen(disclosure: Disclosure, *variants: FormVariant, **pins: str) -> str:
    return read_forms(disclosure, Registry(forms=variants), pins or None).forms[0].variant


def rules(disclosure: Disclosure, *variants: FormVariant) -> list[str]:
    return [one.rule for one in read_forms(disclosure, Registry(forms=variants)).findings]


def test_the_share_of_anchors_decides() -> None:
    near = variant("near", anchors=("项目名称", "主管单位", "票价", "乘客"))
    assert chosen(document(*ANCHORS), near, variant("whole")) == "form.whole"


def test_below_the_threshold_a_form_stays_a_plain_grid() -> None:
    poor = document("项目名称", "别的")
    assert chosen(poor, variant("whole")) == ""
    assert rules(poor, variant("whole")) == ["form.unknown_variant"]
    assert read_forms(poor, Registry()).forms[0].values == ()


def test_a_region_that_does_not_fit_is_refused() -> None:
    there = variant("there", region=("海东省",))
    assert chosen(document(*ANCHORS, region="海西省"), there) == ""
    assert chosen(document(*ANCHORS, region="海东省白浪市"), there) == "form.there"
    assert chosen(document(*ANCHORS), there) == "form.there"


def test_the_longer_region_wins_over_the_higher_score() -> None:
    wide = variant("wide", region=("海东省",))
    local = variant("local", region=("海东省", "白浪市"), anchors=(*ANCHORS, "浮桥"))
    assert chosen(document(*ANCHORS, region="海东省白浪市"), wide, local) == "form.local"


def test_a_form_title_may_name_its_region() -> None:
    local = variant("local", region=("海东省", "青石市"))
    assert chosen(document(*ANCHORS, region="海西省"), local) == "form.local"


@pytest.mark.parametrize(("year", "expected"), [(2019, ""), (2020, "form.dated"), (2022, "form.dated"), (2023, "")])
def test_years_bound_a_variant(year: int, expected: str) -> None:
    assert chosen(document(*ANCHORS, year=year), variant("dated", since=2020, until=2022)) == expected


def test_a_tie_names_both_and_goes_by_id() -> None:
    disclosure = document(*ANCHORS)
    assert chosen(disclosure, variant("b"), variant("a")) == "form.a"
    findings = read_forms(disclosure, Registry(forms=(variant("a"), variant("b")))).findings
    (tie,) = [one for one in findings if one.rule == "form.tie"]
    assert "form.a" in tie.message and "form.b" in tie.message


def test_a_pin_wins_over_everything() -> None:
    elsewhere = variant("elsewhere", region=("海东省",))
    assert chosen(document(*ANCHORS, region="海西省"), elsewhere, variant("a"), f1="form.elsewhere") == "form.elsewhere"
    assert chosen(document(*ANCHORS), variant("a"), variant("b"), **{"*": "form.b"}) == "form.b"


def test_the_contest_explains_itself() -> None:
    elsewhere = variant("elsewhere", region=("海东省",))
    contest = explain_forms(document(*ANCHORS, region="海西省"), Registry(forms=(elsewhere, variant("a"))))[0]
    assert contest.chosen == "form.a"
    assert [(one.variant, one.score, bool(one.refused)) for one in contest.candidates] == [
        ("form.a", 1.0, False),
        ("form.elsewhere", 1.0, True),
    ]
    assert "海东省" in contest.candidates[1].refused


def test_cells_nobody_reads_are_named_once() -> None:
    findings = read_forms(document(*ANCHORS), Registry(forms=(variant("a"),))).findings
    (unread,) = [one for one in findings if one.rule == "form.unread_cell"]
    assert "6" in unread.message and unread.block == "f1"
    assert "主管单位" in unread.quote


def test_a_variant_file_that_is_off_names_itself() -> None:
    with pytest.raises(PluginError, match=r"forms/none\.toml"):
        load_toml("gongkai_regions.shanxi", "forms/none.toml", FormVariant)
    with pytest.raises(ValueError, match=r"form\."):
        FormVariant(id="other", label="", titles=("甲",), anchors=("乙",))


def test_a_pin_nobody_knows_leaves_the_form_plain() -> None:
    assert chosen(document(*ANCHORS), variant("a"), **{"*": "form.unknown"}) == ""
    pinned = explain_forms(document(*ANCHORS), Registry(forms=(variant("a"), variant("b"))), {"*": "form.b"})[0]
    assert pinned.pinned and pinned.tied == ()


def test_only_equals_in_region_and_score_tie() -> None:
    near = variant("near", anchors=(*ANCHORS, "浮桥"))
    alone = explain_forms(document(*ANCHORS), Registry(forms=(variant("a"), near)))[0]
    assert alone.chosen == "form.a" and alone.tied == ()
    three = explain_forms(document(*ANCHORS), Registry(forms=(near, variant("b"), variant("a"))))[0]
    assert three.tied == ("form.a", "form.b")


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("项目名称 主管单位", True),
        ("项目名称 主管单位 " + "长" * 50, True),
        ("项目名称 主管单位 " + "长" * 51, False),
        ("项目名称（全称）", True),
        ("项目名称：青石", True),
        ("项目名称青石", False),
    ],
)
def test_where_an_anchor_may_be_printed(cell: str, printed: bool) -> None:
    known = variant("a", anchors=("项目名称",), titles=("别的表",))
    contest = explain_forms(document(cell), Registry(forms=(known,)))[0]
    assert contest.candidates[0].missing == (() if printed else ("项目名称",))


def test_a_label_before_a_colon_has_twenty_characters_at_most() -> None:
    for length, missing in ((20, 0), (21, 1)):
        label = "名" * length
        known = variant("a", anchors=(label,), titles=("别的表",))
        contest = explain_forms(document(f"{label}：值"), Registry(forms=(known,)))[0]
        assert len(contest.candidates[0].missing) == missing


def test_the_share_of_anchors_is_enough_at_six_tenths() -> None:
    for count, expected in ((2, "form.a"), (1, "")):
        known = variant("a", anchors=(*ANCHORS[:count], *("浮桥", "缆绳", "水尺", "航标")[: 4 - count]))
        assert chosen(document(*ANCHORS), known) == expected


def test_a_form_of_another_scope_is_refused() -> None:
    whole = variant("whole", scope="department")
    form = msgspec.structs.replace(document(*ANCHORS).forms[0], title="项目支出渡口绩效表")
    project = Disclosure(SourceInfo("a.txt", "0", "text/plain"), (form,))
    assert chosen(project, whole) == "" and chosen(project, variant("a")) == "form.a"
    refused = explain_forms(project, Registry(forms=(whole,)))[0].candidates[0].refused
    assert refused == "范围不符（标题所称是项目）"


def test_years_of_a_refusal_are_named() -> None:
    for bounds, words in (({"since": 2020}, "2020—"), ({"until": 2010}, "—2010")):
        refused = explain_forms(document(*ANCHORS, year=2015), Registry(forms=(variant("a", **bounds),)))[0].candidates
        assert words in refused[0].refused


def test_unread_cells_are_counted_and_a_few_quoted() -> None:
    labels = [f"{'水' * 35}{number}" for number in range(6)]
    findings = read_forms(document(*ANCHORS[:3], *labels), Registry(forms=(variant("a"),))).findings
    (unread,) = [one for one in findings if one.rule == "form.unread_cell"]
    quotes = unread.quote.split("；")
    assert len(quotes) == 5 and max(map(len, quotes)) == 30
