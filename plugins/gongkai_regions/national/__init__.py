"""The Ministry of Finance forms that hold everywhere."""

from __future__ import annotations

from gongkai import hookimpl
from gongkai.plugins.specs import (
    Check,
    CodeList,
    FormVariant,
    TableKind,
    load_codes,
    load_forms,
    load_identities,
    load_sentences,
    load_tables,
)


@hookimpl
def gongkai_tables() -> list[TableKind]:
    """The tables of a final account and a budget as the whole country prints them."""
    return load_tables(__name__)


@hookimpl
def gongkai_codes() -> list[CodeList]:
    """Functional and economic classification of expenditure."""
    return load_codes(__name__)


@hookimpl
def gongkai_rules() -> list[Check]:
    """The identities of the standard tables, and the sentences that repeat their figures."""
    return [*load_identities(__name__), *load_sentences(__name__)]


@hookimpl
def gongkai_forms() -> list[FormVariant]:
    """Indicator forms of the Ministry of Finance, and of provinces without a plugin of their own."""
    return load_forms(__name__)
