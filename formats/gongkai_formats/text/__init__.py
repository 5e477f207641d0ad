"""Texts: OCR results, pdftotext output, Markdown. Tables by TAB, pipes, HTML, drawn lines and aligned columns."""

from __future__ import annotations

from gongkai.model import BareDocument
from gongkai.plugins.specs import Format, Source


def _sniff(head: bytes, name: str) -> float:
    from gongkai_formats.text.decoding import sniff_text

    return sniff_text(head, name)


def _read(source: Source) -> BareDocument:
    from gongkai_formats.text.reading import read_text

    return read_text(source)


FORMAT = Format(
    name="text",
    label="文本",
    suffixes=(".txt", ".md", ".markdown", ".text"),
    media_types=("text/plain", "text/markdown"),
    sniff=_sniff,
    read=_read,
)
