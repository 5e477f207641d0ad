"""Old binary workbooks. `legacy.xls` is an invented table that LibreOffice saved."""

from __future__ import annotations

import hashlib
import struct
from pathlib import Path

import msgspec
import pytest
import xlrd

from gongkai.errors import EncryptedError, GongkaiError
from gongkai.model import BareDocument, BareGrid, BareLine
from gongkai.plugins.specs import Limits, Source
from gongkai_formats.xlsx.circle.reading import read_legacy
from gongkai_formats.xlsx.reading.second_engine import SecondEngine

DATA = (Path(__file__).parent / "legacy.xls").read_bytes()
CODE_PAGE, PASSWORD = b"\x42\x00\x02\x00", b"\x2f\x00\x02\x00"


def read_xls(data: bytes = DATA) -> BareDocument:
    return read_legacy(Source("旧表.xls", data, hashlib.sha256(data).hexdigest()))


def test_cells_print_as_their_formats_say() -> None:
    (grid,) = (item.grid for item in read_xls().items if isinstance(item, BareGrid))
    assert grid.texts == (
        ("科目编码", "科目名称", "本年收入合计", "完成率"),
        ("合计", "", "5,987.70", "100.00%"),
        ("208", "社会保障和就业支出", "87.70", "50.00%"),
        ("213", "农林水支出", "5,900.00", "95.12%"),
        ("214", "交通运输支出", "0.00", "#DIV/0!"),
        ("", "批复日期", "2024年3月5日", "#DIV/0!"),
    )


def test_boxes_part_the_grid_from_the_lines_over_it() -> None:
    lines = [item for item in read_xls().items if isinstance(item, BareLine)]
    assert [line.text for line in lines] == [
        "公开02表",
        "岚溪市水务局2024年度收入决算表",
        "金额单位：万元",
        "底稿",
        "备查",
    ]
    assert (lines[1].bold, lines[1].centred, lines[1].size) == (True, True, 1600)


def test_what_is_hidden_or_reckoned_is_told() -> None:
    rules = [finding.rule for finding in read_xls().findings]
    assert rules == ["xlsx.hidden_cells", "xlsx.error_value", "xlsx.hidden_sheet", "xlsx.formulas"]


def test_a_password_is_told() -> None:
    assert CODE_PAGE in DATA
    with pytest.raises(EncryptedError):
        read_xls(DATA.replace(CODE_PAGE, PASSWORD, 1))


def with_chart(data: bytes) -> bytes:
    """The workbook with a chart in its last sheet, which keeps a number for the place of that sheet's first cell."""
    chart = struct.pack("<6H2I", 0x809, 16, 0x600, 0x20, 0, 0, 0, 0) + struct.pack("<HHHHHd", 0x203, 14, 0, 0, 15, 15.0)
    chart += struct.pack("<HH", 0x0A, 0)
    end = data.rindex(b"\x09\x08\x10\x00\x00\x06\x10\x00")
    while data[end : end + 2] != b"\x0a\x00":
        end += 4 + int(struct.unpack_from("<H", data, end + 2)[0])
    tail = end + 4 + len(chart)
    assert not any(data[end + 4 : tail]), "only padding is pushed out"
    size = data.index("Workbook".encode("utf-16-le")) + 120
    grown = struct.pack("<I", struct.unpack_from("<I", data, size)[0] + len(chart))
    data = data[:end] + chart + data[end : end + 4] + data[tail:]
    return data[:size] + grown + data[size + 4 :]


def test_a_charts_numbers_overwrite_no_cell() -> None:
    assert read_xls(with_chart(DATA)) == msgspec.structs.replace(
        read_xls(),
        source=msgspec.structs.replace(read_xls().source, sha256=hashlib.sha256(with_chart(DATA)).hexdigest()),
    )


def test_the_second_engine_keeps_every_cell_in_its_place() -> None:
    engine = SecondEngine(DATA, Limits(), "旧表.xls")
    (name, hidden), (other, _) = engine.sheets()
    assert not hidden
    assert engine.sheet(name).rows[5][1:3] == [(2, "社会保障和就业支出", 0), (3, "87.7", 0)]
    assert engine.sheet(other).rows.keys() == {1}


def test_what_the_first_engine_refuses_is_read_without_formats(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(xlrd, "open_workbook", refuse)
    document = read_xls()
    (grid,) = (item.grid for item in document.items if isinstance(item, BareGrid))
    assert grid.texts[-4] == ("208", "社会保障和就业支出", "87.7", "0.5")
    assert "xlsx.no_formats" in [finding.rule for finding in document.findings]


@pytest.mark.parametrize("size", range(40, len(DATA), 620))
def test_a_broken_book_is_told(size: int) -> None:
    try:
        read_xls(DATA[:size])
    except GongkaiError as error:
        assert error.exit_code
