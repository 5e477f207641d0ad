"""Where a disclosure comes from: by the names of its department and titles, else by words only one region prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gongkai.labels import fold
from gongkai.model import Cover, Disclosure, Heading
from gongkai.recognise.kinds import table_words
from gongkai.specs import Region, region_fits

_HAN = r"[\u4e00-\u9fff]"
_DISTRICT = re.compile(rf"^({_HAN}{{1,6}}?(?:区|县|旗|市))(?!域|级)")
_NAMED = re.compile(
    rf"^(?:中共|中国共产党)?((?:{_HAN}{{2,3}}省|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区)?"
    rf"(?:{_HAN}{{2,6}}?(?:市|自治州|地区|盟))?(?:{_HAN}{{1,7}}?(?:新区|开发区|示范区|区|县|自治县|旗))?)"
)
_NO_PLACE = re.compile(r"社区|小区|本区|辖区|地区生产|园区|军区|教区|灾区|保护区|林区|城区")


def find_region(document: Disclosure, department: str, regions: Iterable[Region]) -> str:
    """The region as one name from outside to inside (上海市普陀区), or "".

    Known regions come first, the innermost of them; a district that follows a known city is added. Without a known
    name the department's own opening words count, then the words that only one region's forms print.
    """
    texts = [fold(text) for text in (department, document.title, *_front_texts(document)) if text]
    known = sorted(regions, key=lambda region: (-len(region.path), region.path))
    for region in known:
        for text in texts:
            for name in region.names:
                if name in text:
                    return _joined(region.path) + _district(region.path, text[text.index(name) + len(name) :])
    for text in texts[:1] if department else texts:
        match = _NAMED.match(text)
        if match and match[1] and not _NO_PLACE.search(match[1]):
            return match[1]
    return _by_words(document, known)


def _front_texts(document: Disclosure) -> list[str]:
    return [block.text for block in document.blocks[:20] if isinstance(block, Cover | Heading)]


def _district(path: Sequence[str], rest: str) -> str:
    """A district or county right after a city's name: 上海市 + 普陀区…"""
    match = _DISTRICT.match(rest) if path[-1].endswith(("市", "省")) else None
    return match[1] if match and not _NO_PLACE.search(match[1]) else ""


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
