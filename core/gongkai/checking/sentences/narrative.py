"""The narrative against the tables: every amount sentence that names a cell says what the cell says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import msgspec

from gongkai.checking.arithmetic.cross_identities import are_zero, find_cells
from gongkai.checking.arithmetic.equations import Equation, Term, Unevaluated
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure, read_figure, unit_factor
from gongkai.checking.arithmetic.sheets import Sheet
from gongkai.checking.arithmetic.table_identities import Result
from gongkai.model import Disclosure, Heading, ListItem, Paragraph, Place
from gongkai.model.amounts import MONEY_UNIT
from gongkai.plugins.specs.identities import Selector
from gongkai.plugins.specs.narrative import RateSlot, Slot
from gongkai.words.labels import fold, fold_label

AMOUNT = rf"(-?\d[\d,]*(?:\.\d+)?)({MONEY_UNIT})"
"""A figure with its unit, in folded text: two groups."""


PERCENT = r"(-?\d[\d,]*(?:\.\d+)?)%"
"""A rate, in folded text: one group."""


class FoldedParagraph(msgspec.Struct, frozen=True):
    """A paragraph for checking: its id, folded text, places, and the folded headings above it joined.

    `mended`: figures by the offset of their number that arithmetic has shown to be wrong, as they should be, or None
    where it may be this one or another.
    """

    block: str
    text: str
    section: str
    places: tuple[Place, ...] = ()
    mended: Mapping[int, PrintedFigure | None] = {}

    def figure(self, match: re.Match[str], number: int, unit: int) -> PrintedFigure | None:
        """The figure that two groups of a match print, or what it should be."""
        start = match.start(number)
        if start in self.mended:
            return self.mended[start]
        return read_figure((self.block, -1, start), match[number], unit_factor(match[unit]), self.places)


def passages(disclosure: Disclosure) -> list[FoldedParagraph]:
    """Paragraphs and list items in order, each with the headings it stands under."""
    above: dict[int, str] = {}
    found = []
    for block in disclosure.blocks:
        if isinstance(block, Heading):
            above = {level: text for level, text in above.items() if level < block.level}
            above[block.level] = fold(block.text)
        elif isinstance(block, Paragraph | ListItem):
            found.append(FoldedParagraph(block.id, fold(block.text), "/".join(above.values()), block.places))
    return found


def mended_passages(disclosure: Disclosure, mended: Mapping[FigureKey, PrintedFigure | None]) -> list[FoldedParagraph]:
    """The passages of a disclosure with the figures of theirs that should be others."""
    told: dict[str, dict[int, PrintedFigure | None]] = defaultdict(dict)
    for (block, row, start), figure in mended.items():
        if row == -1:
            told[block][start] = figure
    return [
        msgspec.structs.replace(one, mended=told[one.block]) if one.block in told else one
        for one in passages(disclosure)
    ]


def slot_equations(
    texts: Sequence[FoldedParagraph],
    sheets: Sequence[Sheet],
    slots: Sequence[Slot],
    figures: dict[FigureKey, PrintedFigure],
    year: int | None = None,
) -> Iterator[Result]:
    """Equations between sentences and cells; the figures of the sentences are added to `figures`. What is said of
    another year than the document's stands in no table."""
    for passage, asked in _asked(texts, slots):
        found: dict[int, Result] = {}
        for slot, match, start in asked:
            # The first slot with a cell for it says what it is.
            if of_other_year(passage.text, start, year) or isinstance(found.get(start), Equation):
                continue
            result = _equation(slot, passage, match, start, sheets, figures)
            if start not in found or isinstance(result, Equation):
                found[start] = result
        yield from found.values()


def other_year_equations(
    texts: Sequence[FoldedParagraph],
    sheets: Sequence[Sheet],
    slots: Sequence[Slot],
    figures: dict[FigureKey, PrintedFigure],
    year: int,
) -> Iterator[tuple[Equation, str]]:
    """What the slots would say of amounts that are told of another year, with that year."""
    for passage, asked in _asked(texts, slots):
        for slot, match, start in asked:
            said = told_year(passage.text, start)
            if said and said != str(year):
                result = _equation(slot, passage, match, start, sheets, figures)
                if isinstance(result, Equation):
                    yield result, said


def _asked(
    texts: Sequence[FoldedParagraph], slots: Sequence[Slot]
) -> Iterator[tuple[FoldedParagraph, Iterator[tuple[Slot, re.Match[str], int]]]]:
    """Passages that hold figures, each with the slots that match under its heading and where their amounts start."""
    patterns: dict[str, list[tuple[Slot, re.Pattern[str]]]] = {}
    for passage in texts:
        if not _DIGIT.search(passage.text):
            continue
        if passage.section not in patterns:
            here = [slot for slot in slots if not slot.parts and stands_in(passage, slot.section)]
            patterns[passage.section] = [(slot, slot_pattern(slot)) for slot in here]
        yield (
            passage,
            (
                (slot, match, match.start((match.lastindex or 1) - 1))
                for slot, pattern in patterns[passage.section]
                for match in pattern.finditer(passage.text)
            ),
        )


