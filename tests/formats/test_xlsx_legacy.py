"""Old binary workbooks. `legacy.xls` is an invented table that LibreOffice saved."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from gongkai.errors import EncryptedError, GongkaiError
from gongkai.model import BareDocument, BareGrid, BareLine
from gongkai.plugins.specs import Source
from gongkai_formats.xlsx.reading.legacy_reading import read_legacy
from gongkai_formats.xlsx.reading.legacy_styles import read_styles

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


def test_older_books_print_their_values_and_say_so() -> None:
    older = DATA.replace(b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x10\x00\x00\x05\x05\x00", 1)
    assert read_styles(older) is None


@pytest.mark.parametrize("size", range(40, len(DATA), 620))
def test_a_broken_book_is_told(size: int) -> None:
    try:
        read_xls(DATA[:size])
    except GongkaiError as error:
        assert error.exit_code
