"""Callbacks: the payloads that the API sends to the user's server, as their types."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_origin

from ._annotations import is_model, leaves_of, wire_fields
from ._decoding import type_of
from ._webhooks import WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._types import WebhookHeaders

T = TypeVar("T")

RECORD_SEPARATOR = "\x1e"
BOOLEANS = {"true": True, "false": False}


class CallbackReceiver:
    """What a callbacks resource does, the same for both kinds of client."""

    _client: Any

    def _read(self, payload: str | bytes, *, returns: type[T] | str, form: str = "json") -> T:
        """Return a payload as its type. Raises ValueError when it is not written in that form."""
        client = self._client
        read = READERS[form]
        return cast("T", read(type_of(client, returns), payload, client._strict_response_validation))


class SignedCallbackReceiver(CallbackReceiver, WebhookReceiver):
    """The same in a package that knows a secret, with which deliveries may be signed."""

    def _read_signed(
        self,
        payload: str | bytes,
        headers: WebhookHeaders | None,
        *,
        secret: str | None,
        returns: type[T] | str,
        form: str = "json",
    ) -> T:
        """Check the signature of a payload where its headers are given, and return it as its type."""
        if headers is not None:
            self.verify_signature(payload, headers, secret=secret)
        elif secret is not None:
            raise ValueError("The signature stands in the headers: pass `headers` beside `secret`")
        return self._read(payload, returns=returns, form=form)


def _read_json(annotation: Any, payload: str | bytes, strict: bool) -> Any:
    from ._models import decode_json

    return decode_json(annotation, payload, strict=strict)


def _read_lines(annotation: Any, payload: str | bytes, strict: bool) -> Any:
    return _read_each(annotation, _text(payload).splitlines(), strict)


def _read_sequence(annotation: Any, payload: str | bytes, strict: bool) -> Any:
    return _read_each(annotation, _text(payload).split(RECORD_SEPARATOR), strict)


def _read_each(annotation: Any, texts: list[str], strict: bool) -> Any:
    from ._models import json_decoder

    decode = json_decoder(get_args(annotation)[0], strict=strict)
    return [decode(text) for text in texts if text.strip()]


def _read_form(annotation: Any, payload: str | bytes, strict: bool) -> Any:
    """Return the members of a form: each as its field has it, the others as text, or as a list where they repeat."""
    from urllib.parse import parse_qsl

    from ._models import decode_value

    members: dict[str, list[str]] = {}
    for name, value in parse_qsl(_text(payload), keep_blank_values=True):
        members.setdefault(name, []).append(value)
    model = next(filter(is_model, leaves_of(annotation)), None)
    fields = {} if model is None else wire_fields(model)
    values = {
        name: _value(fields[name].annotation if name in fields else None, texts) for name, texts in members.items()
    }
    return decode_value(annotation, values, strict=strict)


def _value(annotation: Any, texts: list[str]) -> object:
    """Return the texts under one name as a value of the type; what is not of it stays text."""
    leaves = [] if annotation is None else list(leaves_of(annotation))
    of_lists = next((leaf for leaf in leaves if get_origin(leaf) is list), None)
    if of_lists is not None:
        return [_value(get_args(of_lists)[0], [text]) for text in texts]
    if len(texts) > 1:
        return list(texts)
    (text,) = texts
    return text if str in leaves else _scalar(leaves, text)


def _scalar(leaves: list[Any], text: str) -> object:
    if bool in leaves and text in BOOLEANS:
        return BOOLEANS[text]
    for kind in (int, float):
        if kind in leaves:
            try:
                return kind(text)
            except ValueError:
                continue
    return text


def _read_text(_annotation: Any, payload: str | bytes, _strict: bool) -> str:
    return _text(payload)


def _read_bytes(_annotation: Any, payload: str | bytes, _strict: bool) -> bytes:
    return payload.encode() if isinstance(payload, str) else payload


def _text(payload: str | bytes) -> str:
    return payload if isinstance(payload, str) else payload.decode("utf-8", "replace")


READERS: dict[str, Callable[..., Any]] = {
    "json": _read_json,
    "form": _read_form,
    "lines": _read_lines,
    "sequence": _read_sequence,
    "text": _read_text,
    "bytes": _read_bytes,
}
