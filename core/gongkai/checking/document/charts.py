"""Captions of charts and the tables that hold what they show.

A source text keeps of a chart no more than its caption (收入预算图). What it is of says which table it was made from; the
parts of a whole are those that an identity of that table adds up, so that no list of labels is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from gongkai.checking.arithmetic.cross_identities import FoundCell, find_cell
from gongkai.checking.arithmetic.figures import FigureKey, PrintedFigure
from gongkai.checking.arithmetic.sheets import Sheet
from gongkai.checking.evaluation import Evaluation
from gongkai.model import Block, Chart, ChartSeries, Disclosure, Figure, GridPosition
from gongkai.plugins.specs import Spot, TableChart, TableKind
from gongkai.plugins.specs.identities import Selector
from gongkai.words.labels import fold

_FRAME = re.compile(r"^\(?图表?(?:\d+|[一二三四五六七八九十]+)?[-:.、]?|\([^()]*\)|[()、,:\"'“”]")
_BEFORE = re.compile(r"^.*(?:19|20)\d{2}年度?|^(?:[本各]?(?:部门|单位))?(?:本年度?|当年)?")
_STAGE = re.compile(r"(?<!公共)(?<!基金)(?<!资本经营)(?:预算|决算)数?")
_SHAPE = re.compile(
    r"(?:结构|构成|组成|来源|分布|占比|比例|比重|对比|比较|变动|变化|增减|总体|情况|饼状|饼形|饼|柱状|柱形|柱|条形|示意|统计|分析|图表|图)+$"
)
_COLUMNS = re.compile("柱|条形|对比|比较|变动|变化|增减")


def with_charts(
    disclosure: Disclosure, blocks: Sequence[Block], evaluation: Evaluation, kinds: Sequence[TableKind]
) -> tuple[Block, ...]:
    """The blocks, every chart's caption with the cells it shows; none where no table has them.

    Of captions that follow each other and show the same (a line and the description of its picture) the first counts.
    """
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Figure):
            chart = _chart(block.text, disclosure, evaluation, kinds)
            before = found[-1] if found else None
            told = chart is not None and isinstance(before, Figure) and before.chart == chart
            block = msgspec.structs.replace(block, chart=None if told else chart)
        found.append(block)
    return tuple(found)


def subject_of(caption: str, department: str = "") -> str:
    """What a chart is of: 图2：某局2024年度收入决算结构图（饼状图） → 收入."""
    plain = _FRAME.sub("", _FRAME.sub("", fold(caption), count=1))
    plain = plain.replace(fold(department), "") if department else plain
    while True:
        shorter = _SHAPE.sub("", _STAGE.sub("", _BEFORE.sub("", plain, count=1)))
        if shorter == plain:
            return plain
        plain = shorter


def _chart(caption: str, disclosure: Disclosure, evaluation: Evaluation, kinds: Sequence[TableKind]) -> Chart | None:
    subject = subject_of(caption, disclosure.department)
    for sheet in evaluation.sheets:
        for kind in kinds:
            for chart in kind.charts if kind.id == sheet.table.kind else ():
                if subject and subject in chart.captions:
                    made = _parts(chart, sheet, evaluation, caption) if chart.total else _compared(chart, sheet)
                    if made is not None:
                        return made
    return None


def _parts(chart: TableChart, sheet: Sheet, evaluation: Evaluation, caption: str) -> Chart | None:
    """The addends of a sum that print an amount, by the longest equation that makes it up."""
    assert chart.total is not None
    found = _cell(sheet, chart.total)
    if found is None:
        return None
    across = chart.parts == "columns"
    best = max(_sums_of(sheet.key(*found[1:]), across, evaluation), key=len, default=[])
    if not best:
        return None
    negative = any(figure.value < 0 for figure in best)
    cells = [figure.key[1:] for figure in best]
    labels = [_header(sheet, column) if across else _label(sheet, row, column) for row, column in cells]
    shape = "column" if negative or _COLUMNS.search(fold(caption)) else "pie"
    return _made(shape, sheet, labels, [cells])


def _sums_of(key: FigureKey, across: bool, evaluation: Evaluation) -> Iterator[list[PrintedFigure]]:
    """The addends with an amount of each equation whose total a figure is: of its row, else of other rows."""
    for equation in evaluation.through.get(key, ()):
        total, *addends = equation.terms
        within = all(term.factor == -1 and term.key[0] == key[0] for term in addends)
        if total.key == key and within and all((term.key[1] == key[1]) == across for term in addends):
            figures = (evaluation.figures[term.key] for term in addends)
            yield [figure for figure in figures if figure.value]


def _compared(chart: TableChart, sheet: Sheet) -> Chart | None:
    """The named cells side by side, where there are two at least and all of them print an amount."""
    named = [[_printed_at(sheet, spot) for spot in spots] for spots in chart.series]
    series = [[cell for cell in cells if cell is not None] for cells in named if None not in cells]
    if not series or len(series) * len(series[0]) < 2:
        return None
    labels = [_label(sheet, row, column) for row, column in series[0]]
    if len({sheet.table.grid.text_at(*label) for label in labels if label}) < len(labels):
        labels = [_header(sheet, column, outermost=True) for _, column in series[0]]
    return _made("column", sheet, labels, series)


def _printed_at(sheet: Sheet, spot: Spot) -> GridPosition | None:
    """Where a named cell's amount is printed, if it is."""
    cell = _cell(sheet, spot)
    figure = sheet.figure(*cell[1:]) if cell is not None else None
    return figure.key[1:] if figure is not None and figure.raw else None


def _made(
    shape: str, sheet: Sheet, labels: Sequence[GridPosition | None], series: Sequence[Sequence[GridPosition]]
) -> Chart | None:
    known = [label for label in labels if label is not None]
    if len(known) < len(labels):
        return None
    names = [_header(sheet, values[0][1]) if len(series) > 1 else None for values in series]
    rows = tuple(ChartSeries(tuple(values), name) for values, name in zip(series, names, strict=True))
    return Chart("pie" if shape == "pie" else "column", sheet.table.id, tuple(known), rows)


def _cell(sheet: Sheet, spot: Spot) -> FoundCell | None:
    found = find_cell([sheet], Selector(sheet.table.kind, spot.row, spot.column, spot.panel))
    return None if isinstance(found, str) else found


def _label(sheet: Sheet, row: int, column: int) -> GridPosition | None:
    """The cell that prints a row's label: the last one in the label columns of the amount's panel."""
    panel = sheet.axis(column).panel
    columns = [at for at, axis in enumerate(sheet.reading.columns) if axis.panel == panel and axis.role == "label"]
    cells = [sheet.table.grid.cell_at(row, at) for at in columns]
    return next(((cell.row, cell.column) for cell in reversed(cells) if cell is not None and not cell.is_blank), None)


def _header(sheet: Sheet, column: int, outermost: bool = False) -> GridPosition | None:
    """The cell that prints a column's own header word, or the outermost one."""
    reading, grid = sheet.reading, sheet.table.grid
    rows = [row for row in range(reading.header_rows) if reading.rows[row].role == "header"]
    for row in rows if outermost else reversed(rows):
        for at in range(column, -1, -1) if outermost else (column,):
            cell = grid.cell_at(row, at)
            if cell is not None and not cell.is_blank:
                return cell.row, cell.column
    return None
