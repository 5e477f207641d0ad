"""The lossless JSON form."""

from __future__ import annotations

from gongkai.specs import Format

FORMAT = Format(name="json", label="JSON", suffixes=(".gongkai.json", ".json",), media_types=("application/json",))
