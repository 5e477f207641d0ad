"""The one font that stands in for every font a PDF names without carrying it.

pdfium looks for those among the machine's fonts. Where none has a character, its ink is an empty box, and pdfium
leaves out of a page's text every text object without width: a single such character is lost, and where lines end is
judged without heights. So what was read would depend on the fonts that a machine has. Only boxes are needed here, and
one made of boxes is the same everywhere. Fonts carried by the file and pdfium's own fourteen are not asked for.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache
from typing import Any

import pypdfium2_raw as pdfium

_EM = 1000
_ASCENT, _DESCENT = 880, -120
_INK_TOP = 750
_NARROW_INK = 200
"""In 1/1000 em. No advance of a Latin letter is narrower, so the ink's box never widens a glyph's own."""

_WIDE_INK = 950
_FIRST_WIDE = 0x2E80
"""CJK Radicals Supplement, the first block of Unicode whose characters are an em wide."""

_NARROW, _WIDE = 1, 2
_LAST_CHARACTER = 0x10FFFF
_GB2312_CHARSET = 134
_FONT = 1
"""The handle of the only font; not null, which would mean that there is none."""


def install_substitute_font() -> None:
    """Let pdfium, once started, take this font for all that are not carried, in the whole process."""
    pdfium.FPDF_SetSystemFontInfo(_font_info())


@cache
def substitute_font() -> bytes:
    """A TrueType font: boxes for all characters of Unicode, see the OpenType specification for its tables."""
    glyphs = [_box(_NARROW_INK), _box(_NARROW_INK), _box(_WIDE_INK)]  # the first one is for what cmap does not have
    starts = [sum(map(len, glyphs[:index])) for index in range(len(glyphs) + 1)]
    count, bounds = len(glyphs), (0, 0, _WIDE_INK, _INK_TOP)
    groups = [(1, _FIRST_WIDE - 1, _NARROW), (_FIRST_WIDE, _LAST_CHARACTER, _WIDE)]
    many_to_one = struct.pack(">HHIII", 13, 0, 16 + 12 * len(groups), 0, len(groups))
    version = 0x00010000
    return _font_file(
        {
            b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12)
            + many_to_one
            + b"".join(struct.pack(">III", *group) for group in groups),
            b"glyf": b"".join(glyphs),
            b"head": struct.pack(
                ">IIIIHHQQhhhhHHhhh", version, version, 0, 0x5F0F3CF5, 0, _EM, 0, 0, *bounds, 0, 8, 2, 1, 0
            ),
            b"hhea": struct.pack(">IhhhHhhh", version, _ASCENT, _DESCENT, 0, _EM, 0, 0, _WIDE_INK)
            + struct.pack(">hhhhhhhhH", 1, 0, 0, 0, 0, 0, 0, 0, count),
            b"hmtx": b"".join(struct.pack(">Hh", advance, 0) for advance in (_EM, _EM // 2, _EM)),
            b"loca": struct.pack(f">{count + 1}I", *starts),
            b"maxp": struct.pack(">IHHHHH", version, count, 4, 1, 0, 0) + struct.pack(">HHHHHHHHH", 1, *[0] * 8),
        }
    )


def _box(width: int) -> bytes:
    """A glyph of one contour: from the origin up, across, down."""
    across, up = (0, 0, width, 0), (0, _INK_TOP, 0, -_INK_TOP)
    outline = struct.pack(">hhhhhHH", 1, 0, 0, width, _INK_TOP, 3, 0) + b"\x01" * 4 + struct.pack(">8h", *across, *up)
    return outline + b"\0" * (-len(outline) % 4)


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    power = len(tables).bit_length() - 1
    out = struct.pack(">IHHHH", 0x00010000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    body, start = b"", len(out) + 16 * len(tables)
    for tag, data in sorted(tables.items()):
        padded = data + b"\0" * (-len(data) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        out += struct.pack(">4sIII", tag, checksum, start + len(body), len(data))
        body += padded
    return out + body


@cache
def _font_info() -> Any:
    """pdfium's table of calls for finding fonts; kept for good, as pdfium goes on calling it."""
    data = substitute_font()

    def font_data(info: object, font: object, table: int, buffer: Any, size: int) -> int:
        if table:  # only collections of fonts are asked for a table
            return 0
        if size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    answers: dict[str, Any] = {
        "Release": lambda info: None,
        "EnumFonts": lambda info, mapper: None,
        "MapFont": lambda info, weight, italic, charset, pitch, face, exact: _FONT,
        "GetFont": lambda info, face: _FONT,
        "GetFontData": font_data,
        "GetFaceName": lambda info, font, buffer, size: 0,
        "GetFontCharset": lambda info, font: _GB2312_CHARSET,
        "DeleteFont": lambda info, font: None,
    }
    types: dict[str, Any] = dict(pdfium.FPDF_SYSFONTINFO._fields_)
    return pdfium.FPDF_SYSFONTINFO(version=1, **{name: types[name](answer) for name, answer in answers.items()})
