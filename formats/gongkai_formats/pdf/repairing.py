"""A truncated PDF has lost its table of contents at the end: a new one is written from the page objects still there."""

from __future__ import annotations

import re
from itertools import zip_longest

_OBJECT = re.compile(rb"(?<![0-9])(\d{1,7})[ \t\r\n]+(\d{1,5})[ \t\r\n]+obj\b")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_DICTIONARY = 20_000
"""A page's dictionary ends within this many bytes."""


def with_new_trailer(data: bytes) -> bytes | None:
    """The file with a page tree and trailer of all its readable page objects, in the order they stand in the file.

    None where no page object stands in the open (they may be packed into streams), or the file is encrypted: its key
    is gone with the trailer.
    """
    if b"/Encrypt" in data:
        return None
    starts = list(_OBJECT.finditer(data))
    pages: dict[bytes, None] = {}
    highest = 0
    for match, following in zip_longest(starts, starts[1:]):
        highest = max(highest, int(match[1]))
        end = min(following.start() if following else len(data), match.end() + _DICTIONARY)
        body = data[match.end() : end].partition(b"stream")[0]
        if _PAGE.search(body) and b">>" in body:
            pages[b"%s %s R" % (match[1], match[2])] = None
    if not pages:
        return None
    tree, catalogue = highest + 1, highest + 2
    return b"%s\nendobj\n%d 0 obj\n<< /Type /Pages /Kids [%s] /Count %d >>\nendobj\n%d 0 obj\n%s\nendobj\n%s\n" % (
        data,
        tree,
        b" ".join(pages),
        len(pages),
        catalogue,
        b"<< /Type /Catalog /Pages %d 0 R >>" % tree,
        b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n0\n%%%%EOF" % (catalogue + 1, catalogue),
    )
