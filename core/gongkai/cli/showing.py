"""`gongkai show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gongkai.cli.console import Progress, give
from gongkai.cli.findings import finding_line
from gongkai.cli.reading import HowToRead, reading_options
from gongkai.words.terms import KINDS

if TYPE_CHECKING:
    from gongkai.model import Block, Disclosure, IndicatorForm, Table


@click.command(short_help="在终端显示提纲与表格。")
@click.argument("source", metavar="SOURCE")
@click.option("--outline", is_flag=True, help="只显示提纲。")
@click.option("--table", "wanted", multiple=True, metavar="ID", help="只显示这张表（编号见提纲）。")
@click.option("--findings", "only_findings", is_flag=True, help="只显示发现。")
@reading_options
def show(reading: HowToRead, source: str, outline: bool, wanted: tuple[str, ...], only_findings: bool) -> None:
    """在终端显示一个来源的提纲、表格与发现。"""
    from pathlib import Path

    with Progress(1) as progress:
        progress.step(source)
        disclosure = reading.read(Path(source))
    if wanted:
        for block in pick_tables(disclosure, wanted, source):
            _show_table(block)
        return
    if not only_findings:
        _show_outline(disclosure)
    if not only_findings and not outline:
        for block in tables_and_forms(disclosure):
            _show_table(block)
    if not outline:
        _show_findings(disclosure)


def tables_and_forms(disclosure: Disclosure) -> list[Table | IndicatorForm]:
    """Tables and forms in reading order."""
    from gongkai.model import IndicatorForm, Table

    return [block for block in disclosure.blocks if isinstance(block, Table | IndicatorForm)]


def pick_tables(disclosure: Disclosure, wanted: tuple[str, ...], source: str) -> list[Table | IndicatorForm]:
    """The tables and forms of these ids, in the order asked for; UsageError for an unknown id."""
    from gongkai.errors import UsageError

    by_id = {block.id: block for block in tables_and_forms(disclosure)}
    unknown = [name for name in wanted if name not in by_id]
    if unknown:
        raise UsageError(f"没有编号为 {'、'.join(unknown)} 的表", source, f"可用：{'、'.join(by_id) or '无'}")
    return [by_id[name] for name in wanted]


def _show_outline(disclosure: Disclosure) -> None:
    year = f"{disclosure.year}年" if disclosure.year else ""
    about = [KINDS.get(disclosure.kind, ""), year, disclosure.department, disclosure.region]
    give(disclosure.title or disclosure.source.name)
    give("，".join(part for part in about if part) or "种类、年度与部门未识别")
    give(f"{len(disclosure.tables)} 张表，{len(disclosure.forms)} 张绩效表，{len(disclosure.findings)} 项发现")
    give("")
    for block in disclosure.blocks:
        line = _outline_line(block)
        if line:
            give(line)
    give("")


def _outline_line(block: Block) -> str:
    from gongkai.model import Heading, IndicatorForm, Table

    if isinstance(block, Heading):
        return "  " * (block.level - 1) + block.text
    if isinstance(block, Table | IndicatorForm):
        name = block.title or "（无题）"
        kind = block.kind if isinstance(block, Table) else block.variant
        facts = [f"{block.grid.rows}×{block.grid.columns}", block.unit, kind]
        return f"    [{block.id}] {name}（{'，'.join(fact for fact in facts if fact)}）"
    return ""


def _show_table(block: Table | IndicatorForm) -> None:
    from gongkai.cli.tables import print_grid
    from gongkai.model import Table

    give(f"[{block.id}] {block.title or '（无题）'}" + (f"　单位：{block.unit}" if block.unit else ""))
    if isinstance(block, Table):
        columns = block.reading.columns if block.reading is not None else ()
        codes = frozenset(number for number, column in enumerate(columns) if column.role == "code")
        print_grid(block.grid.texts, block.header_rows, codes)
    else:
        print_grid(block.grid.texts)
    for note in block.notes:
        give(note.text)
    give("")


def _show_findings(disclosure: Disclosure) -> None:
    give(f"发现 {len(disclosure.findings)} 项")
    for finding in disclosure.findings:
        give(f"  {finding_line(finding)}")
