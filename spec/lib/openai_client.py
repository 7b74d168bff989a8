"""What a client has beside its resources: where and as whom it acts, how it authorizes, lists without a method."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar, cast, get_args

from .._base_client import AsyncAPIClient, SyncAPIClient
from .._exceptions import OpenAIError
from .._platform import platform_headers
from .._qs import Querystring
from .._request import HeaderSet, authorize
from .._routes import route_call
from ._authorizing import AuthorizingClient

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self

    from .._base_client import BaseClient
    from .._definition import SecurityScheme
    from .._pagination import AsyncPageBase, SyncPageBase
    from .._paginator import AsyncPaginator
    from .._request import Call
    from .._routes import RouteOptions
    from .._types import Security

__all__ = ["AsyncOpenAIExtension", "DataResidency", "OpenAIExtension"]

PageT = TypeVar("PageT", bound="SyncPageBase[Any]")
AsyncPageT = TypeVar("AsyncPageT", bound="AsyncPageBase[Any]")


def _auth_headers(client: BaseClient) -> dict[str, str]:
    """Return the headers that authorize calls; none before a function that gives the key was asked."""
    definition = client._definition
    headers = HeaderSet({})
    for name in definition.security:
        scheme = definition.scheme(cast("str", name))
        values = [getattr(client, option) for option in scheme.options]
        if all(values):
            authorize(scheme, values, headers, {}, {})
            break
    return dict(headers.values.values())


def _list_call(
    *, method: str, path: str, model: type[Any], page: type[Any], body: object, options: RouteOptions | None
) -> Call:
    return replace(route_call(method.upper(), path, model, options=options, body=body), page=page)


DataResidency: TypeAlias = Literal["global", "us", "eu", "ae"]
Enforcement: TypeAlias = bool
"""Whether a client is to have credentials."""

HEADERS_VARIABLE = "OPENAI_CUSTOM_HEADERS"
MISSING_CREDENTIALS = (
    "Missing credentials. Please pass an `api_key`, `workload_identity`, `admin_api_key`, or set the `OPENAI_API_KEY`"
    " or `OPENAI_ADMIN_KEY` environment variable."
)
UNRESOLVED_CREDENTIALS = (
    '"Could not resolve authentication method. Expected either api_key or admin_api_key to be set. Or for one of the'
    ' `Authorization` or `Authorization` headers to be explicitly omitted"'
)
KEYS = ("api_key", "admin_api_key")
SCHEME_NAMES = {"bearer_auth": "ApiKeyAuth", "admin_api_key_auth": "AdminApiKeyAuth"}
"""The kinds of credentials as options of calls name them."""


class UnresolvedCredentialsError(OpenAIError, TypeError):
    """Nothing that a client has authorizes the call."""


def _headers_of_environment() -> dict[str, str]:
    """Return the headers that the environment has for every request: a line each, name and value."""
    headers: dict[str, str] = {}
    for line in os.environ.get(HEADERS_VARIABLE, "").split("\n"):
        name, colon, value = line.partition(":")
        if colon and name.strip():
            headers[name.strip()] = value.strip()
    return headers


DESTINATIONS = ("base_url", "websocket_base_url")


def _check_residency(region: object, arguments: Mapping[str, Any]) -> None:
    """Raise ValueError for a region that there is not, and for another place to send to beside it."""
    for name in DESTINATIONS:
        if arguments.get(name) is not None:
            raise ValueError(f"The `data_residency` and `{name}` arguments are mutually exclusive")
    if region not in get_args(DataResidency):
        *regions, last = map(repr, get_args(DataResidency))
        raise ValueError(f"Invalid `data_residency`; expected one of {', '.join(regions)}, or {last}")


class _Parts(AuthorizingClient):
    """What both kinds of client have."""

    api_key: str | None

    # Clients for other services have no such arguments.
    data_residency: DataResidency | None = None
    _enforce_credentials: Enforcement | None = None

    def __init__(self, options: Mapping[str, Any], **settings: Any) -> None:
        if options.get("data_residency") is not None:
            _check_residency(options["data_residency"], {**options, **settings})
        super().__init__(options, **settings)
        if self._enforce_credentials is not False and not self._is_authorized():
            raise OpenAIError(MISSING_CREDENTIALS)

    def _is_authorized(self) -> bool:
        """Say whether the client has anything that could authorize a call."""
        return self._authorizer is not None or any(
            getattr(self, name, None) or name in self._credential_sources for name in KEYS
        )

    def _no_credentials(self, requirement: tuple[tuple[SecurityScheme, ...], ...]) -> Exception:
        """Return the error for a call that nothing authorizes; which scheme was wanted is not told."""
        del requirement
        return UnresolvedCredentialsError(UNRESOLVED_CREDENTIALS)

    def _route_security(self, named: Mapping[str, bool] | None) -> Security | None:
        """Return the schemes of a call of a route without a method: any, as nothing says which of them it takes."""
        known = {scheme.name for scheme in self._definition.schemes}
        wanted = (scheme for name, scheme in SCHEME_NAMES.items() if named is None or named.get(name))
        return tuple(scheme for scheme in wanted if scheme in known) or None

    def _headers_given(self, default_headers: Mapping[str, str] | None) -> dict[str, Any]:
        given = super()._headers_given(default_headers)
        return given if self._service is not None else {**_headers_of_environment(), **given}

    def _environment_base_url(self) -> str | None:
        return None if self.data_residency else super()._environment_base_url()

    def _server(self, environment: str | None) -> str:
        server = super()._server(environment)
        if not self.data_residency or self.data_residency == "global":
            return server
        scheme, _, rest = server.partition("://")
        return f"{scheme}://{self.data_residency}.{rest}"

    def _present_arguments(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        present = super()._present_arguments(changes)
        present.pop("_enforce_credentials", None)  # is said of each client anew
        if changes.get("data_residency") is not None:  # it says where to send to, in place of what did so before
            return {name: value for name, value in present.items() if name not in DESTINATIONS}
        if self.data_residency and (
            self._base_url_given or any(changes.get(name) is not None for name in DESTINATIONS)
        ):
            return {**present, "base_url": self._base + self._base_query, "data_residency": None}
        return present

    def _copied(self, changes: dict[str, Any]) -> Self:
        names = {option.name for option in self._definition.options}
        if changes.get("data_residency") is not None and "data_residency" not in names:
            raise OpenAIError("`data_residency` is only supported by OpenAI clients")
        return super()._copied(changes)

    @property
    def auth_headers(self) -> dict[str, str]:
        """The headers that authorize calls; none where each request is authorized by itself."""
        return {} if self._authorizer is not None else _auth_headers(self)

    @property
    def custom_auth(self) -> None:
        """Nothing: clients authorize by headers."""
        return

    @property
    def qs(self) -> Querystring:
        """How the client writes query strings."""
        definition = self._definition
        return Querystring(array_format=definition.array_format, nested_format=definition.nested_format)

    def platform_headers(self) -> dict[str, str]:
        """Return the headers that tell the API what the client runs on."""
        return dict(platform_headers(self._definition.version))


class OpenAIExtension(_Parts, SyncAPIClient):
    """Further parts of a client."""

    def get_api_list(
        self,
        path: str,
        *,
        model: type[Any],
        page: type[PageT],
        body: object = None,
        options: RouteOptions | None = None,
        method: str = "get",
    ) -> PageT:
        """Ask a route that has no method for a list; its pages are of the class `page`, what is in them of `model`."""
        call = _list_call(method=method, path=path, model=model, page=page, body=body, options=options)
        return cast("PageT", self._execute(self._allowed(call, options)))


class AsyncOpenAIExtension(_Parts, AsyncAPIClient):
    """Further parts of a client."""

    def get_api_list(
        self,
        path: str,
        *,
        model: type[Any],
        page: type[AsyncPageT],
        body: object = None,
        options: RouteOptions | None = None,
        method: str = "get",
    ) -> AsyncPaginator[Any, AsyncPageT]:
        """Ask a route that has no method for a list; its pages are of the class `page`, what is in them of `model`."""
        call = _list_call(method=method, path=path, model=model, page=page, body=body, options=options)
        return self._paginate(self._allowed(call, options))
