"""The second engine: pdfminer.six, used to read doubtful pages again and for reading everything twice.

It shares no code with pdfium: own parser, own fonts, own content interpreter. About ten times slower.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import atan2, degrees
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import mult_matrix

from gongkai.errors import DamagedError, EncryptedError
from gongkai_formats.page.bars import WHITE, path_pieces
from gongkai_formats.page.engine import Bar, Glyph, PageContent, PageError, PageLimitError, Style
from gongkai_formats.page.frames import Frame, frame_of_page

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings would go to the user's terminal

_UNKNOWN = "\ufffd"
_HEAVY_NAMES = ("bold", "heavy", "black", "simhei", "heiti", "黑体")
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class PdfminerEngine:
    """A document opened by pdfminer.six."""

    name = "pdfminer"

    def __init__(self, data: bytes, password: str, where: str, max_glyphs: int) -> None:
        self._max_glyphs = max_glyphs
        try:
            document = _opened(data, password)
            self._pages = list(PDFPage.create_pages(document))
        except (PDFPasswordIncorrect, PDFEncryptionError) as error:
            raise EncryptedError("需要密码才能打开", where, "请用 --password 给出打开密码") from error
        except Exception as error:  # the library lets any kind of error through for a broken file
            raise DamagedError("不是可读的 PDF，或已损坏", where, "请重新下载或另存一次") from error
        self.pages = len(self._pages)
        self._resources = PDFResourceManager()

    def close(self) -> None:
        self._pages = []

    @contextmanager
    def read_page(self, number: int) -> Iterator[PageContent]:
        try:
            page = self._pages[number - 1]
            frame = frame_of_page(_page_box(page), int(page.rotate or 0) // 90 % 4)
            device = _PageCollector(self._resources, frame, self._max_glyphs)
            interpreter = PDFPageInterpreter(self._resources, device)
            device.begin_page(page, _IDENTITY)
            interpreter.render_contents(page.resources, page.contents, ctm=_IDENTITY)
        except PageError:
            raise
        except Exception as error:  # as above: a broken page may raise anything
            raise PageError(f"内容有误（{type(error).__name__}）") from error
        styles = device.styles
        yield PageContent(
            number,
            frame.width,
            frame.height,
            device.glyphs,
            device.bars,
            styles.__getitem__,
            device.outside,
            device.images,
        )


def _opened(data: bytes, password: str) -> PDFDocument:
    """The document; a password that is not needed does no harm."""
    try:
        return PDFDocument(PDFParser(io.BytesIO(data)), password=password)
    except PDFPasswordIncorrect:
        return PDFDocument(PDFParser(io.BytesIO(data)))


def _page_box(page: Any) -> tuple[float, float, float, float]:
    media, crop = _ordered(page.mediabox), _ordered(page.cropbox or page.mediabox)
    inner = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return inner if inner[2] > inner[0] and inner[3] > inner[1] else media


def _ordered(box: Sequence[float]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


class _PageCollector(PDFTextDevice):
    """Collects what a page paints; pdfminer calls it operator by operator."""

    def __init__(self, resources: Any, frame: Frame, max_glyphs: int) -> None:
        super().__init__(resources)
        self.ctm = _IDENTITY
        self.frame = frame
        self.max_glyphs = max_glyphs
        self.glyphs: list[Glyph] = []
        self.outside: list[Glyph] = []
        self.styles: list[Style] = []
        self.bars: list[Bar] = []
        self.images = 0
        self._spaced = False
        self._mode = 0

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self._mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: Any,
        graphicstate: Any,
    ) -> float:
        try:
            text = str(font.to_unichr(cid))
        except PDFUnicodeNotDefined:
            text = _UNKNOWN
        advance = float(font.char_width(cid)) * fontsize * scaling
        if not text.strip("\x00 \t\r\n\u00a0\u3000\u200b"):
            self._spaced = True
            return advance
        if len(self.styles) >= self.max_glyphs:
            raise PageLimitError(f"此页的字符超过上限 {self.max_glyphs:,}")
        ascent, descent = float(font.ascent or 0), -abs(float(font.descent or 0))
        if ascent - descent < 1:
            ascent, descent = 880.0, -120.0
        low = descent / (ascent - descent) * fontsize + rise
        box = self.frame.place(*_moved((0.0, low, advance, low + fontsize), matrix))
        glyph = Glyph(text, *box, len(self.styles), self._spaced)
        inside = 0 <= box[0] + box[2] <= 2 * self.frame.width and 0 <= box[1] + box[3] <= 2 * self.frame.height
        (self.glyphs if inside else self.outside).append(glyph)
        self.styles.append(self._style(matrix, font, graphicstate))
        self._spaced = False
        return advance

    def _style(self, matrix: Any, font: Any, graphicstate: Any) -> Style:
        angle = round(degrees(atan2(matrix[1], matrix[0]))) - self.frame.turn
        name = str(getattr(font, "fontname", "") or "").lower()
        bold = self._mode == 2 or any(part in name for part in _HEAVY_NAMES)
        levels = _levels(getattr(graphicstate, "ncolor", 0))
        return Style(angle % 360, bold, sum(levels) // 3)

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Sequence[Any]) -> None:
        colour = graphicstate.scolor if stroke else graphicstate.ncolor
        if min(_levels(colour)) >= WHITE or not (stroke or fill):
            return
        points: list[tuple[float, float]] = []
        curved = False
        for segment in [*path, ("m",)]:
            operator, numbers = segment[0], segment[1:]
            if operator == "m":
                half = float(graphicstate.linewidth or 0) / 2 if stroke else 0.0
                self._pieces(points, curved, stroke, half)
                points, curved = [], False
            if operator == "h":
                points += points[:1]
                continue
            curved = curved or operator in ("c", "v", "y")
            if len(numbers) >= 2:
                points.append((float(numbers[-2]), float(numbers[-1])))

    def _pieces(self, points: list[tuple[float, float]], curved: bool, stroke: bool, half: float) -> None:
        for x0, y0, x1, y1 in path_pieces(points, curved, stroke):
            piece = _moved((x0 - half, y0 - half, x1 + half, y1 + half), self.ctm)
            self._add_bar(self.frame.bar(*piece))

    def _add_bar(self, box: tuple[int, int, int, int] | None) -> None:
        if box is not None:
            self.bars.append(Bar(*box))

    def render_image(self, name: str, stream: Any) -> None:
        self.images += 1

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        """A form object or picture; pdfminer sets the matrix itself."""

    def end_figure(self, name: str) -> None:
        """The end of one."""


def _moved(box: tuple[float, float, float, float], matrix: Any) -> tuple[float, float, float, float]:
    corners = [mult_matrix((1, 0, 0, 1, x, y), matrix)[4:] for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _levels(colour: Any) -> list[int]:
    """Red, green, blue 0-255 of a colour in grey, RGB or CMYK; black where it is anything else."""
    try:
        values = [float(value) for value in (colour if isinstance(colour, list | tuple) else [colour])]
    except (TypeError, ValueError):
        return [0, 0, 0]
    if len(values) == 4:
        values = [(1 - value) * (1 - values[3]) for value in values[:3]]
    if len(values) not in (1, 3):
        return [0, 0, 0]
    levels = [round(255 * min(1.0, max(0.0, value))) for value in values]
    return levels * 3 if len(levels) == 1 else levels
