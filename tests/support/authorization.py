"""An authorization server of OAuth 2.0 on loopback, which is strict, counts, and fails on demand."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote_plus

from tests.support.server import Received, Reply, Reset, Server, reply_json

CLIENT_ID, CLIENT_SECRET = "id:1 ü", "secret-s3cr3t/ö"
USERNAME, PASSWORD = "mia", "pass-w0rd&x"
REFRESH_TOKEN = "refresh-0"


@dataclass
class Authorization:
    """Issues tokens at `/token` of `server`, and answers all else with 204 where the token is one of `valid`.

    `answer` is what is told beside the token. `takes` are the places that the client's own credentials may stand in.
    `fail` are answers in place of the next ones. Tokens are issued when `open` is set, as it is at first. `forms` are
    what was asked for; `mistakes` what no client may send.
    """

    server: Server
    answer: dict[str, Any] = field(default_factory=lambda: {"token_type": "bearer", "expires_in": 3600})
    takes: tuple[str, ...] = ("basic", "body")
    rotates: bool = False
    before: float = 0.0
    open: threading.Event = field(default_factory=threading.Event)
    fail: list[Reply | Reset] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    valid: set[str] = field(default_factory=set)
    used: list[str] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.open.set()
        self._lock = threading.Lock()
        self._refresh = REFRESH_TOKEN
        self._count = 0
        self.server.script(self._resource)
        for path in ("/token", "/v1/token", "/refresh"):
            self.server.route(path, self._token)
        self.server.route("/device", self._device)

    @property
    def grants(self) -> list[str]:
        """What tokens were asked for with."""
        return [form.get("grant_type", "") for form in self.forms]

    def revoke(self) -> None:
        """Make all tokens useless that were issued so far."""
        self.valid.clear()

    def _resource(self, request: Received) -> Reply:
        sent = request.headers.get("authorization", "")
        with self._lock:
            self.used.append(sent)
            good = sent.removeprefix("Bearer ") in self.valid
        return Reply(status=204) if good else reply_json({"error": "unauthorized"}, status=401)

    def _token(self, request: Received) -> Reply | Reset:
        reply = self._judged(request)
        self.open.wait()
        return reply

    def _judged(self, request: Received) -> Reply | Reset:
        with self._lock:
            self._look(request)
            form = {name: values[0] for name, values in parse_qs(request.body.decode(), keep_blank_values=True).items()}
            self.forms.append(form)
            if self.fail:
                return self.fail.pop(0)
            refused = self._refused(request, form)
            if refused is not None:
                return reply_json({"error": refused, "error_description": "no"}, status=400)
            self._count += 1
            token = f"token-{self._count}"
            self.valid.add(token)
            answer = {"access_token": token, **self.answer}
            if form["grant_type"] != "client_credentials" and (self.rotates or form["grant_type"] != "refresh_token"):
                self._refresh = f"refresh-{self._count}"
                answer["refresh_token"] = self._refresh
        reply = reply_json(answer, cache_control="no-store")
        return Reply(status=200, headers=reply.headers, body=reply.body, before=self.before)

    def _device(self, request: Received) -> Reply:
        self._look(request)
        return reply_json(
            {
                "device_code": "device-c0de",
                "user_code": "WDJB-MJHT",
                "verification_uri": "https://example.com/device",
                "expires_in": 60,
                "interval": 0.01,
            }
        )

    def _look(self, request: Received) -> None:
        """Note what does not belong into a request for a token."""
        if request.method != "POST" or request.query:
            self.mistakes.append(f"{request.method} {request.target}")
        if request.headers.get("content-type") != "application/x-www-form-urlencoded":
            self.mistakes.append(f"content type {request.headers.get('content-type')}")
        known = {
            "host", "accept", "user-agent", "content-type", "content-length", "authorization", "accept-encoding",
            "connection",
        }  # fmt: skip
        self.mistakes += [f"header {name}" for name in request.headers if name not in known]

    def _refused(self, request: Received, form: dict[str, str]) -> str | None:
        place, own = _own_credentials(request, form)
        self.places.append(place)
        grant = form.get("grant_type")
        if place not in self.takes or (place != "none" and own != (CLIENT_ID, CLIENT_SECRET)):
            return "invalid_client"
        match grant:
            case "client_credentials":
                return None if place != "none" else "invalid_client"
            case "password":
                return None if (form.get("username"), form.get("password")) == (USERNAME, PASSWORD) else "invalid_grant"
            case "refresh_token":
                return None if form.get("refresh_token") == self._refresh else "invalid_grant"
            case "urn:ietf:params:oauth:grant-type:device_code":
                return self.pending.pop(0) if self.pending else None
            case _:
                return "unsupported_grant_type"


def _own_credentials(request: Received, form: dict[str, str]) -> tuple[str, tuple[str, str]]:
    kind, _, encoded = request.headers.get("authorization", "").partition(" ")
    if kind == "Basic":
        name, _, secret = base64.b64decode(encoded).decode().partition(":")
        return "basic", (unquote_plus(name), unquote_plus(secret))
    if "client_secret" in form:
        return "body", (form.get("client_id", ""), form["client_secret"])
    return "none", ("", "")


def each_in_a_thread(count: int, work: Callable[[int], Any]) -> list[Any]:
    """Return what `work` returns, or raises, in so many threads that start together."""
    outcomes: list[Any] = [None] * count
    start = threading.Barrier(count)

    def run(number: int) -> None:
        start.wait()
        try:
            outcomes[number] = work(number)
        except BaseException as error:  # an outcome like any other
            outcomes[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert not any(thread.is_alive() for thread in threads), "a thread hangs"
    return outcomes
