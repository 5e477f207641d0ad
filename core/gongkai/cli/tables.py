"""Tables on a terminal, wide characters counted as two columns."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

_PIPED_WIDTH = 100_000
"""Columns where no terminal limits them: nothing is wrapped."""


def console() -> Console:
    """Standard output; as wide as the terminal, or unlimited when piped."""
    return Console(
        width=None if sys.stdout.isatty() else _PIPED_WIDTH, markup=False, highlight=False, emoji=False, soft_wrap=False
    )


def print_rows(header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A small table with a header."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in header:
        table.add_column(title)
    for row in rows:
        table.add_row(*(Text(value) for value in row))
    console().print(table)


def print_grid(rows: Sequence[Sequence[str]], header_rows: int = 0) -> None:
    """A printed grid with all its lines; figures to the right."""
    table = Table(box=box.SQUARE, show_header=False, show_lines=False)
    for _ in range(max((len(row) for row in rows), default=0)):
        table.add_column(overflow="fold")
    for number, row in enumerate(rows):
        texts = [Text(text, justify="right" if looks_like_figure(text) else "left") for text in row]
        table.add_row(*texts, end_section=number + 1 == header_rows)
    console().print(table)


def looks_like_figure(text: str) -> bool:
    """Whether a cell's text prints an amount."""
    from gongkai.model import AmountState, read_amount

    return read_amount(text).state is AmountState.AMOUNT
