"""One run on a folder at a time: a lock of the operating system, gone with the process that held it."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

from gongkai.errors import TargetError

_FAR = 1 << 30
"""The locked byte lies beyond the text, which others may read."""


class FolderLock:
    """Held from entering to leaving. TargetError names the process that holds it already."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._number = -1

    def __enter__(self) -> FolderLock:
        self._number = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        if not _lock(self._number):
            who = self._holder()
            os.close(self._number)
            raise TargetError(
                f"另一次运行正在使用此文件夹{who}", str(self._path.parent.parent), "请等它结束，或换一个文件夹"
            )
        with suppress(OSError):  # the text is for people; a full disk may refuse it
            os.ftruncate(self._number, 0)
            os.write(self._number, f"{os.getpid()} {socket.gethostname()}\n".encode())
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._number)

    def _holder(self) -> str:
        try:
            process, _, host = self._path.read_text(encoding="utf-8").strip().partition(" ")
        except (OSError, UnicodeDecodeError):
            return ""
        return f"（进程 {process}，主机 {host}）" if process else ""


def _lock(number: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(number, _FAR, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
            os.lseek(number, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
