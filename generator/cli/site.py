"""`site`: the reference of an SDK as static HTML."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Final

import click

from generator.cli import options
from generator.cli.console import Console
from generator.cli.generate import Generation
from generator.cli.guard import DONE, guarded
from generator.cli.options import Named

_PART: Final = "site"
_PORT: Final = 8000


@click.command()
@options.reading
@options.out
@options.package
@options.templates
@options.force
@click.option("--serve", is_flag=True, help="Serve it to browsers of this machine until interrupted.")
@click.option("--port", type=click.IntRange(0, 65535), help="Serve it on this port, 0 for a free one. Default: 8000.")
@options.quiet
def site(
    *,
    named: Named,
    out: Path | None,
    package: str | None,
    templates: Path | None,
    force: bool,
    serve: bool,
    port: int | None,
    quiet: bool,
) -> int:
    """Generate the reference of SPEC's SDK as static HTML, in the folder site/ of the output.

    It is the same as `generate --only site`: pages that open from the folder, below any path, without a server.
    """
    console = Console(quiet=quiet)
    folder = named.out(out)
    run = Generation(console=console, out=folder, force=force)
    request = functools.partial(
        named.request, package=package, only=frozenset({_PART}), out=folder, templates=templates, keep_remote=True
    )
    code = guarded(console, lambda: run.execute(request()))
    if code != DONE or not (serve or port is not None):
        return code
    from generator.cli import serving  # noqa: PLC0415 - only this run needs a server

    return serving.serve(console, folder / _PART, _PORT if port is None else port)
