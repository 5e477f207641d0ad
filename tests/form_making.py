"""Forms invented for the tests: one TOML per variant, its grid drawn with | between cells, << and ^^ for merged ones."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gongkai.model import Cell, Disclosure, Grid, IndicatorForm, PrintedLine, SourceInfo

FOLDER = Path(__file__).parent / "regions" / "form_documents"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))


@dataclass(frozen=True)
class FormDocument:
    """An invented form with what must be read from it."""

    variant: str
    disclosure: Disclosure
    values: list[str]
    indicators: list[str]


def draw_grid(text: str) -> Grid:
    """The grid of a drawing: << joins a cell to the one at its left, ^^ to the one above; rows may be ragged."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    spans: dict[tuple[int, int], list[int]] = {}
    owners: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, mark in enumerate(row):
            if mark == "^^":
                owners[r, c] = owners[r - 1, c]
            elif mark == "<<":
                owners[r, c] = owners[r, c - 1]
            else:
                owners[r, c] = (r, c)
            top, left = owners[r, c]
            span = spans.setdefault((top, left), [1, 1])
            span[0], span[1] = max(span[0], r - top + 1), max(span[1], c - left + 1)
    cells = [
        Cell(r, c, rows[r][c].replace("\\n", "\n"), row_span=down, column_span=across)
        for (r, c), (down, across) in sorted(spans.items())
    ]
    return Grid(len(rows), max(map(len, rows)), tuple(cells))


def load_document(name: str) -> FormDocument:
    """One of the invented forms by file name."""
    data: dict[str, Any] = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    form = IndicatorForm(
        "f1",
        draw_grid(data["grid"]),
        caption=tuple(PrintedLine(line) for line in data["caption"]),
        title=data["title"],
        notes=tuple(PrintedLine(line) for line in data.get("notes", [])),
    )
    disclosure = Disclosure(SourceInfo(f"{name}.txt", "0" * 64, "text/plain"), (form,), region=data["region"])
    values, indicators = (data.get(name, "").splitlines() for name in ("values", "indicators"))
    return FormDocument(data["variant"], disclosure, values, indicators)


def value_lines(form: IndicatorForm) -> list[str]:
    """Values as `section: row / row > column = value`."""
    lines = []
    for value in form.values:
        column = f" > {' / '.join(value.column)}" if value.column else ""
        text = value.value.replace("\n", "⏎")
        lines.append(f"{value.section}: {' / '.join(value.row)}{column} = {text}".rstrip())
    return lines


def indicator_lines(form: IndicatorForm) -> list[str]:
    """Indicators as `section | phase | level1 | level2 | level3 | target | … | note`; - where the form has no such column."""
    fields = (
        "section", "phase", "level1", "level2", "level3", "target", "adjusted", "actual", "progress", "weight", "score", "note",
    )  # fmt: skip
    return [
        " | ".join("-" if (text := getattr(item, field)) is None else text for field in fields).rstrip()
        for item in form.indicators
    ]
