"""How to install what an extra needs, told so that it can be typed as it stands."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

_EXPANDED = re.compile(r'["$`!\\]')
"""What shells expand or end within double quotes; a backslash is the path's own on Windows."""


def install_hint(extra: str) -> str:
    """The command that adds an extra's libraries to this environment, from the folder the user stands in.

    gongkai may come from a checkout, a wheel or a repository, as `direct_url.json` of its installation says (PEP 610);
    where that is gone, or it came from elsewhere, the libraries are named themselves.
    """
    try:
        installed = distribution("gongkai")
    except PackageNotFoundError:  # run from its sources, not installed
        return f"请安装 gongkai 的附加依赖 {extra}"
    read = installed.read_text  # of metadata, always UTF-8
    words = _origin(json.loads(read("direct_url.json") or "{}"), extra)
    return _command(words or _libraries(installed, extra))


def _origin(direct_url: dict[str, Any], extra: str) -> list[str]:
    """Arguments of `pip install` for the place gongkai was installed from; empty if it is not there any more."""
    url = direct_url.get("url", "")
    if vcs := direct_url.get("vcs_info"):
        return [f"gongkai[{extra}] @ {vcs['vcs']}+{url}@{vcs['commit_id']}"]
    parts = urlsplit(url)
    if parts.scheme != "file":
        return [f"gongkai[{extra}] @ {url}"] if url else []
    path = Path(url2pathname(parts.path))
    if not path.exists():
        return []
    editable = ["-e"] if direct_url.get("dir_info", {}).get("editable") else []
    return [*editable, f"{_from_here(path)}[{extra}]"]


def _libraries(installed: Distribution, extra: str) -> list[str]:
    """An extra's requirements, as the installed metadata have them: `name>=1; extra == "data"`."""
    pairs = (text.partition(";")[::2] for text in installed.requires or ())
    return [name.strip() for name, marker in pairs if re.search(rf"extra\s*==\s*['\"]{re.escape(extra)}['\"]", marker)]


def _command(words: list[str]) -> str:
    python = _from_here(Path(sys.executable))
    quoted = [word if word == "-e" else _quoted(word) for word in words]
    return " ".join([_quoted(python) if re.search(r"[^\w./:\\-]", python) else python, "-m pip install", *quoted])


def _from_here(path: Path) -> str:
    """A path as short as it is from the current folder: `.` for that itself, whole if it lies elsewhere."""
    if not path.is_relative_to(Path.cwd()):
        return str(path)
    relative = path.relative_to(Path.cwd())
    # pip takes a bare name for a distribution on the index, a shell takes one for a command on the search path.
    return str(relative) if len(relative.parts) != 1 else os.path.join(".", relative)  # noqa: PTH118


def _quoted(word: str) -> str:
    """In double quotes, which every shell takes and which zsh needs around brackets."""
    return f'"{word}"' if sys.platform == "win32" or not _EXPANDED.search(word) else shlex.quote(word)
