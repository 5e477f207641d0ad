"""The default engine: pdfium through the raw API, in as few calls a glyph as can be.

pdfium is not thread-safe: one document is read at a time, guarded by a lock held while a page is open.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import atan2, degrees
from typing import Any

import pypdfium2_raw as pdfium

from gongkai.errors import DamagedError, EncryptedError, SourceError
from gongkai_formats.page.characters import replaced_characters
from gongkai_formats.page.engine import Glyph, PageContent, PageError, PageLimitError, Style
from gongkai_formats.page.frames import Box, Frame, frame_of_page
from gongkai_formats.pdf import pdfium_calls as calls
from gongkai_formats.pdf.pdfium_paths import collect_bars
from gongkai_formats.pdf.substitute_font import install_substitute_font

_LOCK = threading.RLock()
_PATIENCE = 3.0
"""Seconds to wait for pdfium: many times what a page takes."""

_BLANKS = frozenset(" \t\r\n\x0b\x0c\u00a0\u200b\ufeff\u3000\u2002\u2003\u2009\x00")
_HYPHENS = {"\x02": "-", "\ufffe": "-"}
_DAMAGED, _WRONG_PASSWORD, _UNSUPPORTED = 3, 4, 5
"""pdfium's error codes (FPDF_ERR_FORMAT, _PASSWORD, _SECURITY)."""

_BOX_SEGMENTS = 6
"""A clipping path of no more segments is a box: four corners, back to the first, closed."""

_BLANKS_PART = 3
"""pdfium counts blanks and line ends it adds: so many times the limit of glyphs are looked at."""

_SLANT = 0.01
"""A matrix whose other part is below this share runs level, or upright."""

_HEAVY = 600
"""Font weights from this on are bold (semibold, as OpenType names it)."""

_LONGEST_NAME = 128
"""Bytes of a font's name that are looked at."""

_LOW = 0.75
"""A box lower than this part of the font size is no em box."""

_DESCENT = 0.12
"""Part of the em below the baseline, as Chinese fonts have it."""

_ERRORS: dict[int, tuple[type[SourceError], str, str]] = {
    _DAMAGED: (DamagedError, "不是可读的 PDF，或已损坏", "请重新下载或另存一次"),
    _WRONG_PASSWORD: (EncryptedError, "需要密码才能打开", "请用 --password 给出打开密码"),
    _UNSUPPORTED: (EncryptedError, "使用了不支持的加密方式", "请先去除加密"),
}
_started = False

_RECTANGLE = ctypes.sizeof(pdfium.FS_RECTF)


def _start() -> None:
    global _started
    if not _started:
        pdfium.FPDF_InitLibrary()
        install_substitute_font()
        _started = True


class PdfiumBusyError(SourceError):
    """pdfium is at a page that takes it forever."""


@contextmanager
def _pdfium(busy: Exception) -> Iterator[None]:
    """pdfium for oneself; `busy` is raised where it does not become free."""
    if not _LOCK.acquire(timeout=_PATIENCE):
        raise busy
    try:
        yield
    finally:
        _LOCK.release()


class PdfiumEngine:
    """A document opened by pdfium; `data` stays referenced while it is open."""

    name = "pdfium"

    def __init__(self, data: bytes, password: str, where: str, max_glyphs: int) -> None:
        self._data = data
        self._max_glyphs = max_glyphs
        with _pdfium(PdfiumBusyError("PDF 引擎还没有放下前一个文件", where, "请重新启动程序")):
            _start()
            self._document = pdfium.FPDF_LoadMemDocument64(data, len(data), password.encode() or None)
            if not self._document and password and pdfium.FPDF_GetLastError() == _WRONG_PASSWORD:
                self._document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
            if not self._document:
                kind, what, remedy = _ERRORS.get(pdfium.FPDF_GetLastError(), _ERRORS[_DAMAGED])
                raise kind(what, where, remedy)
            self.pages = int(pdfium.FPDF_GetPageCount(self._document))

    def close(self) -> None:
        with suppress(PageError), _pdfium(PageError()):
            if self._document:
                pdfium.FPDF_CloseDocument(self._document)
                self._document = None

    @contextmanager
    def read_page(self, number: int) -> Iterator[PageContent]:
        with _pdfium(PageError("PDF 引擎还没有放下别的一页")):
            page = pdfium.FPDF_LoadPage(self._document, number - 1)
            if not page:
                raise PageError("此页的数据已损坏，不能打开")
            text = pdfium.FPDFText_LoadPage(page)
            try:
                if not text:
                    raise PageError("此页的文字不能读取")
                yield self._content(number, page, text)
            finally:
                if text:
                    pdfium.FPDFText_ClosePage(text)
                pdfium.FPDF_ClosePage(page)

    def _content(self, number: int, page: Any, text: Any) -> PageContent:
        count = int(pdfium.FPDFText_CountChars(text))
        if count > _BLANKS_PART * self._max_glyphs:
            raise PageLimitError(f"此页有 {count:,} 个字符，上限为 {self._max_glyphs:,}")
        frame = frame_of_page(_page_box(page), int(pdfium.FPDFPage_GetRotation(page)))
        glyphs, outside = _glyphs(text, count, frame)
        if len(glyphs) + len(outside) > self._max_glyphs:
            raise PageLimitError(f"此页有 {len(glyphs) + len(outside):,} 个字符，上限为 {self._max_glyphs:,}")
        bars, images, charts = collect_bars(page, frame)
        style = _styles(text, frame)
        return PageContent(
            number, frame.width, frame.height, glyphs, bars, style, outside, images, charts, _clips(text, frame)
        )


