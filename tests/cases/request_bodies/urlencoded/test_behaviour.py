"""Urlencoded forms on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply


def test_members(api: Driver) -> None:
    """Every name and value is encoded; arrays repeat their name, objects are spread; what is omitted is absent."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.tokens.create(grant_type="password", scope=["a b", "c&d=e"], owner={"name": "ü"}))
    request = api.server.received[0]
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.body == b"grant_type=password&scope=a%20b&scope=c%26d%3De&name=%C3%BC"
