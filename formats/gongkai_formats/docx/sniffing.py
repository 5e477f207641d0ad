"""Telling a Word document by its first bytes."""

from __future__ import annotations

import re

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file: old Word, or an encrypted package."""

_LOCAL_HEADER = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")


def sniff_docx(head: bytes, name: str) -> float:
    """Sure of a zip with members in `word/`; fairly of one named so, and of an encrypted package named so."""
    named = name.lower().endswith(_SUFFIXES)
    if head.startswith(OLE):
        return 0.6 if named or name.lower().endswith(".doc") else 0.0
    if not head.startswith(b"PK\x03\x04"):
        return 0.0
    names = [head[m.end() : m.end() + int.from_bytes(m[1], "little")] for m in _LOCAL_HEADER.finditer(head)]
    if any(name.startswith(b"word/") for name in names):
        return 0.9
    return 0.85 if named else 0.0
