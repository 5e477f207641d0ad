"""What the name of a sheet says."""

from __future__ import annotations

import re

_NOTHING = re.compile(r"(?:sheet|chart|工作表|图表|表)?\s*\d*(?:\s*\(\d+\))?", re.IGNORECASE)


def says_something(name: str) -> bool:
    """Whether a sheet bears more than the name a program gave it."""
    return _NOTHING.fullmatch(name.strip()) is None
