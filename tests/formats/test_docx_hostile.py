"""Odd, broken and hostile Word documents: read, or ended with a clear error, never a crash."""

from __future__ import annotations

import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docx_making import MAIN, SPACES, as_source, grids, lines, make_docx, p, part, read_bare, relations, tbl, tc
from gongkai.errors import DamagedError, EncryptedError, GongkaiError, LimitError, UnknownFormatError
from gongkai.model import BareDocument, Disclosure
from gongkai.plugins.registry import installed_registry
from gongkai.plugins.specs import Limits
from gongkai.walk.pipeline import choose_format, process
from gongkai_formats.docx.circle.reading import read_docx
from gongkai_formats.docx.reading.sniffing import OLE, sniff_docx
from gongkai_formats.docx.writing.document import write_docx


def test_a_document_is_known_by_its_content() -> None:
    data = make_docx(p("正文"))
    assert sniff_docx(data, "某文件.bin") == 0.9
    assert sniff_docx(b"PK\x03\x04", "a.docx") == 0.85
    assert sniff_docx(b"text", "a.docx") == 0.0
    registry = installed_registry()
    assert choose_format(as_source(data, "a.zip"), registry).name == "docx"
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/embeddings/book.xlsx", make_docx("", {"xl/workbook.xml": ""}))
    assert choose_format(as_source(stream.getvalue()), registry).name == "docx"
    written = write_docx(process(as_source(data), registry))
    assert choose_format(as_source(written, "a.xlsx"), registry).name == "docx"


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (OLE + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), EncryptedError),
        (OLE + b"\x00" * 600, UnknownFormatError),
        (b"PK\x03\x04 no zip", DamagedError),
        (make_docx("", {MAIN: "<w:document"}), DamagedError),
        (make_docx("", {MAIN: b""}), DamagedError),
        (make_docx("", {MAIN: "\x00\x01"}), DamagedError),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, error: type[GongkaiError]) -> None:
    with pytest.raises(error):
        read_docx(as_source(data))


@pytest.mark.parametrize("name", [MAIN, "word/styles.xml", "word/numbering.xml", "word/_rels/document.xml.rels"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-7"])
def test_document_types_and_entities_are_refused(name: str, encoding: str) -> None:
    bomb = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">'
        f'<!ENTITY c SYSTEM "file:///etc/passwd">]><w:document {SPACES}><w:body>{p("&b;&c;")}</w:body></w:document>'
    )
    with pytest.raises(DamagedError, match="实体"):
        read_docx(as_source(make_docx(p("正文"), {name: bomb.encode(encoding)})))


def test_limits_of_archives_and_cells_hold() -> None:
    many = make_docx(p("正文"), {f"word/media/{n}.png": b"" for n in range(30)})
    with pytest.raises(LimitError):
        read_docx(as_source(many, limits=Limits(archive_members=20)))
    bomb = make_docx(p("正" * 5_000_000))
    with pytest.raises(LimitError):
        read_docx(as_source(bomb))
    with pytest.raises(LimitError, match="单元格上限"):
        read_docx(as_source(make_docx(tbl(*[tc("a") * 10] * 10)), limits=Limits(cells_per_table=99)))


def test_missing_and_broken_parts() -> None:
    body = p("正文", '<w:pStyle w:val="none"/><w:numPr><w:ilvl w:val="77"/><w:numId w:val="x"/></w:numPr>')
    assert lines(read_bare(make_docx(body))) == ["正文"]
    broken = {
        "_rels/.rels": relations(("officeDocument", "nowhere.xml")),
        "word/_rels/document.xml.rels": relations(("styles", "../../../etc/passwd"), ("numbering", "missing.xml")),
        "word/footnotes.xml": "not xml",
        "customXml/item1.xml": '<x xmlns="urn:gongkai:disclosure:1"/>',
    }
    note = '<w:p><w:r><w:t>甲</w:t><w:footnoteReference w:id="5"/></w:r></w:p><w:sectPr><w:headerReference/></w:sectPr>'
    found = read_bare(make_docx(note, broken))
    assert lines(found) == ["甲"]
    assert [item.rule for item in found.findings] == ["docx.damaged_part"]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("", 0),
        ("<w:tbl/>", 0),
        ("<w:tbl><w:tr/><w:tr/></w:tbl>", 0),
        ("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>", 1),
        (tbl(tc("a", '<w:gridSpan w:val="-5"/>') + tc("b", '<w:gridSpan w:val="99999999999999999999"/>')), 1),
        (tbl(tc("a", '<w:gridSpan w:val="x"/><w:vMerge w:val="y"/>')), 1),
        (f'<w:tbl><w:tr><w:trPr><w:gridBefore w:val="1000000"/></w:trPr>{tc("a")}</w:tr></w:tbl>', 1),
    ],
)
def test_odd_tables(body: str, count: int) -> None:
    assert len(grids(read_bare(make_docx(body)))) == count


