"""A webhook beside operations of a resource called webhooks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time

from tests.support.driver import Driver
from tests.support.server import Reply


def test_both(api: Driver) -> None:
    """The resource sends its operations and unwraps events."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.webhooks.list())
    assert api.server.received[0].target == "/webhooks"
    sent, payload = str(int(time.time())), b'{"count":3}'
    digest = hmac.new(b"secret", b"id.%b.%b" % (sent.encode(), payload), hashlib.sha256).digest()
    headers = {
        "webhook-id": "id",
        "webhook-timestamp": sent,
        "webhook-signature": f"v1,AAAA v1,{base64.b64encode(digest).decode()}",
    }
    event = api.client(webhook_secret="secret").webhooks.unwrap(payload, headers)
    assert (type(event).__name__, event.count) == ("RestockWebhookEvent", 3)
