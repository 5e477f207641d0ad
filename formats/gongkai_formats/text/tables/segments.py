"""Lines cut at wide blanks into segments, and what a line's words say about its part in a layout."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from gongkai.words.figures import is_amount, is_dashes, is_number
from gongkai.words.labels import display_width
from gongkai.words.totals import TOTALS, is_bare_total
from gongkai_formats.text.lines import TextLine

_PIECE = re.compile(r"\S+(?:\s\S+)*")
_CODE = re.compile(r"\d{3}(?:\d{2}){0,3}")
_UNIT = re.compile(r"(?:金额)?单位[:：]\s*[\u4e00-\u9fff]{0,4}元?")
_OWNER = re.compile(
    r"(?:部门|单位|编制部门|编制单位|填报部门|填报单位|预算部门|预算单位|预算主管部门|部门名称|单位名称)(?:（[^（）]*）)?[:：]"
)
_YEAR = re.compile(r"[(（]?\d{4}\s*年度?[)）]?")
_NUMBER_LABEL = re.compile(r"(?:预算|部门|决算)?公开\s*(?:表\s*)?\d{1,2}\s*表?|附?表\s*[一二三四五六七八九十\d]{1,3}")
_TITLE = re.compile(r"表(?:[（(][^（()）]*[)）])*$")
_LEADER = re.compile(r"[.．·…]{4,}\s*[（(]?\d{1,3}[)）]?\s*$")
_NOTE = re.compile(r"[（(]?(?:注|说明|备注|附注)\s*\d?\s*[:：]")
_SENTENCE = re.compile(r"[。；;]\s*$")
_INFLECTED = re.compile(r"(?:[百千万亿]*元|个|人|辆|次|批)?[，。；、]|[百千万亿]*元[\u4e00-\u9fff]")
_NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?\d{1,2}[)）、.．](?!\d)|[①-⑳]|其中|第[一二三四五六七八九十]+部分"
)
_SPREAD = frozenset(
    [
        *TOTALS,
        "项目",
        "金额",
        "备注",
        "名称",
        "收入",
        "支出",
        "序号",
        "编号",
        "单位",
        "部门",
        "科目",
        "目录",
        "附件",
        "附表",
    ]
)
_BETWEEN_WORDS = re.compile(r"(?<=[\u4e00-\u9fff）][\u4e00-\u9fff）])\s+(?=[\u4e00-\u9fff（“][\u4e00-\u9fff])")
_VOID = re.compile(r"无(?:数据|此项|该项|相关|内容)|空表|为空|[没无]有?.{0,24}(?:收入|支出|拨款|预算|安排)")
_WIDEST_ROW = 2_000
"""Characters of a row of a table; longer lines are not cut."""
_NARRATIVE = 45
"""Characters from which a lone text with a comma is a sentence."""
_SPREAD_BLANKS = 6
"""Blanks between the characters of a word spread over its cell (合  计)."""
_MOST_HEADS = 3
"""Texts of a head line: department, year, number label; the unit may come besides."""


class TextSegment(NamedTuple):
    """Text between wide blanks: offsets in the line's text, and its extent in the measure in use."""

    start: int
    end: int
    left: int
    right: int
    text: str

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class SegmentedLine:
    """A line with its segments; `index` counts in the lines of the document."""

    index: int
    line: TextLine
    segments: tuple[TextSegment, ...]


def cut_segments(text: str) -> tuple[TextSegment, ...]:
    """Segments of a line, measured in characters."""
    if len(text) > _WIDEST_ROW:
        stripped = text.strip()
        start = len(text) - len(text.lstrip())
        return (TextSegment(start, start + len(stripped), 0, len(stripped), stripped),) if stripped else ()
    cuts: list[tuple[int, int]] = []
    pieces = list(_PIECE.finditer(text))
    for match in pieces:
        start, end = match.span()
        if (
            cuts
            and end - start == 1
            and cuts[-1][1] - cuts[-1][0] == 1
            and start - cuts[-1][1] <= _SPREAD_BLANKS
            and text[cuts[-1][0]] + text[start] in _SPREAD
        ):
            cuts[-1] = (cuts[-1][0], end)  # 合  计 is one word
        else:
            cuts += _cut_at_figures(match[0], start, len(pieces) > 1)
    return tuple(TextSegment(start, end, start, end, text[start:end]) for start, end in cuts)


def _measured(text: str, cuts: list[tuple[int, int]]) -> tuple[TextSegment, ...]:
    segments = []
    last = column = 0
    for start, end in cuts:
        left = column + display_width(text[last:start])
        column = left + display_width(text[start:end])
        segments.append(TextSegment(start, end, left, column, text[start:end]))
        last = end
    return tuple(segments)


