"""From bare lines and grids to a disclosure's blocks."""

from __future__ import annotations

from gongkai.model import BareDocument, Disclosure


def assemble(document: BareDocument) -> Disclosure:
    """The blocks of a bare document."""
    return Disclosure(source=document.source, reader=document.reader, findings=document.findings)
