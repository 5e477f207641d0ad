"""File formats: how a plugin reads a source into the model and writes the model out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Union

from gongkai.model import BareDocument, Corrected, Disclosure


@dataclass(frozen=True)
class Limits:
    """Bounds against hostile or enormous sources; every one is an option of the reader's caller."""

    source_bytes: int = 500_000_000
    unpacked_bytes: int = 500_000_000
    unpack_ratio: int = 100
    archive_members: int = 10_000
    pages: int = 5_000
    glyphs_per_page: int = 200_000
    seconds_per_page: float = 20.0
    cells_per_table: int = 5_000_000


@dataclass(frozen=True)
class Source:
    """An opened source: its file name, bytes and their SHA-256 as hex."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    limits: Limits = Limits()
    options: Mapping[str, str] = field(default_factory=dict)
    """Options of the reader, as `--pages` or `--double-read` set them: pages, double_read, password."""


@dataclass(frozen=True)
class WriteOptions:
    """Options every writer understands; a writer ignores what does not concern it."""

    csv_raw: bool = False
    """Leave CSV text that a spreadsheet would take for a formula unguarded."""


Written = Union[bytes, Mapping[str, bytes]]
"""One file's bytes, or a folder: relative POSIX path → bytes."""


ReadDocument = Union[BareDocument, Disclosure, Corrected]
"""What a reader returns."""


@dataclass(frozen=True)
class Format:
    """One file format.

    `sniff(head, name)` looks at the first 64 KiB and answers how sure it is, 0 (not ours) to 1. `read` raises
    SourceError's kin and returns a bare document, or a whole Disclosure where the file holds one of ours (Corrected
    where somebody has edited it). `write`
    returns bytes, or a mapping for a folder; it touches no disk. Either may be None.
    """

    name: str
    label: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    sniff: Callable[[bytes, str], float] | None = None
    read: Callable[[Source], ReadDocument] | None = None
    write: Callable[[Disclosure, WriteOptions], Written] | None = None
    folder: bool = False
