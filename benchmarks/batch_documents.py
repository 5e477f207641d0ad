"""Small invented documents of every kind for batches, one in a hundred damaged in one of many ways.

python benchmarks/batch_documents.py FOLDER NUMBER
"""

from __future__ import annotations

import random
import sys
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import gongkai

_A_HUNDRED = {50: ".xlsx", 51: ".docx", 52: ".pdf", 55: ".md"}
"""The kinds of a hundred documents, texts but for these; 54 repeats 53, 56 is in GB18030, 99 is damaged."""


def text_of(number: int) -> str:
    """A table that adds up, but for one document in fifty."""
    total, part = 500 + number, 100 + number % 397
    wrong = 9 if number % 50 == 7 else 0
    return (
        f"示例市第{number}号单位{2015 + number % 10}年度部门{'决算' if number % 3 else '预算'}\n\n公开03表\n\n支出决算表\n\n"
        f"部门：示例市第{number}号单位\t金额单位：万元\n\n"
        "科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
        f"合计\t\t{total + wrong}.00\t{total - part}.00\t{part}.00\n"
        f"201\t一般公共服务支出\t{total}.00\t{total - part}.00\t{part}.00\n"
        f"20126\t档案事务\t{total}.00\t{total - part}.00\t{part}.00\n"
    )


def make_documents(folder: Path, number: int, damaged: bool = True) -> None:
    """So many documents in folders of a year and five hundred."""
    for n in range(number):
        place = folder / f"{2015 + n % 10}" / f"{n // 500:03}"
        place.mkdir(parents=True, exist_ok=True)
        kind = n % 100
        if kind == 99 and damaged:
            suffix, spoil = _DAMAGE[n // 100 % len(_DAMAGE)]
            (place / f"坏{n:06}{suffix}").write_bytes(spoil(n))
            continue
        suffix = _A_HUNDRED.get(kind, ".txt")
        path = place / f"{n:06}{' 百分%井#' if kind == 56 else ''}{suffix}"
        if suffix == ".pdf":
            path.write_bytes(pdf_of(f"Department {n} budget 2023"))
        elif suffix in (".xlsx", ".docx"):
            path.write_bytes(_office(suffix))
            with zipfile.ZipFile(path, "a") as file:
                file.comment = b"%d" % n  # or they would be copies of one another
        else:
            text = text_of(n - 1 if kind == 54 else n)
            path.write_bytes(text.encode("gb18030" if kind == 56 else "utf-8"))


@cache
def _office(suffix: str) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch, "a.txt")
        source.write_text(text_of(1), encoding="utf-8")
        (made,) = gongkai.convert(source, source.with_suffix(suffix))
        return Path(made).read_bytes()


def pdf_of(line: str) -> bytes:
    """A page with one line."""
    drawn = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, starts = b"%PDF-1.4\n", []
    for number, inside in enumerate(objects, 1):
        starts.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, inside)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(data))
    )


def _noise(number: int) -> bytes:
    return random.Random(number).randbytes(2_000)


_DAMAGE: list[tuple[str, Callable[[int], bytes]]] = [
    (".pdf", lambda n: b"%PDF-1.7\n" + b"torn" * (n + 1)),
    (".pdf", lambda n: pdf_of(f"{n}")[:300]),
    (".xlsx", lambda n: _office(".xlsx")[: 3000 + n % 100]),
    (".docx", lambda n: b"PK\x03\x04" + _noise(n)),
    (".txt", lambda n: b""),
    (".txt", _noise),
    (".xls", lambda n: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _noise(n)),
    (".zip", _noise),
    (".exe", lambda n: b"MZ" + _noise(n)),
]


if __name__ == "__main__":
    make_documents(Path(sys.argv[1]), int(sys.argv[2]))
