"""Every error this package raises on purpose. All of them can be pickled."""

# The classes for one status say which: it never changes, so it can be narrowed.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from ._error_bodies import ATTRIBUTES, MEMBER, BodyMembers
from ._types import is_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._error_bodies import (
        AuthenticationData,
        BadRequestData,
        ConflictData,
        InternalServerData,
        NotFoundData,
        PermissionDeniedData,
        RateLimitData,
        StatusData,
        UnprocessableEntityData,
    )
    from ._http import Request, Response


def _go_by_public_name(error: type) -> None:
    """Let an error that the package exports show itself as users know it: in tracebacks, in logs, to tracers."""
    package = __name__.rpartition(".")[0]
    if error.__module__.startswith(f"{package}.") and error.__name__ in getattr(sys.modules[package], "__all__", ()):
        error.__module__ = package


class SDKError(Exception):
    """The root of all errors of this package."""

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        _go_by_public_name(cls)


_go_by_public_name(SDKError)


class APIError(SDKError, BodyMembers):
    """A request failed.

    `body` is the decoded body of the answer, the raw text when it is no JSON, or None without an answer.
    """

    message: str
    request: Request
    body: object | None

    def __init__(self, message: str, request: Request, *, body: object | None) -> None:
        super().__init__(message)
        self.message = message
        self.request = request
        self.body = body
        if ATTRIBUTES:
            members: Mapping[str, object] = body if is_mapping(body) else {}
            for attribute, wire_name in ATTRIBUTES:
                setattr(self, attribute, members.get(wire_name))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (type(self), self.args, self.__dict__)


def _restore(cls: type[APIError], args: tuple[object, ...], state: dict[str, object]) -> APIError:
    """Make an error again after pickling, without the constructor, whose arguments differ from class to class."""
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


ErrorT = TypeVar("ErrorT", bound=APIError)


def caught_too(error: ErrorT, cause: Exception) -> ErrorT:
    """Return `error` as one that handlers of its `cause` catch too, with what they read of that."""
    try:
        both = _of_both(type(error), type(cause))
    except TypeError:  # a class of the caller's that stands beside no other
        return error
    return cast("ErrorT", _restore(both, error.args, {**vars(cause), **vars(error)}))


_BOTH: dict[tuple[object, object], type[APIError]] = {}


def _of_both(own: type[APIError], other: type[Exception]) -> type[APIError]:
    """Return the class of errors that are an `own` and an `other`. It goes by the name of the first."""
    made = _BOTH.get((own, other))
    if made is not None:
        return made

    def reduce(error: APIError) -> tuple[Any, ...]:
        return _restore_both, (own, other, error.args, error.__dict__)

    # What a class of the HTTP library has under `request` is a property; here it is the error's own attribute.
    members = {"__module__": own.__module__, "__doc__": own.__doc__, "__reduce__": reduce, "request": None}
    return _BOTH.setdefault((own, other), type(own.__name__, (own, other), members))


def _restore_both(
    own: type[APIError], other: type[Exception], args: tuple[object, ...], state: dict[str, object]
) -> APIError:
    return _restore(_of_both(own, other), args, state)


class APIResponseValidationError(APIError):
    """The answer does not have the declared form: not JSON, or (strict validation only) not its schema."""

    response: Response
    status_code: int

    def __init__(self, response: Response, body: object | None, *, message: str | None = None) -> None:
        super().__init__(message or "The answer does not match its declared schema.", response.request, body=body)
        self.response = response
        self.status_code = response.status_code


class APIStatusError(APIError):
    """The API answered with a status of 400 or above.

    `data` is the body as the type that the API declares for it; None where it declares none, or sent no JSON.
    """

    response: Response
    status_code: int
    request_id: str | None
    data: StatusData = None

    def __init__(self, message: str, *, response: Response, body: object | None) -> None:
        super().__init__(message, response.request, body=body)
        self.response = response
        self.status_code = response.status_code
        self.request_id = response.headers.get("x-request-id")


class APIConnectionError(APIError):
    """No complete answer arrived: the connection could not be made, or broke. The cause is in `__cause__`."""

    def __init__(self, *, message: str = "Connection error.", request: Request) -> None:
        super().__init__(message, request, body=None)


class APITimeoutError(APIConnectionError):
    """The time for connecting, sending or receiving ran out."""

    def __init__(self, request: Request) -> None:
        super().__init__(message="Request timed out.", request=request)


class BadRequestError(APIStatusError):
    """Status 400."""

    status_code: Literal[400] = 400
    data: BadRequestData


class AuthenticationError(APIStatusError):
    """Status 401."""

    status_code: Literal[401] = 401
    data: AuthenticationData


class PermissionDeniedError(APIStatusError):
    """Status 403."""

    status_code: Literal[403] = 403
    data: PermissionDeniedData


class NotFoundError(APIStatusError):
    """Status 404."""

    status_code: Literal[404] = 404
    data: NotFoundData


class ConflictError(APIStatusError):
    """Status 409."""

    status_code: Literal[409] = 409
    data: ConflictData


class UnprocessableEntityError(APIStatusError):
    """Status 422."""

    status_code: Literal[422] = 422
    data: UnprocessableEntityData


class RateLimitError(APIStatusError):
    """Status 429."""

    status_code: Literal[429] = 429
    data: RateLimitData


class InternalServerError(APIStatusError):
    """Status 500 and above."""

    data: InternalServerData


class InvalidWebhookSignatureError(ValueError, SDKError):
    """A webhook delivery is not signed with the secret, or is too old."""


class APIWebhookValidationError(APIError, InvalidWebhookSignatureError):
    """A webhook delivery is not signed with the key, or is too old. No request of the client is behind it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, cast("Request", None), body=None)


class WebSocketConnectionClosedError(SDKError):
    """A websocket was closed before all messages were sent; `unsent_messages` are those, in their order."""

    unsent_messages: list[str]

    def __init__(self, message: str, *, unsent_messages: list[str]) -> None:
        super().__init__(message)
        self.unsent_messages = unsent_messages

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore_closed_error, (str(self), self.unsent_messages)


def _restore_closed_error(message: str, unsent_messages: list[str]) -> WebSocketConnectionClosedError:
    return WebSocketConnectionClosedError(message, unsent_messages=unsent_messages)


class WebSocketQueueFullError(SDKError):
    """A message was refused, because too many wait for a websocket to be open."""


STATUS_ERRORS: Mapping[int, type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    422: UnprocessableEntityError,
    429: RateLimitError,
}


def status_error(response: Response, body: object | None, data: Any = None) -> APIStatusError:
    """Return the error for an answer of status 300 or above; `body` is decoded, or text where it is no JSON."""
    status = response.status_code
    default = InternalServerError if status >= 500 else APIStatusError
    inner: object | None = body.get(MEMBER, body) if MEMBER is not None and is_mapping(body) else body
    if isinstance(body, str) and body:
        message = body
    else:
        message = f"Error code: {status}" if body in (None, "") else f"Error code: {status} - {body}"
    error = STATUS_ERRORS.get(status, default)(message, response=response, body=inner)
    error.data = data
    return error


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """Return an error of a hand-written module, which the package exports: code that looks here finds them all."""
        package = sys.modules[__name__.rpartition(".")[0]]
        if name.endswith("Error") and name in getattr(package, "__all__", ()):
            return getattr(package, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
