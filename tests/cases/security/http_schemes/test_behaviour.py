"""Words before credentials, and what is left to the HTTP client."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

SENT = {"word": "Token w", "said": "Key s", "digest": None, "tls": None}


@pytest.mark.parametrize("name", SENT)
def test_words(api: Driver, name: str) -> None:
    """The document's word stands before the credential, as it is written there."""
    api.server.script(Reply(status=204))
    resource = f"{name}_" if name == "tls_" else name

    def call(client: Any) -> Any:
        group = getattr(client, resource)
        return (getattr(group, "retrieve", None) or group.list)()

    api.run(call, word_token="w", said_token="s")
    assert api.server.received[0].headers.get("authorization") == SENT[name]


def test_the_http_client_authorizes(package: Any, api: Driver) -> None:
    """A scheme that needs an answer first works by the HTTP client's own means."""
    challenge = {"www-authenticate": 'Digest realm="r", nonce="n", qop="auth"'}
    api.server.script(Reply(status=401, headers=challenge), Reply(status=204))
    with package.Shop(base_url=api.server.url, http_client=httpx2.Client(auth=httpx2.DigestAuth("u", "p"))) as client:
        client.digest.retrieve()
    assert api.server.received[1].headers["authorization"].startswith("Digest ")
