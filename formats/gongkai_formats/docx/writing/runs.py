"""Runs of text, and what is made of several: fields, bookmarks, links. What python-docx has no calls for, as elements."""

from __future__ import annotations

from typing import Protocol

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.run import CT_R

from gongkai.carrying.embedding import xml_text


class HoldsRuns(Protocol):
    """A paragraph or hyperlink."""

    def add_r(self) -> CT_R: ...


def add_run(holder: HoldsRuns, text: str) -> CT_R:
    """A run of text: line breaks and tabs become elements, the characters XML cannot hold fall away."""
    run = holder.add_r()
    run.text = xml_text(text)
    return run


def begin_field(holder: HoldsRuns, instruction: str) -> None:
    """Begin a field whose result follows."""
    _mark(holder, "begin")
    code = OxmlElement("w:instrText", {qn("xml:space"): "preserve"})
    code.text = instruction
    holder.add_r().append(code)
    _mark(holder, "separate")


def end_field(holder: HoldsRuns) -> None:
    _mark(holder, "end")


def _mark(holder: HoldsRuns, kind: str) -> None:
    holder.add_r().append(OxmlElement("w:fldChar", {qn("w:fldCharType"): kind}))


def add_bookmark(run: CT_R, number: int) -> None:
    """Put a bookmark around a run: the goal of links with the same number."""
    run.addprevious(OxmlElement("w:bookmarkStart", {qn("w:id"): str(number), qn("w:name"): _name(number)}))
    run.addnext(OxmlElement("w:bookmarkEnd", {qn("w:id"): str(number)}))


def add_link(paragraph: CT_P, text: str, number: int, page: int) -> None:
    """A text that leads to a bookmark, and the bookmark's page after a tab."""
    link = OxmlElement("w:hyperlink", {qn("w:anchor"): _name(number), qn("w:history"): "1"})
    paragraph.append(link)
    add_run(link, f"{text}\t")
    begin_field(link, f" PAGEREF {_name(number)} \\h ")
    add_run(link, str(page))
    end_field(link)


def _name(number: int) -> str:
    return f"_Toc{number:06d}"
