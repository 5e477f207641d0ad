"""正文: the narrative with its levels, tables and forms as links, furniture folded away at the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongkai.model import (
    Block,
    Chart,
    Contents,
    Disclosure,
    Figure,
    Furniture,
    FurnitureKind,
    Heading,
    IndicatorForm,
    Place,
    Table,
)
from gongkai_formats.xlsx.writing.book import Book, Whereabouts
from gongkai_formats.xlsx.writing.cell_places import places_text
from gongkai_formats.xlsx.writing.cell_values import pieces
from gongkai_formats.xlsx.writing.charts import CHART_ROOM, can_draw, write_chart
from gongkai_formats.xlsx.writing.page_setting import set_page
from gongkai_formats.xlsx.writing.styles import GREY, HEI, SONG
from gongkai_formats.xlsx.writing.text_fitting import TALLEST, height_of, lines_needed

HEADS = ("类型", "内容", "出处")
CONTINUED = "（续）"
_WIDTHS = (8.0, 104.0, 14.0)
_SIZE = 11.0
HEADING_SIZES = {1: 16.0, 2: 14.0, 3: 12.0}
TALL_TEXT = 1_200
"""Characters that surely fit the highest row; longer paragraphs go on in the next one."""

_TYPES = {
    "Cover": "封面",
    "Heading": "标题",
    "Paragraph": "正文",
    "ListItem": "列表",
    "Figure": "图",
    "Note": "注",
}
FURNITURE_NAMES: dict[FurnitureKind, str] = {
    "watermark": "水印",
    "page_number": "页码",
    "running_head": "页眉页脚",
    "repeated_header": "重复表头",
    "separator": "分隔线",
    "markup": "标记",
    "outside": "页外文字",
}


class NarrativeWriter:
    """Writes 正文 row by row; `row` is the next free one, `depth` the outline level under the last heading."""

    def __init__(self, book: Book, sheet: Any) -> None:
        self._book = book
        self._sheet = sheet
        self._name = sheet.get_name()
        self._tables: Mapping[str, Table] = {}
        self.row = 0
        self.depth = 0

    def write(self, document: Disclosure) -> None:
        """Write all blocks in reading order, furniture last."""
        head = self._book.styles.cell("center", bold=True, bg_color="#F2F2F2")
        for column, text in enumerate(HEADS):
            self._sheet.write_string(0, column, text, head)
            self._sheet.set_column(column, column, _WIDTHS[column])
        self.row = 1
        self._tables = {table.id: table for table in document.tables}
        for block in document.blocks:
            if not isinstance(block, Furniture):
                self._write_block(block)
        self._write_furniture([block for block in document.blocks if isinstance(block, Furniture)])
        self._sheet.hide_gridlines(2)
        self._sheet.freeze_panes(1, 0)
        self._sheet.outline_settings(True, False, True, False)
        set_page(self._sheet, _WIDTHS, self.row, (0, 0), landscape=False)

    def _write_block(self, block: Block) -> None:
        if isinstance(block, Table | IndicatorForm):
            self._write_link(block)
            return
        self._book.whereabouts[block.id] = Whereabouts(self._name, self.row, column=1)
        if isinstance(block, Heading):
            self.depth = min(block.level, 7)
            size = HEADING_SIZES.get(block.level, _SIZE)
            look = {"font_name": HEI, "font_size": size, "bold": True, "indent": min(block.level - 1, 4)}
            self._lines("标题", block.text, block.places, look, size, level=self.depth - 1)
        elif isinstance(block, Contents):
            self._write_contents(block)
        else:
            kind = _TYPES.get(type(block).__name__, "")
            looks: dict[str, dict[str, Any]] = {
                "封面": {"align": "center", "bold": True},
                "列表": {"indent": 2},
                "图": {"indent": 2, "valign": "top"},
            }
            centred = looks.get(kind, {})
            size = 14.0 if kind == "封面" else _SIZE
            self._lines(kind, block.text, block.places, {"font_size": size, **centred}, size)
            if isinstance(block, Figure) and block.chart is not None:
                self._draw(block.chart)

    def _draw(self, chart: Chart) -> None:
        """The chart of the caption just written, in the same row, which grows."""
        table = self._tables.get(chart.table)
        if table is not None and can_draw(chart, table):
            row = self.row - 1
            self._sheet.set_row(row, CHART_ROOM + 24, None, {"level": self.depth})
            write_chart(self._book, self._sheet, chart, table, (row, 1), 26)

    def _write_contents(self, block: Contents) -> None:
        for entry in block.entries:
            text = entry.text if entry.page is None else f"{entry.text}　……　{entry.page}"
            look = {"font_size": _SIZE, "indent": min(entry.level, 6)}
            self._lines("目录", text, entry.places, look, _SIZE)

    def _write_link(self, block: Table | IndicatorForm) -> None:
        target = self._book.whereabouts.get(block.id)
        number = block.number_label if isinstance(block, Table) else ""
        name = " ".join(filter(None, (number, block.title))) or "（未见标题）"
        kind = "表" if isinstance(block, Table) else "表单"
        places = block.caption[0].places if block.caption else (block.grid.cells[0].places if block.grid.cells else ())
        self._lines(kind, "", places, {}, _SIZE)
        text = f"〔{kind}〕{name}　→ {target.sheet}" if target else f"〔{kind}〕{name}"
        look = {"font_name": SONG, "font_size": _SIZE, "indent": 2}
        self._book.link(self._sheet, self.row - 1, 1, text, target, look)

    def _write_furniture(self, blocks: list[Furniture]) -> None:
        if not blocks:
            return
        self.depth = 0
        look = {"font_name": HEI, "font_size": _SIZE, "font_color": GREY}
        title = f"页眉、页脚、水印等 {len(blocks)} 处（不属正文，已折叠；点左侧 + 展开）"
        self._lines("", title, (), look, _SIZE)
        self._sheet.set_row(self.row - 1, None, None, {"collapsed": True})
        for block in blocks:
            self._book.whereabouts[block.id] = Whereabouts(self._name, self.row, column=1)
            look = {"font_size": 9.0, "font_color": GREY}
            self._lines(FURNITURE_NAMES[block.kind], block.text, block.places, look, 9.0, level=1, hidden=True)

    def _lines(
        self,
        kind: str,
        text: str,
        places: tuple[Place, ...],
        look: dict[str, Any],
        size: float,
        level: int | None = None,
        hidden: bool = False,
    ) -> None:
        styles = self._book.styles
        small = styles.get(font_size=9.0, font_color=GREY, align="center")
        outline = {"level": self.depth if level is None else level, "hidden": hidden}
        for number, piece in enumerate(pieces(text, TALL_TEXT)):
            self._sheet.write_string(self.row, 0, kind if not number else CONTINUED, small)
            self._book.write(self._sheet, self.row, 1, piece, styles.get(text_wrap=True, **look))
            if not number:
                self._book.write(self._sheet, self.row, 2, places_text(places), small)
            width = _WIDTHS[1] - 2 * look.get("indent", 0)
            height = height_of(lines_needed(piece, width, size), size) + 3
            self._sheet.set_row(self.row, min(TALLEST, height), None, outline)
            self.row = self._book.next_row(self._sheet, self.row)
