"""pdfium functions called some hundred times a page, through plain addresses instead of typed pointers.

The generated bindings build and check a pointer object with every call; with integers a call takes half the time.
Handles are addresses (int), results go to buffers given by address. See fpdf_edit.h and fpdf_text.h of pdfium.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2_raw as pdfium

Call = Callable[..., Any]
_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


def _plain(function: Any, result: Any, *arguments: Any) -> Call:
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


loose_char_box = _plain(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
page_object = _plain(pdfium.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
form_object = _plain(pdfium.FPDFFormObj_GetObject, _ADDRESS, _ADDRESS, ctypes.c_ulong)
count_page_objects = _plain(pdfium.FPDFPage_CountObjects, _INT, _ADDRESS)
count_form_objects = _plain(pdfium.FPDFFormObj_CountObjects, _INT, _ADDRESS)
object_type = _plain(pdfium.FPDFPageObj_GetType, _INT, _ADDRESS)
object_bounds = _plain(pdfium.FPDFPageObj_GetBounds, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, _INT, _ADDRESS, _ADDRESS)
fill_colour = _plain(pdfium.FPDFPageObj_GetFillColor, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
stroke_colour = _plain(pdfium.FPDFPageObj_GetStrokeColor, _INT, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS, _ADDRESS)
draw_mode = _plain(pdfium.FPDFPath_GetDrawMode, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
count_segments = _plain(pdfium.FPDFPath_CountSegments, _INT, _ADDRESS)
path_segment = _plain(pdfium.FPDFPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT)
text_object = _plain(pdfium.FPDFText_GetTextObject, _ADDRESS, _ADDRESS, _INT)
text_mode = _plain(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _ADDRESS)
text_font = _plain(pdfium.FPDFTextObj_GetFont, _ADDRESS, _ADDRESS)
font_name = _plain(pdfium.FPDFFont_GetBaseFontName, ctypes.c_ulong, _ADDRESS, _ADDRESS, ctypes.c_ulong)
font_weight = _plain(pdfium.FPDFFont_GetWeight, _INT, _ADDRESS)
clip_path = _plain(pdfium.FPDFPageObj_GetClipPath, _ADDRESS, _ADDRESS)
count_clip_paths = _plain(pdfium.FPDFClipPath_CountPaths, _INT, _ADDRESS)
count_clip_segments = _plain(pdfium.FPDFClipPath_CountPathSegments, _INT, _ADDRESS, _INT)
clip_segment = _plain(pdfium.FPDFClipPath_GetPathSegment, _ADDRESS, _ADDRESS, _INT, _INT)
segment_type = _plain(pdfium.FPDFPathSegment_GetType, _INT, _ADDRESS)
segment_point = _plain(pdfium.FPDFPathSegment_GetPoint, _INT, _ADDRESS, _ADDRESS, _ADDRESS)
segment_closes = _plain(pdfium.FPDFPathSegment_GetClose, _INT, _ADDRESS)


def handle_of(pointer: Any) -> int:
    """The address of a typed handle."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


class Buffer:
    """Some numbers of one C type that calls write to; `addresses` of each, `values` as a list."""

    def __init__(self, kind: Any, count: int) -> None:
        self._array = (kind * count)()
        start, step = ctypes.addressof(self._array), ctypes.sizeof(kind)
        self.addresses = tuple(start + step * index for index in range(count))

    @property
    def values(self) -> list[Any]:
        return self._array[:]  # type: ignore[no-any-return]  # a slice copies at once, list() one by one
