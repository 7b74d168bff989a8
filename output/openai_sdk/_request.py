"""From a call to an HTTP request: pure building, the same for both kinds of client."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import json
import os
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import product
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

from ._exceptions import OpenAIError
from ._files import Content, raw_pieces
from ._forms import multipart, urlencoded
from ._headers import cookie_header, header_text
from ._http import timeout_parts
from ._qs import is_absent, stringify
from ._types import Multipart, NotGiven, Omit, is_mapping, not_given, omit

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ._definition import ClientDefinition, SecurityScheme
    from ._files import Source
    from ._http import Timeout
    from ._types import (
        Body,
        CookieStyle,
        Encoding,
        FileTypes,
        Framing,
        Headers,
        HeaderStyle,
        Query,
        QueryStyle,
        RawContent,
        Security,
    )

CONTROL = frozenset("\r\n\0")
SAFE = frozenset(("GET", "QUERY"))
RETRY_COUNT = "x-stainless-retry-count"
BOUNDARY = re.compile(r'boundary="?([^";\s]+)', re.IGNORECASE)


@dataclass(slots=True)  # never changed, but to make a frozen one of so many fields takes six times as long
class Call:
    """One call of an operation, before anything is encoded. The fields are the arguments of `_get` and its like.

    `unwrap` is the property of the answer to return, or a function which returns what is made of the whole.
    """

    method: str
    path: str
    returns: object = None
    query: Mapping[str, object] | None = None
    query_styles: Mapping[str, QueryStyle] | None = None
    query_reserved: tuple[str, ...] = ()
    headers: Mapping[str, object] | None = None
    header_styles: Mapping[str, HeaderStyle] | None = None
    cookies: Mapping[str, object] | None = None
    cookie_styles: Mapping[str, CookieStyle] | None = None
    accept: str | None = None
    body: object = omit
    form: Mapping[str, object] | Omit | None = None
    files: tuple[str, ...] = ()
    further_files: tuple[tuple[str, FileTypes], ...] = ()
    form_encodings: Mapping[str, Encoding] | None = None
    content: RawContent | Multipart | Omit | None = None
    content_type: str | None = None
    security: Security | None = None
    scopes: Mapping[str, tuple[str, ...]] | None = None
    base_url: str | None = None
    default_timeout: float | None = None
    default_max_retries: int | None = None
    max_retries: int | None = None
    follow_redirects: bool | None = None
    stream: bool | Omit | NotGiven | None = None
    event: object = None
    unwrap: str | Callable[[Any], Any] | None = None
    framing: Framing | None = None
    by_status: tuple[tuple[str, object], ...] = ()
    errors: tuple[tuple[str, str | None], ...] = ()
    page: object = None
    extra_headers: Headers | None = None
    extra_query: Query | None = None
    extra_body: Body | None = None
    timeout: float | Timeout | NotGiven | None = not_given
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedRequest:
    """A request as it goes out, but for the header that `counts_tries`. `timeout` is in seconds, by phase."""

    method: str
    url: str
    headers: dict[str, tuple[str, str]]
    content: bytes | Content | None
    timeout: dict[str, float | None]
    counts_tries: bool = True

    @property
    def replayable(self) -> bool:
        """Say whether the body can be sent again."""
        return not isinstance(self.content, Content) or self.content.replayable


Credentials = Mapping[str, str]


class RequestSettings(Protocol):
    """What a client gives to each of its requests."""

    _definition: ClassVar[ClientDefinition]
    _custom_headers: Mapping[str, Any]
    _custom_query: Mapping[str, object]
    _base_query: str
    _own_timeout: float | Timeout | NotGiven | None

    def _resolve_url(self, call: Call) -> tuple[str, bool]: ...
    def _fixed_headers(self) -> Mapping[str, tuple[str, str]]: ...
    def _add_options(self, headers: HeaderSet, query: dict[str, object], cookies: dict[str, object]) -> None: ...
    def _phases(self) -> dict[str, float | None]: ...
    def _stream_content(self, pieces: Sequence[bytes | Source]) -> Content: ...


class HeaderSet:
    """Headers by lower-case name; a later value replaces an earlier one, `omit` removes it."""

    def __init__(self, start: Mapping[str, tuple[str, str]]) -> None:
        self.values: dict[str, tuple[str, str]] = dict(start)

    def merge(self, headers: Mapping[str, object]) -> None:
        """Take over all of `headers`."""
        for name, value in headers.items():
            self.set(name, value)

    def add(self, headers: Mapping[str, object]) -> None:
        """Take over those of `headers` that are given; one that is not leaves what was set before."""
        self.merge({name: value for name, value in headers.items() if not isinstance(value, Omit)})

    def set(self, name: str, value: object) -> None:
        """Set one header. Raises ValueError when name or value would break out of the header."""
        if isinstance(value, Omit):
            self.values.pop(name.lower(), None)
            return
        if isinstance(value, NotGiven) or value is None:
            return
        text = value if type(value) is str else header_text(value)
        if not text and not isinstance(value, str):
            return  # a list or an object without members, which is undefined as in RFC 6570
        if not CONTROL.isdisjoint(name) or not CONTROL.isdisjoint(text):
            raise ValueError(f"the header {name!r} contains a line break or NUL")
        self.values[name.lower()] = (name, text)


def build(
    client: RequestSettings,
    call: Call,
    schemes: tuple[SecurityScheme, ...],
    credentials: Credentials,
    *,
    again: PreparedRequest | None = None,
) -> PreparedRequest:
    """Return the request for `call`, authorized by `schemes` with the option values in `credentials`.

    What is sent `again` keeps its body, and what tells the API that it is the same request.
    """
    url, _ = client._resolve_url(call)
    headers = HeaderSet(client._fixed_headers())
    query: dict[str, object] = {}
    cookies: dict[str, object] = dict(_with_json(call.cookies, call.cookie_styles) or {})
    client._add_options(headers, query, cookies)
    for scheme in schemes:
        authorize(scheme, [credentials[option] for option in scheme.options], headers, query, cookies)
    body = _encode_body(client, call) if again is None else None
    timeout = call_timeout(client, call)
    headers.set("Content-Type", None if body is None else body.content_type)
    headers.set("Accept", call.accept)
    headers.set("x-stainless-read-timeout", timeout["read"])
    headers.set("Cookie", cookie_header(cookies, call.cookie_styles))
    _set_idempotency_key(client, call, headers)
    headers.merge(client._custom_headers)
    if call.headers:
        headers.add(call.headers if call.header_styles is None else _styled_headers(call.headers, call.header_styles))
    counts_tries = True
    if call.extra_headers:
        headers.merge(call.extra_headers)
        counts_tries = not any(
            isinstance(value, Omit) and name.lower() == RETRY_COUNT for name, value in call.extra_headers.items()
        )
    if body is not None:
        _describe(body, headers)
    query_string = _query(client, call, query)
    if client._base_query and not call.path.startswith(("http://", "https://")):
        query_string = after_base_query(client._base_query, query_string)
    if query_string:
        url += ("&" if "?" in url else "?") + query_string
    content = None if body is None else body.content
    if again is not None:
        content = again.content
        _keep(again, headers, ("content-type", "content-length", (client._definition.idempotency_header or "").lower()))
    return PreparedRequest(
        method=call.method,
        url=url,
        headers=headers.values,
        content=content,
        timeout=timeout,
        counts_tries=counts_tries,
    )


def _keep(earlier: PreparedRequest, headers: HeaderSet, names: tuple[str, ...]) -> None:
    """Set those headers to what they were."""
    for name in names:
        if name in earlier.headers:
            headers.values[name] = earlier.headers[name]


def authorize(
    scheme: SecurityScheme,
    values: list[str],
    headers: HeaderSet,
    query: dict[str, object],
    cookies: dict[str, object],
) -> None:
    """Add the credential of `scheme`, whose options have these values."""
    match scheme.kind:
        case "bearer":
            # Not an f-string: a class derived from `str` may show itself otherwise.
            headers.set("Authorization", "Bearer " + values[0])
        case "word":
            headers.set("Authorization", f"{scheme.parameter} {values[0]}")
        case "basic":
            token = b64encode(":".join(values).encode()).decode("ascii")
            headers.set("Authorization", f"Basic {token}")
        case "header":
            headers.set(scheme.parameter, values[0])
        case "query":
            query[scheme.parameter] = values[0]
        case "cookie":
            cookies[scheme.parameter] = values[0]


def _set_idempotency_key(client: RequestSettings, call: Call, headers: HeaderSet) -> None:
    name = client._definition.idempotency_header
    if call.idempotency_key is not None:
        headers.set(name or "Idempotency-Key", call.idempotency_key)
    elif name is not None and call.method not in SAFE:
        headers.set(name, f"retry-{os.urandom(16).hex()}")


def call_timeout(client: RequestSettings, call: Call) -> dict[str, float | None]:
    """Return the timeout of a call in seconds, by phase."""
    if not isinstance(call.timeout, NotGiven):
        return timeout_parts(call.timeout)
    if call.default_timeout is not None and isinstance(client._own_timeout, NotGiven):
        return timeout_parts(call.default_timeout)
    return client._phases()


def _query(client: RequestSettings, call: Call, values: dict[str, object]) -> str:
    values.update(client._custom_query)
    for more in (_with_json(call.query, call.query_styles), call.extra_query):
        if more is not None:
            values.update(more)
    if not values:
        return ""
    definition = client._definition
    return stringify(
        values,
        array_format=definition.array_format,
        nested_format=definition.nested_format,
        styles=call.query_styles,
        reserved=call.query_reserved,
    )


def after_base_query(base: str, own: str) -> str:
    """Return the query of a call after that of its base URL (`?a=1`): a parameter of the same name takes its place."""
    replaced = {_parameter(pair) for pair in own.split("&")}
    kept = [pair for pair in base[1:].split("&") if _parameter(pair) not in replaced]
    return "&".join(filter(None, (*kept, own)))


def _parameter(pair: str) -> str:
    from urllib.parse import unquote_plus

    return unquote_plus(pair.partition("=")[0])


def _with_json(values: Mapping[str, object] | None, styles: Mapping[str, str] | None) -> Mapping[str, object] | None:
    """Return the operation's own values, those that are sent as JSON encoded."""
    if values is None or styles is None:
        return values
    encoded = dict(values)
    for name, style in styles.items():
        if style == "json" and not isinstance(encoded.get(name), (Omit, NotGiven)):
            encoded[name] = encode_json(encoded.get(name)).decode()
    return encoded


