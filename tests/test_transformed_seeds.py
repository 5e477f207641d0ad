"""Real texts written in other manners say the same: other line ends, marks, blank lines, kinds of tables, names."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import pytest

import gongkai
from gongkai.model import Disclosure, Furniture, IndicatorForm, Table
from gongkai.words.labels import fold

_LEADER = re.compile(r"\.{3,}\t")


def _rows(text: str, write: Callable[[list[list[str]]], list[str]]) -> str:
    """The text with each run of TAB lines written in another way; the 目录 stays as it is."""
    lines: list[str] = []
    for is_table, group in groupby(text.split("\n"), lambda line: "\t" in line and not _LEADER.search(line)):
        run = list(group)
        lines += write([line.split("\t") for line in run]) if is_table else run
    return "\n".join(lines)


def _as_pipes(rows: list[list[str]]) -> list[str]:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]


def _as_html(rows: list[list[str]]) -> list[str]:
    written = ("".join(f"<td>{html.escape(text, quote=False)}</td>" for text in row) for row in rows)
    return ["<html><body><table>" + "".join(f"<tr>{row}</tr>" for row in written) + "</table></body></html>"]


def _without_blank_lines(text: str) -> str:
    """Blank lines inside a table stay: they are its page breaks."""
    return re.sub(r"(?m)(?<!\t)\n(?:[ \t]*\n)+(?![^\n]*\t)", "\n", text)


def _with_page_numbers(text: str) -> str:
    parts = text.split("\n\n")
    return "".join(
        part + (f"\n\n— {number // 9} —\n\n" if number > 20 and not number % 9 else "\n\n")
        for number, part in enumerate(parts)
    )


_MANNERS: dict[str, Callable[[str], str]] = {
    "crlf": lambda text: text.replace("\n", "\r\n"),
    "one mark for all headings": lambda text: re.sub(r"(?m)^#{1,6} ", "# ", text),
    "no marks": lambda text: re.sub(r"(?m)^#{1,6} ", "", text),
    "pipes": lambda text: _rows(text, _as_pipes),
    "html": lambda text: _rows(text, _as_html),
    "no blank lines": _without_blank_lines,
    "page numbers": _with_page_numbers,
}


def _essence(disclosure: Disclosure) -> list[object]:
    """What a document says, whatever its manner: no places, no furniture."""
    said: list[object] = [disclosure.title, disclosure.year, disclosure.department, disclosure.kind]
    for block in disclosure.blocks:
        if isinstance(block, Table):
            cells = [fold(cell.text) for cell in block.grid.cells if cell.text]
            notes = [fold(note.text) for note in block.notes]
            said.append((block.title, block.number_label, block.department, block.unit, block.kind, cells, notes))
        elif isinstance(block, IndicatorForm):
            said.append((block.title, block.variant, [fold(cell.text) for cell in block.grid.cells if cell.text]))
        elif not isinstance(block, Furniture):
            said.append((type(block).__name__, getattr(block, "level", 0), fold(getattr(block, "text", ""))))
    return said


@pytest.mark.parametrize("manner", _MANNERS)
@pytest.mark.parametrize("key", ["000", "004"])
def test_a_text_in_another_manner_says_the_same(shared: Path, tmp_path: Path, key: str, manner: str) -> None:
    source = next((shared / "seeds").glob(f"{key}_*.txt"))
    path = tmp_path / "同.txt"
    path.write_bytes(_MANNERS[manner](source.read_text(encoding="utf-8")).encode())
    assert _essence(gongkai.read(path)) == _essence(gongkai.read(source))
