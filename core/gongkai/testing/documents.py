"""Small documents: made by hand, or read from a text through the whole walk."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from gongkai.model import Block, Cell, Disclosure, Grid, PrintedLine, SourceInfo, Table
from gongkai.plugins.registry import Registry
from gongkai.plugins.specs import Source
from gongkai.testing.registries import registry_of
from gongkai.walk.pipeline import process


def make_grid(rows: Sequence[Sequence[str]]) -> Grid:
    """A grid of rows of text without spans; shorter rows leave holes at their end."""
    cells = [Cell(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts)]
    return Grid(len(rows), max(map(len, rows), default=0), tuple(cells))


def make_table(
    rows: Sequence[Sequence[str]], title: str = "", *, id: str = "t1", unit: str = "万元", header_rows: int = 1
) -> Table:
    """A captioned table of rows of text."""
    caption = (PrintedLine(title),) if title else ()
    return Table(id, make_grid(rows), caption, title=title, unit=unit, header_rows=header_rows)


def make_disclosure(
    *blocks: Block, title: str = "", year: int | None = None, department: str = "", region: str = ""
) -> Disclosure:
    """A disclosure of these blocks, as if read from a text."""
    source = SourceInfo("made.txt", hashlib.sha256(b"").hexdigest(), "text/plain")
    return Disclosure(source, blocks, title=title, year=year, department=department, region=region, reader="made")


def read_text(
    text: str,
    plugins: Mapping[str, object] | None = None,
    *,
    installed: tuple[str, ...] | None = None,
    name: str = "document.txt",
    registry: Registry | None = None,
) -> Disclosure:
    """The disclosure in a text, read, assembled, recognised and checked.

    `plugins` join the installed ones (or those named in `installed`); a given `registry` is used as it is.
    """
    data = text.encode()
    registry = registry or registry_of(plugins, installed=installed)
    return process(Source(name, data, hashlib.sha256(data).hexdigest()), registry)