def test_deep_nesting_loses_no_text() -> None:
    table = "核"
    for level in range(200):
        table = f"<w:tbl><w:tr><w:tc>{p(str(level)) if level % 50 == 0 else ''}{table if level else p(table)}<w:p/></w:tc></w:tr></w:tbl>"
    found = read_bare(make_docx(table))
    text = "".join(lines(found)) + str(grids(found))
    assert "核" in text and "150" in text
    assert [item.rule for item in found.findings] == ["docx.deep_nesting"]
    wrapped = "<w:ins>" * 900 + "<w:r><w:t>里</w:t></w:r>" + "</w:ins>" * 900
    assert lines(read_bare(make_docx(f"<w:p>{wrapped}</w:p>"))) == ["里"]
    boxes = "<w:r><w:t>底</w:t></w:r>"
    for _ in range(100):
        boxes = f"<w:r><w:pict><v:textbox><w:txbxContent><w:p>{boxes}</w:p></w:txbxContent></v:textbox></w:pict></w:r>"
    assert lines(read_bare(make_docx(f"<w:p>{boxes}</w:p>"))) == ["底"]


def test_a_paragraph_of_a_megabyte() -> None:
    assert len(lines(read_bare(make_docx(p("预算" * 90_000 + "".join(map(str, range(200_000)))))))[0]) > 1_000_000


def test_styles_that_go_round_in_circles() -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>',
    )
    found = read_bare(make_docx(p("甲", '<w:pStyle w:val="a"/>'), {"word/styles.xml": styles}))
    assert lines(found) == ["甲"]


_TAGS = [
    "p",
    "r",
    "t",
    "tbl",
    "tr",
    "tc",
    "sdt",
    "sdtContent",
    "ins",
    "del",
    "br",
    "fldChar",
    "instrText",
    "pPr",
    "vMerge",
]


@st.composite
def trees(draw: st.DrawFn, depth: int = 0) -> str:
    """Elements of Word in any order and depth."""
    tag = draw(st.sampled_from(_TAGS))
    value = draw(st.sampled_from(["", ' w:val="2"', ' w:fldCharType="begin"', ' w:type="page"', ' w:val="restart"']))
    inner = draw(st.lists(trees(depth + 1), max_size=3)) if depth < 5 else []
    text = draw(st.sampled_from(["", "目录", "一、职责", "1.00", "表", " "]))
    return f"<w:{tag}{value}>{text}{''.join(inner)}</w:{tag}>"


@settings(max_examples=25)
@given(st.lists(trees(), max_size=6))
def test_any_arrangement_of_elements_is_read(elements: list[str]) -> None:
    data = make_docx("".join(elements))
    assert isinstance(read_docx(as_source(data)), BareDocument)
    assert isinstance(process(as_source(data), installed_registry()), Disclosure)


@settings(max_examples=30)
@given(st.data())
def test_damaged_bytes_never_crash(data: st.DataObject) -> None:
    good = make_docx(p("一、职责") + tbl(tc("项目") + tc("金额"), tc("办公费") + tc("1.00")))
    position = data.draw(st.integers(0, len(good) - 1))
    broken = good[:position] + bytes([data.draw(st.integers(0, 255))]) + good[position + 1 :]
    if data.draw(st.booleans()):
        broken = good[:position]
    with contextlib.suppress(GongkaiError):
        read_docx(as_source(broken))
