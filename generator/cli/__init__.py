"""The command line: arguments in; files, text and an exit code out.

Exit codes: 0 done; 1 `--check` found a difference, `validate` an error, or `diff` and `compare` what they should fail
on; 2 unusable input or arguments.

A command is a module. The stages are loaded inside the functions that need them: loading them is most of the cost of a
run in which nothing has changed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final

import click

from generator import __version__
from generator.cli import compare, diff, generate, init, lock, mock, schema, site, templates, update, validate
from generator.cli.console import escape_unprintable, show_usage
from generator.cli.guard import DONE, UNUSABLE

_INTERRUPTED: Final = 130
_PIPE_CLOSED: Final = 141


@click.group(
    name="sdkgen",
    commands=[
        init.init,
        generate.generate,
        site.site,
        validate.validate,
        update.update,
        diff.diff,
        compare.compare,
        lock.lock,
        mock.mock,
        schema.schema,
        templates.templates,
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="sdkgen")
def commands() -> None:
    """Generate a client package, its type stubs and its docs from an OpenAPI document."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    escape_unprintable()
    try:
        code = commands.main(args=arguments, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        show_usage(error)
        return UNUSABLE
    except click.Abort:
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone; the interpreter must not fail over it again when it closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    return int(code or DONE)
