"""Deprecated operations, and defaults on the wire."""

from __future__ import annotations

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


def test_a_deprecated_operation_warns_and_sends_no_defaults(api: Driver) -> None:
    """The call warns, and what was not given is left to the server."""
    api.server.script(Reply(status=204))
    with pytest.warns(DeprecationWarning, match="deprecated"):
        api.run(lambda client: client.pets.list())
    assert api.server.received[0].target == "/pets"
    assert "shop-version" not in api.server.received[0].headers
