"""Logging: what is told, and what never is."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG, logger="littleapi")
    return caplog


def test_secrets_are_not_logged(api: Driver, log: pytest.LogCaptureFixture) -> None:
    """Keys in headers, cookies and queries never reach the log; routes and statuses do."""
    api.server.script(
        Reply(status=500, headers={"set-cookie": "SECRET-5"}),
        reply_json({"id": "1", "name": "n"}, set_cookie="SECRET-6"),
    )
    secrets = {"admin_key": "SECRET-2", "session": "SECRET-3", "api_key": None}
    api.run(lambda client: client.things.login(name="n", extra_headers={"Api-Key": "SECRET-4"}), **secrets)
    api.run(lambda client: client.things.create(name="n"), admin_key="SECRET-1")
    text = "\n".join(record.getMessage() for record in log.records if record.name == "littleapi")
    assert "SECRET" not in text
    assert "/things/login?key=<redacted>" in text
    assert ": 500" in text
    assert ": 200" in text
    assert "again" in text
    assert any("SECRET-1" in str(request.headers) for request in api.server.received)


def test_the_level_comes_from_the_environment(littleapi: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """LITTLE_LOG sets the level of the package's logger, which is left alone otherwise."""
    logger = logging.getLogger("littleapi")
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    for text, level in (("", logging.NOTSET), ("nonsense", logging.NOTSET), ("Info", logging.INFO)):
        monkeypatch.setattr(logger, "level", logging.NOTSET)
        monkeypatch.setenv("LITTLE_LOG", text)
        littleapi.Little(api_key="k")
        assert logger.level == level
    logger.setLevel(logging.NOTSET)
