"""The 目录: where it begins and ends, and its entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.assemble.grids import grid_rows, row_places, row_text
from gongkai.assemble.numbering import numbering_level, without_numbering
from gongkai.assemble.stream import BodyLine, GridItem, Item, join_text
from gongkai.assemble.titles import is_title, without_label
from gongkai.assemble.vocabulary import characters, pattern
from gongkai.model import Cell, Contents, ContentsEntry, Place, PrintedLine
from gongkai.words.labels import fold

_PAGE = re.compile(r"(?:(?<=[.·…_\s\-﹒․‥])|(?<=[^\d\s]))(\d{1,3})$")
_LEADER_PAGE = re.compile(r"^(?P<text>.*?[^.·…_﹒․‥\s-])(?P<leader>[\s.·…_﹒․‥-]*)\s*(?P<page>\d{1,3})?$")
_BRACKETED_PAGE = re.compile(r"(?<=[.·…])\s*[（(](\d{1,3})[)）]$")
_WIDE_BLANK = re.compile(r"\s{4,}")
_DECIMALS = re.compile(r"-?[\d,]+\.\d+")
_MOST = 150
_AHEAD = 3
_TAIL = 6
_SHORTEST_NAME = 4
_LONGEST = 70
_LONGEST_PRINTED = 400


@dataclass(slots=True)
class _EntryUnderWay:
    text: str
    page: int | None
    led: bool
    places: tuple[Place, ...]


@dataclass(slots=True)
class _ContentsReader:
    entries: list[_EntryUnderWay] = field(default_factory=list)
    lines: list[PrintedLine] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def add(self, entry: _EntryUnderWay) -> None:
        self.entries.append(entry)
        self.keys.add(fold(entry.text))


def find_contents(items: Sequence[Item]) -> tuple[int, int] | None:
    """First and last (exclusive) item of the 目录, or None. It stands before the first table, unless the reader knows
    its lines."""
    marked = [position for position, item in enumerate(items) if _is_marked(item)]
    if marked:
        first, last = marked[0], marked[0]
        while last + 1 < len(items) and _is_marked(items[last + 1]):
            last += 1
        return first - 1 if first and _names_contents(items[first - 1]) else first, last + 1
    for position, item in enumerate(items):
        if isinstance(item, GridItem):
            return (position, _end(items, position)) if _is_contents_grid(item) else None
        if pattern("contents", "title").match(item.folded):
            end = _end(items, position + 1, titled=True)
            return (position, end) if end > position + 1 else None
    return None


def _is_marked(item: Item) -> bool:
    return isinstance(item, BodyLine) and item.bare.markup == "contents"


def _names_contents(item: Item) -> bool:
    return isinstance(item, BodyLine) and bool(pattern("contents", "title").match(item.folded))


def read_contents(items: Sequence[Item], ident: str) -> Contents:
    """The 目录 with its entries; wrapped entries joined, levels by numbering (unnumbered ones below their part)."""
    reader = _ContentsReader()
    for item in items:
        if isinstance(item, BodyLine):
            reader.lines.append(PrintedLine(item.text, item.places))
            if not (item is items[0] and pattern("contents", "title").match(item.folded)):
                _add_line(reader, item)
        else:
            for _, cells in grid_rows(item.bare.grid):
                reader.lines.append(PrintedLine(row_text(cells), row_places(cells)))
                printed = [cell.text for cell in cells if not cell.is_blank]
                if printed:
                    reader.add(_split(" ".join(printed), row_places(cells)))
    return Contents(ident, tuple(_levelled(reader.entries)), tuple(reader.lines))


def _add_line(reader: _ContentsReader, line: BodyLine) -> None:
    entry = _split(line.text, line.places)
    last = reader.entries[-1] if reader.entries else None
    if (
        last is not None
        and not _is_marked_off(fold(entry.text))
        and last.page is None
        and not last.led
        and _wrapped(reader, entry)
    ):
        reader.entries[-1] = _EntryUnderWay(
            join_text(last.text, entry.text), entry.page, entry.led, last.places + entry.places
        )
        return
    reader.add(entry)


def _is_marked_off(text: str) -> bool:
    """True for an entry that shows its beginning: by a number, a table's label, or as the title of a further list."""
    return bool(
        numbering_level(text)
        or without_label(text) != text
        or any(pattern("contents", name).match(text) for name in ("decimal", "further"))
    )


def _wrapped(reader: _ContentsReader, entry: _EntryUnderWay) -> bool:
    """True if an unnumbered line goes on with the entry before it: it brings its page, or is a mere tail."""
    return (
        entry.page is not None
        or entry.led
        or len(fold(entry.text)) <= 6
        or (
            numbering_level(fold(reader.entries[-1].text)) > 0
            and not any(one.page or one.led for one in reader.entries)
        )
    )


def _split(text: str, places: tuple[Place, ...]) -> _EntryUnderWay:
    text = _BRACKETED_PAGE.sub(r" \1", _WIDE_BLANK.sub("   ", text.strip()))
    match = _LEADER_PAGE.match(text.strip()) if len(text) <= _LONGEST_PRINTED else None
    if match is None:
        return _EntryUnderWay(text.strip(), None, False, places)
    led = len("".join(match["leader"].split())) >= 2 or "…" in match["leader"]
    page = match["page"]
    if page and not (match["leader"]) and not _PAGE.search(text):
        page = None
    if page and not led and not re.search(r"\s", match["leader"]):
        return _EntryUnderWay(text.strip(), None, False, places)
    return _EntryUnderWay(match["text"].strip(), int(page) if page else None, led, places)


