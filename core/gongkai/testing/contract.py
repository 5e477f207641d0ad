"""What every plugin must pass."""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

from gongkai.carrying.archives import pack_folder
from gongkai.carrying.codec import decode, encode
from gongkai.model import BareDocument, Disclosure
from gongkai.plugins import hookspecs
from gongkai.plugins.registry import Registry
from gongkai.plugins.specs import Source, WriteOptions
from gongkai.testing.documents import read_text
from gongkai.testing.ink import missing_ink
from gongkai.testing.registries import registry_of

SAMPLE = """示例市档案管理中心

2023年度部门决算

第一部分 概况

一、主要职责

负责示例市各机关档案的接收、保管与利用。

第二部分 2023年度部门决算表

公开01表

收入支出决算总表

部门：示例市档案管理中心\t金额单位：万元

收入\t\t支出\t
项目\t决算数\t项目\t决算数
一、财政拨款收入\t300.00\t一、一般公共服务支出\t280.00
二、其他收入\t5.50\t二、住房保障支出\t25.50
本年收入合计\t305.50\t本年支出合计\t305.50

注：本表反映部门本年度的总收支情况。
"""
"""A small disclosure every plugin is tried on besides the texts of its own."""


class PluginContract:
    """Subclass in a test module, set `plugin` (and `name`), and pytest runs every check below.

    `texts`: documents the plugin knows, each tried for ink and determinism; they should be invented, not copied.
    `companions`: installed plugins needed beside this one, by entry-point name; the readers are always there.
    """

    plugin: ClassVar[object]
    name: ClassVar[str] = "plugin"
    texts: ClassVar[tuple[str, ...]] = ()
    companions: ClassVar[tuple[str, ...]] = ()

    def registry(self) -> Registry:
        """The readers, the companions and this plugin; nothing else that happens to be installed."""
        return registry_of({self.name: self.plugin}, installed=("formats", *self.companions))

    def test_loads_and_its_data_are_valid(self) -> None:
        """Every hook returns the right kind of descriptions, every data file fits, every id stands once."""
        info = next(info for info in self.registry().plugins if info.name == self.name)
        assert info.hooks, f"{self.name} implements no hook: is @gongkai.hookimpl missing?"

    def test_names_its_hook_api(self) -> None:
        """A plugin written for another set of hooks is refused at start rather than misunderstood."""
        assert getattr(self.plugin, "GONGKAI_HOOK_API", hookspecs.HOOK_API) == hookspecs.HOOK_API

    def test_stands_beside_all_installed_plugins(self) -> None:
        """No id clashes with that of another plugin."""
        registry_of({self.name: self.plugin}, installed=None)

    def test_hands_in_the_same_each_time(self) -> None:
        first, second = self.registry(), self.registry()
        for kind in ("regions", "tables", "forms", "codes"):
            assert getattr(first, kind) == getattr(second, kind), kind

    def test_conserves_ink(self) -> None:
        """Every printed character of a source is found again."""
        registry = self.registry()
        for text in (SAMPLE, *self.texts):
            assert not missing_ink(text, read_text(text, registry=registry))

    def test_is_deterministic_and_lossless(self) -> None:
        registry = self.registry()
        for text in (SAMPLE, *self.texts):
            disclosure = read_text(text, registry=registry)
            assert encode(disclosure) == encode(read_text(text, registry=self.registry()))
            assert decode(encode(disclosure)) == disclosure

    def test_its_formats_keep_what_they_write(self) -> None:
        """Equal disclosures give equal bytes; a format that reads back a whole disclosure reads back an equal one."""
        disclosure = read_text(SAMPLE, registry=self.registry())
        for format in getattr(self.plugin, "gongkai_formats", list)():
            if format.write is None:
                continue
            written = format.write(disclosure, WriteOptions())
            assert written == format.write(disclosure, WriteOptions()), f"{format.name}: other bytes each time"
            data = written if isinstance(written, bytes) else pack_folder(written)
            if format.read is None:
                continue
            read = format.read(Source(f"sample{format.suffixes[0]}", data, hashlib.sha256(data).hexdigest()))
            assert not isinstance(read, Disclosure) or read == disclosure, f"{format.name}: another disclosure"
            assert not isinstance(read, BareDocument) or read.source.media_type in format.media_types

    def test_sources_bear_a_media_type_of_their_reader(self) -> None:
        registry = self.registry()
        told = {media_type for format in registry.readers for media_type in format.media_types}
        assert all(read_text(text, registry=registry).source.media_type in told for text in (SAMPLE, *self.texts))

    def test_no_rule_or_transform_fails(self) -> None:
        registry = self.registry()
        for text in (SAMPLE, *self.texts):
            failed = [found for found in read_text(text, registry=registry).findings if found.rule == "plugin.failed"]
            assert not failed

    def test_needs_no_network(self) -> None:
        with no_network():
            read_text(SAMPLE, registry=self.registry())


@contextmanager
def no_network() -> Iterator[None]:
    """Within, every attempt to connect fails the test."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a plugin tried to use the network")

    kept = socket.socket.connect, socket.getaddrinfo
    try:
        socket.socket.connect = refuse  # type: ignore[method-assign]
        socket.getaddrinfo = refuse  # type: ignore[assignment]
        yield
    finally:
        socket.socket.connect, socket.getaddrinfo = kept  # type: ignore[method-assign]
