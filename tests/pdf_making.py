"""Small invented PDFs, written by hand: texts in a Chinese font that needs no font file, lines and boxes.

Positions are in points from the top left, as the reader reports them (there in 1/100 pt).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, radians, sin

_PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


@dataclass
class Page:
    """A page in the making: its operators, size, /Rotate and crop box (PDF units)."""

    width: float = 595
    height: float = 842
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None
    operators: list[str] = field(default_factory=list)

    def text(
        self, x: float, y: float, text: str, size: float = 10, *, mode: int = 0, grey: float = 0, angle: float = 0
    ) -> Page:
        """A text whose em box has its top left corner at (x, y); `angle` counter-clockwise around its start."""
        a, b = cos(radians(angle)), sin(radians(angle))
        base = self.height - y - 0.88 * size
        self.operators.append(
            f"BT {grey} g {mode} Tr /F1 {size} Tf {a:.5f} {b:.5f} {-b:.5f} {a:.5f} {x} {base:.2f} Tm "
            f"<{text.encode('utf-16-be').hex()}> Tj ET"
        )
        return self

    def clipped(self, x0: float, y0: float, x1: float, y1: float, inner: Page) -> Page:
        """What `inner` prints, cut to a box, as spreadsheets cut a text too high for its row."""
        self.operators += [f"q {x0} {self.height - y1} {x1 - x0} {y1 - y0} re W n", *inner.operators, "Q"]
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, dash: str = "") -> Page:
        """A stroked line."""
        pattern = f"[{dash}] 0 d" if dash else "[] 0 d"
        self.operators.append(f"0 G {pattern} {width} w {x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def box(self, x0: float, y0: float, x1: float, y1: float, grey: float = 0, *, stroke: bool = False) -> Page:
        """A filled box, or a stroked one."""
        colour = f"{grey} G [] 0 d 0.5 w" if stroke else f"{grey} g"
        paint = "S" if stroke else "f"
        self.operators.append(f"{colour} {x0} {self.height - y1} {x1 - x0} {y1 - y0} re {paint}")
        return self

    def table(
        self,
        x: float,
        y: float,
        widths: Sequence[float],
        rows: Sequence[Sequence[str]],
        height: float = 20,
        size: float = 9,
    ) -> Page:
        """A plainly ruled table; texts start 3 pt right of their cell's left border."""
        xs = [x + sum(widths[:index]) for index in range(len(widths) + 1)]
        ys = [y + height * index for index in range(len(rows) + 1)]
        for level in ys:
            self.line(xs[0], level, xs[-1], level)
        for upright in xs:
            self.line(upright, ys[0], upright, ys[-1])
        return self.cells(xs, ys, rows, size)

    def cells(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]], size: float = 9) -> Page:
        """The texts of a table without its lines."""
        for top, row in zip(ys, rows, strict=False):
            for left, text in zip(xs, row, strict=False):
                if text:
                    self.text(left + 3, top + 5, text, size)
        return self


def make_pdf(
    *pages: Page,
    password: str | None = None,
    fonts: dict[str, str] | None = None,
    pictures: dict[str, bytes] | None = None,
) -> bytes:
    """The bytes of a PDF. `password`: encrypt with this user password ("" opens for everyone).

    `fonts`: further font objects by name, given as PDF dictionaries without streams; `pictures`: whole image objects.
    """
    objects: list[bytes] = [b"", b"", *_font_objects()]
    font = "/F1 3 0 R"
    for name, dictionary in (fonts or {}).items():
        objects.append(dictionary.encode("latin-1"))
        font += f" /{name} {len(objects)} 0 R"
    images = ""
    for name, body in (pictures or {}).items():
        objects.append(body)
        images += f"/{name} {len(objects)} 0 R "
    kids = []
    key = None
    if password is not None:
        encryption, key = _encryption(password.encode("latin-1"))
        objects.append(encryption)
        encrypt = len(objects)
        objects[3] = _with_secret_strings(objects[3], key)
    for page in pages:
        objects.append(_stream("\n".join(page.operators).encode("latin-1"), key, len(objects) + 1))
        crop = f"/CropBox [{' '.join(map(str, page.crop))}]" if page.crop else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {page.width} {page.height}] {crop} /Rotate {page.rotate} "
            f"/Resources << /Font << {font} >> /XObject << {images}>> >> /Contents {len(objects)} 0 R >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    trailer = f" /Encrypt {encrypt} 0 R /ID [<{'00' * 16}> <{'00' * 16}>]" if key is not None else ""
    return _file(objects, trailer)


def _font_objects() -> list[bytes]:
    return [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /W [1 95 500] >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]


def _with_secret_strings(font: bytes, key: bytes) -> bytes:
    """The descendant font (object 4) with its two strings encrypted, as everything in an encrypted file is."""
    secret = hashlib.md5(key + (4).to_bytes(3, "little") + b"\0\0").digest()[:10]
    for word in (b"Adobe", b"GB1"):
        font = font.replace(b"(" + word + b")", b"<" + _rc4(secret, word).hex().encode() + b">")
    return font


def _stream(data: bytes, key: bytes | None, number: int) -> bytes:
    if key is not None:
        data = _rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], data)
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    out = bytearray(b"%PDF-1.6\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _encryption(user: bytes) -> tuple[bytes, bytes]:
    """The standard security handler of revision 2 (40 bits), and its key."""
    owner = _rc4(hashlib.md5((b"owner" + _PADDING)[:32]).digest()[:5], (user + _PADDING)[:32])
    permissions = (0xFFFFFFFC).to_bytes(4, "little")
    key = hashlib.md5((user + _PADDING)[:32] + owner + permissions + bytes(16)).digest()[:5]
    check = _rc4(key, _PADDING)
    body = f"<< /Filter /Standard /V 1 /R 2 /O <{owner.hex()}> /U <{check.hex()}> /P -4 >>"
    return body.encode(), key


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out = bytearray()
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
