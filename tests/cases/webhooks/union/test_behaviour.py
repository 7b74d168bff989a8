"""Webhook requests: signature and event."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any

import pytest

from tests.support.driver import Driver

KEY = b"0123456789abcdef"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
SOLD = b'{"type":"pet.sold","data":{"id":"p","price":2.5},"new":1}'


def signed(payload: bytes, *, key: bytes = KEY, age: int = 0) -> dict[str, str]:
    """The headers of a delivery as the Standard Webhooks specification signs it."""
    sent = str(int(time.time()) - age)
    digest = hmac.new(key, b"msg_1.%b.%b" % (sent.encode(), payload), hashlib.sha256).digest()
    return {
        "Webhook-Id": "msg_1",
        "Webhook-Timestamp": sent,
        "Webhook-Signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def test_events_have_their_types(api: Driver) -> None:
    """Each event becomes its own type, from bytes or text; one the document does not know is kept whole."""
    client = api.client(webhook_secret=SECRET)
    sold = client.webhooks.unwrap(SOLD, signed(SOLD))
    assert (type(sold).__name__, sold.data.id, sold.data.price) == ("PetSold", "p", 2.5)
    assert sold.to_dict()["new"] == 1
    lost = '{"type":"pet.lost","place":"grün"}'
    assert type(client.webhooks.unwrap(lost, signed(lost.encode()))).__name__ == "PetLostWebhookEvent"
    new = b'{"type":"pet.found","where":[1]}'
    assert client.webhooks.unwrap(new, signed(new)).to_dict() == {"type": "pet.found", "where": [1]}


def test_where_the_secret_comes_from(api: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call's own secret, the client's, the environment's; without any it is asked for."""
    assert api.client().webhooks.unwrap(SOLD, signed(SOLD), secret=SECRET).type == "pet.sold"
    with pytest.raises(ValueError, match="webhook_secret"):
        api.client().webhooks.unwrap(SOLD, signed(SOLD))
    monkeypatch.setenv("SHOP_WEBHOOK_SECRET", SECRET)
    assert api.client().webhooks.unwrap(SOLD, signed(SOLD)).type == "pet.sold"


def forged(name: str) -> tuple[bytes, dict[str, str]]:
    """A delivery with one thing wrong; signed now, however long the suite has been running."""
    match name:
        case "another payload":
            return SOLD + b" ", signed(SOLD)
        case "another key":
            return SOLD, signed(SOLD, key=b"x")
        case "too old":
            return SOLD, signed(SOLD, age=301)
        case "from the future":
            return SOLD, signed(SOLD, age=-600)
        case "no signature":
            return SOLD, signed(SOLD) | {"Webhook-Signature": ""}
        case _:
            return SOLD, signed(SOLD) | {"Webhook-Signature": "v2,AAAA"}


@pytest.mark.parametrize(
    "name", ["another payload", "another key", "too old", "from the future", "no signature", "another version"]
)
def test_forged(api: Driver, package: Any, name: str) -> None:
    """What is not signed with the secret, or not now, is no event."""
    payload, headers = forged(name)
    with pytest.raises(package.InvalidWebhookSignatureError):
        api.client(webhook_secret=SECRET).webhooks.unwrap(payload, headers)
