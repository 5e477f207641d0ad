"""`gongkai repair`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from gongkai.cli.console import give, say
from gongkai.cli.findings import finding_line
from gongkai.cli.reading import HowToRead, reading_options

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gongkai.checking import Choice, Defect
    from gongkai.corrections.repairs import Correction
    from gongkai.model import Disclosure


_WHOLE = 40
"""Longest text shown whole."""
_AROUND = 10


@click.command(short_help="列出更正建议，生成更正文件。")
@click.argument("source", metavar="SOURCE")
@click.option(
    "--accept", default="", metavar="N,N|all", help="采纳这些编号的建议（如 1,3b），写入更正文件；all 为各项的第一种。"
)
@click.option("-o", "--output", "target", metavar="FILE", help="更正文件；默认为 来源名.corrections.json。")
@click.option("--who", default="", help="采纳者，记入更正文件。")
@click.option("--reason", default="", help="理由；默认为建议所依据的等式。")
@click.option("--force", is_flag=True, help="覆盖已有的更正文件。")
@reading_options
def repair(
    reading: HowToRead, source: str, accept: str, target: str | None, who: str, reason: str, force: bool
) -> None:
    """列出疑误之处与建议的写法。不改动来源；采纳的建议写入更正文件，转换时用 --corrections 引用。

    同一处有几种可能时以 a、b、c 分列。已用 --corrections 引用的更正一并写入新文件。
    """
    from pathlib import Path

    from gongkai.checking import evaluate_disclosure, proposed_repairs

    path = Path(source)
    disclosure = reading.read(path)
    defects = proposed_repairs(disclosure, evaluate_disclosure(disclosure, reading.registry))
    for number, defect in enumerate(defects, 1):
        _show(number, defect)
    if not defects:
        give("没有更正建议")
        return
    if accept:
        chosen = [correction for choice in _chosen(accept, defects) for correction in choice.corrections]
        corrections = [*_earlier(reading), *_signed(chosen, who, reason)]
        written = _store(
            disclosure, corrections, Path(target) if target else path.with_name(f"{path.name}.corrections.json"), force
        )
        give(str(written))
        say(f"已采纳 {len(chosen)} 处更正；转换时加 --corrections {written}")


def _show(number: int, defect: Defect) -> None:
    give(f"[{number}] {finding_line(defect.finding)}")
    for letter, choice in zip("abc", defect.choices, strict=False):
        name = f"{number}{letter}" if len(defect.choices) > 1 else str(number)
        for correction in choice.corrections:
            old, new = _excerpts(correction.old, correction.new)
            give(f"    {name}：{_spot(correction)} “{old}” → “{new}”")
            if correction.reason != defect.finding.message:
                give(f"        依据：{correction.reason}")


def _excerpts(old: str, new: str) -> tuple[str, str]:
    """Two long texts cut down to where they differ."""
    if len(old) <= _WHOLE:
        return old, new
    same = _equal_letters(old, new)
    tail = _equal_letters(old[same:][::-1], new[same:][::-1])
    start = max(same - _AROUND, 0)
    cuts = (text[start : len(text) - max(tail - _AROUND, 0)] for text in (old, new))
    first, second = (" ".join(f"{'…' if start else ''}{cut}{'…' if tail > _AROUND else ''}".split()) for cut in cuts)
    return first, second


def _equal_letters(one: str, other: str) -> int:
    """How many letters two texts begin with in common."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


def _spot(correction: Correction) -> str:
    from gongkai.model import describe_place

    at = "段落"
    if correction.row is not None and correction.column is not None:
        at = f"第{correction.row + 1}行第{correction.column + 1}列"
    return " ".join([correction.block, at, *map(describe_place, correction.places[:1])])


def _chosen(accept: str, defects: Sequence[Defect]) -> list[Choice]:
    """The choices that a list such as `1,3b` names, in the order of the defects; a bare number is the first choice."""
    from gongkai.errors import UsageError

    if accept == "all":
        return [defect.choices[0] for defect in defects]
    found: dict[int, Choice] = {}
    for part in accept.split(","):
        match = re.fullmatch(r"([1-9][0-9]{0,5})([abc]?)", part.strip())
        number, nth = (int(match[1]), "abc".find(match[2] or "a")) if match else (0, 0)
        if not 1 <= number <= len(defects) or nth >= len(defects[number - 1].choices) or number in found:
            raise UsageError(f"没有编号为 {part} 的建议，或同一项选了两次", "--accept", f"请用 1-{len(defects)} 或 all")
        found[number] = defects[number - 1].choices[nth]
    return [found[number] for number in sorted(found)]


def _signed(corrections: Sequence[Correction], who: str, reason: str) -> list[Correction]:
    from datetime import UTC, datetime

    import msgspec

    when = datetime.now(UTC).isoformat(timespec="seconds")
    return [msgspec.structs.replace(one, who=who, when=when, reason=reason or one.reason) for one in corrections]


def _earlier(reading: HowToRead) -> tuple[Correction, ...]:
    """The corrections that the source was read with: the new file goes on from them."""
    from pathlib import Path

    from gongkai.corrections.repairs import decode_corrections

    if not reading.corrections:
        return ()
    return decode_corrections(Path(reading.corrections).read_bytes(), reading.corrections).corrections


def _store(disclosure: Disclosure, corrections: Sequence[Correction], target: Path, force: bool) -> Path:
    from gongkai.corrections.repairs import CorrectionFile, encode_corrections
    from gongkai.errors import TargetError
    from gongkai.walk.storing import store

    if target.exists() and not force:
        raise TargetError("已存在，未覆盖", str(target), "加 --force 覆盖，或用 -o 指定别处")
    source = disclosure.source
    store(encode_corrections(CorrectionFile(source.name, source.sha256, tuple(corrections))), target)
    return target
