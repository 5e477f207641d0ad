"""A PREMIS 3 record: which files there are, what happened to them, when, and who or what did it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gongkai.archiving.bags import Packed

_NAMESPACE = "http://www.loc.gov/premis/v3"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Node = tuple[str, "str | Sequence[Node]"]
"""An element without its prefix: text, or elements in the order PREMIS wants them."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Who acts: `kind` is person, organization or software."""

    id: str
    name: str
    kind: str
    version: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: a type of the PREMIS vocabulary, when (ISO 8601), with what outcome; files by role."""

    id: str
    kind: str
    at: str
    detail: str
    outcome: str
    note: str = ""
    agents: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()


def write_premis(
    files: Iterable[tuple[Packed, str, str]], events: Iterable[Event], agents: Iterable[Agent]
) -> Iterator[str]:
    """The record piece by piece; `files` come with their format and original name."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield (
        f'<premis:premis xmlns:premis="{_NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' version="3.0">\n'
    )
    for file, format, name in files:
        yield _element("object", _object(file, format, name), ' xsi:type="premis:file"')
    for event in events:
        yield _element("event", _event(event))
    for agent in agents:
        yield _element("agent", _agent(agent))
    yield "</premis:premis>\n"


def _object(file: Packed, format: str, name: str) -> Sequence[Node]:
    return [
        ("objectIdentifier", _identifier("object", "bag path", file.path)),
        (
            "objectCharacteristics",
            [
                ("fixity", [("messageDigestAlgorithm", "SHA-256"), ("messageDigest", file.sha256)]),
                ("size", str(file.size)),
                ("format", [("formatDesignation", [("formatName", format or "unknown")])]),
            ],
        ),
        *([("originalName", name)] if name else []),
    ]


def _event(event: Event) -> Sequence[Node]:
    detail: list[Node] = [("eventOutcomeDetail", [("eventOutcomeDetailNote", event.note)])] if event.note else []
    return [
        ("eventIdentifier", _identifier("event", "local", event.id)),
        ("eventType", event.kind),
        ("eventDateTime", event.at),
        ("eventDetailInformation", [("eventDetail", event.detail)]),
        ("eventOutcomeInformation", [("eventOutcome", event.outcome), *detail]),
        *(
            ("linkingAgentIdentifier", [*_identifier("linkingAgent", "local", id), ("linkingAgentRole", role)])
            for id, role in event.agents
        ),
        *(
            ("linkingObjectIdentifier", [*_identifier("linkingObject", "bag path", path), ("linkingObjectRole", role)])
            for role, paths in (("source", event.sources), ("outcome", event.outcomes))
            for path in paths
        ),
    ]


def _agent(agent: Agent) -> Sequence[Node]:
    return [
        ("agentIdentifier", _identifier("agent", "local", agent.id)),
        ("agentName", agent.name),
        ("agentType", agent.kind),
        *([("agentVersion", agent.version)] if agent.version else []),
        *([("agentNote", agent.note)] if agent.note else []),
    ]


def _identifier(what: str, kind: str, value: str) -> list[Node]:
    return [(f"{what}IdentifierType", kind), (f"{what}IdentifierValue", value)]


def _element(name: str, inside: str | Sequence[Node], attributes: str = "", depth: int = 1) -> str:
    indent = "  " * depth
    if isinstance(inside, str):
        text = html.escape(_NOT_IN_XML.sub("\ufffd", inside), quote=False)
        return f"{indent}<premis:{name}{attributes}>{text}</premis:{name}>\n"
    inner = "".join(_element(child, content, "", depth + 1) for child, content in inside)
    return f"{indent}<premis:{name}{attributes}>\n{inner}{indent}</premis:{name}>\n"
