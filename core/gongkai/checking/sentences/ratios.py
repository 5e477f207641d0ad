"""Shares, growth and completion rates in sentences, recomputed with the rounding of their operands.

Tolerances (each printed figure is true ± half a unit of its last digit): a share p = 100·a/b printed with d decimals
may be off by 0.5·10^-d + 100·(u_a/2 + |a/b|·u_b/2)/(|b| − u_b/2); a growth rate from a derived prior by
0.5·10^-d + 100·(u/2 + |g|·u)/prior. A rate may refer to any amount said before it: it is wrong only when it fits none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain

import msgspec

from gongkai.checking.arithmetic.cross_identities import find_cell
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure
from gongkai.checking.arithmetic.sheets import Sheet
from gongkai.checking.sentences.narrative import (
    AMOUNT,
    PERCENT,
    FoldedParagraph,
    fill_selector,
    label_of,
    slot_pattern,
    stands_in,
)
from gongkai.findings import finding
from gongkai.model import Finding
from gongkai.model.amounts import MONEY_UNIT
from gongkai.plugins.specs.narrative import RateSlot

HUNDRED = Decimal(100)
_CENT = Decimal("0.01")
"""Rates are proposed to a hundredth of a per cent, as most are printed."""
_OF_NO_NAME = ("", "比", "的")
"""What stands after 占 where the whole is not named; of a whole that is named a slot says where it stands."""
_MENTION = re.compile(AMOUNT)
_UP, _DOWN = ("增加", "增长", "上升", "提高", "增"), ("减少", "下降", "降低", "降", "减")
_DIRECTION = "(增加|减少|增长|下降|上升|降低)"
_COMPARED = r"(?:[比较与同]?(?:上年|去年|年初|(?:19|20)\d{2}年度?)(?:同期|决算数?|预算数?|年初预算数?|执行数)?(?:相比较?|比较)?|同比)"
_GROWTH = re.compile(
    rf"{_DIRECTION}了?{AMOUNT}[,、;(]?{_COMPARED}?(增加|减少|增长|下降|上升|降低|增幅|降幅)率?(?:了|为|约|达)?{PERCENT}"
)
_ASIDE = re.compile(rf"{_COMPARED}|[,、:各均共都分别]|总?体上?|有所|其中")
_MEASURE = re.compile(r"(?:支出|收入)?(?:决算|预算)?(?:数|总计|合计|总额)?$")
_NAME = 4
"""Letters of a name's end that tell it from another."""
_OF_WHICH = re.compile(r"其中|包括|含|分别")
_SAID_OF = re.compile(r"((?:19|20)\d{2})年|[比较]|上年|去年")
_SHARE = re.compile(rf"{AMOUNT}[,，]?占(比|[^,，。;；0-9]{{0,20}}?的?)[:为约]?{PERCENT}")
_YEAR = r"(?:(?:19|20)\d{2}年度?|本年度?|当年)?"
_WHICH = "(年初|全年|调整后?|年度)?"
_BUDGET = re.compile(rf"{_WHICH}预算数?(?:安排)?为?{AMOUNT}")
_COMPLETION = re.compile(
    rf"{_BUDGET.pattern}[,;]{_YEAR}(?:(?:实际)?支出|执行)?(?:决算)?数?为?{AMOUNT}"
    rf"[,;。]完成(?:了)?{_WHICH}预算数?的?{PERCENT}"
)


class Mention(msgspec.Struct, frozen=True):
    """An amount in a passage and where it begins; `change` tells 增加/减少 amounts from levels, `part` an amount whose
    own share is printed: its neighbours are parts of the same whole, not of it."""

    figure: PrintedFigure
    start: int
    change: bool
    part: bool = False


class Share(msgspec.Struct, frozen=True):
    """The whole that a share was held against, and what is wrong with it, if anything."""

    whole: PrintedFigure
    finding: Finding | None = None


