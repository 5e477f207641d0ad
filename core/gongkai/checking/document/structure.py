"""Structure: contents against body, number labels, 行次, years, department names, notes of empty tables."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from gongkai.checking.document.code_names import edit_distance
from gongkai.findings import finding
from gongkai.model import (
    AmountState,
    Cell,
    Contents,
    Disclosure,
    Finding,
    Heading,
    IndicatorForm,
    Paragraph,
    Place,
    Table,
    read_amount,
)
from gongkai.words.labels import fold, fold_label

_TABLE_NUMBER = re.compile(r"^(?:附?表[一二三四五六七八九十\d]+|公开\d+表|预算公开表\d+)[:、]?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年(?:度|部门|单位|区级|预算|决算|一般|财政|政府|国有|项目|机关)?")
_LEADING_YEAR = re.compile(r"^(?:19|20)\d{2}年(?:度)?(?:部门|预算单位|单位)?")
_LABEL = re.compile(r"(?P<before>\D*?)(?P<number>\d+)(?P<after>\D*)")
_SAME_TITLE = 0.85
"""Likeness (of `difflib`, 0 to 1) above which two titles are one, with a word more or less."""
_SHORTEST_TITLE = 5
"""Letters from which a title within another is the same table's; 支出表 is within many."""
_FEWEST_NUMBERED = 3
"""Numbered tables from which there is a style that the others should follow."""
_MISSPELT_HEADING, _MISSPELT_SENTENCE = 4, 1
"""Letters in which a name may differ from the department's and still be meant: a sentence names other bodies too."""
_SAYS_EMPTY = re.compile(r"本表(?:无数据|为空表?)|本表无(?:此|相关)?(?:项|内容)")
_LONG_NAME = 8
"""Letters of a name from which one that is nearly alike is taken for it."""
_MAY_BE_EMPTY = (".gov_fund", ".gov_fund_income", ".state_capital", ".three_public")
_NUMBERED = frozenset("一二三四五六七八九十0123456789东西南北")
"""Letters that tell sister bodies apart: 第一中学, 第二中学."""
_TITLE_END = re.compile(r"表(?:\(.*\))?$")
_ALL_TABLES = re.compile(r"(?:(?:19|20)\d{2}年度?)?(?:部门|单位|预算单位)?(?:收支)?(?:预算|决算|公开)*(?:公开|报)?表")
"""A heading for all tables together: 五、部门预算表."""


def structure_findings(disclosure: Disclosure) -> Iterator[Finding]:
    """All findings on the structure of a disclosure."""
    yield from contents_against_body(disclosure)
    yield from number_labels(disclosure)
    yield from line_numbers(disclosure)
    yield from years(disclosure)
    yield from departments(disclosure)
    yield from empty_notes(disclosure)
    yield from revenue_codes(disclosure)


def title_key(title: str) -> str:
    """A table title for comparison: folded, without table number, year and 部门."""
    plain = _TABLE_NUMBER.sub("", fold_label(title))
    return _LEADING_YEAR.sub("", fold_label(plain))


def contents_against_body(disclosure: Disclosure) -> Iterator[Finding]:
    """S-01: a table that the contents announce is in the body. Silent where the file holds none of those tables."""
    body = _titles(disclosure)
    for block in disclosure.blocks:
        if not isinstance(block, Contents):
            continue
        announced = [entry for entry in block.entries if _is_table_title(entry.text)]
        others = body - {title_key(entry.text) for entry in announced}  # each is the table of its own entry
        missing = [entry for entry in announced if not _is_there(title_key(entry.text), body, others)]
        if len(missing) > len(announced) // 2:
            continue  # the tables are published elsewhere
        for entry in missing:
            message = f"目录列有“{entry.text}”，正文中没有这张表"
            yield finding("structure.missing_table", message, block=block.id, places=entry.places, quote=entry.text)


def _titles(disclosure: Disclosure) -> set[str]:
    """What the body holds: titles of tables and forms, and headings that may stand for one."""
    blocks: tuple[Table | IndicatorForm, ...] = (*disclosure.tables, *disclosure.forms)
    headings = (title_key(block.text) for block in disclosure.blocks if isinstance(block, Heading))
    titles = {heading for heading in headings if not heading.endswith(("说明", "情况"))}
    return titles | {title_key(block.title) for block in blocks if block.title}


def _is_there(title: str, body: set[str], others: set[str]) -> bool:
    """Whether a table bears this title, or one that nothing else announces says the same in a few words more or less."""
    if title in body or any(
        title.endswith(other) or other.endswith(title) for other in others if len(other) >= _SHORTEST_TITLE
    ):
        return True
    return any(SequenceMatcher(None, title, other).ratio() > _SAME_TITLE for other in others)


