"""Word documents: read whoever made them, written as official documents after GB/T 9704.

`circle.reading` and `writing.document` are the ways in: `reading` and `writing` know nothing of each other and meet in
`circle`, where a written document comes back. What stands in the package as fixed text (styles, settings, fonts) is data
in `parts/`.
"""

from __future__ import annotations

from gongkai.model import Disclosure
from gongkai.plugins.specs import Format, ReadDocument, Source, WriteOptions
from gongkai_formats.docx.reading.sniffing import sniff_docx

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _read(source: Source) -> ReadDocument:
    from gongkai_formats.docx.circle.reading import read_docx

    return read_docx(source)


def _write(document: Disclosure, options: WriteOptions) -> bytes:
    from gongkai_formats.docx.writing.document import write_docx

    return write_docx(document)


FORMAT = Format(
    name="docx",
    label="Word 文档",
    suffixes=(".docx", ".docm"),
    media_types=(MEDIA_TYPE, "application/vnd.ms-word.document.macroEnabled.12"),
    sniff=sniff_docx,
    read=_read,
    write=_write,
)
