"""Readings within one slip of a printed figure, likeliest first: the deductive corrections of numeric data.

The kinds are those of Scholtus (2009) and of van der Loo and de Jonge's deducorrect: a digit mistaken, lost, doubled
or swapped with its neighbour, a sign, a decimal point. Digits that OCR confuses come before all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

SlipKind = Literal["confused", "sign", "point", "swapped", "lost", "doubled", "mistyped"]

SLIP_LABELS: dict[SlipKind, str] = {
    "confused": "形近数字混淆",
    "sign": "正负号",
    "point": "小数点错位或丢失",
    "swapped": "相邻数字颠倒",
    "lost": "漏一位数字",
    "doubled": "多一位数字",
    "mistyped": "一位数字有误",
}

_CONFUSED = ("17", "68", "06", "38", "08", "56", "35", "49", "09", "27", "89", "69")
_ALIKE = {frozenset(pair) for pair in _CONFUSED}


class Slip(msgspec.Struct, frozen=True, gc=False):
    """A reading one slip away: the text it would print and the kind of slip; `rank` 0 is the likeliest."""

    text: str
    kind: SlipKind
    rank: int


def slips(raw: str) -> list[Slip]:
    """Every reading within one slip of a printed figure, likeliest first, each text once.

    Thousands commas are set anew where the print has them; the number of decimals changes only with the point.
    """
    plain = "".join(raw.split()).replace(",", "").replace("，", "")
    seen = {plain}
    found: list[Slip] = []
    for text, kind, rank in sorted(_readings(plain), key=lambda reading: reading[2]):
        if text not in seen and _is_number(text):
            seen.add(text)
            found.append(Slip(_grouped(text) if "," in raw or "，" in raw else text, kind, rank))
    return found


def _readings(plain: str) -> Iterator[tuple[str, SlipKind, int]]:
    for place, digit in enumerate(plain):
        if not digit.isdigit():
            continue
        for other in "0123456789":
            if other != digit:
                alike = frozenset((digit, other)) in _ALIKE
                yield plain[:place] + other + plain[place + 1 :], "confused" if alike else "mistyped", 0 if alike else 4
        following = plain[place + 1 : place + 2]
        if following.isdigit() and following != digit:
            yield plain[:place] + following + digit + plain[place + 2 :], "swapped", 2
        shorter = plain[:place] + plain[place + 1 :]
        yield shorter, "doubled", 2 if digit in (plain[place - 1 : place], following) else 5
    yield (plain[1:] if plain.startswith("-") else f"-{plain}"), "sign", 1
    yield from _points(plain)
    for place in range(len(plain) + 1):
        for digit in "0123456789":
            yield plain[:place] + digit + plain[place:], "lost", 3


def _points(plain: str) -> Iterator[tuple[str, SlipKind, int]]:
    bare = plain.replace(".", "", 1)
    for place in range(1, len(bare)):
        yield f"{bare[:place]}.{bare[place:]}", "point", 1
    if bare != plain:
        yield bare, "point", 1


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-")
    whole, _, decimals = digits.partition(".")
    leading_zero = len(whole) > 1 and whole[0] == "0"
    return whole.isdigit() and (decimals.isdigit() or "." not in digits) and not leading_zero


def _grouped(text: str) -> str:
    whole, point, decimals = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{point}{decimals}"
