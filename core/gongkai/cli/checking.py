"""`gongkai check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gongkai.cli.console import Session, give
from gongkai.cli.findings import finding_line, findings_code
from gongkai.cli.reading import HowToRead, reading_options
from gongkai.cli.sources import each_source
from gongkai.words.terms import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongkai.model import Disclosure


@click.command(short_help="校验数字与文字，给出证明率。")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("--json", "as_json", is_flag=True, help="每项发现一行 JSON，写到标准输出。")
@click.option("--gaps", is_flag=True, help="列出未能核对的等式及原因，和没有得到证明的金额。")
@click.option("--fail-on", type=click.Choice(list(SEVERITIES)), help="有此级别及以上的发现时，以退出码 1 结束。")
@reading_options
@click.pass_obj
def check(
    session: Session, reading: HowToRead, sources: tuple[str, ...], as_json: bool, gaps: bool, fail_on: str | None
) -> int:
    """用文件自身的勾稽关系核对每个数字，按轻重列出发现，并说明有多少金额得到证明。"""
    from pathlib import Path

    def work(source: str) -> Callable[[], int]:
        disclosure = reading.read(Path(source))
        return lambda: tell(source, disclosure)

    def tell(source: str, disclosure: Disclosure) -> int:
        if as_json:
            _give_json(disclosure)
        else:
            _give_report(disclosure, source)
            if gaps:
                _give_gaps(disclosure, reading)
        return findings_code(disclosure, fail_on)

    return each_source(((source, source) for source in sources), session, work)


def _give_report(disclosure: Disclosure, source: str) -> None:
    give(f"{source}：{disclosure.title or disclosure.source.name}")
    for severity, name in SEVERITIES.items():
        found = [finding for finding in disclosure.findings if finding.severity == severity]
        if found:
            give(f"{name} {len(found)} 项")
        for finding in found:
            give(f"  {finding_line(finding)}")
            if finding.quote and finding.quote not in finding.message:
                give(f"    原文：{finding.quote}")
            if finding.proposal:
                give(f"    建议：{finding.proposal}")
    counts = disclosure.arithmetic
    if counts is not None:
        give(
            f"等式：核对 {counts.holds + counts.violated} 个，成立 {counts.holds} 个（其中 {counts.rounding} 个有尾差），"
            f"不成立 {counts.violated} 个；未能核对 {counts.not_evaluable} 个"
        )
        share = f"{100 * counts.proved / counts.amounts:.1f}%" if counts.amounts else "——"
        give(f"金额：{counts.amounts} 个，得到证明 {counts.proved} 个（{share}），相互矛盾 {counts.contradicted} 个")


def _give_json(disclosure: Disclosure) -> None:
    import msgspec

    for finding in disclosure.findings:
        give(msgspec.json.encode(finding).decode())
    if disclosure.arithmetic is not None:
        give(msgspec.json.encode(disclosure.arithmetic).decode())


def _give_gaps(disclosure: Disclosure, reading: HowToRead) -> None:
    from collections import Counter

    from gongkai.checking import evaluate_disclosure
    from gongkai.tables.facts import facts

    evaluation = evaluate_disclosure(disclosure, reading.registry)
    for (identity, reason), count in sorted(Counter((gap.identity, gap.reason) for gap in evaluation.gaps).items()):
        give(f"  未核对 {identity} ×{count}：{reason}")
    for table in disclosure.tables:
        for fact in facts(table):
            if fact.status == "unproved" and (key := (table.id, fact.row, fact.column)) in evaluation.figures:
                through = [equation.label for equation in evaluation.through.get(key, ())]
                reason = f"只有不足以证明的等式（{through[0]}）" if through else "没有等式经过该格"
                give(f"  未证明 {table.id} 第{fact.row + 1}行第{fact.column + 1}列“{fact.raw}”：{reason}")
