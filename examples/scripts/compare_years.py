"""What a department spent by function in one year beside what it planned for another.

`python examples/scripts/compare_years.py FINAL BUDGET`, by default on the two examples.
"""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

import gongkai
from gongkai.model import Disclosure

HERE = Path(__file__).resolve().parent.parent
KINDS = {"final.expenditure", "budget.expenditure"}


def spending(disclosure: Disclosure) -> dict[str, tuple[str, Decimal]]:
    """Total expenditure in yuan by classification code, with the code's name."""
    found: dict[str, tuple[str, Decimal]] = {}
    for table in disclosure.tables:
        if table.kind in KINDS:
            for fact in gongkai.facts(table):
                if fact.row_code and "合计" in fact.column_path[-1] and fact.value_yuan is not None:
                    found[fact.row_code] = (fact.row_label, fact.value_yuan)
    return found


def main() -> None:
    """Print one line a code: both amounts and the change."""
    paths = sys.argv[1:3] or [HERE / "final_account_2023.txt", HERE / "budget_2024.md"]
    before, after = (gongkai.read(path) for path in paths)
    spent, planned = spending(before), spending(after)
    print(f"code\tname\t{before.year}\t{after.year}\tchange")
    for code in sorted(spent.keys() | planned.keys()):
        name = (planned.get(code) or spent[code])[0]
        one, other = (side.get(code, ("", Decimal(0)))[1] for side in (spent, planned))
        print(f"{code}\t{name}\t{one}\t{other}\t{other - one:+}")


if __name__ == "__main__":
    main()
