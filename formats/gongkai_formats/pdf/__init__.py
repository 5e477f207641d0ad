"""PDF files with a text layer."""

from __future__ import annotations

from gongkai.specs import Format

FORMAT = Format(name="pdf", label="PDF", suffixes=(".pdf",), media_types=("application/pdf",))
