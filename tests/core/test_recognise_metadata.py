"""Kind, year, department, code, region and parts of a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from gongkai.model import Block, Cover, Disclosure, FormValue, Heading, IndicatorForm, Paragraph, PrintedLine, Table
from gongkai.plugins.specs import Region, region_fits
from gongkai.recognise.metadata.parts import form_kind, read_parts
from gongkai.recognise.metadata.reading import read_metadata
from gongkai.testing import make_disclosure, make_grid, make_table

LAKE = Region(("湖海省", "临澜市"), ("湖海省临澜市", "临澜市"), ("鱼塘收入",))
SEA = Region(("湖海省", "湖海综合改革试验区"), ("湖海综合改革试验区", "湖海综改区"))


def read(*blocks: Block, regions: tuple[Region, ...] = (LAKE, SEA)) -> Disclosure:
    numbered = [msgspec.structs.replace(block, id=f"b{number}") for number, block in enumerate(blocks)]
    return read_metadata(make_disclosure(*numbered), regions)


def table(title: str, department: str = "", year: int | None = None) -> Table:
    return msgspec.structs.replace(make_table([["项目", "金额"]], title), department=department, year=year)


def form(title: str, *values: tuple[str, str], caption: str = "", year: int | None = None) -> IndicatorForm:
    return IndicatorForm(
        "f",
        make_grid([["项目名称", "甲"]]),
        (PrintedLine(title), PrintedLine(caption)),
        title,
        year,
        values=tuple(FormValue("field", value, (label,)) for label, value in values),
    )


@pytest.mark.parametrize(
    ("line", "kind", "year"),
    [
        ("2031年度部门决算公开", "final", 2031),
        ("临澜市湖泊局2031年部门预算公开", "budget", 2031),
        ("2031 年度区级单位预算", "budget", 2031),
        ("临澜市湖泊局关于2031年度预算执行和决算公开的说明", "final", 2031),
        ("临澜市湖泊局二〇二一年部门预算", "budget", 2021),
    ],
)
def test_the_front_names_kind_and_year(line: str, kind: str, year: int) -> None:
    document = read(Cover("b", line), Paragraph("b", "根据临财〔2027〕5号文和2028年规划编制。"))
    assert (document.kind, document.year) == (kind, year)


def test_tables_decide_where_nothing_stands_before_them() -> None:
    document = read(
        table("一般公共预算财政拨款支出决算表", "临澜市湖泊局"),
        table("2031年收入决算表", "临澜市湖泊局"),
        table("支出决算表", "临澜市湖泊局", 2031),
        Heading("b", 2, "2029年规划"),
    )
    assert (document.kind, document.year, document.department) == ("final", 2031, "临澜市湖泊局")
    assert document.region == "湖海省临澜市"


def test_codes_and_document_numbers_are_no_years() -> None:
    assert read(table("支出预算表"), Paragraph("b", "2013901 号科目，临财〔2027〕5号")).year is None


def test_forms_alone_are_a_performance_document() -> None:
    document = read(
        form("临澜市部门整体支出绩效自评表", caption="填报单位（公章）：临澜市湖泊局", year=2030),
        form("项目支出绩效自评表", year=2030),
    )
    assert (document.kind, document.year, document.department) == ("performance", 2030, "临澜市湖泊局")


def test_the_code_is_the_one_beside_the_department() -> None:
    document = read(
        Cover("b", "临澜市湖泊局2031年部门预算"),
        form("项目支出绩效目标表", ("主管部门及代码", "305-湖海省水利厅"), ("预算单位", "305007-临澜市湖泊局")),
    )
    assert (document.department, document.department_code) == ("临澜市湖泊局", "305007")


@pytest.mark.parametrize(
    "line",
    [
        "临澜市湖泊局2031年度部门决算",
        "临澜市湖泊局关于2031年度部门决算的公开说明",
        "临澜市湖泊局二〇二一年部门预算",
        "临澜市湖泊局部门预算公开",
    ],
)
def test_a_title_names_the_department(line: str) -> None:
    assert read(Heading("b", 1, line)).department == "临澜市湖泊局"


def test_a_sentence_on_budgets_names_no_department() -> None:
    for line in (
        "根据湖海省财政厅批复部门预算的通知",
        "按照湖海省财政厅部门预算编制要求",
        "湖海省省级部门预算管理办法",
    ):
        assert read(Paragraph("b", line)).department == ""


def test_only_a_department_has_a_department_code() -> None:
    bare = form("项目支出绩效自评表", ("单位职能概况", "2031年负责湖泊治理。"), ("主管部门及代码", "305"))
    assert read(bare).department_code == "305"
    assert read(form("项目支出绩效自评表", ("实施单位", "2031年成立的中心"))).department_code == ""


def test_a_department_may_come_from_a_form_with_its_code() -> None:
    document = read(form("项目支出绩效目标表", ("预算单位", "305007-临澜市湖泊局")))
    assert (document.department, document.department_code) == ("临澜市湖泊局", "305007")


@pytest.mark.parametrize(
    ("department", "region"),
    [
        ("临澜市柳岸区湖泊局", "湖海省临澜市柳岸区"),
        ("临澜市社区服务中心", "湖海省临澜市"),
        ("远山省高岭市松坡区林业局", "远山省高岭市松坡区"),
        ("高岭市社区服务中心", "高岭市"),
        ("湖海综改区招商中心", "湖海综合改革试验区"),
        ("远山省高岭市林业局", "远山省高岭市"),
        ("中共高岭市松坡区委办公室", "高岭市松坡区"),
        ("国家湖泊总局", ""),
    ],
)
def test_regions(department: str, region: str) -> None:
    assert read(table("收支总表", department)).region == region


def test_a_region_fits_by_its_stem() -> None:
    assert region_fits(("湖海省",), "湖海综合改革试验区")
    assert region_fits((), "")
    assert not region_fits(("湖海省",), "")
    assert not region_fits(("湖海省", "临澜市"), "湖海省高岭市")


def test_parts_of_a_file() -> None:
    blocks = (
        Cover("c1", "2031年度部门决算"),
        table("支出决算表"),
        msgspec.structs.replace(form("甲项目支出绩效自评表"), id="f1"),
        msgspec.structs.replace(form("部门整体支出绩效目标申报表"), id="f2"),
        Paragraph("p1", "完。"),
    )
    document = msgspec.structs.replace(make_disclosure(*blocks), kind="final", year=2031)
    assert [(part.kind, part.first, part.last) for part in read_parts(document)] == [
        ("final", "c1", "p1"),
        ("project_self_eval", "f1", "f1"),
        ("dept_target", "f2", "f2"),
    ]
    assert read_parts(make_disclosure(*blocks[:2])) == ()
    assert form_kind(form("项目支出绩效目标申报表")) == "project_target"


def test_real_documents(shared: Path, real: Callable[[str], Disclosure]) -> None:
    for path in sorted((shared / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        document = real(path.stem.removeprefix("seed_"))
        assert (document.kind, document.year, document.department) == (
            truth["kind"],
            truth["year"],
            truth["department"],
        )
        assert truth["region"] in document.region
        if truth["forms"]:
            assert len(document.parts) == len(truth["forms"]) + (truth["kind"] != "performance")
