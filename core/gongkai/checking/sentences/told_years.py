"""Years in headings and sentences against the document's own: N-08 of the catalogue of identities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.checking.arithmetic.equations import State, judge
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure
from gongkai.checking.arithmetic.sheets import Sheet
from gongkai.checking.sentences.narrative import FoldedParagraph, other_year_equations
from gongkai.findings import finding
from gongkai.model import Disclosure, Finding, Heading
from gongkai.plugins.specs.narrative import Slot
from gongkai.words.labels import fold

_YEAR = r"(?<!\d)((?:19|20)\d{2})年"
_OWN = re.compile(rf"{_YEAR}度?(?!初|末|底|以来|起|前|后|\d)")
_COMPARED = re.compile(
    rf"(?:[比较与同]|相比于?){_YEAR}(?:度|初)?(?![\d末底])[^,;。]{{0,16}}?(?=相比|增|减|上升|下降|降低|持平)"
)
_STATED = re.compile(
    rf"(?:^|[。;])[^,;。0-9]{{0,30}}{_YEAR}度?(?:部门|单位|本部门|本单位)?[^,;。0-9]{{0,30}}"
    r"(?:收入|支出|预算|决算|经费|采购|拨款|收支)[^,;。0-9]{0,20}\d[\d,.]*万?元"
)
_FISCAL = re.compile(
    rf"(?<![比较与同和至\-]){_YEAR}度?(?:部门|单位|总体)?(?:预算|决算|一般公共|财政拨款|政府性基金|国有资本|总体|\"?三公|政府采购|收支|无)"
)
_AS_OF = re.compile(rf"截[至止]{_YEAR}(?:\d{{1,2}}月\d{{1,2}}日|底|末|初)[^。]*?(?:车辆|资产|设备)")
_HEADED = re.compile(
    rf"{_YEAR}(?:度|部门|单位|\"?三公|一般公共|财政拨款|政府性基金|国有资本|收支|收入|支出|预算|决算|机关运行|政府采购|绩效)"
)
_ELSEWHERE = re.compile(r"《[^》]*》|\((?:19|20)\d{2}\)|截至?[^,。;]*|自(?:19|20)\d{2}年[^,。;]*")
_UNCHANGED = re.compile("持平|相同|一致|不变|相等")
_LEAST_DIGITS = 4
"""Digits of an amount, zeros at its ends aside, from which two years hardly have the same."""


def year_findings(
    disclosure: Disclosure, texts: Sequence[FoldedParagraph], sheets: Sequence[Sheet], slots: Sequence[Slot]
) -> Iterator[Finding]:
    """Headings of another year; comparisons with a year that is not the one before; amounts of this year's tables that
    are said of another, and amounts of a year that is neither this nor the last."""
    if disclosure.year is None:
        return
    yield from _headings(disclosure, disclosure.year)
    told = dict(_tables_figures_elsewhen(texts, sheets, slots, disclosure.year))
    for passage in texts:
        yield from _passage(passage, disclosure.year, told)


def _headings(disclosure: Disclosure, year: int) -> Iterator[Finding]:
    for block in disclosure.blocks:
        if isinstance(block, Heading) and block.level > 1:
            text = fold(block.text)
            match = _HEADED.search(_ELSEWHERE.sub("", text))
            if match and int(match[1]) != year:
                yield finding(
                    "structure.year", f"“{text}”写作{match[1]}年，本文件为{year}年", block=block.id, places=block.places,
                    expected=str(year), found=match[1],
                )  # fmt: skip


def _passage(passage: FoldedParagraph, year: int, told: dict[FigureKey, str]) -> Iterator[Finding]:
    text = _ELSEWHERE.sub(lambda match: "□" * len(match[0]), passage.text)
    wrong: dict[str, tuple[str, int]] = {}
    for match in _COMPARED.finditer(text):
        own = [int(one[1]) for one in _OWN.finditer(text, _sentence(text, match.start()), match.start())]
        right = (own[-1] if own and own[-1] in (year, year - 1) else year) - 1
        if int(match[1]) != right:
            wrong.setdefault(match[1], (match[0], right))
    stated = [*_STATED.finditer(text), *_FISCAL.finditer(text), *_AS_OF.finditer(passage.text)]
    for match in stated:
        if int(match[1]) not in (year - 1, year, year + 1):
            wrong.setdefault(match[1], (match[0].lstrip("。;"), year))
    for (block, _, start), said in told.items():
        if block == passage.block and not _UNCHANGED.search(text):
            wrong.setdefault(said, (text[text.rfind(said, 0, start) : start].strip("。;,"), year))
    for said, (quote, right) in wrong.items():
        message = f"“{quote}”写作{said}年，按本文件应为{right}年"
        yield finding(
            "narrative.year", message, block=passage.block, places=passage.places, quote=quote, expected=str(right),
            found=said,
        )  # fmt: skip


def _sentence(text: str, place: int) -> int:
    return max(text.rfind(stop, 0, place) for stop in "。;") + 1


def _tables_figures_elsewhen(
    texts: Sequence[FoldedParagraph], sheets: Sequence[Sheet], slots: Sequence[Slot], year: int
) -> Iterator[tuple[FigureKey, str]]:
    """Amounts that a sentence tells of another year, and that are to the last digit those of this year's table."""
    figures: dict[FigureKey, PrintedFigure] = {}
    for sheet in sheets:
        figures.update(sheet.figures)
    for equation, said in other_year_equations(texts, sheets, slots, figures, year):
        first = figures[equation.terms[0].key]
        digits = len(re.sub(r"\D", "", first.raw).strip("0"))
        if digits >= _LEAST_DIGITS and judge(equation, figures).state is State.HOLDS:
            yield first.key, said
