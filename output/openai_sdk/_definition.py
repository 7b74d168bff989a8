"""What a generated package says about its client: options, security schemes, servers, defaults."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ._defaults import (
    DEFAULT_MAX_RETRIES,
    DEFAULT_TIMEOUT_SECONDS,
    INITIAL_RETRY_DELAY,
    MAX_RETRY_DELAY,
)

if TYPE_CHECKING:
    from ._types import ArrayFormat, NestedFormat, Security

OptionValue = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientOption:
    """One constructor argument of the package's own.

    `env` is the environment variable read when the argument is absent. The value is sent with each request as
    `header`, `query` or `cookie` where these are set, and fills the placeholder `server_variable` of the base URL.
    `secret` keeps it with the origin it is for. What is `custom` is for hand-written code that the client class is
    based on.
    """

    name: str
    type: Literal["string", "integer", "number", "boolean", "function"] = "string"
    required: bool = False
    default: OptionValue | None = None
    env: str | None = None
    header: str | None = None
    query: str | None = None
    cookie: str | None = None
    server_variable: str | None = None
    secret: bool = False
    custom: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityScheme:
    """How a credential travels.

    `options` name the client options that hold it (two for basic: user name, password); `parameter` is the name of
    the header, query parameter or cookie for the kinds that need one; of a `word`, the word before the credential.
    """

    name: str
    kind: Literal["bearer", "basic", "word", "header", "query", "cookie"]
    options: tuple[str, ...]
    parameter: str = ""

    @property
    def header(self) -> str | None:
        """The header that carries the credential, None for a query parameter."""
        match self.kind:
            case "bearer" | "basic" | "word":
                return "Authorization"
            case "header":
                return self.parameter
            case "cookie":
                return "Cookie"
            case "query":
                return None


class ClientVariant(NamedTuple):  # made in a fraction of a dataclass's time
    """A further client for the package's own resources: its class, named below the package with its module.

    `value` of the package's setting chooses it. Where that is not set, it is chosen as soon as one of these `settings`
    is made or one of these environment `variables` is set.
    """

    value: str
    name: str
    settings: tuple[str, ...] = ()
    variables: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamRule:
    """What is done with the events of streams that it is about; the first rule about an event decides.

    It is about those whose data begins with `data`, and, unless `events` is None, whose name is among these (None: an
    event without a name). `error` is the member of the data that holds an error: it is raised, where it says anything.
    """

    data: str = ""
    events: tuple[str | None, ...] | None = None
    handle: Literal["yield", "done", "error", "continue"] = "yield"
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDefinition:
    """Everything about a client that differs from package to package. Times are in seconds.

    `package` is the import name below which `types` and `pagination` are found. `security` is the requirement of an
    operation that states none. The first of `servers` (name, URL) is the default; `base_url_env` is the environment
    variable for another, where it is not called after the prefix. `raw_response` and its twin are the classes of
    answers as they came, named below the package with their modules. `variants` are further clients that the package's
    own resources can be switched to by the setting of this name. An answer that asks for a wait of more than
    `max_retry_after` is not tried again; None: it is, after as long as if it had asked for nothing. `stream_rules`
    decide what events are; one that none is about is passed over, but without any all are handed on. `oauth` says how
    tokens are obtained (each is an `OAuth`, which only packages with such schemes have).
    """

    package: str
    title: str
    version: str
    env_prefix: str
    options: tuple[ClientOption, ...]
    schemes: tuple[SecurityScheme, ...]
    security: Security
    servers: tuple[tuple[str, str], ...]
    base_url_env: str = ""
    default_headers: tuple[tuple[str, str], ...] = ()
    idempotency_header: str | None = None
    timeout: float = DEFAULT_TIMEOUT_SECONDS
    max_retries: int = DEFAULT_MAX_RETRIES
    initial_retry_delay: float = INITIAL_RETRY_DELAY
    max_retry_delay: float = MAX_RETRY_DELAY
    max_retry_after: float | None = None
    array_format: ArrayFormat = "repeat"
    nested_format: NestedFormat = "brackets"
    form_array_format: ArrayFormat | None = None
    webhook_secret_option: str = "webhook_secret"
    raw_response: str = "_response.APIResponse"
    async_raw_response: str = "_response.AsyncAPIResponse"
    stream_rules: tuple[StreamRule, ...] = ()
    variant_setting: str = ""
    variants: tuple[ClientVariant, ...] = ()
    oauth: tuple[Any, ...] = ()

    def scheme(self, name: str) -> SecurityScheme:
        """Return the scheme called `name`. Raises KeyError."""
        for scheme in self.schemes:
            if scheme.name == name:
                return scheme
        raise KeyError(name)

    def option(self, name: str) -> ClientOption:
        """Return the option called `name`. Raises KeyError."""
        for option in self.options:
            if option.name == name:
                return option
        raise KeyError(name)


@cache  # one entry per class that is named
def member(package: str, name: str) -> Any:
    """Return what `package` has under a dotted name: a module below it, and a member of that."""
    module, _, attribute = name.rpartition(".")
    return getattr(import_module(f"{package}.{module}"), attribute)
