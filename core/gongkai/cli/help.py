"""Help pages and usage errors in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

_SECTIONS = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}
_PHRASES = {"Show this message and exit.": "显示本说明。", "Show the version and exit.": "显示版本。"}
_REQUIRED = re.compile(r"  \[required\]$")
_RANGE = re.compile(r"  \[x>=[\d.]+\]$")


class ChineseFormatter(click.HelpFormatter):
    """click's help page with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args.replace("[OPTIONS]", "[选项]"), "用法：")

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{_SECTIONS.get(heading, heading)}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(term, _in_chinese(text)) for term, text in rows], col_max, col_spacing)


def _in_chinese(text: str) -> str:
    """What click says of an option itself; ranges of numbers go without saying."""
    return _PHRASES.get(text) or _REQUIRED.sub("（必须给出）", _RANGE.sub("", text))


def explain_usage(error: click.UsageError) -> str:
    """One line that says what is off in the call and where help is."""
    command = error.ctx.command_path if error.ctx is not None else "gongkai"
    return f"{_what(error)}（用 {command} --help 查看用法）"


def _what(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        near = f"；是否要用 {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name(error)}"
    if isinstance(error, click.BadParameter) and error.param is not None and isinstance(error.param.type, click.Choice):
        return f"{_name(error)} 须为 {'、'.join(map(str, error.param.type.choices))} 之一"
    if isinstance(error, click.BadParameter):
        return f"{_name(error)} 的值不对：{error.message}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 用法不对：{error.message}"
    return error.message


def _name(error: click.BadParameter) -> str:
    if error.param is None:
        return "参数"
    return (
        "/".join(error.param.opts)
        if isinstance(error.param, click.Option)
        else error.param.metavar or str(error.param.name)
    )
