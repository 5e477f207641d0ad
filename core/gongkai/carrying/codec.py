"""The model as canonical JSON and back: lossless, versioned, strict. Loading changes nothing.

The same bytes are the `.gongkai.json` file and the part that the CSV package, XLSX and DOCX carry.
"""

from __future__ import annotations

import re
from inspect import cleandoc
from typing import Any

import msgspec

from gongkai.errors import DamagedError
from gongkai.model import Disclosure

SCHEMA = 1
"""Number of the JSON form. It changes when the form does, apart from the package's version and the hook API."""


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The JSON file: its schema number and the disclosure."""

    gongkai: int
    disclosure: Disclosure


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Envelope)
_REMEDY = "请重新转换原始文件"
_PHRASES = (
    (r"Input data was truncated", "文件不完整，在中途断开"),
    (r"JSON is malformed: .*\(byte (\d+)\)", r"第 \1 字节处不合 JSON 语法"),
    (r"Object missing required field `(.+?)`", r"缺少字段 \1"),
    (r"Object contains unknown field `(.+?)`", r"有未知的字段 \1"),
    (r"Expected `(.+?)`, got `(.+?)`", r"应为 \1，实为 \2"),
    (r"Invalid (?:enum )?value (.+?)(?= - at|$)", r"不允许的值 \1"),
    (r" - at `(.+?)`", r"，位于 \1"),
)


def encode(disclosure: Disclosure) -> bytes:
    """Canonical JSON, UTF-8 on one line: the model's order of fields, defaults left out; equal values, equal bytes."""
    return _ENCODER.encode(Envelope(SCHEMA, disclosure))


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
        raise DamagedError(f"不是完好的 gongkai JSON：{_in_chinese(str(error))}", where, _REMEDY) from error
    except UnicodeDecodeError as error:
        raise DamagedError("不是完好的 gongkai JSON：不是 UTF-8 编码", where, _REMEDY) from error
    except RecursionError as error:
        raise DamagedError("不是完好的 gongkai JSON：层次过深", where, _REMEDY) from error


def _in_chinese(message: str) -> str:
    for pattern, phrase in _PHRASES:
        message = re.sub(pattern, phrase, message)
    return message


class _Number(msgspec.Struct):
    gongkai: int


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the JSON form."""
    # Through JSON, so that defaults are lists as in a file and not the model's tuples.
    schema = msgspec.json.decode(msgspec.json.encode(msgspec.json.schema(Envelope)))
    schema["$defs"]["Envelope"]["properties"]["gongkai"] = {"const": SCHEMA}
    for definition in schema["$defs"].values():
        # Docstrings; some versions of Python and msgspec take the indentation of further lines off, some leave it.
        if "description" in definition:
            definition["description"] = cleandoc(definition["description"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:gongkai:disclosure:{SCHEMA}",
        "title": "gongkai disclosure",
        **schema,
    }
