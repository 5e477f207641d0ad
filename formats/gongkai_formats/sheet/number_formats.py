"""A stored number as the text its number format prints: `5987.71` under `#,##0.00` is `5,987.71`.

The grammar is that of SpreadsheetML (ECMA-376 part 1, 18.8.31): up to four sections, conditions, literals, digit
places, thousands, percent, exponents, dates. Figures are rounded as Excel does, half away from zero, on the fifteen
digits it keeps. Outer blanks that only align (`_ `) and fills (`* `) print nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

from gongkai_formats.sheet.date_formats import date_text, is_date_section

EXACT = Context(prec=400, rounding=ROUND_HALF_UP, Emax=999_999, Emin=-999_999)
_LONGEST_CODE = 1_000
"""Characters of a format code; programs write 255 at most, and longer ones are read as General."""

_OPENERS = frozenset('"[\\_*')
"""What opens something in a format code: a quotation, a bracket, or a character that the next one completes."""

_PERCENT_DIGITS = 3
"""Digits that a percent sign and rounding may add to a figure."""

_DIGITS = 15
_MOST_DIGITS = 308
"""Digits before or after the point that a stored number can have."""

_GENERAL_WIDTH = 11
"""Characters in which a General cell shows a figure with decimals."""

_LARGEST_PLAIN = Decimal(10) ** 20
_SMALLEST_PLAIN = Decimal(10) ** -9

_TOKENS = re.compile(
    r"""(?P<quoted>"[^"]*"?)|[\\!](?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]"""
    r"""|(?P<general>General|G/通用格式)|(?P<exponent>[Ee][+-])|(?P<digit>[0#?])|(?P<mark>[.,%@;/])|(?P<other>.)""",
    re.DOTALL | re.IGNORECASE,
)
_GROUP = 3
"""Digits of a group of thousands."""

_PRINTED_KINDS = frozenset(("digit", ".", "literal", "other", "%", "/"))
"""Tokens that print something; commas and conditions do not."""

_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?[\d.]+)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")

Token = tuple[str, str]
"""Kind (literal, digit, general, exponent, condition, elapsed, . , % @ ;) and text."""


