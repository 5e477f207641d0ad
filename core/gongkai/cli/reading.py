"""Options of every command that reads a source."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import TYPE_CHECKING, Any

import click

from gongkai.cli.console import Session

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.model import Disclosure
    from gongkai.plugins.registry import Registry
    from gongkai.plugins.specs import Limits


@dataclass(frozen=True)
class HowToRead:
    """The registry, limits and reader options of one call."""

    registry: Registry
    limits: Limits
    options: dict[str, str]
    corrections: str = ""
    pins: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    without: tuple[str, ...] = ()

    def read(self, path: Path) -> Disclosure:
        """The disclosure in a file, as `pipeline.read`; under --strict as `refuse_ties` too."""
        from gongkai.walk.pipeline import read, refuse_ties

        disclosure = read(
            path,
            registry=self.registry,
            limits=self.limits,
            options=self.options,
            corrections=self.corrections or None,
            pins=self.pins,
        )
        if self.strict:
            refuse_ties(disclosure, str(path))
        return disclosure


def reading_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of reading; they reach it as one argument `reading`."""

    def command(
        *arguments: Any,
        pages: str,
        double_read: bool,
        password: str,
        limit: tuple[str, ...],
        without: tuple[str, ...],
        corrections: str,
        pin: tuple[str, ...],
        strict: bool,
        **rest: Any,
    ) -> Any:
        from gongkai.plugins.registry import installed_registry

        options = {"pages": pages, "double_read": "1" if double_read else "", "password": password}
        registry = installed_registry(frozenset(without))
        reading = HowToRead(
            registry,
            read_limits(limit),
            {name: value for name, value in options.items() if value},
            corrections,
            read_pins(pin, registry),
            strict,
            without,
        )
        return function(*arguments, reading=reading, **rest)

    for option in reversed(_OPTIONS):
        command = option(command)
    return update_wrapper(command, function)


def _set_debug(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.ensure_object(Session).debug = True


_OPTIONS = [
    click.option("--debug", is_flag=True, expose_value=False, callback=_set_debug, help="出错时显示完整的调用过程。"),
    click.option("--pages", default="", metavar="PAGES", help="只读这些页，如 3-9 或 1,4-6（PDF）。"),
    click.option("--double-read", is_flag=True, help="用两个引擎各读一遍并比对（PDF、XLSX）。"),
    click.option("--password", default="", metavar="TEXT", envvar="GONGKAI_PASSWORD", help="加密文件的密码。"),
    click.option("--limit", multiple=True, metavar="NAME=N", help="改变一项上限，如 pages=9000。"),
    click.option("--corrections", default="", metavar="FILE", help="采用 gongkai repair 生成的更正文件。"),
    click.option("--pin", multiple=True, metavar="[ID=]VARIANT", help="指定绩效表的表样，不论是否最相符。"),
    click.option("--strict", is_flag=True, help="两种表样同样相符时作为错误。"),
    click.option("--without", multiple=True, metavar="PLUGIN", help="不载入这个插件。"),
]


def read_pins(settings: tuple[str, ...], registry: Registry) -> dict[str, str]:
    """`form=variant` settings, or a variant for every form, by form id; UsageError for an unknown variant."""
    from gongkai.errors import UsageError

    pins = {}
    for setting in settings:
        form, _, variant = setting.rpartition("=")
        if not any(one.id == variant for one in registry.forms):
            raise UsageError(f"没有名为 {variant} 的表样", "--pin", "用 gongkai forms 查看")
        pins[form or "*"] = variant
    return pins


def read_limits(settings: tuple[str, ...]) -> Limits:
    """The default limits changed by `name=number` settings; UsageError for an unknown name or no number."""
    from gongkai.errors import UsageError
    from gongkai.plugins.specs import Limits

    defaults = dataclasses.asdict(Limits())
    changes: dict[str, Any] = {}
    for setting in settings:
        name, _, number = setting.partition("=")
        if name not in defaults:
            raise UsageError(f"没有名为 {name} 的上限", "--limit", f"可用：{'、'.join(defaults)}")
        try:
            changes[name] = type(defaults[name])(number.replace(",", ""))
        except ValueError as error:
            raise UsageError(f"{name} 须为数字，却是 {number!r}", "--limit", "如 pages=9000") from error
    return Limits(**changes)
