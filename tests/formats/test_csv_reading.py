"""The CSV package read back: equal, and what a person changed in it wins."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

from gongkai.carrying.archives import pack_folder
from gongkai.errors import DamagedError, UnknownFormatError
from gongkai.model import Cell, Corrected, Cover, Disclosure, Grid, Heading, Paragraph, PrintedLine, SourceInfo, Table
from gongkai.plugins.specs import Source, WriteOptions
from gongkai.walk.pipeline import read
from gongkai_formats.csv import read_csv, sniff_package, write_csv
from strategies import disclosures

GRID = Grid(2, 2, (Cell(0, 0, "=A1", column_span=2), Cell(1, 0, "05"), Cell(1, 1, "5,987.10")))
DISCLOSURE = Disclosure(
    SourceInfo("a.txt", "ab" * 32, "text/plain"),
    (Cover("b1", "某局"), Heading("b2", 1, "概况"), Paragraph("b3", "- 正文"), Table("t1", GRID, (PrintedLine("表"),))),
)


def package(raw: bool = False) -> dict[str, bytes]:
    return dict(write_csv(DISCLOSURE, WriteOptions(csv_raw=raw)))


def read_files(files: dict[str, bytes]) -> Disclosure:
    data = pack_folder(files)
    found = read_csv(Source("x.zip", data, hashlib.sha256(data).hexdigest()))
    whole = found.disclosure if isinstance(found, Corrected) else found
    assert isinstance(whole, Disclosure)
    return whole


def edit(files: dict[str, bytes], name: str, old: str, new: str, encoding: str = "utf-8-sig") -> dict[str, bytes]:
    text = files[name].decode("utf-8-sig")
    assert old in text
    return {**files, name: text.replace(old, new, 1).encode(encoding)}


@settings(max_examples=15)
@given(disclosures())
def test_reading_back_gives_the_same_disclosure(disclosure: Disclosure) -> None:
    for options in (WriteOptions(), WriteOptions(csv_raw=True)):
        assert read_files(dict(write_csv(disclosure, options))) == disclosure


@settings(max_examples=15)
@given(disclosures())
def test_files_that_a_program_saved_anew_change_nothing(disclosure: Disclosure) -> None:
    """Another program may quote otherwise and end lines otherwise; no text has changed."""
    files = dict(write_csv(disclosure, WriteOptions()))
    for name in [name for name in files if name.endswith(".csv")]:
        rows = csv.reader(io.StringIO(files[name].decode("utf-8-sig"), newline=""))
        saved = io.StringIO()
        csv.writer(saved, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
        files[name] = saved.getvalue().encode()
    again = read_files(files)
    assert again.blocks == disclosure.blocks
    assert {finding.rule for finding in again.findings[len(disclosure.findings) :]} <= {"correction.ignored"}


def test_a_changed_cell_wins() -> None:
    again = read_files(edit(package(), "cells.csv", "5,987.10", "6,000.00"))
    assert again.tables[0].grid.text_at(1, 1) == "6,000.00"
    assert [(finding.rule, finding.row, finding.column) for finding in again.findings] == [("correction.cell", 1, 1)]


def test_a_change_in_the_printed_grid_wins_too_but_cells_csv_goes_first() -> None:
    files = edit(package(), "tables/t1.csv", "5,987.10", "7.00")
    assert read_files(files).tables[0].grid.text_at(1, 1) == "7.00"
    both = edit(files, "cells.csv", "5,987.10", "8.00")
    assert read_files(both).tables[0].grid.text_at(1, 1) == "8.00"
    other = edit(files, "cells.csv", "05", "06")
    assert read_files(other).tables[0].grid.texts[1] == ("06", "7.00")


def test_changed_narrative_wins_and_the_guard_comes_off() -> None:
    again = read_files(edit(package(), "blocks.csv", "'- 正文", "=新文"))
    assert again.blocks[2] == Paragraph("b3", "=新文")
    untouched = read_files(edit(package(), "blocks.csv", "概况", "总况"))
    assert untouched.blocks[2] == DISCLOSURE.blocks[2]


def test_raw_packages_are_read_raw() -> None:
    files = edit(package(raw=True), "cells.csv", "05", "'=06")
    again = read_files(files)
    assert again.tables[0].grid.texts == (("=A1", ""), ("'=06", "5,987.10"))


def test_a_spreadsheet_that_saves_in_its_own_way_does_no_harm() -> None:
    files = edit(package(), "cells.csv", '"5,987.10"', "5987.1")
    files = edit(files, "cells.csv", "t1,1,0,1,1,05", "t1,1,0,1,1,5", encoding="gb18030")
    again = read_files(files)
    assert again.blocks == DISCLOSURE.blocks
    assert [finding.rule for finding in again.findings] == ["correction.reformatted"]


def test_changes_elsewhere_are_reported_not_applied() -> None:
    again = read_files(edit(package(), "tables.csv", "t1,", "t2,"))
    assert again.blocks == DISCLOSURE.blocks
    (finding,) = again.findings
    assert finding.rule == "correction.ignored" and "tables.csv" in finding.message


@pytest.mark.parametrize("name", ["disclosure.gongkai.json", "datapackage.json"])
def test_a_package_without_its_core_is_refused(name: str) -> None:
    files = package()
    del files[name]
    with pytest.raises(DamagedError, match=r"x\.zip"):
        read_files(files)


def test_a_table_without_its_header_is_refused() -> None:
    with pytest.raises(DamagedError, match=r"cells\.csv 缺少列 text"):
        read_files(edit(package(), "cells.csv", ",text,", ",words,"))


def test_packages_are_known_by_content_as_zip_and_folder(tmp_path: Path) -> None:
    files = package()
    for name, data in files.items():
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_bytes(data)
    (tmp_path / "renamed.bin").write_bytes(pack_folder(files))
    (tmp_path / "by_hand.zip").write_bytes(pack_folder({f"out/{name}": data for name, data in files.items()}))
    for name in ("out", "out/datapackage.json", "renamed.bin", "by_hand.zip"):
        assert read(tmp_path / name) == DISCLOSURE


def test_other_archives_and_packages_are_not_claimed(tmp_path: Path) -> None:
    assert sniff_package(pack_folder({"xl/workbook.xml": b"", "[Content_Types].xml": b""}), "x.zip") == 0
    assert sniff_package(b"id,text\r\n", "x.zip") == 0
    path = tmp_path / "x.zip"
    path.write_bytes(pack_folder({"a.txt": b"x"}))
    with pytest.raises(UnknownFormatError):
        read(path)
    foreign = pack_folder({"datapackage.json": json.dumps({"resources": []}).encode()})
    path.write_bytes(foreign)
    with pytest.raises(DamagedError, match=r"没有 disclosure\.gongkai\.json"):
        read(path)


@pytest.mark.parametrize("key", ["000", "001", "003", "004"])
def test_the_real_texts_come_back_equal(real: Callable[[str], Disclosure], key: str) -> None:
    disclosure = real(key)
    assert read_files(dict(write_csv(disclosure, WriteOptions()))) == disclosure