def ratio_findings(passages: Sequence[FoldedParagraph]) -> Iterator[Finding]:
    """Findings for the rates that no amount before them explains, and for rates on a zero base."""
    lead: list[Mention] = []
    section = ""
    shares: list[Share | None] = []
    for passage in passages:
        if passage.section != section:
            section, lead = passage.section, []
        if None in passage.mended.values():
            continue  # which of its amounts is wrong is open, and a rate on it would say the same again
        mentions = _mentions(passage)
        for match in _GROWTH.finditer(passage.text):
            yield from _growth(passage, match, mentions)
        for match in _COMPLETION.finditer(passage.text):
            yield from _completion(passage, match)
        shares += [_share(passage, match, lead + mentions) for match in _SHARE.finditer(passage.text)]
        lead = lead + [mention for mention in mentions if not mention.change]
    yield from _share_findings([share for share in shares if share is not None])


def _share_findings(shares: Sequence[Share]) -> Iterator[Finding]:
    """A finding for each wrong share; where no share of a whole is right, one for the whole, which then is wrong."""
    right = {share.whole.key for share in shares if share.finding is None}
    wrong: dict[FigureKey, list[Share]] = defaultdict(list)
    for share in shares:
        if share.finding is not None:
            wrong[share.whole.key].append(share)
    for key, found in wrong.items():
        findings = [share.finding for share in found if share.finding is not None]
        grave = all(one.rule == "narrative.share" for one in findings)
        if grave and len(findings) > 1 and key not in right:
            whole, first = found[0].whole, findings[0]
            message = f"以“{whole.raw}”为合计的 {len(findings)} 个占比都不符，疑为合计有误（如{first.message}）"
            yield msgspec.structs.replace(
                first, message=message, block=key[0], places=whole.places, quote=whole.raw, expected="", found=whole.raw
            )
        else:
            yield from findings


def _mentions(passage: FoldedParagraph) -> list[Mention]:
    found = []
    parts = {match.start() for match in _SHARE.finditer(passage.text)}
    for match in _MENTION.finditer(passage.text):
        figure = passage.figure(match, 1, 2)
        if figure is not None:
            before = passage.text[max(match.start() - 3, 0) : match.start()]
            change = any(before.rstrip("了").endswith(word) for word in _UP + _DOWN)
            found.append(Mention(figure, match.start(), change, match.start() in parts))
    return found


def _percent(text: str) -> tuple[Decimal, Decimal]:
    """A printed rate and half a unit of its last digit."""
    value = Decimal(text.replace(",", ""))
    exponent = value.as_tuple().exponent
    return value, Decimal("0.5").scaleb(exponent if isinstance(exponent, int) else 0)


def _finding(
    rule: str, passage: FoldedParagraph, match: re.Match[str], message: str, expected: str = "", found: str = ""
) -> Finding:
    if _is_cut(expected, found):
        rule = "narrative.cut_rate"  # publishers cut the last digit instead of rounding it
    return finding(
        rule, message, block=passage.block, places=passage.places, quote=match[0], expected=expected, found=found
    )


def _is_cut(expected: str, found: str) -> bool:
    """Whether two printed rates differ by one unit of the last digit, as when it is cut instead of rounded."""
    if not expected or not found:
        return False
    right, printed = Decimal(expected.rstrip("%")), Decimal(found.rstrip("%").replace(",", ""))
    exponent = printed.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(right - printed) <= unit


def _growth(passage: FoldedParagraph, match: re.Match[str], mentions: Sequence[Mention]) -> Iterator[Finding]:
    delta = passage.figure(match, 2, 3)
    if delta is None:
        return
    falls, rate_falls = match[1] in _DOWN, match[4] in _DOWN or match[4] == "降幅"
    if falls != rate_falls:
        yield _finding("narrative.direction", passage, match, f"“{match[0]}”：增减方向前后不一")
        return
    rate, half = _percent(match[5])
    priors = _priors(passage, match.start(), mentions, -delta.value if falls else delta.value, delta.half)
    if not priors:
        return
    if any(_grows(delta.value, prior, unit, rate, half) for prior, unit in priors):
        return
    prior, unit = priors[0]
    if abs(prior) <= unit:
        if delta.value:
            yield _finding(
                "narrative.zero_base", passage, match, f"“{match[0]}”：上年为零，不应有增减率", found=match[5] + "%"
            )
    elif prior > 0:
        expected = f"{(HUNDRED * delta.value / prior).quantize(_CENT)}%"
        yield _finding(
            "narrative.growth", passage, match, f"“{match[0]}”：按文中金额推算应为 {expected}", expected, match[5] + "%"
        )


