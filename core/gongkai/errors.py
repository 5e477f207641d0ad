"""What ends a file: each error says what, where and what to do, and carries its exit code."""

from __future__ import annotations


class GongkaiError(Exception):
    """Base of all errors of ours. `what` happened, `where`, and `remedy`: what the user can do."""

    exit_code = 70

    def __init__(self, what: str, where: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        return f"{line}（{self.remedy}）" if self.remedy else line

    @property
    def code(self) -> str:
        """Stable name of the kind of error, as reports and ledgers show it."""
        return type(self).__name__


class UsageError(GongkaiError):
    """The call itself is off."""

    exit_code = 2


class SourceError(GongkaiError):
    """A source cannot be opened within the limits."""

    exit_code = 3


class UnknownFormatError(SourceError):
    """No reader knows this file."""


class DamagedError(SourceError):
    """The file is of a known format but broken beyond reading."""


class EncryptedError(SourceError):
    """The file needs a password."""


class NoTextLayerError(SourceError):
    """No page has text: a scan."""


class LimitError(SourceError):
    """A limit against hostile or enormous files was met."""


class PluginError(GongkaiError):
    """A plugin is broken, or two contradict each other."""

    exit_code = 4


class TargetError(GongkaiError):
    """A result cannot be written."""

    exit_code = 5


_LONGEST = 500


def one_line(error: BaseException) -> str:
    """Kind and message of a foreign error on one line, cut where it is very long."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST]
