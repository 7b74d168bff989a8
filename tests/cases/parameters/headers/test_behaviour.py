"""Header and cookie parameters on the wire."""

from __future__ import annotations

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


def test_headers_and_cookies(api: Driver) -> None:
    """Renamed arguments are sent under the document's names; lists are joined; cookies share one header."""
    api.server.script(Reply(status=204))
    api.run(
        lambda client: client.pets.list(betas=["a", "b"], x_trace_id="t-1", dry_run=False, session_id="s", theme="dark")
    )
    headers = api.server.received[0].headers
    assert headers["shop-beta"] == "a,b"
    assert headers["x-trace-id"] == "t-1"
    assert headers["shop-dry-run"] == "false"
    assert headers["cookie"] == "session-id=s; theme=dark"


def test_left_out(api: Driver) -> None:
    """What is left out is not sent, nor is a list of nothing."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list(x_trace_id="t-1", session_id="s", betas=[]))
    headers = api.server.received[0].headers
    assert headers["cookie"] == "session-id=s"
    assert not {"shop-beta", "shop-dry-run", "authorization"} & headers.keys()


@pytest.mark.parametrize(
    "arguments", [{"x_trace_id": "a\r\nX: b", "session_id": "s"}, {"x_trace_id": "t", "session_id": "a; theme=b"}]
)
def test_values_cannot_break_out(api: Driver, arguments: dict[str, str]) -> None:
    """A line break in a header and a separator in a cookie are refused before anything is sent."""
    with pytest.raises(ValueError, match="contains a"):
        api.run(lambda client: client.pets.list(**arguments))
    assert api.server.received == []
