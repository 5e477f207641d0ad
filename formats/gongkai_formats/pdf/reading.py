"""Reading a PDF: page after page through an engine, laid out, furniture set aside, everything counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from typing import Union

from gongkai.errors import DamagedError, LimitError, NoTextLayerError, SourceError, UsageError
from gongkai.findings import finding
from gongkai.model import BareDocument, BareItem, BareLine, Finding, Gap, PageBox, SourceInfo
from gongkai.plugins.specs import Source
from gongkai_formats.page.characters import count_unusable
from gongkai_formats.page.engine import Engine, PageContent, PageError, PageLimitError
from gongkai_formats.page.furniture import mark_furniture
from gongkai_formats.page.layout import PageLayout, lay_out
from gongkai_formats.page.stitching import stitch_pages
from gongkai_formats.pdf.pdfium_engine import PdfiumBusyError, PdfiumEngine
from gongkai_formats.pdf.repairing import with_new_trailer
from gongkai_formats.pdf.watching import each_within

_MEDIA_TYPE = "application/pdf"
_MOST_UNUSABLE = 0.03
"""Share of glyphs without a meaning from which on a page is read again with the second engine."""

_SIGNS = str.maketrans({**dict.fromkeys("，、；;", ","), **dict.fromkeys("—–－～~至", "-")})
"""Other signs that stand between page numbers."""

_MOST_VAIN = 3
"""The second engine is asked no more after so many pages that it could not read better."""


_LaidOut = tuple[Union[PageLayout, None], list[Finding]]
"""A page's layout, None where it cannot be read, and what there is to say about it."""


def read_pdf(source: Source) -> BareDocument:
    """The pages of a PDF as lines and grids in reading order.

    Options: `pages` (3-9, or 1,4,7-9), `password`, `double_read` (any text but 0, no, false: read every page with both
    engines and report figures that differ). A page that cannot be read leaves a finding and the others are kept.
    DamagedError, EncryptedError, LimitError as their names say; NoTextLayerError where no page has any text.
    """
    with closing(_OpenDocument(source)) as reading:
        numbers = chosen_pages(source.options.get("pages", ""), reading.engine.pages)
        if len(numbers) > source.limits.pages:
            raise LimitError(
                f"有 {len(numbers):,} 页，上限为 {source.limits.pages:,}", source.name, "请用 --pages 分段读取"
            )
        reading.read_pages(numbers)
        pages = reading.engine.pages
    _refuse_unreadable(source, reading)
    mark_furniture(reading.layouts)
    stitch_pages(reading.layouts)
    findings = [*reading.findings, *_layout_findings(reading.layouts)]
    info = SourceInfo(source.name, source.sha256, _MEDIA_TYPE, pages)
    return BareDocument(info, "pdf", tuple(_items(reading.layouts)), tuple(findings))


