"""Sheets drawn for the tests of checking: a head line and a line per row, | between cells."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from form_making import draw_grid
from gongkai.checking.arithmetic.equations import Equation, State, Term, judge
from gongkai.checking.arithmetic.figures import CONSTANT_ROW, FigureKey, PrintedFigure, blank_figure, read_figure
from gongkai.checking.arithmetic.sheets import Sheet
from gongkai.checking.arithmetic.table_identities import Result
from gongkai.checking.evaluation import Evaluation
from gongkai.checking.forms.sheets import FormSheet
from gongkai.model import (
    Cell,
    ColumnAxis,
    Disclosure,
    FormValue,
    Grid,
    Indicator,
    IndicatorForm,
    PrintedLine,
    Reading,
    RowAxis,
    RowLabel,
    SourceInfo,
    Table,
)
from gongkai.model.blocks import Block
from gongkai.plugins.specs.forms import (
    FormColumn,
    FormField,
    FormTable,
    FormTotal,
    FormVariant,
    FundColumn,
    FundTable,
)

ROLES = {"编码": "code", "名称": "label", "行次": "line_number"}
MARKS = {"§": "section", "◇": "group"}


def table_of(
    drawing: str,
    name: str = "t1",
    kind: str = "final.spending",
    unit: str = "万元",
    title: str = "支出表",
    **more: object,
) -> Table:
    """A recognised table. Its head line says what the columns hold: 编码, 名称, 行次, else an amount by its header path
    (outer/inner), with `1:` before it in the second panel; `(元)` behind it is its own unit. A label that ends in 计
    is a total's; `§` and `◇` begin sections and grouping rows, and `·` a line below the one above."""
    head, *lines = drawing.strip("\n").splitlines()
    columns = [_column(word.strip()) for word in head.split("|")]
    above: dict[int, str] = {}
    rows = [RowAxis("header"), *(_row(line, columns, above) for line in lines)]
    grid = draw_grid("\n".join([head, *(line.translate({ord(mark): None for mark in "§◇·"}) for line in lines)]))
    reading = Reading(1, tuple(rows), tuple(columns))
    caption = (PrintedLine(title),)
    fields = {"caption": caption, "header_rows": 1, "title": title, **more}
    return Table(name, grid, kind=kind, unit=unit, reading=reading, **fields)  # type: ignore[arg-type]


def _column(word: str) -> ColumnAxis:
    panel, _, word = word.rpartition(":")
    unit = "元" if word.endswith("(元)") else "%" if word.endswith("(%)") else ""
    word = word.removesuffix(f"({unit})")
    return ColumnAxis(ROLES.get(word, "amount"), tuple(word.split("/")), int(panel or 0), unit)  # type: ignore[arg-type]


def _row(line: str, columns: list[ColumnAxis], above: dict[int, str]) -> RowAxis:
    cells = [cell.strip() for cell in line.split("|")]
    labels, role = [], "item"
    for panel in range(max(column.panel for column in columns) + 1):
        texts = {column.role: cell for cell, column in zip(cells, columns, strict=False) if column.panel == panel}
        label, code = texts.get("label", ""), texts.get("code", "")
        role = MARKS.get(label[:1], role)
        below = label.startswith("·")
        label = label.lstrip("§◇·")
        total = label.endswith("计")
        role = "total" if total else role
        path = (above[panel],) if below else ()
        if not below:
            above[panel] = label
        labels.append(RowLabel(code, label, 2 if below else 1, path, total))
    return RowAxis(role, tuple(labels))  # type: ignore[arg-type]


def sheet_of(drawing: str, name: str = "t1", kind: str = "final.spending", unit: str = "万元", **more: object) -> Sheet:
    """Such a table laid out for arithmetic."""
    table = table_of(drawing, name, kind, unit, **more)
    assert table.reading is not None
    return Sheet(table, table.reading)


def disclosure_of(*blocks: Block, **more: object) -> Disclosure:
    return Disclosure(SourceInfo("公开.txt", "0" * 64, "text/plain"), blocks, **more)  # type: ignore[arg-type]


def written(results: Iterable[Result], *sheets: Sheet) -> list[str]:
    """Equations as they would be written down with the printed texts, `!` where they fail; gaps as `? reason`."""
    figures: dict[FigureKey, PrintedFigure] = {}
    for sheet in sheets:
        figures |= sheet.figures
    return [
        equation_line(result, figures) if isinstance(result, Equation) else f"? {result.reason}" for result in results
    ]


