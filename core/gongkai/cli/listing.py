"""`gongkai plugins`, `gongkai forms` and `gongkai schema`: what there is."""

from __future__ import annotations

import click

from gongkai.cli.console import give


@click.command(short_help="列出已安装的插件。")
@click.option("--without", multiple=True, metavar="PLUGIN", help="不载入这个插件。")
def plugins(without: tuple[str, ...]) -> None:
    """列出已安装的插件，以及各插件提供的接口。"""
    from gongkai.cli.tables import print_rows
    from gongkai.registry import installed_registry

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


@click.command(short_help="列出可识别的绩效表，或说明为何如此识别。")
def forms() -> None:
    """列出可识别的绩效表样式。"""
    from gongkai.cli.tables import print_rows
    from gongkai.registry import installed_registry

    print_rows(
        ("样式", "名称", "地区"),
        [(form.id, form.label, "/".join(form.region)) for form in installed_registry().forms],
    )


@click.command(short_help="显示 JSON 结果的结构定义。")
def schema() -> None:
    """把 JSON 形式的 JSON Schema（2020-12）写到标准输出。"""
    import json

    from gongkai.codec import json_schema

    give(json.dumps(json_schema(), ensure_ascii=False, indent=2))
