"""The server that tests of others talk to: their authors' own mock where it can be had, else the one of this folder."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

from .answerable import repaired, without_departing_examples
from .mock import serve
from .releases import npm_package

_STEADY: Final = "@stdy/cli"
_HOST: Final = "127.0.0.1"
_SECONDS: Final = 120
# No document says how lists and objects are written in queries and forms: all SDKs of this kind do it so.
_STYLES: Final = tuple(
    f"--validator-{place}-{shape}-format=brackets" for place in ("query", "form") for shape in ("array", "object")
)


@contextmanager
def mock(document: Path, place: Path, tools: Path) -> Iterator[str]:
    """Serve a document, and give the address. What `place` holds of the release says which mock its authors use."""
    version = npm_package(place, _STEADY)
    program = _steady(version, tools) if version and shutil.which("npm") else None
    if program is None:
        server = serve(document)
        try:
            yield server.url
        finally:
            server.close()
        return
    answerable = place / "document.json"
    answerable.write_text(json.dumps(without_departing_examples(repaired(document))), encoding="utf-8")
    with _served(program, answerable, place / "mock.txt") as url:
        yield url


def _steady(version: str, tools: Path) -> Path:
    """The program, which npm installs the first time."""
    place = tools / f"steady-{version}"
    program = place / "node_modules" / ".bin" / "steady"
    if not program.exists():
        command = ("npm", "install", "--prefix", str(place), "--no-audit", "--no-fund", "--silent")
        subprocess.run([*command, f"{_STEADY}@{version}"], check=True)
    return program


@contextmanager
def _served(program: Path, document: Path, log: Path) -> Iterator[str]:
    port = _free_port()
    url = f"http://{_HOST}:{port}"
    command = [str(program), "--host", _HOST, "-p", str(port), "--quiet", *_STYLES, str(document)]
    with log.open("wb") as output, subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as process:
        try:
            _wait_for(f"{url}/_x-steady/health", process, log)
            yield url
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.socket() as opened:
        opened.bind((_HOST, 0))
        return int(opened.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until a server answers. Raises RuntimeError where it ends, or takes too long."""
    until = time.monotonic() + _SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            with urlopen(url):  # a loopback address, made above
                return
        except URLError:
            time.sleep(0.2)
    raise RuntimeError(f"the mock does not answer; see {log}")
