"""pyarrow and DuckDB, which only the extra `data` installs. They bring no types that could be checked here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from gongkai.errors import UsageError
from gongkai.extras import install_hint


def pyarrow(module: str = "") -> Any:
    """pyarrow or a module of it; UsageError where it is not installed."""
    with _installed("pyarrow"):
        import pyarrow

        return import_module(f"pyarrow.{module}") if module else pyarrow


def require_pyarrow() -> None:
    """UsageError where pyarrow is not installed; it is not loaded, since a batch's own process stays small."""
    if find_spec("pyarrow") is None:
        raise _missing("pyarrow")


def duckdb() -> Any:
    """The module duckdb; UsageError where it is not installed."""
    with _installed("duckdb"):
        import duckdb

        return duckdb


@contextmanager
def _installed(name: str) -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise _missing(name) from error


def _missing(name: str) -> UsageError:
    return UsageError(f"没有安装 {name}", "数据集", install_hint("data"))
