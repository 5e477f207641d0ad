"""The worker's side: a process that hashes and converts what its parent sends, behind fences of memory and time.

It ends as soon as its parent does: a thread waits for the next task, and the end of that pipe ends the process, in the
middle of a document too. Outputs appear whole or not at all, so nothing is left but a temporary neighbour.
"""

from __future__ import annotations

import faulthandler
import os
import queue
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from gongkai.batch import tasks
from gongkai.batch.converting import convert_job, recipe_limits, recipe_registry
from gongkai.batch.planning import hash_file
from gongkai.batch.records import Recipe
from gongkai.batch.sources import unreadable
from gongkai.carrying.archives import is_package
from gongkai.errors import GongkaiError, one_line
from gongkai.walk.pipeline import open_source

_GRACE = 10.0
"""Seconds after which a worker ends itself, should its parent not have done so."""


def serve() -> None:
    """Work until the parent closes its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    inward, outward = _take_streams()
    start = tasks.receive_task(inward)
    assert isinstance(start, tasks.Start)
    try:
        fence_memory(start.memory)
        recipe_registry(start.recipe)
    except Exception as error:
        tasks.send(outward, tasks.Ready(one_line(error)))
        return
    waiting: queue.SimpleQueue[tasks.Start | tasks.Hashing | tasks.Converting] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(inward, waiting), daemon=True).start()
    tasks.send(outward, tasks.Ready())
    nowhere = Path(os.devnull).open("w")  # noqa: SIM115 - as long as the process
    while True:
        task = waiting.get()
        if start.timeout:  # a thread of C, which no busy library can hold up
            faulthandler.dump_traceback_later(start.timeout + _GRACE, exit=True, file=nowhere)
        assert not isinstance(task, tasks.Start)
        reply = perform(task, start.recipe)
        faulthandler.cancel_dump_traceback_later()
        tasks.send(outward, reply)


def fence_memory(memory: int) -> None:
    """Bound the address space of this process where the system can (Linux); what goes beyond is a MemoryError."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory:
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            soft = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
            with suppress(ValueError, OSError):  # macOS knows the name but not the bound
                resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _take_streams() -> tuple[BinaryIO, BinaryIO]:
    # What a library prints must not get between the frames: the streams move, and their numbers go nowhere.
    inward, outward = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(inward.fileno(), os.O_BINARY)
        msvcrt.setmode(outward.fileno(), os.O_BINARY)
    return inward, outward


def _listen(inward: BinaryIO, waiting: queue.SimpleQueue[tasks.Start | tasks.Hashing | tasks.Converting]) -> None:
    try:
        while True:
            waiting.put(tasks.receive_task(inward))
    finally:
        os._exit(0)


def perform(task: tasks.Task, recipe: Recipe) -> tasks.Hashes | tasks.Converted:
    """Do a task in this process, without fences."""
    if isinstance(task, tasks.Converting):
        return tasks.Converted(convert_job(recipe, task.job))
    hashes, unread = [], []
    for number, path in task.sources:
        try:
            hashes.append((number, _hash(Path(os.fsdecode(path)), recipe)))
        except GongkaiError as error:
            unread.append((number, error.code, f"{error.what}（{error.remedy}）"))
        except OSError as error:
            unread.append((number, "SourceError", unreadable(error)))
    return tasks.Hashes(tuple(hashes), tuple(unread))


def _hash(path: Path, recipe: Recipe) -> str:
    if path.is_file() and not is_package(path):
        return hash_file(path)
    return open_source(path, recipe_limits(recipe), {}).sha256