def equation_line(equation: Equation, figures: dict[FigureKey, PrintedFigure]) -> str:
    first, *others = equation.terms
    sides = "".join(f"{'-' if term.factor > 0 else '+'}{figures[term.key].raw or '0'}" for term in others)
    relation = "≤" if equation.at_most else "="
    failed = " !" if judge(equation, figures).state is State.VIOLATED else ""
    return f"{figures[first.key].raw or '0'} {relation} {sides.removeprefix('+')}{failed}"


def network(figures: dict[str, str], *equations: str, **more: bool) -> Evaluation:
    """Figures by name and equations between them as `a = b + c`; a name with a star is a constant, one with a dot
    before it stands in a sentence of block p1."""
    keys: dict[str, FigureKey] = {
        name: ("t1", CONSTANT_ROW if name.endswith("*") else row, 0) for row, name in enumerate(figures)
    }
    keys |= {name: ("p1", -1, row) for row, name in enumerate(figures) if name.startswith(".")}
    read = {keys[name]: read_figure(keys[name], raw) or blank_figure(keys[name]) for name, raw in figures.items()}
    found = []
    for text in equations:
        total, _, parts = text.partition(" = ")
        terms = (Term(1, keys[total]), *(Term(-1, keys[part]) for part in parts.split(" + ")))
        found.append(Equation("W-01", text, terms, **more))
    return Evaluation(read, found)


VARIANT = FormVariant(
    "form.drawn",
    "自评表",
    titles=("自评表",),
    anchors=("绩效指标",),
    fields=(
        FormField(("主管部门",), meaning="department"),
        FormField(("实施单位",), meaning="unit"),
        FormField(("上年结转",), meaning="carried"),
        FormField(("年初预算",), meaning="initial"),
        FormField(("预算调整",), meaning="adjustment"),
        FormField(("预算执行",), meaning="executed"),
        FormField(("年末结余",), meaning="balance"),
    ),
    fund_table=FundTable(
        (
            FundColumn("budget", ("全年预算数",)),
            FundColumn("executed", ("全年执行数",)),
            FundColumn("balance", ("结余",)),
            FundColumn("rate", ("执行率",)),
            FundColumn("score", ("得分",)),
            FundColumn("weight", ("分值",)),
        ),
        rows=("年度资金总额",),
    ),
    tables=(
        FormTable("绩效指标", (FormColumn("weight", ("分值",)), FormColumn("score", ("得分",)))),
        FormTable(
            "评分表", (FormColumn("weight", ("标准分",)),), result="scores", tree="open", sections=("投入", "过程")
        ),
    ),
    totals=(FormTotal(("总分",), ("总分分值", "总分得分"), grade="等级"),),
)
"""A form with everything that checks look at."""


def form_of(
    values: str = "", *indicators: Indicator, name: str = "f1", unit: str = "万元", variant: FormVariant = VARIANT
) -> FormSheet:
    """A recognised form: values as `section: row / row > column = text`, a line each; every value and every text of an
    indicator in a cell of its own."""
    cells: list[Cell] = []
    read = []
    for line in values.strip().splitlines():
        section, _, rest = line.partition(": ")
        path, _, text = rest.partition(" = ")
        row, _, column = path.removesuffix(" =").partition(" > ")
        cells.append(Cell(len(cells), 0, text))
        heads = (column,) if column else ()
        at = (len(cells) - 1, 0)
        read.append(FormValue(section, text, tuple(row.split(" / ")), heads, (at,)))  # type: ignore[arg-type]
    placed = []
    for one in indicators:
        slots = ("level3", "target", "adjusted", "actual", "progress", "weight", "score", "note")
        texts = [text for slot in slots if (text := getattr(one, slot)) is not None]
        first = len(cells)
        cells += [Cell(first + nth, 0, text) for nth, text in enumerate(texts)]
        at_cells = tuple((row, 0) for row in range(first, len(cells)))
        placed.append(msgspec.structs.replace(one, cells=one.cells or at_cells))
    grid = Grid(max(len(cells), 1), 1, tuple(cells))
    form = IndicatorForm(
        name, grid, title="自评表", unit=unit, variant=variant.id, values=tuple(read), indicators=tuple(placed)
    )
    return FormSheet(form, variant)
