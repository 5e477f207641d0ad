"""pandas frames, where pandas is installed."""

from __future__ import annotations

from typing import Any

from gongkai.errors import UsageError
from gongkai.extras import install_hint
from gongkai.model import Disclosure, Table, place_line, place_page
from gongkai.tables.facts import Fact, facts

COLUMNS = (*(name for name in Fact.__struct_fields__ if name != "places"), "page", "line")
"""Columns of a frame of facts: a fact's own fields, then page and line of its first place (None where there is none)."""


def to_pandas(what: Disclosure | Table) -> Any:
    """The facts of a disclosure or table as a DataFrame: one row per amount, values as Decimal objects."""
    try:
        import pandas
    except ImportError as error:
        raise UsageError("没有安装 pandas", "to_pandas()", install_hint("pandas")) from error
    tables = what.tables if isinstance(what, Disclosure) else (what,)
    return pandas.DataFrame([fact_record(fact) for table in tables for fact in facts(table)], columns=list(COLUMNS))


def fact_record(fact: Fact) -> dict[str, Any]:
    """A fact as a flat mapping by field name; label paths joined by `/`."""
    record = {name: getattr(fact, name) for name in fact.__struct_fields__ if name != "places"}
    place = fact.places[0] if fact.places else None
    return {
        **record,
        "row_path": "/".join(fact.row_path),
        "column_path": "/".join(fact.column_path),
        "page": place_page(place) if place is not None else None,
        "line": place_line(place) if place is not None else None,
    }
