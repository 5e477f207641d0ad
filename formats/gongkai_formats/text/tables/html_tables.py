"""HTML `<table>` blocks inside text: over one line or many, several on a line, unclosed ones too."""

from __future__ import annotations

import re
from bisect import bisect_left

from gongkai_formats.text.lines import TextLine
from gongkai_formats.text.tables.harvest import TextHarvest
from gongkai_formats.text.tables.html_cells import OPEN_TAG, TAG, TableReader
from gongkai_formats.text.tables.html_grids import add_table

_TABLE = re.compile(r"<table(?=[\s/>]|$)", re.IGNORECASE)
_STRUCTURE = re.compile(r"<(/?)(table|tr|td|th|tbody|thead|tfoot|caption)(?=[\s/>]|$)", re.IGNORECASE)
_LONGEST_TAG = 4_000
"""Characters of a tag broken over lines."""
_TAG_LINES = 20
"""Lines of a tag broken over lines."""


class HtmlTables:
    """Takes the lines from a `<table` to the end of the line where it closes, with what stands beside it."""

    def __init__(self, lines: list[TextLine]) -> None:
        self._tagged: list[int] = []
        self._first: list[str] = []
        for index, line in enumerate(lines):
            match = _STRUCTURE.search(line.text) if "<" in line.text else None
            if match is not None:
                self._tagged.append(index)
                self._first.append((match[1] + match[2]).lower())

    def __call__(self, lines: list[TextLine], index: int, harvest: TextHarvest) -> int:
        """The index behind the HTML block at `index`, or `index` where no table begins in its line."""
        if "<" not in lines[index].text or _TABLE.search(lines[index].text) is None:
            return index
        reader: TableReader | None = None
        while index < len(lines):
            if reader is not None and self._left_open(lines, index, reader):
                break
            follows = _mend_broken_tag(lines, index)
            reader = _read_line(lines[index], reader, harvest)
            index = follows
            if reader is None:
                return index
            reader.end_line()
        if reader is not None:
            add_table(reader.table, harvest)
        return index

    def _left_open(self, lines: list[TextLine], index: int, reader: TableReader) -> bool:
        """Whether the table was left without its end before this line: nothing more of it comes."""
        if reader.in_cell and lines[index].text.strip():
            return False
        at = bisect_left(self._tagged, index)
        return at == len(self._tagged) or self._first[at] == "table"


def _mend_broken_tag(lines: list[TextLine], index: int) -> int:
    """Where a line's last tag runs on over the next ones, give it its rest; the index of what then follows.

    The line that holds the tag's end keeps only what stands behind it, under its own number.
    """
    line = lines[index]
    tail = line.text[line.text.rfind("<") :] if "<" in line.text else ""
    if not tail or ">" in tail or OPEN_TAG.match(tail) is None:
        return index + 1
    for ahead in range(index + 1, min(index + _TAG_LINES, len(lines))):
        text = lines[ahead].text
        cut = text.find(">") + 1
        if "<" in (text[:cut] if cut else text) or len(tail) > _LONGEST_TAG:
            break
        if cut:
            rest = lines[ahead]
            lines[index] = TextLine(
                line.number, line.start, line.text + _rest_of_tag(lines, index, ahead, cut), line.page
            )
            lines[ahead] = TextLine(rest.number, rest.start + cut, text[cut:], rest.page)
            return ahead
        tail += text
    return index + 1


def _rest_of_tag(lines: list[TextLine], first: int, last: int, cut: int) -> str:
    """The rest of a broken tag: the whole lines between, and the last one up to the tag's end."""
    between = [line.text for line in lines[first + 1 : last]]
    return "\n".join(["", *between, lines[last].text[:cut]])


def _read_line(line: TextLine, reader: TableReader | None, harvest: TextHarvest) -> TableReader | None:
    """Read one line; the reader of a table still open at its end, or None."""
    text = line.text
    last = 0
    tags: list[re.Match[str]] = []
    for match in TAG.finditer(text):
        harvest.admit(len(tags))
        opens = match[2] is not None and not match[1] and match[2].lower() == "table"
        if reader is None:
            if not opens:
                continue
            harvest.add_piece(line, last, match.start())
        else:
            reader.read_text(line, last, match.start())
        last = match.end()
        tags.append(match)
        if opens and (reader is None or not reader.in_cell):
            if reader is not None:
                add_table(reader.table, harvest)
            reader = TableReader(line, harvest.marks)
            continue
        assert reader is not None
        reader.read_tag(line, match)
        if reader.table.closed:
            add_table(reader.table, harvest)
            reader = None
    if tags:
        joined = " ".join([tag[0] for tag in tags]).replace("\n", " ")
        harvest.marks.add_between(line, tags[0].start(), last, joined)
    if reader is None:
        harvest.add_piece(line, last, len(text))
    else:
        reader.read_text(line, last, len(text))
    return reader
