"""The way in for Word documents: what a document carries of ours comes back, any other is read as it is printed."""

from __future__ import annotations

from gongkai.errors import LimitError
from gongkai.plugins.specs import ReadDocument, Source
from gongkai_formats.docx.circle.comparing import read_own
from gongkai_formats.docx.reading.document import read_document
from gongkai_formats.docx.reading.package import open_package


def read_docx(source: Source) -> ReadDocument:
    """The document, or the disclosure it carries with what was edited since. SourceError's kin ends it."""
    package = open_package(source)
    try:
        own, remarks = read_own(package)
        return own if own is not None else read_document(package, source, remarks)
    except RecursionError as error:
        raise LimitError("文档嵌套过深", source.name, "请用 Word 打开并另存") from error
