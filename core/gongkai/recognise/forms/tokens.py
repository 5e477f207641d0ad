"""The filled cells of a form's row, with what their text looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from gongkai.assemble.stream import join_lines
from gongkai.model import Amount, AmountState, Cell, Grid, Place, read_amount
from gongkai.model.amounts import MONEY_UNIT
from gongkai.words.labels import fold, fold_label

_UNIT = re.compile(rf"\((?:金额)?(?:单位:)?(?:{MONEY_UNIT}|万|%|人|个)\)$")
_BRACKET = re.compile(r"(?<=.)\([^()]*\)$")
_VALUE = re.compile(
    r"(?:[≥≤<>=+-]|约|近|不少于|不低于|不超过?|不高于|不大于|不小于|大于|小于|达到|超过|每)*"
    r"\d[\d,.]*(?:-\d[\d,.]*)?(?:%|‰|[^\W\d_]{0,4})(?:及?以[上下内]|左右)?"
)
_NUMBERED = re.compile(r"指标\d+:")
_BARE_NAME = re.compile(r"指标\d*:?")
_SIGNS = frozenset({"≥", "≤", "=", "<", ">", "≧", "≦", "定性", "定量"})
_ANSWERS = frozenset("无是否有优良中差好高低-")
"""Single characters that answer rather than measure."""
_UNSET = re.compile(r"(?:未|没有?)(?:填[报写]?|设[定置]?)")
"""What reporting systems print where nobody set a target."""

_LONGEST_VALUE = 16
"""Characters of a longest value; what is longer and opens with a figure is a sentence."""

_ELLIPSIS = re.compile(r"[.…⋯]+")
CAPTION = re.compile(rf"\(?20\d\d\)?年?度?\)?|(?:(?:金额)?单位:)?\(?(?:{MONEY_UNIT})\)?")
"""A line of the caption that stands in the grid: the period, or the unit."""


@dataclass(frozen=True)
class Token:
    """A filled cell, or the label or the value half of a cell that prints both (`负责人：…`).

    `rest` are cells of the next page in which its text goes on. What a text looks like is found out once: laying a row
    over the columns asks it of every pair.
    """

    cell: Cell
    text: str
    rest: tuple[Cell, ...] = ()

    @property
    def position(self) -> tuple[int, int]:
        return (self.cell.row, self.cell.column)

    @property
    def column(self) -> int:
        return self.cell.column

    @cached_property
    def key(self) -> str:
        return label_key(self.text)

    @cached_property
    def number(self) -> bool:
        """A plain figure without %."""
        amount = amount_of(self.text)
        return amount.state is AmountState.AMOUNT and not amount.percent

    @cached_property
    def figure(self) -> bool:
        """A figure, a percentage, or the dash that stands for one."""
        return amount_of(self.text).state in (AmountState.AMOUNT, AmountState.DASH)

    @cached_property
    def value_like(self) -> bool:
        """An indicator's value rather than its name: ≥3个, 100%, 20次以上."""
        plain = fold(self.text)
        return len(plain) <= _LONGEST_VALUE and (_VALUE.fullmatch(plain) is not None or self.figure)

    @cached_property
    def numbered_name(self) -> bool:
        """An indicator's name with a template's number before it (指标1：…)."""
        return _NUMBERED.match(fold(self.text)) is not None

    @property
    def bare_name(self) -> bool:
        """A template's number without a name (指标2：)."""
        return _BARE_NAME.fullmatch(fold(self.text)) is not None

    @cached_property
    def sign(self) -> bool:
        """Whether a text is all that a column for the sign of a target holds: ≥, =, 定性."""
        return fold(self.text) in _SIGNS

    @cached_property
    def measure(self) -> bool:
        """Whether a text is a unit of measure alone: %, 个."""
        plain = fold(self.text)
        return plain in ("%", "‰", "百分比") or (len(plain) == 1 and not plain.isascii() and plain not in _ANSWERS)

    @cached_property
    def unset(self) -> bool:
        """Whether a text only says that there is no target."""
        return _UNSET.fullmatch(self.key) is not None

    @property
    def ellipsis(self) -> bool:
        """A template's dots for further rows."""
        return _ELLIPSIS.fullmatch(fold(self.text)) is not None


@lru_cache(maxsize=16_384)
def amount_of(text: str) -> Amount:
    """A cell's text as a figure; one cell is asked for many columns."""
    return read_amount(text)


@lru_cache(maxsize=16_384)
def label_key(text: str) -> str:
    """A label for comparison: folded, without 其中：, colon and bracketed unit."""
    return _UNIT.sub("", fold_label(text)).rstrip(":")


@lru_cache(maxsize=16_384)
def short_key(text: str) -> str:
    """`label_key` without a trailing bracket: 全年预算数(A) → 全年预算数."""
    return _BRACKET.sub("", label_key(text))


def one_line(text: str) -> str:
    """A text without its breaks, which only fit it into a narrow cell."""
    return join_lines(line.strip() for line in text.splitlines())


def printed_label(text: str) -> str:
    """A label as printed, in one line, without outer blanks and its closing colon."""
    return one_line(text).rstrip(":：").rstrip()


def source_label(text: str) -> str:
    """A fund row's label: as printed, without 其中： and its closing colon."""
    return re.sub(r"^其\s*中\s*[:：]?\s*", "", printed_label(text)) or printed_label(text)


def rows_of(grid: Grid) -> list[list[Token]]:
    """The filled cells of every grid row, left to right."""
    rows: list[list[Token]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        if not cell.is_blank:
            rows[cell.row].append(Token(cell, cell.text))
    return rows


def places_of(tokens: list[Token]) -> tuple[Place, ...]:
    """Where tokens stand, each place once."""
    cells = (cell for token in tokens for cell in (token.cell, *token.rest))
    return tuple(dict.fromkeys(place for cell in cells for place in cell.places))


def cells_of(tokens: list[Token]) -> tuple[tuple[int, int], ...]:
    """Grid positions of tokens, each once, in reading order."""
    return tuple(sorted({(cell.row, cell.column) for token in tokens for cell in (token.cell, *token.rest)}))
