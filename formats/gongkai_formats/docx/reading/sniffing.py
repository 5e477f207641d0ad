"""Telling a Word document by its first bytes."""

from __future__ import annotations

from gongkai.carrying.archives import office_kind

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file: old Word, or an encrypted package."""

_SUFFIXES = (".docx", ".docm", ".dotx", ".dotm")


def sniff_docx(head: bytes, name: str) -> float:
    """Sure of a zip with members in `word/`; fairly of one named so, and of an encrypted package named so."""
    named = name.lower().endswith(_SUFFIXES)
    if head.startswith(OLE):
        return 0.6 if named or name.lower().endswith(".doc") else 0.0
    if not head.startswith(b"PK\x03\x04"):
        return 0.0
    kind = office_kind(head)
    if kind:
        return 0.9 if kind == "word" else 0.0
    return 0.85 if named else 0.0
