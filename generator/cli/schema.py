"""`schema`: what a config may say, for editors."""

from __future__ import annotations

import click

from generator.cli.console import Console
from generator.cli.guard import DONE


@click.command()
def schema() -> int:
    """Print the JSON Schema of the SDK config, by which editors complete and check it."""
    from generator.config.check import schema_text  # noqa: PLC0415 - see the package

    Console().result(schema_text().rstrip("\n"))
    return DONE
