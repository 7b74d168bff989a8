"""The command `mock` as a process: what it serves, what it prints, and how it ends."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from tests.mock.conftest import API
from tests.support.program import REPOSITORY

BEARER = {"Authorization": "Bearer s3cret"}
COMMAND = [sys.executable, "-m", "generator", "mock", str(API)]


@dataclass(frozen=True, slots=True)
class Served:
    """A mock that serves."""

    process: subprocess.Popen[str]
    host: str
    port: int

    def connection(self) -> closing[http.client.HTTPConnection]:
        """A connection to it."""
        return closing(http.client.HTTPConnection(self.host, self.port, timeout=30))

    def ask(self, method: str, target: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        """The status and body of the answer to a request of a connection of its own."""
        with self.connection() as connection:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, body, {**BEARER, **named})
            response = connection.getresponse()
            return response.status, response.read()

    def end(self) -> tuple[int, str, str]:
        """Interrupt it; its exit code, and what it printed."""
        self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=30)
        return self.process.returncode, out, err


@contextmanager
def serving(*options: str) -> Iterator[Served]:
    """A mock of the API at a free port."""
    arguments = [*COMMAND, "--port", "0", *options]
    process = subprocess.Popen(
        arguments, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        host, port = re.search(r"http://(\S+):(\d+)", process.stdout.readline()).groups()
        yield Served(process, host.strip("[]"), int(port))
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """A mock that several tests ask."""
    with serving() as found:
        yield found


def test_ctrl_c_ends_it_and_values_are_not_printed() -> None:
    """The exit code says that all was well; what was asked is printed without what was sent."""
    with serving() as found:
        assert found.ask("GET", "/v1/pets?kind=h1dden&%1b%5b2Jodd=1")[0] == 422
        code, out, err = found.end()
    assert code == 0
    assert "GET     /pets 422\n        query.kind: enum\n        query.\\x1b[2Jodd: unknown\n" in out
    assert not re.search("s3cret|h1dden|\x1b|Traceback", out + err)


def test_ctrl_c_does_not_wait_for_slow_clients() -> None:
    """A request that never ends does not keep it from ending."""
    with serving() as found, socket.create_connection((found.host, found.port)) as slow:
        slow.sendall(b"POST /v1/pets HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{")
        assert found.ask("GET", "/v1/pets/1")[0] == 200
        assert found.end()[0] == 0


def test_a_port_that_is_taken_is_an_error(served: Served) -> None:
    """It says which, and serves nothing."""
    done = subprocess.run(
        [*COMMAND, "--port", str(served.port)], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert f"127.0.0.1:{served.port}: " in done.stderr
    assert done.stdout == ""


@pytest.mark.skipif(not socket.has_ipv6, reason="there is no IPv6 here")
def test_it_listens_on_addresses_of_ipv6() -> None:
    """The URL that it prints has such an address in brackets."""
    with serving("--host", "::1") as found:
        assert found.host == "::1"
        assert found.ask("GET", "/v1/pets/1")[0] == 200


def test_connections_are_kept(served: Served) -> None:
    """One serves for several requests, also after one that was refused."""
    statuses = []
    with served.connection() as connection:
        for path in ("/v1/pets/1", "/v1/pets/0", "/v1/pets/2"):
            connection.request("GET", path, headers=BEARER)
            response = connection.getresponse()
            response.read()
            statuses.append((response.status, connection.sock is not None))
    assert statuses == [(200, True), (422, True), (200, True)]


def test_bodies_come_in_chunks(served: Served) -> None:
    """A body of unknown length is read to its end, and held against the document."""
    pieces = iter([b'{"name": ', b'"Tom", "age": ', b"3}"])
    status, answer = served.ask("POST", "/v1/pets", pieces, Content_Type="application/json")
    assert status == 422
    assert json.loads(answer)["faults"][0]["place"] == "body/age"


def test_big_bodies_are_read(served: Served) -> None:
    """A file of many megabytes, in a form."""
    head = b'--x\r\nContent-Disposition: form-data; name="name"; filename="a"\r\n\r\n'
    body = head + bytes(30 * 1024 * 1024) + b"\r\n--x--\r\n"
    assert served.ask("POST", "/v1/forms", body, Content_Type="multipart/form-data; boundary=x")[0] == 200


def test_many_ask_at_once(served: Served) -> None:
    """Each gets the answer to what it asked, while another one sends its request slowly."""
    with served.connection() as slow:
        slow.putrequest("POST", "/v1/text")
        for name, value in {**BEARER, "Content-Type": "text/plain", "Content-Length": "3"}.items():
            slow.putheader(name, value)
        slow.endheaders(b"a")
        with ThreadPoolExecutor(16) as pool:
            statuses = list(pool.map(lambda number: served.ask("GET", f"/v1/pets/{number % 2}")[0], range(200)))
        assert statuses == [422, 200] * 100
        slow.send(b"bc")
        assert slow.getresponse().status == 204


def test_nonsense_is_refused(served: Served) -> None:
    """What is no HTTP gets an answer of the server's, which then goes on."""
    with socket.create_connection((served.host, served.port)) as connection:
        connection.sendall(b"NONSENSE\r\n\r\n")
        assert b" 400 " in connection.recv(1000)
    assert served.ask("GET", "/v1/pets/1")[0] == 200
