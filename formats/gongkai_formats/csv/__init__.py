"""The tabular package: a Frictionless Data Package of CSV files, written and read back."""

from __future__ import annotations

from gongkai.model import Disclosure
from gongkai.specs import Format, WriteOptions, Written


def write_csv(disclosure: Disclosure, options: WriteOptions) -> Written:
    """The package as relative path → bytes."""
    from gongkai_formats.csv.writing import write_package

    return write_package(disclosure, options)


FORMAT = Format(
    name="csv",
    label="CSV 数据包",
    suffixes=(".zip",),
    media_types=("application/zip",),
    write=write_csv,
    folder=True,
)
