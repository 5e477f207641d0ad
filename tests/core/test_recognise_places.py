"""Where, what and whose a disclosure is: thresholds, order and votes, told from both sides."""

from __future__ import annotations

import msgspec
import pytest

from gongkai.model import Block, Cover, Disclosure, FormValue, Furniture, Heading, IndicatorForm, Paragraph, Table
from gongkai.plugins.registry import Registry
from gongkai.plugins.specs import Region, TableKind
from gongkai.recognise.metadata.parts import form_kind, read_parts
from gongkai.recognise.metadata.reading import read_metadata
from gongkai.recognise.recognising import recognise
from gongkai.recognise.tables.readings import read_grid
from gongkai.testing import make_disclosure, make_grid, make_table

PROVINCE, CITY = (
    Region(("湖海省",), ("湖海省",)),
    Region(("湖海省", "临澜市"), ("临澜市", "湖海省临澜市"), ("鱼塘收入",)),
)
SAME = Region(("吉水省", "吉水市"), ("吉水市",))
ZONE = Region(("湖海省", "湖海新区"), ("湖海新区",))
REGIONS = (PROVINCE, CITY, SAME, ZONE)


def read(*blocks: Block, title: str = "", regions: tuple[Region, ...] = REGIONS) -> Disclosure:
    numbered = [msgspec.structs.replace(block, id=f"b{number}") for number, block in enumerate(blocks)]
    return read_metadata(make_disclosure(*numbered, title=title), regions)


def table(
    title: str = "", kind: str = "", department: str = "", year: int | None = None, text: str = "项目|金额"
) -> Table:
    made = make_table([line.split("|") for line in text.split("\n")], title)
    return msgspec.structs.replace(
        made, kind=kind, department=department, year=year, reading=read_grid(made.grid), id=title or "t"
    )


def form(title: str, *values: tuple[str, str], year: int | None = None, section: str = "field") -> IndicatorForm:
    values_of = tuple(FormValue(section, value, (label,)) for label, value in values)  # type: ignore[arg-type]
    return IndicatorForm("f", make_grid([["甲", "乙"]]), (), title, year, values=values_of)


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("湖海省水利厅", "湖海省"),
        ("湖海省临澜市柳岸区水利局", "湖海省临澜市柳岸区"),
        ("湖海省高岭市松坡县水利局", "湖海省高岭市松坡县"),
        ("临澜市湖海省水利联络处", "湖海省临澜市"),
        ("吉水市河湖局", "吉水省吉水市"),
        ("湖海新区水利局", "湖海新区"),
        ("中共湖海省临澜市委员会", "湖海省临澜市"),
        ("远山省水利厅", "远山省"),
        ("内蒙古自治区河湖厅", "内蒙古自治区"),
        ("高岭市市场监管局", "高岭市"),
        ("高岭市区域发展局", "高岭市"),
        ("河湖管理总站", ""),
    ],
)
def test_regions_by_the_department(text: str, region: str) -> None:
    assert read(table(department=text)).region == region


def test_the_first_text_that_names_a_known_region_counts() -> None:
    assert read(Cover("b", "临澜市公告"), title="湖海省公告").region == "湖海省"
    assert read(Cover("b", "临澜市公告"), Heading("b", 1, "湖海省公告")).region == "湖海省临澜市"
    assert read(Paragraph("b", "临澜市公告")).region == ""
    late: list[Block] = [Paragraph("b", "水利。")] * 20
    assert read(*late, Heading("b", 1, "临澜市公告")).region == ""
    assert read(*late[1:], Heading("b", 1, "临澜市公告")).region == "湖海省临澜市"


def test_with_a_department_only_its_own_words_name_an_unknown_place() -> None:
    assert read(table(department="河湖管理总站"), title="远山省公告").region == ""
    assert read(title="远山省公告").region == "远山省"


def test_words_of_one_region_tell_it() -> None:
    fish = table("某表", text="项目|金额\n鱼塘收入|1.00")
    assert read(fish).region == "湖海省临澜市"
    assert read(table("某表", text="鱼塘收入|金额\n某|1.00")).region == "湖海省临澜市"
    other = Region(("远山省",), ("远山省",), ("鱼塘收入",))
    assert read(fish, regions=(CITY, other)).region == ""


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        (["2031年部门预算"], "budget"),
        (["一般公共预算决算公开"], "final"),
        (["决算与预算说明"], "budget"),
        (["预算"], ""),
        (["2031年公开"], ""),
        (["水利", "2031年决算"], "final"),
    ],
)
def test_kinds_by_the_front(lines: list[str], kind: str) -> None:
    assert read(*(Heading("b", 1, line) for line in lines)).kind == kind


