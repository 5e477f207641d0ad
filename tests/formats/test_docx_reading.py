"""Ordinary Word documents as lines and grids."""

from __future__ import annotations

import re

import pytest

from docx_making import grids, lines, make_docx, p, part, read_bare, relations, rules, tbl, tc
from gongkai.assemble import assemble
from gongkai.model import BareDocument, BareGrid, BareLine, Contents, DocxPath, Gap
from gongkai_formats.docx.reading.counting import print_number


def only_grid(document: BareDocument) -> BareGrid:
    (grid,) = (item for item in document.items if isinstance(item, BareGrid))
    return grid


def test_paragraphs_with_places_and_levels() -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>',
    )
    body = (
        p("第一部分 概况", '<w:pStyle w:val="c"/>')
        + p("一、职责", '<w:pStyle w:val="b"/>')
        + p("正文。", '<w:jc w:val="center"/>')
        + "<w:p/>"
        + p("直接定级", '<w:outlineLvl w:val="3"/>')
    )
    document = read_bare(make_docx(body, {"word/styles.xml": styles}))
    found = [item for item in document.items if isinstance(item, BareLine)]
    assert [(item.markup, item.level) for item in found] == [("heading", 1), ("heading", 2), ("", 0), ("heading", 4)]
    assert [item.places for item in found] == [(DocxPath(str(n)),) for n in (0, 1, 2, 4)]
    assert all(item.complete for item in found)
    assert [item.centred for item in found] == [False, False, True, False]
    assert document.items[3] == Gap("blank")


def test_text_of_runs() -> None:
    content = (
        '<w:r><w:t>a</w:t><w:tab/><w:t xml:space="preserve"> b</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>c</w:t></w:r>'
        '<w:hyperlink r:id="rId9"><w:r><w:t>链接</w:t></w:r></w:hyperlink>'
        "<w:sdt><w:sdtContent><w:smartTag><w:r><w:t>控件</w:t></w:r></w:smartTag></w:sdtContent></w:sdt>"
        '<w:r><w:sym w:font="Wingdings" w:char="00FE"/><w:t>R</w:t></w:r>'
        '<w:r><w:rPr><w:rFonts w:ascii="Wingdings 2"/></w:rPr><w:t>R</w:t></w:r><w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
        "<w:r><w:ruby><w:rt><w:r><w:t>zh</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
    )
    assert lines(read_bare(make_docx(f"<w:p>{content}</w:p>"))) == ["a\t b-c链接控件☑R☑≥zh字x=1"]


def test_line_and_page_breaks() -> None:
    body = (
        '<w:p><w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:br w:type="page"/><w:t>三</w:t></w:r></w:p>'
        + p("四", "<w:pageBreakBefore/>")
        + '<w:p><w:pPr><w:sectPr><w:type w:val="nextPage"/></w:sectPr></w:pPr><w:r><w:t>五</w:t></w:r></w:p>'
        + p("六", '<w:sectPr><w:type w:val="continuous"/></w:sectPr>')
    )
    items = read_bare(make_docx(body)).items
    assert [item.text if isinstance(item, BareLine) else item for item in items] == [
        *("一", "二", Gap("page"), "三", Gap("page"), "四", "五", Gap("page"), "六")
    ]


def test_tracked_changes_are_read_as_accepted() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>增加</w:t></w:r></w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>"
        + p("前半", "<w:rPr><w:del/></w:rPr>")
        + p("后半")
        + f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{tc('旧')}</w:tr><w:tr>{tc('新')}</w:tr></w:tbl>"
    )
    document = read_bare(make_docx(body))
    assert lines(document) == ["增加移来", "前半后半"]
    assert grids(document) == [[["新"]]]
    assert "插入 1 处、删除 4 处" in document.findings[0].message


def test_hidden_text_is_kept_apart() -> None:
    body = "<w:p><w:r><w:t>可见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>不可见</w:t></w:r></w:p>"
    document = read_bare(make_docx(body))
    assert lines(document) == ["可见"]
    assert lines(document, furniture=True) == ["不可见"]
    assert rules(document) == ["docx.hidden_text"]


