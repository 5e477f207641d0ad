"""Rules that test a disclosure, and transforms that change one on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gongkai.model import Disclosure, Finding


@dataclass(frozen=True)
class Rule:
    """A check. `check(disclosure)` yields findings whose `rule` is this id; it must not raise for odd documents."""

    id: str
    label: str
    check: Callable[[Disclosure], Iterable[Finding]]
    region: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True)
class Transform:
    """A change of the whole document after recognising; runs after the transforms named in `after`."""

    id: str
    apply: Callable[[Disclosure], Disclosure]
    after: tuple[str, ...] = ()
