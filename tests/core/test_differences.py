"""Two disclosures compared."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings

from gongkai.corrections.differences import compare
from gongkai.model import Disclosure, Paragraph, Table
from gongkai.testing.documents import make_disclosure, make_grid
from strategies import disclosures

ROWS = [["项目", "金额"], ["教育支出", "12.00"], ["合计", "12.00"]]


def document(rows: list[list[str]], text: str = "正文。") -> Disclosure:
    return make_disclosure(Table("t1", make_grid(rows), title="支出表", header_rows=1), Paragraph("b1", text))


@settings(max_examples=25)
@given(disclosures())
def test_nothing_differs_from_itself(disclosure: Disclosure) -> None:
    assert compare(disclosure, disclosure) == []


def test_a_cell_a_row_a_text_and_a_value_are_told_apart() -> None:
    other = document([ROWS[0], ["教育支出", "13.00"], ["卫生支出", "1.00"], ROWS[2]], "正文！")
    found = compare(document(ROWS), msgspec.structs.replace(other, year=2031))
    assert [(one.thing, one.change) for one in found] == [
        ("value", "changed"),
        ("cell", "changed"),
        ("row", "added"),
        ("text", "changed"),
    ]
    assert (found[1].old, found[1].new, found[1].row, found[1].column) == ("12.00", "13.00", 1, 1)


def test_tables_are_matched_by_title_not_by_place() -> None:
    one = Table("t1", make_grid(ROWS), title="支出表")
    two = Table("t2", make_grid([["甲"]]), title="收入表")
    moved = msgspec.structs.replace(two, id="t1"), msgspec.structs.replace(one, id="t2")
    assert compare(make_disclosure(one, two), make_disclosure(*moved)) == []
    (gone,) = compare(make_disclosure(one, two), make_disclosure(one))
    assert (gone.thing, gone.change, gone.title) == ("block", "removed", "收入表")
