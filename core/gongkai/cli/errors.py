"""How a failure is told: one line, and an exit code."""

from __future__ import annotations

import traceback

from gongkai.cli.console import Session, say
from gongkai.errors import GongkaiError, one_line

BUG = 70
"""Exit code of an error that is ours."""


def report(error: Exception, session: Session, where: str = "") -> int:
    """Tell an error in one line and return its exit code; one that is not ours is a bug, with a traceback on --debug."""
    if isinstance(error, GongkaiError):
        say(str(error))
    else:
        prefix = f"{where}: " if where else ""
        say(f"{prefix}程序内部错误：{one_line(error)}（请附上来源文件报告此错误；--debug 显示详情）")
    if session.debug:
        say("".join(traceback.format_exception(error)).rstrip())
    return error.exit_code if isinstance(error, GongkaiError) else BUG
