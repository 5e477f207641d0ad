"""Where results go: formats and paths of one call, settled before anything is read or written."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from gongkai.errors import TargetError, UsageError
from gongkai.plugins.registry import Registry
from gongkai.plugins.specs import Format
from gongkai.walk.storing import replaceable

DEFAULT_FORMAT = "xlsx"
_LIKE_A_SUFFIX = re.compile(r"\.(?=[0-9]*[A-Za-z])[0-9A-Za-z]{1,5}")


@dataclass(frozen=True)
class Target:
    """One result: the format it is written in, and its file or folder."""

    format: Format
    path: Path


def plan_targets(
    sources: Sequence[Path], target: str | os.PathLike[str] | None, to: Sequence[str], registry: Registry
) -> list[tuple[Path, list[Target]]]:
    """For every source, in order, what is written where.

    One source and one format: `target` names the result itself, unless it is a folder (it exists as one, ends with a
    separator, or bears no suffix and the format writes files). Otherwise `target` is a folder, by default each
    source's own, and results are named after their sources. Formats come from `to`, else from the target's suffix,
    else xlsx. UsageError for a format nobody writes, a suffix that does not fit, and two results of one name.
    """
    formats = choose_writers(target, to, registry)
    if target is not None and len(sources) == 1 and len(formats) == 1 and _names_result(target, formats[0]):
        path = Path(target)
        _refuse_suffix(path, formats[0], registry)
        return [(sources[0], [Target(formats[0], path)])]
    if target is not None:
        _require_folder(target, registry)
    plan = []
    for source in sources:
        folder = Path(target) if target is not None else source.parent
        stem = source_stem(source, registry)
        plan.append((source, [Target(format, folder / _result_name(stem, format)) for format in formats]))
    _refuse_clashes(plan)
    return plan


def choose_writers(target: str | os.PathLike[str] | None, to: Sequence[str], registry: Registry) -> tuple[Format, ...]:
    """The formats of `to` in order, each once; without any, the one of the target's suffix, else xlsx."""
    named = None if target is None or _is_folder(target) else registry.writer_for(Path(target))
    names = tuple(dict.fromkeys(to)) or (named.name if named else DEFAULT_FORMAT,)
    known = "、".join(format.name for format in registry.writers)
    formats = []
    for name in names:
        format = registry.writer(name)
        if format is None:
            raise UsageError(f"没有名为 {name} 的输出格式", "--to", f"可用：{known or '无，请安装含格式的插件'}")
        formats.append(format)
    return tuple(formats)


def source_stem(source: Path, registry: Registry) -> str:
    """A source's name without the longest suffix any format knows (a.gongkai.json → a), else without its last one."""
    known = [
        suffix
        for format in registry.formats
        for suffix in format.suffixes
        if source.name.lower().endswith(suffix) and len(source.name) > len(suffix)
    ]
    return source.name[: -len(max(known, key=len))] if known else source.stem


def claimed_suffixes(registry: Registry) -> frozenset[str]:
    """The suffixes by which readers know their files; of .gongkai.json and .json only the one that says more."""
    return frozenset(
        suffix
        for format in registry.readers
        for suffix in format.suffixes
        if not any(other != suffix and other.endswith(suffix) for other in format.suffixes)
    )


def refuse_existing(targets: Iterable[Target], source: Path, force: bool) -> None:
    """TargetError where a result would replace its own source, or exists and `force` is not given.

    Even `force` replaces no folder that holds anything but an earlier package.
    """
    for target in targets:
        path = target.path
        if not path.exists():
            continue
        if source.exists() and path.samefile(source):
            raise TargetError("结果会覆盖来源文件", str(path), "请用 -o 指定别处")
        if path.is_dir() and not target.format.folder:
            raise TargetError("这里已有同名文件夹", str(path), "请用 -o 指定别处")
        if not replaceable(path):
            raise TargetError("文件夹里有别的东西，不覆盖", str(path), "请用 -o 指定一个新文件夹")
        if not force and not (path.is_dir() and not any(path.iterdir())):
            raise TargetError("已存在，未覆盖", str(path), "加 --force 覆盖，或用 -o 指定别处")


def _is_folder(target: str | os.PathLike[str]) -> bool:
    # A package is a folder that already is a result; its own name is then the target.
    text = os.fspath(target)
    return text.endswith(("/", os.sep)) or (Path(text).is_dir() and not (Path(text) / "datapackage.json").exists())


def _names_result(target: str | os.PathLike[str], format: Format) -> bool:
    if format.folder:
        return True
    return not _is_folder(target) and _LIKE_A_SUFFIX.fullmatch(Path(target).suffix) is not None


def _refuse_suffix(path: Path, format: Format, registry: Registry) -> None:
    fitting = registry.writer_for(path)
    if fitting is not None and fitting is not format:
        raise UsageError(f"后缀与格式 {format.name} 不符", str(path), f"请用后缀 {format.suffixes[0]}，或改 --to")
    if fitting is None and not format.folder:
        known = "、".join(suffix for writer in registry.writers for suffix in writer.suffixes)
        raise UsageError(f"没有以 {path.suffix} 为后缀的输出格式", str(path), f"可用：{known}")


def _require_folder(target: str | os.PathLike[str], registry: Registry) -> None:
    if not _is_folder(target) and registry.writer_for(Path(target)) is not None:
        raise UsageError("有多个结果，须写到文件夹", str(target), "请让 -o 指向文件夹")


def _result_name(stem: str, format: Format) -> str:
    return stem if format.folder else stem + format.suffixes[0]


def _refuse_clashes(plan: Iterable[tuple[Path, list[Target]]]) -> None:
    # Names that differ in case or normal form are one file on some systems, so nowhere two.
    taken: dict[str, Path] = {}
    for source, targets in plan:
        for target in targets:
            key = unicodedata.normalize("NFC", str(target.path.absolute())).casefold()
            if key in taken:
                raise UsageError(
                    f"{taken[key]} 与 {source} 的结果会写到同一处", str(target.path), "请分开转换，或给来源不同的名称"
                )
            taken[key] = source
