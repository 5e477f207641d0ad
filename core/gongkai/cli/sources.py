"""Several sources in one call: one that fails does not keep the others from their turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from gongkai.cli.console import Progress, Session
from gongkai.cli.errors import report

T = TypeVar("T")


def each_source(
    sources: Iterable[tuple[str, T]], session: Session, work: Callable[[T], Callable[[], int]], quiet: bool = False
) -> int:
    """Do the work of every (name, what) and return the gravest exit code.

    `work` does the long part under the progress line and returns what then tells the results and gives the code.
    """
    todo = list(sources)
    gravest = 0
    with Progress(len(todo)) as progress:
        for name, what in todo:
            if not quiet:
                progress.step(name)
            try:
                tell = work(what)
                progress.pause()
                code = tell()
            except BrokenPipeError:  # nobody listens any more
                raise
            except Exception as error:  # the other sources of this call still get their turn
                progress.pause()
                code = report(error, session, name)
            gravest = max(gravest, code)
    return gravest
