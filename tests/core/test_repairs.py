"""Corrections: only for their source, only where the old text stands, each with a finding."""

from __future__ import annotations

import msgspec
import pytest

from gongkai.errors import SourceError
from gongkai.model import Cell, Disclosure, Grid, SourceInfo, Table
from gongkai.repairs import Correction, CorrectionFile, apply_corrections, decode_corrections, encode_corrections


def small_disclosure() -> Disclosure:
    cells = (Cell(0, 0, "项目"), Cell(0, 1, "金额"), Cell(1, 0, "办公费"), Cell(1, 1, "1.20"))
    return Disclosure(SourceInfo("a.txt", "ab" * 32, "text/plain"), (Table("t1", Grid(2, 2, cells), title="支出表"),))


def file_of(*corrections: Correction, sha256: str = "ab" * 32) -> CorrectionFile:
    return CorrectionFile("a.txt", sha256, corrections)


def test_a_correction_changes_its_cell_and_says_so() -> None:
    done = apply_corrections(
        small_disclosure(), file_of(Correction("t1", 1, 1, "1.20", "7.20", "形近", "审核人", "2024-05-01"))
    )
    assert done.tables[0].grid.text_at(1, 1) == "7.20"
    (finding,) = done.findings
    assert (finding.rule, finding.found, finding.expected) == ("correction.applied", "1.20", "7.20")
    assert "审核人" in finding.message


@pytest.mark.parametrize(
    "correction",
    [
        Correction("t1", 1, 1, "1.21", "7.20"),
        Correction("t1", 9, 9, "1.20", "7.20"),
        Correction("t7", 1, 1, "1.20", "7.20"),
    ],
)
def test_a_stale_correction_is_reported_and_not_applied(correction: Correction) -> None:
    before = small_disclosure()
    done = apply_corrections(before, file_of(correction))
    assert done.blocks == before.blocks
    assert [finding.rule for finding in done.findings] == ["correction.stale"]


def test_corrections_of_another_source_are_refused() -> None:
    with pytest.raises(SourceError, match="另一个来源"):
        apply_corrections(small_disclosure(), file_of(sha256="cd" * 32))


def test_a_corrections_file_reads_back_and_a_broken_one_is_refused() -> None:
    file = file_of(Correction("t1", 1, 1, "1.20", "7.20"))
    assert decode_corrections(encode_corrections(file), "x") == file
    with pytest.raises(SourceError, match="不是更正文件"):
        decode_corrections(b"{", "x")
    other = msgspec.structs.replace(file, gongkai_corrections=9)
    with pytest.raises(SourceError, match="第 9 版"):
        decode_corrections(encode_corrections(other), "x")
