"""PDF files that are encrypted, damaged, enormous or scanned; both engines; choosing pages."""

from __future__ import annotations

import threading
import zlib

import pytest

from gongkai.errors import DamagedError, EncryptedError, LimitError, NoTextLayerError, UsageError
from gongkai.model import BareDocument, BareGrid, BareLine, Finding
from gongkai.plugins.specs import Limits, Source
from gongkai_formats.page.double_reading import compare_figures
from gongkai_formats.page.engine import Glyph, PageContent, Style
from gongkai_formats.page.layout import PageLayout, lay_out
from gongkai_formats.pdf import FORMAT, pdfium_engine, pdfminer_engine, reading, watching
from gongkai_formats.pdf.reading import chosen_pages
from pdf_making import Page, make_pdf

PAGE = Page().text(200, 40, "支出表", 16).table(60, 100, [150, 100], [["科目", "金额"], ["办公费", "12.50"]])


def read(data: bytes, limits: Limits | None = None, **options: str) -> BareDocument:
    assert FORMAT.read is not None
    document = FORMAT.read(Source("x.pdf", data, "0" * 64, limits or Limits(), options))
    assert isinstance(document, BareDocument)
    return document


def texts(document: BareDocument) -> list[str]:
    return [item.text for item in document.items if isinstance(item, BareLine)]


def remarks(document: BareDocument) -> list[Finding]:
    """The findings but for the share of glyphs placed, which every document has."""
    share = [finding for finding in document.findings if finding.rule == "pdf.glyphs_placed"]
    assert all(finding.found == finding.expected for finding in share)
    return [finding for finding in document.findings if finding not in share]


def image_page() -> bytes:
    """A page that is nothing but a picture."""
    pixels = zlib.compress(bytes(64))
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(pixels), pixels)
    )
    page = Page(operators=["q 500 0 0 700 40 60 cm /I1 Do Q"])
    return make_pdf(page, Page(), pictures={"I1": picture})


@pytest.mark.parametrize(
    ("head", "sure"), [(b"%PDF-1.7\n", True), (b"\n\njunk %PDF-1.4", True), (b"PK\x03\x04", False), (b"", False)]
)
def test_sniff(head: bytes, sure: bool) -> None:
    assert FORMAT.sniff is not None
    assert (FORMAT.sniff(head, "x.pdf") > 0.5) is sure


def test_source_info() -> None:
    document = read(make_pdf(PAGE, PAGE))
    assert (document.source.pages, document.source.media_type, document.reader) == (2, "application/pdf", "pdf")


@pytest.mark.parametrize("engine", ["", "1"])
def test_an_empty_password_opens(engine: str) -> None:
    document = read(make_pdf(PAGE, password=""), double_read=engine)
    assert texts(document) == ["支出表"]
    assert remarks(document) == []


def test_a_password_is_needed_and_works() -> None:
    data = make_pdf(PAGE, password="geheim")
    with pytest.raises(EncryptedError, match="--password"):
        read(data)
    with pytest.raises(EncryptedError):
        read(data, password="falsch")
    assert texts(read(data, password="geheim")) == ["支出表"]
    assert texts(read(make_pdf(PAGE, password=""), password="needless")) == ["支出表"]


def test_a_password_that_is_not_needed_does_no_harm() -> None:
    for data in (make_pdf(PAGE), make_pdf(PAGE, password="")):
        assert remarks(read(data, password="x", double_read="1")) == []


def test_reading_twice_says_where_it_could_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*arguments: object) -> None:
        raise EncryptedError("使用了不支持的加密方式", "x.pdf")

    monkeypatch.setattr(pdfminer_engine, "PdfminerEngine", refuses)
    document = read(make_pdf(PAGE), double_read="1")
    assert texts(document) == ["支出表"]
    assert ["未能比较" in finding.message for finding in remarks(document)] == [True]


def test_a_damaged_cross_reference_is_rebuilt() -> None:
    data = make_pdf(PAGE)
    assert texts(read(data.replace(b"xref\n0", b"xxxx\n0").replace(b"startxref\n", b"startxref\n9"))) == ["支出表"]


