"""What both engines tell of a page: glyphs and their looks, bars, pictures, clipping; and their limits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gongkai.model import BareDocument
from gongkai.plugins.specs import Source
from gongkai_formats.page.engine import PageContent, PageError, PageLimitError
from gongkai_formats.pdf import FORMAT
from gongkai_formats.pdf.pdfium_engine import PdfiumEngine
from gongkai_formats.pdf.pdfminer_engine import PdfminerEngine
from gongkai_formats.pdf.repairing import with_new_trailer
from gongkai_formats.pdf.watching import each_within
from pdf_making import Page, make_pdf

ENGINES = [PdfiumEngine, PdfminerEngine]
both = pytest.mark.parametrize("engine", ENGINES)


@contextmanager
def opened(engine: type, page: Page, most: int = 1000, number: int = 1, **made: object) -> Iterator[PageContent]:
    document = engine(make_pdf(page, **made), "", "x.pdf", most)  # type: ignore[arg-type]
    try:
        with document.read_page(number) as content:
            yield content
    finally:
        document.close()


def size(content: PageContent) -> tuple[int, int]:
    return content.width, content.height


@both
def test_glyphs_have_their_place_in_the_stream_and_on_the_page(engine: type) -> None:
    with opened(engine, Page().text(90, 100, "第1 页", 20)) as content:
        assert size(content) == (59500, 84200)
        assert [(glyph.text, glyph.x0, glyph.x1, glyph.spaced) for glyph in content.glyphs] == [
            ("第", 9000, 11000, False),
            ("1", 11000, 12000, False),
            ("页", 13000, 15000, True),
        ]
        assert {(glyph.y0, glyph.y1) for glyph in content.glyphs} == {(10000, 12000)}


@both
@pytest.mark.parametrize(
    ("crop", "seen", "x"),
    [
        ((50, 100, 450, 800), (40000, 70000), 4000),
        ((-50, -100, 900, 900), (59500, 84200), 9000),  # no larger than the medium
        ((450, 800, 50, 100), (40000, 70000), 4000),  # corners the other way round
        ((700, 900, 800, 1000), (59500, 84200), 9000),  # beside it
    ],
)
def test_the_visible_page(engine: type, crop: tuple[float, ...], seen: tuple[int, int], x: int) -> None:
    with opened(engine, Page(crop=crop).text(90, 300, "甲")) as content:  # type: ignore[arg-type]
        assert size(content) == seen
        assert content.glyphs[0].x0 == x


@both
def test_a_glyph_is_outside_where_its_middle_is(engine: type) -> None:
    page = (
        Page().text(590, 100, "右", 10.02).text(589, 200, "内", 10).text(-5, 300, "左", 9.9).text(-5, 400, "里", 10.1)
    )
    page.text(90, -5, "上", 9.9).text(90, 837, "下", 10.1).text(90, 836, "底", 10)
    with opened(engine, page) as content:
        assert sorted(glyph.text for glyph in content.glyphs) == ["内", "底", "里"]
        assert sorted(glyph.text for glyph in content.outside) == ["上", "下", "右", "左"]


@both
@pytest.mark.parametrize("rotate", [0, 90])
@pytest.mark.parametrize("angle", [0, 30, 90, 300])
def test_the_angle_is_that_on_the_page_as_seen(engine: type, angle: int, rotate: int) -> None:
    with opened(engine, Page(rotate=rotate).text(300, 300, "斜", 20, angle=angle)) as content:
        assert content.style(content.glyphs[0].order).angle == (angle - rotate) % 360


@both
def test_weight_and_grey(engine: type) -> None:
    page = Page().text(90, 100, "常").text(90, 200, "粗", mode=2).text(90, 300, "淡", grey=0.6)
    with opened(engine, page) as content:
        styles = [content.style(glyph.order) for glyph in content.glyphs]
        assert [style.bold for style in styles] == [False, True, False]
        assert [style.grey for style in styles] == [0, 0, 153]


HEAVY = (
    "<< /Type /Font /Subtype /TrueType /BaseFont /{} /Encoding /WinAnsiEncoding /FirstChar 97 /LastChar 97 "
    "/Widths [500] /FontDescriptor << /Type /FontDescriptor /FontName /{} /Flags 32 >> >>"
)


@both
@pytest.mark.parametrize(("name", "bold"), [("ABCDEF+SimHei", True), ("Some-Bold", True), ("SomeSong", False)])
def test_fonts_that_are_heavy_by_name(engine: type, name: str, bold: bool) -> None:
    page = Page(operators=["BT /F2 12 Tf 90 700 Td (a) Tj ET"])
    with opened(engine, page, fonts={"F2": HEAVY.replace("{}", name)}) as content:
        assert content.style(content.glyphs[0].order).bold is bold


def bars(engine: type, page: Page) -> list[tuple[int, ...]]:
    with opened(engine, page) as content:
        return sorted(tuple(bar) for bar in content.bars)


@both
@pytest.mark.parametrize(("grey", "rules"), [(0.957, True), (0.961, False), (1, False)])
def test_nearly_white_paint_covers(engine: type, grey: float, rules: bool) -> None:
    """244 and 245 of 255."""
    assert bool(bars(engine, Page().box(60, 100, 300, 101, grey))) is rules


@both
def test_how_thick_a_bar_may_be(engine: type) -> None:
    assert bars(engine, Page().box(60, 100, 300, 104)) == [(6000, 10000, 30000, 10400)]
    assert bars(engine, Page().box(60, 100, 64, 300)) == [(6000, 10000, 6400, 30000)]
    assert bars(engine, Page().box(60, 100, 300, 104.1)) == []
    assert bars(engine, Page().box(60, 100, 64.1, 300)) == []


@both
def test_bars_off_the_page_and_over_its_edge(engine: type) -> None:
    page = Page().box(-50, 100, 700, 101).box(600, 200, 700, 201).box(-90, 300, -1, 301).box(60, 850, 300, 851)
    page.box(60, -20, 61, 900)
    assert bars(engine, page) == [(0, 10000, 59500, 10100), (6000, 0, 6100, 84200)]


@both
def test_a_filled_path_of_thin_parts_and_one_that_is_a_box(engine: type) -> None:
    parts = "60 700 240 1 re 60 600 240 1 re f"
    assert len(bars(engine, Page(operators=[f"0 g {parts}"]))) == 2
    assert bars(engine, Page(operators=["0 g 60 600 240 100 re f"])) == []
    assert bars(engine, Page(operators=["0 g 60 600 240 1 re n"])) == []
    edges = bars(engine, Page(operators=["0 G 60 600 240 100 re S"]))
    assert sum(x1 - x0 > 5000 or y1 - y0 > 5000 for x0, y0, x1, y1 in edges) == 4
    assert bars(engine, Page(operators=["1 G 60 600 240 100 re S"])) == []
    assert bars(engine, Page(operators=["0 G 60 600 m 100 700 200 700 300 600 c S"])) == []


@both
def test_matrices_apply_to_what_is_painted(engine: type) -> None:
    page = Page(operators=["q 2 0 0 2 10 20 cm 0 g 50 100 100 1 re f Q", "q 0 1 -1 0 300 0 cm 0 g 50 100 100 1 re f Q"])
    found = bars(engine, page)
    assert found == [(11000, 62000, 31000, 62200), (19900, 69200, 20000, 79200)]


PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    b"/Length 1 >>\nstream\n\x00\nendstream"
)


@both
def test_pictures_are_counted_and_thin_ones_rule(engine: type) -> None:
    page = Page(
        operators=[
            "q 500 0 0 1.5 40 60 cm /I1 Do Q",
            "q 500 0 0 1.6 40 90 cm /I1 Do Q",
            "q 1 0 0 200 40 90 cm /I1 Do Q",
        ]
    )
    with opened(engine, page, pictures={"I1": PICTURE}) as content:
        assert content.images == 3
        if engine is PdfiumEngine:
            assert len(content.bars) == 2


def form(content: str) -> bytes:
    data = content.encode()
    return (
        b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 850] /Matrix [1 0 0 1 20 0] /Length %d >>\nstream\n%s\nendstream"
        % (len(data), data)
    )


CURVE = "0 0 1 rg 100 100 m 150 200 250 200 300 100 c h f "
LINES = "0 g " + "".join(f"100 {300 + 10 * number} 200 1 re f " for number in range(9))


def drawn(content: str) -> PageContent:
    with opened(PdfiumEngine, Page(operators=["q /I1 Do Q"]), pictures={"I1": form(content)}) as found:
        return found


def test_a_form_object_rules_as_the_page_does() -> None:
    found = drawn("0 g 100 700 200 1 re f")
    assert (found.bars, found.charts) == ([(12000, 14100, 32000, 14200)], [])


def test_curves_with_few_bars_are_a_chart() -> None:
    """Eight bars to each curve at most; its texts are labels then."""
    chart = drawn(CURVE + LINES.partition("100 380")[0])
    assert chart.bars == []
    ((x0, _, x1, y1),) = chart.charts
    assert (x0, x1, y1) == (12000, 32000, 74200)
    assert (len(drawn(CURVE + LINES).bars), drawn(CURVE + LINES).charts) == (9, [])


def test_slices_with_oblique_edges_are_curves_and_a_plain_box_is_none() -> None:
    assert len(drawn("0 0 1 rg 100 100 m 200 300 l 300 100 l h f").charts) == 1
    assert drawn("0 0 1 rg 100 100 m 300 100 l 300 300 l 100 300 l h f").charts == []


def test_a_chart_as_large_as_its_page_is_the_page() -> None:
    """Half of the page's area and more."""
    assert drawn("0 0 1 rg 0 0 m 0 900 550 900 550 0 c h f").charts == []
    assert len(drawn("0 0 1 rg 0 0 m 0 300 550 300 550 0 c h f").charts) == 1


