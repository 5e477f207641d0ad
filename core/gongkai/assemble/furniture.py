"""What a page carries besides its content: page numbers, watermarks, running heads, found before anything is joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from gongkai.assemble.heads import read_head
from gongkai.assemble.numbering import numbering_level
from gongkai.assemble.titles import is_title
from gongkai.assemble.vocabulary import number, pattern
from gongkai.model import BareGrid, BareItem, BareLine, FurnitureKind, Gap
from gongkai.words.labels import fold

_NUMBERED_HEAD = re.compile(
    r"(?P<head>\S(?:.*?\S)?)(?:\s+(?P<page>\d{1,4})\s*/\s*\d{1,4}|\s*第\s*(?P<last>\d{1,4})\s*页(?:[,，/、]?\s*共\s*\d{1,4}\s*页)?)$"
)
_WIDEST_HEAD = 160
"""Characters with blanks of a running head beside its page number; longer lines are not searched."""
_SHORTEST_HEAD = 4
"""Folded characters of a running head or watermark: shorter ones (无, 合计) come again by chance."""
_WIDEST_NUMBER = 24
"""Characters of a page number with its blanks and dashes."""
_MARKED = 2
"""Times a line with the words of a watermark comes; other lines come oftener, as the vocabulary says."""
_PAGE_ITEMS = 12
"""Fewest items a page holds: numbers that count up closer together are a list's."""


def find_furniture(items: Sequence[BareItem]) -> dict[int, FurnitureKind]:
    """Positions of the furniture lines, with their kinds. What the reader says stands."""
    found: dict[int, FurnitureKind] = {
        position: item.furniture
        for position, item in enumerate(items)
        if isinstance(item, BareLine) and item.furniture is not None
    }
    _find_page_numbers(items, found)
    _find_numbered_heads(items, found)
    _find_repeated(items, found)
    return found


def _find_numbered_heads(items: Sequence[BareItem], found: dict[int, FurnitureKind]) -> None:
    """Running heads on a line with the page's number: the same words again and again, the number counting up."""
    heads: dict[str, list[tuple[int, int]]] = {}
    for position, item in enumerate(items):
        if not isinstance(item, BareLine) or position in found or len(item.text) > _WIDEST_HEAD:
            continue
        match = _NUMBERED_HEAD.match(item.text.strip())
        if match and len(fold(match["head"])) >= _SHORTEST_HEAD and not numbering_level(fold(match["head"])):
            heads.setdefault(fold(match["head"]), []).append((position, int(match["page"] or match["last"])))
    for lines in heads.values():
        pages = [page for _, page in lines]
        if len(lines) >= number("furniture", "repeated") and pages == sorted(set(pages)):
            found.update((position, "running_head") for position, _ in lines)


def _find_page_numbers(items: Sequence[BareItem], found: dict[int, FurnitureKind]) -> None:
    bare: list[tuple[int, int]] = []
    for position, item in enumerate(items):
        if not isinstance(item, BareLine) or position in found or len(item.text) > _WIDEST_NUMBER:
            continue
        text = fold(item.text)
        # Markdown takes the dash before a page number for a list mark.
        if pattern("furniture", "page_number").match("-" + text if item.markup == "list_item" else text):
            found[position] = "page_number"
        elif pattern("furniture", "bare_number").match(text):
            bare.append((position, int(text)))
    for position in _counting(bare, items):
        found[position] = "page_number"


def _counting(bare: Sequence[tuple[int, int]], items: Sequence[BareItem]) -> list[int]:
    """Bare numbers that are page numbers: at a page's edge, between two pieces of a grid, or part of a run that counts
    up by one."""
    at_edge = {pos for pos, _ in bare if _at_page_edge(items, pos) or _parts_a_grid(items, pos)}
    follows: set[int] = set()
    for (one, first), (other, second) in pairwise(bare):
        if second == first + 1 and other - one >= _PAGE_ITEMS:
            follows |= {one, other}
    if len(follows) < number("furniture", "repeated"):
        follows = set()
    return [position for position, _ in bare if position in at_edge or position in follows]


def _at_page_edge(items: Sequence[BareItem], position: int) -> bool:
    return any(_meets_page(items, position, step) for step in (-1, 1))


