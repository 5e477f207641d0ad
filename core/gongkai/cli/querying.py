"""`gongkai query`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gongkai.cli.console import give, say

if TYPE_CHECKING:
    from gongkai.dataset.querying import Answer

_SHOWN = 1_000
"""Rows shown in the terminal; a file gets them all."""


@click.command(short_help="用 SQL 查询一批文件的数据集。")
@click.argument("out", metavar="OUT")
@click.argument("sql", metavar="SQL")
@click.option("-o", "--output", metavar="FILE", help="结果写到这个文件，由后缀 .csv 或 .xlsx 定格式。")
@click.option("--force", is_flag=True, help="覆盖已有的文件。")
def query(out: str, sql: str, output: str | None, force: bool) -> None:
    """用 SQL（DuckDB）查询 gongkai batch --dataset 生成的数据集。

    OUT 是该批文件的结果文件夹。可查的表：facts（金额）、documents（文件）、indicators（绩效指标）、findings（发现）。
    只读：查询不能改动数据集，也看不到本机的其他文件。
    """
    from pathlib import Path

    from gongkai.dataset.answers import require_suffix, save
    from gongkai.dataset.querying import ask
    from gongkai.errors import TargetError

    if output is None:
        with ask(Path(out), sql) as answer:
            _show(answer)
        return
    target = Path(output)
    require_suffix(target)
    if target.exists() and not force:
        raise TargetError("已存在，未覆盖", output, "加 --force 覆盖，或用 -o 指定别处")
    with ask(Path(out), sql) as answer:
        count = save(answer, target)
    give(output)
    say(f"{count} 行")


def _show(answer: Answer) -> None:
    from itertools import islice

    from gongkai.cli.tables import print_rows
    from gongkai.dataset.answers import texts

    rows = list(islice(texts(answer), _SHOWN + 1))
    print_rows(answer.columns, rows[:_SHOWN], answer.figure_columns)
    say(f"只显示前 {_SHOWN} 行（用 -o 写到文件，或加 LIMIT）" if len(rows) > _SHOWN else f"{len(rows)} 行")
