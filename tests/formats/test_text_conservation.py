"""Every character that prints in a text is found again in its lines, cells or markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from text_reading import ink, ink_of, read_text

WORD = st.text(alphabet="甲乙丙支出合计一二（）、：。,.0123456789-—*|#<>&;\\ \u3000ab", max_size=12)
ROWS = st.lists(st.lists(WORD, min_size=1, max_size=4), min_size=1, max_size=4)
TAG = st.sampled_from(["<p>", "</p>", "<br>", "**", "- ", "## ", "<td>", "</table>", "<table>", "&nbsp;", "&amp;", ""])


def tabbed(rows: list[list[str]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def piped(rows: list[list[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


def in_html(rows: list[list[str]]) -> str:
    body = "".join("<tr>" + "".join(f"<td rowspan=2>{cell}</td>" for cell in row) + "</tr>\n" for row in rows)
    return f"<table>{body}</table>"


def unclosed(rows: list[list[str]]) -> str:
    return in_html(rows).removesuffix("</table>")


def spaced(rows: list[list[str]]) -> str:
    return "\n".join("".join(f"{cell:<16}" for cell in row) for row in rows)


def drawn(rows: list[list[str]]) -> str:
    lines = ["│" + "│".join(row) + "│" for row in rows]
    return "┌──┬──┐\n" + "\n├──┼──┤\n".join(lines) + "\n└──┴──┘"


TABLE = st.builds(
    lambda kind, rows: kind(rows), st.sampled_from([tabbed, piped, in_html, unclosed, spaced, drawn]), ROWS
)
LINE = st.builds(lambda tag, one, other: tag + one + tag + other, TAG, WORD, WORD)
DOCUMENT = st.lists(st.one_of(TABLE, LINE, st.just("\f"), st.just("")), min_size=1, max_size=8).map("\n".join)


@settings(max_examples=50, deadline=None)
@given(DOCUMENT)
def test_no_ink_is_lost(text: str) -> None:
    if not text.strip(" \n\f\t\r"):
        return
    missing = ink(text) - ink_of(read_text(text))
    assert not missing


@pytest.mark.parametrize("name", ["final_account_2023.txt", "budget_2024.md"])
def test_no_ink_of_the_examples_is_lost(name: str) -> None:
    text = (Path(__file__).parents[2] / "examples" / name).read_text(encoding="utf-8")
    assert ink_of(read_text(text, name)) == ink(text)


def test_no_ink_of_real_texts_is_lost(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        data = path.read_bytes()
        assert ink_of(read_text(data, path.name)) == ink(data.decode("utf-8-sig")), path.name
