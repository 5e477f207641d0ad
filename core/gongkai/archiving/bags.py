"""Bags of BagIt 1.0 (RFC 8493): written file by file beside their place, then moved there whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from gongkai.carrying.archives import is_inner_path
from gongkai.errors import TargetError

_BLOCK = 1 << 20
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_LINE = 79


@dataclass(frozen=True, slots=True)
class Packed:
    """A file of a bag: its path from the bag's root, bytes, and SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass
class Bag:
    """A bag under construction in an empty folder. Paths are POSIX, from the bag's root; payload is below `data/`."""

    folder: Path
    payload: list[Packed] = field(default_factory=list)

    def add_file(self, path: str, source: Path) -> Packed:
        """Copy a file into the payload and hash what was copied. OSError where it cannot be read or written."""
        with source.open("rb") as file:
            return self.add_pieces(path, iter(partial(file.read, _BLOCK), b""))

    def add_pieces(self, path: str, pieces: Iterable[bytes]) -> Packed:
        """Put bytes into the payload, piece by piece."""
        digest, size = hashlib.sha256(), 0
        with self._target(path).open("xb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
                size += len(piece)
        packed = Packed(path, size, digest.hexdigest())
        self.payload.append(packed)
        return packed

    def finish(self, information: Mapping[str, str]) -> None:
        """Write the tag files: declaration, information (label → text, in order), manifests."""
        octets = sum(file.size for file in self.payload)
        told = {**information, "Payload-Oxum": f"{octets}.{len(self.payload)}"}
        tags = {
            "bagit.txt": _DECLARATION,
            "bag-info.txt": "".join(_folded(label, text) for label, text in told.items()),
            "manifest-sha256.txt": _manifest({file.path: file.sha256 for file in self.payload}),
        }
        encoded = {name: text.encode() for name, text in tags.items()}
        sums = {name: hashlib.sha256(data).hexdigest() for name, data in encoded.items()}
        encoded["tagmanifest-sha256.txt"] = _manifest(sums).encode()
        for name, data in encoded.items():
            (self.folder / name).write_bytes(data)

    def _target(self, path: str) -> Path:
        if not is_inner_path(path):
            raise TargetError(f"文件名越出文件夹：{path}", str(self.folder), "请检查来源的名称")
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        return target


def _manifest(sums: Mapping[str, str]) -> str:
    return "".join(f"{sums[path]}  {encode_path(path)}\n" for path in sorted(sums))


def encode_path(path: str) -> str:
    """A path as manifests write it: line breaks and percent signs as %XX (RFC 8493, 2.1.3)."""
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _folded(label: str, text: str) -> str:
    """A line of bag-info.txt; a longer text goes on in indented lines."""
    words = " ".join(text.split()).split(" ")
    lines = [f"{label}:"]
    for word in words:
        if len(lines[-1]) + len(word) + 1 > _LINE and lines[-1].strip() and not lines[-1].endswith(":"):
            lines.append(" ")
        lines[-1] += f" {word}"
    return "\n".join(lines) + "\n"
