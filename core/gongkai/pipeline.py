"""The walk of a document: gather plugins, open, choose a format, read, assemble, recognise, check, write.

Values go in and come out; the disk is touched only in `open_source` and `store`.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath

from gongkai.archives import pack_folder
from gongkai.assemble import assemble
from gongkai.checking import check
from gongkai.errors import LimitError, SourceError, TargetError, UnknownFormatError, UsageError
from gongkai.model import BareDocument, Disclosure
from gongkai.recognise import recognise
from gongkai.registry import Registry, installed_registry
from gongkai.specs import Format, Limits, Source, WriteOptions, Written

_HEAD = 65_536


def read(
    path: str | os.PathLike[str],
    *,
    registry: Registry | None = None,
    limits: Limits | None = None,
    options: Mapping[str, str] | None = None,
) -> Disclosure:
    """The disclosure in a file: read, assembled, recognised and checked. SourceError and its kin end it."""
    registry = registry or installed_registry()
    return process(open_source(Path(path), limits or Limits(), options or {}), registry)


def process(source: Source, registry: Registry) -> Disclosure:
    """Steps 3 to 7 of the walk, without the disk."""
    format = choose_format(source, registry)
    assert format.read is not None
    document = format.read(source)
    if isinstance(document, BareDocument):
        document = recognise(assemble(document), registry)
        for transform in registry.transforms:
            document = transform.apply(document)
        document = check(document, registry)
    return document


def open_source(path: Path, limits: Limits, options: Mapping[str, str]) -> Source:
    """The file's name, bytes and hash; SourceError where it cannot be read, LimitError where it is too large."""
    where = str(path)
    try:
        if path.is_dir():
            raise SourceError("是文件夹，不是文件", where, "请给出其中的文件")
        if not path.is_file():
            raise SourceError("不是普通文件" if path.exists() else "文件不存在", where, "请检查路径")
        size = path.stat().st_size
        if size > limits.source_bytes:
            raise LimitError(f"文件有 {size:,} 字节，上限为 {limits.source_bytes:,}", where, "请拆分文件")
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"不能读取：{error.strerror or error}", where, "请检查路径与权限") from error
    if not data:
        raise SourceError("文件是空的", where, "请检查是否下载完整")
    return Source(path.name, data, hashlib.sha256(data).hexdigest(), limits, dict(options))


def choose_format(source: Source, registry: Registry) -> Format:
    """The reader most sure of the content; equal certainty goes to the suffix, then the name."""
    head, suffix = source.data[:_HEAD], PurePosixPath(source.name).suffix.lower()

    def rank(format: Format) -> tuple[float, bool, str]:
        certainty = format.sniff(head, source.name) if format.sniff else float(suffix in format.suffixes) / 2
        return (-certainty, suffix not in format.suffixes, format.name)

    ranked = sorted(registry.readers, key=rank)
    if not ranked or rank(ranked[0])[0] == 0:
        known = "、".join(sorted({suffix for format in registry.readers for suffix in format.suffixes}))
        raise UnknownFormatError("不是可识别的文件格式", source.name, f"可读取：{known}")
    return ranked[0]


def convert(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str] | None = None,
    *,
    to: Sequence[str] = (),
    force: bool = False,
    registry: Registry | None = None,
    limits: Limits | None = None,
    options: Mapping[str, str] | None = None,
    write_options: WriteOptions | None = None,
) -> list[Path]:
    """Convert one source; the written paths. Formats come from `to`, else from the target's suffix, else xlsx."""
    registry = registry or installed_registry()
    plan = plan_targets(Path(source), Path(target) if target is not None else None, to, registry)
    refuse_existing((path for _, path in plan), Path(source), force)
    disclosure = read(source, registry=registry, limits=limits, options=options)
    return [write(disclosure, format, path, write_options or WriteOptions()) for format, path in plan]


