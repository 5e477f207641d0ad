"""Any workbook read: one of ours as the disclosure it carries with what was changed since, any other as it is printed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from gongkai.carrying.embedding import Embedded
from gongkai.errors import EncryptedError
from gongkai.findings import finding
from gongkai.model import BareDocument, Corrected, Disclosure, Gap
from gongkai.plugins.specs import ReadDocument, Source
from gongkai_formats.sheet.printed import PrintedSheet
from gongkai_formats.xlsx.circle.carrying import carried, embedded_part
from gongkai_formats.xlsx.circle.own_sheets import narrative_items, own_sheets
from gongkai_formats.xlsx.reading.harvest import Harvest
from gongkai_formats.xlsx.reading.package import Package
from gongkai_formats.xlsx.reading.workbook import bare_workbook, compare_engines, open_workbook
from gongkai_formats.xlsx.writing.carrier import LAYOUT, OWN_LIMITS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file: an old workbook, or an encrypted package."""


def read_workbook(source: Source) -> ReadDocument:
    """The bare document of a workbook; SourceError's kin where it is encrypted, broken, hostile or too large."""
    if source.data.startswith(OLE):
        return read_legacy(source)
    package = Package(source.data, source.limits, source.name)
    part = embedded_part(package)
    if part is not None and part[1]:
        return part[0].disclosure
    opened = open_workbook(package, source.limits)
    if source.options.get("double_read", "").lower() not in ("", "0", "no", "false"):
        opened.findings.extend(compare_engines(opened))
    embedded = part[0] if part is not None else carried(opened.printed, source.limits)
    if embedded is not None:
        return _as_edited(embedded, opened.printed, source)
    return bare_workbook(opened, source, _own_harvest(opened.printed))


def read_legacy(source: Source) -> BareDocument:
    """The bare document of an .xls; SourceError's kin where it is encrypted or cannot be read."""
    # Loaded here, because few workbooks are old ones.
    from gongkai_formats.xlsx.reading.legacy_reading import bare_legacy, is_encrypted_package, open_legacy

    if is_encrypted_package(source.data):
        raise EncryptedError("工作簿有打开密码", source.name, "请先在 Excel 中取消密码，另存后再转换")
    opened = open_legacy(source)
    return bare_legacy(opened, source, _own_harvest([sheet for sheet, _ in opened.sheets]))


def _own_harvest(sheets: Sequence[PrintedSheet]) -> Harvest | None:
    """The narrative of a workbook of ours, its tables where they stand in it; None for any other workbook."""
    own = own_sheets(sheets)
    if own is None:
        return None
    harvest = Harvest()
    for item in narrative_items(own):
        if isinstance(item, str):
            harvest.items += [Gap("page"), *harvest.sheet_items(own.grids[item], False), Gap("page")]
        else:
            harvest.items.append(item)
    return harvest


def _as_edited(embedded: Embedded, sheets: list[PrintedSheet], source: Source) -> Disclosure | Corrected:
    """The disclosure a workbook carries, with what has been changed in its visible cells since."""
    # Loaded here, because only a workbook that was edited needs the writer.
    from gongkai_formats.xlsx.circle.comparing import SheetEdits, compare_sheets
    from gongkai_formats.xlsx.writing.workbook import render

    disclosure = embedded.disclosure
    if embedded.seal.partition(":")[0] != LAYOUT:
        remark = finding("correction.ignored", "工作簿由另一版本写成，其中的改动未作比较")
        return msgspec.structs.replace(disclosure, findings=(*disclosure.findings, remark))
    data, whereabouts = render(disclosure)
    written = open_workbook(Package(data, OWN_LIMITS, source.name), OWN_LIMITS).printed
    return compare_sheets(written, sheets, SheetEdits(disclosure, whereabouts))
