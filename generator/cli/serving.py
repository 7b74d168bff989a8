"""A folder served to browsers of this machine, and to nobody else."""

from __future__ import annotations

import functools
import os
import re
import sys
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from generator.cli.console import Console
from generator.cli.guard import DONE, UNUSABLE

_LOOPBACK: Final = "127.0.0.1"
_NAMES: Final = frozenset({_LOOPBACK, "localhost", "[::1]", ""})
"""What browsers call this machine; under any other name a page of the web would be asking."""


_PORT: Final = re.compile(r":\d*\Z")
_TYPES: Final = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
"""The types of files, whatever the machine is set up to say: a script that is called something else does not run."""


def serve(console: Console, folder: Path, port: int) -> int:
    """Serve a folder on a port (0: one that is free) until interrupted; the exit code."""
    try:
        server = _Server((_LOOPBACK, port), functools.partial(_Handler, directory=str(folder)))
    except OSError as error:
        console.error(f"error: port {port}: {error.strerror or error}")
        return UNUSABLE
    with server:
        console.result(f"serving    http://{_LOOPBACK}:{server.server_address[1]}/ (Ctrl+C ends it)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return DONE
    return DONE


class _Server(ThreadingHTTPServer):
    allow_reuse_address = os.name == "posix"  # elsewhere it lets two servers have one port

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Pass over browsers that have gone before their answer was sent."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(SimpleHTTPRequestHandler):
    """Serves files as they are now, and says nothing about it."""

    def send_head(self) -> Any:
        """Answer with a file of the folder."""
        if _PORT.sub("", self.headers.get("Host", "")).lower() not in _NAMES:
            return self.send_error(HTTPStatus.FORBIDDEN)
        return super().send_head()

    def list_directory(self, path: str | os.PathLike[str]) -> None:  # noqa: ARG002
        """Nothing: a folder without a page has none."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """The type of a file by its name."""
        return _TYPES.get(Path(path).suffix.lower(), "application/octet-stream")

    def end_headers(self) -> None:
        """Have browsers ask again, since the next run may change any page, and take types as they are told."""
        self.send_header("Cache-Control", "no-cache")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: whoever serves a site looks at it in the browser."""