def _styled_headers(values: Mapping[str, object], styles: Mapping[str, HeaderStyle]) -> Mapping[str, object]:
    """Return the operation's own headers, those that have a style as text."""
    texts = dict(_with_json(values, styles) or {})
    for name, style in styles.items():
        if not is_absent(texts.get(name)):
            texts[name] = header_text(texts[name], style)
    return texts


@dataclass(frozen=True, slots=True)
class EncodedBody:
    """A body as it goes out; where `final`, the caller cannot change its content type (which names the boundary)."""

    content: bytes | Content
    content_type: str
    final: bool = False


def _describe(body: EncodedBody, headers: HeaderSet) -> None:
    if body.final:
        headers.set("Content-Type", body.content_type)
    if isinstance(body.content, Content) and body.content.size is not None:
        headers.set("Content-Length", body.content.size)


def _encode_body(client: RequestSettings, call: Call) -> EncodedBody | None:
    if call.form is not None and not isinstance(call.form, Omit):
        return _encode_form(client, call, call.form)
    if call.content is not None and not isinstance(call.content, (Omit, NotGiven)):
        if isinstance(call.content, Multipart):
            return _of_parts(client, call.content.pieces, call.content.content_type)
        raw = raw_pieces(call.content)
        content = raw if isinstance(raw, bytes) else client._stream_content(raw)
        return EncodedBody(content, call.content_type or "application/octet-stream")
    body = _merged(call.body, call.extra_body)
    if body is omit:
        return None
    if call.extra_headers and (media_type := _form_type(call.extra_headers)) is not None:
        if is_mapping(body):
            return _encode_form(client, replace(call, content_type=media_type), body)
        if media_type == "multipart/form-data":
            raise TypeError(f"A body of parts is made of a mapping, got {type(body).__name__}")
    return EncodedBody(encode_json(body), call.content_type or "application/json")