class Section(NamedTuple):
    """One section of a format: its tokens, and when it applies if it says so itself."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None = None


def printed_value(raw: str, code: str, epoch_1904: bool = False) -> str:
    """The text of a stored number (as the file writes it) under a format; `raw` itself where it is no number."""
    value = stored_number(raw)
    return raw.strip() if value is None else format_of(code)(value, epoch_1904)


def stored_number(raw: str) -> Decimal | None:
    """The figure of a stored number, in the fifteen digits that count; None where it is none."""
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
        return None
    if len(raw) > _DIGITS and len(value.as_tuple().digits) > _DIGITS:
        value = Context(prec=_DIGITS, rounding=ROUND_HALF_UP).plus(value)
    return value


@lru_cache(maxsize=4096)
def format_of(code: str) -> Callable[[Decimal, bool], str]:
    """The printer of a format code: value and whether days count from 1904 → text."""
    plain = re.fullmatch(r"(?P<grouped>#,##)?0(?:\.(?P<decimals>0+))?(?:_[ )])?(?P<percent>%)?", code)
    if plain:
        return _plain_printer(bool(plain["grouped"]), len(plain["decimals"] or ""), bool(plain["percent"]))
    sections = _sections(code) if len(code) <= _LONGEST_CODE else []
    if not sections or any(map(_is_broken, sections)):
        return lambda value, _: general_text(value)

    def show(value: Decimal, epoch_1904: bool) -> str:
        section, magnitude = _chosen(sections, value)
        try:
            return _section_text(section, magnitude, epoch_1904)
        except ArithmeticError:  # more digits than the arithmetic holds: the figure itself is never lost
            return general_text(value)

    return show


def _plain_printer(grouped: bool, decimals: int, percent: bool) -> Callable[[Decimal, bool], str]:
    last = Decimal(1).scaleb(-decimals)
    spec = ",f" if grouped else "f"

    def show(value: Decimal, _: bool) -> str:
        if decimals + value.adjusted() >= EXACT.prec - _PERCENT_DIGITS:
            return general_text(value)
        shown = (value.scaleb(2, EXACT) if percent else value).quantize(last, context=EXACT)
        text = format(shown if shown else shown.copy_abs(), spec)
        return text + "%" if percent else text

    return show


def general_text(value: Decimal) -> str:
    """A figure under General: whole ones in full, decimals in eleven characters, the very large and small with E."""
    if not value:
        return "0"
    size = value.copy_abs()
    if not _SMALLEST_PLAIN <= size < _LARGEST_PLAIN:
        return _exponential(value, 5, 2, trim=True)
    if value == value.to_integral_value():
        return f"{value.quantize(Decimal(1), context=EXACT):f}"
    whole = len(str(int(size)))
    places = max(_GENERAL_WIDTH - 1 - whole, 0)
    text = f"{value.quantize(Decimal(1).scaleb(-places), context=EXACT):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=1024)
def text_section(code: str) -> Section | None:
    """The section that prints texts: the fourth, or the only one that has an @."""
    sections = _sections(code)
    own = sections[3:4] or [section for section in sections if ("@", "@") in section.tokens]
    return own[0] if own else None


def printed_text(text: str, code: str) -> str:
    """A text under a format, which may add words around it; blanks that only align are none."""
    section = text_section(code) if "@" in code and code != "@" else None
    if section is None:
        return text
    shown = "".join(text if kind == "@" else piece for kind, piece in section.tokens if kind in ("@", "literal"))
    return text if shown.strip() == text.strip() else shown


def _sections(code: str) -> list[Section]:
    sections: list[Section] = []
    tokens: list[Token] = []
    condition: tuple[str, Decimal] | None = None
    for match in _TOKENS.finditer(code):
        token = _token(match)
        if token == (";", ";"):
            sections.append(Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif token[0] == "condition":
            found = _CONDITION.fullmatch(token[1])
            number = stored_number(found[2]) if found else None
            condition = (found[1], number) if found and number is not None else condition
        else:
            tokens.append(token)
    sections.append(Section(tuple(tokens), condition))
    return sections


def _token(match: re.Match[str]) -> Token:
    kind, text = match.lastgroup or "other", match[0]
    if kind == "quoted":
        return "literal", text.strip('"')
    if kind == "escaped":
        return "literal", match["escaped"]
    if kind == "space":
        return "literal", " "
    if kind == "fill":
        return "literal", ""
    if kind == "bracket":
        return _bracket(match["bracket"])
    if kind in ("mark", "exponent", "general", "digit"):
        return (text, text) if kind == "mark" else (kind, text)
    return "other", text


def _bracket(text: str) -> Token:
    if re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE):
        return "elapsed", text.lower()
    if _CONDITION.fullmatch(text):
        return "condition", text
    currency = _CURRENCY.fullmatch(text)
    return "literal", currency[1] if currency else ""


def _chosen(sections: list[Section], value: Decimal) -> tuple[Section, Decimal]:
    """The section for a value, and the value it prints: without sign where the section says how negatives look."""
    if any(section.condition for section in sections[:2]):
        return _chosen_by_condition(sections[:3], value)
    numeric = [section for section in sections[:3] if ("@", "@") not in section.tokens or len(sections) == 1]
    if not numeric:
        return Section((("general", "General"),)), value
    if value < 0 and len(numeric) > 1:
        return numeric[1], value.copy_negate()
    return numeric[2 if not value and len(numeric) > 2 else 0], value


def _chosen_by_condition(sections: list[Section], value: Decimal) -> tuple[Section, Decimal]:
    """The first section that lets a value in; a figure that none lets in fills its cell with #."""
    for section in sections:
        if section.condition is None or _holds(section.condition, value):
            return section, value.copy_abs() if _is_for_negatives(section.condition) else value
    return Section((("literal", "#"),)), value


def _is_for_negatives(condition: tuple[str, Decimal] | None) -> bool:
    """Whether a condition lets in negative figures alone; its section then says itself how they look."""
    if condition is None:
        return False
    sign, bound = condition
    return (sign == "<" and bound <= 0) or (sign in ("<=", "=") and bound < 0)


def _is_broken(section: Section) -> bool:
    """Whether a section is no format: a quote or bracket left open, a mark with nothing behind it, or nothing at all.

    An empty section (`;;;`) is one: it hides what it stands for.
    """
    if any(kind == "other" and text in _OPENERS for kind, text in section.tokens):
        return True
    return bool(section.tokens) and not any(text for _, text in section.tokens)


def _holds(condition: tuple[str, Decimal], value: Decimal) -> bool:
    sign, bound = condition
    return {
        "<": value < bound,
        ">": value > bound,
        "=": value == bound,
        "<=": value <= bound,
        ">=": value >= bound,
        "<>": value != bound,
    }[sign]