@both
def test_limits_of_glyphs(engine: type) -> None:
    page = Page().text(90, 100, "一二三四五").text(90, 140, " " * 3)
    with opened(engine, page, 5) as content:
        assert len(content.glyphs) == 5
    with pytest.raises(PageLimitError), opened(engine, page, 4):
        pass


@both
def test_pages_that_are_not_there(engine: type) -> None:
    with pytest.raises(PageError), opened(engine, Page().text(90, 100, "甲"), number=9):
        pass


def test_what_cuts_a_glyph() -> None:
    page = Page().text(90, 100, "全").clipped(60, 150, 200, 160, Page().text(90, 155, "剪"))
    triangle = Page().text(90, 205, "形").operators[0]
    page.operators.append(f"q 60 600 m 200 600 l 150 700 l 120 710 l 100 690 l 80 650 l 70 640 l h W n {triangle} Q")
    with opened(PdfiumEngine, page) as content:
        boxes = {glyph.text: content.clip(glyph.order) for glyph in content.glyphs}
    assert boxes == {"全": None, "剪": (6000, 15000, 20000, 16000), "形": None}


def remarks(data: bytes, **options: str) -> list[str]:
    assert FORMAT.read is not None
    document = FORMAT.read(Source("x.pdf", data, "0" * 64, options=options))
    assert isinstance(document, BareDocument)
    return [finding.rule for finding in document.findings]


