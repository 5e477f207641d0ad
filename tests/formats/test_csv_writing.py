"""The CSV package as written: its files, columns, values and its validity as a Data Package."""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from gongkai.model import (
    Cell,
    Contents,
    ContentsEntry,
    Cover,
    Disclosure,
    Finding,
    FormValue,
    Furniture,
    Grid,
    Heading,
    Indicator,
    IndicatorForm,
    PageBox,
    Paragraph,
    PrintedLine,
    SourceInfo,
    Table,
    TextSpan,
)
from gongkai.plugins.specs import WriteOptions
from gongkai_formats.csv import write_csv
from gongkai_formats.json import write_json
from strategies import disclosures

COLUMNS = {
    "blocks": "id, type, level, text, page, line, x0, y0, x1, y1",
    "tables": (
        "id, kind, kind_label, number_label, title, department, year, unit, first_page, last_page, first_line, "
        "last_line, rows, columns, header_rows, empty, notes, proved"
    ),
    "cells": "block_id, row, column, row_span, column_span, text, page, line, x0, y0, x1, y1, confidence",
    "facts": (
        "id, table_id, table_kind, table_title, panel, row_code, row_label, row_level, column_path, value, raw, unit, "
        "value_yuan, page, line, row, column, status"
    ),
    "forms": "id, variant, title, year, unit, project, page, line",
    "form_values": "form_id, section, row, column, value, page, line",
    "indicators": (
        "form_id, section, phase, level1, level2, level3, target, adjusted, actual, progress, weight, score, note, "
        "page, line"
    ),
    "findings": (
        "id, rule, severity, message, block_id, row, column, expected, found, difference, tolerance, page, line, "
        "quote, proposal"
    ),
}


def line(number: int) -> tuple[TextSpan]:
    return (TextSpan(number, 0, 4),)


TABLE = Table(
    "t1",
    Grid(
        3,
        3,
        (
            Cell(0, 0, "科目", column_span=2, places=line(8)),
            Cell(0, 2, "金额", places=line(8)),
            Cell(1, 0, "05", places=line(9)),
            Cell(1, 1, "=SUM(A1)", places=line(9)),
            Cell(1, 2, "5,987.10", places=line(9), confidence=0.5),
            Cell(2, 0, "", places=line(10)),
            Cell(2, 2, "-567.94", places=line(10)),
        ),
    ),
    caption=(PrintedLine("收入总表", line(6)), PrintedLine("公开01表 单位：万元", line(7))),
    title="收入总表",
    number_label="公开01表",
    year=2024,
    unit="万元",
    notes=(PrintedLine("注：甲", line(11)), PrintedLine("乙", line(12))),
    header_rows=1,
)
BOXES = (PageBox(3, 7205, 1000, 9000, 2000), PageBox(3, 7000, 2000, 8000, 3005), PageBox(4, 0, 0, 1, 1))
FORM = IndicatorForm(
    "f1",
    Grid(1, 2, (Cell(0, 0, "项目名称"), Cell(0, 1, "甲", places=(PageBox(2, -5, 0, 10, 10),)))),
    title="自评表",
    values=(
        FormValue("field", "甲", row=("项目名称：",), cells=((0, 1),)),
        FormValue("fund", "", row=("资金总额", "其中：财政"), column=("全年", "执行数"), places=line(30)),
    ),
    indicators=(Indicator(phase="年度", level1="产出", level3="数量", target="=100%", cells=((0, 1),)),),
)
DISCLOSURE = Disclosure(
    SourceInfo("a.txt", "ab" * 32, "text/plain", encoding="utf-8"),
    (
        Cover("b1", "某局决算", line(1)),
        Contents(
            "b2", (ContentsEntry("一、概况", 3),), (PrintedLine("一、概况……3", line(3)), PrintedLine("二", line(4)))
        ),
        Heading("b3", 2, "一、概况", line(5)),
        TABLE,
        Paragraph("b4", "正文", BOXES),
        FORM,
        Furniture("b5", "watermark", "内部\n资料"),
    ),
    title="某局决算",
    kind="final",
    year=2024,
    findings=(Finding("table.x", "warning", "不符", "t1", 1, 2, line(9), "1", "2", "1", "0.01", "原文", "改为1"),),
)


