"""One thing, one name, one figure: names cut or misspelt, labels that differ between sister forms, told quantities."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from gongkai.checking.forms.sheets import FormSheet
from gongkai.findings import finding
from gongkai.model import Disclosure, Finding, FormValue, Indicator, IndicatorForm, Paragraph, Place
from gongkai.words.labels import fold

_MEASURES = "个家册次人项场户件台辆篇份"
_QUANTITY = re.compile(rf"(\d+(?:\.\d+)?)(余?)([{_MEASURES}])")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_END = re.compile(r"[\u4e00-\u9fff]+$")
_COUNTED = re.compile(rf"[≥≤=><约]*(\d+(?:\.\d+)?)余?([{_MEASURES}])次?")
"""A number of things, as an indicator gives it."""
_COUNTING = re.compile(r"^指标\d+:|(?:次数|数量|人数|场次|个数|数)$")
"""What an indicator's name has around that of the thing."""
_SHORTEST_STEM = 4
"""Letters from which words name one thing rather than any."""
_SHORTEST_NAME = 6
"""Letters of the name of a body that a slip may have touched; shorter ones are alike by chance."""
_MOST_CUT = 3
"""Letters that a name may have lost at its end."""
_LONGEST_LABEL = 12
"""Characters of a label or a short value; what is longer is a sentence."""
_BODIES = frozenset("厅室局部委办处科所站院会")
"""Letters that end the name of a body: 办公厅 and 办公室 are two."""
_NUMERALS = frozenset("一二三四五六七八九十百千万亿年月日上下第前后左右大小增减多少")


class PlacedText(msgspec.Struct, frozen=True):
    """A text with its place: block, cell if any, and in a form what it says (plan, goal of a phase, analysis)."""

    block: str
    text: str
    places: tuple[Place, ...]
    cell: tuple[int, int] | None = None
    horizon: str = ""


def consistency_findings(disclosure: Disclosure, forms: Sequence[FormSheet]) -> Iterator[Finding]:
    """All findings on names, labels and told quantities."""
    yield from unit_names(disclosure, forms)
    yield from sister_labels(forms)
    for sheet in forms:
        yield from told_quantities(sheet.form)
    yield from repeated_quantities(forms)
    yield from misspelt_names(disclosure, forms)


# ---------------------------------------------------------------- names of units


def unit_names(disclosure: Disclosure, forms: Sequence[FormSheet]) -> Iterator[Finding]:
    """F-03: the unit named in a form is the department, whole; a unit of its own is none of our business."""
    named = [(sheet, value, _bare(value.value)) for sheet in forms for value in sheet.fields("unit")]
    names = Counter(name for _, _, name in named)
    known = [_bare(disclosure.department), *(name for name, count in names.items() if count > 1)]
    for sheet, value, name in named:
        whole = next((other for other in known if _is_cut_or_misspelt(name, other)), None)
        if whole is not None:
            yield _wrong_unit_name(sheet, value, whole)
        elif not name and sheet.variant.phase == "self_eval":
            message = f"{sheet.form.title}：{value.row[-1]}未填写"
            places = value.places[:1] or (sheet.form.caption[0].places if sheet.form.caption else ())
            yield finding("name.missing", message, block=sheet.form.id, places=places)


def _wrong_unit_name(sheet: FormSheet, value: FormValue, whole: str) -> Finding:
    row, column = value.cells[0] if value.cells else (None, None)
    message = f"{sheet.form.title}：{value.row[-1]}“{value.value}”疑为“{whole}”之误"
    return finding(
        "name.unit", message, block=sheet.form.id, row=row, column=column, places=value.places[:1],
        expected=whole, found=re.sub(r"^\d+-", "", value.value), proposal=whole,
    )  # fmt: skip


def _bare(text: str) -> str:
    return re.sub(r"^\d+-", "", fold(text))


def _is_cut_or_misspelt(name: str, whole: str) -> bool:
    if len(name) < _SHORTEST_NAME:
        return False
    return _is_cut(name, whole) or _letters_apart(name, whole) == 1


def _is_cut(name: str, whole: str) -> bool:
    return 0 < len(whole) - len(name) <= _MOST_CUT and whole.startswith(name)


def _letters_apart(one: str, other: str) -> int | None:
    """How many letters differ, of texts of one length; None for others."""
    return sum(a != b for a, b in zip(one, other, strict=True)) if len(one) == len(other) else None


# ---------------------------------------------------------------- labels of sister forms


def sister_labels(forms: Sequence[FormSheet]) -> Iterator[Finding]:
    """F-01: forms of one variant in one document label their money rows alike; a label one letter off is a slip."""
    by_variant: dict[str, list[FormSheet]] = defaultdict(list)
    for sheet in forms:
        by_variant[sheet.form.variant].append(sheet)
    for sheets in by_variant.values():
        bearers: dict[str, list[FormSheet]] = defaultdict(list)
        for sheet in sheets:
            for row in sheet.fund_rows:
                bearers[row].append(sheet)
        for row, where in bearers.items():
            more = (other for other, others in bearers.items() if len(others) > len(where))
            usual = next((other for other in more if _one_letter_apart(row, other)), None)
            if usual is not None:
                yield _wrong_label(row, usual, where)


