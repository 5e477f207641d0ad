"""What sentences and cells show by their wording alone: template text left in, reasons left out, texts cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.checking.sentences.narrative import FoldedParagraph
from gongkai.findings import finding
from gongkai.model import Cell, Disclosure, Finding, FormValue, Indicator, IndicatorForm, Place
from gongkai.words.labels import fold

_TEMPLATE = re.compile(
    r"(?:增加|减少|增长|下降|上升|降低)\((?:增加|减少|增长|下降|上升|降低)\)|(?:增加|增长)/(?:减少|下降)|大于\(小于\)|小于\(大于\)"
    r"|(?<![Xx×])[Xx×]{2,}+(?=万?元|%|年|月|个|辆|人|部门|单位|局|情况|项目)|无[^。;]{0,40}的,仍保留该表|\(按[^()]*填[写列报][^()]*\)|此处填[写列]"
    r"|\((?:如无|没有|若无)[^()]{0,30}(?:删除|说明)[^()]*\)"
)
_NO_REASON = re.compile(r"(?:主要)?原因(?:是|为)?[::]*(?=[。;]|$)")
_DOUBLED = re.compile(r"([,。;:、])\1+|[,;:、]。|。[,;、]")
_CUT = re.compile(r"[\u4e00-\u9fff]$")
_DANGLING = re.compile(r"(?:[,、:(]|因|由于|以及|[和与及的对在把将])$")
_LONG = 40
"""Characters from which a text in a cell is one of whole sentences."""
_SHOWN = 3
"""Places that a finding quotes."""
_QUOTED_BEFORE, _QUOTED_AFTER, _QUOTED_END = 8, 4, 12
"""Characters quoted around a place, and of the end of a text that is cut."""


def wording_findings(disclosure: Disclosure, texts: Sequence[FoldedParagraph]) -> Iterator[Finding]:
    """One finding for each sort of wording: where it stands first, and how often."""
    notes = [
        FoldedParagraph(table.id, fold(note.text), "", note.places)
        for table in disclosure.tables
        for note in table.notes
    ]
    yield from _sought([*texts, *notes], _TEMPLATE, "narrative.template", "模板文字未删改")
    yield from _sought(texts, _NO_REASON, "narrative.no_reason", "没有写出原因")
    yield from _sought(texts, _DOUBLED, "narrative.punctuation", "标点重复或有误")
    for form in disclosure.forms:
        yield from _cut_cells(form)


def _sought(texts: Sequence[FoldedParagraph], pattern: re.Pattern[str], rule: str, what: str) -> Iterator[Finding]:
    hits = [(passage, match) for passage in texts for match in pattern.finditer(passage.text)]
    if not hits:
        return
    quotes = [
        passage.text[max(match.start() - _QUOTED_BEFORE, 0) : match.end() + _QUOTED_AFTER] for passage, match in hits
    ]
    shown = "、".join(f"“{quote}”" for quote in dict.fromkeys(quotes[:_SHOWN]))
    places: list[Place] = [place for passage, _ in hits for place in passage.places[:1]]
    message = f"{what}（{len(hits)} 处）：{shown}{'等' if len(hits) > _SHOWN else ''}"
    yield finding(rule, message, block=hits[0][0].block, places=tuple(dict.fromkeys(places)), quote=quotes[0])


def _cut_cells(form: IndicatorForm) -> Iterator[Finding]:
    """T-03: long texts of a form that end in the middle of a sentence or within brackets."""
    torn = _torn_cells(form)
    cut = [cell for cell in form.grid.cells if _is_cut(fold(cell.text)) and (cell.row, cell.column) not in torn]
    if cut:
        first = cut[0]
        message = f"{form.title}：{len(cut)} 个单元格的文字似未完（如“…{first.text.strip()[-_QUOTED_END:]}”）"
        yield finding(
            "form.cut_text", message, block=form.id, row=first.row, column=first.column, places=_places(cut),
            quote=first.text.strip()[-_QUOTED_END:],
        )  # fmt: skip


def _torn_cells(form: IndicatorForm) -> set[tuple[int, int]]:
    """Cells whose text goes on in the row below, after a page break."""
    torn: set[tuple[int, int]] = set()
    items: tuple[FormValue | Indicator, ...] = (*form.values, *form.indicators)
    for item in items:
        rows = {row for row, _ in item.cells}
        torn |= {(row, column) for row, column in item.cells if row + 1 in rows}
    return torn


def _is_cut(text: str) -> bool:
    if len(text) < _LONG:
        return False
    open_bracket = text.count("(") > text.count(")")
    return open_bracket or bool(_DANGLING.search(text)) or ("。" in text and bool(_CUT.search(text)))


def _places(cells: Sequence[Cell]) -> tuple[Place, ...]:
    return tuple(dict.fromkeys(place for cell in cells for place in cell.places[:1]))
