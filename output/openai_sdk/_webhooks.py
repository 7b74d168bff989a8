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

    from ._types import HasHeaderItems, WebhookHeaders

T = TypeVar("T")

SECRET_PREFIX = "whsec_"
VERSION = "v1"


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
        except InvalidWebhookSignatureError as error:
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

        `payload` is the body exactly as it arrived. Raises InvalidWebhookSignatureError when it is not, ValueError
        without a secret.
        """
        option = self._client._definition.webhook_secret_option
        chosen = secret or getattr(self._client, option, None)
        if not chosen:
            raise ValueError(f"The webhook secret is needed: pass `secret`, or create the client with `{option}`")
        verify(payload, headers, keys=(_key(chosen),), tolerance=tolerance)

    def _unwrap(
        self, payload: str | bytes, headers: WebhookHeaders, *, secret: str | None, returns: type[T] | str
    ) -> T:
        """Check the signature of a delivery and return its event."""
        self.verify_signature(payload, headers, secret=secret)
        return self._read_unchecked(payload, returns=returns)


def verify(payload: str | bytes, headers: WebhookHeaders, *, keys: Sequence[bytes], tolerance: int) -> None:
    """Check that one delivery is signed with one of the keys. Raises InvalidWebhookSignatureError."""
    given = _lower(headers)
    delivery, timestamp = _required(given, "webhook-id"), _required(given, "webhook-timestamp")
    signatures = _required(given, "webhook-signature")
    _check_age(timestamp, tolerance)
    body = payload.encode() if isinstance(payload, str) else payload
    signed = b".".join((delivery.encode(), timestamp.encode(), body))
    expected = [base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()) for key in keys]
    for signature in signatures.split(" "):
        version, comma, value = signature.partition(",")
        if not comma:  # a bare signature is taken for the present version
            version, value = VERSION, signature
        if version == VERSION and any(hmac.compare_digest(value.encode(), digest) for digest in expected):
            return
    raise InvalidWebhookSignatureError("No signature of the webhook matches the secret")


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


def _lower(headers: WebhookHeaders) -> dict[str, str]:
    pairs: Iterable[tuple[str, str]]
    if isinstance(headers, Mapping) or hasattr(headers, "items"):
        pairs = cast("HasHeaderItems", headers).items()
    else:
        pairs = cast("Iterable[tuple[str, str]]", headers)
    return {name.lower(): value for name, value in pairs}


def _required(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name)
    if not value:
        raise InvalidWebhookSignatureError(f"The webhook has no `{name}` header")
    return value


def _check_age(timestamp: str, tolerance: int) -> None:
    if not timestamp.isascii() or not timestamp.isdigit():
        raise InvalidWebhookSignatureError("The webhook's timestamp is no number")
    age = time.time() - int(timestamp)
    if age > tolerance:
        raise InvalidWebhookSignatureError("The webhook's timestamp is too old")
    if age < -tolerance:
        raise InvalidWebhookSignatureError("The webhook's timestamp is in the future")


def _key(secret: str) -> bytes:
    """Return the bytes of a secret: base64 after `whsec_`, otherwise the text itself."""
    if not secret.startswith(SECRET_PREFIX):
        return secret.encode()
    encoded = secret.removeprefix(SECRET_PREFIX)
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except binascii.Error as error:
        raise ValueError("The webhook secret is not valid base64") from error