def test_kinds_by_votes_of_tables() -> None:
    known = table("收支表", "final.summary")
    assert read(known, table("收入预算表")).kind == "final"
    assert read(known, table("收入预算表"), table("支出预算表"), table("经费预算表")).kind == "budget"
    assert read(table("收支表", "budget.summary"), table("收入决算表")).kind == "budget"
    assert read(table("预算收入决算表")).kind == "final"
    assert read(table("收支表")).kind == ""
    assert read(table("收支表"), form("甲")).kind == "performance"


def test_the_front_ends_at_a_table_a_long_text_or_a_dozen_lines() -> None:
    title = Heading("b", 1, "2031年部门决算")
    line = Paragraph("b", "水利。")
    assert read(table("某表"), title).kind == ""
    assert read(form("某表"), title).year is None
    assert read(*[line] * 11, title).kind == "final"
    assert read(*[line] * 12, title).kind == ""
    assert read(Paragraph("b", "2031年部门决算" + "长" * 50)).kind == "final"
    assert read(Paragraph("b", "2031年部门决算" + "长" * 51)).kind == ""


def test_years_by_votes() -> None:
    assert read(table("2030年收入表"), table("2031年支出表"), table("某表", year=2031)).year == 2031
    assert read(table("2030年收入表", year=2031)).year == 2030
    assert read(table("某表"), form("甲", year=2029), form("乙", year=2028), form("丙", year=2028)).year == 2028
    assert read(table("某表", year=2030), form("甲", year=2029), form("乙", year=2029)).year == 2030
    assert read(table("2030年收入表"), table("2031年支出表")).year == 2030


def test_departments_by_votes_and_by_fields() -> None:
    assert (
        read(table("甲", department="甲局"), table("乙", department="乙局"), table("丙", department="乙局")).department
        == "乙局"
    )
    assert read(form("表", ("主管部门", ""), ("实施单位", "305-湖泊局"))).department == "湖泊局"
    assert read(form("表", ("项目名称", "清淤"), ("填报单位（盖章）", "湖泊局"))).department == "湖泊局"
    assert read(form("表", ("主管部门", "湖泊局"), section="goal")).department == ""


def test_codes_beside_the_own_name_come_first() -> None:
    two = (("主管部门", "305-水利厅"), ("主管部门", "305-水利厅"), ("预算单位", "305007-湖泊局"))
    assert read(table(department="湖泊局"), form("表", *two)).department_code == "305007"
    assert read(table(department="河道局"), form("表", *two)).department_code == "305"
    assert read(form("表", ("主管部门及代码", "305007"), ("项目名称", "305008-清淤"))).department_code == "305007"
    assert read(form("表", ("主管部门", "305007"))).department_code == ""


def test_what_is_known_stays() -> None:
    known = msgspec.structs.replace(
        make_disclosure(Heading("b", 1, "临澜市湖泊局2031年部门决算"), region="远山省", year=1999, department="甲局"),
        kind="budget",
    )
    kept = read_metadata(known, REGIONS)
    assert (kept.kind, kept.year, kept.department, kept.region) == ("budget", 1999, "甲局", "远山省")


def test_parts_and_kinds_of_forms() -> None:
    blocks = (Furniture("u", "page_number", "1"), form("项目支出绩效自评表"), Furniture("v", "page_number", "2"))
    assert read_parts(make_disclosure(*blocks)) == ()
    two = (
        msgspec.structs.replace(form("项目绩效评价表"), id="f1"),
        msgspec.structs.replace(form("表"), id="f2"),
        Paragraph("p", "完。"),
    )
    assert [part.kind for part in read_parts(make_disclosure(*two))] == ["project_self_eval", "project_target"]
    assert form_kind(form("单位整体支出表")) == "dept_target"
    assert form_kind(form("")) == "project_target"


def test_tables_nobody_knows_are_named_once_kinds_are_known() -> None:
    kinds = (TableKind("final.ferry", "渡口", ("渡口收入表",)),)
    document = make_disclosure(table("渡口收入表"), table("别的表"), table(""))
    read_document = recognise(document, Registry(tables=kinds))
    assert [one.kind for one in read_document.tables] == ["final.ferry", "", ""]
    assert [(one.rule, one.block) for one in read_document.findings] == [("table.unknown_kind", "别的表")]
    assert recognise(document, Registry()).findings == ()
