"""The reference of the command line: made from what `--help` is made from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from generator.cli import commands

PAGE: Final = "command-line.md"
_HEAD: Final = """\
<!-- Made by `make docs-pages` from the command line itself. Do not edit. -->
# The command line

`sdkgen COMMAND --help` says the same on a terminal.
"""
_FOOT: Final = """\
## Exit codes

| | |
| --- | --- |
| 0 | done |
| 1 | `--check` found a difference, `validate` an error, `diff` or `compare` what they should fail on |
| 2 | unusable input or arguments; nothing was written |
"""


def command_reference() -> str:
    """The page."""
    context = click.Context(commands, info_name="sdkgen")
    return "\n".join([_HEAD, *(_command(name, context) for name in commands.commands), _FOOT])


def _command(name: str, parent: click.Context) -> str:
    command = commands.commands[name]
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    rows = "".join(f"| {names} | {text} |\n" for names, text in _options(command, context))
    about = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    return f"## `sdkgen {name}`\n\n{about}\n\n```text\n{usage}\n```\n\n| option | |\n| --- | --- |\n{rows}"


def _options(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    for parameter in command.get_params(context):
        if not isinstance(parameter, click.Option) or "--help" in parameter.opts:
            continue
        yield ", ".join(f"`{name}`" for name in parameter.opts) + _taken(parameter, context), _told(parameter)


def _taken(option: click.Option, context: click.Context) -> str:
    """What an option is followed by."""
    return "" if option.is_flag else f" `{option.make_metavar(context)}`".replace("|", "\\|")


def _told(option: click.Option) -> str:
    text = (option.help or "").replace("|", "\\|")
    default: Any = option.default
    shown = default.as_posix() if isinstance(default, Path) else default
    return f"{text} Default: `{shown}`.".strip() if option.show_default else text
