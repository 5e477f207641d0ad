"""A document that carries its disclosure: taken as it is while nothing visible has changed."""

from __future__ import annotations

from gongkai.embedding import Embedded, may_be_ours, open_part, seal_of
from gongkai.model import Disclosure
from gongkai_formats.docx.package_opening import Package


def read_own(package: Package) -> Disclosure | None:
    """The disclosure a document carries; None where it carries none that fits."""
    embedded = _embedded(package)
    if embedded is None:
        return None
    visible = package.data(package.main) or b""
    if seal_of([visible]) == embedded.seal:
        return embedded.disclosure
    return None


def _embedded(package: Package) -> Embedded | None:
    for name in sorted(package.members):
        if name.startswith("customxml/item") and name.endswith(".xml"):
            data = package.data(name)
            if data is not None and may_be_ours(data) and (embedded := open_part(data)) is not None:
                return embedded
    return None
