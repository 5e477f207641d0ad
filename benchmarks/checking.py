"""CPU seconds of the checking step alone, on documents and on made tables of growing size.

    python benchmarks/checking.py SOURCE…

Reading, assembling and recognising are not counted. A made table has a code tree, four amount columns that add up, and
a total; linear growth shows as an even cost per amount.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import msgspec

import gongkai
from gongkai.checking import check
from gongkai.model import BareDocument, BareGrid, BareLine, Cell, Disclosure, Grid, SourceInfo
from gongkai.plugins.registry import installed_registry
from gongkai.walk.pipeline import assemble, recognise

ROWS = (2_500, 5_000, 10_000, 20_000)


def made_disclosure(rows: int) -> Disclosure:
    """An expenditure table of about `rows` rows: classes of ten groups of ten items, which all add up."""
    body: list[list[str]] = []
    total = [0, 0]
    for top in range(201, 202 + rows // 111):
        groups = [
            [(100 + (top * 100 + g * 10 + i) % 97, 50 + (top + g * i) % 89) for i in range(10)] for g in range(1, 11)
        ]
        whole = [sum(pair[n] for group in groups for pair in group) for n in (0, 1)]
        total = [total[0] + whole[0], total[1] + whole[1]]
        body.append([str(top), f"支出{top}", *_printed(whole)])
        for g, group in enumerate(groups, 1):
            body.append(
                [f"{top}{g:02}", f"支出{top}{g:02}", *_printed([sum(pair[n] for pair in group) for n in (0, 1)])]
            )
            body += [[f"{top}{g:02}{i:02}", f"支出{g}-{i}", *_printed(list(pair))] for i, pair in enumerate(group, 1)]
    table = [["科目代码", "科目名称", "本年支出合计", "基本支出", "项目支出"], ["合计", "", *_printed(total)], *body]
    cells = tuple(Cell(r, c, text) for r, line in enumerate(table) for c, text in enumerate(line))
    items = (BareLine("支出决算表"), BareLine("单位：万元"), BareGrid(Grid(len(table), 5, cells)))
    bare = BareDocument(SourceInfo("made.txt", "0" * 64, "text/plain"), "made", items)
    return recognise(assemble(bare), installed_registry())


def _printed(pair: list[int]) -> list[str]:
    return [f"{sum(pair):,}.00", f"{pair[0]:,}.00", f"{pair[1]:,}.00"]


def bare_of(disclosure: Disclosure) -> Disclosure:
    """The disclosure as it was before checking."""
    return msgspec.structs.replace(disclosure, findings=(), arithmetic=None)


def spent(disclosure: Disclosure) -> tuple[float, Disclosure]:
    """CPU seconds of one check, and its result."""
    started = time.process_time()
    checked = check(disclosure, installed_registry())
    return time.process_time() - started, checked


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", type=Path)
    args = parser.parse_args()
    print("source | pages | amounts | identities | CPU ms")
    for source in args.sources:
        disclosure = bare_of(gongkai.read(source))
        seconds, checked = min((spent(disclosure) for _ in range(3)), key=lambda pair: pair[0])
        counts = checked.arithmetic
        assert counts is not None
        identities = counts.holds + counts.violated
        print(
            f"{source.name[:30]} | {disclosure.source.pages or '–'} | {counts.amounts} | {identities} | {1000 * seconds:.0f}"
        )
    print("rows | amounts | proved | CPU s | µs per amount")
    for rows in ROWS:
        seconds, checked = spent(made_disclosure(rows))
        counts = checked.arithmetic
        assert counts is not None
        print(f"{rows} | {counts.amounts} | {counts.proved} | {seconds:.2f} | {1e6 * seconds / counts.amounts:.0f}")


if __name__ == "__main__":
    main()
