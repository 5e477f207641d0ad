"""Corrections: only for their source, only where the old text stands, each with a finding."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

import gongkai
from gongkai.checking import evaluate_disclosure, proposed_repairs
from gongkai.corrections.repairs import (
    Correction,
    CorrectionFile,
    apply_corrections,
    decode_corrections,
    encode_corrections,
)
from gongkai.errors import SourceError
from gongkai.model import Cell, Disclosure, Grid, Paragraph, SourceInfo, Table
from gongkai.plugins.registry import installed_registry


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


ACCOUNT = """2023年度部门决算

第二部分 决算表

公开03表

支出决算表

部门：示例市档案管理中心\t单位：万元
科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
合计\t\t305.50\t273.00\t32.50
201\t一般公共服务支出\t305.50\t273.00\t32.50
20113\t商贸事业\t305.50\t273.00\t82.50

第三部分 2023年度部门决算情况说明

三、支出决算情况说明

2023年度支出合计305.50万元，其中：基本支出278.00万元，占89.36%；项目支出32.50万元，占10.64%。
"""


def read_account(folder: Path) -> tuple[Path, Disclosure]:
    source = folder / "account.txt"
    source.write_text(ACCOUNT, encoding="utf-8")
    return source, gongkai.read(source)


def test_figures_sentences_and_names_are_proposed_and_applied(tmp_path: Path) -> None:
    source, disclosure = read_account(tmp_path)
    defects = proposed_repairs(disclosure, evaluate_disclosure(disclosure, installed_registry()))
    chosen = [one for defect in defects for one in defect.choices[0].corrections]
    assert {(one.row is None, one.old, one.new) for one in chosen} == {
        (False, "82.50", "32.50"),
        (True, "278.00", "273.00"),
        (False, "商贸事业", "商贸事务"),
    }
    accepted = tmp_path / "accepted.json"
    accepted.write_bytes(encode_corrections(file_of(*chosen, sha256=disclosure.source.sha256)))
    mended = gongkai.read(source, corrections=accepted)
    assert not [one for one in mended.findings if one.severity != "info"]
    assert mended.arithmetic is not None and mended.arithmetic.violated == 0


def test_several_ways_to_mend_are_choices(tmp_path: Path) -> None:
    source = tmp_path / "told.txt"
    source.write_text("2024年度预算\n\n“三公”经费1969万元，较2023年的2190万元减少227万元。\n", encoding="utf-8")
    disclosure = gongkai.read(source)
    (defect,) = proposed_repairs(disclosure, evaluate_disclosure(disclosure, installed_registry()))
    assert len(defect.choices) > 1
    assert ("227", "221") in [(one.corrections[0].old, one.corrections[0].new) for one in defect.choices]


@pytest.mark.parametrize(("old", "applied"), [("甲5万元", True), ("5万元", False), ("丙", False)])
def test_a_sentence_is_corrected_only_where_the_old_text_stands_once(old: str, applied: bool) -> None:
    before = Disclosure(SourceInfo("a.txt", "ab" * 32, "text/plain"), (Paragraph("b1", "甲5万元，乙5万元。"),))
    done = apply_corrections(before, file_of(Correction("b1", None, None, old, "甲6万元")))
    assert (done.blocks != before.blocks) == applied
    assert [one.rule for one in done.findings] == ["correction.applied" if applied else "correction.stale"]
