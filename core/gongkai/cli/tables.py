"""Tables on a terminal, wide characters counted as two columns."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gongkai.cli.console import give
from gongkai.words.figures import is_figure

_PIPED_WIDTH = 100_000
"""Columns where no terminal limits them: no row of a list is wrapped."""
_CELL_WIDTH = 40
"""A printed cell is folded at twenty Chinese characters there: one long text would push a form's figures out of sight."""


def print_rows(
    header: Sequence[str], rows: Iterable[Sequence[str]], figure_columns: frozenset[int] = frozenset()
) -> None:
    """A small table with a header; columns of figures to the right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column, title in enumerate(header):
        table.add_column(title, overflow="fold", justify="right" if column in figure_columns else "left")
    for row in rows:
        table.add_row(*(Text(value) for value in row))
    _print(table)


def print_grid(rows: Sequence[Sequence[str]], header_rows: int = 0, code_columns: frozenset[int] = frozenset()) -> None:
    """A printed grid with a line under its header; figures to the right, those of code columns not."""
    table = Table(box=box.SQUARE, show_header=False)
    widest = None if sys.stdout.isatty() else _CELL_WIDTH
    for _ in range(max((len(row) for row in rows), default=0)):
        table.add_column(overflow="fold", max_width=widest)
    for number, row in enumerate(rows):
        texts = [
            Text(text, justify="right" if column not in code_columns and is_figure(text) else "left")
            for column, text in enumerate(row)
        ]
        table.add_row(*texts, end_section=number + 1 == header_rows)
    _print(table)


def _print(table: Table) -> None:
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else _PIPED_WIDTH
    page = io.StringIO()
    Console(file=page, width=width, color_system=None, legacy_windows=False).print(table)
    for line in page.getvalue().splitlines():
        give(line.rstrip())
