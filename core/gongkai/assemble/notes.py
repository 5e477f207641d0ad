"""Notes below tables."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.assemble.heads import read_head
from gongkai.assemble.numbering import numbering_level
from gongkai.assemble.stream import BodyLine, join_text
from gongkai.assemble.titles import is_title
from gongkai.assemble.vocabulary import characters, pattern
from gongkai.model import PrintedLine
from gongkai.words.labels import display_width, fold

_WRAPPED = 30
"""Narrowest line, in columns, that may have been broken at a margin."""


def count_notes(lines: Sequence[BodyLine]) -> int:
    """How many of the lines right after a table are its notes: 注： and its like, their numbered and wrapped lines."""
    taken = 0
    awaited = 0
    while taken < len(lines):
        line = lines[taken]
        text = line.folded
        if line.bare.markup == "note" or pattern("note", "opening").search(text):
            awaited = _next_number(text)
        elif awaited and (match := pattern("note", "numbered").match(text)) and int(match[1]) == awaited:
            awaited += 1
        elif not (taken and _wraps(lines[taken - 1], line)) and not _announces_note(lines, taken):
            break
        taken += 1
    return taken


def _announces_note(lines: Sequence[BodyLine], position: int) -> bool:
    """True for a line that speaks of this table right before a note of its: template instructions left in."""
    if position + 1 >= len(lines) or not pattern("note", "announcing").search(lines[position].folded):
        return False
    return bool(pattern("note", "opening").search(lines[position + 1].folded))


def _next_number(text: str) -> int:
    """The number that continues a note: 2 after 备注：1.…, else 1."""
    rest = pattern("note", "opening").sub("", text)
    match = pattern("note", "numbered").match(rest)
    return int(match[1]) + 1 if match else 1


def _wraps(previous: BodyLine, line: BodyLine) -> bool:
    """True if a note runs on in this line."""
    text = line.folded
    return (
        not line.gap
        and not (previous.bare.complete or line.bare.complete or line.bare.markup)
        and previous.text[-1:] not in characters("paragraph", "final")
        and not numbering_level(text)
        and not is_title(text)
        and read_head(line.text) is None
        and display_width(previous.text) >= _WRAPPED
        and not _says_empty(previous.folded)
    )


def _says_empty(text: str) -> bool:
    return bool(pattern("note", "empty").search(text))


def join_notes(lines: Sequence[BodyLine]) -> tuple[PrintedLine, ...]:
    """Notes with their wrapped lines joined."""
    notes: list[PrintedLine] = []
    for line in lines:
        text = line.folded
        begins = line.bare.markup == "note" or pattern("note", "opening").search(text)
        alone = begins or pattern("note", "numbered").match(text) or pattern("note", "announcing").search(text)
        if notes and not alone:
            last = notes.pop()
            notes.append(PrintedLine(join_text(last.text, line.text), last.places + line.places))
        else:
            notes.append(PrintedLine(line.text, line.places))
    return tuple(notes)


def say_empty(notes: Sequence[PrintedLine]) -> bool:
    """True if a note says that the table holds nothing."""
    return any(_says_empty(fold(note.text)) for note in notes)
