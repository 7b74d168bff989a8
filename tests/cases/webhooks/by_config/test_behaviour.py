"""Methods that read webhooks, as a config has them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import Any

import pytest

from tests.support.driver import Driver

KEY = b"0123456789abcdef"
ENCODED = base64.b64encode(KEY).decode()
SOLD = b'{"type":"pet.sold","id":"p","new":1}'


def signed(payload: bytes, *, key: bytes = KEY, age: int = 0) -> dict[str, str]:
    """The headers of a delivery as the Standard Webhooks specification signs it."""
    sent = str(int(time.time()) - age)
    digest = hmac.new(key, b"msg_1.%b.%b" % (sent.encode(), payload), hashlib.sha256).digest()
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": sent,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def test_events_have_their_types(api: Driver) -> None:
    """On each resource that the config names; nothing is awaited."""
    client = api.client(hook_key=f"whsec_{ENCODED}")
    for resource in (client.hooks, client.beta.events):
        sold = resource.unwrap(SOLD, headers=signed(SOLD))
        assert (type(sold).__name__, sold.id, sold.to_dict()["new"]) == ("PetSold", "p", 1)
        lost = '{"type":"pet.lost","place":"grün"}'
        assert type(resource.unwrap(lost, headers=signed(lost.encode()))).__name__ == "PetLostWebhookEvent"


@pytest.mark.parametrize(
    ("key", "signer"),
    [
        (f"whsec_{ENCODED}", KEY),
        (ENCODED, KEY),
        (KEY, KEY),
        ("plain text!", b"plain text!"),
        (f"whsec_{ENCODED}", f"whsec_{ENCODED}".encode()),
    ],
    ids=["encoded", "without prefix", "bytes", "text", "text with prefix"],
)
def test_what_a_key_may_be(api: Driver, key: str | bytes, signer: bytes) -> None:
    """Base64 as the specification has it, bytes, or text that a service signs with as it is."""
    client = api.client()
    assert client.hooks.unwrap(SOLD, headers=signed(SOLD, key=signer), key=key).id == "p"


def test_where_the_key_comes_from(api: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call, the client, the environment; without any it is asked for, and nothing is read unchecked."""
    with pytest.raises(ValueError, match="hook_key"):
        api.client().hooks.unwrap(SOLD, headers=signed(SOLD))
    with pytest.raises(ValueError, match="hook_key"):
        api.client().hooks.unwrap(SOLD, headers=signed(SOLD), key="")
    monkeypatch.setenv("SHOP_HOOK_KEY", ENCODED)
    assert api.client().hooks.unwrap(SOLD, headers=signed(SOLD)).id == "p"
    other = base64.b64encode(b"another").decode()
    assert api.client().hooks.unwrap(SOLD, headers=signed(SOLD, key=b"another"), key=other).id == "p"


@pytest.mark.parametrize("wrong", ["payload", "key", "age", "header", "empty"])
def test_forged_deliveries_are_refused(api: Driver, package: Any, wrong: str) -> None:
    """With an error of the API and of webhooks both, which says nothing of the key."""
    payload, headers, key = SOLD, signed(SOLD), f"whsec_{ENCODED}"
    match wrong:
        case "payload":
            payload += b" "
        case "key":
            headers = signed(SOLD, key=b"x")
        case "age":
            headers = signed(SOLD, age=301)
        case "header":
            del headers["webhook-signature"]
        case "empty":  # base64 of nothing is no key
            headers, key = signed(SOLD, key=b""), "whsec_"
    with pytest.raises(package.APIWebhookValidationError) as error:
        api.client(hook_key=key).hooks.unwrap(payload, headers=headers)
    assert isinstance(error.value, package.APIError)
    assert isinstance(error.value, package.InvalidWebhookSignatureError)
    assert ENCODED not in str(error.value)


def test_without_a_key_nothing_is_checked(api: Driver) -> None:
    """What the config calls without `webhook_key_opt` takes the payload alone."""
    with pytest.warns(DeprecationWarning, match="unwrap"):
        assert api.client().hooks.parse_unsafe(SOLD).id == "p"


def test_nothing_else_is_there(api: Driver) -> None:
    """Neither the receiver that packages have without a config, nor operations that the config does not list."""
    client = api.client()
    for name in ("webhooks", "pets", "webhook_secret"):
        assert not hasattr(client, name)
    assert not hasattr(client.hooks, "verify_signature")