def test_text_boxes_once_and_pictures_by_name() -> None:
    box = "<w:txbxContent>" + p("框中文字") + tbl(tc("框中表")) + "</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>"
        + box
        + "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
        + box
        + "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent><w:t>后</w:t></w:r></w:p>"
        '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="收入预算图"/><a:blip r:embed="rId1"/>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    document = read_bare(make_docx(body))
    assert lines(document) == ["前后", "框中文字", "收入预算图"]
    assert grids(document) == [[["框中表"]]]
    assert [item.markup for item in document.items if isinstance(item, BareLine)] == ["", "", "figure"]


def test_notes_follow_what_refers_to_them() -> None:
    body = (
        '<w:p><w:r><w:t>金额5987.71</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
        + tbl(tc("甲") + '<w:tc><w:p><w:r><w:endnoteReference w:id="1"/></w:r></w:p></w:tc>')
        + p("尾")
    )
    footnotes = part(
        "footnotes",
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2">{p("脚注内容")}</w:footnote>',
    )
    endnotes = part("endnotes", f'<w:endnote w:id="1">{p("尾注内容")}</w:endnote>')
    parts = {"word/footnotes.xml": footnotes, "word/endnotes.xml": endnotes}
    document = read_bare(make_docx(body, parts))
    assert lines(document) == ["金额5987.71", "脚注内容", "尾注内容", "尾"]
    notes = [item for item in document.items if isinstance(item, BareLine) and item.markup == "note"]
    assert [item.places[0] for item in notes] == [DocxPath("footnotes/2/0"), DocxPath("endnotes/1/0")]


def test_headers_footers_and_watermarks_are_furniture() -> None:
    header = part(
        "hdr",
        p("某局文件") + '<w:p><w:r><w:pict><v:shape><v:textpath string="内部资料"/></v:shape></w:pict></w:r></w:p>',
    )
    footer = part(
        "ftr",
        '<w:p><w:r><w:t>— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>3</w:t></w:r><w:r><w:fldChar'
        ' w:fldCharType="end"/></w:r><w:r><w:t> —</w:t></w:r></w:p><w:p><w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r>'
        "</w:fldSimple></w:p>",
    )
    section = '<w:sectPr><w:headerReference r:id="rId1"/><w:footerReference r:id="rId2"/><w:footerReference r:id="rId9"/></w:sectPr>'
    parts = {
        "word/header1.xml": header,
        "word/footer1.xml": footer,
        "word/_rels/document.xml.rels": relations(("header", "header1.xml"), ("footer", "footer1.xml")),
    }
    document = read_bare(make_docx(p("正文", section) + section, parts))
    found = [(item.furniture, item.text) for item in document.items if isinstance(item, BareLine) and item.furniture]
    assert found == [
        ("running_head", "某局文件"),
        ("watermark", "内部资料"),
        ("page_number", "— 3 —"),
        ("page_number", "7"),
    ]


NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%4"/><w:isLgl/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride>'
    "</w:num>",
)