def is_sentence(text: str) -> bool:
    """True for folded text no 目录 prints: long, or with a full stop or semicolon before its end."""
    return len(text) > _LONGEST or any(mark in text[:-1] for mark in "。;")


def _levelled(entries: Sequence[_EntryUnderWay]) -> list[ContentsEntry]:
    result = []
    part = 0
    for entry in entries:
        level = numbering_level(fold(entry.text)) or part + 1
        if level == 1:
            part = 1
        result.append(ContentsEntry(entry.text, entry.page, level, entry.places))
    return result


def _end(items: Sequence[Item], position: int, titled: bool = False) -> int:
    """The first item of the body; `titled`: 目录 stands before."""
    reader = _ContentsReader()
    start = position
    while position < len(items) and len(reader.entries) < _MOST:
        item = items[position]
        if isinstance(item, GridItem):
            if not _is_contents_grid(item, titled):
                break
            for _, cells in grid_rows(item.bare.grid):
                reader.add(_split(" ".join(cell.text for cell in cells if not cell.is_blank), ()))
        elif _begins_body(items, position, reader, start):
            break
        else:
            reader.add(_split(item.text, item.places))
        position += 1
    return position


def _begins_body(items: Sequence[Item], position: int, reader: _ContentsReader, start: int) -> bool:
    line = items[position]
    assert isinstance(line, BodyLine)
    entry = _split(line.text, line.places)
    if entry.page is not None or entry.led:
        return False
    text = fold(entry.text)
    # A short unnumbered tail such as 出预算表 may well come twice: titles that wrap wrap alike.
    repeated = text in reader.keys and (numbering_level(text) > 0 or len(text) > _TAIL)
    if is_sentence(text) or repeated or _numbered_again(text, reader):
        return True
    paged = sum(one.page is not None or one.led for one in reader.entries)
    if 2 * paged >= max(1, len(reader.entries)):
        return not _more_ahead(items, position) and position > start
    ended = text[-1:] in characters("paragraph", "final") and not pattern("contents", "further").match(text)
    if ended and not (text.endswith("。") and numbering_level(text)):
        return True
    if line.gap and not paged and not numbering_level(text) and _names_entry(text, reader):
        return True
    turns = line.gap == "page" and len(reader.entries) >= 3 and not numbering_level(text)
    return turns and not _repeats_ahead(items, position, reader)


def _numbered_again(text: str, reader: _ContentsReader) -> bool:
    """True for a part whose number a part of the 目录 bears already, whatever it is called there."""
    number = text[: len(text) - len(without_numbering(text))]
    return numbering_level(text) == 1 and any(key.startswith(number) for key in reader.keys)


def _names_entry(text: str, reader: _ContentsReader) -> bool:
    """True for an entry's name behind whose it is: 某市商务局主要职能 for 一、单位主要职能."""
    for entry in reader.entries:
        name = without_numbering(fold(entry.text))
        name = pattern("contents", "owner").sub("", name)
        if _SHORTEST_NAME <= len(name) < len(text) and text.endswith(name) and not is_title(name):
            return True
    return False


def _repeats_ahead(items: Sequence[Item], position: int, reader: _ContentsReader) -> bool:
    """True if the first entry comes again further on with nothing but names before it: the 目录 goes on until there."""
    first = fold(reader.entries[0].text)
    for item in items[position : position + _MOST]:
        if isinstance(item, GridItem) or is_sentence(item.folded):
            return False
        if item.folded == first:
            return True
    return False


def _more_ahead(items: Sequence[Item], position: int) -> bool:
    """True if an entry with its page number follows within a few lines: this line is a part of it or a part's name."""
    for item in items[position + 1 : position + 1 + _AHEAD]:
        if isinstance(item, GridItem):
            return _is_contents_grid(item)
        entry = _split(item.text, item.places)
        if entry.page is not None or entry.led:
            return True
    return False


def _is_contents_grid(item: GridItem, titled: bool = False) -> bool:
    """True if most rows end in a page number or a leader and name something before it.

    Behind the title 目录 it is enough that most rows name a table and none prints an amount.
    """
    rows: list[list[str]] = []
    for _, cells in grid_rows(item.bare.grid):
        if row := _named_cells(cells):
            rows.append(row)
            if len(row) > 3 or len(rows) > _MOST:
                return False
    if not rows:
        return False
    if titled and 2 * sum(is_title(without_label(fold(row[0]))) for row in rows) > len(rows):
        return not any(_DECIMALS.fullmatch(text) for row in rows for text in row)
    ends = sum(len(row) > 1 and row[-1].isdigit() and len(row[-1]) <= 3 for row in rows)
    led = sum(bool(pattern("contents", "leader").search(row[0])) for row in rows)
    names = sum(not row[0].replace(".", "").isdigit() for row in rows)
    rising = [int(row[-1]) for row in rows if len(row) > 1 and row[-1].isdigit()]
    return names == len(rows) and (2 * led > len(rows) or (2 * ends > len(rows) and rising == sorted(rising)))


def _named_cells(cells: Sequence[Cell]) -> list[str]:
    """What a row prints, without a running number before the name."""
    texts = [cell.text.strip() for cell in cells if not cell.is_blank]
    return texts[1:] if len(texts) > 1 and texts[0].rstrip(".、").isdigit() and not texts[1].isdigit() else texts
