"""Numbers as automatic numbering prints them: 一、(二) 3. 甲 Ⅳ ⑤."""

from __future__ import annotations

from collections.abc import Callable

_MOST, _WIDEST = 32_767, 12
"""Word's highest number, and digits that a custom format can ask for."""

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_TEN_THOUSAND = 10_000
"""From here on Word prints digits one by one."""

_ENCLOSED = 20
"""Numbers that Unicode has in circles, in parentheses and with a full stop."""

_ENCLOSED_CHINESE = 10
"""Numbers that Unicode has as 一 to 十 in parentheses."""

_ALPHABET = 26
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def print_number(number: int, form: str) -> str:
    """A number from 1 in one of Word's number formats; plain digits where the format is not known.

    A custom format is given by how it prints the first numbers: "001, 002, 003, ...".
    """
    if not 0 <= number <= _MOST:
        return str(number)
    if form.startswith("0"):
        return str(number).zfill(len(form[:_WIDEST].partition(",")[0]))
    printer = _FORMS.get(form)
    return printer(number) if printer is not None else str(number)


def chinese(number: int, digits: str = _DIGITS, units: tuple[str, ...] = _UNITS) -> str:
    """一, 十, 十一, 二十, 一百零一; digits one by one from ten thousand on."""
    if number == 0:
        return digits[0]
    if number >= _TEN_THOUSAND:
        return "".join(digits[int(digit)] for digit in str(number))
    text, zero = "", False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            zero = True
            continue
        text += (digits[0] if zero else "") + digits[int(digit)] + units[place]
        zero = False
    return text[1:] if units is _UNITS and text.startswith("一十") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in (*_ROMAN, *_ROMAN_SMALL):
        text += letters * (number // value)
        number %= value
    return text


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % _ALPHABET) * ((number - 1) // _ALPHABET + 1) if number else "0"


def _listed(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 1 <= number <= len(signs) else str(number)


def _enclosed(first: int, most: int, around: str = "{}") -> Callable[[int], str]:
    return lambda number: chr(first + number - 1) if 1 <= number <= most else around.format(number)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _enclosed(0x2460, _ENCLOSED),
    "decimalEnclosedCircleChinese": _enclosed(0x2460, _ENCLOSED),
    "decimalEnclosedParen": _enclosed(0x2474, _ENCLOSED, "({})"),
    "decimalEnclosedFullstop": _enclosed(0x2488, _ENCLOSED, "{}."),
    "ideographEnclosedCircle": _enclosed(0x3220, _ENCLOSED_CHINESE, "({})"),
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "koreanCounting": chinese,
    "ideographDigital": lambda number: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number)),
    "taiwaneseDigital": lambda number: "".join("○一二三四五六七八九"[int(digit)] for digit in str(number)),
    "japaneseDigitalTenThousand": lambda number: "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number)),
    "chineseLegalSimplified": lambda number: chinese(number, _LEGAL, _LEGAL_UNITS),
    "ideographLegalTraditional": lambda number: chinese(number, _LEGAL, _LEGAL_UNITS),
    "japaneseLegal": lambda number: chinese(number, _LEGAL, _LEGAL_UNITS),
    "ideographTraditional": _listed(_STEMS),
    "ideographZodiac": _listed(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda number: "",
    "bullet": lambda number: "",
}
