"""The caption of a table: the lines before its grid that belong to it, and what they say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.assemble.heads import read_head
from gongkai.assemble.numbering import numbering_level, without_numbering
from gongkai.assemble.stream import BodyLine, join_lines, join_text
from gongkai.assemble.titles import is_numbered_title, is_title, is_weak_title, without_label
from gongkai.assemble.vocabulary import pattern
from gongkai.model import PrintedLine
from gongkai.words.labels import fold

_YEAR = re.compile(r"((?:19|20)\d{2})年?")
_TAIL = re.compile(r"^(?:\(|.{0,4}表)")
_MOST_LABELLED = 6
"""Lines between a grid and its title, the title's among them, that may print labelled values (实施单位：…)."""
_LONGEST_REST = 30
"""Characters up to which a line may be the rest of a department's name."""
_CONTINUES = re.compile(r"[、“\"(及和的与]$")


@dataclass(slots=True)
class Caption:
    """A caption's lines in order, and their roles."""

    lines: list[BodyLine] = field(default_factory=list)
    title: str = ""
    number_label: str = ""
    department: str = ""
    year: int | None = None
    unit: str = ""

    @property
    def printed(self) -> tuple[PrintedLine, ...]:
        return tuple(PrintedLine(line.text, line.places) for line in self.lines)


def count_caption(lines: Sequence[BodyLine]) -> int:
    """How many of the lines right before a grid are its caption."""
    lines = _names_whole(lines)
    position = _take_heads(lines, len(lines))
    heads = len(lines) - position
    titled = _take_title(lines, position, bool(heads))
    if titled == position:
        return heads if _titled(lines[position:]) else max(heads, _count_labelled(lines, position))
    return len(lines) - _take_heads(lines, titled)


def _names_whole(lines: Sequence[BodyLine]) -> Sequence[BodyLine]:
    """The lines with a department's name in one run: on a page, what stands beside the middle of a name that takes two
    lines comes between them."""
    ordered = list(lines)
    for position in range(len(ordered) - 2):
        name, beside, rest = (line.bare for line in ordered[position : position + 3])
        if not 0 < name.left == rest.left < beside.left:
            continue
        heads = [read_head(one.text) for one in (name, beside, rest)]
        if heads[0] and heads[0].has_department and heads[1] and not heads[1].has_department and heads[2] is None:
            ordered[position + 1], ordered[position + 2] = ordered[position + 2], ordered[position + 1]
    return ordered


def _count_labelled(lines: Sequence[BodyLine], end: int) -> int:
    """How many lines up to the grid begin with a title and go on with labelled values only; 0 where none do."""
    for position in range(end - 1, max(-1, end - 1 - _MOST_LABELLED), -1):
        text = lines[position].folded
        if is_title(text):
            return len(lines) - _take_heads(lines, position - _first_half(lines, position))
        if not (pattern("head", "labelled").match(text) or read_head(lines[position].text)) or numbering_level(text):
            break
    return 0


def _take_heads(lines: Sequence[BodyLine], end: int) -> int:
    """The first of the head lines that end before `end`, going backwards."""
    position = end
    while position:
        line = lines[position - 1]
        head = read_head(line.text)
        if head is not None and (not head.title or position == end == len(lines) or position < end):
            position -= 1
            if head.title:
                break
        elif skipped := _skip_part(lines, position):
            position -= skipped
        else:
            break
    return position


def _skip_part(lines: Sequence[BodyLine], position: int) -> int:
    """How many lines are the second part of a broken head line above: a name's rest, the 元 of 单位：万 / 元."""
    if position < 2:
        return 0
    line, above = lines[position - 1], read_head(lines[position - 2].text)
    if above is None:
        return 0
    if above.open_unit:
        return 2 if pattern("head", "unit_closing").match(line.folded) else 0
    rest = above.has_department and above.year is None and not above.unit and not line.gap
    plain = len(line.text) <= _LONGEST_REST and is_weak_title(line.folded) and not is_title(line.folded)
    return 2 if rest and plain else 0


