"""Kinds, readings, forms and metadata of an assembled disclosure."""

from __future__ import annotations

import msgspec

from gongkai.model import Block, Disclosure, Table
from gongkai.recognise.readings import read_grid
from gongkai.registry import Registry


def recognise(disclosure: Disclosure, registry: Registry) -> Disclosure:
    """The disclosure with the meaning of its tables and forms."""
    return msgspec.structs.replace(disclosure, blocks=tuple(_read(block) for block in disclosure.blocks))


def _read(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    reading = read_grid(block.grid, block.department)
    return msgspec.structs.replace(block, reading=reading, header_rows=reading.header_rows)
