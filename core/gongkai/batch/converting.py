"""The whole work on one source, callable in any process: nothing is needed but a recipe and a job, nothing raised."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import time
from collections import Counter
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from gongkai.batch.records import Job, Outcome, Output, Recipe
from gongkai.errors import GongkaiError, PluginError, TargetError, UnknownFormatError, one_line
from gongkai.model import Disclosure
from gongkai.plugins.registry import Registry, installed_registry
from gongkai.plugins.specs import Format, Limits, Source, WriteOptions
from gongkai.walk.pipeline import open_source, process, refuse_ties
from gongkai.walk.storing import store

_DISK_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def convert_job(recipe: Recipe, job: Job) -> Outcome:
    """Convert one source and put its outputs in place, each whole or not at all. Whatever happens is an Outcome."""
    started = time.monotonic()
    try:
        outcome = _convert(recipe, job)
    except MemoryError:
        outcome = _failed(job, "OutOfMemory", "内存用尽（可用 --memory 放宽）")
    except UnknownFormatError as error:
        outcome = msgspec.structs.replace(_failed(job, error.code, error.what), state="skipped")
    except GongkaiError as error:
        outcome = _failed(job, error.code, _told(error), disk_full=_is_disk_full(error))
    except Exception as error:  # a bug of ours or of a plugin ends this source only
        outcome = _failed(job, "InternalError", f"程序内部错误：{one_line(error)}")
    return msgspec.structs.replace(outcome, seconds=round(time.monotonic() - started, 3))


def make(recipe: Recipe, source: Source) -> tuple[Disclosure, dict[str, bytes]]:
    """The disclosure in a source, and each output's bytes by its suffix to the stem. Raises as `read` does."""
    registry = recipe_registry(recipe)
    disclosure = process(source, registry, pins=recipe.pins)
    if recipe.strict:
        refuse_ties(disclosure)
    options = WriteOptions(csv_raw=recipe.csv_raw)
    made = {}
    for name in recipe.formats:
        format = _writer(registry, name)
        assert format.write is not None
        made[output_suffix(format)] = _as_file(format.write(disclosure, options))
    return disclosure, made


def describe(disclosure: Disclosure, job: Job, sha256: str, outputs: tuple[Output, ...] = ()) -> Outcome:
    """The outcome of a source that was converted."""
    severities = Counter[str](finding.severity for finding in disclosure.findings)
    return Outcome(
        path=job.path,
        state="converted_with_findings" if severities["error"] or severities["warning"] else "converted",
        sha256=sha256,
        outputs=outputs,
        title=disclosure.title,
        kind=disclosure.kind,
        year=disclosure.year,
        region=disclosure.region,
        department=disclosure.department,
        format=disclosure.reader,
        findings=dict(severities),
        rules=dict(Counter(finding.rule for finding in disclosure.findings)),
        arithmetic=disclosure.arithmetic,
    )


def output_suffix(format: Format) -> str:
    """What follows the stem: a batch keeps packages as `.zip`, one file each, since their folders could be mistaken
    for folders of the mirrored tree."""
    return ".zip" if format.folder else format.suffixes[0]


@lru_cache(maxsize=4)
def _named_registry(name: str, without: frozenset[str]) -> Registry:
    if not name:
        return installed_registry(without)
    registry: Registry = named_function(name)()
    return registry


def recipe_registry(recipe: Recipe) -> Registry:
    """The registry a recipe asks for, made once in a process."""
    return _named_registry(recipe.registry, frozenset(recipe.without))


def recipe_limits(recipe: Recipe) -> Limits:
    """The default limits with the recipe's changes."""
    return dataclasses.replace(Limits(), **recipe.limits)  # type: ignore[arg-type]


def named_function(name: str) -> Any:
    """The function at `module:function`."""
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


def _convert(recipe: Recipe, job: Job) -> Outcome:
    source = open_source(job.file, recipe_limits(recipe), recipe.options)
    disclosure, made = make(recipe, source)
    paths = {suffix: Path(recipe.out, f"{job.stem}{suffix}") for suffix in made}
    if not job.claimed:
        _refuse_foreign({paths[suffix]: data for suffix, data in made.items()})
    outputs = []
    for name, (suffix, data) in zip(recipe.formats, made.items(), strict=True):
        store(data, paths[suffix])
        outputs.append(Output(f"{job.stem}{suffix}", name, len(data), hashlib.sha256(data).hexdigest()))
    for sink in recipe.sinks:
        outputs += named_function(sink)(disclosure, recipe, msgspec.structs.replace(job, sha256=source.sha256))
    return describe(disclosure, job, source.sha256, tuple(outputs))


def _refuse_foreign(made: dict[Path, bytes]) -> None:
    # The same source gives the same bytes: an output that holds just these is ours, though no ledger says so.
    for path, data in made.items():
        if path.is_dir():
            raise TargetError("这里已有同名文件夹", str(path), "请用 -o 指定别处")
        if path.exists() and (path.stat().st_size != len(data) or path.read_bytes() != data):
            raise TargetError("已存在，未覆盖", str(path), "加 --force 覆盖，或用 -o 指定别处")


def _writer(registry: Registry, name: str) -> Format:
    format = registry.writer(name)
    if format is None:
        raise PluginError(f"没有名为 {name} 的输出格式", "", "请安装含此格式的插件")
    return format


def _as_file(written: Any) -> bytes:
    from gongkai.carrying.archives import pack_folder

    return written if isinstance(written, bytes) else pack_folder(written)


def _failed(job: Job, code: str, message: str, disk_full: bool = False) -> Outcome:
    return Outcome(job.path, "failed", sha256=job.sha256, code=code, message=message, disk_full=disk_full)


def _told(error: GongkaiError) -> str:
    return f"{error.what}（{error.remedy}）" if error.remedy else error.what


def _is_disk_full(error: GongkaiError) -> bool:
    cause = error.__cause__
    return isinstance(cause, OSError) and cause.errno in _DISK_FULL
