"""The tabular package: a Frictionless Data Package of CSV files, written and read back."""

from __future__ import annotations

from gongkai.carrying.archives import member_names
from gongkai.model import Disclosure
from gongkai.plugins.specs import Format, ReadDocument, Source, WriteOptions, Written

_OURS = ("datapackage.json", "blocks.csv", "cells.csv", "disclosure.gongkai.json")


def sniff_package(head: bytes, name: str) -> float:
    """Sure of a zip whose first members bear names of the package, whether or not they stand in a folder."""
    if not head.startswith(b"PK\x03\x04"):
        return 0.0
    return 0.95 if any(name.rpartition("/")[2] in _OURS for name in member_names(head)) else 0.0


def read_csv(source: Source) -> ReadDocument:
    """The disclosure of a zipped package, with what a person changed in its CSV files since."""
    from gongkai_formats.csv.reading import read_package

    return read_package(source)


def write_csv(disclosure: Disclosure, options: WriteOptions) -> Written:
    """The package as relative path → bytes."""
    from gongkai_formats.csv.writing import write_package

    return write_package(disclosure, options)


FORMAT = Format(
    name="csv",
    label="CSV 数据包",
    suffixes=(".zip",),
    media_types=("application/zip",),
    sniff=sniff_package,
    read=read_csv,
    write=write_csv,
    folder=True,
)
