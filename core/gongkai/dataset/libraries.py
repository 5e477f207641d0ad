"""pyarrow and DuckDB, which only the extra `data` installs. They bring no types that mypy could check here."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from gongkai.errors import UsageError


def pyarrow(module: str = "") -> Any:
    """pyarrow or a module of it; UsageError where it is not installed."""
    return _library("pyarrow", f"pyarrow.{module}" if module else "pyarrow")


def duckdb() -> Any:
    """The module duckdb; UsageError where it is not installed."""
    return _library("duckdb", "duckdb")


def _library(name: str, module: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError(f"没有安装 {name}", "数据集", "pip install gongkai[data]") from error
