"""Reading a PDF: page after page through an engine, laid out, furniture set aside, everything counted."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.errors import LimitError, NoTextLayerError, UsageError
from gongkai.findings import finding
from gongkai.model import BareDocument, BareItem, Finding, Gap, PageBox, SourceInfo
from gongkai.specs import Source
from gongkai_formats.pdf.engine import PageError
from gongkai_formats.pdf.furniture import mark_furniture
from gongkai_formats.pdf.page_layout import PageLayout, lay_out
from gongkai_formats.pdf.pdfium_engine import PdfiumEngine

_MEDIA_TYPE = "application/pdf"


def read_pdf(source: Source) -> BareDocument:
    """The pages of a PDF as lines and grids in reading order.

    Options: `pages` (3-9, or 1,4,7-9), `password`. A page that cannot be read leaves a finding and the others are
    kept. DamagedError, EncryptedError, LimitError as their names say; NoTextLayerError where no page has any text.
    """
    engine = PdfiumEngine(source.data, source.options.get("password", ""), source.name, source.limits.glyphs_per_page)
    try:
        numbers = chosen_pages(source.options.get("pages", ""), engine.pages)
        if len(numbers) > source.limits.pages:
            raise LimitError(
                f"有 {len(numbers):,} 页，上限为 {source.limits.pages:,}", source.name, "请用 --pages 分段读取"
            )
        layouts: list[PageLayout] = []
        findings: list[Finding] = []
        for number in numbers:
            try:
                with engine.read_page(number) as content:
                    layouts.append(lay_out(content))
            except PageError as error:
                findings.append(_page_finding("pdf.page_failed", number, f"第{number}页未能读取：{error}"))
        pages = engine.pages
    finally:
        engine.close()
    findings += _text_findings(source, layouts)
    mark_furniture(layouts)
    info = SourceInfo(source.name, source.sha256, _MEDIA_TYPE, pages)
    return BareDocument(info, "pdf", tuple(_items(layouts)), tuple(findings))


def chosen_pages(selection: str, pages: int) -> list[int]:
    """Page numbers of a selection such as `3-9` or `1,4,7-`, in order, within the document; UsageError otherwise."""
    if not selection.strip():
        return list(range(1, pages + 1))
    chosen: set[int] = set()
    for part in selection.replace("，", ",").split(","):
        first, dash, last = (piece.strip() for piece in part.partition("-"))
        try:
            start = int(first) if first else 1
            end = (int(last) if last else pages) if dash else start
        except ValueError as error:
            raise UsageError(f"看不懂页码 {part.strip()!r}", "--pages", "例如 3-9 或 1,4,7-9") from error
        if not 1 <= start <= end:
            raise UsageError(f"页码 {part.strip()!r} 的次序不对", "--pages", "例如 3-9")
        chosen.update(range(start, min(end, pages) + 1))
    if not chosen:
        raise UsageError(f"所选页码不在文件的 {pages} 页之内", "--pages", "请更改页码")
    return sorted(chosen)


def _page_finding(rule: str, number: int, message: str = "") -> Finding:
    return finding(rule, message, places=(PageBox(number, 0, 0, 0, 0),))


def _text_findings(source: Source, layouts: Sequence[PageLayout]) -> list[Finding]:
    """Pages without a text layer, doubled glyphs, text off the page, and whether every glyph found its place."""
    scans = [layout for layout in layouts if not layout.glyphs and layout.images]
    if scans and not any(layout.glyphs for layout in layouts):
        raise NoTextLayerError("没有文字层，是扫描件", source.name, "请先做文字识别（OCR），再转换识别结果")
    findings = [
        _page_finding("pdf.no_text_layer", layout.number, f"第{layout.number}页没有文字层，是图片") for layout in scans
    ]
    for layout in layouts:
        if layout.doubled:
            findings.append(
                _page_finding("pdf.doubled_glyphs", layout.number, f"{layout.doubled} 个字符在同一处重复印出，只计一次")
            )
        if layout.outside:
            findings.append(
                _page_finding("pdf.outside_page", layout.number, f"{layout.outside} 个字符在可见页面之外，已另存")
            )
    return findings


def _items(layouts: Sequence[PageLayout]) -> list[BareItem]:
    items: list[BareItem] = []
    for layout in layouts:
        if items:
            items.append(Gap("page"))
        items += layout.items
    return items
