"""The formula guard: text that a spreadsheet would evaluate on opening a CSV file gets a leading apostrophe.

What is printed and cannot do harm stays as printed: figures (`-567.94`, `－3`), an equals sign before one figure
(`=100%`, which evaluates to just that), and signs without a letter or digit (`——`). The guard can be taken off again without loss:
`unguard(guard(text)) == text` for every text.
"""

from __future__ import annotations

import re

_TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠")
_MARK = "'"
FIRST = _TRIGGERS | {_MARK}
"""A text that starts otherwise needs no guard: the quick look for long files."""
_HARMLESS = re.compile(r"[=＝]?[-+＋－]?(?:\d[\d,，]*(?:[.．]\d*)?|[.．]\d+)[%％]?|[-+=@－＋＝＠—–_/]+")


def guard(text: str) -> str:
    """The text as it goes into a CSV file."""
    return _MARK + text if text[:1] in FIRST and _needs_guard(text) else text


def unguard(text: str) -> str:
    """The text that `guard` was given."""
    return text[1:] if text[:1] == _MARK and _needs_guard(text[1:]) else text


def _needs_guard(text: str) -> bool:
    # An apostrophe that is printed before such a text is doubled, or it would be taken for ours on reading back.
    bare = text.lstrip(_MARK)
    return bare[:1] in _TRIGGERS and _HARMLESS.fullmatch(bare) is None
