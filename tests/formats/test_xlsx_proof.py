"""What the arithmetic says of a figure, shown in the workbook."""

from __future__ import annotations

import io

import msgspec
import openpyxl

from gongkai.model import Arithmetic, ColumnAxis, Finding, Proof, Reading, RowAxis, RowLabel, Table
from gongkai.plugins.specs import WriteOptions
from gongkai.testing.documents import make_disclosure, make_grid
from gongkai_formats.xlsx.writing.workbook import write_xlsx

ROWS = [["项目", "金额"], ["教育支出", "12.00"], ["合计", "13.00"]]
READING = Reading(
    1,
    (RowAxis("header"), RowAxis("item", (RowLabel(label="教育支出"),)), RowAxis("total", (RowLabel(label="合计"),))),
    (ColumnAxis("label"), ColumnAxis("amount", ("金额",))),
)


def test_contradicted_figures_are_red_and_say_why() -> None:
    table = Table(
        "t1", make_grid(ROWS), title="支出表", header_rows=1, reading=READING, proof=Proof(((1, 1),), ((2, 1),))
    )
    remark = Finding("W-01", "error", "合计不等于各项之和", "t1", 2, 1, proposal="12.00")
    document = msgspec.structs.replace(
        make_disclosure(table),
        findings=(remark,),
        arithmetic=Arithmetic(3, 1, 1, 2, amounts=2, proved=1, contradicted=1),
    )
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(document, WriteOptions())))
    sheet = book["表1 支出表"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, float | int)}
    assert cells[13].fill.fgColor.rgb == "FFFFC7CE" and cells[12].fill.fill_type is None
    assert cells[13].comment is not None and cells[12].comment is None
    assert "合计不等于各项之和" in cells[13].comment.text and "建议：12.00" in cells[13].comment.text
    told = [cell.value for row in book["目录"].iter_rows() for cell in row if cell.value]
    assert "1/2 个金额得到证明（50.0%），1 个有矛盾" in told and "1/2" in told
    assert "3 条成立（其中 1 条有尾差），1 条不成立，2 条无法核对" in told
    assert [cell.value for cell in book["长表"]["M"]] == ["证明", "得到证明", "有矛盾"]