@dataclass
class _OpenDocument:
    """A document being read: its engines (the second opened when first needed), layouts and findings."""

    source: Source
    layouts: list[PageLayout] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.double = self.source.options.get("double_read", "").lower() not in ("", "0", "no", "false")
        self._second: Engine | None = None
        self._left = False
        self._going_on = 0
        self._mended: bytes | None = None
        self._vain: Counter[bool] = Counter()
        self.seconds = self.source.limits.seconds_per_page
        (self.engine,) = each_within(self.seconds, [self.source], self._first_engine, self._cannot_open)

    def _cannot_open(self, source: Source, ended: bool) -> Engine:
        what = f"打开文件用时超过 {self.seconds:g} 秒"
        raise LimitError(what, source.name, "文件可能已损坏，请重新下载或另存一次")

    def _first_engine(self, source: Source) -> Engine:
        """pdfium; for a file it refuses, pdfium on the file mended, then the second engine."""
        data, password, where, most = self._arguments()
        try:
            return _with_pages(PdfiumEngine(data, password, where, most), where)
        except PdfiumBusyError as busy:
            self.findings.append(finding("pdf.second_engine", f"{busy.what}，改用第二引擎读取"))
            return _with_pages(self._second_engine(), where)
        except DamagedError:
            pass
        self._mended = with_new_trailer(data)
        if self._mended is not None:
            with suppress(DamagedError):
                engine = _with_pages(PdfiumEngine(self._mended, password, where, most), where)
                self.findings.append(finding("pdf.repaired"))
                return engine
            self._mended = None
        second = _with_pages(self._second_engine(), where)
        self.findings.append(finding("pdf.second_engine", "文件结构有损坏，改用第二引擎读取"))
        return second

    def _arguments(self) -> tuple[bytes, str, str, int]:
        source = self.source
        return (
            self._mended or source.data,
            source.options.get("password", ""),
            source.name,
            source.limits.glyphs_per_page,
        )

    def _second_engine(self) -> Engine:
        if self._second is None:
            from gongkai_formats.pdf.pdfminer_engine import PdfminerEngine  # slow to import, seldom needed

            self._second = PdfminerEngine(*self._arguments())
        return self._second

    def close(self) -> None:
        if not self._left:
            self.engine.close()
        if self._second is not None:
            self._second.close()

    def read_pages(self, numbers: Sequence[int]) -> None:
        """Lay the pages out; what fails on one, or takes longer than the limit, becomes a finding."""
        for layout, findings in each_within(self.seconds, numbers, self._page, self._too_late):
            self.findings += findings
            if layout is not None:
                self.layouts.append(layout)

    def _too_late(self, number: int, ended: bool) -> _LaidOut:
        self._left = self._left or not ended
        message = f"第{number}页用时超过 {self.seconds:g} 秒，已放弃"
        return None, [_page_finding("pdf.page_failed", number, message)]

    def _page(self, number: int) -> _LaidOut:
        findings: list[Finding] = []
        with ExitStack() as stack:
            try:
                # An engine that is still busy with an earlier page is left alone.
                engine = self._second_engine() if self._left else self.engine
                content = stack.enter_context(engine.read_page(number))
            except (PageError, DamagedError) as error:
                again = None if isinstance(error, PageLimitError) else self._read_again(number, stack)
                if again is None or not again.glyphs:
                    return None, [_page_finding("pdf.page_failed", number, f"第{number}页未能读取：{error}")]
                findings.append(_page_finding("pdf.second_engine", number))
                content = again
            else:
                content = self._checked(content, stack, findings)
            try:
                layout = lay_out(content, self._going_on)
                self._going_on = layout.going_on
                return layout, findings
            except Exception as error:  # whatever is odd about one page must not cost the others
                message = f"第{number}页的版面未能分析（{type(error).__name__}）"
                return None, [*findings, _page_finding("pdf.page_failed", number, message)]

    def _checked(self, content: PageContent, stack: ExitStack, findings: list[Finding]) -> PageContent:
        """The content, or the second engine's where that can be read better; with `double`, figures are compared."""
        unusable = _unusable(content)
        blank = _is_blank(content)
        doubtful = blank or unusable > _MOST_UNUSABLE * len(content.glyphs)
        asked = doubtful and self._vain[blank] < _MOST_VAIN
        again = self._read_again(content.number, stack) if self.double or asked else None
        if self.double:
            findings += _compared(content, again)
        if not doubtful:
            return content
        if again is not None and again.glyphs and (blank or _unusable(again) < unusable):
            findings.append(_page_finding("pdf.second_engine", content.number))
            content = again
        else:
            findings += self._asked_in_vain(content.number, blank)
        return _with_unusable_told(content, findings)

    def _asked_in_vain(self, number: int, blank: bool) -> list[Finding]:
        """Count a page that the second engine does not read better; a blank one of a mended file may be lost."""
        self._vain[blank] += 1
        if not (blank and self._mended):
            return []
        message = f"第{number}页是空白的，内容可能随文件的缺失部分丢失"
        return [_page_finding("pdf.page_failed", number, message)]

    def _read_again(self, number: int, stack: ExitStack) -> PageContent | None:
        """A page by the second engine; None where it cannot, takes half the time there is, or is in use already."""

        def read(number: int) -> PageContent | None:
            engine = self._second_engine()
            if self._left or engine is self.engine or number > engine.pages:
                return None
            return stack.enter_context(engine.read_page(number))

        try:
            (content,) = each_within(self.seconds / 2, [number], read, lambda number, ended: None)
        except (PageError, SourceError):
            return None
        return content


def _is_blank(content: PageContent) -> bool:
    return not (content.glyphs or content.outside or content.images)


def _compared(content: PageContent, again: PageContent | None) -> list[Finding]:
    """Figures that the two engines read differently."""
    if again is None:
        message = f"第{content.number}页只有一个引擎能读取，未能比较"
        return [_page_finding("pdf.double_read", content.number, message)]
    from gongkai_formats.page.double_reading import compare_figures

    return compare_figures(content, again)


def _with_unusable_told(content: PageContent, findings: list[Finding]) -> PageContent:
    if unusable := _unusable(content):
        message = f"第{content.number}页文字层有 {unusable} 个字符不能辨认，已原样保留，请做文字识别"
        findings.append(_page_finding("pdf.unusable_text", content.number, message))
    return content