def _wrong_label(row: str, usual: str, where: Sequence[FormSheet]) -> Finding:
    figure = next(figure for (label, _), figure in where[0].funds.items() if label == row)
    message = f"“{row}”（{len(where)} 张表）疑为“{usual}”之误"
    return finding(
        "name.label", message, block=where[0].form.id, row=figure.key[1], places=figure.places,
        expected=usual, found=row, proposal=usual,
    )  # fmt: skip


def _one_letter_apart(one: str, other: str) -> bool:
    return len(one) >= _SHORTEST_STEM and _letters_apart(one, other) == 1


# ---------------------------------------------------------------- told quantities


def told_quantities(form: IndicatorForm) -> Iterator[Finding]:
    """F-13: a quantity that a text of the form tells by the indicator's own name is the indicator's."""
    passages = _texts(form)
    for indicator in form.indicators:
        own = [one for one in passages if not indicator.phase or one.horizon in ("", indicator.phase)]
        yield from _told_otherwise(form, indicator, own)


def _told_otherwise(form: IndicatorForm, indicator: Indicator, passages: Sequence[PlacedText]) -> Iterator[Finding]:
    said = indicator.actual or indicator.target or ""
    match = _COUNTED.fullmatch(fold(said))
    stem = _COUNTING.sub("", fold(indicator.level3 or ""))
    if match is None or len(stem) < _SHORTEST_STEM or not _HAN.match(stem):
        return
    pattern = re.compile(rf"{re.escape(stem)}(\d+(?:\.\d+)?)余?{match[2]}")
    told = [(passage, found) for passage in passages if (found := pattern.search(passage.text))]
    wrong = [(passage, found) for passage, found in told if float(found[1]) != float(match[1])]
    if wrong:
        passage, found = wrong[0]
        message = f"{form.title}：指标“{indicator.level3}”为 {said}，文字为“{found[0]}”（{len(wrong)} 处）"
        row, column = indicator.cells[-1] if indicator.cells else (None, None)
        yield finding(
            "quantity.told", message, block=form.id, row=row, column=column,
            places=(*indicator.places[:1], *passage.places[:1]), expected=found[1], found=match[1], quote=found[0],
        )  # fmt: skip


def _texts(form: IndicatorForm) -> list[PlacedText]:
    found = []
    for value in form.values:
        if value.section in ("goal", "analysis") or (value.section == "field" and len(value.value) > _LONGEST_LABEL):
            horizon = next((phase for phase in ("实施期", "年度") if any(phase in label for label in value.column)), "")
            if value.section == "field":
                horizon = "年度"  # plans and reasons are written for the year
            cell = value.cells[0] if value.cells else None
            found.append(PlacedText(form.id, fold(value.value), value.places, cell, horizon))
    return found


def repeated_quantities(forms: Sequence[FormSheet]) -> Iterator[Finding]:
    """X-02: the same words with the same measure tell one number throughout the forms of a document."""
    for (_, words, measure), mentions in _mentioned(forms).items():
        numbers = Counter(number for number, _ in mentions)
        if len(numbers) > 1:
            rare = min(numbers, key=lambda number: (numbers[number], number))
            passage = next(passage for number, passage in mentions if number == rare)
            row, column = passage.cell or (None, None)
            listed = "、".join(f"{number}{measure}" for number in numbers)
            yield finding(
                "quantity.differs", f"“{words}”先后写作 {listed}", block=passage.block, row=row, column=column,
                places=passage.places[:1], found=rare, quote=f"{words}{rare}{measure}",
            )  # fmt: skip


def _mentioned(forms: Sequence[FormSheet]) -> Mapping[tuple[str, str, str], Sequence[tuple[str, PlacedText]]]:
    """(scope, words, measure) → the numbers told, and where. Target forms plan each for itself; what was reached is
    one for the whole document."""
    told: dict[tuple[str, str, str], list[tuple[str, PlacedText]]] = defaultdict(list)
    for sheet in forms:
        scope = "" if sheet.variant.phase == "self_eval" else sheet.form.id
        for passage in [*_texts(sheet.form), *_remarks(sheet.form)]:
            if passage.horizon != "实施期":
                for words, number, measure in _quantities(passage.text):
                    told[scope, words, measure].append((number, passage))
    return told


def _remarks(form: IndicatorForm) -> list[PlacedText]:
    """Notes and results of indicators that are sentences."""
    return [
        PlacedText(form.id, fold(text), indicator.places, indicator.cells[0] if indicator.cells else None)
        for indicator in form.indicators
        for text in (indicator.note, indicator.actual)
        if text and len(text) > _LONGEST_LABEL
    ]


