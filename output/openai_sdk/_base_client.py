"""The bases of the generated clients: settings, and carrying out calls."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import MethodType
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast
from urllib.parse import urlsplit

from . import _retry
from ._constants import MAX_RETRY_AFTER
from ._decoding import decode, decode_error, type_of
from ._definition import ClientDefinition, ClientOption, SecurityScheme, member
from ._exceptions import OpenAIError, status_error
from ._exchange import Ask, Close, Exchange, Read, Send, Wait, exchange
from ._files import AsyncContent, Content, SyncContent
from ._headers import SECRET_HEADERS, lower_names
from ._http import (
    LoopClient,
    check_client,
    default_async_client,
    default_client,
    library_of,
    sleep,
    timeout_parts,
)
from ._logs import package_logger
from ._operations import AsyncOperations, SyncOperations
from ._platform import async_platform, platform_headers
from ._request import RETRY_COUNT, Call, HeaderSet, missing_credentials
from ._response import AnswerForm, APIResponse, AsyncAPIResponse, asked_form
from ._routes import RouteOptions, answer_class, final_call, make_request_options, route_call, route_options
from ._types import NotGiven, not_given

if TYPE_CHECKING:
    from collections.abc import Awaitable, Generator, Sequence
    from types import TracebackType

    from typing_extensions import Self

    from ._attempts import CallHooks
    from ._exceptions import APIStatusError
    from ._exchange import Authorizer, Step, TokenSource
    from ._files import Source
    from ._hooks import CallOptions
    from ._http import URL, AsyncHTTPClient, HTTPClient, HTTPLibrary, Request, Response, Timeout
    from ._models import FinalRequestOptions
    from ._paginator import AsyncPaginator
    from ._request import PreparedRequest
    from ._types import RawContent, RequestFiles, Security

__all__ = [
    "AnswerForm",
    "AsyncAPIClient",
    "BaseClient",
    "ClientDefinition",
    "ClientOption",
    "RouteOptions",
    "SecurityScheme",
    "SyncAPIClient",
    "make_request_options",
]

T = TypeVar("T")

CONVERSIONS: dict[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": lambda text: text.strip().lower() in ("1", "true", "yes", "on"),
}
HTTP_SCHEMES = ("http://", "https://")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}

# What classes that are derived from a client may have in place of its own; `_hooks` says what each is for.
HOOKS = (
    *("request", "_prepare_options", "_build_request", "_prepare_request", "_process_response", "_make_status_error"),
    *("auth_headers", "default_headers", "default_query"),
)
_PACKAGE = __name__.rpartition(".")[0] + "."
_OWN_HOOKS: dict[int, object] = {}  # by identity, as what tracers put around a function claims to equal it


def _keep_hooks(owner: type) -> None:
    """Remember what a class of this package has as hooks, before others put something else there."""
    if owner.__module__.startswith(_PACKAGE):
        _OWN_HOOKS.update((id(vars(owner)[name]), vars(owner)[name]) for name in HOOKS if name in vars(owner))


CALL_HOOKS = ("before_request", "after_response", "on_error")
"""Arguments that are asked at each try of a call; `_attempts` says what they are told."""

NULLABLE = ("timeout", "max_retries", *CALL_HOOKS)
"""Arguments of which None is not the same as none: no limit; nonsense, which the constructor refuses; no more hook."""

MERGED = ("default_headers", "default_query")
"""Arguments that copies merge with what was there, and can have replaced."""


class Copier:
    """`copy` of clients: to those who ask, it takes the arguments of the constructor of each class of clients."""

    def __get__(self, client: BaseClient | None, owner: type[BaseClient]) -> Callable[..., BaseClient]:
        copy = _copier(cast("Any", owner))
        return copy if client is None else MethodType(copy, client)


@cache  # one entry per client class
def _copier(owner: Any) -> Callable[..., BaseClient]:
    from inspect import Parameter, signature

    def copy(self: BaseClient, **changes: Any) -> BaseClient:
        """Return a client with the same settings but for what is given, over the same connections.

        `default_headers` and `default_query` are merged into the present ones, `set_default_headers` and
        `set_default_query` replace them.
        """
        return self._copied(changes)

    own = signature(owner.__init__)
    first, *others = own.parameters.values()
    by_keyword = [p for p in others if p.kind in (Parameter.KEYWORD_ONLY, Parameter.POSITIONAL_OR_KEYWORD)]
    by_keyword += [p.replace(name=f"set_{p.name}") for p in by_keyword if p.name in MERGED]
    parameters = [p.replace(kind=Parameter.KEYWORD_ONLY, default=...) for p in by_keyword]
    rest = [p for p in others if p.kind is Parameter.VAR_KEYWORD]
    cast("Any", copy).__signature__ = own.replace(parameters=[first, *parameters, *rest], return_annotation=owner)
    return copy


class _Opaque:
    """What traces the arguments of functions writes down the slots of an object, where it has some, and else all that
    it holds: of a client that would be its credentials."""

    __slots__ = ()


class BaseClient(_Opaque):
    """What both kinds of client share. `_definition` is set by the generated class."""

    _definition: ClassVar[ClientDefinition]

    max_retries: int
    _strict_response_validation: bool
    _asynchronous: ClassVar[bool] = False
    _pool_class: ClassVar[type[HTTPPool]]
    _authorizer: Authorizer | None = None
    _call_hooks: CallHooks | None = None

    def __init__(
        self,
        options: Mapping[str, Any],
        *,
        environment: str | NotGiven | None = None,
        base_url: str | URL | NotGiven | None = not_given,
        timeout: float | Timeout | NotGiven | None = not_given,
        max_retries: int | NotGiven = not_given,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: Any = None,
        before_request: Callable[..., Any] | None = None,
        after_response: Callable[..., Any] | None = None,
        on_error: Callable[..., Any] | None = None,
        _strict_response_validation: bool = False,
    ) -> None:
        definition = self._definition
        self._credential_sources: dict[str, Callable[[], Any]] = {}
        for option in definition.options:
            setattr(self, option.name, self._option_value(option, options.get(option.name)))
        self._environment = None if isinstance(environment, NotGiven) else environment
        given = self._given_base_url(base_url)
        self._base_url_given = given is not None
        self._set_base(self._server(self._environment) if given is None else given)
        self._own_timeout = timeout
        self._timeout_phases: dict[str, float | None] | None = None
        self.max_retries = _checked_retries(definition, max_retries)
        self._custom_headers: Mapping[str, Any] = self._headers_given(default_headers)
        self._custom_query: Mapping[str, object] = dict(default_query or {})
        self._strict_response_validation = _strict_response_validation
        self._logger = package_logger(definition.package, definition.env_prefix)
        self._secret_names = _names_to_hide(definition)
        self._fixed: dict[str, tuple[str, str]] | None = None
        self._requirements: dict[Security, tuple[tuple[SecurityScheme, ...], ...]] = {}
        self._pool = self._pool_class(http_client, self._make_http_client)
        self._token_source: TokenSource | None = None
        if definition.oauth:
            store = member(definition.package, "_tokens.TokenStore")
            self._token_source = store(definition.oauth, asynchronous=self._asynchronous)
        if before_request is not None or after_response is not None or on_error is not None:
            from ._attempts import CallHooks

            hooks = {"before_request": before_request, "after_response": after_response, "on_error": on_error}
            self._call_hooks = CallHooks(hooks, asynchronous=self._asynchronous)
        if any(map(self._has_hook, HOOKS)):
            from ._hooks import hook

            hook(self)

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        _keep_hooks(cls)

    def _has_hook(self, name: str) -> bool:
        """Say whether something else stands in the place of the package's own hook of that name."""
        members = (vars(owner).get(name) for owner in type(self).__mro__)
        return any(member is not None and id(member) not in _OWN_HOOKS for member in members)

    # Settings

    def _option_value(self, option: ClientOption, given: Any) -> Any:
        if callable(given) and option.type != "function":
            self._credential_sources[option.name] = given
            return ""
        if given is not None:
            return given
        text = os.environ.get(option.env, "").strip() if option.env else ""
        if text:
            try:
                return CONVERSIONS[option.type](text)
            except ValueError:
                raise OpenAIError(f"{option.env} must be of type {option.type}, got {text!r}") from None
        if option.required and option.default is None:
            where = f", or set the {option.env} environment variable" if option.env else ""
            raise OpenAIError(f"The {option.name} client option must be set: pass {option.name} to the client{where}")
        return option.default

    def _given_base_url(self, base_url: str | URL | NotGiven | None) -> str | None:
        """Return the base URL that the caller gave, or the environment variable; None for that of an environment."""
        if base_url is not None and not isinstance(base_url, NotGiven):
            return str(base_url)
        found = self._environment_base_url()
        if found is None or self._environment is None:
            return found
        if base_url is None:  # said on purpose, beside an environment
            return None
        variable = self._base_url_variable()
        raise ValueError(
            f"Both `environment` and {variable} say where requests go: pass base_url=None for the environment"
        )

    def _environment_base_url(self) -> str | None:
        return os.environ.get(self._base_url_variable(), "").strip() or None

    def _base_url_variable(self) -> str:
        return self._definition.base_url_env or f"{self._definition.env_prefix}_BASE_URL"

    def _server(self, environment: str | None) -> str:
        servers = dict(self._definition.servers)
        if not servers:
            raise OpenAIError("The client needs `base_url`")
        if environment is None:
            return self._with_variables(next(iter(servers.values())))
        if environment not in servers:
            raise ValueError(f"Unknown environment {environment!r}: it is one of {', '.join(servers)}")
        return self._with_variables(servers[environment])

    def _with_variables(self, url: str) -> str:
        for option in self._definition.options:
            if option.server_variable is None:
                continue
            placeholder = "{" + option.server_variable + "}"
            if placeholder not in url:
                continue
            value = getattr(self, option.name)
            if value is None or value == "":
                raise OpenAIError(f"The client needs `{option.name}` for its base URL {url}")
            url = url.replace(placeholder, str(value))
        return url

    @property
    def base_url(self) -> URL:
        """The URL that paths are appended to; its query, where it has one, is that of every call."""
        from ._http import URL

        return URL(self._shown_base_url() + "/" + self._base_query)

    @base_url.setter
    def base_url(self, url: str | URL) -> None:
        self._set_base(str(url))
        self._base_url_given = True

    def _set_base(self, url: str) -> None:
        """Let calls go to a base URL. Raises ValueError for what can be none."""
        path, mark, query = url.partition("?")
        self._base, self._base_query = self._checked_base(path), mark + query if query else ""

    def _checked_base(self, url: str) -> str:
        """Return a base URL as paths are appended to it. Raises ValueError for what can be none."""
        return _checked_base_url(url)

    def _shown_base_url(self) -> str:
        """Return what calls of the service are appended to."""
        return self._base

    @property
    def _base_url(self) -> URL:
        """The same; libraries around the SDK ask for it under this name."""
        return self.base_url

    @property
    def timeout(self) -> float | Timeout | None:
        """The timeout of calls that state none."""
        if not isinstance(self._own_timeout, NotGiven):
            return self._own_timeout
        given = self._pool.given
        if given is not None and timeout_parts(given.timeout) != timeout_parts(5.0):  # 5 s: nobody chose it
            return cast("Timeout", given.timeout)
        from ._http import default_timeout

        return default_timeout(self._definition.timeout)

    @timeout.setter
    def timeout(self, timeout: float | Timeout | None) -> None:
        self._own_timeout = timeout
        self._timeout_phases = None

    def _phases(self) -> dict[str, float | None]:
        """Return the client's timeout in seconds, by phase."""
        if self._timeout_phases is None:
            self._timeout_phases = timeout_parts(self.timeout)
        return self._timeout_phases

    @property
    def default_headers(self) -> dict[str, str]:
        """The headers that every request starts from, without credentials."""
        headers = HeaderSet(self._fixed_headers())
        self._add_options(headers, {}, {})
        headers.merge(self._custom_headers)
        return dict(headers.values.values())

    @property
    def default_query(self) -> dict[str, object]:
        """The query parameters of every request."""
        return dict(self._custom_query)

    @property
    def user_agent(self) -> str:
        """The name that the client gives itself."""
        return f"{type(self).__name__}/Python {self._definition.version}"

    def _headers_given(self, default_headers: Mapping[str, str] | None) -> dict[str, Any]:
        """Return what is sent with every request because the constructor was told so."""
        return dict(default_headers or {})

    def _fixed_headers(self) -> Mapping[str, tuple[str, str]]:
        """Return the headers that never change, by lower-case name."""
        if self._fixed is None:
            headers = HeaderSet({})
            headers.set("Accept", "application/json")
            headers.set("User-Agent", self.user_agent)
            headers.merge(dict(platform_headers(self._definition.version)))
            headers.set("X-Stainless-Async", self._async_platform())
            headers.merge(dict(self._definition.default_headers))
            self._fixed = headers.values
        return self._fixed

    def _async_platform(self) -> str:
        """Return what the platform headers say of the event loop."""
        return "false"

    def _add_options(self, headers: HeaderSet, query: dict[str, object], cookies: dict[str, object]) -> None:
        """Add the options that travel as headers, query parameters or cookies."""
        for option in self._definition.options:
            if option.header is None and option.query is None and option.cookie is None:
                continue
            value = getattr(self, option.name)
            if value is None or value == "":
                continue
            if option.header is not None:
                headers.set(option.header, value)
            if option.query is not None:
                query[option.query] = value
            if option.cookie is not None:
                cookies[option.cookie] = value

    # Calls

    def _resolve_url(self, call: Call) -> tuple[str, bool]:
        """Return the URL of `call` without its query, and whether credentials may go there."""
        if call.path.startswith(HTTP_SCHEMES):
            return call.path, _origin(call.path) == _origin(self._base)
        base = self._base
        if call.base_url is not None and not self._base_url_given:
            base = _checked_base_url(self._with_variables(call.base_url))
        return (base + call.path if call.path.startswith("/") else f"{base}/{call.path}"), True

    def _socket_query(self, query: Mapping[str, object]) -> Mapping[str, object]:
        """Return the parameters of a websocket under the names that the service has for them."""
        return query

    def _choose_schemes(self, call: Call) -> tuple[SecurityScheme, ...]:
        """Return the schemes that authorize `call`: the first alternative there are credentials for.

        Raises OpenAIError when there is none, unless the caller authorizes the request by a header or the HTTP client.
        """
        if self._authorizer is not None and self._authorizer.owns_credentials:
            return ()
        security = self._definition.security if call.security is None else call.security
        if not security or not self._resolve_url(call)[1]:
            return ()
        requirement = self._requirements.get(security)
        if requirement is None:
            requirement = self._requirements[security] = _requirement(self._definition, security)
        for schemes in requirement:
            if all(self._has_credentials(scheme) for scheme in schemes):
                return schemes
        if self._caller_authorizes(requirement, call):
            return ()
        raise self._no_credentials(requirement)

    def _no_credentials(self, requirement: tuple[tuple[SecurityScheme, ...], ...]) -> Exception:
        """Return the error for a call that nothing the client has can authorize."""
        source = self._token_source
        return missing_credentials(self._definition, requirement, lambda s: () if source is None else source.ways(s))

    def _route_security(self, _named: Mapping[str, bool] | None) -> Security | None:
        """Return what authorizes a call of a route without a method, where schemes may be named. None: the usual."""
        return None

    def _has_credentials(self, scheme: SecurityScheme) -> bool:
        for option in scheme.options:
            if not getattr(self, option) and option not in self._credential_sources:
                return self._token_source is not None and self._token_source.can_obtain(self, scheme)
        return True

    def _caller_authorizes(self, requirement: tuple[tuple[SecurityScheme, ...], ...], call: Call) -> bool:
        given = self._pool.given
        if given is not None and getattr(given, "auth", None) is not None:
            return True
        names = {*lower_names(self._custom_headers), *lower_names(call.extra_headers or ())}
        names.update(lower_names(self._custom_query), lower_names(call.extra_query or ()))
        if given is not None:
            names.update(lower_names(given.headers))
        return any(
            all((scheme.header or scheme.parameter).lower() in names for scheme in schemes) for schemes in requirement
        )

    def _allowed(self, call: Call, options: RouteOptions | None) -> Call:
        """Return `call`, of a route without a method, with the schemes that may authorize it."""
        security = self._route_security((options or {}).get("security"))
        return call if security is None else replace(call, security=security)

    def _retries_for(self, call: Call) -> int:
        """Return how often `call` may be tried again."""
        if call.max_retries is not None:
            return call.max_retries
        if call.default_max_retries is not None and self.max_retries == self._definition.max_retries:
            return call.default_max_retries
        return self.max_retries

    def _may_retry(self, response: Response) -> bool:
        """Say whether an answer invites another try."""
        return _retry.should_retry(response.status_code, response.headers, longest=self._definition.max_retry_after)

    def _retry_delay(self, taken: int, headers: Mapping[str, str] | None) -> float:
        """Return the seconds to wait after `taken` retries and an answer with `headers`."""
        definition = self._definition
        return _retry.delay(
            taken,
            headers,
            initial=definition.initial_retry_delay,
            maximum=definition.max_retry_delay,
            longest=definition.max_retry_after or MAX_RETRY_AFTER,
        )

    def _type_of(self, call: Call) -> Any:
        """Return the type of what `call` returns, or of the items of its pages."""
        return type_of(self, call.returns)

    def _error_data(self, call: Call, response: Response) -> object:
        """Return the body of an error answer as the type that is declared for it."""
        return decode_error(self, call, response) if call.errors else None

    @property
    def _library(self) -> HTTPLibrary:
        """The HTTP library in use."""
        return library_of(self._pool.given)

    def _follows_redirects(self, call: Call) -> bool:
        """Say whether `call` follows redirects: where it does not say so itself, as the HTTP client is set to."""
        given = self._pool.given
        if self._authorizer is not None and not self._authorizer.follows_redirects:
            return False
        if call.follow_redirects is not None:
            return call.follow_redirects
        return True if given is None else bool(given.follow_redirects)

    def _http_request(self, prepared: PreparedRequest, taken: int) -> Request:
        """Return `prepared` as a request of the HTTP library, after `taken` retries."""
        headers = [(name.encode("ascii"), text.encode()) for name, text in prepared.headers.values()]
        if prepared.counts_tries and RETRY_COUNT not in prepared.headers:
            headers.append((b"x-stainless-retry-count", b"%d" % taken))
        return self._library.build_request(
            self._http_client(),
            method=prepared.method,
            url=prepared.url,
            headers=headers,
            content=cast("Any", prepared.content),
            timeout=prepared.timeout,
        )

    @property
    def _client(self) -> Any:
        """The HTTP client; libraries around the SDK ask for it under this name, or put another one in its place."""
        return self._http_client()

    @_client.setter
    def _client(self, http_client: Any) -> None:
        """Send what follows over the caller's own `http_client`. Copies that were made before keep what they have."""
        check_client(http_client, asynchronous=self._asynchronous)
        self._pool = self._pool_class(http_client, self._make_http_client)

    # Hooks: no call needs these, unless a class that is derived from a client has its own.

    def _build_request(self, options: CallOptions, *, retries_taken: int = 0) -> Request:
        """Return a call as a request of the HTTP library, after `retries_taken` tries."""
        from ._hooks import built

        return built(self, options, retries_taken)

    def _make_status_error(self, _message: str, *, body: object, response: Response) -> APIStatusError:
        """Return the error for an answer whose status says that something is wrong."""
        return status_error(response, body)

    def _in_form(self, done: Exchange, form: AnswerForm) -> Any:
        """Return an answer in the form that is asked for."""
        raise NotImplementedError

    def _http_client(self) -> Any:
        """Return the HTTP client, made when it is first needed."""
        raise NotImplementedError

    def _make_http_client(self) -> Any:
        """Return a new HTTP client."""
        raise NotImplementedError

    def _stream_content(self, pieces: Sequence[bytes | Source]) -> Content:
        """Return a body in pieces, in the form that the HTTP client takes."""
        raise NotImplementedError

    def _parse(self, call: Call, response: Response) -> Any:
        """Return what `call` returns, from its answer."""
        raise NotImplementedError

    def _execute(self, call: Call, form: AnswerForm = AnswerForm.DECODED) -> Any:
        """Carry out `call`; to be awaited where the client is asynchronous."""
        raise NotImplementedError

    def _raw_response(self, name: str) -> Any:
        """Return the class of answers as they came that the package has under `name`."""
        return member(self._definition.package, name)

    @property
    def with_raw_response(self) -> Any:
        """The same client, whose methods return the answer as it came: status, headers, `parse()`."""
        from ._faces import RawFace, face_of

        return face_of(self, RawFace)

    @property
    def with_streaming_response(self) -> Any:
        """The same client, whose methods return a context manager that leaves the body to be read."""
        from ._faces import StreamingFace, face_of

        return face_of(self, StreamingFace)

    # Copies

    if TYPE_CHECKING:

        def copy(self, **changes: Any) -> Self:
            """Return a client with the same settings but for `changes`, over the same connections.

            `changes` are arguments of the constructor; `default_headers` and `default_query` are merged into the
            present ones, `set_default_headers` and `set_default_query` replace them.
            """
            raise NotImplementedError

    else:
        copy = Copier()

    with_options = copy

    def _copied(self, changes: dict[str, Any]) -> Self:
        """Return the copy that `changes` ask for, which may be used up."""
        own_http_client = changes.get("http_client") is not None
        arguments = {
            **self._present_arguments(changes),
            "default_headers": _replacement(self._custom_headers, changes, "default_headers"),
            "default_query": _replacement(self._custom_query, changes, "default_query"),
        }
        for name, value in changes.items():
            if not isinstance(value, NotGiven) and (value is not None or name in NULLABLE):
                arguments[name] = value
        made = cast("Callable[..., Self]", type(self))(**arguments)
        if not own_http_client:
            made._pool = self._pool
        made._token_source = self._token_source
        return made

    def _present_arguments(self, _changes: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a copy with other arguments takes over, as they are now."""
        arguments: dict[str, Any] = {
            **{
                option.name: self._credential_sources.get(option.name) or getattr(self, option.name)
                for option in self._definition.options
            },
            "timeout": self._own_timeout,
            "max_retries": self.max_retries,
            "http_client": self._pool.given,
            "_strict_response_validation": self._strict_response_validation,
        }
        if len(self._definition.servers) > 1:
            arguments |= {"environment": self._environment, "base_url": None}
        if self._base_url_given:
            arguments["base_url"] = self._base + self._base_query
        if self._call_hooks is not None:
            arguments |= self._call_hooks.given
        return arguments

    def is_closed(self) -> bool:
        """Say whether the client was closed."""
        return self._pool.closed


_keep_hooks(BaseClient)


class HTTPPool:
    """The HTTP client that a client and its copies share.

    `given` is the caller's own; otherwise one is made when first needed, and closed with the last that shares it.
    """

    def __init__(self, given: Any, make: Callable[[], Any]) -> None:
        self.given = given
        self._make = make
        self._client = given
        self._lock = threading.Lock()

    def client(self) -> Any:
        """Return the HTTP client."""
        if self._client is None:
            with self._lock:
                if self._client is None:
                    self._client = self._make()
                    weakref.finalize(self, self._client.close).atexit = False
        return self._client

    @property
    def closed(self) -> bool:
        """Whether the HTTP client was closed."""
        return self._client is not None and bool(self._client.is_closed)


class AsyncHTTPPool(HTTPPool):
    """The same for asynchronous clients. A connection works in the event loop that made it, so each loop has a client.

    One that was `given` is for its owner to keep to one loop.
    """

    def __init__(self, given: Any, make: Callable[[], Any]) -> None:
        super().__init__(given, make)
        from asyncio import get_running_loop

        self._running_loop = get_running_loop
        self._by_loop: dict[Any, tuple[LoopClient, weakref.finalize[..., Any]]] = {}
        self._present: tuple[Any, Any] = (self, None)
        self._closed = False

    def client(self) -> Any:
        """Return the HTTP client of the event loop that runs now."""
        if self.given is not None:
            return self.given
        loop, client = self._present
        running = self._loop()
        return client if loop is running else self._client_of(running)

    def _loop(self) -> Any:
        try:
            return self._running_loop()
        except RuntimeError:  # another kind of loop, which cannot be told from the next one
            return None

    def _client_of(self, loop: Any) -> Any:
        with self._lock:
            if self._closed:
                return self._present[1]
            for over in [each for each in self._by_loop if each is not None and each.is_closed()]:
                self._by_loop.pop(over)[1].detach()
            if loop not in self._by_loop:
                made = LoopClient(self._make(), loop)
                self._by_loop[loop] = made, weakref.finalize(self, made.drop)
                self._by_loop[loop][1].atexit = False
            self._present = loop, self._by_loop[loop][0].client
            return self._present[1]

    @property
    def closed(self) -> bool:
        """Whether the HTTP client was closed."""
        return self._closed if self.given is None else bool(self.given.is_closed)

    async def close(self) -> None:
        """Close the HTTP client of each loop, in that loop."""
        client = self.client()
        if self.given is not None:
            await client.aclose()
            return
        self._closed = True
        own, dropped = self._by_loop.pop(self._loop())
        dropped.detach()
        for _, drop in self._by_loop.values():
            drop()
        self._by_loop.clear()
        await own.aclose()


def _checked_base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"base_url must be an absolute http or https URL, got {url!r}")
    if parts.fragment:
        raise ValueError(f"base_url must have no fragment, got {url!r}")
    return url.rstrip("/")


def _checked_retries(definition: ClientDefinition, given: int | NotGiven) -> int:
    if cast("object", given) is None:  # which callers do all the same
        raise TypeError(
            "max_retries cannot be None. If you want to disable retries, pass `0`; if you want unlimited retries, pass"
            " `math.inf` or a very high number; if you want the default behavior, pass"
            f" `{definition.package}.DEFAULT_MAX_RETRIES`"
        )
    retries = definition.max_retries if isinstance(given, NotGiven) else given
    if retries < 0:
        raise ValueError(f"max_retries must not be negative, got {retries}")
    return retries


def _origin(url: str) -> tuple[str, str]:
    """Return where a URL leads: its scheme and authority, without the scheme's own port."""
    scheme, authority = urlsplit(url)[:2]
    return scheme, authority.lower().removesuffix(DEFAULT_PORTS.get(scheme, ""))


def _names_to_hide(definition: ClientDefinition) -> frozenset[str]:
    """Return the names of headers and query parameters that must not follow a redirect to another host."""
    options = [option for option in definition.options if option.secret]
    names = [scheme.parameter for scheme in definition.schemes]
    names += [name for option in options for name in (option.header, option.query) if name]
    return SECRET_HEADERS | lower_names(names)


def _requirement(definition: ClientDefinition, security: Security) -> tuple[tuple[SecurityScheme, ...], ...]:
    return tuple(
        tuple(definition.scheme(name) for name in ((alternative,) if isinstance(alternative, str) else alternative))
        for alternative in security
    )


def _replacement(present: Mapping[str, Any], changes: dict[str, Any], name: str) -> Mapping[str, Any]:
    """Take the changes to headers or query out of `changes`, and return what they make of `present`."""
    added = changes.pop(name, None)
    replaced = changes.pop(f"set_{name}", None)
    if added is not None and replaced is not None:
        raise ValueError(f"The `{name}` and `set_{name}` arguments are mutually exclusive")
    if replaced is not None:
        return cast("Mapping[str, Any]", replaced)
    return {**present, **(added or {})}


class SyncAPIClient(BaseClient, SyncOperations):
    """The base of a generated synchronous client. It may be used from many threads."""

    _pool_class = HTTPPool

    def __init__(self, options: Mapping[str, Any], *, http_client: HTTPClient | None = None, **settings: Any) -> None:
        if http_client is not None:
            check_client(http_client, asynchronous=False)
        super().__init__(options, http_client=http_client, **settings)

    def _http_client(self) -> HTTPClient:
        """Return the HTTP client, made when it is first needed."""
        return cast("HTTPClient", self._pool.client())

    def _make_http_client(self) -> Any:
        """Return a new HTTP client."""
        return default_client()

    def _stream_content(self, pieces: Sequence[bytes | Source]) -> Content:
        """Return a body in pieces, in the form that the HTTP client takes."""
        return SyncContent(pieces)

    def _parse(self, call: Call, response: Response) -> Any:
        """Return what `call` returns, from its answer."""
        if not call.stream:
            return decode(self, call, response)
        from ._streaming import Stream

        return Stream[Any](self, call, response)

    def _execute(self, call: Call, form: AnswerForm = AnswerForm.DECODED) -> Any:
        call, form = asked_form(call, form)
        stream = bool(call.stream) or form is AnswerForm.STREAMED
        done = self._run(exchange(self, call, stream=stream))
        return self._parse(call, done.response) if form is AnswerForm.DECODED else self._in_form(done, form)

    def _in_form(self, done: Exchange, form: AnswerForm) -> Any:
        match form:
            case AnswerForm.DECODED:
                return self._parse(done.call, done.response)
            case AnswerForm.RAW:
                return self._raw_response(self._definition.raw_response)(self, done)
            case AnswerForm.STREAMED:
                return APIResponse[Any](self, done)

    def _go_by_hooks(self, cast_to: type[T], options: CallOptions, *, stream: bool, stream_cls: Any) -> T:
        """Carry out a call that goes by the hooks; the answer becomes a `cast_to`."""
        from ._hooks import hooked_exchange

        options, done = self._run(hooked_exchange(self, options))
        said: dict[str, Any] = {"cast_to": cast_to, "options": options, "stream": stream, "stream_cls": stream_cls}
        return cast("T", self._process_response(**said, response=done.response, retries_taken=done.retries_taken))

    def _prepare_options(self, options: CallOptions) -> CallOptions:
        """Return what is to be sent, before anything of it is encoded."""
        return options

    def _prepare_request(self, request: Request) -> None:
        """See a request before it is sent."""

    def _process_response(
        self,
        *,
        cast_to: Any,
        options: CallOptions,
        response: Response,
        stream: bool,
        stream_cls: Any,
        retries_taken: int = 0,
    ) -> Any:
        """Return what a call returns, from its answer. Hooks are told more than is needed for that."""
        del cast_to, stream, stream_cls
        return self._in_form(Exchange(options._call, response, retries_taken), options._form)

    def _run(self, steps: Generator[Step, Any, T]) -> T:
        try:
            step = next(steps)
            while True:
                try:
                    outcome = self._perform(step)
                except BaseException as error:  # noqa: BLE001 - every outcome is for the steps to judge
                    step = steps.throw(error)
                else:
                    step = steps.send(outcome)
        except StopIteration as finished:
            return cast("T", finished.value)

    def _perform(self, step: Step) -> Any:
        match step:
            case Send(request, stream, True, None):
                return self._http_client().send(request, stream=stream, follow_redirects=False)
            case Send(request, stream, _, via):
                sender = self._http_client() if via is None else via
                return sender.send(request, stream=stream, follow_redirects=False, auth=None)
            case Ask(source):
                return source()
            case Read(response):
                return response.read()
            case Close(response):
                return response.close()
            case Wait(seconds):
                return time.sleep(seconds)

    def _route(self, call: Call, options: RouteOptions | None) -> Any:
        """Carry out a call of a route that has no method."""
        call = self._allowed(call, options)
        found = answer_class(call.returns, APIResponse)
        if found is None or call.stream:
            return self._execute(call)
        made, call.returns = found
        return made(self, self._run(exchange(self, call, stream=False)))

    def request(
        self,
        cast_to: type[T],
        options: FinalRequestOptions,
        *,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> T:
        """Send a request to a route that has no method, all that it is being in one value.

        The calls of a client whose class has hooks go through this, too.
        """
        if options._call is not None:
            return self._go_by_hooks(cast_to, cast("CallOptions", options), stream=stream, stream_cls=stream_cls)
        call = final_call(cast_to, options, stream=stream, stream_cls=stream_cls)
        return cast("T", self._route(call, route_options(options)))

    def get(
        self,
        path: str,
        *,
        cast_to: type[T],
        options: RouteOptions | None = None,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> T:
        """Send GET to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call("GET", path, cast_to, options=options, stream=stream, stream_cls=stream_cls)
        return cast("T", self._route(call, options))

    def post(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        options: RouteOptions | None = None,
        files: RequestFiles | None = None,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> T:
        """Send POST to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call(
            "POST",
            path,
            cast_to,
            options=options,
            body=body,
            content=content,
            files=files,
            stream=stream,
            stream_cls=stream_cls,
        )
        return cast("T", self._route(call, options))

    def put(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        files: RequestFiles | None = None,
        options: RouteOptions | None = None,
    ) -> T:
        """Send PUT to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call("PUT", path, cast_to, options=options, body=body, content=content, files=files)
        return cast("T", self._route(call, options))

    def patch(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        files: RequestFiles | None = None,
        options: RouteOptions | None = None,
    ) -> T:
        """Send PATCH to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call("PATCH", path, cast_to, options=options, body=body, content=content, files=files)
        return cast("T", self._route(call, options))

    def delete(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        options: RouteOptions | None = None,
    ) -> T:
        """Send DELETE to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call("DELETE", path, cast_to, options=options, body=body, content=content)
        return cast("T", self._route(call, options))

    def close(self) -> None:
        """Close the connections. Copies made from this client share them."""
        if not self.is_closed():
            self._http_client().close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncAPIClient(BaseClient, AsyncOperations):
    """The base of a generated asynchronous client. It may be used from many tasks, and in several event loops."""

    _asynchronous = True
    _pool: AsyncHTTPPool
    _pool_class = AsyncHTTPPool

    def __init__(
        self, options: Mapping[str, Any], *, http_client: AsyncHTTPClient | None = None, **settings: Any
    ) -> None:
        if http_client is not None:
            check_client(http_client, asynchronous=True)
        super().__init__(options, http_client=http_client, **settings)

    def _http_client(self) -> AsyncHTTPClient:
        """Return the HTTP client, made when it is first needed."""
        return cast("AsyncHTTPClient", self._pool.client())

    def _make_http_client(self) -> Any:
        """Return a new HTTP client."""
        return default_async_client()

    def _async_platform(self) -> str:
        return async_platform()

    def _stream_content(self, pieces: Sequence[bytes | Source]) -> Content:
        """Return a body in pieces, in the form that the HTTP client takes."""
        return AsyncContent(pieces)

    def _parse(self, call: Call, response: Response) -> Any:
        """Return what `call` returns, from its answer."""
        if not call.stream:
            return decode(self, call, response)
        from ._streaming import AsyncStream

        return AsyncStream[Any](self, call, response)

    def _paginate(self, call: Call) -> AsyncPaginator[Any, Any]:
        from ._paginator import AsyncPaginator

        return AsyncPaginator(self, call)

    async def _execute(self, call: Call, form: AnswerForm = AnswerForm.DECODED) -> Any:
        call, form = asked_form(call, form)
        stream = bool(call.stream) or form is AnswerForm.STREAMED
        done = await self._run(exchange(self, call, stream=stream))
        return self._parse(call, done.response) if form is AnswerForm.DECODED else self._in_form(done, form)

    def _in_form(self, done: Exchange, form: AnswerForm) -> Any:
        match form:
            case AnswerForm.DECODED:
                return self._parse(done.call, done.response)
            case AnswerForm.RAW:
                return self._raw_response(self._definition.async_raw_response)(self, done)
            case AnswerForm.STREAMED:
                return AsyncAPIResponse[Any](self, done)

    async def _go_by_hooks(self, cast_to: type[T], options: CallOptions, *, stream: bool, stream_cls: Any) -> T:
        """Carry out a call that goes by the hooks; the answer becomes a `cast_to`."""
        from ._hooks import hooked_exchange

        options, done = await self._run(hooked_exchange(self, options))
        said: dict[str, Any] = {"cast_to": cast_to, "options": options, "stream": stream, "stream_cls": stream_cls}
        return cast("T", await self._process_response(**said, response=done.response, retries_taken=done.retries_taken))

    async def _prepare_options(self, options: CallOptions) -> CallOptions:
        """Return what is to be sent, before anything of it is encoded."""
        return options

    async def _prepare_request(self, request: Request) -> None:
        """See a request before it is sent."""

    async def _process_response(
        self,
        *,
        cast_to: Any,
        options: CallOptions,
        response: Response,
        stream: bool,
        stream_cls: Any,
        retries_taken: int = 0,
    ) -> Any:
        """Return what a call returns, from its answer. Hooks are told more than is needed for that."""
        del cast_to, stream, stream_cls
        return self._in_form(Exchange(options._call, response, retries_taken), options._form)

    async def _run(self, steps: Generator[Step, Any, T]) -> T:
        try:
            step = next(steps)
            while True:
                try:
                    outcome = await self._perform(step)
                except BaseException as error:  # noqa: BLE001 - every outcome is for the steps to judge
                    step = steps.throw(error)
                else:
                    step = steps.send(outcome)
        except StopIteration as finished:
            return cast("T", finished.value)

    async def _perform(self, step: Step) -> Any:
        match step:
            case Send(request, stream, True, None):
                return await self._http_client().send(request, stream=stream, follow_redirects=False)
            case Send(request, stream, _, via):
                sender = self._http_client() if via is None else via
                return await sender.send(request, stream=stream, follow_redirects=False, auth=None)
            case Ask(source):
                value = source()
                return await cast("Awaitable[str]", value) if hasattr(value, "__await__") else value
            case Read(response):
                return await response.aread()
            case Close(response):
                return await response.aclose()
            case Wait(seconds):
                return await sleep(seconds)

    async def _route(self, call: Call, options: RouteOptions | None) -> Any:
        """Carry out a call of a route that has no method."""
        call = self._allowed(call, options)
        found = answer_class(call.returns, AsyncAPIResponse)
        if found is None or call.stream:
            return await self._execute(call)
        made, call.returns = found
        return made(self, await self._run(exchange(self, call, stream=False)))

    async def request(
        self,
        cast_to: type[T],
        options: FinalRequestOptions,
        *,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> T:
        """Send a request to a route that has no method, all that it is being in one value.

        The calls of a client whose class has hooks go through this, too.
        """
        if options._call is not None:
            return await self._go_by_hooks(cast_to, cast("CallOptions", options), stream=stream, stream_cls=stream_cls)
        call = final_call(cast_to, options, stream=stream, stream_cls=stream_cls)
        return cast("T", await self._route(call, route_options(options)))

    async def get(
        self,
        path: str,
        *,
        cast_to: type[T],
        options: RouteOptions | None = None,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> T:
        """Send GET to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call("GET", path, cast_to, options=options, stream=stream, stream_cls=stream_cls)
        return cast("T", await self._route(call, options))

    async def post(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        options: RouteOptions | None = None,
        files: RequestFiles | None = None,
        stream: bool = False,
        stream_cls: Any = None,
    ) -> T:
        """Send POST to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call(
            "POST",
            path,
            cast_to,
            options=options,
            body=body,
            content=content,
            files=files,
            stream=stream,
            stream_cls=stream_cls,
        )
        return cast("T", await self._route(call, options))

    async def put(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        files: RequestFiles | None = None,
        options: RouteOptions | None = None,
    ) -> T:
        """Send PUT to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call("PUT", path, cast_to, options=options, body=body, content=content, files=files)
        return cast("T", await self._route(call, options))

    async def patch(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        files: RequestFiles | None = None,
        options: RouteOptions | None = None,
    ) -> T:
        """Send PATCH to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call("PATCH", path, cast_to, options=options, body=body, content=content, files=files)
        return cast("T", await self._route(call, options))

    async def delete(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        options: RouteOptions | None = None,
    ) -> T:
        """Send DELETE to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call("DELETE", path, cast_to, options=options, body=body, content=content)
        return cast("T", await self._route(call, options))

    async def close(self) -> None:
        """Close the connections. Copies made from this client share them."""
        if not self.is_closed():
            await self._pool.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()