def chosen_pages(selection: str, pages: int) -> list[int]:
    """Page numbers of a selection such as `3-9` or `1,4,7-`, in order, within the document; UsageError otherwise."""
    if not selection.strip():
        return list(range(1, pages + 1))
    parts = (part.strip() for part in selection.translate(_SIGNS).split(","))
    chosen = {number for part in parts for number in _range(part, pages)}
    if not chosen:
        raise UsageError(f"所选页码不在文件的 {pages} 页之内", "--pages", "请更改页码")
    return sorted(chosen)


def _range(part: str, pages: int) -> range:
    """The pages of one number or range, cut to the document; either end may be left out."""
    first, dash, last = (piece.strip() for piece in part.partition("-"))
    try:
        if not first and not last:
            raise ValueError(part)
        start = int(first or 1)
        end = int(last or pages) if dash else start
    except ValueError as error:
        raise UsageError(f"看不懂页码 {part!r}", "--pages", "例如 3-9 或 1,4,7-9") from error
    if start < 1 or (last and end < start):
        raise UsageError(f"页码 {part!r} 的次序不对", "--pages", "例如 3-9")
    return range(start, min(end, pages) + 1)


def _with_pages(engine: Engine, where: str) -> Engine:
    """The engine; DamagedError where it finds no page at all."""
    if engine.pages < 1:
        engine.close()
        raise DamagedError("没有可读的页", where, "请重新下载或另存一次")
    return engine


def _unusable(content: PageContent) -> int:
    return count_unusable("".join([glyph.text for glyph in content.glyphs]))


def _page_finding(rule: str, number: int, message: str = "") -> Finding:
    return finding(rule, message, places=(PageBox(number, 0, 0, 0, 0),))


def _refuse_unreadable(source: Source, reading: _OpenDocument) -> None:
    layouts = reading.layouts
    if any(layout.glyphs for layout in layouts):
        return
    if "pdf.page_failed" in [remark.rule for remark in reading.findings]:
        raise DamagedError("没有可读的页", source.name, "请重新下载或另存一次")
    if any(layout.images for layout in layouts):
        raise NoTextLayerError("没有文字层，是扫描件", source.name, "请先做文字识别（OCR），再转换识别结果")


def _layout_findings(layouts: Sequence[PageLayout]) -> list[Finding]:
    """The share of glyphs that found a place; pages without a text layer, doubled glyphs, text off the page, replaced radicals, and glyphs left over."""
    findings = _share_placed(layouts)
    for layout in layouts:
        number = layout.number
        counted = (
            (layout.images and not layout.glyphs, "pdf.no_text_layer", f"第{number}页没有文字层，是图片"),
            (layout.doubled, "pdf.doubled_glyphs", f"第{number}页有 {layout.doubled} 个字符重复印出，只计一次"),
            (layout.outside, "pdf.outside_page", f"第{number}页有 {layout.outside} 个字符在可见页面之外，已另存"),
            (layout.drawing, "pdf.drawing", f"第{number}页的线条过多，当作图画，没有在其中寻找表格"),
            (layout.radicals, "pdf.radicals", f"第{number}页有 {layout.radicals} 个部首字符，已换成对应的汉字"),
            (
                layout.placed < layout.glyphs,
                "pdf.glyphs_unplaced",
                f"第{number}页 {layout.glyphs} 个字符中有 {layout.glyphs - layout.placed} 个未能归位",
            ),
        )
        findings += [_page_finding(rule, number, message) for count, rule, message in counted if count]
    return findings


def _share_placed(layouts: Sequence[PageLayout]) -> list[Finding]:
    glyphs, placed = sum(layout.glyphs for layout in layouts), sum(layout.placed for layout in layouts)
    if not glyphs:
        return []
    message = f"{glyphs:,} 个字符中有 {placed:,} 个归入正文、单元格或页面附件（{100 * placed / glyphs:.2f}%）"
    return [finding("pdf.glyphs_placed", message, expected=str(glyphs), found=str(placed))]


def _items(layouts: Sequence[PageLayout]) -> list[BareItem]:
    items: list[BareItem] = []
    for layout in layouts:
        if items:
            items.append(Gap("page"))
        body: list[BareItem] = [item for item in layout.items if not _is_aside(item)]
        items += body
        items += [item for item in layout.items if _is_aside(item)]
    return items


def _is_aside(item: BareItem) -> bool:
    """Text off the page stands after the page's own."""
    return isinstance(item, BareLine) and item.furniture == "outside"
