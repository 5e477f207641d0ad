"""The command line: one module per group of commands, loaded when called."""

from gongkai.cli.commands import main, run

__all__ = ["main", "run"]
