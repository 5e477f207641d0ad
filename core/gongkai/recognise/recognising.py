"""Kinds, readings, forms and metadata of an assembled disclosure."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from gongkai.findings import finding
from gongkai.model import Block, Disclosure, Finding, Table
from gongkai.plugins.registry import Registry
from gongkai.recognise.forms.explaining import read_forms
from gongkai.recognise.metadata.parts import read_parts
from gongkai.recognise.metadata.reading import read_metadata
from gongkai.recognise.tables.kinds import recognise_kind
from gongkai.recognise.tables.readings import read_grid


def recognise(disclosure: Disclosure, registry: Registry, pins: Mapping[str, str] | None = None) -> Disclosure:
    """The disclosure with the meaning of its tables and forms.

    Readings need nothing; region and year, told from names and titles, choose among table kinds and form variants;
    forms then tell what the cover left open. `pins`: form id or * → variant id.
    """
    document = msgspec.structs.replace(disclosure, blocks=tuple(_read(block) for block in disclosure.blocks))
    document = read_metadata(document, registry.regions)
    document = _name_tables(document, registry)
    document = read_metadata(read_forms(document, registry, pins), registry.regions)
    return msgspec.structs.replace(document, parts=document.parts or read_parts(document))


def _read(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    reading = read_grid(block.grid, block.department)
    return msgspec.structs.replace(block, reading=reading, header_rows=reading.header_rows)


def _name_tables(document: Disclosure, registry: Registry) -> Disclosure:
    """The document with the kind of each table; a titled table with amounts that no kind fits is named."""
    blocks: list[Block] = []
    findings: list[Finding] = []
    for block in document.blocks:
        if isinstance(block, Table):
            kind = recognise_kind(
                block, registry.tables, document.region, document.year, document.department, document.kind
            )
            if kind is not None:
                block = msgspec.structs.replace(block, kind=kind.id)
            elif block.title and registry.tables:
                findings.append(finding("table.unknown_kind", f"“{block.title}”不是已知的标准表", block=block.id))
        blocks.append(block)
    return msgspec.structs.replace(document, blocks=tuple(blocks), findings=(*document.findings, *findings))
