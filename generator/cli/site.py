"""`site`: the reference of an SDK as static HTML."""

from __future__ import annotations

import functools
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from generator.cli import options
from generator.cli.console import Console
from generator.cli.generate import Generation
from generator.cli.guard import DONE, UNUSABLE, guarded
from generator.cli.options import Named

_PART = "site"


@click.command()
@options.reading
@options.out
@options.package
@options.force
@click.option("--serve", is_flag=True, help="Serve it to browsers of this machine until interrupted.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@options.quiet
def site(
    *, named: Named, out: Path | None, package: str | None, force: bool, serve: bool, port: int, quiet: bool
) -> int:
    """Generate the reference of SPEC's SDK as static HTML, in the folder site/ of the output.

    It is the same as `generate --only site`: pages that open from the folder, below any path, without a server.
    """
    console = Console(quiet=quiet)
    folder = named.out(out)
    run = Generation(console=console, out=folder, force=force)
    request = functools.partial(named.request, package=package, only=frozenset({_PART}), out=folder, keep_remote=True)
    code = guarded(console, lambda: run.execute(request()))
    return _serve(console, folder / _PART, port) if serve and code == DONE else code


class _Handler(SimpleHTTPRequestHandler):
    """Serves files as they are now, and says nothing about it."""

    def end_headers(self) -> None:
        """Have browsers ask again: the next run may change any page."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: whoever serves a site looks at it in the browser."""


def _serve(console: Console, folder: Path, port: int) -> int:
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Handler, directory=str(folder)))
    except OSError as error:
        console.error(f"error: port {port}: {error.strerror or error}")
        return UNUSABLE
    with server:
        console.result(f"serving    http://127.0.0.1:{server.server_address[1]}/ (Ctrl+C ends it)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return DONE
    return DONE