def _parts_a_grid(items: Sequence[BareItem], position: int) -> bool:
    """True if nothing but blank lines and watermarks lie between here and a grid on either side."""
    return all(isinstance(_beyond(items, position, step), BareGrid) for step in (-1, 1))


def _beyond(items: Sequence[BareItem], position: int, step: int) -> BareItem | None:
    """The next item in a direction that is neither a gap nor a watermark."""
    while 0 <= (position := position + step) < len(items):
        item = items[position]
        marked = isinstance(item, BareLine) and pattern("furniture", "watermark").search(fold(item.text))
        if not isinstance(item, Gap) and not marked:
            return item
    return None


def _meets_page(items: Sequence[BareItem], position: int, step: int) -> bool:
    """True if only blank lines lie between here and a page's end in that direction."""
    pages = False
    own = items[position]
    while 0 <= (position := position + step) < len(items):
        item = items[position]
        if not isinstance(item, Gap):
            return pages or (not isinstance(own, Gap) and own.page is not None and item.page not in (None, own.page))
        pages = pages or item.kind == "page"
    return pages or (not isinstance(own, Gap) and own.page is not None)


def _find_repeated(items: Sequence[BareItem], found: dict[int, FurnitureKind]) -> None:
    """Short lines that stand alone several times: watermarks and running heads."""
    longest = number("furniture", "longest")
    alone: dict[str, list[int]] = {}
    for position, item in enumerate(items):
        if isinstance(item, BareLine) and position not in found and len(item.text) <= longest:
            text = fold(item.text)
            marked = pattern("furniture", "watermark").search(text)
            if text and (marked or _stands_alone(items, position)):
                alone.setdefault(text, []).append(position)
    printed = Counter(fold(item.text) for item in items if isinstance(item, BareLine) and len(item.text) <= longest)
    for text, positions in alone.items():
        kind = _kind_of_repeated(items, positions, text, printed[text])
        if kind is not None:
            # What heads every page may be what the cover says: there it is no furniture.
            headed = kind == "running_head"
            found.update((place, kind) for place in positions if not (headed and _is_first_page(items, place)))


def _kind_of_repeated(
    items: Sequence[BareItem], positions: Sequence[int], text: str, printed: int
) -> FurnitureKind | None:
    """What lines are that print the same alone at `positions`, of `printed` times in all; None where they say something.

    A watermark's words tell it wherever it stands; other lines stand alone half of the times at least.
    """
    if pattern("furniture", "watermark").search(text):
        return "watermark" if len(positions) >= _MARKED else None
    if len(positions) < number("furniture", "repeated") or printed > 2 * len(positions):
        return None
    if _is_content(items, positions, text):
        return None
    edges = sum(_at_page_edge(items, position) for position in positions)
    heads = 2 * edges > len(positions) or pattern("furniture", "running_head").search(text)
    return "running_head" if heads else "watermark"


def _is_first_page(items: Sequence[BareItem], position: int) -> bool:
    return not any(isinstance(item, Gap) and item.kind == "page" for item in items[: min(position, _PAGE_ITEMS)])


def _stands_alone(items: Sequence[BareItem], position: int) -> bool:
    before = position == 0 or not isinstance(items[position - 1], BareLine)
    after = position + 1 == len(items) or not isinstance(items[position + 1], BareLine)
    return (before and after) or _at_page_edge(items, position)


def _heads_grid(items: Sequence[BareItem], position: int) -> bool:
    """True for a line right above a grid that is not the page's first."""
    following = items[position + 1] if position + 1 < len(items) else None
    return isinstance(following, BareGrid) and not _meets_page(items, position, -1)


def _is_content(items: Sequence[BareItem], positions: Sequence[int], text: str) -> bool:
    """True for repeated lines that mean something where they stand."""
    first = items[positions[0]]
    assert isinstance(first, BareLine)
    return bool(
        len(text) < _SHORTEST_HEAD
        or first.markup in ("heading", "list_item", "figure", "note")
        or first.complete
        or pattern("furniture", "content").search(text)
        or pattern("note", "opening").search(text)
        or pattern("contents", "title").search(text)
        or pattern("figure", "caption").search(text)
        or numbering_level(text)
        or is_title(text)
        or read_head(first.text)
        or any(_heads_grid(items, position) for position in positions)
    )
