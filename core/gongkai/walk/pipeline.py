"""The walk of a document: gather plugins, open, choose a format, read, assemble, recognise, check, write.

Values go in and come out; the disk is touched only in `open_source` and `store`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from gongkai.assemble import assemble
from gongkai.carrying.archives import is_package, pack_package
from gongkai.checking import check
from gongkai.corrections import without_meaning
from gongkai.corrections.repairs import CorrectionFile, apply_corrections, decode_corrections
from gongkai.errors import LimitError, PluginError, SourceError, UnknownFormatError, one_line
from gongkai.findings import finding
from gongkai.model import BareDocument, Disclosure
from gongkai.plugins.registry import Registry, installed_registry
from gongkai.plugins.specs import Format, Limits, Source, Transform, WriteOptions
from gongkai.recognise import recognise
from gongkai.walk.storing import store
from gongkai.walk.targets import Target, plan_targets, refuse_existing
from gongkai.words.labels import printable

_HEAD = 65_536


def read(
    path: str | os.PathLike[str],
    *,
    registry: Registry | None = None,
    limits: Limits | None = None,
    options: Mapping[str, str] | None = None,
    corrections: str | os.PathLike[str] | None = None,
    pins: Mapping[str, str] | None = None,
) -> Disclosure:
    """The disclosure in a file: read, assembled, recognised and checked. SourceError and its kin end it.

    `options` are those of the reader, as texts: pages ("3-9", from 1), double_read ("1"), password. `corrections` names
    a file of accepted corrections for this very source; it is applied before recognising. `pins` say which variant
    explains a form, whatever its anchors: form id, or * for every form → variant id.
    """
    registry = registry or installed_registry()
    limits = limits or Limits()
    accepted = None
    if corrections is not None:
        opened = open_source(Path(corrections), limits, {})
        accepted = decode_corrections(opened.data, opened.name)
    return process(open_source(Path(path), limits, options or {}), registry, accepted, pins)


def process(
    source: Source,
    registry: Registry,
    corrections: CorrectionFile | None = None,
    pins: Mapping[str, str] | None = None,
) -> Disclosure:
    """Steps 3 to 7 of the walk, without the disk."""
    format = choose_format(source, registry)
    assert format.read is not None
    found = format.read(source)
    if isinstance(found, Disclosure) and corrections is None and not pins:
        return found
    if isinstance(found, BareDocument):
        document = assemble(found)
    else:
        document = without_meaning(found if isinstance(found, Disclosure) else found.disclosure)
    del source, found  # a large file need not stay beside what was read of it
    if corrections is not None:
        document = apply_corrections(document, corrections)
    document = recognise(document, registry, pins)
    for transform in registry.transforms:
        document = _transformed(document, transform)
    return check(document, registry)


def _transformed(document: Disclosure, transform: Transform) -> Disclosure:
    try:
        return transform.apply(document)
    except Exception as error:  # a stranger's code may raise anything; the document goes on without it
        remark = finding("plugin.failed", f"变换 {transform.id} 出错：{one_line(error)}")
        return msgspec.structs.replace(document, findings=(*document.findings, remark))


def refuse_ties(disclosure: Disclosure, where: str = "") -> None:
    """PluginError where two variants explain a form equally well."""
    tie = next((finding for finding in disclosure.findings if finding.rule == "form.tie"), None)
    if tie is not None:
        raise PluginError(tie.message, where, "用 --pin 指定一种，或用 --without 去掉一个插件")


def open_source(path: Path, limits: Limits, options: Mapping[str, str]) -> Source:
    """The file's name, bytes and hash; a data package's folder counts as the zip of it.

    SourceError where it cannot be read, LimitError where it is too large.
    """
    where = str(path)
    try:
        if is_package(path):
            data = pack_package(path, limits)
            return Source(printable(path.name), data, hashlib.sha256(data).hexdigest(), limits, dict(options))
        if path.is_dir():
            raise SourceError("是文件夹，不是文件", where, "请给出其中的文件")
        if not path.is_file():
            raise SourceError("不是普通文件" if path.exists() else "文件不存在", where, "请检查路径")
        size = path.stat().st_size
        if size > limits.source_bytes:
            raise LimitError(f"文件有 {size:,} 字节，上限为 {limits.source_bytes:,}", where, "请拆分文件")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError("文件不存在", where, "请检查路径") from error
    except PermissionError as error:
        raise SourceError("没有读权限，或文件正被其他程序占用", where, "请检查权限") from error
    except OSError as error:
        raise SourceError(f"不能读取：{error.strerror or error}", where, "请检查路径与磁盘") from error
    if not data:
        raise SourceError("文件是空的", where, "请检查是否下载完整")
    return Source(printable(path.name), data, hashlib.sha256(data).hexdigest(), limits, dict(options))


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
    corrections: str | os.PathLike[str] | None = None,
    pins: Mapping[str, str] | None = None,
) -> list[Path]:
    """Convert one source; the written paths. What says how to read is as with `read`, the rest as with `write`.

    Without a target, results stand beside the source.
    """
    registry = registry or installed_registry()
    ((path, targets),) = plan_targets([Path(source)], target, to, registry)
    refuse_existing(targets, path, force)
    disclosure = read(path, registry=registry, limits=limits, options=options, corrections=corrections, pins=pins)
    return [write_target(disclosure, target, write_options) for target in targets]


def write(
    disclosure: Disclosure,
    target: str | os.PathLike[str],
    *,
    to: Sequence[str] = (),
    force: bool = False,
    registry: Registry | None = None,
    write_options: WriteOptions | None = None,
) -> list[Path]:
    """Write a disclosure; the written paths. Formats come from `to`, else from the target's suffix, else xlsx.

    `target` is a folder, where results are called after the source, or with one format may be the result itself.
    UsageError for an unknown format or suffix; TargetError where a result exists and `force` is not given, or the disk
    refuses it.
    """
    source = Path(disclosure.source.name)
    ((_, targets),) = plan_targets([source], target, to, registry or installed_registry())
    refuse_existing(targets, source, force)
    return [write_target(disclosure, one, write_options) for one in targets]


def write_target(disclosure: Disclosure, target: Target, options: WriteOptions | None = None) -> Path:
    """Write a disclosure in one format, whole or not at all; the path written."""
    assert target.format.write is not None
    store(target.format.write(disclosure, options or WriteOptions()), target.path)
    return target.path