def _priors(
    passage: FoldedParagraph, start: int, mentions: Sequence[Mention], change: Decimal, half: Decimal
) -> list[tuple[Decimal, Decimal]]:
    """What the year before may have been, the likeliest first, with its rounding: levels said before the change, less
    the change, or as they are where they are said of that year. None where the sentence turns to something else."""
    levels = [mention for mention in mentions if mention.start < start and not mention.change]
    subject = _subject(passage.text, start)
    if not levels or not any(_speaks_of(passage.text, level, subject, start) for level in levels):
        return []
    priors: list[tuple[Decimal, Decimal]] = []
    for level in reversed(levels):
        unit = 2 * max(level.figure.half, half)
        before = (level.figure.value, unit), (level.figure.value - change, unit)
        priors += before if _is_prior(passage.text, level.start) else before[1:]
    return priors


def _is_prior(text: str, start: int) -> bool:
    """True if an amount is said of a year before the passage's own: 比上年预算数100万元, (2016年度为8万元)."""
    said = list(_SAID_OF.finditer(re.split(r"[,。;]", text[:start])[-1]))
    years = [match[1] for match in _SAID_OF.finditer(text) if match[1]]
    return bool(said) and (said[-1][1] is None or said[-1][1] < max(years))


def _subject(text: str, start: int) -> str:
    """What grows, as the clause says it before the change at `start`; "" where it says only that it is compared."""
    clause = re.split(r"[。;]", text[:start])[-1]
    clause = re.split(rf"\d[\d,.]*(?:{MONEY_UNIT}|%)", clause)[-1]
    return _ASIDE.sub("", clause)


def _speaks_of(text: str, level: Mention, subject: str, start: int) -> bool:
    """True if a level may be what a change of `subject` refers to: said of it, or the change names nothing else."""
    if len(subject) < 2:
        return True
    subject = _short(subject)
    name = _MEASURE.sub("", subject)
    name = name if len(name) >= 2 else subject
    return name[-_NAME:] in _short(text[: level.start])


def _short(text: str) -> str:
    """收入、支出 and 收、支 as 收支."""
    return re.sub("收入、?支出", "收支", text.replace("、", ""))


def _grows(delta: Decimal, prior: Decimal, unit: Decimal, rate: Decimal, half: Decimal) -> bool:
    if prior <= unit:
        return False
    growth = delta / prior
    return abs(HUNDRED * growth - rate) <= half + HUNDRED * (unit / 2 + abs(growth) * unit) / prior


def share_tolerance(part: PrintedFigure, base: PrintedFigure, half: Decimal) -> Decimal:
    """How far a printed share may be from 100·part/base."""
    room = abs(base.value) - base.half
    if room <= 0:
        return HUNDRED
    return half + HUNDRED * (part.half + abs(part.value / base.value) * base.half) / room


def _fits(part: PrintedFigure, base: PrintedFigure, rate: Decimal, half: Decimal) -> bool:
    return base.value != 0 and abs(HUNDRED * part.value / base.value - rate) <= share_tolerance(part, base, half)


def _share(passage: FoldedParagraph, match: re.Match[str], mentions: Sequence[Mention]) -> Share | None:
    part = passage.figure(match, 1, 2)
    rate, half = _percent(match[4])
    if part is None or (part.value == 0 and rate == 0) or match[3] not in _OF_NO_NAME:
        return None
    before = _levels_before(passage, match.start(), mentions)
    wholes = [one for one in before if not one.part or _OF_WHICH.search(_between(passage, one, match.start()))]
    fitting = next((one.figure for one in wholes if _fits(part, one.figure, rate, half)), None)
    if fitting is not None:
        return Share(fitting)
    larger = (one.figure for one in before if one.figure.value and one.figure.value >= part.value and not one.part)
    whole = next(larger, None)
    if whole is None:
        return None
    expected = f"{(HUNDRED * part.value / whole.value).quantize(_CENT)}%"
    message = f"“{match[0]}”：按文中合计推算应为 {expected}"
    return Share(whole, _finding("narrative.share", passage, match, message, expected, match[4] + "%"))


