"""The bases of the generated clients: settings, and carrying out calls."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast
from urllib.parse import urlsplit

from . import _retry
from ._decoding import decode, decode_error, type_of
from ._definition import ClientDefinition, ClientOption, SecurityScheme, member
from ._exceptions import SDKError, status_error
from ._exchange import Ask, Close, Exchange, Read, Send, Wait, exchange
from ._files import AsyncContent, Content, SyncContent
from ._http import check_client, closing, default_async_client, default_client, library_of, sleep, timeout_parts
from ._logs import SECRET_HEADERS, lower_names, package_logger
from ._operations import AsyncOperations, SyncOperations
from ._platform import async_platform, platform_headers
from ._request import Call, HeaderSet, missing_credentials
from ._response import AnswerForm, APIResponse, AsyncAPIResponse, asked_form
from ._routes import RouteOptions, make_request_options, route_call
from ._types import NotGiven, not_given

if TYPE_CHECKING:
    from collections.abc import Awaitable, Generator, Sequence
    from types import TracebackType

    from typing_extensions import Self

    from ._exceptions import APIStatusError
    from ._exchange import Authorizer, Step, TokenSource
    from ._files import Source
    from ._hooks import CallOptions
    from ._http import URL, AsyncHTTPClient, HTTPClient, HTTPLibrary, Request, Response, Timeout
    from ._paginator import AsyncPaginator
    from ._request import PreparedRequest
    from ._types import FileTypes, RawContent, Security

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


class BaseClient:
    """What both kinds of client share. `_definition` is set by the generated class."""

    _definition: ClassVar[ClientDefinition]

    max_retries: int
    _strict_response_validation: bool
    _asynchronous: ClassVar[bool] = False
    _authorizer: Authorizer | None = None

    def __init__(
        self,
        options: Mapping[str, Any],
        *,
        environment: str | NotGiven | None = None,
        base_url: str | URL | NotGiven | None = not_given,
        timeout: float | Timeout | NotGiven | None = not_given,
        max_retries: int | None = None,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: Any = None,
        _strict_response_validation: bool = False,
    ) -> None:
        definition = self._definition
        self._credential_sources: dict[str, Callable[[], Any]] = {}
        for option in definition.options:
            setattr(self, option.name, self._option_value(option, options.get(option.name)))
        self._environment = None if isinstance(environment, NotGiven) else environment
        given = self._given_base_url(base_url)
        self._base_url_given = given is not None
        self._base = self._checked_base(self._server(self._environment) if given is None else given)
        self._own_timeout = timeout
        self._timeout_phases: dict[str, float | None] | None = None
        self.max_retries = definition.max_retries if max_retries is None else max_retries
        if self.max_retries < 0:
            raise ValueError(f"max_retries must not be negative, got {max_retries}")
        self._custom_headers: Mapping[str, Any] = dict(default_headers or {})
        self._custom_query: Mapping[str, object] = dict(default_query or {})
        self._strict_response_validation = _strict_response_validation
        self._logger = package_logger(definition.package, definition.env_prefix)
        self._secret_names = _names_to_hide(definition)
        self._fixed: dict[str, tuple[str, str]] | None = None
        self._requirements: dict[Security, tuple[tuple[SecurityScheme, ...], ...]] = {}
        self._pool = HTTPPool(http_client, self._make_http_client)
        self._token_source: TokenSource | None = None
        if definition.oauth:
            store = member(definition.package, "_tokens.TokenStore")
            self._token_source = store(definition.oauth, asynchronous=self._asynchronous)
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
                raise SDKError(f"{option.env} must be of type {option.type}, got {text!r}") from None
        if option.required and option.default is None:
            where = f", or set the {option.env} environment variable" if option.env else ""
            raise SDKError(f"The {option.name} client option must be set: pass {option.name} to the client{where}")
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
            raise SDKError("The client needs `base_url`")
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
                raise SDKError(f"The client needs `{option.name}` for its base URL {url}")
            url = url.replace(placeholder, str(value))
        return url

    @property
    def base_url(self) -> URL:
        """The URL that paths are appended to."""
        from ._http import URL

        return URL(self._shown_base_url() + "/")

    @base_url.setter
    def base_url(self, url: str | URL) -> None:
        self._base = self._checked_base(str(url))
        self._base_url_given = True

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

        Raises SDKError when there is none, unless the caller authorizes the request by a header or the HTTP client.
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
        source = self._token_source
        raise missing_credentials(self._definition, requirement, lambda s: () if source is None else source.ways(s))

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

    def _retries_for(self, call: Call) -> int:
        """Return how often `call` may be tried again."""
        if call.max_retries is not None:
            return call.max_retries
        if call.default_max_retries is not None and self.max_retries == self._definition.max_retries:
            return call.default_max_retries
        return self.max_retries

    def _retry_delay(self, taken: int, headers: Mapping[str, str] | None) -> float:
        """Return the seconds to wait after `taken` retries and an answer with `headers`."""
        definition = self._definition
        return _retry.delay(taken, headers, initial=definition.initial_retry_delay, maximum=definition.max_retry_delay)

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

    @property
    def _follows_redirects(self) -> bool:
        """Whether the HTTP client is set to follow redirects."""
        given = self._pool.given
        if self._authorizer is not None and not self._authorizer.follows_redirects:
            return False
        return True if given is None else bool(given.follow_redirects)

    def _http_request(self, prepared: PreparedRequest, taken: int) -> Request:
        """Return `prepared` as a request of the HTTP library, after `taken` retries."""
        headers = [(name.encode("ascii"), text.encode()) for name, text in prepared.headers.values()]
        if "x-stainless-retry-count" not in prepared.headers:
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
        """The HTTP client; libraries around the SDK ask for it under this name."""
        return self._http_client()

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

    def copy(self, **changes: Any) -> Self:
        """Return a client with the same settings but for `changes`, over the same connections.

        `changes` are arguments of the constructor; `default_headers` and `default_query` are merged into the present
        ones, `set_default_headers` and `set_default_query` replace them.
        """
        own_http_client = changes.get("http_client") is not None
        arguments = {
            **self._present_arguments(changes),
            "default_headers": _replacement(self._custom_headers, changes, "default_headers"),
            "default_query": _replacement(self._custom_query, changes, "default_query"),
        }
        for name, value in changes.items():
            if not isinstance(value, NotGiven) and (value is not None or name == "timeout"):  # None: no limit
                arguments[name] = value
        made = cast("Callable[..., Self]", type(self))(**arguments)
        if not own_http_client:
            made._pool = self._pool
        made._token_source = self._token_source
        return made

    with_options = copy

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
            arguments["base_url"] = self._base
        return arguments

    def is_closed(self) -> bool:
        """Say whether the client was closed."""
        return self._pool.closed


_keep_hooks(BaseClient)


class HTTPPool:
    """The HTTP client that a client and its copies share.

    `given` is the caller's own; otherwise one is made when first needed.
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
                    weakref.finalize(self, closing(self._client)).atexit = False
        return self._client

    @property
    def closed(self) -> bool:
        """Whether the HTTP client was closed."""
        return self._client is not None and bool(self._client.is_closed)