def _is_table_title(text: str) -> bool:
    plain = fold(text)
    if re.match(r"第.{1,3}部分", plain) or _ALL_TABLES.fullmatch(fold_label(text)):
        return False
    return bool(_TITLE_END.search(plain))


def number_labels(disclosure: Disclosure) -> Iterator[Finding]:
    """S-02: number labels are all of one style and none is missing where most tables bear one."""
    tables = disclosure.tables
    labelled = [(table, match) for table in tables if (match := _LABEL.fullmatch(fold(table.number_label)))]
    if len(labelled) < _FEWEST_NUMBERED or len(labelled) * 2 < len(tables):
        return
    yield from _odd_labels(labelled)
    bare = [table for table in tables if not table.number_label]
    if bare:
        message = f"{len(bare)} 张表缺编号：" + "、".join(table.title or "无题" for table in bare)
        yield finding("structure.number_label", message, block=bare[0].id, places=_caption_places(bare[0]))


def _odd_labels(labelled: Sequence[tuple[Table, re.Match[str]]]) -> Iterator[Finding]:
    """Labels of another style than most."""
    styles = Counter((match["before"], match["after"]) for _, match in labelled)
    usual = styles.most_common(1)[0][0]
    for table, match in labelled:
        if (match["before"], match["after"]) != usual:
            expected = f"{usual[0]}{match['number']}{usual[1]}"
            message = f"“{table.title}”的编号为“{table.number_label}”，其他表的编号形如“{expected}”"
            yield finding(
                "structure.number_label", message, block=table.id, places=_caption_places(table), expected=expected,
                found=table.number_label,
            )  # fmt: skip


def _caption_places(table: Table) -> tuple[Place, ...]:
    """Where the title stands, or whatever comes first in the caption."""
    titled = [line for line in table.caption if table.title and fold(table.title) in fold(line.text)]
    first = titled or list(table.caption)
    return first[0].places if first else ()


def line_numbers(disclosure: Disclosure) -> Iterator[Finding]:
    """S-05: 行次 run on without a gap; longer gaps are lines left out on purpose."""
    for table in disclosure.tables:
        if table.reading is None:
            continue
        for column, axis in enumerate(table.reading.columns):
            if axis.role == "line_number":
                yield from _gaps(table, column)


def _gaps(table: Table, column: int) -> Iterator[Finding]:
    cells = [cell for cell in table.grid.cells if cell.column == column and cell.row >= table.header_rows]
    numbers = [(cell, number) for cell in cells if (number := _whole(cell)) is not None]
    previous: int | None = None
    for place, (cell, number) in enumerate(numbers):
        following = numbers[place + 1][1] if place + 1 < len(numbers) else None
        if previous is not None and number in (previous, previous + 2):
            message = f"“{table.title}”的行次由 {previous} 跳到 {number}"
            yield finding(
                "structure.line_number",
                message,
                block=table.id,
                row=cell.row,
                column=column,
                places=cell.places,
                expected=str(previous + 1),
                found=cell.text,
            )
            if following == previous + 2:
                number = previous + 1  # one number is misprinted, none is missing
        previous = number


def _whole(cell: Cell) -> int | None:
    amount = read_amount(cell.text)
    return int(amount.value) if amount.value is not None and amount.decimals == 0 else None


def years(disclosure: Disclosure) -> Iterator[Finding]:
    """S-07: cover, table titles and part headings speak of one year."""
    if disclosure.year is None:
        return
    for block in disclosure.blocks:
        if isinstance(block, Table):
            text, places = fold(block.title), _caption_places(block)
        elif isinstance(block, Heading) and block.level == 1:
            text, places = fold(block.text), block.places
        else:
            continue
        match = _YEAR.search(text)
        if match and int(match[1]) != disclosure.year:
            message = f"“{text}”写作{match[1]}年，本文件为{disclosure.year}年"
            yield finding(
                "structure.year", message, block=block.id, places=places, expected=str(disclosure.year), found=match[1]
            )


def departments(disclosure: Disclosure) -> Iterator[Finding]:
    """S-08: the name in the heads of tables is the department's; 本级, 部门 and a longer or shorter form are allowed. In
    headings and sentences other names stand too; only those a few letters off are this one misspelt."""
    own = _name(disclosure.department)
    if not own:
        return
    others: dict[str, list[Table]] = defaultdict(list)
    for table in disclosure.tables:
        name = _name(table.department)
        if name and name not in own and own not in name:
            others[name].append(table)
    for name, tables in others.items():
        first = tables[0]
        message = f"表头单位名称“{first.department}”与“{disclosure.department}”不一致（{len(tables)} 张表）"
        said = next((line.places for line in first.caption if name in fold(line.text)), _caption_places(first))
        yield finding(
            "structure.department",
            message,
            block=first.id,
            places=said,
            expected=disclosure.department,
            found=first.department,
        )
    yield from _misnamed(disclosure, own)


