"""The tabular package: a Frictionless Data Package of CSV files."""

from __future__ import annotations

from gongkai.specs import Format

FORMAT = Format(name="csv", label="CSV 数据包", suffixes=(".zip",), media_types=("application/zip",), folder=True)
