"""What queries may and may not do, and how their answers look."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

pytest.importorskip("pyarrow", reason="the extra `data` is not installed")
pytest.importorskip("duckdb", reason="the extra `data` is not installed")

from dataset_making import make_dataset
from gongkai.cli import run
from gongkai.dataset.answers import shown
from gongkai.dataset.querying import ask
from gongkai.extras import install_hint

TEXT = """支出决算表
公开03表
部门名称：=临澜市档案馆 2023年度 金额单位：万元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t1,234.50\t1,000.00\t234.50
201\t一般公共服务支出\t1,234.50\t1,000.00\t234.50
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a batch of one document, which has no indicators."""
    folder = tmp_path_factory.mktemp("batch")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(TEXT, encoding="utf-8")
    make_dataset(folder / "in", folder / "out")
    return folder / "out"


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    capsys.readouterr()
    yield capsys


@pytest.mark.parametrize(
    ("sql", "part"),
    [
        ("SELEC 1", "语法"),
        ("SELECT nosuch FROM facts", "nosuch"),
        ("SELECT * FROM nosuch", "nosuch"),
        ("SELECT CAST('x' AS INTEGER) FROM facts", "类型"),
        ("", "一条"),
        ("SELECT 1; SELECT 2", "一次只能"),
        ("CREATE TABLE x AS SELECT 1", "只能查询"),
        ("DROP VIEW facts", "只能查询"),
        ("INSERT INTO facts VALUES (1)", "只能查询"),
        ("COPY facts TO 'x.csv'", "只能查询"),
        ("ATTACH 'x.db'", "只能查询"),
        ("INSTALL httpfs", "只能查询"),
        ("SET enable_external_access = true", "只能查询"),
        ("PRAGMA enable_profiling", "只能查询"),
        ("EXPLAIN ANALYZE COPY (SELECT 1) TO 'x.csv'", "不允许"),
        ("SELECT * FROM read_csv('in/a.txt')", "不允许"),
        ("SELECT * FROM glob('*')", "不允许"),
        ("SELECT * FROM read_parquet('dataset/facts/*/*')", "不允许"),
        ("SELECT * FROM 'in/a.txt'", "没有这个表"),
        ("SELECT * FROM read_csv('https://example.org/x.csv')", "不允许|没有|httpfs"),
    ],
)
def test_queries_only_ask(
    sql: str, part: str, out: Path, told: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(out.parent)
    before = sorted(out.parent.rglob("*"))
    assert run(["query", str(out), sql]) == 2
    words = told.readouterr()
    assert words.out == ""
    assert len(words.err.splitlines()) == 1
    assert any(one in words.err for one in part.split("|")), words.err
    assert sorted(out.parent.rglob("*")) == before


def test_variables_of_the_program_are_no_tables(out: Path, told: pytest.CaptureFixture[str]) -> None:
    rows = [1]
    assert run(["query", str(out), "SELECT * FROM rows"]) == 2
    assert rows == [1]


def test_a_table_without_rows_is_there(out: Path) -> None:
    with ask(out, "SELECT count(*), count(year) FROM indicators") as answer:
        assert list(answer.rows) == [(0, 0)]
    with ask(out / "dataset", "SHOW TABLES") as answer:
        assert sorted(row[0] for row in answer.rows) == ["documents", "facts", "findings", "indicators"]


def test_answers_in_the_terminal(out: Path, told: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT row_label AS 科目, value, year FROM facts WHERE column_path = '本年支出合计' ORDER BY line"
    assert run(["query", str(out), sql]) == 0
    printed = told.readouterr()
    assert printed.out.splitlines() == [
        "科目                value   year",
        "────────────────────────────────",
        "合计               1234.5   2023",
        "一般公共服务支出   1234.5   2023",
    ]
    assert printed.err == "2 行\n"
    assert run(["query", str(out), "SELECT * FROM range(1001)"]) == 0
    printed = told.readouterr()
    assert len(printed.out.splitlines()) == 1002
    assert "只显示前 1000 行" in printed.err


def test_answers_in_files(out: Path, tmp_path: Path, told: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT '=1+1' AS text, department, value, 1/3 AS third, [1, 2] AS list, NULL AS nothing, '05' AS code FROM facts LIMIT 1"
    for name in ("a.csv", "a.XLSX"):
        assert run(["query", str(out), sql, "-o", str(tmp_path / name)]) == 0
    header, row = csv.reader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines())
    assert header == ["text", "department", "value", "third", "list", "nothing", "code"]
    assert row[0] == "'=1+1" and row[2] == "1234.5" and row[3].startswith("0.33333333")
    assert row[4:] == ["1; 2", "", "05"]
    sheet = openpyxl.load_workbook(tmp_path / "a.XLSX").active
    assert sheet is not None
    first, second = sheet.iter_rows(values_only=True)
    assert list(first) == header
    assert second[0] == "=1+1" and second[2] == 1234.5 and second[5:] == (None, "05")
    assert sheet["A2"].data_type == "s"
    again = (tmp_path / "a.XLSX").read_bytes()
    assert run(["query", str(out), sql, "-o", str(tmp_path / "a.XLSX")]) == 5
    assert run(["query", str(out), sql, "-o", str(tmp_path / "a.XLSX"), "--force"]) == 0
    assert (tmp_path / "a.XLSX").read_bytes() == again
    assert run(["query", str(out), sql, "-o", str(tmp_path / "a.txt")]) == 2
    assert not (tmp_path / "a.txt").exists()


def test_where_there_is_no_dataset(tmp_path: Path, told: pytest.CaptureFixture[str]) -> None:
    assert run(["query", str(tmp_path), "SELECT 1"]) == 3
    assert "--dataset" in told.readouterr().err
    assert run(["query", str(tmp_path / "no"), "SELECT 1"]) == 3
    assert "没有这个文件夹" in told.readouterr().err


def test_a_dataset_that_is_not_whole(out: Path, tmp_path: Path, told: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(out / "dataset", tmp_path / "dataset")
    part = next((tmp_path / "dataset/facts").rglob("*.parquet"))
    part.write_bytes(b"PAR1")
    assert run(["query", str(tmp_path), "SELECT sum(value) FROM facts", "-o", str(tmp_path / "a.csv")]) == 3
    assert "已损坏" in told.readouterr().err
    part.unlink()
    assert run(["query", str(tmp_path), "SELECT sum(value) FROM facts"]) == 3
    assert "再试一次" in told.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dataset"]


def test_without_the_extra(
    out: Path, tmp_path: Path, told: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:

    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert run(["query", str(out), "SELECT 1"]) == 2
    assert install_hint("data") in told.readouterr().err
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run(["batch", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out"), "--dataset", "-q"]) == 2
    assert install_hint("data") in told.readouterr().err
    assert not (tmp_path / "out").exists()


def test_values_as_text() -> None:
    assert [
        shown(value) for value in (None, True, 1.5, 3.0, 1e20, Decimal("-1.500"), Decimal("0.000"), [None, "a"])
    ] == [
        *("", "true", "1.5", "3", "1e+20", "-1.5", "0", "; a"),
    ]
