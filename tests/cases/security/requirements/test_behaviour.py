"""Which credentials a call carries."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

USER, ADMIN = {"api_key": "u"}, {"admin_key": "a"}

# resource and method, the client's credentials, what is sent (None: refused)
CALLS: dict[str, tuple[str, str, dict[str, str], tuple[str | None, str | None] | None]] = {
    "the first alternative": ("pets", "list", USER | ADMIN, ("Bearer u", None)),
    "the alternative there is": ("pets", "list", ADMIN, (None, "a")),
    "no alternative": ("pets", "list", {}, None),
    "its own requirement": ("admins", "list", USER | ADMIN, (None, "a")),
    "its own requirement, missing": ("admins", "list", USER, None),
    "both": ("both", "retrieve", USER | ADMIN, ("Bearer u", "a")),
    "one of both": ("both", "retrieve", USER, None),
    "optional, given": ("maybe", "retrieve", USER, ("Bearer u", None)),
    "optional, missing": ("maybe", "retrieve", {}, (None, None)),
    "optional first, given": ("perhaps", "list", USER, ("Bearer u", None)),
    "optional first, missing": ("perhaps", "list", {}, (None, None)),
    "none": ("open", "retrieve", USER | ADMIN, (None, None)),
}


@pytest.mark.parametrize("name", CALLS)
def test_requirements(api: Driver, package: Any, name: str) -> None:
    """The first alternative whose credentials are there is sent, whole; without one, nothing is."""
    resource, method, credentials, expected = CALLS[name]
    api.server.script(Reply(status=204))

    def call(client: Any) -> Any:
        return getattr(getattr(client, resource), method)()

    if expected is None:
        with pytest.raises(package.ShopError, match="admin_key"):
            api.run(call, **credentials)
        assert api.server.received == []
        return
    api.run(call, **credentials)
    headers = api.server.received[0].headers
    assert (headers.get("authorization"), headers.get("x-admin-key")) == expected