def _checked_base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"base_url must be an absolute http or https URL, got {url!r}")
    if parts.query or parts.fragment:
        raise ValueError(f"base_url must have no query and no fragment, got {url!r}; use default_query for parameters")
    return url.rstrip("/")


def _origin(url: str) -> tuple[str, str]:
    """Return where a URL leads: its scheme and authority, without the scheme's own port."""
    scheme, authority = urlsplit(url)[:2]
    return scheme, authority.lower().removesuffix(DEFAULT_PORTS.get(scheme, ""))


def _names_to_hide(definition: ClientDefinition) -> frozenset[str]:
    """Return the names of headers and query parameters that must not be shown or follow a redirect to another host."""
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
        raise ValueError(f"`{name}` and `set_{name}` exclude each other")
    if replaced is not None:
        return cast("Mapping[str, Any]", replaced)
    return {**present, **(added or {})}


class SyncAPIClient(BaseClient, SyncOperations):
    """The base of a generated synchronous client. It may be used from many threads."""

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

    def request(self, cast_to: type[T], options: CallOptions, *, stream: bool = False, stream_cls: Any = None) -> T:
        """Carry out a call that goes by the hooks; the answer becomes a `cast_to`."""
        from ._hooks import hooked_exchange

        options, done = self._run(hooked_exchange(self, options))
        said = {"cast_to": cast_to, "options": options, "stream": stream, "stream_cls": stream_cls}
        return cast("T", self._process_response(**said, response=done.response, retries_taken=done.retries_taken))

    def _prepare_options(self, options: CallOptions) -> CallOptions:
        """Return what is to be sent, before anything of it is encoded."""
        return options

    def _prepare_request(self, request: Request) -> None:
        """See a request before it is sent."""

    def _process_response(
        self,
        *,
        cast_to: Any,  # noqa: ARG002 - what hooks are told
        options: CallOptions,
        response: Response,
        stream: bool,  # noqa: ARG002 - what hooks are told
        stream_cls: Any,  # noqa: ARG002 - what hooks are told
        retries_taken: int = 0,
    ) -> Any:
        """Return what a call returns, from its answer."""
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
        return cast("T", self._execute(call))

    def post(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        options: RouteOptions | None = None,
        files: Mapping[str, FileTypes] | None = None,
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
        return cast("T", self._execute(call))

    def put(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        files: Mapping[str, FileTypes] | None = None,
        options: RouteOptions | None = None,
    ) -> T:
        """Send PUT to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call("PUT", path, cast_to, options=options, body=body, content=content, files=files)
        return cast("T", self._execute(call))

    def patch(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        files: Mapping[str, FileTypes] | None = None,
        options: RouteOptions | None = None,
    ) -> T:
        """Send PATCH to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call("PATCH", path, cast_to, options=options, body=body, content=content, files=files)
        return cast("T", self._execute(call))

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
        return cast(
            "T", self._execute(route_call("DELETE", path, cast_to, options=options, body=body, content=content))
        )

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
    """The base of a generated asynchronous client. It may be used from many tasks."""

    _asynchronous = True

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

    async def request(
        self, cast_to: type[T], options: CallOptions, *, stream: bool = False, stream_cls: Any = None
    ) -> T:
        """Carry out a call that goes by the hooks; the answer becomes a `cast_to`."""
        from ._hooks import hooked_exchange

        options, done = await self._run(hooked_exchange(self, options))
        said = {"cast_to": cast_to, "options": options, "stream": stream, "stream_cls": stream_cls}
        return cast("T", await self._process_response(**said, response=done.response, retries_taken=done.retries_taken))

    async def _prepare_options(self, options: CallOptions) -> CallOptions:
        """Return what is to be sent, before anything of it is encoded."""
        return options

    async def _prepare_request(self, request: Request) -> None:
        """See a request before it is sent."""

    async def _process_response(
        self,
        *,
        cast_to: Any,  # noqa: ARG002 - what hooks are told
        options: CallOptions,
        response: Response,
        stream: bool,  # noqa: ARG002 - what hooks are told
        stream_cls: Any,  # noqa: ARG002 - what hooks are told
        retries_taken: int = 0,
    ) -> Any:
        """Return what a call returns, from its answer."""
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
        return cast("T", await self._execute(call))

    async def post(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        options: RouteOptions | None = None,
        files: Mapping[str, FileTypes] | None = None,
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
        return cast("T", await self._execute(call))

    async def put(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        files: Mapping[str, FileTypes] | None = None,
        options: RouteOptions | None = None,
    ) -> T:
        """Send PUT to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call("PUT", path, cast_to, options=options, body=body, content=content, files=files)
        return cast("T", await self._execute(call))

    async def patch(
        self,
        path: str,
        *,
        cast_to: type[T],
        body: object = None,
        content: RawContent | None = None,
        files: Mapping[str, FileTypes] | None = None,
        options: RouteOptions | None = None,
    ) -> T:
        """Send PATCH to a route that has no method; the answer becomes a `cast_to`."""
        call = route_call("PATCH", path, cast_to, options=options, body=body, content=content, files=files)
        return cast("T", await self._execute(call))

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
        return cast("T", await self._execute(call))

    async def close(self) -> None:
        """Close the connections. Copies made from this client share them."""
        if not self.is_closed():
            await self._http_client().aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()
