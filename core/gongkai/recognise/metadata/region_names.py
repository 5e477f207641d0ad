"""Where a disclosure comes from: by the names of its department and titles, else by words only one region prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gongkai.model import Cover, Disclosure, Heading
from gongkai.plugins.specs import Region, region_fits
from gongkai.recognise.tables.kinds import table_words
from gongkai.words.labels import fold

_HAN = r"[\u4e00-\u9fff]"
_PROVINCE = re.compile(rf"(?:中共|中国共产党)?({_HAN}{{2,3}}省|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区)?")
_CITY = re.compile(rf"{_HAN}{{2,6}}?(?:市|自治州|地区|盟)(?!场|域|级)")
_DISTRICT = re.compile(rf"{_HAN}{{1,7}}?(?:新区|开发区|示范区|区|县|自治县|旗|市)(?!域|级|场)")
_NO_PLACE = re.compile(r"社区|小区|本区|辖区|地区生产|园区|军区|教区|灾区|保护区|林区|城区|城市")


_FRONT = 20
"""Blocks from the start among which covers and headings may name the place."""


def find_region(document: Disclosure, department: str, regions: Iterable[Region]) -> str:
    """The region as one name from outside to inside (上海市普陀区), or "".

    Known regions come first, by the name that stands first in a text and the innermost of its owners; what follows
    within it (南京市玄武区) is added. Without a known name the department's own opening words count, then the words
    that only one region's forms print.
    """
    texts = [fold(text) for text in (department, document.title, *_front_texts(document)) if text]
    known = sorted(regions, key=lambda region: (-len(region.path), region.path))
    opening = texts[:1] if department else texts
    return (
        next(filter(None, (_known_place(text, known) for text in texts)), "")
        or next(filter(None, map(_opening_place, opening)), "")
        or _by_words(document, known)
    )


def _known_place(text: str, known: Sequence[Region]) -> str:
    """The known region whose name stands first in a text, and what follows within it."""
    hits = [(text.index(name), region, name) for region in known for name in region.names if name in text]
    if not hits:
        return ""
    start, region, name = min(hits, key=lambda hit: hit[0])
    return _joined(region.path) + _within(text[start + len(name) :], region.path[-1])


def _opening_place(text: str) -> str:
    """The province, city and district that a text opens with."""
    province = _PROVINCE.match(text)
    return (province[1] or "") + _within(text[province.end() :], "省") if province else ""


def _front_texts(document: Disclosure) -> list[str]:
    return [block.text for block in document.blocks[:_FRONT] if isinstance(block, Cover | Heading)]


def _within(text: str, outer: str) -> str:
    """The city, in a province, and the district or county, in either, that a text opens with: 南京市玄武区…"""
    province, city = outer.endswith(("省", "自治区")), outer.endswith("市")
    place = ""
    for pattern in (_CITY, _DISTRICT) if province else (_DISTRICT,) if city else ():
        match = pattern.match(text[len(place) :])
        if match and not _NO_PLACE.search(match[0]):
            place += match[0]
    return place


def _joined(path: Sequence[str]) -> str:
    """A path as one name; a part that already opens with its parent's name and says more stands for both.

    A city called like its province (吉林省吉林市) does not.
    """
    name = ""
    for part in path:
        name = part if name and len(part) > len(name) and region_fits((name,), part) else name + part
    return name


def _by_words(document: Disclosure, regions: Sequence[Region]) -> str:
    printed: set[str] = set()
    for table in document.tables:
        heads, items = table_words(table)
        printed |= heads | items
    fitting = [region for region in regions if any(fold(word) in printed for word in region.words)]
    return _joined(fitting[0].path) if len(fitting) == 1 else ""
