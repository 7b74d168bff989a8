"""Webhook deliveries: their signatures (Standard Webhooks) and their events."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ._constants import WEBHOOK_TOLERANCE
from ._decoding import type_of
from ._exceptions import APIWebhookValidationError, InvalidWebhookSignatureError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ._types import HasHeader, HasHeaderItems, WebhookHeaders

T = TypeVar("T")

SECRET_PREFIX = "whsec_"
PRESENT_VERSION = "v1,"
HEADERS = ("webhook-signature", "webhook-timestamp", "webhook-id")


class WebhookReader:
    """What a resource with methods for webhooks does, the same for both kinds of client."""

    _client: Any

    def _read_checked(
        self,
        payload: str | bytes,
        headers: WebhookHeaders,
        *,
        key: str | bytes | None,
        option: str | None,
        returns: type[T] | str,
    ) -> T:
        """Check the signature of a delivery and return its event. `option` of the client holds the key, unless given.

        Raises APIWebhookValidationError when the delivery is not signed with it or too old, ValueError without a key.
        """
        chosen = key or (getattr(self._client, option, None) if option else None)
        if not chosen:
            way = f", or create the client with `{option}`" if option else ""
            raise ValueError(f"A key is needed to check a webhook: pass `key`{way}")
        try:
            verify(payload, headers, keys=_keys(chosen), tolerance=WEBHOOK_TOLERANCE)
        except ValueError as error:  # without a header or a readable body it is no delivery either
            raise APIWebhookValidationError(str(error)) from None
        return self._read_unchecked(payload, returns=returns)

    def _read_unchecked(self, payload: str | bytes, *, returns: type[T] | str) -> T:
        """Return the event of a delivery, whoever sent it."""
        from ._models import decode_json

        client = self._client
        return cast("T", decode_json(type_of(client, returns), payload, strict=client._strict_response_validation))


class WebhookReceiver(WebhookReader):
    """What a webhooks resource does, the same for both kinds of client."""

    def verify_signature(
        self,
        payload: str | bytes,
        headers: WebhookHeaders,
        *,
        secret: str | None = None,
        tolerance: int = WEBHOOK_TOLERANCE,
    ) -> None:
        """Check that a delivery is signed with the secret and at most `tolerance` seconds old.

        `payload` is the body exactly as it arrived. Raises InvalidWebhookSignatureError when it is not; ValueError
        without a secret or one of the headers, binascii.Error for a secret and UnicodeDecodeError for a payload that
        cannot be decoded.
        """
        if secret is None:
            secret = getattr(self._client, self._client._definition.webhook_secret_option, None) or None
        if secret is None:
            raise ValueError(_no_secret(self._client))
        verify(payload, headers, keys=(_key(secret),), tolerance=tolerance)

    def _unwrap(
        self, payload: str | bytes, headers: WebhookHeaders, *, secret: str | None, returns: type[T] | str
    ) -> T:
        """Check the signature of a delivery and return its event."""
        self.verify_signature(payload, headers, secret=secret)
        return self._read_unchecked(payload, returns=returns)


def verify(payload: str | bytes, headers: WebhookHeaders, *, keys: Sequence[bytes], tolerance: int) -> None:
    """Check that one delivery is signed with one of the keys.

    Raises InvalidWebhookSignatureError when it is not, another ValueError when it is no delivery at all.
    """
    signatures, timestamp, delivery = (_required(headers, name) for name in HEADERS)
    _check_age(timestamp, tolerance)
    body = payload if isinstance(payload, str) else payload.decode()
    signed = f"{delivery}.{timestamp}.{body}".encode()
    expected = [base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()) for key in keys]
    for signature in signatures.split():
        value = signature.removeprefix(PRESENT_VERSION).encode(
            errors="replace"
        )  # no version: taken for the present one
        if any(hmac.compare_digest(value, digest) for digest in expected):
            return
    raise InvalidWebhookSignatureError("The given webhook signature does not match the expected signature")


def _keys(key: str | bytes) -> tuple[bytes, ...]:
    """Return what a key may stand for: bytes for themselves; text for what it is base64 of, after `whsec_` or without
    it, or, as some services sign, for its own bytes."""
    if isinstance(key, bytes):
        return (key,)
    encoded = key.removeprefix(SECRET_PREFIX)
    try:
        decoded = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        decoded = b""
    return (decoded, key.encode()) if decoded else (key.encode(),)


def _no_secret(client: Any) -> str:
    """Return where a secret may come from."""
    name = client._definition.webhook_secret_option
    variables = [option.env for option in client._definition.options if option.name == name and option.env]
    variable = "".join(f" using the env var, {variable}," for variable in variables)
    example = f"{type(client).__name__.removeprefix('Async')}({name}='123')"
    return f"The webhook secret must either be set{variable} on the client class, {example}, or passed to this function"


def _required(headers: WebhookHeaders, name: str) -> str:
    """Return the header `name` of a delivery. Raises ValueError when there is none."""
    for given, value in _pairs(headers, name):
        if given.lower() == name and isinstance(value, str):
            return value
    raise ValueError(f"Could not find {name} header")


def _pairs(headers: WebhookHeaders, name: str) -> Iterable[tuple[str, object]]:
    """Return headers as pairs; of what can only be asked for single ones, those that `name` may be written as."""
    if isinstance(headers, Mapping) or hasattr(headers, "items"):
        return cast("HasHeaderItems", headers).items()
    if hasattr(headers, "get"):
        asked = cast("HasHeader", headers)
        return [(name, asked.get(written)) for written in (name, name.title(), name.upper())]
    return cast("Iterable[tuple[str, str]]", headers)


def _check_age(timestamp: str, tolerance: int) -> None:
    try:
        sent = int(timestamp)
    except ValueError:
        raise InvalidWebhookSignatureError("Invalid webhook timestamp format") from None
    age = int(time.time()) - sent
    if age > tolerance:
        raise InvalidWebhookSignatureError("Webhook timestamp is too old")
    if age < -tolerance:
        raise InvalidWebhookSignatureError("Webhook timestamp is too new")


def _key(secret: str) -> bytes:
    """Return the bytes of a secret: base64 after `whsec_`, otherwise the text itself."""
    if not secret.startswith(SECRET_PREFIX):
        return secret.encode()
    encoded = "".join(secret.removeprefix(SECRET_PREFIX).split())
    try:
        key = base64.b64decode(encoded, validate=True)
    except ValueError:
        key = b""
    if not key:  # anyone could sign with nothing
        raise binascii.Error("The webhook secret is not valid base64")
    return key
