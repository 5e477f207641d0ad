"""Painted bars of a pdfium page: thin filled boxes, strokes, edges of stroked boxes, also inside form objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2_raw as pdfium

from gongkai_formats.pdf.bars import THICKEST, WHITE, Piece, path_pieces
from gongkai_formats.pdf.engine import Bar
from gongkai_formats.pdf.frames import Box, Frame

_MAX_OBJECTS = 300_000
_MAX_SEGMENTS = 200_000
_MAX_DEPTH = 6
_CHART_BARS = 24
"""A form object with a curve and no more straight bars than this is a chart."""

Matrix = tuple[float, float, float, float, float, float]


class _Collector:
    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.pieces: list[float] = []
        self.images = 0
        self.nested = False
        self.curves = 0
        self.pictures: list[Piece] = []
        self.left = _MAX_OBJECTS
        self.floats = [ctypes.c_float() for _ in range(4)]
        self.fill, self.stroke = ctypes.c_int(), ctypes.c_int()
        self.colour = [ctypes.c_uint() for _ in range(4)]

    def bars(self) -> list[Bar]:
        """What was added as seen on the page; what is painted off the visible page rules nothing on it."""
        width, height = self.frame.width, self.frame.height
        pieces = self.pieces
        placed = self.frame.place_all((pieces[0::4], pieces[1::4], pieces[2::4], pieces[3::4]))
        return [
            Bar(max(0, x0), max(0, y0), min(x1, width), min(y1, height))
            for x0, y0, x1, y1 in zip(*placed, strict=True)
            if x0 <= width and y0 <= height and x1 >= 0 and y1 >= 0
        ]


def collect_bars(page: Any, frame: Frame) -> tuple[list[Bar], int, list[Box]]:
    """All bars of the page, how many pictures it paints, and the boxes of its charts."""
    collector = _Collector(frame)
    _walk(collector, page, pdfium.FPDFPage_CountObjects(page), pdfium.FPDFPage_GetObject, None, 0)
    charts = [box for piece in collector.pictures if (box := frame.bar(*piece)) is not None]
    return collector.bars(), collector.images, [box for box in charts if _is_part(box, frame)]


def _is_part(box: Box, frame: Frame) -> bool:
    """Whether a box is clearly less than its page: a form object may also hold all of a page."""
    return 2 * (box[2] - box[0]) * (box[3] - box[1]) < frame.width * frame.height


def _walk(collector: _Collector, holder: Any, count: int, get: Any, matrix: Matrix | None, depth: int) -> None:
    kind_of = pdfium.FPDFPageObj_GetType
    for index in range(min(count, collector.left)):
        item = get(holder, index)
        kind = kind_of(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            continue
        collector.left -= 1
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            collector.nested = depth > 0
            _path(collector, item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _image(collector, item, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            _form(collector, item, matrix, depth)


def _form(collector: _Collector, item: Any, matrix: Matrix | None, depth: int) -> None:
    """A form object: its bars; those of a chart rule no table, its place is kept instead."""
    curves, known = collector.curves, len(collector.pieces)
    inner = _times(_matrix(item), matrix)
    _walk(collector, item, pdfium.FPDFFormObj_CountObjects(item), pdfium.FPDFFormObj_GetObject, inner, depth + 1)
    piece = _bounds(collector, item)
    if piece is not None and collector.curves > curves and len(collector.pieces) - known <= 4 * _CHART_BARS:
        del collector.pieces[known:]
        collector.pictures.append(_moved(piece, matrix) if matrix else piece)


def _bounds(collector: _Collector, item: Any) -> Piece | None:
    floats = collector.floats
    if not pdfium.FPDFPageObj_GetBounds(item, *floats):
        return None
    return floats[0].value, floats[1].value, floats[2].value, floats[3].value


def _image(collector: _Collector, item: Any, matrix: Matrix | None) -> None:
    piece = _bounds(collector, item)
    collector.images += 1
    if piece is not None and matrix is not None:
        piece = _moved(piece, matrix)
    if piece is not None and min(piece[2] - piece[0], piece[3] - piece[1]) <= 1.5:
        collector.pieces += piece


def _path(collector: _Collector, item: Any, matrix: Matrix | None) -> None:
    piece = _bounds(collector, item)
    if piece is None:
        return
    if matrix is not None:
        piece = _moved(piece, matrix)
    pdfium.FPDFPath_GetDrawMode(item, collector.fill, collector.stroke)
    stroked = bool(collector.stroke.value)
    if not stroked and not collector.fill.value:
        return
    if piece[2] - piece[0] <= THICKEST or piece[3] - piece[1] <= THICKEST:
        if _rules(collector, item, stroked):
            collector.pieces += piece
        return
    segments = pdfium.FPDFPath_CountSegments(item)
    if collector.nested and _is_curved(item, segments):
        collector.curves += 1
        return
    if (stroked or segments > 5) and segments <= _MAX_SEGMENTS and _rules(collector, item, stroked):
        for part in _edges(item, segments, stroked, _times(_matrix(item), matrix)):
            collector.pieces += part


def _is_curved(item: Any, segments: int) -> bool:
    """Whether the path has, early on, a curve or an oblique line: slices of a chart, rounded corners, arrows."""
    x, y = ctypes.c_float(), ctypes.c_float()
    before: tuple[float, float] | None = None
    for index in range(min(segments, 64)):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = x.value, y.value
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return True
        if kind == pdfium.FPDF_SEGMENT_LINETO and before and _is_oblique(before, point):
            return True
        before = point
    return False


def _is_oblique(one: tuple[float, float], two: tuple[float, float]) -> bool:
    # Units are those of the form object, which may be anything.
    return abs(one[0] - two[0]) > 0.005 and abs(one[1] - two[1]) > 0.005


def _rules(collector: _Collector, item: Any, stroked: bool) -> bool:
    """Whether the paint can be seen: white covers, it does not rule."""
    get = pdfium.FPDFPageObj_GetStrokeColor if stroked else pdfium.FPDFPageObj_GetFillColor
    get(item, *collector.colour)
    red, green, blue, alpha = collector.colour
    return bool(alpha.value) and (red.value < WHITE or green.value < WHITE or blue.value < WHITE)


def _edges(item: Any, segments: int, stroked: bool, matrix: Matrix) -> Iterator[Piece]:
    """Straight level or upright pieces: each edge of a stroked path, each thin subpath of a filled one."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    subpath: list[tuple[float, float]] = []
    curved = False
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(item, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            yield from path_pieces(subpath, curved, stroked)
            subpath, curved = [], False
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        subpath.append((x.value * a + y.value * c + e, x.value * b + y.value * d + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            subpath.append(subpath[0])
    yield from path_pieces(subpath, curved, stroked)


def _matrix(item: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, matrix)
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix | None) -> Matrix:
    if then is None:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _moved(piece: Piece, matrix: Matrix) -> Piece:
    a, b, c, d, e, f = matrix
    corners = [(x * a + y * c + e, x * b + y * d + f) for x in (piece[0], piece[2]) for y in (piece[1], piece[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)