def _section_text(section: Section, value: Decimal, epoch_1904: bool) -> str:
    kinds = {kind for kind, _ in section.tokens}
    if is_date_section(section.tokens):
        text = date_text(section.tokens, value, epoch_1904)
        return general_text(value) if text is None else text.strip()
    if "general" in kinds or "@" in kinds:
        plain = general_text(value)
        return "".join(plain if kind in ("general", "@") else piece for kind, piece in section.tokens).strip()
    if "digit" not in kinds:
        literal = "".join(piece for kind, piece in section.tokens if kind in ("literal", "other", "%"))
        return ("-" if value < 0 and literal.strip() else "") + literal.strip()
    if ("/", "/") in section.tokens and "exponent" not in kinds:
        return general_text(value)
    return _number_text(section.tokens, value).strip()


def _number_text(tokens: tuple[Token, ...], value: Decimal) -> str:
    places = _DigitPlaces(tokens)
    if places.exponent < len(tokens):
        return _exponential(value, len(places.fraction), len(places.power))
    shown = value.scaleb(2 * places.percents - _GROUP * places.thousands, EXACT)
    shown = shown.quantize(Decimal(1).scaleb(-len(places.fraction)), context=EXACT)
    whole, _, decimals = f"{shown.copy_abs():f}".partition(".")
    whole = whole.lstrip("0")
    filled = _whole_places(tokens, places.whole, whole, places.grouped)
    filled.update(_decimal_places(tokens, places.fraction, decimals))
    before_point = "" if places.whole else whole  # no place stands for the digits before the point
    printed = {
        place: filled.get(place, "") if kind == "digit" else before_point + piece if kind == "." else piece
        for place, (kind, piece) in enumerate(tokens)
        if kind in _PRINTED_KINDS
    }
    return ("-" if shown < 0 else "") + "".join(printed.values())


class _DigitPlaces:
    """Where a section's digits stand: `whole` before the point, `fraction` behind it, `power` behind an exponent.

    `grouped`: a comma among the whole places parts thousands. A comma behind them divides by a thousand, a percent sign
    multiplies by a hundred (ECMA-376, 18.8.31).
    """

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        kinds = [kind for kind, _ in tokens]
        digits = [place for place, kind in enumerate(kinds) if kind == "digit"]
        commas = [place for place, kind in enumerate(kinds) if kind == ","]
        point = kinds.index(".") if "." in kinds else len(kinds)
        self.exponent = kinds.index("exponent") if "exponent" in kinds else len(kinds)
        self.whole = [place for place in digits if place < point]
        self.fraction = [place for place in digits if point < place < self.exponent]
        self.power = [place for place in digits if place > self.exponent]
        first, last = digits[0], self.whole[-1] if self.whole else digits[0]
        self.grouped = any(first < place < last for place in commas)
        # Behind the last digit, but before the point where there is one, or behind all decimals.
        self.thousands = sum(last < place < point or (point < len(kinds) and place > digits[-1]) for place in commas)
        self.percents = kinds.count("%")


def _whole_places(tokens: tuple[Token, ...], places: list[int], whole: str, grouped: bool) -> dict[int, str]:
    """What each digit place before the point prints; the first takes every digit the others leave."""
    filled: dict[int, str] = {}
    rest, counted = whole, 0
    for number, place in enumerate(reversed(places)):
        is_first = number == len(places) - 1
        own = rest if is_first and rest else rest[-1:]
        rest = "" if is_first else rest[:-1]
        if not own:
            own = {"0": "0", "?": " "}.get(tokens[place][1], "")
        text = ""
        for digit in reversed(own):
            if grouped and counted and counted % _GROUP == 0 and digit != " ":
                text = "," + text
            text = digit + text
            counted += 1
        filled[place] = text
    return filled


def _decimal_places(tokens: tuple[Token, ...], places: list[int], decimals: str) -> dict[int, str]:
    kept = len(decimals.rstrip("0"))
    filled = {}
    for number, place in enumerate(places):
        needed = number < kept or any(tokens[later][1] == "0" for later in places[number:])
        filled[place] = decimals[number] if needed else {"?": " "}.get(tokens[place][1], "")
    return filled


def _exponential(value: Decimal, decimals: int, width: int, trim: bool = False) -> str:
    power = value.adjusted() if value else 0
    mantissa = value.scaleb(-power, EXACT).quantize(Decimal(1).scaleb(-decimals), context=EXACT)
    if abs(mantissa) >= 10:
        power, mantissa = power + 1, (mantissa / 10).quantize(Decimal(1).scaleb(-decimals), context=EXACT)
    text = f"{mantissa:f}"
    if trim and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}E{'-' if power < 0 else '+'}{abs(power):0{max(width, 1)}d}"