def _misnamed(disclosure: Disclosure, own: str) -> Iterator[Finding]:
    """The department's name in headings and sentences, a few letters off: one finding for each wrong name."""
    wrong: dict[str, list[Heading | Paragraph]] = defaultdict(list)
    for block in disclosure.blocks:
        if isinstance(block, Heading | Paragraph) and len(own) >= _LONG_NAME:
            letters = _MISSPELT_HEADING if isinstance(block, Heading) else _MISSPELT_SENTENCE
            for name in sorted(set(_near_names(fold(block.text), own, letters))):
                wrong[name].append(block)
    for name, blocks in wrong.items():
        message = f"单位名称“{name}”与“{disclosure.department}”不一致（{len(blocks)} 处）"
        yield finding(
            "structure.department", message, block=blocks[0].id, places=blocks[0].places, quote=name,
            expected=disclosure.department, found=name,
        )  # fmt: skip


def _near_names(text: str, own: str, letters: int) -> Iterator[str]:
    """Names that begin and end as a name does and differ from it by so many letters at most."""
    begins = own[:3] if letters > 2 else own[:4]
    for match in re.finditer(re.escape(begins), text):
        if text.startswith(own, match.start()):
            continue
        lengths = range(len(own) - letters, len(own) + 3)
        names = [text[match.start() : match.start() + length] for length in lengths]
        names = [name for name in names if name.endswith(own[-1]) and not _NUMBERED & set(name) - set(own)]
        near = [(edit_distance(name, own), name) for name in names]
        if near and min(near)[0] <= letters:
            yield min(near)[1]


def _name(text: str) -> str:
    return re.sub(r"\((?:本级|部门|汇总|机关)\)$", "", fold(text))


def empty_notes(disclosure: Disclosure) -> Iterator[Finding]:
    """E-01: a table of funds or 三公 without data says so. E-02: one that says so has no amounts; zeros count as none."""
    silent = [table for table in disclosure.tables if _lacks_note(table)]
    if silent:
        message = f"{len(silent)} 张空表没有注明无数据：" + "、".join(table.title or "无题" for table in silent)
        places = tuple(place for table in silent for place in _caption_places(table)[:1])
        yield finding("structure.no_note", message, block=silent[0].id, places=places)
    for table in disclosure.tables:
        if _says_empty(table):
            yield from _amounts_in_empty(table)


def _says_empty(table: Table) -> bool:
    return table.empty or any(_SAYS_EMPTY.search(fold(note.text)) for note in table.notes)


def _amounts_in_empty(table: Table) -> Iterator[Finding]:
    values = [read_amount(cell.text) for cell in table.grid.cells if _is_amount_cell(table, cell)]
    amounts = [amount.value for amount in values if amount.state is AmountState.AMOUNT]
    if any(amounts):
        rule, message = "structure.empty_note", f"“{table.title}”注明无数据，表中却有金额"
    elif amounts:
        rule, message = "structure.zeros_in_empty", f"“{table.title}”注明无数据，表中列有 {len(amounts)} 个 0"
    else:
        return
    yield finding(rule, message, block=table.id, places=_caption_places(table))


def _lacks_note(table: Table) -> bool:
    noted = table.empty or any("无" in note.text or "没有" in note.text for note in table.notes)
    if noted or not table.kind.endswith(_MAY_BE_EMPTY) or table.reading is None:
        return False
    return not any(cell.text.strip() for cell in table.grid.cells if _is_amount_cell(table, cell))


def _is_amount_cell(table: Table, cell: Cell) -> bool:
    reading = table.reading
    return reading is not None and cell.row >= table.header_rows and reading.columns[cell.column].role == "amount"


def revenue_codes(disclosure: Disclosure) -> Iterator[Finding]:
    """C-03: a column of revenue codes (收入科目编码, 1xx) holds no expenditure codes (2xx)."""
    for table in disclosure.tables:
        reading = table.reading
        for column, axis in enumerate(reading.columns if reading is not None else ()):
            if axis.role != "code" or "收入科目" not in fold("".join(axis.path)):
                continue
            wrong = [
                cell
                for cell in table.grid.cells
                if cell.column == column and re.fullmatch(r"2\d{2,6}", fold(cell.text))
            ]
            if wrong:
                message = f"“{table.title}”的收入科目栏列有 {len(wrong)} 个支出科目编码（如 {wrong[0].text}）"
                yield finding(
                    "codes.wrong_kind", message, block=table.id, row=wrong[0].row, column=column,
                    places=wrong[0].places, found=wrong[0].text,
                )  # fmt: skip
