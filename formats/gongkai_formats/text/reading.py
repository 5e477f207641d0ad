"""A text file as lines, grids and gaps in reading order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from itertools import accumulate
from pathlib import PurePosixPath

from gongkai.findings import finding
from gongkai.model import BareDocument, Finding, SourceInfo, TextSpan
from gongkai.plugins.specs import Source
from gongkai_formats.text.decoding import Decoded, decode
from gongkai_formats.text.lines import TextLine, count_pages, split_lines
from gongkai_formats.text.tables.aligned import AlignedTables
from gongkai_formats.text.tables.drawn import take_drawn
from gongkai_formats.text.tables.harvest import TextHarvest
from gongkai_formats.text.tables.html_tables import HtmlTables
from gongkai_formats.text.tables.pipes import PipeTables
from gongkai_formats.text.tables.tabbed import take_tabbed

_Recogniser = Callable[[list[TextLine], int, TextHarvest], int]
_NAMED_PLACES = 20
"""Places that a finding names."""
_ESCAPED = len(r"\xNN")
"""Characters of an escaped byte."""


def read_text(source: Source) -> BareDocument:
    """The bare document of a text; SourceError's kin where it is empty or no text at all."""
    decoded = decode(source.data, source.name)
    lines = split_lines(decoded.text)
    harvest = TextHarvest(source.name, source.limits.cells_per_table, findings=_encoding_findings(decoded))
    recognisers = (HtmlTables(lines), take_drawn, PipeTables(), take_tabbed, AlignedTables())
    index = 0
    while index < len(lines):
        index = _take(lines, index, harvest, recognisers)
    marks = harvest.marks.as_line()
    if marks is not None:
        harvest.items.append(marks)
    markdown = PurePosixPath(source.name).suffix.lower() in (".md", ".markdown")
    info = SourceInfo(
        name=source.name,
        sha256=source.sha256,
        media_type="text/markdown" if markdown else "text/plain",
        pages=count_pages(lines),
        encoding=decoded.encoding,
    )
    return BareDocument(info, "text", tuple(harvest.items), tuple(harvest.findings))


def _take(lines: list[TextLine], index: int, harvest: TextHarvest, recognisers: Iterable[_Recogniser]) -> int:
    for recogniser in recognisers:
        end = recogniser(lines, index, harvest)
        if end > index:
            return end
    harvest.add_line(lines[index])
    return index + 1


def _encoding_findings(decoded: Decoded) -> list[Finding]:
    findings = []
    if decoded.guessed:
        findings.append(finding("text.encoding_guessed", f"编码判定为 {decoded.encoding}，由内容推断，可能有误"))
    if decoded.damage:
        starts = [0, *accumulate(len(line) + 1 for line in decoded.text.split("\n"))]
        places = []
        for offset in decoded.damage[:_NAMED_PLACES]:
            number = bisect_right(starts, offset)
            column = offset - starts[number - 1]
            places.append(TextSpan(number, column, column + _ESCAPED))
        findings.append(
            finding(
                "text.undecodable",
                f"有 {len(decoded.damage)} 处字节不能按 {decoded.encoding} 解读，以 \\xNN 原样标出",
                places=tuple(places),
                found=str(len(decoded.damage)),
            )
        )
    return findings
