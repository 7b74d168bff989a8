"""Callbacks of a package that knows a secret."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, Server

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef").decode()
SOLD = b'{"id":"p"}'


def signed(payload: bytes) -> dict[str, str]:
    """The headers of a delivery as the Standard Webhooks specification signs it."""
    sent = str(int(time.time()))
    digest = hmac.new(b"0123456789abcdef", b"msg_1.%b.%b" % (sent.encode(), payload), hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"webhook-id": "msg_1", "webhook-timestamp": sent, "webhook-signature": signature}


def test_without_headers_nothing_is_checked(api: Driver) -> None:
    """The document declares no signature: a payload alone is read, with a secret and without one."""
    assert api.client().callbacks.unwrap_sold(SOLD).id == "p"
    assert api.client(webhook_secret=SECRET).callbacks.unwrap_sold(SOLD).id == "p"


def test_with_headers_the_signature_is_checked(api: Driver, package: Any) -> None:
    """By the secret of the client or of the call; what is not signed with it is refused, as is asking without one."""
    client = api.client(webhook_secret=SECRET)
    assert client.callbacks.unwrap_sold(SOLD, signed(SOLD)).id == "p"
    assert api.client().callbacks.unwrap_sold(SOLD, signed(SOLD), secret=SECRET).id == "p"
    with pytest.raises(package.InvalidWebhookSignatureError):
        client.callbacks.unwrap_sold(SOLD, signed(b"another"))
    with pytest.raises(ValueError, match="webhook-signature"):
        client.callbacks.unwrap_sold(SOLD, {})
    with pytest.raises(ValueError, match="webhook_secret"):
        api.client().callbacks.unwrap_sold(SOLD, signed(SOLD))
    with pytest.raises(ValueError, match="headers"):
        api.client().callbacks.unwrap_sold(SOLD, secret=SECRET)


def test_the_resource_keeps_its_methods(api: Driver, server: Server) -> None:
    """The document's own resource of that name has both."""
    server.script(Reply(status=204))
    assert api.run(lambda client: client.callbacks.list()) is None
