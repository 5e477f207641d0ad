"""A stream of a compound file ([MS-CFB]): how Office kept its files before they were zips."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_HEADER = 512
_ENTRY = 128
_LAST_SECTOR = 0xFFFF_FFFA
"""Sector numbers from here on mark ends and free sectors."""

_STREAM, _ROOT = 2, 5


class CompoundFile:
    """An opened compound file. struct.error or ValueError where it is broken."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if not (7 <= shift <= 16 and 4 <= mini_shift <= shift):
            raise ValueError("sector sizes")
        self._sector, self._mini_sector = 1 << shift, 1 << mini_shift
        directory, self._cutoff, mini_first, _, more, _ = struct.unpack_from("<I4xIIIII", data, 48)
        self._table = self._read_table(more)
        self._mini_table = _whole_numbers(self._chain(mini_first))
        self._entries = self._read_entries(self._chain(directory))
        roots = [entry for entry in self._entries if entry[1] == _ROOT]
        self._mini = self._chain(roots[0][2]) if roots else b""

    def stream(self, name: str) -> bytes | None:
        """A stream's bytes, None where there is none of this name."""
        for own, kind, first, size in self._entries:
            if kind == _STREAM and own == name:
                return (self._mini_chain(first) if size < self._cutoff else self._chain(first))[:size]
        return None

    def _read_table(self, more: int) -> Sequence[int]:
        """Each sector's successor."""
        parts = list(struct.unpack_from("<109I", self._data, 76))
        seen: set[int] = set()
        while more < _LAST_SECTOR and more not in seen:
            seen.add(more)
            *numbers, more = _whole_numbers(self._at(more))
            parts += numbers
        return _whole_numbers(b"".join(self._at(part) for part in parts if part < _LAST_SECTOR))

    def _at(self, sector: int) -> bytes:
        start = _HEADER + sector * self._sector if self._sector == _HEADER else (sector + 1) * self._sector
        return self._data[start : start + self._sector]

    def _chain(self, sector: int) -> bytes:
        return b"".join(self._at(number) for number in _followed(sector, self._table))

    def _mini_chain(self, sector: int) -> bytes:
        size = self._mini_sector
        return b"".join(
            self._mini[number * size : (number + 1) * size] for number in _followed(sector, self._mini_table)
        )

    @staticmethod
    def _read_entries(directory: bytes) -> list[tuple[str, int, int, int]]:
        entries = []
        for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", directory, start + 64)
            first, size = struct.unpack_from("<II", directory, start + 116)
            name = directory[start : start + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
            entries.append((name, kind, first, size))
        return entries


def _followed(sector: int, table: Sequence[int]) -> list[int]:
    """A chain of sectors, as far as it goes without a circle."""
    chain: list[int] = []
    while sector < len(table) and len(chain) <= len(table):
        chain.append(sector)
        sector = table[sector]
    return chain


def _whole_numbers(data: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