def _page_box(page: Any) -> tuple[float, float, float, float]:
    """The visible box in PDF units: crop box within media box, A4 where the file names none."""
    values = [ctypes.c_float() for _ in range(4)]
    boxes = []
    for get in (pdfium.FPDFPage_GetMediaBox, pdfium.FPDFPage_GetCropBox):
        if get(page, *values):
            left, bottom, right, top = (value.value for value in values)
            boxes.append((min(left, right), min(bottom, top), max(left, right), max(bottom, top)))
    if not boxes:
        return 0.0, 0.0, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    inner = (
        max(box[0] for box in boxes),
        max(box[1] for box in boxes),
        min(box[2] for box in boxes),
        min(box[3] for box in boxes),
    )
    return inner if inner[2] > inner[0] and inner[3] > inner[1] else boxes[0]


def _characters(text: Any, count: int) -> list[str]:
    """The page's characters one by one; U+FFFD for glyphs of which the file does not say what they mean."""
    characters = _raw_characters(text, count)
    unknown = pdfium.FPDFText_HasUnicodeMapError
    # pdfium gives the code within the font for those: one glyph of each kind tells whether to look at all.
    first = {character: order for order, character in enumerate(reversed(characters))}
    if not any(unknown(text, count - 1 - order) == 1 for order in first.values()):
        return characters
    return ["\ufffd" if unknown(text, order) == 1 else character for order, character in enumerate(characters)]


def _raw_characters(text: Any, count: int) -> list[str]:
    """The characters as pdfium has them, in bulk where its buffer is one unit a character."""
    buffer = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text, 0, count, buffer) == count + 1:
        units = bytes(buffer)[: 2 * count]
        characters = units.decode("utf-16-le", "surrogatepass")
        if len(characters) == count:
            return list(characters)
    get = pdfium.FPDFText_GetUnicode
    return [chr(get(text, index)) for index in range(count)]


def _glyphs(text: Any, count: int, frame: Frame) -> tuple[list[Glyph], list[Glyph]]:
    """The page's glyphs, and those off the visible page, in stream order; blanks become `spaced`."""
    characters = _characters(text, count)
    orders = [order for order, character in enumerate(characters) if character not in _BLANKS]
    boxes = _em_boxes(text, orders)
    _raise_low_boxes(text, characters, orders, boxes)
    # pdfium's rectangles are left, top, right, bottom.
    places = frame.place_all((boxes[0::4], boxes[3::4], boxes[2::4], boxes[1::4]))
    glyphs: list[Glyph] = []
    outside: list[Glyph] = []
    width, height = 2 * frame.width, 2 * frame.height
    before = -1
    for order, x0, y0, x1, y1 in zip(orders, *places, strict=True):
        character = characters[order]
        glyph = Glyph(_HYPHENS.get(character, character), x0, y0, x1, y1, order, order - before > 1)
        (glyphs if 0 <= x0 + x1 <= width and 0 <= y0 + y1 <= height else outside).append(glyph)
        before = order
    return glyphs, outside


def _em_boxes(text: Any, orders: list[int]) -> list[float]:
    """Four edges for each of the given characters, as pdfium gives them; the one call a glyph that remains."""
    buffer = (ctypes.c_float * (4 * len(orders)))()
    address = ctypes.addressof(buffer)
    handle = calls.handle_of(text)
    get = calls.loose_char_box
    for order in orders:
        get(handle, order, address)
        address += _RECTANGLE
    return buffer[:]


