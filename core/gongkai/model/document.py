"""A whole disclosure: where it comes from, what it is, and its blocks in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal

import msgspec

from gongkai.model.blocks import Block
from gongkai.model.form import IndicatorForm
from gongkai.model.places import Place
from gongkai.model.table import Table

Severity = Literal["error", "warning", "info"]
DisclosureKind = Literal["", "budget", "final", "performance"]


class SourceInfo(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The file a disclosure was read from; pages where it has them, encoding where it is text."""

    name: str
    sha256: str
    media_type: str
    pages: int | None = None
    encoding: str = ""


class Finding(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What goes on with a remark. `rule` is a code of the catalogue; row and column count from 0 within `block`.

    `expected`, `found`, `difference`, `tolerance` are plain decimals or text; `quote` is the source's own words.
    """

    rule: str
    severity: Severity
    message: str
    block: str = ""
    row: int | None = None
    column: int | None = None
    places: tuple[Place, ...] = ()
    expected: str = ""
    found: str = ""
    difference: str = ""
    tolerance: str = ""
    quote: str = ""
    proposal: str = ""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One document within the file (a final account, each self-evaluation): its blocks from `first` to `last` by id."""

    kind: str
    title: str
    first: str
    last: str
    year: int | None = None


class Arithmetic(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Counts of a checked disclosure: identities by outcome, printed amounts by proof.

    `rounding` of the identities that hold do so only within rounding; `not_evaluable` ones lack a table or a figure.
    """

    holds: int = 0
    rounding: int = 0
    violated: int = 0
    not_evaluable: int = 0
    amounts: int = 0
    proved: int = 0
    contradicted: int = 0


class Disclosure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, dict=True):
    """One file's disclosure."""

    source: SourceInfo
    blocks: tuple[Block, ...] = ()
    title: str = ""
    kind: DisclosureKind = ""
    year: int | None = None
    department: str = ""
    department_code: str = ""
    region: str = ""
    reader: str = ""
    parts: tuple[Part, ...] = ()
    findings: tuple[Finding, ...] = ()
    arithmetic: Arithmetic | None = None

    def __post_init__(self) -> None:
        seen: set[str] = set()
        for block in self.blocks:
            if not block.id or block.id in seen:
                raise ValueError(f"block id {block.id!r} is missing or stands twice")
            seen.add(block.id)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @cached_property
    def forms(self) -> tuple[IndicatorForm, ...]:
        return tuple(block for block in self.blocks if isinstance(block, IndicatorForm))

    def __iter__(self) -> Iterator[Block]:
        return iter(self.blocks)


class Corrected(msgspec.Struct, frozen=True):
    """A written disclosure whose texts a person has changed since: what it means and proves is to be found anew."""

    disclosure: Disclosure
