"""Kinds, readings, forms and metadata of an assembled disclosure."""

from __future__ import annotations

from gongkai.model import Disclosure
from gongkai.registry import Registry


def recognise(disclosure: Disclosure, registry: Registry) -> Disclosure:
    """The disclosure with the meaning of its tables and forms."""
    return disclosure
