"""Form variants: how one region and time prints an indicator form, as data that the one general reader interprets.

Labels are compared folded (width, blanks, colon, 其中：, a bracketed unit); the first of a list is the canonical one,
the rest are spellings seen. A variant names only what its form prints: everything unnamed is left in the grid.
"""

from __future__ import annotations

from importlib.resources import files
from typing import Literal

import msgspec

from gongkai.errors import PluginError
from gongkai.model import FormSection
from gongkai.plugins.specs.loading import load_toml

FundMeasure = Literal[
    "declared", "initial", "adjusted", "budget", "released", "executed", "balance", "weight", "rate", "score", "note"
]
ColumnMeaning = Literal[
    "level1", "level2", "level3", "operator", "target", "unit", "adjusted", "actual", "progress",
    "reference", "weight", "score", "note",
]  # fmt: skip


FieldMeaning = Literal["", "department", "unit", "carried", "initial", "adjustment", "executed", "balance"]


class FormField(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A label and its value in the cells after it, or after a colon in the same cell.

    `group` is a label printed above it (outermost first) that belongs to its path. `fund`: the value is also an
    amount of the form's money block. `meaning` says what checks may rely on: the unit that fills in the form, the
    department above it, or the part an amount has in carried + initial + adjustments - executed = balance.
    """

    labels: tuple[str, ...]
    section: FormSection = "field"
    group: tuple[str, ...] = ()
    fund: bool = False
    meaning: FieldMeaning = ""


class FormHeads(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Labels side by side in one row with their values below them, one list of spellings per label.

    `rows` are labels that may stand left of the values (总体目标) and belong to no value.
    """

    labels: tuple[tuple[str, ...], ...]
    section: FormSection = "goal"
    rows: tuple[str, ...] = ()


class FundColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of a money table; `group` is the label printed over several columns.

    `measure` tells the proofs apart: budget − executed = balance, rate = 100 · executed / budget,
    score = weight (10 where no such column) · rate / 100.
    """

    measure: FundMeasure
    labels: tuple[str, ...]
    group: str = ""


class FundTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Money as a table: one row per source under column heads; `rows` are the usual row labels (others are kept)."""

    columns: tuple[FundColumn, ...]
    rows: tuple[str, ...] = ()


class FundList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Money as a list of label and amount; several lists stand side by side or below each other.

    `heads` open the list. `total` names the row of an amount printed beside the head ("" = the head has none).
    `under` says whether `name` is the values' column (halves: 实施期, 年度) or the outer part of their row label.
    """

    name: str
    heads: tuple[str, ...]
    rows: tuple[str, ...] = ()
    total: str = ""
    under: Literal["row", "column"] = "row"
    amount: str = "金额"


class FormColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of an indicator table; `phase` tells the halves of a two-half form apart.

    An `optional` column is there only where its head is printed; the head of any other may be lost.
    """

    meaning: ColumnMeaning
    labels: tuple[str, ...]
    phase: str = ""
    optional: bool = False


class FormTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of indicators, or of scored items (`result` = scores).

    `tree`: national = the levels bear the fixed names of the national tree, open = any text. `sections` are rows
    above the levels (投入, 过程 …) that carry sums.
    """

    name: str
    columns: tuple[FormColumn, ...]
    result: Literal["indicators", "scores"] = "indicators"
    tree: Literal["national", "open"] = "national"
    sections: tuple[str, ...] = ()


class FormTotal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A closing row: numbers named by how many there are (`numbers` is right-aligned), text is the `grade`."""

    labels: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    grade: str = ""


class FormPeople(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of persons, as the evaluators of a score: its label and column heads.

    Values stand in section score, row (label, number from 1), column the head.
    """

    labels: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]


class FormVariant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An indicator form as data.

    `anchors` are labels whose share among the form's cells decides the contest; `titles` count as one more anchor.
    `groups` are words that only gather other labels. `since` and `until` are years, inclusive. `unit` is assumed
    nowhere: it documents what the form declares.
    """

    id: str
    label: str
    titles: tuple[str, ...]
    anchors: tuple[str, ...]
    scope: Literal["project", "department"] = "project"
    phase: Literal["target", "self_eval"] = "self_eval"
    region: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    unit: str = ""
    groups: tuple[str, ...] = ()
    fields: tuple[FormField, ...] = ()
    heads: tuple[FormHeads, ...] = ()
    fund_table: FundTable | None = None
    fund_lists: tuple[FundList, ...] = ()
    tables: tuple[FormTable, ...] = ()
    totals: tuple[FormTotal, ...] = ()
    people: tuple[FormPeople, ...] = ()

    def __post_init__(self) -> None:
        if not self.id.startswith("form."):
            raise ValueError(f"form variant {self.id!r}: an id starts with form.")
        if not self.titles or not self.anchors:
            raise ValueError(f"form variant {self.id}: titles and anchors are needed to tell it from others")

    @property
    def years(self) -> tuple[int | None, int | None]:
        return (self.since, self.until)


def load_forms(package: str, folder: str = "forms") -> list[FormVariant]:
    """The variants in `<package>/<folder>/*.toml`, one a file, by file name; PluginError names a file that is off."""
    try:
        names = sorted(item.name for item in (files(package) / folder).iterdir() if item.name.endswith(".toml"))
    except OSError as error:
        raise PluginError(f"没有表单数据文件夹：{error}", f"{package}/{folder}", "请重新安装该插件") from error
    return [load_toml(package, f"{folder}/{name}", FormVariant) for name in names]