def plan_targets(
    source: Path, target: Path | None, to: Sequence[str], registry: Registry, several: bool = False
) -> list[tuple[Format, Path]]:
    """Which format goes where.

    One format and a target that names a file (by suffix), or a CSV package: the target itself. Otherwise the target
    is a folder (by default the source's own) and results are named after the source. `several` sources always share
    a folder.
    """
    named = suffix_format(target, registry) if target is not None and not several else None
    names = list(dict.fromkeys(to)) or [named.name if named else "xlsx"]
    formats = []
    for name in names:
        format = registry.writer(name)
        if format is None:
            known = "、".join(format.name for format in registry.writers)
            raise UsageError(f"没有名为 {name} 的输出格式", "--to", f"可用：{known}")
        formats.append(format)
    if target is not None and not several and len(formats) == 1:
        format = formats[0]
        if named is not None and named is not format and not target.is_dir():
            raise UsageError(f"{target.name} 的后缀与格式 {format.name} 不符", "-o", "请改后缀或改 --to")
        if (not target.is_dir() and (named is format or format.folder)) or (format.folder and target.is_dir()):
            return [(format, target)]
    folder = target if target is not None else source.parent
    return [(format, folder / (source.stem + ("" if format.folder else format.suffixes[0]))) for format in formats]


def suffix_format(target: Path, registry: Registry) -> Format | None:
    """The writer whose suffix a target path bears: the longest that fits."""
    fitting = [
        (len(suffix), format)
        for format in registry.writers
        for suffix in format.suffixes
        if target.name.lower().endswith(suffix)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def refuse_existing(targets: Iterable[Path], source: Path, force: bool) -> None:
    """TargetError where a result exists and `force` is not given, or where it would replace its own source."""
    for path in targets:
        if path.exists() and source.exists() and path.samefile(source):
            raise TargetError("结果会覆盖来源文件", str(path), "请用 -o 指定别处")
        if path.exists() and not force and not (path.is_dir() and not any(path.iterdir())):
            raise TargetError("已存在，未覆盖", str(path), "加 --force 覆盖，或用 -o 指定别处")


def write(disclosure: Disclosure, format: Format, path: Path, options: WriteOptions) -> Path:
    """Write a disclosure in one format: whole or not at all."""
    assert format.write is not None
    written = format.write(disclosure, options)
    if not isinstance(written, bytes) and path.suffix.lower() == ".zip":
        written = pack_folder(written)
    store(written, path)
    return path


def store(written: Written, path: Path) -> None:
    """Put bytes or a folder in place through a temporary neighbour and a rename; nothing half-written remains."""
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(written, bytes):
            handle, name = tempfile.mkstemp(prefix=".gongkai-", dir=path.parent)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(written)
            os.chmod(temporary, 0o666 & ~_umask())
            os.replace(temporary, path)
        else:
            temporary = Path(tempfile.mkdtemp(prefix=".gongkai-", dir=path.parent))
            for name, data in written.items():
                inner = temporary / name
                inner.parent.mkdir(parents=True, exist_ok=True)
                inner.write_bytes(data)
            os.chmod(temporary, 0o777 & ~_umask())
            _replace_folder(temporary, path)
    except OSError as error:
        raise TargetError(f"不能写入：{error.strerror or error}", str(path), "请检查文件夹权限与磁盘空间") from error
    finally:
        if temporary is not None and temporary.exists():
            shutil.rmtree(temporary) if temporary.is_dir() else temporary.unlink()


def _replace_folder(temporary: Path, path: Path) -> None:
    # A folder cannot be replaced in one step everywhere: the old one steps aside and comes back if the new one fails.
    if not path.exists():
        os.rename(temporary, path)
        return
    aside = path.with_name(f".{path.name}.old")
    os.rename(path, aside)
    try:
        os.rename(temporary, path)
    except OSError:
        os.rename(aside, path)
        raise
    shutil.rmtree(aside) if aside.is_dir() else aside.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
