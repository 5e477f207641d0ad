"""The tabular package: a Frictionless Data Package of CSV files, written and read back."""

from __future__ import annotations

import re

from gongkai.model import Disclosure
from gongkai.specs import Format, Source, WriteOptions, Written

_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_OURS = (b"datapackage.json", b"blocks.csv", b"cells.csv", b"disclosure.gongkai.json")


def sniff_package(head: bytes, name: str) -> float:
    """Sure of a zip whose first members bear names of the package, whether or not they stand in a folder."""
    if not head.startswith(b"PK\x03\x04"):
        return 0.0
    names = (head[m.end() : m.end() + int.from_bytes(m[1], "little")] for m in _LOCAL_HEADER.finditer(head))
    return 0.95 if any(name.rpartition(b"/")[2] in _OURS for name in names) else 0.0


def read_csv(source: Source) -> Disclosure:
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
