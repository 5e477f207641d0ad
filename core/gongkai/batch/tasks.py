"""What a parent and its workers say to each other: frames of MessagePack, each after its length in four bytes."""

from __future__ import annotations

from typing import BinaryIO, Union

import msgspec

from gongkai.batch.records import Job, Outcome, Recipe


class Start(msgspec.Struct, frozen=True, tag=True):
    """The first frame to a worker. `memory` in bytes and `timeout` in seconds; 0 means no fence."""

    recipe: Recipe
    memory: int
    timeout: float


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The first frame from a worker; `trouble` says why it cannot work."""

    trouble: str = ""


class Hashing(msgspec.Struct, frozen=True, tag=True):
    """Sources to hash: number and path."""

    sources: tuple[tuple[int, bytes], ...]


class Converting(msgspec.Struct, frozen=True, tag=True):
    """One source to convert."""

    job: Job


class Hashes(msgspec.Struct, frozen=True, tag=True):
    """Number and SHA-256 of sources, and number and message of those that could not be read."""

    hashes: tuple[tuple[int, str], ...] = ()
    unread: tuple[tuple[int, str, str], ...] = ()


class Converted(msgspec.Struct, frozen=True, tag=True):
    """What became of a source."""

    outcome: Outcome


class Lost(msgspec.Struct, frozen=True, tag=True):
    """A task that took its worker with it: code `Timeout` or `WorkerCrash`."""

    code: str
    message: str


Task = Union[Hashing, Converting]
Reply = Union[Hashes, Converted, Lost]

_ENCODER = msgspec.msgpack.Encoder()
_TO_WORKER = msgspec.msgpack.Decoder(Union[Start, Hashing, Converting])
_FROM_WORKER = msgspec.msgpack.Decoder(Union[Ready, Hashes, Converted])


def send(stream: BinaryIO, message: msgspec.Struct) -> None:
    """Write one frame. OSError where nobody listens."""
    data = _ENCODER.encode(message)
    stream.write(len(data).to_bytes(4, "big") + data)
    stream.flush()


def receive_task(stream: BinaryIO) -> Start | Hashing | Converting:
    """The next frame to a worker; EOFError at the end."""
    task: Start | Hashing | Converting = _TO_WORKER.decode(_frame(stream))
    return task


def receive_reply(stream: BinaryIO) -> Ready | Hashes | Converted:
    """The next frame from a worker; EOFError where it ended."""
    reply: Ready | Hashes | Converted = _FROM_WORKER.decode(_frame(stream))
    return reply


def _frame(stream: BinaryIO) -> bytes:
    head = stream.read(4)
    if len(head) < 4:
        raise EOFError
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return data
