"""Identities as data: what must add up, told by labels of rows and columns, never by position or number.

Labels are compared folded (`labels.fold_label`); where several are given the first that a table has is taken.
Table kinds may end in `*`.
"""

from __future__ import annotations

from typing import Union

import msgspec

from gongkai.plugins.specs.loading import load_toml

Labels = tuple[str, ...]


class _Identity(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="form", kw_only=True):
    """id and label of the rule; where and when it applies."""

    id: str
    label: str
    tables: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    soft: bool = False


class Hierarchy(_Identity, frozen=True, tag="hierarchy"):
    """Each code's row is the sum of its children's rows, and the total row the sum of the top codes, by column."""


class ColumnSum(_Identity, frozen=True, tag="columns"):
    """In each row the total column is the sum of the addend columns, within one parent header.

    `total` and `addends` are leaf header words, or outer and leaf word as 本年支出/小计; every addend group is a list of
    alternatives, subtracted where they begin with `-`. Missing addends count nothing, or with `all = true` make the
    identity not evaluable, as it is with none of them.
    """

    total: Labels
    addends: tuple[Labels, ...]
    all: bool = False


class SiblingSum(_Identity, frozen=True, tag="siblings"):
    """In each row a column headed by one of `total` is the sum of all other leaves under the same parent header."""

    total: Labels
    without: Labels = ()


class RowSum(_Identity, frozen=True, tag="rows"):
    """In each amount column of a panel the total row is the signed sum of the addend rows.

    An addend beginning with `-` is subtracted. `items = true`: all numbered lines of the panel above the total, its
    sub-lines aside. Missing addend rows count nothing.
    """

    total: Labels
    addends: tuple[Labels, ...] = ()
    items: bool = False


class ClassSum(_Identity, frozen=True, tag="classes"):
    """In a list without codes the row of each of `classes` is the sum of the rows after it up to the next class or
    total, and the total row is the sum of the classes."""

    classes: Labels


class GroupSum(_Identity, frozen=True, tag="groups"):
    """A grouping row (a department, a unit) is the sum of the items under it; of grouping rows that follow each other
    the inner ones close with the next grouping row, the outer ones with the next of their own depth."""


class PathSum(_Identity, frozen=True, tag="paths"):
    """Rows told by nested labels (`一、货物/办公设备/打印机`, `其他资金/小计`): each is the sum of the rows right under it,
    and the total row that of the outermost. 其中 rows are a part only and are left out."""


class Selector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cells of one table: row labels, leaf or outer column words, and a word of the panel's outermost header.

    `row` empty: every row of a code that both sides have (joined by code); `*`: the one row of a table that has one; `+`: the sum of all
    items.
    """

    table: str
    row: Labels = ()
    column: Labels = ()
    panel: str = ""


class Equality(_Identity, frozen=True, tag="equal"):
    """A figure stands in two tables: Σ left = Σ right, in yuan.

    `at_most`: left is a part of right. `only_if_zero`: cells that must be blank or zero for it to hold (money carried
    over, say, that one table counts and the other leaves out); a cell that is not there does no harm.
    """

    left: tuple[Selector, ...]
    right: tuple[Selector, ...]
    at_most: bool = False
    exact: bool = False
    only_if_zero: tuple[Selector, ...] = ()


Identity = Union[Hierarchy, ColumnSum, SiblingSum, RowSum, ClassSum, GroupSum, PathSum, Equality]
IDENTITY_SHAPES = (Hierarchy, ColumnSum, SiblingSum, RowSum, ClassSum, GroupSum, PathSum, Equality)


class IdentityFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A TOML file of identities."""

    identity: tuple[Identity, ...]


def load_identities(package: str, name: str = "identities.toml") -> list[Identity]:
    """The identities of a plugin's TOML file."""
    return list(load_toml(package, name, IdentityFile).identity)
