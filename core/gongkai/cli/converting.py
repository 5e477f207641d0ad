"""`gongkai convert`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from gongkai.cli.console import Session, give, say
from gongkai.cli.findings import findings_code
from gongkai.cli.reading import HowToRead, reading_options
from gongkai.cli.sources import each_source
from gongkai.words.terms import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gongkai.model import Disclosure
    from gongkai.plugins.specs import WriteOptions
    from gongkai.walk.targets import Target


@click.command(short_help="转换为 Excel、Word、JSON 或 CSV 数据包。")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("-o", "--output", "target", metavar="OUT", help="结果文件或文件夹；默认写在来源旁边。")
@click.option("--to", multiple=True, metavar="FORMAT", help="xlsx（默认）、docx、json 或 csv；可多次给出。")
@click.option("--force", is_flag=True, help="覆盖已有的结果。")
@click.option("--csv-raw", is_flag=True, help="CSV 中形似公式的文字不加引号保护。")
@click.option("--fail-on", type=click.Choice(list(SEVERITIES)), help="有此级别及以上的发现时，以退出码 1 结束。")
@click.option("-q", "--quiet", is_flag=True, help="不显示进度与发现的统计。")
@reading_options
@click.pass_obj
def convert(
    session: Session,
    reading: HowToRead,
    sources: tuple[str, ...],
    target: str | None,
    to: tuple[str, ...],
    force: bool,
    csv_raw: bool,
    fail_on: str | None,
    quiet: bool,
) -> int:
    """转换一个或多个来源（txt、md、pdf、xlsx、docx、json …）。

    结果的路径写到标准输出，其余说明写到标准错误。一个来源出错时，其他来源照常转换；
    退出码取最重的：0 正常，1 发现达到 --fail-on，2 用法，3 来源，4 插件，5 目标，70 程序错误。
    """
    from pathlib import Path

    from gongkai.plugins.specs import WriteOptions
    from gongkai.walk.targets import plan_targets

    plan = plan_targets([Path(source) for source in sources], target, to, reading.registry)
    options = WriteOptions(csv_raw=csv_raw)

    def work(item: tuple[Path, list[Target]]) -> Callable[[], int]:
        source, targets = item
        disclosure = _convert_one(source, targets, force, reading, options)
        return lambda: _tell(source, targets, disclosure, fail_on, quiet)

    return each_source(((str(source), (source, targets)) for source, targets in plan), session, work, quiet)


def _convert_one(
    source: Path, targets: list[Target], force: bool, reading: HowToRead, options: WriteOptions
) -> Disclosure:
    from gongkai.walk.pipeline import write_target
    from gongkai.walk.targets import refuse_existing

    refuse_existing(targets, source, force)
    disclosure = reading.read(source)
    for target in targets:
        write_target(disclosure, target, options)
    return disclosure


def _tell(source: Path, targets: list[Target], disclosure: Disclosure, fail_on: str | None, quiet: bool) -> int:
    for target in targets:
        give(str(target.path))
    counts: Counter[str] = Counter(finding.severity for finding in disclosure.findings)
    if not quiet and (counts["error"] or counts["warning"]):
        shown = "，".join(f"{name} {counts[severity]}" for severity, name in SEVERITIES.items() if counts[severity])
        say(f"{source}: {shown}（gongkai check 查看）")
    return findings_code(disclosure, fail_on)
