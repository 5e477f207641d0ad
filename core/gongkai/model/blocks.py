"""The narrative of a disclosure, in reading order with its tables and forms."""

from __future__ import annotations

from typing import Literal, Union

import msgspec

from gongkai.model.form import GridPosition, IndicatorForm
from gongkai.model.places import Place
from gongkai.model.table import PrintedLine, Table

FurnitureKind = Literal["watermark", "page_number", "running_head", "repeated_header", "separator", "markup", "outside"]


class Cover(msgspec.Struct, frozen=True, tag="cover", forbid_unknown_fields=True, omit_defaults=True):
    """One line of the cover as it reads joined (a name split over two lines is one line here)."""

    id: str
    text: str
    places: tuple[Place, ...] = ()


class ContentsEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A line of the 目录: text without leaders, the printed page number if any, level by numbering from 1."""

    text: str
    page: int | None = None
    level: int = 1
    places: tuple[Place, ...] = ()


class Contents(msgspec.Struct, frozen=True, tag="contents", forbid_unknown_fields=True, omit_defaults=True):
    """The 目录; `lines` hold it as printed, leaders and page numbers included."""

    id: str
    entries: tuple[ContentsEntry, ...]
    lines: tuple[PrintedLine, ...] = ()


class Heading(msgspec.Struct, frozen=True, tag="heading", forbid_unknown_fields=True, omit_defaults=True):
    """Level by numbering style: 第N部分 1, 一、 2, （一） 3, 1、 4."""

    id: str
    level: int
    text: str
    places: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 9:
            raise ValueError(f"heading {self.id}: level {self.level} is not within 1-9")


class Paragraph(msgspec.Struct, frozen=True, tag="paragraph", forbid_unknown_fields=True, omit_defaults=True):
    """Narrative text with its wrapped lines joined."""

    id: str
    text: str
    places: tuple[Place, ...] = ()


class ListItem(msgspec.Struct, frozen=True, tag="list_item", forbid_unknown_fields=True, omit_defaults=True):
    """A list item; its printed number, if any, is part of the text."""

    id: str
    text: str
    places: tuple[Place, ...] = ()


class ChartSeries(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Amounts drawn in one colour, in the order of the chart's labels; `name` is the cell that says whose, if any does."""

    values: tuple[GridPosition, ...]
    name: GridPosition | None = None


class Chart(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a chart shows: cells of one table by (row, column), never copied figures. A pie has one series."""

    shape: Literal["pie", "column"]
    table: str
    labels: tuple[GridPosition, ...]
    series: tuple[ChartSeries, ...]

    def __post_init__(self) -> None:
        if not self.labels or not self.series or (self.shape == "pie" and len(self.series) > 1):
            raise ValueError(f"chart of {self.table}: {len(self.labels)} labels, {len(self.series)} series")
        if any(len(one.values) != len(self.labels) for one in self.series):
            raise ValueError(f"chart of {self.table}: a series has more or fewer values than there are labels")


class Figure(msgspec.Struct, frozen=True, tag="figure", forbid_unknown_fields=True, omit_defaults=True):
    """A chart or picture, named by its caption; `chart` where the document's own tables hold what it shows."""

    id: str
    text: str
    places: tuple[Place, ...] = ()
    chart: Chart | None = None


class Note(msgspec.Struct, frozen=True, tag="note", forbid_unknown_fields=True, omit_defaults=True):
    """A note that belongs to no table."""

    id: str
    text: str
    places: tuple[Place, ...] = ()


class Furniture(msgspec.Struct, frozen=True, tag="furniture", forbid_unknown_fields=True, omit_defaults=True):
    """What the page carries but nobody reads on: kept, never lost."""

    id: str
    kind: FurnitureKind
    text: str
    places: tuple[Place, ...] = ()


Block = Union[Cover, Contents, Heading, Paragraph, ListItem, Figure, Note, Furniture, Table, IndicatorForm]
