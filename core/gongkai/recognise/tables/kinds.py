"""Which standard table a table is: by its title, with heads and row labels as evidence; never by its number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache

from gongkai.assemble.vocabulary import pattern
from gongkai.model import DisclosureKind, Table
from gongkai.model.amounts import MONEY_UNIT
from gongkai.plugins.specs import TableKind, region_fits, years_fit
from gongkai.recognise.tables.marks import is_stub_word
from gongkai.words.labels import fold, fold_label

_NUMBER = r"\d{1,2}?(?=\d{4}年|\D)"
_NUMBER_LABEL = re.compile(
    rf"^(?:(?:预算|部门|决算)?公开表?(?:{_NUMBER})?表?|附?表{_NUMBER}(?:-\d+)*|附?表[一二三四五六七八九十]+|附件\d*(?:-\d+)*"
    r"|[a-z]\d{2}|\d{1,2}[.、])[:.、]?(?=.)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:\d{4}|[x×]{2,4}|20[x×]{2})年度?")
_LEADING = re.compile(r"^(?:本|区级|市级|省级|县级|区本级|本级)?(?:部门|预算单位|单位)(?!构成|预算支出经济)")
_OWN = re.compile(r"(?:本级)?(?:部门|单位)?$")
_BRACKETS = re.compile(r"\([^()]*\)")
_ASIDES = re.compile(rf"\((?:不?含上年结转|功能科目|经济科目|功能分类|经济分类|财决.{{1,6}}表|草案|{MONEY_UNIT})\)")
_HEAD_UNIT = re.compile(rf"\((?:{MONEY_UNIT}|%|单位:.*)\)$")
_ACCOUNTING = re.compile(r"收入|支出|收支|财政拨款|预算|决算|基金|资本经营|公共|三公|项目|基本|总表|经费|采购")
_MOST_ROWS = 2_000
"""Rows in which the line items of a kind are looked for."""

_LEAST_RATIO = 0.86
"""Likeness (matching characters doubled, of both titles' characters) of two spellings of one title: one character off
in eight is in, two in nine are out."""

_LEAST_FUZZY = 8
"""Characters of the shortest title that may be likely: in shorter ones a single character tells tables apart."""

_MOST_ADDED = 2
"""Characters by which a likely title may be longer or shorter."""

_LEAST_HEADS = 0.5
"""Share of its heads that a kind with a title only likely must have."""

_LEAST_ITEMS = 0.75
"""Share of its line items above which an untitled table is of a kind."""

_TELLING = 3
"""Heads or line items that a kind must have to be told without a title: fewer are common to many."""

_DIGITS = 3
"""Decimal places of evidence that count: sums of shares differ in the last bits."""


class Grade(IntEnum):
    """How a title fits an alias of a kind."""

    NONE = 0
    LIKELY = 1
    BUT_FOR_BRACKETS = 2
    AFTER_NAME = 3
    BUT_FOR_ASIDES = 4
    EQUAL = 5


@dataclass(frozen=True)
class Match:
    """A kind that fits a table and how well.

    `grade` of the title, `length` of the alias, `evidence` of heads and rows 0-2, `depth` of the region path, whether it is of the document's kind.
    """

    kind: TableKind
    grade: Grade
    length: int
    evidence: float
    depth: int
    preferred: bool

    @property
    def rank(self) -> tuple[int, int, bool, float, int, str]:
        return (self.grade, self.length, self.preferred, round(self.evidence, _DIGITS), self.depth, self.kind.family)


def recognise_kind(
    table: Table,
    kinds: Iterable[TableKind],
    region: str,
    year: int | None,
    department: str = "",
    document: DisclosureKind = "",
) -> TableKind | None:
    """The kind of a table that has its reading, or None.

    Kinds of other regions or years are out; an unknown region or year keeps all in. Titles decide by equality, then by
    equality without brackets, then where a name stands before a standard title, then by likeness; heads that all
    miss refuse a match. Of equal titles the one of the `document`'s kind (budget, final) is meant. Without a title the
    heads must be exactly a kind's own beside those of the stub, or its row labels nearly all be there.
    """
    title = title_core(table.title, department or table.department)
    heads, items = table_words(table)
    matches = []
    for kind in kinds:
        if not _is_in_force(kind, region, table.year or year):
            continue
        depth = len(kind.region) * (1 if region else -1)
        match = _match(kind, title, heads, items, (depth, bool(document) and kind.id.startswith(document)))
        if match is not None:
            matches.append(match)
    best = max(matches, key=lambda match: match.rank, default=None)
    if best is None or (best.grade is Grade.NONE and _has_rival(best, matches)):
        return None
    return best.kind


def _is_in_force(kind: TableKind, region: str, year: int | None) -> bool:
    return (not region or region_fits(kind.region, region)) and years_fit(kind.years, year)


def _has_rival(best: Match, matches: Iterable[Match]) -> bool:
    return any(match.kind.id != best.kind.id and match.evidence == best.evidence for match in matches)


def _match(
    kind: TableKind, title: str, heads: frozenset[str], items: frozenset[str], rank: tuple[int, bool]
) -> Match | None:
    grade, length = _title_grade(title, kind.titles)
    head_share, item_share = _share(kind.headers, heads), _share(kind.items, items)
    if title:
        fits = grade is not Grade.NONE and (item_share > 0 or _is_supported(kind, grade, head_share, heads))
    else:
        fits = _stands_without_title(kind, heads, items)
    return Match(kind, grade, length, head_share + item_share, *rank) if fits else None


def _is_supported(kind: TableKind, grade: Grade, head_share: float, heads: frozenset[str]) -> bool:
    """Whether the heads leave a title standing: a likely one needs half of them, any other one where both have heads."""
    if grade is Grade.LIKELY:
        return head_share >= _LEAST_HEADS
    return head_share > 0 or not (kind.headers and heads)


def _stands_without_title(kind: TableKind, heads: frozenset[str], items: frozenset[str]) -> bool:
    wanted = frozenset(map(head_core, kind.headers))
    if len(kind.items) >= _TELLING and _share(kind.items, items) > _LEAST_ITEMS and wanted <= heads:
        return True
    return len(wanted) >= _TELLING and wanted <= heads and all(map(is_stub_word, heads - wanted))


def _title_grade(title: str, aliases: tuple[str, ...]) -> tuple[Grade, int]:
    """The best grade among the aliases and the alias's length; the first that is equal, with or without asides."""
    bare = _BRACKETS.sub("", title)
    best = (Grade.NONE, 0)
    for alias in aliases if title else ():
        core = title_core(alias)
        if title == core:
            return Grade.EQUAL, len(core)
        if core in (bare, _ASIDES.sub("", title)):
            return Grade.BUT_FOR_ASIDES, len(core)
        best = max(best, (_distant_grade(bare, core), len(core)))
    return best if best[0] else (Grade.NONE, 0)


def _distant_grade(bare: str, core: str) -> Grade:
    """How a title without its brackets fits an alias that it is not equal to."""
    if bare.endswith(core) and pattern("cover", "organ").search(_OWN.sub("", bare[: -len(core)])):
        return Grade.AFTER_NAME
    if _BRACKETS.sub("", core) == bare:
        return Grade.BUT_FOR_BRACKETS
    return Grade.LIKELY if _likely(bare, core) else Grade.NONE


def _likely(title: str, core: str) -> bool:
    """One or two characters off in a long title; of the words that tell tables apart one may be misspelt, none added."""
    if min(len(title), len(core)) < _LEAST_FUZZY or abs(len(title) - len(core)) > _MOST_ADDED:
        return False
    theirs, ours = Counter(_ACCOUNTING.findall(title)), Counter(_ACCOUNTING.findall(core))
    if theirs - ours or (ours - theirs).total() > (len(title) == len(core)):
        return False
    return SequenceMatcher(None, title, core, autojunk=False).ratio() >= _LEAST_RATIO


@lru_cache(maxsize=4096)
def title_core(title: str, department: str = "") -> str:
    """A title without number label, year, department and quotes; a leading 部门 or 预算单位 goes too."""
    plain = fold(title).replace('"', "").replace("'", "").strip("#*:")
    if department:
        plain = plain.replace(fold(department), "")
    while True:
        shorter = fold_label(_YEAR.sub("", _NUMBER_LABEL.sub("", plain)))
        shorter = _LEADING.sub("", shorter) or shorter
        if shorter == plain:
            return plain
        plain = shorter


@lru_cache(maxsize=4096)
def head_core(head: str) -> str:
    """A head for comparison: no year, unit, quotes or blanks."""
    plain = _YEAR.sub("", fold(head)).replace('"', "")
    return _HEAD_UNIT.sub("", plain)


def table_words(table: Table) -> tuple[frozenset[str], frozenset[str]]:
    """Heads and row labels of a table that has its reading, folded."""
    if table.reading is None:
        return frozenset(), frozenset()
    heads = frozenset(head_core(word) for column in table.reading.columns for word in column.path)
    rows = table.reading.rows[:_MOST_ROWS]
    items = frozenset(fold_label(label.label) for row in rows for label in row.labels if label.label)
    return heads - {""}, items


def _share(wanted: tuple[str, ...], given: frozenset[str]) -> float:
    if not wanted:
        return 0.0
    cores = [(head_core(word), fold_label(word)) for word in wanted]
    return sum(1 for pair in cores if not given.isdisjoint(pair)) / len(cores)