@pytest.mark.parametrize(("good", "told"), [(97, False), (96, True)])
def test_more_than_three_in_a_hundred_without_a_meaning_are_read_again(good: int, told: bool) -> None:
    """U+E000 is for private use: nobody knows what it prints."""
    text = "数" * good + "\ue000" * (3 if good == 97 else 4)
    page = Page(2000, 842).text(10, 100, text, 10)
    assert ("pdf.second_engine" in remarks(make_pdf(page))) is told


@pytest.mark.parametrize("value", ["", "0", "no", "FALSE", "1", "yes"])
def test_reading_twice_is_asked_for(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*arguments: object) -> None:
        raise PageError

    monkeypatch.setattr(PdfminerEngine, "read_page", refuses)
    page = Page().text(90, 100, "甲")
    assert ("pdf.double_read" in remarks(make_pdf(page), double_read=value)) is (value in ("1", "yes"))


def test_blank_pages_ask_the_second_engine_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    read_page = PdfminerEngine.read_page

    def watched(engine: PdfminerEngine, number: int) -> object:
        asked.append(number)
        return read_page(engine, number)

    monkeypatch.setattr(PdfminerEngine, "read_page", watched)
    remarks(make_pdf(*[Page() for _ in range(5)], Page().text(90, 100, "甲")))
    assert asked == [1, 2, 3]


def test_a_new_trailer_counts_the_pages_left() -> None:
    data = make_pdf(Page().text(90, 100, "甲"), Page())
    cut = data[: data.index(b"xref\n0")]
    mended = with_new_trailer(cut)
    assert mended is not None
    tail = mended[len(cut) :]
    assert b"/Count 2" in tail
    assert b"10 0 obj\n<< /Type /Pages" in tail
    assert b"/Size 12 /Root 11 0 R" in tail
    assert with_new_trailer(b"1 0 obj << /Type /Pages >> endobj") is None
    assert with_new_trailer(data + b"/Encrypt") is None
    assert with_new_trailer(b"1 0 obj << /Type /Page") is None
    assert with_new_trailer(b"1 0 obj <<" + b" " * 19_983 + b"/Type /Page >>") is not None
    assert with_new_trailer(b"1 0 obj <<" + b" " * 19_984 + b"/Type /Page >>") is None


def test_work_in_time_is_returned_in_order_and_its_errors_are_raised() -> None:
    assert each_within(60, [1, 2, 3], lambda item: 10 * item, lambda item, ended: -item) == [10, 20, 30]
    assert each_within(60, [], lambda item: item, lambda item, ended: item) == []
    with pytest.raises(ZeroDivisionError):
        each_within(60, [1, 0], lambda item: 1 // item, lambda item, ended: 0)


@pytest.mark.parametrize(
    ("head", "sure"), [(b" " * 1019 + b"%PDF-", 0.9), (b" " * 1020 + b"%PDF-", 0.0), (b"%PDF-", 1.0)]
)
def test_junk_before_the_header(head: bytes, sure: float) -> None:
    assert FORMAT.sniff is not None
    assert FORMAT.sniff(head, "x.pdf") == sure
