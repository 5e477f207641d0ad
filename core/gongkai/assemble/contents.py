"""The 目录: where it begins and ends, and its entries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from gongkai.assemble.grids import grid_rows, row_places, row_text
from gongkai.assemble.numbering import numbering_level, without_numbering
from gongkai.assemble.stream import BodyLine, GridItem, Item, join_text
from gongkai.assemble.titles import is_title, without_label
from gongkai.assemble.vocabulary import characters, pattern
from gongkai.model import Cell, Contents, ContentsEntry, Place, PrintedLine
from gongkai.words.labels import fold

_LEADER_PAGE = re.compile(r"^(?P<text>.*?[^.·…_﹒․‥\s-])(?P<leader>[\s.·…_﹒․‥-]*)(?:(?<!\d)(?P<page>\d{1,3}))?$")
"""An entry with its leader and page number, both of which may lack; a number longer than that is the entry's own."""
_BRACKETED_PAGE = re.compile(r"(?<=[.·…])\s*[（(](\d{1,3})[)）]$")
_WIDE_BLANK = re.compile(r"\s{4,}")
_DECIMALS = re.compile(r"-?[\d,]+\.\d+")
_MOST = 150
"""Entries of the longest 目录: more lines are the narrative of a document whose body nothing shows."""
_FEWEST = 3
"""Entries of a 目录 without page numbers from which a page's end may be its own."""
_AHEAD = 3
"""Lines over which an entry may be broken before its page number comes."""
_TAIL = 6
"""Characters up to which an unnumbered line may be the tail of a wrapped entry."""
_SHORTEST_NAME = 4
"""Fewest characters of an entry's name that a heading repeats: shorter ones (概况) end many a line."""
_LONGEST = 70
"""Characters up to which folded text may be an entry."""
_LONGEST_PRINTED = 400
"""Characters with blanks and leader up to which a line is searched for a page number: the search takes their square."""
_LED = 2
"""Signs of a leader; a single one (other than …) is punctuation."""
_MOST_CELLS = 3
"""Printed cells of a row of the 目录 set as a table: number aside, a name, its leader, its page."""
_PAGE_DIGITS = 3
"""Digits of a page number; four are a year."""


@dataclass(slots=True)
class _EntryUnderWay:
    text: str
    page: int | None
    led: bool
    places: tuple[Place, ...]

    @property
    def bears_page(self) -> bool:
        """True if a page number follows the entry, or the leader that leads to one."""
        return self.page is not None or self.led


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
        first = marked[0]
        end = next((n for n in range(first, len(items)) if not _is_marked(items[n])), len(items))
        return first - 1 if first and _names_contents(items[first - 1]) else first, end
    for position, item in enumerate(items):
        if isinstance(item, GridItem):
            return (position, _end(items, position)) if _is_contents_grid(item) else None
        if _names_contents(item):
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
            if not (item is items[0] and _names_contents(item)):
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
    if last is not None and not _is_marked_off(fold(entry.text)) and not last.bears_page and _wrapped(reader, entry):
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
    if entry.bears_page or len(fold(entry.text)) <= _TAIL:
        return True
    numbered = numbering_level(fold(reader.entries[-1].text)) > 0
    return numbered and not any(one.bears_page for one in reader.entries)


def _split(text: str, places: tuple[Place, ...]) -> _EntryUnderWay:
    text = _BRACKETED_PAGE.sub(r" \1", _WIDE_BLANK.sub("   ", text.strip()))
    match = _LEADER_PAGE.match(text.strip()) if len(text) <= _LONGEST_PRINTED else None
    if match is None:
        return _EntryUnderWay(text.strip(), None, False, places)
    leader, page = "".join(match["leader"].split()), match["page"]
    led = len(leader) >= _LED or "…" in leader
    if page and not led and match["leader"] == leader:
        # A figure right behind the name is part of it: 附件1.
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
    while position < len(items) and len(reader.entries) < _MOST:
        item = items[position]
        if isinstance(item, GridItem):
            if not _is_contents_grid(item, titled):
                break
            for _, cells in grid_rows(item.bare.grid):
                reader.add(_split(" ".join(cell.text for cell in cells if not cell.is_blank), ()))
        elif _begins_body(items, position, reader):
            break
        else:
            reader.add(_split(item.text, item.places))
        position += 1
    return position


def _begins_body(items: Sequence[Item], position: int, reader: _ContentsReader) -> bool:
    """True for a line that no 目录 goes on with."""
    line = items[position]
    assert isinstance(line, BodyLine)
    entry = _split(line.text, line.places)
    if entry.bears_page:
        return False
    text = fold(entry.text)
    if is_sentence(text) or _listed(text, reader) or _numbered_again(text, reader):
        return True
    paged = sum(one.bears_page for one in reader.entries)
    if paged and 2 * paged >= len(reader.entries):
        return not _more_ahead(items, position)
    if _is_finished(text):
        return True
    if not line.gap or numbering_level(text):
        return False
    if not paged and _names_entry(text, reader):
        return True
    turns = line.gap == "page" and len(reader.entries) >= _FEWEST
    return turns and not _repeats_ahead(items, position, reader)


def _listed(text: str, reader: _ContentsReader) -> bool:
    """True for an entry that comes again. A tail such as 出预算表 may well come twice: titles that wrap wrap alike."""
    return text in reader.keys and (numbering_level(text) > 0 or len(text) > _TAIL)


def _is_finished(text: str) -> bool:
    """True for text that ends as sentences do and is no entry with a full stop, and no title of a further list."""
    ended = text[-1:] in characters("paragraph", "final") and not pattern("contents", "further").match(text)
    return ended and not (text.endswith("。") and numbering_level(text))


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
        if entry.bears_page:
            return True
    return False


def _is_contents_grid(item: GridItem, titled: bool = False) -> bool:
    """True if most rows end in a page number or a leader and name something before it.

    Behind the title 目录 it is enough that most rows name a table and none prints an amount.
    """
    named = (row for _, cells in grid_rows(item.bare.grid) if (row := _named_cells(cells)))
    rows = list(islice(named, _MOST + 1))  # a long table is none, and need not be gone through
    if not rows or len(rows) > _MOST or any(len(row) > _MOST_CELLS for row in rows):
        return False
    if titled and 2 * sum(is_title(without_label(fold(row[0]))) for row in rows) > len(rows):
        return not any(_DECIMALS.fullmatch(text) for row in rows for text in row)
    if any(row[0].replace(".", "").isdigit() for row in rows):
        return False
    led = sum(bool(pattern("contents", "leader").search(row[0])) for row in rows)
    return 2 * led > len(rows) or _count_up(rows)


def _count_up(rows: Sequence[Sequence[str]]) -> bool:
    """True if most rows end in a number of a page, none lower than those before it."""
    numbers = [row[-1] for row in rows if len(row) > 1 and row[-1].isdecimal()]
    pages = [number for number in numbers if len(number) <= _PAGE_DIGITS]
    rising = [int(number) for number in numbers]
    return 2 * len(pages) > len(rows) and rising == sorted(rising)


def _named_cells(cells: Sequence[Cell]) -> list[str]:
    """What a row prints, without a running number before the name."""
    texts = [cell.text.strip() for cell in cells if not cell.is_blank]
    return texts[1:] if len(texts) > 1 and texts[0].rstrip(".、").isdigit() and not texts[1].isdigit() else texts