def test_truncated_files_keep_what_can_be_read() -> None:
    data = make_pdf(PAGE, PAGE, PAGE)
    assert texts(read(data[: data.rindex(b"xref\n0")])) == ["支出表"] * 3


@pytest.mark.parametrize("data", [b"%PDF-1.4 and no more", b"", make_pdf(PAGE)[:300], make_pdf()])
def test_what_is_beyond_reading_says_so(data: bytes) -> None:
    with pytest.raises(DamagedError, match="重新下载"):
        read(data)


def test_a_page_that_fails_is_a_finding_and_the_others_are_kept() -> None:
    crowded = Page().text(10, 10, "数" * 400)
    document = read(make_pdf(PAGE, crowded, PAGE), Limits(glyphs_per_page=300))
    assert texts(document) == ["支出表"] * 2
    (finding,) = remarks(document)
    assert (finding.rule, finding.severity) == ("pdf.page_failed", "error")
    assert "300" in finding.message
    assert [getattr(place, "page", None) for place in finding.places] == [2]


def test_a_page_whose_layout_fails_costs_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_on_the_second(content: PageContent, going_on: int) -> PageLayout:
        if content.number == 2:
            raise IndexError("odd")
        return lay_out(content, going_on)

    monkeypatch.setattr(reading, "lay_out", fails_on_the_second)
    document = read(make_pdf(PAGE, PAGE, PAGE))
    assert texts(document) == ["支出表"] * 2
    assert [finding.rule for finding in remarks(document)] == ["pdf.page_failed"]


def _spin() -> None:
    while True:
        pass


@pytest.mark.parametrize("inside", ["Python", "a library"])
def test_a_page_that_takes_too_long_costs_no_other(monkeypatch: pytest.MonkeyPatch, inside: str) -> None:
    """The clock is ours, so that a busy machine makes no other page late."""
    now = [0.0]
    held = threading.Lock()

    def slow_on_the_second(content: PageContent, going_on: int) -> PageLayout:
        if content.number == 2:
            now[0] += 1.0
            if inside == "Python":
                _spin()
            with held:  # waits in a call that nothing stops
                pass
        return lay_out(content, going_on)

    monkeypatch.setattr(reading, "lay_out", slow_on_the_second)
    monkeypatch.setattr(watching, "monotonic", lambda: now[0])
    with held:
        document = read(make_pdf(PAGE, PAGE, PAGE), Limits(seconds_per_page=0.3))
    assert texts(document) == ["支出表"] * 2
    (finding,) = remarks(document)
    assert (finding.rule, finding.message) == ("pdf.page_failed", "第2页用时超过 0.3 秒，已放弃")


def test_a_file_that_takes_too_long_to_open_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PdfiumEngine", lambda *arguments: _spin())
    with pytest.raises(LimitError, match="打开文件用时超过"):
        read(make_pdf(PAGE), Limits(seconds_per_page=0.1))


def test_a_file_does_not_wait_for_another_that_keeps_pdfium_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdfium_engine, "_PATIENCE", 0.1)
    with pdfium_engine._LOCK:  # held here, as a page does that takes forever; files are read in a thread
        document = read(make_pdf(PAGE))
    assert texts(document) == ["支出表"]
    assert [finding.rule for finding in remarks(document)] == ["pdf.second_engine"]


def test_a_font_without_glyphs_is_read_by_the_second_engine() -> None:
    data = make_pdf(PAGE).replace(b"/DescendantFonts [4 0 R]", b"/DescendantFonts [77 0 R]")
    assert [finding.rule for finding in remarks(read(data))][:2] == ["pdf.second_engine", "pdf.unusable_text"]


def test_a_mended_file_tells_of_pages_that_came_out_blank() -> None:
    data = make_pdf(PAGE, Page())
    document = read(data[: data.rindex(b"xref\n0")])
    assert texts(document) == ["支出表"]
    assert [finding.rule for finding in remarks(document)] == ["pdf.repaired", "pdf.page_failed"]


def test_more_pages_than_the_limit() -> None:
    data = make_pdf(*[Page().text(90, 100, "甲") for _ in range(6)])
    with pytest.raises(LimitError, match="--pages"):
        read(data, Limits(pages=5))
    assert len(texts(read(data, Limits(pages=5), pages="2-6"))) == 5


