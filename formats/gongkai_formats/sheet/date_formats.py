"""Dates and times under a number format; days count from 1900 (with its 29 February that never was) or from 1904."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

Token = tuple[str, str]

_LAST_DAY = 2_958_466
"""The day after 9999-12-31, counted from 1900."""

_DAYS_TO_1904 = 1462
"""Days between the two epochs."""

_SHORT_YEAR = 2
"""Letters up to which a year is printed with two digits."""

_WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_HALVES = {"am/pm": ("AM", "PM"), "a/p": ("A", "P"), "上午/下午": ("上午", "下午")}


def is_date_section(tokens: Sequence[Token]) -> bool:
    """Whether a section prints a date or time: it has a letter of one outside quotes."""
    return any(kind == "elapsed" or (kind == "other" and text.lower() in "ymdhsaeb") for kind, text in tokens)


def date_text(tokens: Sequence[Token], value: Decimal, epoch_1904: bool) -> str | None:
    """The date or time of a serial number, or None where there is none (negative or beyond the year 9999)."""
    if not 0 <= value < _LAST_DAY:
        return None
    pieces = _pieces(tokens)
    seconds = _seconds(value, any(code == "fraction" for code, _ in pieces))
    moment = _moment(seconds, epoch_1904)
    twelve = any(code == "half" for code, _ in pieces)
    out = []
    for code, text in pieces:
        if code == "literal":
            out.append(text)
        elif code == "half":
            out.append(_HALVES[text][moment.hour >= 12])
        elif code == "elapsed":
            out.append(str(int(seconds // {"h": 3600, "m": 60, "s": 1}[text[0]])).zfill(len(text)))
        elif code == "fraction":
            out.append(f"{moment.microsecond:06d}"[: len(text)])
        else:
            out.append(_field(code, len(text), moment, twelve))
    return "".join(out)


def _seconds(value: Decimal, exact: bool) -> Decimal:
    seconds = value * 86_400
    return seconds.quantize(Decimal("0.000001") if exact else Decimal(1), rounding=ROUND_HALF_UP)


def _moment(seconds: Decimal, epoch_1904: bool) -> datetime:
    days, rest = divmod(seconds, 86_400)
    day = int(days) + (_DAYS_TO_1904 if epoch_1904 else 0)
    start = datetime(1899, 12, 30) if day >= 60 else datetime(1899, 12, 31)
    return start + timedelta(days=min(day, _LAST_DAY - 1), microseconds=int(rest * 1_000_000))


def _pieces(tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Runs of a letter as (code, run): y, month, d, h, minute, s; literals; halves of the day."""
    pieces: list[tuple[str, str]] = []
    for letter, group in groupby(_letters(tokens), key=lambda pair: pair[0]):
        texts = [text for _, text in group]
        if letter in ("half", "elapsed"):
            pieces += [(letter, text) for text in texts]
        else:
            pieces.append((letter, "".join(texts)))
    return _with_minutes(pieces)


def _letters(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """What each token stands for, and its text; the words for halves of the day, which go over several, as one."""
    plain = "".join(text if kind in ("other", "/") else "\0" for kind, text in tokens).lower()
    at = 0
    while at < len(tokens):
        half = next((half for half in _HALVES if plain.startswith(half, at)), "")
        yield ("half", half) if half else (_letter(tokens, at), tokens[at][1])
        at += len(half) or 1


def _letter(tokens: Sequence[Token], at: int) -> str:
    kind, text = tokens[at]
    if kind == "other" and text.lower() in "ymdhsaeb":
        return text.lower()
    if kind == "digit":
        return "fraction"
    if kind == "elapsed":
        return "elapsed"
    return "literal"


def _with_minutes(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """m is the minute after an hour and before a second, else the month."""
    places = [place for place, (code, _) in enumerate(pieces) if code not in ("literal", "half")]
    units = ["", *(text[0] if code == "elapsed" else code for code, text in (pieces[place] for place in places)), ""]
    out = list(pieces)
    for place, before, unit, after in zip(places, units, units[1:], units[2:], strict=False):
        if unit == "m" and pieces[place][0] == "m":
            out[place] = ("minute" if before == "h" or after == "s" else "month", pieces[place][1])
    return out


def _field(code: str, width: int, moment: datetime, twelve: bool) -> str:
    """A field of a date or time in as many characters as its letter stands for."""
    if code in ("y", "e", "b"):
        return f"{moment.year % 100:02d}" if code == "y" and width <= _SHORT_YEAR else f"{moment.year:04d}"
    if code in ("month", "d", "a"):
        return _day_field(code, width, moment)
    hour = (moment.hour % 12 or 12) if twelve else moment.hour
    return str({"h": hour, "minute": moment.minute}.get(code, moment.second)).zfill(width)


def _day_field(code: str, width: int, moment: datetime) -> str:
    """Month, day or weekday: numbers up to two letters, then short names, then whole ones."""
    if code == "month":
        name = _MONTHS[moment.month - 1]
        return {3: name[:3], 4: name, 5: name[0]}.get(width, str(moment.month).zfill(min(width, 2)))
    if code == "d":
        return str(moment.day).zfill(width) if width < 3 else moment.strftime("%a" if width == 3 else "%A")
    day = _WEEKDAYS[moment.weekday()]
    return day if width > 3 else day[-1]