def widened(row: SegmentedLine) -> SegmentedLine:
    """The same row measured in display columns."""
    text = row.line.text
    if len(text) > _WIDEST_ROW:
        return row
    return SegmentedLine(
        row.index, row.line, _measured(text, [(segment.start, segment.end) for segment in row.segments])
    )


def _cut_at_figures(piece: str, start: int, columns: bool) -> list[tuple[int, int]]:
    """Single blanks part a row of mere numbers and, beside wide blanks, figures and codes from their neighbours."""
    if len(piece.split(None, 1)) < 2:
        return [(start, start + len(piece))]
    tokens = [(match.start() + start, match.end() + start, match[0]) for match in re.finditer(r"\S+", piece)]
    numbers = len(tokens) > 1 and all(fills_figure_column(token) for _, _, token in tokens)
    if not columns and not numbers:
        return [(start, start + len(piece))]
    cuts = [tokens[0][:2]]
    previous = tokens[0][2]
    for number, (left, right, token) in enumerate(tokens[1:]):
        figures = numbers or stands_as_amount(token) or stands_as_amount(previous)
        code = number == 0 and _CODE.fullmatch(previous) and not token[0].isdigit()
        if figures or code:
            cuts.append((left, right))
        else:
            cuts[-1] = (cuts[-1][0], right)
        previous = token
    return cuts


def stands_as_amount(text: str) -> bool:
    """Whether a segment is an amount as tables print it: with decimals or thousands, or two dashes in its place."""
    return is_amount(text) or (text.strip() == "——")


def fills_figure_column(text: str) -> bool:
    """Whether a segment holds nothing but a number, or dashes in its place."""
    return is_number(text) or is_dashes(text)


def is_code(text: str) -> bool:
    """Whether a segment is a classification code."""
    return _CODE.fullmatch(text) is not None


def is_body(row: SegmentedLine) -> bool:
    """Whether a row holds figures, or a code with something beside it."""
    return any(stands_as_amount(segment.text) for segment in row.segments) or (
        len(row.segments) > 1
        and _CODE.fullmatch(row.segments[0].text) is not None
        and not fills_figure_column(row.segments[1].text)
    )


def is_head(row: SegmentedLine) -> bool:
    """Whether a line is a table's head line: department, year, unit of money, number label."""
    texts = [segment.text for segment in row.segments]
    if any(_UNIT.fullmatch(text) for text in texts):
        return True
    if not 0 < len(texts) <= _MOST_HEADS or any(stands_as_amount(text) for text in texts):
        return False
    if len(texts) == 2 and _NUMBER_LABEL.fullmatch(texts[0]) and _TITLE.search(texts[1]):
        return True
    rest = texts[1:] if _OWNER.match(texts[0]) else texts
    return all(_YEAR.fullmatch(text) or _NUMBER_LABEL.fullmatch(text) or _OWNER.match(text) for text in rest) and (
        len(rest) < len(texts) or len(texts) == 1 or _OWNER.match(texts[0]) is not None
    )


def is_note(row: SegmentedLine) -> bool:
    """Whether a line is a note under a table."""
    return bool(row.segments) and _NOTE.match(row.segments[0].text) is not None


def is_void_note(row: SegmentedLine) -> bool:
    """Whether a note says that the table above is empty."""
    return _VOID.search(row.line.text) is not None


def begins_body(row: SegmentedLine) -> bool:
    """Whether a row without figures begins a table's body: with a total, or with an entry's number."""
    first = row.segments[0].text
    return begins_with_total(row) or begins_numbered(first) or fills_figure_column(first)


def begins_with_total(row: SegmentedLine) -> bool:
    """Whether a row begins with the label of a total."""
    return is_bare_total(row.segments[0].text)


def cut_words(row: SegmentedLine) -> tuple[TextSegment, ...]:
    """A header line's segments cut at single blanks too: no head has a blank between two words of wide characters."""
    cuts: list[TextSegment] = []
    for segment in row.segments:
        last = segment.start
        for match in _BETWEEN_WORDS.finditer(row.line.text, segment.start, segment.end):
            cuts.append(TextSegment(last, match.start(), last, match.start(), row.line.text[last : match.start()]))
            last = match.end()
        cuts.append(TextSegment(last, segment.end, last, segment.end, row.line.text[last : segment.end]))
    return tuple(cuts)


def is_narrative(row: SegmentedLine) -> bool:
    """Whether a line reads like a sentence, or like an entry of a 目录."""
    texts = [segment.text for segment in row.segments]
    if any(_INFLECTED.match(text) for text in texts) or _LEADER.search(row.line.text):
        return True
    return len(texts) == 1 and (
        _SENTENCE.search(texts[0]) is not None or (len(texts[0]) > _NARRATIVE and "，" in texts[0])
    )


def begins_numbered(text: str) -> bool:
    """Whether a text starts an entry of its own (一、, 1., 其中, a code): it continues nothing."""
    return _NUMBERED.match(text) is not None or _CODE.match(text) is not None
