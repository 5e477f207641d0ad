"""Money in forms: what proves a placing, dashes, remarks, and lists side by side."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from gongkai.model import Cell, Grid
from gongkai.plugins.specs.forms import FundColumn, FundList, FundTable
from gongkai.recognise.forms.fund_rows import MoneyLists, MoneyTable, match_fund_heads, proofs
from gongkai.recognise.forms.tokens import Token, rows_of

TABLE = FundTable(
    (
        FundColumn("budget", ("预算数",)),
        FundColumn("executed", ("执行数",)),
        FundColumn("weight", ("分值",)),
        FundColumn("rate", ("执行率",)),
        FundColumn("score", ("得分",)),
        FundColumn("note", ("原因",)),
    ),
    rows=("资金总额",),
)


def tokens(row: str) -> list[Token]:
    texts = row.split("|")
    return rows_of(Grid(1, len(texts), tuple(Cell(0, column, text) for column, text in enumerate(texts))))[0]


def placed(row: str, table: FundTable = TABLE, heads: str = "") -> tuple[dict[str, str], int]:
    """Value by the label of its column, and how many cells were understood."""
    money = MoneyTable(table, match_fund_heads(tokens(heads), table) if heads else {})
    values, taken = money.read(tokens(row))
    return {"/".join(value.column): value.value for value in values}, len(taken)


@pytest.mark.parametrize(
    ("measures", "amounts", "proof"),
    [
        ("budget executed balance", "50 40 10", 1),
        ("budget executed balance", "50 40 10.0015", 1),
        ("budget executed balance", "50 40 10.0016", -1),
        ("budget executed balance", "50 40 -10", -1),
        ("budget executed rate", "50 40 80", 1),
        ("budget executed rate", "50 40 0.8", 1),
        ("budget executed rate", "50 40 80.011", 1),
        ("budget executed rate", "50 40 80.012", -1),
        ("budget executed rate", "50 40 -80", -1),
        ("budget executed rate", "10 8 80.011", 1),
        ("budget executed rate", "10 8 80.05", -1),
        ("budget executed rate", "9.99 7.992 80.05", 1),
        ("budget executed rate", "9.99 7.992 80.1", 1),
        ("budget executed rate", "9.99 7.992 80.11", -1),
        ("budget executed rate", "-10 -8 80.05", -1),
        ("budget executed rate", "0 0 80", 0),
        ("budget rate", "50 80", 0),
        ("executed balance", "50 80", 0),
        ("weight rate score", "10 80 8", 1),
        ("weight rate score", "20 80 16", 1),
        ("weight rate score", "20 80 16.022", 1),
        ("weight rate score", "20 80 16.023", -1),
        ("weight rate score", "0.5 80 0.4011", 1),
        ("weight rate score", "0.5 80 0.402", -1),
        ("rate score", "80 8", 1),
        ("rate score", "80 16", -1),
        ("rate score", "80 -8", -1),
        ("budget executed balance rate score", "50 40 10 80 8", 3),
        ("budget executed balance rate score", "50 40 10 80 9", 1),
        ("budget executed", "50 40", 0),
    ],
)
def test_proofs(measures: str, amounts: str, proof: int) -> None:
    assert proofs(measures.split(), [Decimal(amount) for amount in amounts.split()]) == proof


def test_missing_amounts_prove_nothing() -> None:
    assert proofs(["budget", "executed", "balance"], [Decimal(5), None, Decimal(5)]) == 0


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("资金|50|40|10|80|8", {"预算数": "50", "执行数": "40", "分值": "10", "执行率": "80", "得分": "8"}),
        ("资金|50|40|80|8", {"预算数": "50", "执行数": "40", "执行率": "80", "得分": "8"}),
        ("资金|50|40|80%", {"预算数": "50", "执行数": "40", "执行率": "80%"}),
        ("资金|50|40||-|-", {"预算数": "50", "执行数": "40", "分值": "-", "得分": "-"}),
        ("资金|50|40|10|80|8|船坏", {"预算数": "50", "执行数": "40", "分值": "10", "执行率": "80", "得分": "8", "原因": "船坏"}),
        ("资金|船少|50|40|船坏", {"预算数": "50", "执行数": "40", "原因": "船坏"}),
        ("资金|50|40|10|80|8|-", {"预算数": "50", "执行数": "40", "分值": "10", "执行率": "80", "得分": "8", "原因": "-"}),
        ("资金总额||", {"": ""}),
        ("资金|船坏", {}),
        ("50|40", {}),
    ],
)  # fmt: skip
def test_figures_find_their_columns(row: str, expected: dict[str, str]) -> None:
    assert placed(row)[0] == expected


def test_what_no_column_holds_stays_unread() -> None:
    bare = msgspec.structs.replace(TABLE, columns=TABLE.columns[:2])
    assert placed("资金|50|40|船坏", bare) == ({"预算数": "50", "执行数": "40"}, 3)
    assert placed("资金|50|40|9", bare) == ({"预算数": "50", "执行数": "40"}, 3)
    assert placed("资金|船少|50|40|船坏")[1] == 4
    assert placed("资金|50|40|10|80|8|船坏")[1] == 7


def test_without_proof_figures_stay_under_their_heads() -> None:
    columns = tuple(FundColumn("amount", (name,)) for name in ("甲数", "乙数", "丙数"))
    table = FundTable(columns)
    heads = "资金|甲数|乙数|丙数"
    assert placed("资金||7|9", table, heads)[0] == {"乙数": "7", "丙数": "9"}
    assert placed("资金|7||9", table, heads)[0] == {"甲数": "7", "丙数": "9"}
    assert placed("资金|||9", table, heads)[0] == {"丙数": "9"}
    assert placed("资金|||9", table, "资金||甲数|乙数|丙数")[0] == {"乙数": "9"}
    # A lost head follows its neighbour.
    assert placed("资金||7|", table, "资金|甲数||丙数")[0] == {"乙数": "7"}


def test_only_rows_that_moved_are_told() -> None:
    heads = match_fund_heads(tokens("资金|预算数|执行数|分值|执行率|得分"), TABLE)
    money = MoneyTable(TABLE, heads)
    money.read(tokens("资金|50|40"))
    assert money.moved == set()
    money.read(tokens("资金|50|40|80|8"))
    assert money.moved == {0}


def test_heads_in_groups_keep_their_print() -> None:
    table = FundTable((FundColumn("budget", ("预算数",), "年初"), FundColumn("executed", ("执行数",), "年末")))
    assert placed("资金|5|4", table, "资金|预算数（A）|执行数（B）")[0] == {
        "年初/预算数（A）": "5",
        "年末/执行数（B）": "4",
    }


SIDES = (
    FundList("全期", ("全期资金",), ("省级", "其他"), total="总额", under="column"),
    FundList("当年", ("当年资金",), ("省级", "其他"), total="总额", under="column"),
)
PLAIN = (FundList("资金来源", ("资金来源",), ("省级",), amount="资金总额"),)


def listed(lists: tuple[FundList, ...], *rows: str) -> list[tuple[str, str, str]]:
    money = MoneyLists(lists)
    values = [value for row in rows for value in money.read(tokens(row))[0]]
    return [("/".join(value.row), "/".join(value.column), value.value) for value in values]


def test_a_list_under_its_row() -> None:
    assert listed(PLAIN, "资金来源|资金总额", "省级|5", "市级|4", "自筹|") == [
        ("资金来源/省级", "资金总额", "5"),
        ("资金来源/市级", "资金总额", "4"),
    ]
    assert listed(PLAIN, "资金来源|9") == [("资金来源", "资金总额", "9")]
    assert listed(PLAIN, "省级|")[0] == ("资金来源/省级", "资金总额", "")


def test_unknown_labels_side_by_side_go_by_order_then_by_lane() -> None:
    assert listed(SIDES, "全期资金|9||当年资金|5", "市级|4||市级|3", "县级|2|||", "|||县级|1") == [
        ("总额", "全期", "9"),
        ("总额", "当年", "5"),
        ("市级", "全期", "4"),
        ("市级", "当年", "3"),
        ("县级", "全期", "2"),
        ("县级", "当年", "1"),
    ]


def test_a_label_goes_to_the_nearer_lane() -> None:
    opened = "全期资金|9||当年资金|5"
    assert listed(SIDES, opened, "|县级|2")[-1] == ("县级", "全期", "2")
    assert listed(SIDES, opened, "||县级|1")[-1] == ("县级", "当年", "1")


def test_a_label_goes_to_the_list_that_lacks_it_then_to_the_last_opened() -> None:
    rows = ("全期资金|9", "省级|4", "当年资金|5", "省级|3", "其他|2", "其他|1", "其他|7")
    assert listed(SIDES, *rows)[3:] == [
        ("省级", "当年", "3"),
        ("其他", "当年", "2"),
        ("其他", "全期", "1"),
        ("其他", "当年", "7"),
    ]


def test_three_pairs_in_one_row_end_in_the_last_list() -> None:
    assert listed(SIDES, "全期资金|9||当年资金|5", "甲|1|乙|2|丙|3")[2:] == [
        ("甲", "全期", "1"),
        ("乙", "当年", "2"),
        ("丙", "当年", "3"),
    ]


def test_a_budget_s_points_stand_or_fall_together() -> None:
    two = FundTable((*TABLE.columns[:3], TABLE.columns[4]))
    assert placed("资金|50|40|10|8", two)[0] == {"预算数": "50", "执行数": "40", "分值": "10", "得分": "8"}
    assert placed("资金|50||", two, "资金|预算数|执行数|分值|得分")[0] == {"预算数": "50"}
    assert placed("资金|||10|8", two, "资金|预算数|执行数|分值|得分")[0] == {"分值": "10", "得分": "8"}


def test_a_percentage_is_a_rate() -> None:
    table = FundTable(
        (FundColumn("budget", ("预算数",)), FundColumn("rate", ("执行率",)), FundColumn("score", ("得分",)))
    )
    assert placed("资金|80%|", table)[0] == {"执行率": "80%"}
    assert placed("资金|5|80%", table)[0] == {"预算数": "5", "执行率": "80%"}
    assert placed("资金|80%|8", table)[0] == {"执行率": "80%", "得分": "8"}