def _levels_before(passage: FoldedParagraph, end: int, mentions: Sequence[Mention]) -> list[Mention]:
    """Amounts that are no changes, of paragraphs before and of this one up to a place."""
    levels = (one for one in mentions if not one.change)
    return [one for one in levels if one.figure.key[0] != passage.block or one.start < end]


def _between(passage: FoldedParagraph, mention: Mention, end: int) -> str:
    """The text from a mention of a paragraph, or of one before it, to a place in the paragraph."""
    own = mention.figure.key[0] == passage.block
    return passage.text[mention.start if own else 0 : end]


def _completion(passage: FoldedParagraph, match: re.Match[str]) -> Iterator[Finding]:
    budget, actual = _named_budget(passage, match), passage.figure(match, 4, 5)
    if budget is None or actual is None:
        return
    rate, half = _percent(match[7])
    if budget.value == 0:
        yield _finding(
            "narrative.zero_base", passage, match, f"“{match[0]}”：预算为零，不应有完成率", found=match[7] + "%"
        )
    elif not _fits(actual, budget, rate, half):
        expected = f"{(HUNDRED * actual.value / budget.value).quantize(_CENT)}%"
        yield _finding(
            "narrative.completion", passage, match, f"“{match[0]}”：应为 {expected}", expected, match[7] + "%"
        )


def _named_budget(passage: FoldedParagraph, match: re.Match[str]) -> PrintedFigure | None:
    """The budget that a completion rate names (完成年初预算的…), if the sentence tells it, else the last one told."""
    sentence = max(passage.text.rfind(stop, 0, match.start()) for stop in "。;") + 1
    told = [one for one in _BUDGET.finditer(passage.text, sentence, match.end()) if one[1] and one[1] == match[6]]
    return passage.figure(told[-1], 2, 3) if told else passage.figure(match, 2, 3)


def rate_findings(
    passages: Sequence[FoldedParagraph], sheets: Sequence[Sheet], slots: Sequence[RateSlot]
) -> Iterator[Finding]:
    """Findings for rates whose base stands in a table: wrong, or on a base of zero."""
    for passage in (one for one in passages if None not in one.mended.values()):
        for slot in slots:
            if stands_in(passage, slot.section):
                found = (_rate(slot, passage, match, sheets) for match in slot_pattern(slot).finditer(passage.text))
                yield from _first_on_wrong_base(chain.from_iterable(found))


def _first_on_wrong_base(found: Iterable[Finding]) -> Iterator[Finding]:
    """Findings but for the repetitions of one wrong base: it is one mistake, however many rates are reckoned from it."""
    seen = False
    for one in found:
        wrong_base = one.rule == "narrative.share" and one.severity == "warning"
        if not (wrong_base and seen):
            yield one
        seen = seen or wrong_base


def _rate(slot: RateSlot, passage: FoldedParagraph, match: re.Match[str], sheets: Sequence[Sheet]) -> Iterator[Finding]:
    last = match.lastindex or 3
    part = passage.figure(match, last - 2, last - 1)
    bases = _bases(slot, label_of(match), sheets)
    if part is None or not bases:
        return
    base = bases[0]
    rate, half = _percent(match[last])
    said = f"“{match[0]}”：{slot.label}"
    if base.value == 0:
        yield _finding("narrative.zero_base", passage, match, f"{said}，表中为零，不应有比率", found=match[last] + "%")
    elif not _fits(part, base, rate, half):
        expected = f"{(HUNDRED * part.value / base.value).quantize(_CENT)}%"
        other = next((one for one in bases if _fits(part, one, rate, half)), None)
        message = f"{said}，应为 {expected}" + (f"（所用的基数是 {other.raw}）" if other else "")
        found = _finding("narrative.share", passage, match, message, expected, match[last] + "%")
        yield msgspec.structs.replace(found, severity="warning") if other else found


def _bases(slot: RateSlot, label: str, sheets: Sequence[Sheet]) -> list[PrintedFigure]:
    cells = (find_cell(sheets, fill_selector(selector, label, slot.aliases)) for selector in slot.base)
    figures = (
        cell[0].figure(cell[1], cell[2]) for cell in cells if not isinstance(cell, str) and cell[0].factor is not None
    )
    return [figure for figure in figures if figure is not None]
