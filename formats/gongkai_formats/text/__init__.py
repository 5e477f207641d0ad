"""Texts: OCR results, pdftotext output, Markdown."""

from __future__ import annotations

from gongkai.specs import Format

FORMAT = Format(name="text", label="文本", suffixes=(".txt", ".md",), media_types=("text/plain",))
