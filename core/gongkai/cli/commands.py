"""The command `gongkai`: its subcommands, how its errors are told, and its exit codes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from gongkai.cli.console import Session, open_console, say
from gongkai.cli.errors import report
from gongkai.cli.help import ChineseFormatter, explain_usage
from gongkai.errors import PluginError
from gongkai.version import __version__

INTERRUPTED = 130

_COMMANDS = {
    "convert": "gongkai.cli.converting:convert",
    "show": "gongkai.cli.showing:show",
    "check": "gongkai.cli.checking:check",
    "repair": "gongkai.cli.repairing:repair",
    "diff": "gongkai.cli.comparing:diff",
    "query": "gongkai.cli.querying:query",
    "batch": "gongkai.cli.batching:batch",
    "watch": "gongkai.cli.batching:watch",
    "plugins": "gongkai.cli.listing:plugins",
    "forms": "gongkai.cli.listing:forms",
    "schema": "gongkai.cli.listing:schema",
    "new-plugin": "gongkai.cli.scaffolding:new_plugin",
}
"""Name → where it lives; imported only when it is called or helped with."""


class Commands(click.Group):
    """Our commands and those of plugins; plugins are loaded only for a name that is not ours, or for the list."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        try:
            return [*_COMMANDS, *sorted(self._foreign(ctx).commands)]
        except PluginError as error:  # help is shown all the same
            say(str(error))
            return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _COMMANDS:
            module, _, name = _COMMANDS[cmd_name].partition(":")
            command: click.Command = getattr(import_module(module), name)
            return command
        command_of_plugin = self._foreign(ctx).commands.get(cmd_name)
        if command_of_plugin is None and not ctx.resilient_parsing:
            raise click.UsageError(f"没有命令 {cmd_name}", ctx)
        return command_of_plugin

    def _foreign(self, ctx: click.Context) -> click.Group:
        from gongkai.plugins.registry import add_commands

        group: click.Group | None = ctx.meta.get("gongkai.foreign")
        if group is None:
            group = ctx.meta["gongkai.foreign"] = click.Group()
            add_commands(group)
            taken = sorted(set(group.commands) & set(_COMMANDS))
            if taken:
                raise PluginError(f"插件提供了与本程序同名的命令：{'、'.join(taken)}", "插件", "请卸载或升级该插件")
        return group


click.Context.formatter_class = ChineseFormatter


@click.group(
    cls=Commands,
    invoke_without_command=True,
    subcommand_metavar="命令 …",  # click's own words for it changed with its versions
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="出错时显示完整的调用过程。")
@click.pass_context
def commands(context: click.Context, debug: bool) -> None:
    """公开：把政府部门的预算、决算与绩效表变成可信的数据。"""
    context.ensure_object(Session).debug = debug
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one call (default: the process's own) and return its exit code; nothing escapes but a broken pipe's exit."""
    session = Session()
    try:
        code = commands.main(arguments, prog_name="gongkai", standalone_mode=False, obj=session)
        return code if isinstance(code, int) else 0
    except click.UsageError as error:
        say(explain_usage(error))
        return error.exit_code
    except click.Abort:
        say("已中断")
        return INTERRUPTED
    except Exception as error:
        return report(error, session)


def main() -> None:
    """Run `gongkai` as a process."""
    # A document is a tree that lives until it is written; looking through it for cycles again and again finds none.
    gc.set_threshold(50_000, 50, 50)
    open_console()
    sys.exit(run())
