"""HTML tables in texts, tag by tag: cells, strays, broken tags, spans."""

from __future__ import annotations

import pytest

from text_reading import only_grid, outline, read_text


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("<table><tr><td>甲<td>乙</table>", [(("甲", "乙"),), ("<table> <tr> <td> <td> </table>", [(1, 0, 29)])]),
        (
            "<TABLE class='a'><tr><td>甲</td></tr></TABLE>",
            [(("甲",),), ("<TABLE class='a'> <tr> <td> </td> </tr> </TABLE>", [(1, 0, 44)])],
        ),
        ("<tables><tr><td>甲</td>", ["<tables>\n甲", ("<tr> <td> </td>", [(1, 8, 22)])]),
        (
            "<table>题<tr><td>甲</td></tr></table>",
            ["题", (("甲",),), ("<table> <tr> <td> </td> </tr> </table>", [(1, 0, 35)])],
        ),
        (
            "<table><caption>题</caption><tr><td>甲</td></tr></table>",
            ["题", (("甲",),), ("<table> <caption> </caption> <tr> <td> </td> </tr> </table>", [(1, 0, 54)])],
        ),
        ("<table></table>", [("<table> </table>", [(1, 0, 15)])]),
        (
            "<table><tr></tr><tr><td>甲</td></tr></table>",
            [(("甲",),), ("<table> <tr> </tr> <tr> <td> </td> </tr> </table>", [(1, 0, 43)])],
        ),
        (
            "<table><td>甲</td><td>乙</td></table>",
            [(("甲", "乙"),), ("<table> <td> </td> <td> </td> </table>", [(1, 0, 35)])],
        ),
        (
            "<table><tr><td>甲</td></tr></table><table><tr><td>乙</td></tr></table>",
            [
                (("甲",),),
                (("乙",),),
                ("<table> <tr> <td> </td> </tr> </table> <table> <tr> <td> </td> </tr> </table>", [(1, 0, 68)]),
            ],
        ),
        (
            "<table><tr><td>甲<br>乙<p>丙</p></td></tr></table>",
            [(("甲\n乙\n丙",),), ("<table> <tr> <td> <br> <p> </p> </td> </tr> </table>", [(1, 0, 47)])],
        ),
        (
            "<table><tr><td>a\nb\n甲\n乙</td></tr></table>",
            [(("a b 甲乙",),), ("<table> <tr> <td>\n</td> </tr> </table>", [(1, 0, 15), (4, 1, 19)])],
        ),
        (
            "<table><tr><td>甲 <b>乙</b> 丙</td></tr></table>",
            [(("甲 乙 丙",),), ("<table> <tr> <td> <b> </b> </td> </tr> </table>", [(1, 0, 45)])],
        ),
        (
            "<table><tr><td>&lt;甲&gt;&amp;&nope;&#20057;</td></tr></table>",
            [(("<甲>&&nope;乙",),), ("<table> <tr> <td> </td> </tr> </table> &lt; &gt; &amp; &#20057;", [(1, 0, 61)])],
        ),
        (
            "<table><tr><td>甲<!-- 注 -->乙</td></tr></table>",
            [(("甲乙",),), ("<table> <tr> <td> <!-- 注 --> </td> </tr> </table>", [(1, 0, 45)])],
        ),
        (
            "<table><tr><td\ncolspan=2>甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>",
            [
                (("甲", ""), ("乙", "丙")),
                (
                    "<table> <tr> <td colspan=2>\n</td> </tr> <tr> <td> </td> <td> </td> </tr> </table>",
                    [(1, 0, 25), (2, 11, 58)],
                ),
            ],
        ),
        (
            "<table><tr><td\n\n\ncolspan=2\n>甲</td></tr></table>后",
            [(("甲", ""),), "后", ("<table> <tr> <td   colspan=2 >\n</td> </tr> </table>", [(1, 0, 28), (5, 2, 20)])],
        ),
        (
            "<table><tr><td>甲 < 乙</td></tr></table>",
            [(("甲 < 乙",),), ("<table> <tr> <td> </td> </tr> </table>", [(1, 0, 38)])],
        ),
        (
            "<table><tr><td>甲</td></tr>\n<table><tr><td>乙</td></tr></table>",
            [
                (("甲",),),
                (("乙",),),
                ("<table> <tr> <td> </td> </tr>\n<table> <tr> <td> </td> </tr> </table>", [(1, 0, 26), (2, 0, 34)]),
                "text.unclosed_html",
            ],
        ),
        (
            "<table><tr><td>甲</td></tr>\n\n下文",
            [(("甲",),), "", "下文", ("<table> <tr> <td> </td> </tr>", [(1, 0, 26)]), "text.unclosed_html"],
        ),
        (
            "<table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>",
            [
                (("甲", "乙"), ("", "丙")),
                ("<table> <tr> <td rowspan=2> </td> <td> </td> </tr> <tr> <td> </td> </tr> </table>", [(1, 0, 73)]),
            ],
        ),
        (
            "<table><tr><td rowspan=3>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>",
            [
                (("甲", "乙"), ("", "丙")),
                ("<table> <tr> <td rowspan=3> </td> <td> </td> </tr> <tr> <td> </td> </tr> </table>", [(1, 0, 73)]),
                "text.span_clipped",
            ],
        ),
        (
            "<table><tr><td>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>",
            [
                (("甲", "乙"), ("丙", "")),
                ("<table> <tr> <td> </td> <td> </td> </tr> <tr> <td> </td> </tr> </table>", [(1, 0, 63)]),
                "text.ragged_row",
            ],
        ),
        (
            '<table><tr><td colspan="0">甲</td></tr></table>',
            [(("甲",),), ('<table> <tr> <td colspan="0"> </td> </tr> </table>', [(1, 0, 46)])],
        ),
        (
            "<table><tr><td>外<table><tr><td>内</td></tr></table></td></tr></table>",
            [
                (("外\n内",),),
                ("<table> <tr> <td> <table> <tr> <td> </td> </tr> </table> </td> </tr> </table>", [(1, 0, 68)]),
            ],
        ),
        (
            "<table><tr><td>甲</td></tr></table",
            ["</table", (("甲",),), ("<table> <tr> <td> </td> </tr>", [(1, 0, 26)]), "text.unclosed_html"],
        ),
        (
            "<table><tr><td rowspan=2>甲</td><td rowspan=2>乙</td></tr><tr></tr></table>",
            [
                (("甲", "乙"),),
                ("<table> <tr> <td rowspan=2> </td> <td rowspan=2> </td> </tr> <tr> </tr> </table>", [(1, 0, 73)]),
                "text.span_clipped",
            ],
        ),
    ],
)
def test_html(text: str, items: list[object]) -> None:
    assert outline(text) == items


