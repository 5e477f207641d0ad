"""The lossless JSON form: one file, canonical, with a published schema."""

from __future__ import annotations

import re

from gongkai.model import Disclosure
from gongkai.plugins.specs import Format, Source, WriteOptions

_START = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"gongkai"\s*:')


def sniff_json(head: bytes, name: str) -> float:
    """Sure of an object whose first field is `gongkai`, whatever the file is called."""
    return 1.0 if _START.match(head) else 0.0


def read_json(source: Source) -> Disclosure:
    """The whole disclosure, as it was written."""
    from gongkai.carrying import codec

    return codec.decode(source.data.removeprefix(b"\xef\xbb\xbf"), source.name)


def write_json(disclosure: Disclosure, options: WriteOptions) -> bytes:
    """Canonical JSON: equal disclosures have equal bytes."""
    from gongkai.carrying import codec

    return codec.encode(disclosure)


FORMAT = Format(
    name="json",
    label="JSON",
    suffixes=(".gongkai.json", ".json"),
    media_types=("application/json",),
    sniff=sniff_json,
    read=read_json,
    write=write_json,
)
