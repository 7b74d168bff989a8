"""Webhooks: signatures after the Standard Webhooks scheme."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import pytest

KEY = b"0123456789abcdef0123456789abcdef"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
PAYLOAD = json.dumps({"type": "delta", "text": "grün"}, ensure_ascii=False)


def signed(payload: str = PAYLOAD, *, key: bytes = KEY, age: float = 0) -> dict[str, str]:
    timestamp = str(int(time.time() - age))
    mac = hmac.new(key, f"msg_1.{timestamp}.{payload}".encode(), hashlib.sha256).digest()
    return {
        "Webhook-Id": "msg_1",
        "Webhook-Timestamp": timestamp,
        "Webhook-Signature": "v1," + base64.b64encode(mac).decode(),
    }


@pytest.fixture(params=["Little", "AsyncLittle"])
def webhooks(request: pytest.FixtureRequest, littleapi: Any) -> Any:
    return getattr(littleapi, request.param)(api_key="k", webhook_secret=SECRET).webhooks


def test_the_schemes_own_example(webhooks: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signature computed elsewhere, with the example values of the Standard Webhooks specification, is accepted."""
    monkeypatch.setattr(time, "time", lambda: 1614265330.0)
    webhooks.verify_signature(
        '{"test": 2432232314}',
        {
            "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp": "1614265330",
            "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        },
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )


@pytest.mark.parametrize("as_bytes", [False, True])
def test_a_signed_delivery(webhooks: Any, littleapi: Any, as_bytes: bool) -> None:
    """The event is returned as its type, from text or bytes, headers as a mapping or as pairs."""
    payload = PAYLOAD.encode() if as_bytes else PAYLOAD
    event = webhooks.unwrap(payload, signed())
    assert event.text == "grün"
    assert type(event).__name__ == "ThingDelta"
    assert webhooks.unwrap(payload, list(signed().items())).to_dict() == event.to_dict()
    assert webhooks.unwrap(payload, signed(key=b"plain"), secret="plain").text == "grün"


def test_several_signatures(webhooks: Any) -> None:
    """One good signature among several is enough; unknown versions are ignored."""
    headers = signed()
    headers["Webhook-Signature"] = f"v2,xx v1,bad {headers['Webhook-Signature']}"
    webhooks.verify_signature(PAYLOAD, headers)


def _changed(**changes: str | None) -> dict[str, str]:
    headers = {name.lower(): value for name, value in signed().items()}
    for name, value in changes.items():
        key = "webhook-" + name
        if value is None:
            del headers[key]
        else:
            headers[key] = value
    return headers


@pytest.mark.parametrize(
    "headers",
    [
        lambda: signed(PAYLOAD + " "),
        lambda: signed(key=b"other"),
        lambda: signed(age=301),
        lambda: signed(age=-302),
        lambda: _changed(id="msg_2"),
        lambda: _changed(id=None),
        lambda: _changed(timestamp=None),
        lambda: _changed(signature=None),
        lambda: _changed(timestamp="soon"),
        lambda: _changed(signature="v2," + signed()["Webhook-Signature"][3:]),
        lambda: _changed(signature="v1,grün"),
        dict,
    ],
)
def test_bad_deliveries(webhooks: Any, littleapi: Any, headers: Any) -> None:
    """Changed content, another key, old and future times, missing and odd headers are refused."""
    with pytest.raises(littleapi.InvalidWebhookSignatureError):
        webhooks.unwrap(PAYLOAD, headers())


def test_tolerance(webhooks: Any, littleapi: Any) -> None:
    """The caller may change how old a delivery may be."""
    webhooks.verify_signature(PAYLOAD, signed(age=1000), tolerance=2000)
    with pytest.raises(littleapi.InvalidWebhookSignatureError, match="old"):
        webhooks.verify_signature(PAYLOAD, signed(age=10), tolerance=5)


def test_the_secret(littleapi: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a secret there is a clear error; a malformed one is named; the environment can hold it."""
    with pytest.raises(ValueError, match="webhook_secret"):
        littleapi.Little().webhooks.unwrap(PAYLOAD, signed())
    with pytest.raises(ValueError, match="base64"):
        littleapi.Little().webhooks.unwrap(PAYLOAD, signed(), secret="whsec_?")
    monkeypatch.setenv("LITTLE_WEBHOOK_SECRET", SECRET)
    littleapi.Little().webhooks.unwrap(PAYLOAD, signed())