@pytest.mark.parametrize(("width", "columns"), [(100, 100), (101, 2)])
def test_a_span_wider_than_any_table_is_the_widest_row(width: int, columns: int) -> None:
    text = f"<table><tr><td colspan={width}>甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>"
    assert only_grid(text).grid.columns == columns


def test_spans_over_more_than_any_table_holds_are_not_believed() -> None:
    row = "<tr>" + '<td colspan="100" rowspan="30000">甲</td>' * 2 + "</tr>"
    text = f"<table>{row}" + "<tr><td>乙</td></tr>" * 12_000 + "</table>"
    grid = only_grid(text).grid
    assert (grid.rows, grid.columns) == (12_001, 2)


@pytest.mark.parametrize(("lines", "cells"), [(19, 1), (20, 0)])
def test_a_tag_goes_on_over_some_lines(lines: int, cells: int) -> None:
    items = read_text("<table><tr><td" + "\n" * lines + ">甲</td></tr></table>").items
    assert sum(len(item.grid.cells) for item in items if hasattr(item, "grid")) == cells


@pytest.mark.parametrize(("length", "cells"), [(3_000, 1), (5_000, 0)])
def test_a_tag_is_only_so_long(length: int, cells: int) -> None:
    text = "<table><tr><td a='" + "甲" * length + "\n'\n>乙</td></tr></table>"
    items = read_text(text).items
    assert sum(len(item.grid.cells) for item in items if hasattr(item, "grid")) == cells
