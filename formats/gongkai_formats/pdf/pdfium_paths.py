"""Painted bars of a pdfium page: thin filled boxes, strokes, edges of stroked boxes, also inside form objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pypdfium2_raw as pdfium

from gongkai_formats.page.bars import THICKEST, WHITE, Piece, path_pieces
from gongkai_formats.page.engine import Bar
from gongkai_formats.page.frames import Box, Frame
from gongkai_formats.pdf import pdfium_calls as calls

_MAX_OBJECTS = 300_000
"""Objects of a page looked at; a page of maps and drawings has some ten thousand."""

_MAX_SEGMENTS = 200_000
"""A path of more segments is a drawing."""

_MAX_DEPTH = 6
"""Form objects within form objects; producers nest two or three."""

_LOOK_AT = 64
"""So many segments at the start of a path tell whether it is a curved one."""

_LEAST_SEGMENTS = 5
"""A filled path of no more segments is one box: that was looked at as a whole."""

_THINNEST_PICTURE = 1.5
"""A picture up to this many points thin is drawn as a line."""

_OBLIQUE = 0.005
"""An edge that changes by more than this both ways is oblique. Units are those of the form object, which may be any."""

_CHART_BARS = 8
"""A form object with curves and no more straight bars than this to each is a chart."""

_TEXT, _PATH = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH
_IMAGE, _FORM = pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM
_MOVE, _LINE, _CURVE = pdfium.FPDF_SEGMENT_MOVETO, pdfium.FPDF_SEGMENT_LINETO, pdfium.FPDF_SEGMENT_BEZIERTO

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]


class _PathCollector:
    """What a page paints, gathered object by object; `pieces` are edges left, bottom, right, top one after another."""

    def __init__(self) -> None:
        self.pieces: list[float] = []
        self.pictures: list[Piece] = []
        self.images = 0
        self.curves = 0
        self.left = _MAX_OBJECTS
        self.bounds = calls.Buffer(ctypes.c_float, 4)
        self.modes = calls.Buffer(ctypes.c_int, 2)
        self.colour = calls.Buffer(ctypes.c_uint, 4)


def collect_bars(page: object, frame: Frame) -> tuple[list[Bar], int, list[Box]]:
    """All bars of the page, how many pictures it paints, and the boxes of its charts."""
    collector = _PathCollector()
    handle = calls.handle_of(page)
    for index in range(calls.count_page_objects(handle)):
        if not _take(collector, calls.page_object(handle, index), None, 0):
            break
    charts = [box for piece in collector.pictures if (box := frame.bar(*piece)) is not None]
    return _bars(collector.pieces, frame), collector.images, [box for box in charts if _is_part(box, frame)]


def _bars(pieces: list[float], frame: Frame) -> list[Bar]:
    """Pieces as seen on the page; what is painted off the visible page rules nothing on it."""
    width, height = frame.width, frame.height
    placed = frame.place_all((pieces[0::4], pieces[1::4], pieces[2::4], pieces[3::4]))
    return [
        Bar(max(0, x0), max(0, y0), min(x1, width), min(y1, height))
        for x0, y0, x1, y1 in zip(*placed, strict=True)
        if x0 <= width and y0 <= height and x1 >= 0 and y1 >= 0
    ]


def _is_part(box: Box, frame: Frame) -> bool:
    """Whether a box is clearly less than its page: a form object may also hold all of a page."""
    return 2 * (box[2] - box[0]) * (box[3] - box[1]) < frame.width * frame.height


def _take(collector: _PathCollector, item: int, matrix: Matrix | None, depth: int) -> bool:
    """Take in one object; False when there have been too many."""
    kind = calls.object_type(item)
    if kind == _TEXT:
        return True
    collector.left -= 1
    if kind == _PATH:
        _path(collector, item, matrix)
    elif kind == _IMAGE:
        _image(collector, item, matrix)
    elif kind == _FORM and depth < _MAX_DEPTH:
        _form(collector, item, matrix, depth)
    return collector.left > 0


def _form(collector: _PathCollector, item: int, matrix: Matrix | None, depth: int) -> None:
    """A form object: its bars; those of a chart rule no table, its place is kept instead."""
    curves, known = collector.curves, len(collector.pieces)
    inner = _times(_matrix(item), matrix)
    for index in range(calls.count_form_objects(item)):
        if not _take(collector, calls.form_object(item, index), inner, depth + 1):
            break
    piece = _box_of(collector, item, matrix)
    slices = collector.curves - curves
    if piece is not None and slices and len(collector.pieces) - known <= 4 * _CHART_BARS * slices:
        del collector.pieces[known:]
        collector.pictures.append(piece)


def _box_of(collector: _PathCollector, item: int, matrix: Matrix | None) -> Piece | None:
    bounds = collector.bounds
    if not calls.object_bounds(item, *bounds.addresses):
        return None
    left, bottom, right, top = bounds.values
    piece = (left, bottom, right, top)
    return piece if matrix is None else _moved(piece, matrix)


def _image(collector: _PathCollector, item: int, matrix: Matrix | None) -> None:
    piece = _box_of(collector, item, matrix)
    collector.images += 1
    if piece is not None and min(piece[2] - piece[0], piece[3] - piece[1]) <= _THINNEST_PICTURE:
        collector.pieces += piece


def _path(collector: _PathCollector, item: int, matrix: Matrix | None) -> None:
    piece = _box_of(collector, item, matrix)
    calls.draw_mode(item, *collector.modes.addresses)
    filled, stroked = map(bool, collector.modes.values)
    if piece is None or not (filled or stroked):
        return
    if min(piece[2] - piece[0], piece[3] - piece[1]) > THICKEST:
        _outline(collector, item, matrix, stroked)
    elif _is_seen(collector, item, stroked):
        collector.pieces += piece


def _outline(collector: _PathCollector, item: int, matrix: Matrix | None, stroked: bool) -> None:
    """The pieces of a path that is not thin as a whole; a curved one in a form object is counted instead."""
    segments = calls.count_segments(item)
    if matrix is not None and _is_curved(item, segments):
        collector.curves += 1
    elif (stroked or segments > _LEAST_SEGMENTS) and segments <= _MAX_SEGMENTS and _is_seen(collector, item, stroked):
        for part in _edges(item, segments, stroked, _times(_matrix(item), matrix)):
            collector.pieces += part


def _is_seen(collector: _PathCollector, item: int, stroked: bool) -> bool:
    """Whether the paint can be seen: white covers, it does not rule."""
    get = calls.stroke_colour if stroked else calls.fill_colour
    get(item, *collector.colour.addresses)
    red, green, blue, alpha = collector.colour.values
    return bool(alpha) and (red < WHITE or green < WHITE or blue < WHITE)


def _points(item: int, segments: int) -> Iterator[tuple[int, int, Point]]:
    """Segments of a path as (address, type, end point)."""
    point = calls.Buffer(ctypes.c_float, 2)
    for index in range(segments):
        segment = calls.path_segment(item, index)
        calls.segment_point(segment, *point.addresses)
        x, y = point.values
        yield segment, calls.segment_type(segment), (x, y)


def _is_curved(item: int, segments: int) -> bool:
    """Whether the path has, early on, a curve or an oblique line: slices of a chart, rounded corners, arrows."""
    before: Point | None = None
    for _, kind, point in _points(item, min(segments, _LOOK_AT)):
        if kind == _CURVE or (kind == _LINE and before is not None and _is_oblique(before, point)):
            return True
        before = point
    return False


def _is_oblique(one: Point, two: Point) -> bool:
    return min(abs(one[0] - two[0]), abs(one[1] - two[1])) > _OBLIQUE


def _edges(item: int, segments: int, stroked: bool, matrix: Matrix) -> Iterator[Piece]:
    """Straight level or upright pieces: each edge of a stroked path, each thin subpath of a filled one."""
    a, b, c, d, e, f = matrix
    subpath: list[Point] = []
    curved = False
    for segment, kind, (x, y) in _points(item, segments):
        if kind == _MOVE:
            yield from path_pieces(subpath, curved, stroked)
            subpath, curved = [], False
        curved = curved or kind == _CURVE
        subpath.append((x * a + y * c + e, x * b + y * d + f))
        if calls.segment_closes(segment):
            subpath.append(subpath[0])
    yield from path_pieces(subpath, curved, stroked)


def _matrix(item: int) -> Matrix:
    values = calls.Buffer(ctypes.c_float, 6)
    calls.object_matrix(item, values.addresses[0])
    a, b, c, d, e, f = values.values
    return a, b, c, d, e, f


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