def numbered(text: str, number: int, depth: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbering_is_printed() -> None:
    body = (
        numbered("职责", 1)
        + numbered("内设", 1, 1)
        + numbered("人员", 1, 1)
        + numbered("收入", 1, 2)
        + numbered("机构", 1)
        + numbered("内设", 1, 1)
        + numbered("合法", 1, 3)
        + numbered("要点", 2)
        + numbered("另起", 3)
        + numbered("再起", 3)
        + tbl(f"<w:tc>{numbered('', 3)}</w:tc>")
        + p("无", '<w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    document = read_bare(make_docx(body, {"word/numbering.xml": NUMBERING}))
    assert lines(document) == [
        *("一、职责", "（一）内设", "（二）人员", "1.收入", "二、机构", "（一）内设", "2.1 合法"),
        *("要点", "九、另起", "十、再起", "无"),
    ]
    assert grids(document) == [[["十一、"]]]
    markup = [item.markup for item in document.items if isinstance(item, BareLine)]
    assert markup.index("list_item") == 7


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        (
            "chineseCounting",
            {1: "一", 10: "十", 11: "十一", 20: "二十", 101: "一百零一", 110: "一百一十", 1005: "一千零五"},
        ),
        ("chineseLegalSimplified", {10: "壹拾", 23: "贰拾叁"}),
        ("ideographDigital", {10: "一〇"}),
        ("ideographTraditional", {1: "甲", 11: "11"}),
        ("upperRoman", {4: "IV", 1999: "MCMXCIX"}),
        ("lowerLetter", {1: "a", 27: "aa", 999_999_999: "999999999"}),
        ("decimalEnclosedCircle", {3: "③", 21: "21"}),
        ("decimalFullWidth", {12: "１２"}),
        ("decimalZero", {7: "07"}),
        ("001, 002, 003, ...", {7: "007", 1200: "1200"}),
        ("none", {3: ""}),
        ("unheardOf", {3: "3"}),
    ],
)
def test_number_formats(form: str, numbers: dict[int, str]) -> None:
    assert {number: print_number(number, form) for number in numbers} == numbers


def test_contents_fields_are_contents() -> None:
    styles = part("styles", '<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>')

    def entry(text: str, before: str = "", after: str = "") -> str:
        return f"<w:p>{before}<w:r><w:t>{text}</w:t><w:tab/><w:t>3</w:t></w:r>{after}</w:p>"

    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = (
        p("某局2024年度部门预算")
        + p("目  录")
        + entry("第一部分 概况", begin)
        + entry("一、职责", "", end)
        + '<w:p><w:pPr><w:pStyle w:val="t"/></w:pPr><w:r><w:t>附件</w:t></w:r></w:p>'
        + p("第一部分 概况")
        + p("本局负责若干事项，职责如下。")
    )
    disclosure = assemble(read_bare(make_docx(body, {"word/styles.xml": styles})))
    (contents,) = (block for block in disclosure.blocks if isinstance(block, Contents))
    assert [entry.text for entry in contents.entries] == ["第一部分 概况", "一、职责", "附件"]
    assert contents.lines[0].text == "目  录"
    assert [type(block).__name__ for block in disclosure.blocks] == ["Cover", "Contents", "Heading", "Paragraph"]


def test_merged_cells() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = tbl(
        tc("项目", f'<w:gridSpan w:val="2"/>{down}') + tc("金额", '<w:gridSpan w:val="2"/>'),
        tc("", f'<w:gridSpan w:val="2"/>{on}') + tc("预算") + tc("决算"),
        tc("201") + tc("服务") + tc("1.00") + tc("2.00"),
    )
    grid = only_grid(read_bare(make_docx(body))).grid
    found = [(cell.row, cell.column, cell.row_span, cell.column_span, cell.text) for cell in grid.cells]
    assert found == [
        *[(0, 0, 2, 2, "项目"), (0, 2, 1, 2, "金额"), (1, 2, 1, 1, "预算"), (1, 3, 1, 1, "决算")],
        *[(2, 0, 1, 1, "201"), (2, 1, 1, 1, "服务"), (2, 2, 1, 1, "1.00"), (2, 3, 1, 1, "2.00")],
    ]
    assert grid.cells[2].places == (DocxPath("0/r1/c1"),)


def test_offsets_holes_and_odd_merges() -> None:
    first = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{tc("b")}{tc("c")}</w:tr>'
    along = tc("x", '<w:hMerge w:val="restart"/>') + tc("", "<w:hMerge/>")
    second = tc("a", "<w:vMerge/>") + tc("B", "<w:vMerge/>") + along
    wide, none = tc("全", '<w:gridSpan w:val="99999999"/>'), tc("z", '<w:gridSpan w:val="0"/>')
    body = f"<w:tbl>{first}<w:tr>{second}</w:tr><w:tr>{wide}</w:tr><w:tr/><w:tr>{none}</w:tr></w:tbl>"
    grid = only_grid(read_bare(make_docx(body))).grid
    assert (grid.rows, grid.columns) == (5, 5)
    assert grid.texts == (
        ("", "b", "c", "", ""),
        ("a", "B", "x", "", ""),
        ("全", "", "", "", ""),
        ("", "", "", "", ""),
        ("z", "", "", "", ""),
    )
    assert grid.cell_at(0, 0) is None


def test_columns_no_cell_ends_at_are_left_out() -> None:
    three, four = '<w:gridSpan w:val="3"/>', '<w:gridSpan w:val="4"/>'
    body = tbl(tc("甲", three) + tc("乙", four), tc("丙", three) + tc("丁", four))
    assert grids(read_bare(make_docx(body))) == [[["甲", "乙"], ["丙", "丁"]]]


def test_tables_within_tables() -> None:
    inner = tbl(tc("项目") + tc("金额"), tc("办公费") + tc("12.00"))
    layout = tbl(f"<w:tc>{p('表题')}{inner}<w:p/></w:tc>")
    document = read_bare(make_docx(layout))
    assert lines(document) == ["表题"]
    assert grids(document) == [[["项目", "金额"], ["办公费", "12.00"]]]
    much = p("外层的文字比里面的表要多得多，所以外层才是表。")
    document = read_bare(make_docx(tbl(f"<w:tc>{much}{inner}</w:tc>" + tc("旁"))))
    assert grids(document) == [[["外层的文字比里面的表要多得多，所以外层才是表。\n项目\t金额\n办公费\t12.00", "旁"]]]


def test_comments_macros_and_outside_files_are_told_of() -> None:
    parts = {
        "word/comments.xml": part("comments", f'<w:comment w:id="1">{p("批语")}</w:comment>'),
        "word/vbaProject.bin": b"x",
        "word/_rels/document.xml.rels": relations(
            ("image", "http://example.invalid/a.png", "External"), ("hyperlink", "http://example.invalid/", "External")
        ),
        "word/numbering.xml": "<broken",
    }
    document = read_bare(make_docx(p("正文") + '<w:altChunk r:id="rId5"/>', parts))
    assert lines(document) == ["正文"]
    assert rules(document) == [
        *("docx.unread_part", "docx.macros", "docx.comments", "docx.external", "docx.damaged_part")
    ]
    assert "macroEnabled" in document.source.media_type


def test_strict_documents() -> None:
    strict = part("document", f"<w:body>{p('正文')}{tbl(tc('甲'))}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    document = read_bare(make_docx("", {"word/document.xml": strict}))
    assert (lines(document), grids(document)) == (["正文"], [[["甲"]]])


def test_every_printed_character_is_kept() -> None:
    body = (
        p("甲乙")
        + tbl(tc("丙丁") + f"<w:tc>{tbl(tc('戊') + tc('己'))}{p('庚')}</w:tc>", tc("辛", "<w:vMerge/>") + tc("壬"))
        + f"<w:sdt><w:sdtContent>{tbl(tc('癸'))}</w:sdtContent></w:sdt>"
        + f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{p('子')}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
        + '<w:p><w:fldSimple w:instr="TITLE"><w:r><w:t>丑</w:t></w:r></w:fldSimple></w:p>'
    )
    document = read_bare(make_docx(body))
    kept = "".join(lines(document)) + "".join(text for grid in grids(document) for row in grid for text in row)
    wanted = "".join(re.findall(r"<w:t>(.*?)</w:t>", body))
    assert sorted(wanted) == sorted("".join(kept.split()))


def test_slivers_between_columns_are_closed() -> None:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in (1000, 1, 999, 1000))
    two, down = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    first = f"<w:tr>{tc('甲', two + down)}{tc('乙')}{tc('丙')}</w:tr>"
    second = f"<w:tr>{tc('', '<w:vMerge/>')}{tc('丁', two)}{tc('戊')}</w:tr>"
    grid = only_grid(read_bare(make_docx(f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{first}{second}</w:tbl>"))).grid
    assert grid.texts == (("甲", "乙", "丙"), ("", "丁", "戊"))
    assert grid.cells[0].row_span == 2
    narrow = f"<w:tr>{tc('甲')}{tc('子')}{tc('乙', two)}</w:tr>"
    document = read_bare(make_docx(f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{narrow}{first}</w:tbl>"))
    assert "子" in grids(document)[0][0]
