"""PDF files with a text layer."""

from __future__ import annotations

from gongkai.model import BareDocument
from gongkai.plugins.specs import Format, Source


def _sniff(head: bytes, name: str) -> float:
    """The header stands at the start, or after some junk within the first KiB."""
    if head.startswith(b"%PDF-"):
        return 1.0
    return 0.9 if b"%PDF-" in head[:1024] else 0.0


def _read(source: Source) -> BareDocument:
    from gongkai_formats.pdf.reading import read_pdf

    return read_pdf(source)


FORMAT = Format(
    name="pdf",
    label="PDF",
    suffixes=(".pdf",),
    media_types=("application/pdf",),
    sniff=_sniff,
    read=_read,
)