def _quantities(text: str) -> Iterator[tuple[str, str, str]]:
    """The last letters before a quantity, its number and its measure; 余 tells no number."""
    for match in _QUANTITY.finditer(text):
        words = _HAN_END.search(text[: match.start()])
        if words and len(words[0]) >= _SHORTEST_STEM and not match[2]:
            yield words[0][-_SHORTEST_STEM:], match[1], match[3]


# ---------------------------------------------------------------- misspelt names


def misspelt_names(disclosure: Disclosure, forms: Sequence[FormSheet]) -> Iterator[Finding]:
    """X-01: two long passages alike but for one letter in the middle: one of them is a slip of the pen or of OCR.

    Where two words differ by a letter (机关, 机构), one of the pairs that the letter forms with its neighbours is a word,
    and stands elsewhere too; a slip forms pairs that the document has only where the same letters are exchanged.
    """
    passages = [
        PlacedText(block.id, fold(block.text), block.places)
        for block in disclosure.blocks
        if isinstance(block, Paragraph)
    ]
    for sheet in forms:
        passages.extend(_texts(sheet.form))
    pairs = _letter_pairs(passages)
    seen: set[frozenset[str]] = set()
    for before, after in _WINDOWS:
        alike = {words: letters for words, letters in _alike(passages, before, after).items() if _may_be_slip(letters)}
        swaps: dict[frozenset[str], Counter[str]] = defaultdict(Counter)
        for letters in alike.values():
            swaps[frozenset(letters)].update(letters)
        contexts = Counter(frozenset(letters) for letters in alike.values())
        for (left, right), letters in alike.items():
            both = frozenset(letters)
            odd = _odd_letter(left, right, letters, swaps[both], pairs)
            usual = next((letter for letter in letters if letter != odd), "")
            certain = letters[usual] > letters[odd]
            if odd and both not in seen and (certain or contexts[both] > 1):
                seen.add(both)
                yield _misspelt(passages, f"{left}{odd}{right}", f"{left}{usual}{right}", certain)


def _may_be_slip(letters: Counter[str]) -> bool:
    """Whether the letters between the same words are two that nothing tells apart on purpose."""
    return len(letters) == 2 and not _NUMERALS & set(letters) and not set(letters) <= _BODIES


def _letter_pairs(passages: Sequence[PlacedText]) -> Counter[str]:
    """How often two letters stand side by side in different passages."""
    texts = dict.fromkeys(passage.text for passage in passages if len(passage.text) <= _LONGEST_PASSAGE)
    return Counter(pair for text in texts for pair in map("".join, pairwise(text)))


def _odd_letter(left: str, right: str, letters: Counter[str], swapped: Counter[str], pairs: Counter[str]) -> str:
    """The rarer of two letters between the same words that forms no pair known from elsewhere; "" if both are words."""
    for letter, _ in sorted(letters.items(), key=lambda entry: entry[1]):
        if all(pairs[pair] <= swapped[letter] for pair in (left[-1] + letter, letter + right[0])):
            return letter
    return ""


def _misspelt(passages: Sequence[PlacedText], words: str, other: str, certain: bool) -> Finding:
    passage, twin = (next(passage for passage in passages if said in passage.text) for said in (words, other))
    row, column = passage.cell or (None, None)
    message = f"“{words}”与“{other}”只差一字，疑为同一名称" + ("，后者更常见" if certain else "")
    return finding(
        "name.misspelt", message, block=passage.block, row=row, column=column,
        places=(*passage.places[:1], *twin.places[:1]), found=words, expected=other if certain else "",
        proposal=other if certain else f"{words} 或 {other}",
    )  # fmt: skip


_HAN_RUN = re.compile("[\u4e00-\u9fff]{8,}")
"""Letters in a row, as many as a window has."""
_WINDOWS = ((5, 2), (4, 3), (3, 4), (2, 5))
"""Letters before and after the one that differs: seven in all, so that hardly any two passages share them by chance."""
_LONGEST_PASSAGE = 100_000
"""Characters; beyond, it is no passage anybody wrote."""


def _alike(passages: Sequence[PlacedText], before: int, after: int) -> dict[tuple[str, str], Counter[str]]:
    """Words before and behind one letter → the letters that stand between them, where they are several."""
    texts = dict.fromkeys(passage.text for passage in passages if len(passage.text) <= _LONGEST_PASSAGE)
    windows = Counter(
        run[start : start + before + 1 + after]
        for text in texts
        for run in _HAN_RUN.findall(text)
        for start in range(len(run) - before - after)
    )
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for window in windows:
        found[window[:before], window[before + 1 :]].append(window)
    return {
        context: Counter({window[before]: windows[window] for window in alike})
        for context, alike in found.items()
        if len(alike) > 1
    }
