"""`gongkai diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from gongkai.cli.console import Progress, give
from gongkai.cli.reading import HowToRead, reading_options

if TYPE_CHECKING:
    from gongkai.corrections.differences import Difference

DIFFERENT = 1
"""Exit code where the two differ."""

_CHANGES = {"changed": "改", "added": "增", "removed": "删"}
_THINGS = {"value": "信息", "block": "整表", "row": "整行", "column": "整列", "cell": "单元格", "text": "文字"}
_NAMES = {
    "title": "标题",
    "kind": "种类",
    "year": "年度",
    "department": "部门",
    "department_code": "部门代码",
    "region": "地区",
    "number_label": "表号",
    "unit": "单位",
}
_LONGEST = 60


@click.command(short_help="比较两个文件的内容，逐格列出差别。")
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="每处差别一行 JSON，写到标准输出。")
@reading_options
def diff(reading: HowToRead, first: str, second: str, as_json: bool) -> int:
    """比较两个文件的内容，不论格式：列出不同的表、行、单元格与文字。相同时退出码为 0，不同时为 1。"""
    from pathlib import Path

    import msgspec

    from gongkai.corrections.differences import compare

    with Progress(2) as progress:
        progress.step(first)
        one = reading.read(Path(first))
        progress.step(second)
        other = reading.read(Path(second))
        found = compare(one, other)
    if as_json:
        for difference in found:
            give(msgspec.json.encode(difference).decode())
    else:
        _show(found)
    return DIFFERENT if found else 0


def _show(found: list[Difference]) -> None:
    from gongkai.cli.tables import print_rows

    if not found:
        give("没有差别")
        return
    give(f"有 {len(found)} 处差别")
    print_rows(("差别", "所在", "行", "栏", "前", "后"), map(_row, found))


def _row(difference: Difference) -> tuple[str, ...]:
    name = _NAMES.get(difference.name, difference.name) if difference.thing == "value" else difference.name
    return (
        _CHANGES[difference.change] + _THINGS[difference.thing],
        difference.title or difference.block or difference.other_block,
        name,
        difference.column_name,
        *_excerpts(difference.old, difference.new),
    )


def _excerpts(old: str, new: str) -> tuple[str, str]:
    """Long texts around the spot where they begin to differ."""
    old, new = (" ".join(text.split()) for text in (old, new))
    if len(old) <= _LONGEST and len(new) <= _LONGEST:
        return old, new
    pairs = enumerate(zip(old, new, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), 0)
    start = max(0, same - _LONGEST // 4)
    return _excerpt(old, start), _excerpt(new, start)


def _excerpt(text: str, start: int) -> str:
    end = start + _LONGEST
    return ("…" if start and text else "") + text[start:end] + ("…" if end < len(text) else "")