def told_year(text: str, start: int) -> str | None:
    """The year that the clause of an amount is said of, "" for last year in words; None where it names none."""
    clause = re.split(r"[,;。]", text[:start])[-1]
    said = list(_SAID_OF.finditer(clause))
    if not said or clause[said[-1].end() :].startswith(("结转", "结余", "末", "初")):
        return None
    return said[-1][1] or ""


def of_other_year(text: str, start: int, year: int | None) -> bool:
    """Whether the clause of an amount is said of another year: 2022年收入总计…, 比上年预算数…."""
    said = told_year(text, start)
    return year is not None and said is not None and said != str(year)


PATH = r'(?:(?P<class_>[^,;。:"]{2,30}?)\((?:\d{3})?类\))?(?P<group>[^,;。:"]{2,40}?)\((?:\d{2})?款\)(?P<item>[^,;。:"]{2,40}?)\((?:\d{2})?项\)'
"""A function told by its names, X（类）Y（款）Z（项）, with or without codes."""


_DIGIT = re.compile(r"\d")
_JOINING = (
    "年",
    "度",
    "包括",
    "其中",
    "安排",
    "用于",
    "本年",
    "本级",
    "当年",
    "为",
    "是",
    "和",
    "及",
    "与",
    "的",
    "中",
    "含",
)
_NAME_BEGINS = "(?:" + "|".join([r"(?<![\u4e00-\u9fff])", *(f"(?<={word})" for word in _JOINING)]) + ")"
"""Where a name may begin: 其他事业收入 holds no 事业收入."""
_SAID_OF = re.compile(r"((?:19|20)\d{2})年|上年度?|去年")


@lru_cache(maxsize=512)
def compiled(pattern: str, labels: tuple[str, ...] = ()) -> re.Pattern[str]:
    """A pattern for folded text, its placeholders filled in."""
    words = "|".join(sorted((re.escape(fold(label)) for label in labels), key=len, reverse=True))
    begins = _NAME_BEGINS if pattern.startswith("{label}") else ""
    pattern = pattern.replace("{label}", f"{begins}(?P<label>{words})").replace("{path}", PATH)
    return re.compile(pattern.replace("{amount}", AMOUNT).replace("{percent}", PERCENT))


def slot_pattern(slot: Slot | RateSlot) -> re.Pattern[str]:
    """A slot's pattern for folded text."""
    return compiled(slot.pattern, slot.labels)


_OF_TABLE = re.compile("总体|总?表|的")
"""What a heading may say or leave out: 支出预算总体情况, 支出预算总表情况, 支出预算情况."""


def stands_in(passage: FoldedParagraph, section: Sequence[str]) -> bool:
    """Whether a heading above a passage holds one of these words; none: anywhere."""
    return not section or any(_plain_heading(word) in _plain_heading(passage.section) for word in section)


@lru_cache(maxsize=4096)
def _plain_heading(text: str) -> str:
    return _OF_TABLE.sub("", fold(text))


def _equation(
    slot: Slot,
    passage: FoldedParagraph,
    match: re.Match[str],
    start: int,
    sheets: Sequence[Sheet],
    figures: dict[FigureKey, PrintedFigure],
) -> Result:
    number, unit = match.groups()[-2:]
    said = read_figure((passage.block, -1, start), number, unit_factor(unit), passage.places)
    label = label_of(match)
    if not are_zero(sheets, slot.only_if_zero):
        return Unevaluated(slot.id, slot.label, "文字与表口径不同（有结转等）", passage.block)
    reason = "没有相应的单元格"
    for selector in slot.cells:
        cells = find_cells(sheets, fill_selector(selector, label, slot.aliases))
        if isinstance(cells, str):
            reason = cells
            continue
        printed = [sheet.figure(row, column) for sheet, row, column in cells if sheet.factor is not None]
        keys = [figure.key for figure in printed if figure is not None]
        if said is None or len(keys) < len(cells):
            reason = "单元格不是数字或没有单位"
            continue
        figures[said.key] = said
        quote = passage.text[max(match.start() - 12, 0) : match.end()]
        terms = (Term(1, said.key), *(Term(-1, key) for key in keys))
        return Equation(slot.id, f"{slot.label}（“{quote}”）", terms, at_most=slot.at_most)
    return Unevaluated(slot.id, slot.label, reason, passage.block)


def label_of(match: re.Match[str]) -> str:
    """The label a pattern has found; for a function told by its names 款/项."""
    found = match.groupdict()
    if found.get("item"):
        return f"{fold_label(found['group'])}/{found['item']}"
    return found.get("label") or ""


def fill_selector(selector: Selector, label: str, aliases: Mapping[str, tuple[str, ...]]) -> Selector:
    """A selector with `$label` replaced by the label that was found and its aliases."""
    names = (label, *next((names for key, names in aliases.items() if fold(key) == label), ()))

    def fill(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word.replace("$label", name) for word in words for name in (names if "$label" in word else ("",)))

    panel = label if selector.panel == "$label" else selector.panel
    return msgspec.structs.replace(selector, row=fill(selector.row), column=fill(selector.column), panel=panel)
