"""`gongkai plugins`, `gongkai forms` and `gongkai schema`: what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gongkai.cli.console import give
from gongkai.cli.reading import HowToRead, reading_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command(short_help="列出已安装的插件。")
@click.option("--without", multiple=True, metavar="PLUGIN", help="不载入这个插件。")
def plugins(without: tuple[str, ...]) -> None:
    """列出已安装的插件，以及各插件提供的接口。"""
    from gongkai.cli.tables import print_rows
    from gongkai.plugins.registry import installed_registry

    registry = installed_registry(frozenset(without))
    print_rows(
        ("插件", "来自", "版本", "接口"),
        [
            (
                info.name,
                info.distribution,
                info.version,
                "、".join(hook.removeprefix("gongkai_") for hook in info.hooks),
            )
            for info in registry.plugins
        ],
    )


_NEAR = 0.25
"""From this share of anchors on it helps to know which are missing."""


@click.command(short_help="列出绩效表的表样，或说明为何如此识别。")
@click.option("--why", "source", metavar="SOURCE", help="说明这个文件中每张绩效表的识别经过。")
@reading_options
def forms(reading: HowToRead, source: str | None) -> None:
    """列出可识别的绩效表样；用 --why 说明一个文件中的各表为何识别为某种表样。"""
    from pathlib import Path

    from gongkai.cli.tables import print_rows

    if source is not None:
        _explain(reading, Path(source))
        return
    rows = []
    for form in reading.registry.forms:
        first, last = form.years
        years = f"{first or ''}—{last or ''}" if first or last else ""
        rows.append((form.id, form.label, "/".join(form.region), years))
    print_rows(("表样", "名称", "地区", "年度"), rows)


def _explain(reading: HowToRead, source: Path) -> None:
    from gongkai.cli.tables import print_rows
    from gongkai.recognise.forms.explaining import explain_forms

    disclosure = reading.read(source)
    contests = explain_forms(disclosure, reading.registry, reading.pins)
    give(f"{source}：{len(contests)} 张绩效表")
    for contest in contests:
        how = "（由 --pin 指定）" if contest.pinned else "（同样相符者按名称取）" if contest.tied else ""
        give("")
        give(f"[{contest.form}] {contest.title or '（无题）'} → {contest.chosen or '没有相符的表样'}{how}")
        fit = "相符，但次于所采用的" if contest.chosen else ""
        rows = [
            (one.variant, f"{one.score:.0%}", "" if one.variant == contest.chosen else one.refused or fit)
            for one in contest.candidates
        ]
        print_rows(("表样", "标志相符", "未采用的原因"), rows)
        for one in contest.candidates:
            nearest = one.variant == contest.chosen or (not contest.chosen and one.score >= _NEAR)
            if one.missing and nearest:
                give(f"{one.variant} 未印出的标志：{'、'.join(one.missing)}")


@click.command(short_help="显示 JSON 结果的结构定义。")
def schema() -> None:
    """把 JSON 形式的 JSON Schema（2020-12）写到标准输出。"""
    import json

    from gongkai.carrying.codec import json_schema

    give(json.dumps(json_schema(), ensure_ascii=False, indent=2))
