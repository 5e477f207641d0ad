"""The model as canonical JSON and back: lossless, versioned, strict. Loading changes nothing."""

from __future__ import annotations

from typing import Any

import msgspec

from gongkai.errors import DamagedError
from gongkai.model import Disclosure

SCHEMA = 1
"""Number of the JSON form. It changes when the form does, apart from the package's version and the hook API."""

MARK = "gongkai"


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The JSON file: its schema number and the disclosure."""

    gongkai: int
    disclosure: Disclosure


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Envelope)


def encode(disclosure: Disclosure, indent: int = 0) -> bytes:
    """Canonical JSON, UTF-8: fields in the model's order, so equal disclosures have equal bytes."""
    data = _ENCODER.encode(Envelope(SCHEMA, disclosure))
    return msgspec.json.format(data, indent=indent) if indent else data


def decode(data: bytes, where: str = "") -> Disclosure:
    """The disclosure that `encode` wrote; DamagedError says which field does not fit."""
    try:
        number = msgspec.json.decode(data, type=_Number).gongkai
        if number != SCHEMA:
            raise DamagedError(
                f"JSON 为第 {number} 版格式，本程序读第 {SCHEMA} 版", where, "请用相应版本的 gongkai 打开"
            )
        return _DECODER.decode(data).disclosure
    except msgspec.DecodeError as error:
        raise DamagedError(f"不是完好的 gongkai JSON：{error}", where, "请重新转换原始文件") from error


class _Number(msgspec.Struct):
    gongkai: int


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the JSON form."""
    schema = msgspec.json.schema(Envelope)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "gongkai disclosure", **schema}
