"""An indicator form: the printed grid and the values found in it."""

from __future__ import annotations

from typing import Literal

import msgspec

from gongkai.model.grid import Grid
from gongkai.model.places import Place
from gongkai.model.table import PrintedLine, TablePart

FormSection = Literal["field", "fund", "goal", "score", "analysis", "signature", "note"]
GridPosition = tuple[int, int]


class FormValue(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A labelled value: label paths, text as printed ("" = label without value), and the cells it was read from."""

    section: FormSection
    value: str
    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    cells: tuple[GridPosition, ...] = ()
    places: tuple[Place, ...] = ()


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One indicator, or one scored item: level names carried down; None = the form has no such column.

    `section` separates lists within one form (绩效指标, 评分表); `phase` is 实施期 or 年度 in two-half forms.
    """

    section: str = ""
    phase: str = ""
    level1: str = ""
    level2: str = ""
    level3: str | None = None
    target: str | None = None
    adjusted: str | None = None
    actual: str | None = None
    progress: str | None = None
    weight: str | None = None
    score: str | None = None
    note: str | None = None
    cells: tuple[GridPosition, ...] = ()
    places: tuple[Place, ...] = ()


class IndicatorForm(msgspec.Struct, frozen=True, tag="form", forbid_unknown_fields=True, omit_defaults=True):
    """A form in its printed grid; `variant` is empty while nothing explains it."""

    id: str
    grid: Grid
    caption: tuple[PrintedLine, ...] = ()
    title: str = ""
    year: int | None = None
    unit: str = ""
    notes: tuple[PrintedLine, ...] = ()
    parts: tuple[TablePart, ...] = ()
    variant: str = ""
    values: tuple[FormValue, ...] = ()
    indicators: tuple[Indicator, ...] = ()