def test_five_thousand_pages() -> None:
    document = read(make_pdf(*[Page().text(290, 800, str(number)) for number in range(1, 5001)]))
    assert len(texts(document)) == 5000


def test_two_hundred_thousand_glyphs_on_a_page() -> None:
    page = Page(2000, 2000)
    for row in range(400):
        page.text(10, 5 * row, "12345" * 100, 4)
    document = read(make_pdf(page), Limits(seconds_per_page=600))  # on a busy machine, too
    assert sum(map(len, texts(document))) == 200_000
    assert remarks(document) == []


def test_scans_are_told_from_blank_pages() -> None:
    with pytest.raises(NoTextLayerError, match="OCR"):
        read(image_page())
    assert read(make_pdf(Page())).items == ()


def test_a_scanned_page_among_others_is_a_finding() -> None:
    mixed = make_pdf(
        Page(operators=["q 500 0 0 700 40 60 cm /I1 Do Q"]),
        PAGE,
        pictures={
            "I1": b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Length 1 >>\nstream\n\x00\nendstream"
        },
    )
    document = read(mixed)
    assert texts(document) == ["支出表"]
    assert [finding.rule for finding in remarks(document)] == ["pdf.no_text_layer"]


@pytest.mark.parametrize(
    ("selection", "pages"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("2-3", [2, 3]),
        ("4-", [4, 5]),
        ("-2", [1, 2]),
        ("5,1", [1, 5]),
        ("1，3-9", [1, 3, 4, 5]),
        ("1、3至4", [1, 3, 4]),
    ],
)
def test_choosing_pages(selection: str, pages: list[int]) -> None:
    assert chosen_pages(selection, 5) == pages


@pytest.mark.parametrize("selection", ["x", "0", "3-2", "9", "1-b", "3,,5", "-", "2--4", "1.5"])
def test_choosing_no_pages(selection: str) -> None:
    with pytest.raises(UsageError, match="--pages"):
        chosen_pages(selection, 5)


def test_pages_keep_their_numbers() -> None:
    document = read(make_pdf(Page(), PAGE, Page()), pages="2")
    assert {item.page for item in document.items if isinstance(item, BareLine | BareGrid)} == {2}
    assert document.source.pages == 3


def test_a_font_that_does_not_say_what_it_prints_is_reported() -> None:
    fonts = {
        "F2": "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Mystery /Encoding /Identity-H /DescendantFonts ["
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Mystery /CIDSystemInfo << /Registry (Adobe) "
        "/Ordering (Identity) /Supplement 0 >> /DW 1000 /FontDescriptor 5 0 R >>] >>"
    }
    page = Page(operators=["BT /F2 12 Tf 1 0 0 1 90 700 Tm <00110012001300140015> Tj ET"])
    document = read(make_pdf(page, fonts=fonts))
    assert "pdf.unusable_text" in [finding.rule for finding in document.findings]


def content(figures: str) -> PageContent:
    glyphs = [
        Glyph(text, 1000 + 500 * index, 1000, 1500 + 500 * index, 2000, index) for index, text in enumerate(figures)
    ]
    return PageContent(1, 59500, 84200, glyphs, [], lambda order: Style())


def test_figures_that_differ_between_the_engines_are_found() -> None:
    assert compare_figures(content("合计12.50万元"), content("合计12.50万元")) == []
    (finding,) = compare_figures(content("合计12.50万元"), content("合计13.50万元"))
    assert (finding.rule, finding.found, finding.expected) == ("pdf.double_read", "12.50", "13.50")
    (place,) = finding.places
    assert (getattr(place, "x0", 0), getattr(place, "x1", 0)) == (2000, 4500)
    assert compare_figures(content("合计１２"), content("合计12")) == []
    (missing,) = compare_figures(content("12.50"), content("12.5"))
    assert (missing.found, missing.expected) == ("12.50", "12.5")


def test_reading_twice_agrees_on_a_sound_file() -> None:
    assert remarks(read(make_pdf(PAGE, PAGE), double_read="1")) == []
