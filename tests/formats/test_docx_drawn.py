"""Documents whose pages are drawn with text boxes and lines at fixed places."""

from __future__ import annotations

from docx_making import grids, lines, make_docx, p, read_bare
from gongkai.model import BareLine, Gap


def drawn(x: int, y: int, wide: int, high: int, text: str = "") -> str:
    """A box or line at a place, lengths in points."""
    box = f"<wps:txbx><w:txbxContent>{p(text)}</w:txbxContent></wps:txbx>" if text else ""
    place = "".join(
        f"<wp:position{axis}><wp:posOffset>{value * 12700}</wp:posOffset></wp:position{axis}>"
        for axis, value in (("H", x), ("V", y))
    )
    extent = f'<wp:extent cx="{wide * 12700}" cy="{high * 12700}"/>'
    return f"<w:r><w:drawing><wp:anchor>{place}{extent}{box}</wp:anchor></w:drawing></w:r>"


def page(amount: str) -> str:
    """A title, a head line, and a ruled table with a merged head and a box that runs over a line."""
    return "".join(
        [
            drawn(150, 40, 100, 30, "支出决算表"),
            drawn(60, 60, 90, 12, "部门：某局"),
            drawn(300, 60, 60, 12, "单位：万元"),
            *(drawn(50, y, 300, 0) for y in (200, 240, 260)),
            drawn(150, 220, 200, 0),
            *(drawn(x, 200, 0, 60) for x in (50, 150, 350)),
            drawn(250, 220, 0, 40),
            drawn(80, 214, 40, 12, "项目"),
            drawn(230, 204, 40, 12, "金额"),
            drawn(180, 224, 40, 12, "预算数"),
            drawn(280, 224, 40, 12, "决算数"),
            drawn(60, 244, 110, 12, "办公费用支出 12.00"),
            drawn(300, 244, 40, 12, amount),
        ]
    )


def test_ruled_tables_of_drawn_pages_are_grids() -> None:
    document = read_bare(make_docx(f"<w:p>{page('13.00')}{page('14.00')}</w:p>"))
    head = [["项目", "金额", ""], ["", "预算数", "决算数"]]
    assert grids(document) == [
        [*head, ["办公费用支出", "12.00", "13.00"]],
        [*head, ["办公费用支出", "12.00", "14.00"]],
    ]
    assert lines(document) == ["支出决算表", "部门：某局  单位：万元"] * 2
    assert Gap("page") in document.items
    first = next(item for item in document.items if isinstance(item, BareLine))
    assert (first.page, first.left, first.right) == (1, 15_000, 25_000)


def test_a_few_text_boxes_are_read_one_after_the_other() -> None:
    document = read_bare(make_docx(f"<w:p>{drawn(0, 50, 90, 12, '第二')}{drawn(0, 10, 90, 12, '第一')}</w:p>"))
    assert lines(document) == ["第二", "第一"]
    assert grids(document) == []


def test_rulings_may_be_older_shapes() -> None:
    def shape(x: int, y: int, wide: float, high: float) -> str:
        style = f"position:absolute;margin-left:{x}pt;margin-top:{y}pt;width:{wide}pt;height:{high}pt"
        return f'<w:r><w:pict><v:shape style="{style}"/></w:pict></w:r>'

    # Segments from joint to joint, each joint a small square.
    rulings = [shape(x, y, 99, 0.95) for x in (51, 151) for y in (200, 220, 240)]
    rulings += [shape(x, y + 1, 0.95, 19) for x in (50, 150, 250) for y in (200, 220)]
    rulings += [shape(x, y, 0.95, 0.95) for x in (50, 150, 250) for y in (200, 220, 240)]
    texts = [drawn(60 + 100 * n, y, 40, 12, f"格{n}{y}") for n in range(2) for y in (204, 224)]
    further = [drawn(60, 300 + 20 * n, 40, 12, f"第{n}行") for n in range(8)]
    document = read_bare(make_docx(f"<w:p>{''.join([*rulings, *texts, *further])}</w:p>"))
    assert grids(document) == [[["格0204", "格1204"], ["格0224", "格1224"]]]
    assert lines(document) == [f"第{n}行" for n in range(8)]


def test_a_table_that_goes_on_needs_no_line_at_the_edge_of_the_page() -> None:
    rulings = [drawn(50, y, 200, 0) for y in (60, 80, 100)] + [drawn(x, 40, 0, 60) for x in (50, 150, 250)]
    texts = [drawn(60 + 100 * n, y, 40, 12, f"格{n}{y}") for n in range(2) for y in (44, 64, 84)]
    further = [drawn(60, 300 + 20 * n, 40, 12, f"第{n}行") for n in range(8)]
    document = read_bare(make_docx(f"<w:p>{''.join([*rulings, *texts, *further])}</w:p>"))
    assert grids(document) == [[["格044", "格144"], ["格064", "格164"], ["格084", "格184"]]]


def test_rulings_of_turned_pages_are_turned_with_them() -> None:
    def unturned(x: int, y: int, wide: int, high: int) -> str:
        return drawn(x - high, y, high, wide)

    rulings = [unturned(50, y, 200, 0) for y in (200, 220, 240, 260)]
    rulings += [unturned(x, 200, 0, 60) for x in (50, 150, 250)]
    texts = [drawn(60 + 100 * n, y, 40, 12, f"格{n}{y}") for n in range(2) for y in (204, 224, 244)]
    further = [drawn(60, 300 + 20 * n, 40, 12, f"第{n}行") for n in range(8)]
    document = read_bare(make_docx(f"<w:p>{''.join([*rulings, *texts, *further])}</w:p>"))
    assert grids(document) == [[["格0204", "格1204"], ["格0224", "格1224"], ["格0244", "格1244"]]]


def test_a_picture_of_thousands_of_lines_is_no_table() -> None:
    rulings = "".join(drawn(k % 80 * 7, k // 80 * 7, 4, 0) for k in range(5_001))
    texts = "".join(drawn(60, 300 + 20 * n, 40, 12, f"第{n}行") for n in range(12))
    document = read_bare(make_docx(f"<w:p>{rulings}{texts}</w:p>"))
    assert (grids(document), len(lines(document))) == ([], 12)