def _take_title(lines: Sequence[BodyLine], end: int, has_heads: bool) -> int:
    """The first of the title's lines that end before `end`, or `end` where there is none."""
    if not end or _titled(lines[end:]):
        return end
    line = lines[end - 1]
    text = line.folded
    if is_title(text) or is_numbered_title(text):
        return end - 1 - _first_half(lines, end - 1)
    if end > 1 and _is_tail(text) and _is_half(lines[end - 2], line):
        return end - 2
    marked = line.bare.markup == "heading" or line.bare.centred or line.bare.bold
    if (has_heads or marked) and is_weak_title(text) and line.bare.markup != "list_item":
        return end - 1
    return end


def _titled(lines: Sequence[BodyLine]) -> bool:
    return any((head := read_head(line.text)) is not None and head.title for line in lines)


def _first_half(lines: Sequence[BodyLine], position: int) -> int:
    """1 if the line before a title's line is the title's first half."""
    if not position:
        return 0
    return int(_is_tail(lines[position].folded) and _is_half(lines[position - 1], lines[position]))


def _is_tail(text: str) -> bool:
    text = without_label(text)
    return bool(_TAIL.match(text)) or text.count(")") > text.count("(") or text.count('"') % 2 == 1


def _is_half(first: BodyLine, second: BodyLine) -> bool:
    """True if a line and the next may be one title broken in two; two whole titles are a heading and a title."""
    text = without_numbering(first.folded)
    if first.bare.complete or second.gap == "page" or not is_weak_title(text) or read_head(first.text):
        return False
    if numbering_level(first.folded) == 1 or (is_title(text) and is_title(second.folded) and second.folded[0] != "("):
        return False
    open_end = text.count("(") > text.count(")") or text.count('"') % 2 == 1 or bool(_CONTINUES.search(text))
    return open_end or is_title(text + second.folded)


def read_caption(lines: Sequence[BodyLine]) -> Caption:
    """What a caption's lines say: title, number label, department, year, unit; first values count."""
    lines = _names_whole(lines)
    caption = Caption(list(lines))
    titles: list[str] = []
    position = 0
    while position < len(lines):
        text = lines[position].text
        following = lines[position + 1].text if position + 1 < len(lines) else ""
        head = read_head(text)
        if head is not None and head.open_unit and following:
            head = read_head(text + following) or head
            position += 1
        elif head is not None and head.has_department and following and _is_rest(lines, position + 1):
            text = join_text(text, following)
            head = read_head(text) or head
            position += 1
        if head is None and (not pattern("head", "labelled").match(fold(text)) or is_numbered_title(fold(text))):
            titles.append(text)
        elif head is None:
            pass
        else:
            _merge(caption, head.title, head.number_label, head.department, head.year, head.unit)
        position += 1
    _set_title(caption, join_lines(titles) or caption.title)
    return caption


def _is_rest(lines: Sequence[BodyLine], position: int) -> bool:
    """True if this line continues the department's name in the line before."""
    return read_head(lines[position].text) is None and _skip_part(lines, position + 1) == 2


def _merge(caption: Caption, title: str, label: str, department: str, year: int | None, unit: str) -> None:
    caption.title = caption.title or title
    caption.number_label = caption.number_label or label
    caption.department = caption.department or department
    caption.year = caption.year or year
    caption.unit = caption.unit or unit


def _set_title(caption: Caption, printed: str) -> None:
    """The title without label and numbering; the label if it stands there; the year if no head line gives one."""
    title = printed.strip()
    folded = fold(title)
    plain = without_label(folded)
    if plain != folded:
        caption.number_label = caption.number_label or folded[: len(folded) - len(plain)].rstrip(":.、_-")
        title = _drop_prefix(title, len(folded) - len(plain))
    elif numbering_level(folded) > 1:
        title = _drop_prefix(title, len(folded) - len(without_numbering(folded)))
    caption.title = title
    if caption.year is None and (match := _YEAR.search(fold(title))):
        caption.year = int(match[1])


def _drop_prefix(text: str, count: int) -> str:
    """Text without its first `count` characters, blanks not counted."""
    for position, character in enumerate(text):
        if not character.isspace():
            count -= 1
        if count < 0:
            return text[position:]
    return ""