def rows_of(files: dict[str, bytes], name: str) -> list[dict[str, str]]:
    data = files[f"{name}.csv"]
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dict(write_csv(DISCLOSURE, WriteOptions()))


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_are_those_of_the_contract(files: dict[str, bytes], name: str) -> None:
    header = files[f"{name}.csv"].decode("utf-8-sig").split("\r\n")[0]
    assert header.split(",") == COLUMNS[name].split(", ")


def test_a_disclosure_without_anything_still_has_all_files_with_headers() -> None:
    written = write_csv(Disclosure(SourceInfo("a", "00" * 32, "text/plain")), WriteOptions())
    assert sorted(written) == sorted(
        [*(f"{name}.csv" for name in COLUMNS), "datapackage.json", "disclosure.gongkai.json"]
    )
    for name, header in COLUMNS.items():
        assert written[f"{name}.csv"] == b"\xef\xbb\xbf" + header.replace(", ", ",").encode() + b"\r\n"


def test_blocks_stand_in_reading_order_with_notes_after_their_table(files: dict[str, bytes]) -> None:
    rows = rows_of(files, "blocks")
    assert [(row["id"], row["type"]) for row in rows] == [
        *[("b1", "cover"), ("b2", "contents"), ("b3", "heading"), ("t1", "table"), ("t1.n1", "note")],
        *[("t1.n2", "note"), ("b4", "paragraph"), ("f1", "form"), ("b5", "furniture")],
    ]
    by_id = {row["id"]: row for row in rows}
    assert by_id["b2"]["text"] == "一、概况……3\n二"
    assert by_id["t1"]["text"] == "收入总表\n公开01表 单位：万元"
    assert (by_id["b3"]["level"], by_id["b3"]["line"], by_id["b3"]["page"]) == ("2", "5", "")
    boxed = by_id["b4"]
    assert [boxed[key] for key in ("page", "x0", "y0", "x1", "y1")] == ["3", "70.00", "10.00", "90.00", "30.05"]


def test_tables_say_where_they_begin_and_end(files: dict[str, bytes]) -> None:
    (row,) = rows_of(files, "tables")
    assert (row["first_line"], row["last_line"], row["first_page"]) == ("6", "12", "")
    assert (row["rows"], row["columns"], row["header_rows"], row["empty"]) == ("3", "3", "1", "false")
    assert (row["notes"], row["year"], row["proved"], row["kind"]) == ("注：甲\n乙", "2024", "", "")


def test_cells_keep_their_text_and_place(files: dict[str, bytes]) -> None:
    rows = rows_of(files, "cells")
    assert len(rows) == 9
    assert [rows[0][key] for key in ("row", "column", "row_span", "column_span", "text", "line")] == [
        *("0", "0", "1", "2", "科目", "8")
    ]
    assert [row["text"] for row in rows] == [
        *["科目", "金额", "05", "'=SUM(A1)", "5,987.10", "", "-567.94", "项目名称", "甲"],
    ]
    assert (rows[4]["confidence"], rows[5]["confidence"]) == ("0.5", "")
    assert rows[8]["x0"] == "-0.05"


def test_the_printed_grid_has_no_header_of_ours(files: dict[str, bytes]) -> None:
    assert files["tables/t1.csv"].decode("utf-8-sig") == '科目,,金额\r\n05,\'=SUM(A1),"5,987.10"\r\n,,-567.94\r\n'


def test_raw_text_is_not_guarded() -> None:
    files = dict(write_csv(DISCLOSURE, WriteOptions(csv_raw=True)))
    assert rows_of(files, "cells")[3]["text"] == "=SUM(A1)"
    assert json.loads(files["datapackage.json"])["disclosure"]["csv_raw"] is True


def test_forms_with_values_and_indicators(files: dict[str, bytes]) -> None:
    (form,) = rows_of(files, "forms")
    assert (form["id"], form["title"], form["project"], form["page"]) == ("f1", "自评表", "甲", "2")
    field, fund = rows_of(files, "form_values")
    assert (field["row"], field["value"], field["page"]) == ("项目名称：", "甲", "2")
    assert (fund["row"], fund["column"], fund["value"], fund["line"]) == (
        "资金总额/其中：财政",
        "全年/执行数",
        "",
        "30",
    )
    (indicator,) = rows_of(files, "indicators")
    assert (indicator["target"], indicator["actual"], indicator["page"]) == ("=100%", "", "2")


