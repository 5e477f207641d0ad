"""Structure: contents against body, number labels, 行次, years, department names, notes of empty tables."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher

from gongkai.findings import finding
from gongkai.labels import fold, fold_label
from gongkai.model import AmountState, Cell, Contents, Disclosure, Finding, Heading, Place, Table, read_amount

_TABLE_NUMBER = re.compile(r"^(?:附?表[一二三四五六七八九十\d]+|公开\d+表|预算公开表\d+)[:、]?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})年(?:度|部门|单位|区级|预算|决算|一般|财政|政府|国有|项目|机关)?")
_LEADING_YEAR = re.compile(r"^(?:19|20)\d{2}年(?:度)?(?:部门|预算单位|单位)?")
_LABEL = re.compile(r"(?P<before>\D*?)(?P<number>\d+)(?P<after>\D*)")
_SAME_TITLE = 0.85
_TITLE_END = re.compile(r"表(?:\(.*\))?$")


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
    body = {title_key(table.title) for table in disclosure.tables if table.title}
    body |= {title_key(form.title) for form in disclosure.forms if form.title}
    body |= {title_key(block.text) for block in disclosure.blocks if isinstance(block, Heading)}
    for block in disclosure.blocks:
        if not isinstance(block, Contents):
            continue
        announced = [entry for entry in block.entries if _is_table_title(entry.text)]
        missing = [entry for entry in announced if not _is_there(title_key(entry.text), body)]
        if len(missing) > len(announced) // 2:
            continue  # the tables are published elsewhere
        for entry in missing:
            message = f"目录列有“{entry.text}”，正文中没有这张表"
            yield finding("structure.missing_table", message, block=block.id, places=entry.places, quote=entry.text)


def _is_there(title: str, body: set[str]) -> bool:
    """Whether a table bears this title, or one that says the same with a few words more or less."""
    if title in body or any(title.endswith(other) or other.endswith(title) for other in body if len(other) > 4):
        return True
    return any(SequenceMatcher(None, title, other).ratio() > _SAME_TITLE for other in body)


def _is_table_title(text: str) -> bool:
    plain = fold(text)
    return bool(_TITLE_END.search(plain)) and not re.match(r"第.{1,3}部分", plain)


def number_labels(disclosure: Disclosure) -> Iterator[Finding]:
    """S-02: number labels are all of one style and none is missing where most tables bear one."""
    tables = disclosure.tables
    labelled = [(table, match) for table in tables if (match := _LABEL.fullmatch(fold(table.number_label)))]
    if len(labelled) < 3 or len(labelled) * 2 < len(tables):
        return
    styles = Counter((match["before"], match["after"]) for _, match in labelled)
    usual = styles.most_common(1)[0][0]
    for table, match in labelled:
        if (match["before"], match["after"]) != usual:
            expected = f"{usual[0]}{match['number']}{usual[1]}"
            message = f"“{table.title}”的编号为“{table.number_label}”，其他表的编号形如“{expected}”"
            yield finding(
                "structure.number_label",
                message,
                block=table.id,
                places=_caption_places(table),
                expected=expected,
                found=table.number_label,
            )
    bare = [table for table in tables if not table.number_label]
    if bare:
        message = f"{len(bare)} 张表缺编号：" + "、".join(table.title or "无题" for table in bare)
        yield finding("structure.number_label", message, block=bare[0].id, places=_caption_places(bare[0]))


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
    previous: int | None = None
    for cell in (cell for cell in table.grid.cells if cell.column == column and cell.row >= table.header_rows):
        number = _whole(cell)
        if number is None:
            continue
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
    """S-08: the name in the heads of tables is the department's; 本级, 部门 and a longer or shorter form are allowed."""
    own = _name(disclosure.department)
    if not own:
        return
    others: dict[str, list[Table]] = defaultdict(list)
    for table in disclosure.tables:
        name = _name(table.department)
        if name and name not in own and own not in name:
            others[name].append(table)
    for tables in others.values():
        first = tables[0]
        message = f"表头单位名称“{first.department}”与“{disclosure.department}”不一致（{len(tables)} 张表）"
        yield finding(
            "structure.department",
            message,
            block=first.id,
            places=_caption_places(first),
            expected=disclosure.department,
            found=first.department,
        )


def _name(text: str) -> str:
    return re.sub(r"\((?:本级|部门|汇总|机关)\)$", "", fold(text))


def empty_notes(disclosure: Disclosure) -> Iterator[Finding]:
    """E-02: a table that says it has no data has no amounts; zeros count as none."""
    for table in disclosure.tables:
        if not table.empty:
            continue
        values = [read_amount(cell.text) for cell in table.grid.cells if _is_amount_cell(table, cell)]
        amounts = [amount.value for amount in values if amount.state is AmountState.AMOUNT]
        if any(amounts):
            yield finding(
                "structure.empty_note",
                f"“{table.title}”注明无数据，表中却有金额",
                block=table.id,
                places=_caption_places(table),
            )
        elif amounts:
            message = f"“{table.title}”注明无数据，表中列有 {len(amounts)} 个 0"
            yield finding("structure.zeros_in_empty", message, block=table.id, places=_caption_places(table))


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