def _form_type(headers: Headers) -> str | None:
    """Return the content type that a caller gives, where members are sent as a form by it."""
    given = _given_type(headers)
    if given is None:
        return None
    kind = given.partition(";")[0].strip().lower()
    return kind if kind in ("application/x-www-form-urlencoded", "multipart/form-data") else None


def _given_type(headers: Headers) -> str | None:
    given = next((value for name, value in headers.items() if name.lower() == "content-type"), None)
    return given if isinstance(given, str) else None


def _boundary(headers: Headers | None) -> str:
    """Return what separates the parts of a body: what the caller's content type says, else something random."""
    said = BOUNDARY.search((_given_type(headers) or "") if headers else "")
    return said[1] if said else os.urandom(16).hex()


def _encode_form(client: RequestSettings, call: Call, form: Mapping[str, object]) -> EncodedBody:
    merged = cast("Mapping[str, object]", _merged(form, call.extra_body))
    array_format, nested_format = client._definition.form_array_format, client._definition.nested_format
    encodings = call.form_encodings or {}
    if call.content_type is not None and not call.content_type.startswith("multipart/"):
        text = urlencoded(
            merged,
            encodings=encodings,
            array_format=array_format,
            nested_format=nested_format,
            encode_json=encode_json,
        )
        return EncodedBody(text.encode("ascii"), call.content_type)
    boundary = _boundary(call.extra_headers)
    pieces = multipart(
        merged,
        files=call.files,
        further_files=call.further_files,
        encodings=encodings,
        boundary=boundary,
        array_format=array_format,
        nested_format=nested_format,
        encode_json=encode_json,
    )
    return _of_parts(client, pieces, f"multipart/form-data; boundary={boundary}")