def test_findings_are_numbered(files: dict[str, bytes]) -> None:
    (row,) = rows_of(files, "findings")
    assert (row["id"], row["block_id"], row["row"], row["line"], row["proposal"]) == ("f1", "t1", "1", "9", "改为1")


def test_metadata(files: dict[str, bytes]) -> None:
    package = json.loads(files["datapackage.json"])
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    said = package["disclosure"]
    assert [said[key] for key in ("title", "kind", "year", "department", "schema")] == [
        "某局决算",
        "final",
        2024,
        "",
        1,
    ]
    assert set(said) >= {"department_code", "region", "reader", "gongkai_version"}
    assert said["source"] == {
        **{"name": "a.txt", "sha256": "ab" * 32, "media_type": "text/plain", "pages": None, "encoding": "utf-8"}
    }
    assert {resource["path"] for resource in package["resources"]} == set(files) - {"datapackage.json"}


def test_the_canonical_json_lies_beside(files: dict[str, bytes]) -> None:
    assert files["disclosure.gongkai.json"] == write_json(DISCLOSURE, WriteOptions())


@settings(max_examples=10)
@given(disclosures())
def test_equal_disclosures_give_equal_bytes_and_every_cell_is_there(disclosure: Disclosure) -> None:
    files = dict(write_csv(disclosure, WriteOptions(csv_raw=True)))
    assert files == write_csv(disclosure, WriteOptions(csv_raw=True))
    rows = rows_of(files, "cells")
    grids = [block.grid for block in disclosure.blocks if isinstance(block, Table | IndicatorForm)]
    assert [row["text"] for row in rows] == [cell.text for grid in grids for cell in grid.cells]


@pytest.mark.parametrize("ident", ["../../x", "CON", "con", "t1/..", "表", "T1", "a" * 99])
def test_a_tables_id_never_becomes_a_strange_path(ident: str) -> None:
    files = write_csv(Disclosure(SourceInfo("a", "", "x"), (Table(ident, Grid(1, 1)),)), WriteOptions())
    assert "tables/1.csv" in files


def validate(folder: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of frictionless and what it imports
        import frictionless

        return frictionless.validate(str(folder / "datapackage.json"))


def store(files: dict[str, bytes], folder: Path) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_the_package_is_a_valid_data_package(files: dict[str, bytes], tmp_path: Path) -> None:
    report = validate(store(files, tmp_path))
    assert report.valid, report.to_summary()
    assert len(report.tasks) == len(files) - 1


def test_a_single_column_is_not_split_where_a_cell_holds_a_tab(tmp_path: Path) -> None:
    """Readers guess the delimiter of a file unless its description names it."""
    grid = Grid(3, 1, tuple(Cell(row, 0, text) for row, text in enumerate(("项目", "一\t1", "二\t2"))))
    disclosure = Disclosure(SourceInfo("a", "", "x"), (Table("t1", grid),))
    report = validate(store(dict(write_csv(disclosure, WriteOptions())), tmp_path))
    assert report.valid, report.flatten(["name", "type", "message"])


@settings(max_examples=6)
@given(disclosures())
def test_any_disclosure_makes_a_valid_data_package(
    tmp_path_factory: pytest.TempPathFactory, disclosure: Disclosure
) -> None:
    report = validate(store(dict(write_csv(disclosure, WriteOptions())), tmp_path_factory.mktemp("package")))
    assert report.valid, report.flatten(["name", "type", "message"])


def test_a_broken_package_is_noticed(files: dict[str, bytes], tmp_path: Path) -> None:
    folder = store(files, tmp_path)
    (folder / "cells.csv").write_bytes(files["cells.csv"].replace("科目".encode(), "款项".encode()))
    assert not validate(folder).valid


def test_written_examples_are_valid_data_packages(
    example_files: list[Path], read_once: Callable[[Path], Disclosure], tmp_path: Path
) -> None:
    for source in example_files:
        folder = store(dict(write_csv(read_once(source), WriteOptions())), tmp_path / source.stem)
        report = validate(folder)
        assert report.valid, f"{source.name}: {report.to_summary()}"
        for row in rows_of({"facts.csv": (folder / "facts.csv").read_bytes()}, "facts"):
            assert format(Decimal(row["value"]), "f") == row["value"]
            assert row["status"] in ("proved", "unproved", "contradicted")