def _raise_low_boxes(text: Any, characters: list[str], orders: list[int], boxes: list[float]) -> None:
    """Make boxes one em high where pdfium has but the ink's: of characters that stand for others (/ActualText), as
    browsers have them for radicals, and of fonts that tell no height. One of each height and character is looked at.
    """
    replaced = replaced_characters()
    heights = [int(10 * (top - bottom)) for top, bottom in zip(boxes[1::4], boxes[3::4], strict=True)]
    kinds: dict[object, int] = {height: place for place, height in enumerate(heights)}
    for place, order in enumerate(orders):
        if characters[order] in replaced:
            kinds[heights[place], characters[order]] = place

    def raised(place: int) -> tuple[float, float, float, float] | None:
        return _high_box(text, orders[place], *boxes[4 * place : 4 * place + 4])

    low = {kind for kind, place in kinds.items() if raised(place)}
    if low:
        for place, height in enumerate(heights):
            if (height in low or (height, characters[orders[place]]) in low) and (box := raised(place)):
                boxes[4 * place : 4 * place + 4] = box


def _high_box(
    text: Any, order: int, left: float, top: float, right: float, bottom: float
) -> tuple[float, float, float, float] | None:
    """The box one em high around the baseline; None where a box is high enough, or slanted."""
    matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(text, order, matrix)
    pdfium.FPDFText_GetCharOrigin(text, order, x, y)
    size = float(pdfium.FPDFText_GetFontSize(text, order))
    across, down = size * matrix.c, size * matrix.d
    if abs(matrix.b) < _SLANT * abs(matrix.a) and top - bottom < _LOW * abs(down):
        low, high = sorted((y.value - _DESCENT * down, y.value + (1 - _DESCENT) * down))
        return left, high, right, low
    if abs(matrix.a) < _SLANT * abs(matrix.b) and right - left < _LOW * abs(across):
        low, high = sorted((x.value - _DESCENT * across, x.value + (1 - _DESCENT) * across))
        return low, top, high, bottom
    return None


def _styles(text: Any, frame: Frame) -> Callable[[int], Style]:
    page = calls.handle_of(text)
    fonts: dict[int, bool] = {}
    known: dict[int, Style] = {}
    matrix, colour = calls.Buffer(ctypes.c_float, 6), calls.Buffer(ctypes.c_uint, 4)

    def style_of(item: int) -> Style:
        calls.object_matrix(item, matrix.addresses[0])
        a, b = matrix.values[:2]
        angle = round(degrees(atan2(b, a))) - frame.turn
        calls.fill_colour(item, *colour.addresses)
        *channels, alpha = colour.values
        levels = [255 - (255 - channel) * alpha // 255 for channel in channels]
        bold = calls.text_mode(item) == 2 or _heavy(item, fonts)
        return Style(angle % 360, bold, sum(levels) // 3)

    def style(order: int) -> Style:
        item = calls.text_object(page, order)
        if not item:
            return Style()
        if item not in known:
            known[item] = style_of(item)
        return known[item]

    return style


def _clips(text: Any, frame: Frame) -> Callable[[int], Box | None]:
    page = calls.handle_of(text)
    point = calls.Buffer(ctypes.c_float, 2)

    def clip(order: int) -> Box | None:
        """The innermost of a glyph's clipping boxes; None where it is not cut, or not to a box."""
        item = calls.text_object(page, order)
        path = calls.clip_path(item) if item else None
        count = calls.count_clip_paths(path) if path else 0
        if count < 1 or calls.count_clip_segments(path, count - 1) > _BOX_SEGMENTS:
            return None
        corners = []
        for number in (0, 2):
            calls.segment_point(calls.clip_segment(path, count - 1, number), *point.addresses)
            corners += point.values
        left, bottom, right, top = corners
        return frame.place(min(left, right), min(bottom, top), max(left, right), max(bottom, top))

    return clip


_HEAVY_NAMES = (b"bold", b"heavy", b"black", b"simhei", b"heiti", "黑体".encode("gbk"), "黑体".encode())


def _heavy(item: int, fonts: dict[int, bool]) -> bool:
    font = calls.text_font(item)
    if not font:
        return False
    if font not in fonts:
        name = ctypes.create_string_buffer(_LONGEST_NAME)
        calls.font_name(font, ctypes.addressof(name), _LONGEST_NAME)
        folded = name.value.lower()
        fonts[font] = calls.font_weight(font) >= _HEAVY or any(part in folded for part in _HEAVY_NAMES)
    return fonts[font]
