"""民生实事资金收支表: what is left over is what came in less what went out, item by item."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gongkai import facts
from gongkai.findings import finding
from gongkai.model import Disclosure, Finding
from gongkai.plugins.specs import Rule

RULE = "lanlan.livelihood_balance"


def check_livelihood_balance(disclosure: Disclosure) -> Iterator[Finding]:
    """资金收入 − 资金支出 = 年末结余 in every row that prints all three."""
    for table in disclosure.tables:
        if table.kind != "final.livelihood_funds":
            continue
        rows: dict[int, dict[str, Decimal]] = {}
        for fact in facts(table):
            rows.setdefault(fact.row, {})[fact.column_path[-1]] = fact.value
        for row, values in rows.items():
            if not {"资金收入", "资金支出", "年末结余"} <= values.keys():
                continue
            expected = values["资金收入"] - values["资金支出"]
            if expected != values["年末结余"]:
                yield finding(
                    RULE,
                    f"年末结余应为 {expected}，印出的是 {values['年末结余']}",
                    severity="error",
                    block=table.id,
                    row=row,
                    expected=str(expected),
                    found=str(values["年末结余"]),
                )


LIVELIHOOD_BALANCE = Rule(RULE, "民生实事资金收支表收支相抵", check_livelihood_balance, region=("青禾省", "临澜市"))
