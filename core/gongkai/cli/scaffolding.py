"""`gongkai new-plugin`: a project for a plugin of one's own."""

from __future__ import annotations

import click


@click.command(short_help="生成一个插件项目。")
@click.argument("name", metavar="NAME")
def new_plugin(name: str) -> None:
    """在当前文件夹生成名为 NAME 的插件项目。"""
    raise NotImplementedError
