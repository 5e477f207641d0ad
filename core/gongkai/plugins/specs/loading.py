"""Reading a plugin's own data files: TOML and CSV inside its package."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from typing import TypeVar

import msgspec

from gongkai.errors import PluginError

T = TypeVar("T")


def load_toml(package: str, name: str, shape: type[T]) -> T:
    """A TOML file of `package` in the given shape; PluginError names file and field where it does not fit."""
    try:
        return msgspec.toml.decode((files(package) / name).read_bytes(), type=shape)
    except (OSError, msgspec.ValidationError, msgspec.DecodeError) as error:
        raise PluginError(f"数据文件不合要求：{error}", f"{package}/{name}", "请更正该插件的数据文件") from error


def load_csv(package: str, name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of `package` (UTF-8, a BOM is allowed) by header name."""
    try:
        text = (files(package) / name).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise PluginError(f"数据文件不能读取：{error}", f"{package}/{name}", "请重新安装该插件") from error
    return list(csv.DictReader(io.StringIO(text)))
