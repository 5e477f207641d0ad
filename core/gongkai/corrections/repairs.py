"""Corrections that a person accepted: kept apart from the source, applied on demand, refused for another source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from gongkai.errors import SourceError
from gongkai.findings import finding
from gongkai.model import Block, Cell, Disclosure, Finding, Grid, IndicatorForm, ListItem, Paragraph, Place, Table

VERSION = 1


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One cell: its block and grid position from 0, the text it has and the text it should have, why, who and when.

    In a paragraph `row` and `column` are None, and `old` is a stretch of its text that stands there once. `when` is an ISO 8601 date or time. `places` say where the cell stands in the source, for the reader's sake.
    """

    block: str
    row: int | None
    column: int | None
    old: str
    new: str
    reason: str = ""
    who: str = ""
    when: str = ""
    places: tuple[Place, ...] = ()


class CorrectionFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An accepted set for one source, known by its SHA-256."""

    source: str
    sha256: str
    corrections: tuple[Correction, ...]
    gongkai_corrections: int = VERSION


def encode_corrections(file: CorrectionFile) -> bytes:
    """A corrections file as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n"


def decode_corrections(data: bytes, where: str) -> CorrectionFile:
    """A corrections file; SourceError where it is none."""
    try:
        file = msgspec.json.decode(data, type=CorrectionFile)
    except msgspec.DecodeError as error:
        raise SourceError(f"不是更正文件：{error}", where, "请用 gongkai repair 生成") from error
    if file.gongkai_corrections != VERSION:
        raise SourceError(
            f"更正文件为第 {file.gongkai_corrections} 版，本程序用第 {VERSION} 版", where, "请用相应版本的 gongkai"
        )
    return file


def apply_corrections(disclosure: Disclosure, file: CorrectionFile) -> Disclosure:
    """The disclosure with every correction whose old text still stands, a finding each; the others are reported.

    SourceError where the file was made for another source.
    """
    if file.sha256 != disclosure.source.sha256:
        raise SourceError(
            f"更正文件属于另一个来源（{file.source}，SHA-256 {file.sha256[:12]}…）",
            disclosure.source.name,
            "请用本文件的更正，或重新校验",
        )
    by_block: dict[str, list[Correction]] = defaultdict(list)
    for correction in file.corrections:
        by_block[correction.block].append(correction)
    findings: list[Finding] = []
    blocks = tuple(_corrected(block, by_block.pop(block.id, ()), findings) for block in disclosure.blocks)
    for leftover in by_block.values():
        findings.extend(_stale(correction, "没有这张表") for correction in leftover)
    return msgspec.structs.replace(disclosure, blocks=blocks, findings=disclosure.findings + tuple(findings))


def _corrected(block: Block, corrections: Sequence[Correction], findings: list[Finding]) -> Block:
    if isinstance(block, Table | IndicatorForm) and corrections:
        return _corrected_cells(block, corrections, findings)
    if isinstance(block, Paragraph | ListItem) and corrections:
        return _corrected_text(block, corrections, findings)
    findings.extend(_stale(correction, "不是表格，也不是段落") for correction in corrections)
    return block


def _corrected_cells(
    block: Table | IndicatorForm, corrections: Sequence[Correction], findings: list[Finding]
) -> Table | IndicatorForm:
    changed: dict[tuple[int, int], Cell] = {}
    for correction in corrections:
        row, column = correction.row, correction.column
        cell = block.grid.cell_at(row, column) if row is not None and column is not None else None
        if cell is None or (cell.row, cell.column) != (row, column):
            findings.append(_stale(correction, "没有这个单元格"))
        elif cell.text != correction.old:
            findings.append(_stale(correction, f"现为“{cell.text}”"))
        else:
            changed[cell.row, cell.column] = msgspec.structs.replace(cell, text=correction.new)
            findings.append(_applied(correction, cell.places))
    cells = tuple(changed.get((cell.row, cell.column), cell) for cell in block.grid.cells)
    return msgspec.structs.replace(block, grid=Grid(block.grid.rows, block.grid.columns, cells))


def _corrected_text(
    block: Paragraph | ListItem, corrections: Sequence[Correction], findings: list[Finding]
) -> Paragraph | ListItem:
    for correction in corrections:
        if correction.row is not None or correction.column is not None:
            findings.append(_stale(correction, "不是表格"))
        elif not correction.old or block.text.count(correction.old) != 1:
            findings.append(_stale(correction, "段落中没有，或不止一处"))
        else:
            block = msgspec.structs.replace(block, text=block.text.replace(correction.old, correction.new))
            findings.append(_applied(correction, block.places))
    return block


def _applied(correction: Correction, places: tuple[Place, ...]) -> Finding:
    by = f"（{correction.who} {correction.when}）".replace(" ）", "）") if correction.who else ""
    message = f"按更正文件“{correction.old}”改为“{correction.new}”{by}：{correction.reason or '未写理由'}"
    return _remark("correction.applied", message, correction, places)


def _stale(correction: Correction, why: str) -> Finding:
    row, column = correction.row, correction.column
    spot = f" 第{row + 1}行第{column + 1}列" if row is not None and column is not None else ""
    message = f"更正未采用：{correction.block}{spot}原为“{correction.old}”，{why}"
    return _remark("correction.stale", message, correction, correction.places)


def _remark(rule: str, message: str, correction: Correction, places: tuple[Place, ...]) -> Finding:
    return finding(
        rule,
        message,
        block=correction.block,
        row=correction.row,
        column=correction.column,
        places=places,
        expected=correction.new,
        found=correction.old,
    )
