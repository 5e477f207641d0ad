"""How reading a text grows with its size: CPU microseconds per cell, whole read(), at two sizes.

Run `python benchmarks/text_scaling.py [LINES]`; the larger size has LINES lines (default 200,000), the smaller a tenth.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Callable

from gongkai.model import BareDocument, BareGrid
from gongkai.plugins.specs import Source
from gongkai_formats.text import FORMAT

ROW = ("2130212", "湿地保护", "813.30", "", "813.30", "18.30")


def tabbed(lines: int) -> str:
    return "\n".join(["\t".join(ROW)] * lines)


def piped(lines: int) -> str:
    return "\n".join(["| " + " | ".join(ROW) + " |"] * lines)


def in_html(lines: int) -> str:
    return "<table>" + "\n".join(["<tr>" + "".join(f"<td>{cell}</td>" for cell in ROW) + "</tr>"] * lines) + "</table>"


def aligned(lines: int) -> str:
    return "\n".join(["2130212   湿地保护          813.30              813.30       18.30"] * lines)


def narrative(lines: int) -> str:
    return "\n".join(["本部门负责全市湿地的保护和修复，组织调查、监测和评价，并开展科普宣传。"] * lines)


def one_line(lines: int) -> str:
    return "湿地保护。" * (lines * 16)


KINDS: dict[str, Callable[[int], str]] = {
    "TAB": tabbed,
    "pipes": piped,
    "HTML": in_html,
    "aligned": aligned,
    "narrative": narrative,
    "one line": one_line,
}


def measure(text: str) -> tuple[float, int]:
    """CPU seconds of one read, and the number of cells (or lines, where there are none)."""
    data = text.encode()
    source = Source("x.txt", data, hashlib.sha256(data).hexdigest())
    assert FORMAT.read is not None
    start = time.process_time()
    document = FORMAT.read(source)
    spent = time.process_time() - start
    assert isinstance(document, BareDocument)
    cells = sum(len(item.grid.cells) for item in document.items if isinstance(item, BareGrid))
    return spent, cells or len(document.items)


def main() -> None:
    large = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    measure(tabbed(100))
    print(f"{'kind':<10} {'lines':>8} {'cells':>9} {'CPU s':>7} {'µs/cell':>8}  ratio of µs/cell")
    for name, build in KINDS.items():
        rates = []
        for lines in (large // 10, large):
            spent, cells = measure(build(lines))
            rates.append(spent / cells * 1e6)
            ratio = f"  {rates[1] / rates[0]:.2f}" if len(rates) == 2 else ""
            print(f"{name:<10} {lines:>8,} {cells:>9,} {spent:>7.2f} {rates[-1]:>8.2f}{ratio}")


if __name__ == "__main__":
    main()
