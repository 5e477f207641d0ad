"""The money unit a form declares in a label: 项目资金（元）."""

from __future__ import annotations

import re

from gongkai.labels import fold
from gongkai.model import IndicatorForm

_UNIT = re.compile(r"\((?:单位:)?(亿元|百万元|万元|千元|元)\)")
_LABEL = 24


def declared_unit(form: IndicatorForm) -> str:
    """The first unit in a short label of the grid or in a caption line, or "" where none is declared."""
    texts = [line.text for line in form.caption] + [cell.text for cell in form.grid.cells]
    for text in texts:
        plain = fold(text)
        found = _UNIT.search(plain) if len(plain) <= _LABEL else None
        if found:
            return found[1]
    return ""
