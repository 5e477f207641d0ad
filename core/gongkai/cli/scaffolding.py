"""`gongkai new-plugin`: a plugin project of one's own, made from the example that ships with gongkai."""

from __future__ import annotations

import re
from pathlib import Path

import click

from gongkai.cli.console import give, say

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LEFT_OUT = {"__pycache__", "build", "dist"}


@click.command(short_help="生成一个插件项目。")
@click.argument("name", metavar="NAME")
@click.option("--region", default="示例省/样本市", metavar="省/市", help="插件所属的地区，由外到内。")
@click.option("-o", "--output", "target", metavar="OUT", help="项目文件夹；默认为当前文件夹下的 NAME。")
def new_plugin(name: str, region: str, target: str | None) -> None:
    """生成名为 NAME 的插件项目：一张绩效表、一张报表、一条校验规则及其测试，可直接安装和运行。"""
    from gongkai.walk.storing import store

    path = Path(target or name)
    store(plugin_project(name, tuple(part.strip() for part in region.split("/"))), _free(path, name))
    give(str(path))
    say(f"下一步：python -m pip install -e {path} pytest，然后在 {path} 中运行 python -m pytest")


def plugin_project(name: str, region: tuple[str, ...]) -> dict[str, bytes]:
    """The files of a plugin project: the example under another name, for another region (outside to inside)."""
    from gongkai.errors import UsageError

    if not _NAME.fullmatch(name):
        raise UsageError(f"名称 {name!r} 不合要求", "NAME", "请用小写字母开头的字母、数字和连字符，如 my-region")
    if not all(region) or any(mark in part for part in region for mark in '"\\'):
        raise UsageError("地区不能有空段、引号或反斜线", "--region", "如 青禾省/临澜市")
    replacements = {
        '"青禾省", "临澜市"': ", ".join(f'"{part}"' for part in region) + ("," if len(region) == 1 else ""),
        "青禾省/临澜市": "/".join(region),
        "青禾省临澜市": "".join(region),
        "临澜市": region[-1],
        "gongkai_lanlan": f"gongkai_{name.replace('-', '_')}",
        "gongkai-lanlan": f"gongkai-{name}",
        "lanlan": name,
    }
    files = {}
    for relative, text in _example_files(_example()).items():
        for old, new in replacements.items():
            relative, text = relative.replace(old, new), text.replace(old, new)
        files[relative] = text.encode()
    return files


def _free(path: Path, name: str) -> Path:
    from importlib.metadata import entry_points

    from gongkai.errors import TargetError, UsageError
    from gongkai.plugins.registry import ENTRY_POINT_GROUP

    if name in entry_points(group=ENTRY_POINT_GROUP).names:
        raise UsageError(f"已安装了名为 {name} 的插件", "NAME", "请换一个名称")
    if path.exists():
        raise TargetError("已存在，未覆盖", str(path), "请换一个名称，或用 -o 指定别处")
    return path


def _example() -> Path:
    # The wheel carries the example beside this module; a checkout has it under examples/.
    here = Path(__file__).parent
    beside = here / "new_plugin"
    return beside if beside.is_dir() else here.parents[2] / "examples" / "plugin_region"


def _example_files(folder: Path) -> dict[str, str]:
    paths = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.as_posix(): (folder / path).read_text(encoding="utf-8")
        for path in paths
        if not any(part in _LEFT_OUT or part.startswith(".") or part.endswith(".egg-info") for part in path.parts)
    }
