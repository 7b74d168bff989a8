"""Webhooks: signatures after the Standard Webhooks scheme."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import time
from email.message import Message
from typing import Any

import pytest
from httpx2 import Headers

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
        lambda: _changed(timestamp="soon"),
        lambda: _changed(timestamp="9" * 400),
        lambda: _changed(signature="v2," + signed()["Webhook-Signature"][3:]),
        lambda: _changed(signature="v1,grün"),
        lambda: _changed(signature=""),
    ],
)
def test_bad_deliveries(webhooks: Any, littleapi: Any, headers: Any) -> None:
    """Changed content, another key, old and future times, and odd headers are refused."""
    with pytest.raises(littleapi.InvalidWebhookSignatureError):
        webhooks.unwrap(PAYLOAD, headers())


@pytest.mark.parametrize("name", ["signature", "timestamp", "id"])
def test_a_missing_header(webhooks: Any, littleapi: Any, name: str) -> None:
    """It is named, and nothing is said about the signature."""
    with pytest.raises(ValueError, match=f"^Could not find webhook-{name} header$") as error:
        webhooks.unwrap(PAYLOAD, _changed(**{name: None}))
    assert not isinstance(error.value, littleapi.InvalidWebhookSignatureError)


def test_what_the_errors_say(webhooks: Any, littleapi: Any) -> None:
    """Each of them says what is wrong, in the words that users know."""
    for headers, said in (
        (signed(key=b"other"), "The given webhook signature does not match the expected signature"),
        (signed(age=301), "Webhook timestamp is too old"),
        (signed(age=-302), "Webhook timestamp is too new"),
        (_changed(timestamp="1.5"), "Invalid webhook timestamp format"),
        (_changed(timestamp=""), "Invalid webhook timestamp format"),
    ):
        with pytest.raises(littleapi.InvalidWebhookSignatureError) as error:
            webhooks.verify_signature(PAYLOAD, headers)
        assert str(error.value) == said


def resigned(payload: bytes, timestamp: str, *, key: bytes = KEY) -> dict[str, str]:
    mac = hmac.new(key, b"msg_1.%b.%b" % (timestamp.encode(), payload), hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(mac).decode()}"
    return {"webhook-id": "msg_1", "webhook-timestamp": timestamp, "webhook-signature": signature}


@pytest.mark.parametrize("form", ["+{}", "0{}", " {} "])
def test_the_time_is_signed_as_sent(webhooks: Any, form: str) -> None:
    """However it is written: the text of the header is what was signed."""
    webhooks.verify_signature(PAYLOAD, resigned(PAYLOAD.encode(), form.format(int(time.time()))))


@pytest.mark.parametrize("between", [" ", "\t", " \t ", "\n "])
def test_what_separates_signatures(webhooks: Any, between: str) -> None:
    """Any white space, and a signature without a version is one of the present."""
    headers = signed()
    good = headers["Webhook-Signature"].removeprefix("v1,")
    headers["Webhook-Signature"] = between.join(("v1,bad", good, "v1,other"))
    webhooks.verify_signature(PAYLOAD, headers)


def test_a_payload_that_is_no_text(webhooks: Any) -> None:
    """It is refused as such, signed or not."""
    for headers in (signed(), resigned(b"\xff", str(int(time.time())))):
        with pytest.raises(UnicodeDecodeError):
            webhooks.unwrap(b"\xff", headers)


class Asked:
    """Headers that can only be asked for one, written as frameworks write it."""

    def __init__(self, headers: dict[str, str]) -> None:
        self._headers = headers

    def get(self, name: str) -> str | None:
        return self._headers.get(name)


def test_headers_of_any_kind(webhooks: Any) -> None:
    """Mappings, pairs, messages of the standard library, and what has nothing but `get`; others do not matter."""
    message = Message()
    for name, value in signed().items():
        message[name] = value
    kinds = (Headers(signed()), message, [*signed().items()], {"A": ["x"], "B": None, **signed()}, Asked(signed()))
    for headers in (*kinds, Asked(_changed()), Asked({name.upper(): value for name, value in signed().items()})):
        webhooks.verify_signature(PAYLOAD, headers)


def test_tolerance(webhooks: Any, littleapi: Any) -> None:
    """The caller may change how old a delivery may be."""
    webhooks.verify_signature(PAYLOAD, signed(age=1000), tolerance=2000)
    with pytest.raises(littleapi.InvalidWebhookSignatureError, match="old"):
        webhooks.verify_signature(PAYLOAD, signed(age=10), tolerance=5)


def test_the_secret(littleapi: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a secret there is a clear error; the environment can hold it, with white space around it."""
    for client in (littleapi.Little(), littleapi.AsyncLittle(), littleapi.Little(webhook_secret="")):
        with pytest.raises(ValueError, match="must either be set") as error:
            client.webhooks.unwrap(PAYLOAD, signed())
        assert str(error.value) == (
            "The webhook secret must either be set using the env var, LITTLE_WEBHOOK_SECRET, on the client class, "
            "Little(webhook_secret='123'), or passed to this function"
        )
    monkeypatch.setenv("LITTLE_WEBHOOK_SECRET", SECRET)
    littleapi.Little().webhooks.unwrap(PAYLOAD, signed())
    littleapi.Little().webhooks.unwrap(PAYLOAD, signed(), secret=f"{SECRET}\n")


def test_an_empty_secret_of_the_call(webhooks: Any, littleapi: Any) -> None:
    """It is the one that counts, not the client's."""
    webhooks.verify_signature(PAYLOAD, signed(key=b""), secret="")
    with pytest.raises(littleapi.InvalidWebhookSignatureError):
        webhooks.verify_signature(PAYLOAD, signed(), secret="")


@pytest.mark.parametrize("secret", ["whsec_", "whsec_?", "whsec_a", "whsec_abc", "whsec_ä"])
def test_a_malformed_secret(webhooks: Any, secret: str) -> None:
    """It is named as what it is, and not shown."""
    with pytest.raises(binascii.Error, match="base64") as error:
        webhooks.unwrap(PAYLOAD, signed(), secret=secret)
    assert repr(secret) not in str(error.value)
    assert error.value.__context__ is None