def _of_parts(client: RequestSettings, pieces: Sequence[bytes | Source], content_type: str) -> EncodedBody:
    whole = pieces[0] if len(pieces) == 1 else None
    content = whole if isinstance(whole, bytes) else client._stream_content(pieces)
    return EncodedBody(content, content_type, final=True)


def without_omitted(body: object) -> object:
    """Return a body without its omitted members; `omit` when it is omitted itself."""
    if isinstance(body, (Omit, NotGiven)):
        return omit
    if is_mapping(body):
        return {name: value for name, value in body.items() if not isinstance(value, (Omit, NotGiven))}
    return body


def _merged(body: object, extra: object) -> object:
    """Return a body without its omitted members, with the caller's additions; `omit` when there is no body."""
    body = without_omitted(body)
    if extra is None:
        return body
    if is_mapping(extra) and is_mapping(body):
        return {**body, **extra}
    return extra


def _json_value(value: Any) -> object:
    """Return what JSON has no form for as something it has: models, iterables, dates and their like, enum members."""
    to_dict = getattr(value, "model_dump", None)
    if to_dict is not None and not isinstance(value, type):
        unsent = getattr(value, "__api_exclude__", None)
        return to_dict(mode="json", by_alias=True, exclude_unset=True, exclude=unsent)
    if isinstance(value, Enum):
        return cast("object", value.value)
    if is_mapping(value):
        return dict(value)
    if isinstance(value, (Omit, NotGiven)) or hasattr(value, "__next__"):
        raise _NotAsItIsError
    from ._formats import text_of

    text = text_of(value)
    if text is not None:
        return text
    if isinstance(value, Iterable):
        return list(cast("Iterable[object]", value))
    if isinstance(value, type):
        raise ClassAsValueError(f"the class {value.__name__} cannot be sent as JSON")
    raise TypeError(f"a value of type {type(value).__name__} cannot be sent as JSON")


class ClassAsValueError(TypeError):
    """A class stands where a value is meant."""


class _NotAsItIsError(TypeError):
    """Something inside a value is left out, or can be read only once."""


_JSON = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_json_value)


def encode_json(value: object) -> bytes:
    """Return `value` as JSON, without what is omitted inside of it.

    Raises TypeError or ValueError for what JSON cannot hold.
    """
    try:
        return _JSON.encode(value).encode()
    except _NotAsItIsError:
        return _JSON.encode(_thinned(value)).encode()


def _thinned(value: Any) -> object:
    """Return a value without what is omitted at any depth, its iterators read."""
    if is_mapping(value):
        return {key: _thinned(item) for key, item in value.items() if not isinstance(item, (Omit, NotGiven))}
    if isinstance(value, (str, bytes, bytearray)) or hasattr(value, "model_dump") or not isinstance(value, Iterable):
        return value
    items = cast("Iterable[object]", value)
    return [_thinned(item) for item in items if not isinstance(item, (Omit, NotGiven))]


def of_status(declared: tuple[tuple[str, object], ...], status: int, otherwise: object = None) -> object:
    """Return what is declared for a status: by itself, else for its range, else for any other."""
    found = dict(declared)
    for name in (str(status), f"{status // 100}XX", "default"):
        if name in found:
            return found[name]
    return otherwise


def missing_credentials(
    definition: ClientDefinition,
    requirement: tuple[tuple[SecurityScheme, ...], ...],
    further: Callable[[SecurityScheme], tuple[tuple[str, ...], ...]],
) -> OpenAIError:
    """Return the error for a call that no configured credential can authorize.

    `further` are the options that the credential of a scheme can be obtained with.
    """
    ways: list[str] = []
    for schemes in requirement:
        for choice in product(*((scheme.options, *further(scheme)) for scheme in schemes)):
            options = [definition.option(name) for names in choice for name in names]
            ways.append(
                " and ".join(
                    f"`{option.name}`" + (f" (or set {option.env})" if option.env else "") for option in options
                )
            )
    return OpenAIError(f"The request needs credentials that the client does not have: pass {'; or '.join(ways)}")
