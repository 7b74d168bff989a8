"""From an HTTP response to what a method returns."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Union, cast, get_args, get_origin

from ._exceptions import APIResponseValidationError
from ._request import of_status

if TYPE_CHECKING:
    from collections.abc import Callable

    from ._http import Response
    from ._request import Call
    from ._response import AnsweringClient

BUILTINS: dict[str, Any] = {
    "str": str,
    "int": int,
    "float": float,
    "bool": bool,
    "bytes": bytes,
    "object": object,
    "None": None,
}
TOKEN = re.compile(r"\s*([\w.]+|[\[\],|])")
EMPTY_STATUSES = (204, 205)
BEGINNINGS_OF_JSON = (b"{", b"[")
BEGINNINGS_OF_HTML = (b"<!doctype html", b"<html")
HTML_TYPES = ("text/html", "application/xhtml+xml")
BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
REDACTED = "<redacted>"
SHOWN_CHARACTERS = 300
SHORTEST_SECRET = 6


@cache  # one entry per operation of the package
def resolve_type(package: str, text: str) -> Any:
    """Return the type that `text` names.

    It may be `pets.Pet` (below the package's `types`), `_formats.Date` (text that is read), a builtin, `list[...]`,
    `dict[str, ...]`, or `A | B`.
    """
    tokens = TOKEN.findall(text)
    result = _union(package, tokens)
    if tokens:
        raise ValueError(f"cannot read the type {text!r}")
    return result


def _union(package: str, tokens: list[str]) -> Any:
    variants = [_single(package, tokens)]
    while tokens and tokens[0] == "|":
        tokens.pop(0)
        variants.append(_single(package, tokens))
    return variants[0] if len(variants) == 1 else Union[tuple(variants)]  # noqa: UP007 - made at run time


def _single(package: str, tokens: list[str]) -> Any:
    name = tokens.pop(0)
    if name in ("list", "dict"):
        arguments = _arguments(package, tokens)
        return list[arguments[0]] if name == "list" else dict[str, arguments[-1]]  # type: ignore[valid-type]  # made at run time
    if name in BUILTINS:
        return BUILTINS[name]
    module, _, attribute = name.rpartition(".")
    if module == "_formats":
        return getattr(import_module(f"{package}._formats"), attribute)
    return getattr(import_module(f"{package}.types.{module}" if module else f"{package}.types"), attribute)


def _arguments(package: str, tokens: list[str]) -> list[Any]:
    if not tokens or tokens[0] != "[":
        return [str, object]
    arguments: list[Any] = []
    while tokens.pop(0) != "]":
        arguments.append(_union(package, tokens))
    return arguments


def type_of(client: AnsweringClient, returns: object) -> Any:
    """Return the type for a `returns=`, `event=` or `item=` argument."""
    return resolve_type(client._definition.package, returns) if isinstance(returns, str) else returns


def decode(client: AnsweringClient, call: Call, response: Response) -> Any:
    """Return what `call` returns, from a response whose body is read. Raises APIResponseValidationError."""
    if call.page is not None:
        return _decode_page(client, call, response)
    declared = of_status(call.by_status, response.status_code, call.returns) if call.by_status else call.returns
    returns = type_of(client, declared)
    if returns is None or returns is type(None):
        return None
    if declared is returns and not hasattr(returns, "of_answer"):  # no class of the package's own: a caller's
        returns = _bare(returns)
        if returns in _FROM_TEXT:
            return _FROM_TEXT[returns](response.text)
        _refuse(client, returns, response)
    if call.unwrap is None:
        plain = _decode_plain(client, call, returns, response)
        if plain is not _NOT_PLAIN:
            return plain
    elif not isinstance(call.unwrap, str):
        return call.unwrap(decode(client, replace(call, unwrap=None), response))
    content = response.content
    if not content and _may_be_empty(client, returns, response):
        return None
    if not _is_json(response) and not content.lstrip().startswith(BEGINNINGS_OF_JSON):
        return _decode_other(client, call, returns, response)
    return _decode_json(client, call, returns, response, content)


def decode_error(client: AnsweringClient, call: Call, response: Response) -> Any:
    """Return the body of an error answer as the type declared for its status; None without one, or when it is no JSON.

    Nothing raises: whoever handles the error must not get another one.
    """
    declared = of_status(call.errors, response.status_code)
    if declared is None:
        return None
    from . import _models

    try:
        return _models.decode_json(type_of(client, declared), _in_utf8(response) or response.content)
    except ValueError:
        return None


def _may_be_empty(client: AnsweringClient, returns: Any, response: Response) -> bool:
    """Say whether no body is as good as null: strictly only where the status or the type says so."""
    if not client._strict_response_validation or response.status_code in EMPTY_STATUSES:
        return True
    return type(None) in get_args(returns)


_NOT_PLAIN = object()

# What callers ask for by these is what the text says.
_FROM_TEXT: dict[Any, Callable[[str], Any]] = {
    int: int,
    float: float,
    bool: lambda text: text.lower() == "true",
}


def _bare(asked: Any) -> Any:
    """Return a type without its marks, where it has any."""
    if isinstance(asked, type):
        return asked
    from ._annotations import unwrap

    bare, _ = unwrap(asked)
    return bare if bare is str or bare in _FROM_TEXT else asked


def _refuse(client: AnsweringClient, asked: Any, response: Response) -> None:
    """Raise TypeError or ValueError for a class that no answer becomes."""
    kind = get_origin(asked) or asked
    if not isinstance(kind, type):
        return
    kind = cast("type[object]", kind)
    if issubclass(kind, type(response)) and kind is not type(response):
        raise ValueError("Subclasses of HTTP response classes cannot be passed to `cast_to`")
    if hasattr(kind, "__pydantic_core_schema__"):
        from . import _models

        if _models.is_foreign(kind):
            package = client._definition.package
            raise TypeError(
                f"Pydantic models must subclass our base model type, e.g. `from {package} import BaseModel`"
            )


def _decode_plain(client: AnsweringClient, call: Call, returns: Any, response: Response) -> Any:
    """Return the answer in a form that needs no models, `_NOT_PLAIN` when it does."""
    if returns is bytes:
        return response.content
    if returns is str:
        return _decode_text(response)
    if isinstance(returns, type):
        of_answer = getattr(returns, "of_answer", None)  # of a class of answers, which is not made of JSON
        if of_answer is not None:
            return of_answer(client, call, response)
        if returns is type(response):
            return response
    return _NOT_PLAIN


def _decode_text(response: Response) -> str:
    """Return a text answer; one that comes as a JSON string is unquoted."""
    if _is_json(response) and response.headers.get("content-type"):
        import json

        try:
            value = json.loads(response.content)
        except ValueError:
            return response.text
        if isinstance(value, str):
            return value
    return response.text


def _decode_json(client: AnsweringClient, call: Call, returns: Any, response: Response, content: bytes) -> Any:
    from . import _models

    strict = client._strict_response_validation
    try:
        if isinstance(call.unwrap, str):
            result = _models.decode_member(returns, content, call.unwrap, strict=strict)
        else:
            result = _models.decode_json(returns, content, strict=strict)
    except ValueError as error:
        recoded = _in_utf8(response)
        if recoded is not None and recoded != content:
            return _decode_json(client, call, returns, response, recoded)
        if _is_page_for_people(response):
            raise unexpected(client, response, content, "where JSON was expected") from error
        if not _is_json(response) and not strict:
            return response.text
        raise _invalid(response, error) from error
    if isinstance(result, _models.BaseModel):
        _models.set_request_id(result, response.headers.get("x-request-id"))
    return result


def _decode_page(client: AnsweringClient, call: Call, response: Response) -> Any:
    from . import _pagination

    typed = page_class(client, call)[type_of(client, call.returns)]
    try:
        return _pagination.decode_page(typed, response.content, client=client, call=call, response=response)
    except ValueError as error:
        recoded = _in_utf8(response)
        if recoded is None:
            raise _not_declared(client, response, error) from error
    try:
        return _pagination.decode_page(typed, recoded, client=client, call=call, response=response)
    except ValueError as error:
        raise _not_declared(client, response, error) from error


def page_class(client: AnsweringClient, call: Call) -> Any:
    """Return the class of pages that `call` is answered with."""
    if isinstance(call.page, str):
        return getattr(import_module(f"{client._definition.package}.pagination"), call.page)
    return call.page


def _invalid(response: Response, error: ValueError) -> APIResponseValidationError:
    message = f"The answer (content type {response.headers.get('content-type')}) is not what was expected: {error}"
    return APIResponseValidationError(response, response.text, message=message)


def _not_declared(client: AnsweringClient, response: Response, error: ValueError) -> APIResponseValidationError:
    if _is_page_for_people(response):
        return unexpected(client, response, response.content, "where JSON was expected")
    return _invalid(response, error)


def unexpected(client: AnsweringClient, response: Response, content: bytes, where: str) -> APIResponseValidationError:
    """The error for an answer of another kind than was asked for.

    It tells the status, the type and how the `content` begins; credentials that were sent are not shown.
    """
    import json

    text = _without_secrets(content.decode("utf-8", "replace").strip(), client, response)
    media_type = response.headers.get("content-type") or "no content type"
    beginning = " ".join(text[: 2 * SHOWN_CHARACTERS].split())[:SHOWN_CHARACTERS]
    message = f"The API answered with status {response.status_code} and {media_type} {where}: {beginning}"
    try:
        body = json.loads(text)
    except ValueError:
        body = text
    return APIResponseValidationError(response, body, message=message)


def _without_secrets(text: str, client: AnsweringClient, response: Response) -> str:
    """Return `text` without the credentials of the request: some servers show what they were sent."""
    request = response.request
    for name, value in (*request.headers.items(), *request.url.params.items()):
        if name.lower() in client._secret_names:
            for secret in (value, value.rpartition(" ")[2]):
                if len(secret) >= SHORTEST_SECRET:
                    text = text.replace(secret, REDACTED)
    return text


def _decode_other(client: AnsweringClient, call: Call, returns: Any, response: Response) -> Any:
    """Return an answer that neither claims nor seems to be JSON: its text, unless that cannot be what is wanted."""
    recoded = _in_utf8(response)
    if recoded is not None and recoded.lstrip().startswith(BEGINNINGS_OF_JSON):
        return _decode_json(client, call, returns, response, recoded)
    if _is_page_for_people(response) and returns is not object and str not in get_args(returns):
        raise unexpected(client, response, response.content, "where JSON was expected")
    return _text(client, returns, response)


def _is_page_for_people(response: Response) -> bool:
    """Say whether the answer is HTML: that of a proxy, of a login, or of a site that has its API elsewhere."""
    if _media_type(response) in HTML_TYPES:
        return True
    return response.content.lstrip()[:20].lower().startswith(BEGINNINGS_OF_HTML)


def _in_utf8(response: Response) -> bytes | None:
    """Return a body that stands behind a byte order mark or in another encoding as plain UTF-8; None for others."""
    content = response.content
    if content.startswith(BYTE_ORDER_MARKS) or b"\0" in content[:4]:
        from json import detect_encoding

        try:
            return content.decode(detect_encoding(content)).encode()
        except UnicodeError:
            return None
    return None if response.charset_encoding in (None, "utf-8") else response.text.encode()


def _text(client: AnsweringClient, returns: Any, response: Response) -> str:
    if client._strict_response_validation and str not in get_args(returns):
        content_type = response.headers.get("content-type")
        raise APIResponseValidationError(
            response, response.text, message=f"The answer should be JSON, but its content type is {content_type}"
        )
    return response.text


def _is_json(response: Response) -> bool:
    """Say whether the answer claims to be JSON; one that claims nothing is taken for it."""
    return _media_type(response).endswith("json")


def _media_type(response: Response) -> str:
    media_type: str = response.headers.get("content-type", "application/json")
    return media_type.partition(";")[0].strip().lower()
