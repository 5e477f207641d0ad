"""Bytes to text: byte-order mark, strict UTF-8, UTF-16 by its NULs, then GB18030; nothing is dropped."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from gongkai.errors import DamagedError, SourceError

SUFFIXES = (".txt", ".md", ".markdown", ".text")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP、Word 或 Excel"),
    (b"PK\x05\x06", "ZIP"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word 或 Excel"),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF87a", "GIF 图片"),
    (b"GIF89a", "GIF 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"\x7fELF", "程序"),
    (b"MZ\x90\x00", "程序"),
    (b"SQLite format 3\x00", "SQLite 数据库"),
)
_SAMPLE = 65_536
"""Bytes by which an encoding is judged."""
_ESCAPED = re.compile("[\udc80-\udcff]")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1b")
_FAMILIAR = re.compile("[\t\n\r\f -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MOST_BAD_BYTES = 0.1
"""Share of the bytes above ASCII that may be bad in a damaged text of an encoding."""
_FEW_BAD_BYTES = 3
"""Bad bytes that any damaged text may have, however short."""
_MOST_CONTROLS = 0.01
"""Share of control characters from which on bytes are no text."""
_LEAST_FAMILIAR = 0.8
"""Share of characters people write in a text read in the right order of its bytes."""
_NULS = 200
"""One of so many bytes is NUL in UTF-16: its digits, blanks and line ends have one each."""


@dataclass(frozen=True)
class Decoded:
    """A file's text; `guessed`: neither a mark nor the bytes prove the encoding; `damage`: offsets of visible escapes."""

    text: str
    encoding: str
    guessed: bool = False
    damage: tuple[int, ...] = ()


def sniff_text(head: bytes, name: str) -> float:
    """0.5 for text with a text suffix, 0.1 for other text, and a trace for our suffix on what is no text.

    The trace lets the reader say what the file really is where no other reader wants it.
    """
    ours = PurePosixPath(name).suffix.lower() in SUFFIXES
    if not head or binary_kind(head) or not _plausible(head):
        return 0.02 if ours else 0.0
    return 0.5 if ours else 0.1


def binary_kind(head: bytes) -> str:
    """What a known signature says the file is, or ""."""
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")


def decode(data: bytes, name: str) -> Decoded:
    """The text of a file, undecodable bytes as visible `\\xNN`; SourceError's kin for what is empty or no text."""
    if not data.strip(b" \t\r\n\f\x00\xef\xbb\xbf\xff\xfe"):
        raise SourceError("文件是空的", name, "请检查文件是否导出完整")
    kind = binary_kind(data[:64])
    if kind:
        raise DamagedError(f"不是文本：内容是 {kind} 文件", name, "请改回原来的后缀，或另存为文本")
    for decoded in _attempts(data):
        if decoded is not None:
            return decoded
    raise DamagedError("不是文本：内容是二进制数据", name, "请另存为 UTF-8 文本")


def _attempts(data: bytes) -> Iterator[Decoded | None]:
    yield _by_mark(data)
    yield _utf16_unmarked(data)
    if _binary_share(data) <= _MOST_CONTROLS:
        yield _strict(data, "utf-8")
        yield _damaged(data, "utf-8")
        yield _legacy(data)
        yield _damaged(data, "gb18030")


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _visible(data, encoding)
    return None


def _strict(data: bytes, encoding: str, guessed: bool = False) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding, guessed)
    except UnicodeDecodeError:
        return None


def _utf16_unmarked(data: bytes) -> Decoded | None:
    # Digits and line ends have a NUL in their high byte; the right order of bytes gives characters people write.
    sample = data[: min(len(data), _SAMPLE) // 2 * 2]
    if sample.count(0) * _NULS < len(sample):
        return None
    shares = {order: _familiar_share(sample, order) for order in ("utf-16-le", "utf-16-be")}
    encoding = max(shares, key=lambda order: shares[order])
    if shares[encoding] < _LEAST_FAMILIAR:
        return None
    decoded = _visible(data, encoding)
    return Decoded(decoded.text, encoding, True, decoded.damage)


def _familiar_share(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, "replace")
    return len(_FAMILIAR.findall(text)) / max(len(text), 1)


def _damaged(data: bytes, encoding: str) -> Decoded | None:
    """The text with some bytes escaped, unless so many are bad that this is not the encoding."""
    decoded = _visible(data, encoding)
    foreign = sum(1 for byte in data[:_SAMPLE] if byte >= 0x80)
    bad = sum(1 for byte in data[:_SAMPLE].decode(encoding, "surrogateescape") if "\udc80" <= byte <= "\udcff")
    if bad > max(foreign * _MOST_BAD_BYTES, _FEW_BAD_BYTES):
        return None
    return Decoded(decoded.text, encoding, encoding != "utf-8", decoded.damage)


def _visible(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        pass
    if encoding.startswith(("utf-16", "utf-32")):
        # These codecs know no surrogate escapes: an odd byte or a lone half becomes its escape straight away.
        return Decoded(data.decode(encoding, "backslashreplace"), encoding, False, (0,))
    text = data.decode(encoding, "surrogateescape")
    pieces, damage, size, last = [], [], 0, 0
    for match in _ESCAPED.finditer(text):
        pieces += [text[last : match.start()], f"\\x{ord(match[0]) - 0xDC00:02x}"]
        size += match.start() - last
        damage.append(size)
        size += 4
        last = match.end()
    pieces.append(text[last:])
    return Decoded("".join(pieces), encoding, False, tuple(damage))


def _legacy(data: bytes) -> Decoded | None:
    """GB18030, or Big5 where charset-normalizer is sure of it; both leave a remark, since bytes cannot prove them."""
    encoding = "gb18030"
    if _suspect(data) == "big5":
        encoding = "big5"
    return _strict(data, encoding, True) or (_strict(data, "gb18030", True) if encoding != "gb18030" else None)


def _suspect(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], steps=5, cp_isolation=["gb18030", "big5"]).best()
    return best.encoding if best is not None else ""


def _binary_share(data: bytes) -> float:
    sample = data[:_SAMPLE]
    return 1 - len(sample.translate(None, _CONTROLS)) / len(sample)


def _plausible(head: bytes) -> bool:
    if head.startswith(tuple(mark for mark, _ in _BOMS)) or _utf16_unmarked(head) is not None:
        return True
    return _binary_share(head) <= _MOST_CONTROLS
