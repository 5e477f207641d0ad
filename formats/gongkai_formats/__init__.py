"""gongkai's own readers and writers, a plugin like any other: one module or folder per format."""

from __future__ import annotations

from gongkai import hookimpl
from gongkai.plugins.specs import Format
from gongkai_formats import csv, docx, json, pdf, text, xlsx


@hookimpl
def gongkai_formats() -> list[Format]:
    """Every format this package holds; their libraries are imported on first use."""
    return [csv.FORMAT, docx.FORMAT, json.FORMAT, pdf.FORMAT, text.FORMAT, xlsx.FORMAT, xlsx.LEGACY_FORMAT]
