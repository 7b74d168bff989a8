"""`sdkgen site --serve`: the folder, for browsers of this machine, until it is interrupted."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.program import REPOSITORY, sdkgen

DOCUMENT = "openapi: 3.1.0\ninfo: {title: Pets, version: '1'}\npaths: {}\n"


INTERRUPTIBLE = """
import signal
from generator.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)
main()
"""
# As in a terminal: what a script runs in the background ignores interrupts, and so would all that it starts.


class Served:
    """A running server."""

    def __init__(self, folder: Path) -> None:
        spec = folder / "spec.yaml"
        spec.write_text(DOCUMENT, encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-c", INTERRUPTIBLE, "site", str(spec), "--out", str(folder / "out"), "--port", "0"],
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = next(line for line in self.process.stdout if line.startswith("serving"))
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
        assert address is not None
        self.port = int(address[1])

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask for a path as it is."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest("GET", path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        found = answer.status, dict(answer.getheaders()), answer.read()
        connection.close()
        return found


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server on a free port, with a secret beside its folder and a file without a known type inside."""
    folder = tmp_path_factory.mktemp("served")
    server = Served(folder)
    (folder / "out/secret.txt").write_text("secret")
    (folder / "out/site/mine.bin").write_bytes(b"\0")
    yield server
    server.process.kill()
    server.process.communicate()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/index.html", "text/html; charset=utf-8"),
        ("/index.md", "text/plain; charset=utf-8"),
        ("/llms-full.txt", "text/plain; charset=utf-8"),
        ("/site.js", "text/javascript; charset=utf-8"),
        ("/site.css", "text/css; charset=utf-8"),
        ("/mine.bin", "application/octet-stream"),
    ],
)
def test_files_have_their_types(served: Served, path: str, kind: str) -> None:
    """Whatever the machine thinks of their names; and browsers ask again for what the next run may change."""
    status, headers, body = served.get(path)
    assert status == 200
    assert headers["Content-type"] == kind
    assert headers["Cache-Control"] == "no-cache"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert body


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/types/../../secret.txt",
        "//../secret.txt",
        "/types/",
    ],
)
def test_nothing_else_is_served(served: Served, path: str) -> None:
    """Neither what is beside the folder nor what files a folder has."""
    status, _, body = served.get(path)
    assert status == 404
    assert b"secret<" not in body
    assert body != b"secret"


def test_only_this_machine_asks(served: Served) -> None:
    """A page of the web whose name leads here gets nothing; the address is that of this machine alone."""
    assert served.get("/", Host="evil.example:8000")[0] == 403
    assert served.get("/", Host=f"localhost:{served.port}")[0] == 200
    other = socket.socket()
    other.settimeout(5)
    with other, pytest.raises(OSError):
        other.connect((socket.gethostbyname(socket.gethostname()).replace("127.0.0.1", "127.0.0.2"), served.port))


def test_a_port_that_is_taken(served: Served, tmp_path: Path) -> None:
    """One line says so."""
    (tmp_path / "spec.yaml").write_text(DOCUMENT, encoding="utf-8")
    run = sdkgen("site", tmp_path / "spec.yaml", "--out", tmp_path / "out", "--port", served.port, "-q")
    assert run.returncode == 2
    assert re.fullmatch(rf"error: port {served.port}: Address already in use\n", run.stderr)


@pytest.mark.skipif(os.name != "posix", reason="signals are sent otherwise elsewhere")
def test_an_interrupt_ends_it(tmp_path: Path) -> None:
    """As something that went well, with nothing more to say."""
    server = Served(tmp_path)
    server.get("/")
    server.process.send_signal(signal.SIGINT)
    said, errors = server.process.communicate(timeout=60)
    assert server.process.returncode == 0
    assert said == ""
    assert "Traceback" not in errors


def test_without_a_document_nothing_is_served(tmp_path: Path) -> None:
    """A run that fails ends as it does without a server."""
    run = sdkgen("site", tmp_path / "none.yaml", "--out", tmp_path / "out", "--serve")
    assert run.returncode == 2
    assert "serving" not in run.stdout


def test_libraries_that_are_missing_are_named(tmp_path: Path) -> None:
    """One line says what to install; everything but the site is made without them, and imports none of them."""
    (tmp_path / "spec.yaml").write_text(DOCUMENT, encoding="utf-8")
    program = (
        "import sys\n"
        "hidden = {'markdown_it', 'pygments'}\n"
        "class Hidden:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in hidden:\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Hidden())\n"
        "import importlib.util as util\n"
        "found = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name in hidden else found(name, *rest)\n"
        "from generator.cli import main\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )

    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", program, *map(str, arguments), str(tmp_path / "spec.yaml"), "-q"]
        return subprocess.run(
            [*command, "--out", str(tmp_path / "out")], cwd=REPOSITORY, capture_output=True, text=True, check=False
        )

    for command in (["site"], ["generate", "--only", "site"], ["site", "--serve"]):
        asked = run(*command)
        assert asked.returncode == 2
        assert asked.stderr == "error: the site needs libraries that are not installed: pip install 'sdkgen[site]'\n"
        assert not (tmp_path / "out/site").exists()
    usual = run("generate")
    assert usual.returncode == 0, usual.stderr
