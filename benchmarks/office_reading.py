"""CPU time of office documents, imports apart: reading to the model, with and without the carried part, and writing.

    python benchmarks/office_reading.py [--rounds N]

The documents are made for the measurement, so that it runs anywhere: a disclosure of 25 tables of 40 rows and 8
columns, and one table of 120 × 10. Targets: 25 tables to the model in 0.5 s, a table of 120 × 10 written in 0.1 s.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import time
import zipfile
from collections.abc import Callable, Iterable

from gongkai.model import Disclosure, Heading, Paragraph, Table
from gongkai.plugins.registry import Registry, installed_registry
from gongkai.plugins.specs import Source, WriteOptions
from gongkai.testing.documents import make_disclosure, make_table
from gongkai.walk.pipeline import process

Row = tuple[str, float, str]
"""What was measured, milliseconds of CPU, and the target."""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    registry = installed_registry()
    print("| what | CPU ms | target |\n|---|---|---|")
    for name, milliseconds, target in (*docx_rows(registry, rounds), *xlsx_rows(registry, rounds)):
        print(f"| {name} | {milliseconds:.0f} | {target} |")


def docx_rows(registry: Registry, rounds: int) -> Iterable[Row]:
    """Measures of Word documents."""
    write = _writer(registry, "docx")
    tables = many_tables()
    data = write(tables)
    stripped = without_part(data)
    edited = with_edit(data)
    one = make_disclosure(big_table())
    yield "DOCX: 25 tables, an ordinary document, to the model", _best(lambda: _read(stripped, registry), rounds), "500"
    yield "DOCX: 25 tables that carry their disclosure", _best(lambda: _read(data, registry), rounds), "500"
    yield "DOCX: the same with an edited cell", _best(lambda: _read(edited, registry), rounds), "500"
    yield "DOCX: 25 tables written", _best(lambda: write(tables), rounds), ""
    yield "DOCX: a table of 120 × 10 written", _best(lambda: write(one), rounds), "100"


def xlsx_rows(registry: Registry, rounds: int) -> Iterable[Row]:
    """Measures of workbooks."""
    write = _writer(registry, "xlsx")
    tables = many_tables()
    data = write(tables)
    plain = plain_workbook(25, 40, 8)
    yield "XLSX: 25 tables of another origin, to the model", _best(lambda: _read(plain, registry), rounds), "500"
    yield "XLSX: 25 tables that carry their disclosure", _best(lambda: _read(data, registry), rounds), "500"
    yield "XLSX: 25 tables written", _best(lambda: write(tables), rounds), ""
    large = plain_workbook(1, 100_000, 12)
    yield "XLSX: a sheet of 100,000 × 12, to the model", _once(lambda: _read(large, registry)), "15000"


def plain_workbook(sheets: int, rows: int, columns: int) -> bytes:
    """A workbook as an office would publish it: a title, a unit, a bordered grid on each sheet."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"constant_memory": True}) as book:
        box, figure = book.add_format({"border": 1}), book.add_format({"border": 1, "num_format": "#,##0.00"})
        for number in range(1, sheets + 1):
            sheet = book.add_worksheet(f"公开{number:02d}表")
            sheet.write_string(0, 0, f"第{number}项支出决算表")
            sheet.write_string(1, columns - 1, "单位：万元")
            sheet.write_row(2, 0, ["科目编码", "科目名称", *(f"金额{each}" for each in range(columns - 2))], box)
            for row in range(rows - 1):
                sheet.write_string(row + 3, 0, f"{20101 + row}", box)
                sheet.write_string(row + 3, 1, f"第{row}项支出", box)
                for column in range(2, columns):
                    sheet.write_number(row + 3, column, row * 1.01 + column, figure)
    return stream.getvalue()


def many_tables() -> Disclosure:
    """25 captioned tables of 40 × 8 with a heading and a paragraph before each."""
    blocks: list[Heading | Paragraph | Table] = []
    for number in range(1, 26):
        blocks.append(Heading(f"h{number}", 2, f"{number}、第{number}项情况说明"))
        blocks.append(Paragraph(f"p{number}", f"本部门第{number}项支出合计{number * 820}.00万元，与上年持平。" * 5))
        rows = [["科目编码", "科目名称", *(f"金额{each}" for each in range(6))]]
        rows += [[f"{20101 + row}", f"第{row}项支出", *([f"{row}.{number:02d}"] * 6)] for row in range(39)]
        blocks.append(make_table(rows, f"第{number}项支出决算表", id=f"t{number}"))
    return make_disclosure(*blocks, title="某局2024年度部门决算", year=2024, department="某局")


def big_table() -> Table:
    """A table of 120 × 10."""
    rows = [["科目编码", "科目名称", *(f"金额{each}" for each in range(8))]]
    rows += [[f"{20101 + row}", f"第{row}项支出", *([f"{row},{row:03d}.00"] * 8)] for row in range(1, 120)]
    return make_table(rows, "支出决算表")


def without_part(data: bytes) -> bytes:
    """A written document without the disclosure it carries."""
    return _changed(data, lambda name, content: None if name.startswith("customXml/") else content)


def with_edit(data: bytes) -> bytes:
    """A written Word document with one cell changed."""
    return _changed(
        data,
        lambda name, content: content.replace(b">1.01<", b">1.02<", 1) if name.endswith("document.xml") else content,
    )


def _changed(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def _writer(registry: Registry, name: str) -> Callable[[Disclosure], bytes]:
    format = registry.writer(name)
    assert format is not None and format.write is not None
    write = format.write

    def written(disclosure: Disclosure) -> bytes:
        data = write(disclosure, WriteOptions())
        assert isinstance(data, bytes)
        return data

    return written


def _read(data: bytes, registry: Registry) -> Disclosure:
    return process(Source("made", data, hashlib.sha256(data).hexdigest()), registry)


def _best(run: Callable[[], object], rounds: int) -> float:
    """Milliseconds of CPU of the best round, after one that does not count (imports, caches)."""
    run()
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times) * 1000


def _once(run: Callable[[], object]) -> float:
    """Milliseconds of CPU of one round."""
    start = time.process_time()
    run()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
