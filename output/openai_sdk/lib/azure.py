"""The clients for the API as Azure serves it: deployments in paths, API versions, keys and Entra tokens."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, cast
from urllib.parse import urlsplit

from .._base_client import AsyncAPIClient, BaseClient, SyncAPIClient
from .._client import DEFINITION, AsyncOpenAI, OpenAI
from .._definition import ClientDefinition, ClientOption, SecurityScheme
from .._exceptions import OpenAIError
from .._path import path
from .._request import Call
from .._types import is_mapping, not_given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self, Unpack

    from .._attempts import (
        AfterResponse,
        AsyncAfterResponse,
        AsyncBeforeRequest,
        AsyncOnError,
        BeforeRequest,
        OnError,
    )
    from .._http import URL, AsyncHTTPClient, HTTPClient, Timeout
    from .._types import NotGiven
    from ..auth import AnyWorkloadIdentity

__all__ = [
    "AsyncAzureADTokenProvider",
    "AsyncAzureOpenAI",
    "AzureADTokenProvider",
    "AzureOpenAI",
    "MutuallyExclusiveAuthError",
]

AzureADTokenProvider: TypeAlias = Callable[[], str]
AsyncAzureADTokenProvider: TypeAlias = Callable[[], str | Awaitable[str]]

TOKEN = SecurityScheme(name="AzureADToken", kind="bearer", options=("azure_ad_token",))
PROVIDER = SecurityScheme(name="AzureADTokenProvider", kind="bearer", options=("azure_ad_token_provider",))
API_KEY_SENTINEL = "<missing API key>"
"""What code around the SDK compares keys with, to find out whether there is one."""

KEY = SecurityScheme(name="AzureKey", kind="header", parameter="api-key", options=("api_key",))


def azure_definition(definition: ClientDefinition) -> ClientDefinition:
    """Return what differs on Azure from the client that `definition` describes."""
    own = (
        ClientOption(name="azure_endpoint", env="AZURE_OPENAI_ENDPOINT"),
        ClientOption(name="azure_deployment"),
        ClientOption(name="api_version", env="OPENAI_API_VERSION", query="api-version"),
        ClientOption(name="api_key", env="AZURE_OPENAI_API_KEY", secret=True),
        ClientOption(name="azure_ad_token", env="AZURE_OPENAI_AD_TOKEN", secret=True),
        ClientOption(name="azure_ad_token_provider", secret=True),
    )
    names = {option.name for option in own}
    return replace(
        definition,
        options=(*own, *(o for o in definition.options if o.name not in names and not o.custom)),
        schemes=(TOKEN, PROVIDER, KEY),
        security=(TOKEN.name, PROVIDER.name, KEY.name),
        servers=(),
    )


AZURE = azure_definition(DEFINITION)
DEPLOYED = frozenset(
    (
        "/audio/speech",
        "/audio/transcriptions",
        "/audio/translations",
        "/chat/completions",
        "/completions",
        "/embeddings",
        "/images/edits",
        "/images/generations",
    )
)
"""The paths that stand below a deployment."""


CREDENTIALS = ("api_key", "azure_ad_token", "azure_ad_token_provider")
"""The arguments of which a client takes one."""

NO_CREDENTIALS = (
    "Missing credentials. Please pass one of `api_key`, `azure_ad_token`, `azure_ad_token_provider`, or the "
    "`AZURE_OPENAI_API_KEY` or `AZURE_OPENAI_AD_TOKEN` environment variables."
)


class MutuallyExclusiveAuthError(OpenAIError):
    """More than one credential was given for Azure: which of them was meant is not guessed."""

    def __init__(self) -> None:
        super().__init__(
            "The `api_key`, `azure_ad_token` and `azure_ad_token_provider` arguments are mutually exclusive;"
            " Only one can be passed at a time"
        )


def azure_options(
    base_url: str | URL | None, *, workload_identity: AnyWorkloadIdentity | None, **options: Any
) -> dict[str, Any]:
    """Return the options of an Azure client from its arguments.

    A credential that is given keeps those of the environment out. Raises MutuallyExclusiveAuthError for two of them,
    ValueError for two places to send to, and OpenAIError for an identity, which would be exchanged for keys of another
    service.
    """
    if workload_identity is not None:
        kind = "X.509 workload identity" if workload_identity.get("type") == "x509" else "Workload identity"
        raise OpenAIError(f"{kind} is not supported by Azure clients")
    if base_url is not None and options["azure_endpoint"]:
        raise ValueError("base_url and azure_endpoint are mutually exclusive")
    given = [name for name in CREDENTIALS if options[name] is not None]
    if len(given) > 1:
        raise MutuallyExclusiveAuthError
    nothing = dict.fromkeys(CREDENTIALS, "") if given else {}
    endpoint = {} if base_url is None else {"azure_endpoint": ""}
    return {**options, **nothing, **{name: options[name] for name in given}, **endpoint}


class AzureChanges(TypedDict, total=False):
    """What a copy of a client may do otherwise."""

    azure_endpoint: str | None
    azure_deployment: str | None
    api_version: str | None
    azure_ad_token: str | None
    workload_identity: AnyWorkloadIdentity | None
    admin_api_key: Any
    organization: str | None
    project: str | None
    webhook_secret: str | None
    websocket_base_url: str | None
    base_url: str | URL | None
    timeout: float | Timeout | NotGiven | None
    max_retries: int
    default_headers: Mapping[str, str] | None
    set_default_headers: Mapping[str, str] | None
    default_query: Mapping[str, object] | None
    set_default_query: Mapping[str, object] | None
    _strict_response_validation: bool
    _enforce_credentials: bool


class SyncAzureChanges(AzureChanges, total=False):
    """What a copy of a synchronous client may do otherwise."""

    api_key: str | AzureADTokenProvider | None
    azure_ad_token_provider: AzureADTokenProvider | None
    http_client: HTTPClient | None
    before_request: BeforeRequest | None
    after_response: AfterResponse | None
    on_error: OnError | None


class AsyncAzureChanges(AzureChanges, total=False):
    """What a copy of an asynchronous client may do otherwise."""

    api_key: str | AsyncAzureADTokenProvider | None
    azure_ad_token_provider: AsyncAzureADTokenProvider | None
    http_client: AsyncHTTPClient | None
    before_request: AsyncBeforeRequest | None
    after_response: AsyncAfterResponse | None
    on_error: AsyncOnError | None


class AzureClient(BaseClient):
    """What differs in a client for Azure."""

    _definition = AZURE

    azure_endpoint: str | None
    azure_deployment: str | None
    azure_ad_token: str | None
    api_key: str | None
    api_version: str
    _enforce_credentials: bool | None

    def _settle(self, *, enforce_credentials: bool) -> None:
        """Leave one credential of those of the environment. Raises OpenAIError where one has to be and none is."""
        self._enforce_credentials = enforce_credentials
        if self.azure_ad_token:
            self.api_key = None
        if enforce_credentials and not any(
            getattr(self, name) or name in self._credential_sources for name in CREDENTIALS
        ):
            raise OpenAIError(NO_CREDENTIALS)

    _no_credentials = BaseClient._no_credentials

    def _option_value(self, option: ClientOption, given: Any) -> Any:
        value = super()._option_value(option, given)
        if option.name == "api_version" and not value:
            raise ValueError(
                "Must provide either the `api_version` argument or the `OPENAI_API_VERSION` environment variable"
            )
        return value

    def _environment_base_url(self) -> str | None:
        """Return None: the variable is that of the other service."""
        return None

    def _server(self, environment: str | None) -> str:
        if not self.azure_endpoint:
            raise ValueError(
                "Must provide one of the `base_url` or `azure_endpoint` arguments,"
                " or the `AZURE_OPENAI_ENDPOINT` environment variable"
            )
        return f"{self.azure_endpoint.rstrip('/')}/openai"

    def _shown_base_url(self) -> str:
        return self._base + _below(self._deployment) if self._deployment else self._base

    @property
    def _deployment(self) -> str | None:
        """The deployment of every call. A base URL is taken as it is: it may name one itself."""
        return None if self._base_url_given else self.azure_deployment

    def _resolve_url(self, call: Call) -> tuple[str, bool]:
        url, trusted = super()._resolve_url(replace(call, base_url=None))
        if call.path not in DEPLOYED or "/deployments/" in urlsplit(self._base).path + "/":
            return url, trusted
        deployment = self._deployment or _model_of(call)
        return (self._base + _below(deployment) + call.path if deployment else url), trusted

    def _socket_query(self, query: Mapping[str, object]) -> Mapping[str, object]:
        """Return the parameters of a websocket: it is opened to a deployment. Raises OpenAIError when none is named."""
        if "model" not in query:
            return query
        deployment = self._deployment or query["model"]
        if not isinstance(deployment, str):
            raise OpenAIError("`model` is required for Azure Realtime API")
        return {**{name: value for name, value in query.items() if name != "model"}, "deployment": deployment}

    def _choose_schemes(self, call: Call) -> tuple[SecurityScheme, ...]:
        return super()._choose_schemes(call if call.security == () else replace(call, security=None))

    def _moved(self, changes: Mapping[str, Any]) -> Self:
        """Raise OpenAIError: this client is for one service."""
        del changes
        other = "AsyncOpenAI" if self._asynchronous else "OpenAI"
        raise OpenAIError(f"Configure `provider` on `{other}`, not on `{type(self).__name__}.with_options()`.")

    def _present_arguments(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        present = super()._present_arguments(changes)
        replaced = CREDENTIALS if any(changes.get(name) is not None for name in CREDENTIALS) else ()
        # An option that holds nothing is not given: the other one is.
        present = {name: value for name, value in present.items() if name not in replaced and value != ""}
        if changes.get("azure_endpoint") is not None:
            present.pop("base_url", None)
        if changes.get("base_url") is not None:
            present.pop("azure_endpoint", None)
        return present if self._enforce_credentials else {**present, "_enforce_credentials": False}


def _below(deployment: str) -> str:
    """Return the path of a deployment. Raises ValueError for one that would lead elsewhere."""
    return path("/deployments/{deployment}", deployment)


def _model_of(call: Call) -> str | None:
    """Return the model that a call names; deployments are usually called after their model."""
    for content in (call.extra_body, call.body, call.form):
        model = content.get("model") if is_mapping(content) else None
        if isinstance(model, str) and model:
            return model
    return None


class AzureOpenAI(AzureClient, OpenAI):
    """The client for the API as Azure serves it."""

    def __init__(
        self,
        *,
        azure_endpoint: str | None = None,
        azure_deployment: str | None = None,
        api_version: str | None = None,
        api_key: str | AzureADTokenProvider | None = None,
        azure_ad_token: str | None = None,
        azure_ad_token_provider: AzureADTokenProvider | None = None,
        workload_identity: AnyWorkloadIdentity | None = None,
        admin_api_key: str | Callable[[], str] | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        websocket_base_url: str | None = None,
        base_url: str | URL | None = None,
        timeout: float | Timeout | NotGiven | None = not_given,
        max_retries: int = 2,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: HTTPClient | None = None,
        before_request: BeforeRequest | None = None,
        after_response: AfterResponse | None = None,
        on_error: OnError | None = None,
        _strict_response_validation: bool = False,
        _enforce_credentials: bool = True,
    ) -> None:
        """Create a client for the service at `azure_endpoint`, or at `base_url`.

        `azure_deployment` is the deployment of every call; without it, each call's model names its own. Calls carry the
        Entra token where there is one (`azure_ad_token_provider` is asked for it each time), else the key. Options left
        out are read from the environment.
        """
        SyncAPIClient.__init__(
            self,
            azure_options(
                base_url,
                azure_endpoint=azure_endpoint,
                azure_deployment=azure_deployment,
                api_version=api_version,
                api_key=api_key,
                azure_ad_token=azure_ad_token,
                azure_ad_token_provider=azure_ad_token_provider,
                workload_identity=workload_identity,
                admin_api_key=admin_api_key,
                organization=organization,
                project=project,
                webhook_secret=webhook_secret,
                websocket_base_url=websocket_base_url,
            ),
            base_url=base_url,
            timeout=timeout,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            http_client=http_client,
            before_request=before_request,
            after_response=after_response,
            on_error=on_error,
            _strict_response_validation=_strict_response_validation,
        )
        self._settle(enforce_credentials=_enforce_credentials)

    if TYPE_CHECKING:

        def copy(self, **changes: Unpack[SyncAzureChanges]) -> Self:  # type: ignore[override]  # the options are known here
            """Return a client that differs in the given options and shares the connections."""
            return super().copy(**cast("dict[str, Any]", changes))

        def with_options(self, **changes: Unpack[SyncAzureChanges]) -> Self:  # type: ignore[override]  # as above
            """Return a client that differs in the given options and shares the connections."""
            return self.copy(**changes)


class AsyncAzureOpenAI(AzureClient, AsyncOpenAI):
    """The client for the API as Azure serves it."""

    def __init__(
        self,
        *,
        azure_endpoint: str | None = None,
        azure_deployment: str | None = None,
        api_version: str | None = None,
        api_key: str | AsyncAzureADTokenProvider | None = None,
        azure_ad_token: str | None = None,
        azure_ad_token_provider: AsyncAzureADTokenProvider | None = None,
        workload_identity: AnyWorkloadIdentity | None = None,
        admin_api_key: str | Callable[[], str | Awaitable[str]] | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        websocket_base_url: str | None = None,
        base_url: str | URL | None = None,
        timeout: float | Timeout | NotGiven | None = not_given,
        max_retries: int = 2,
        default_headers: Mapping[str, str] | None = None,
        default_query: Mapping[str, object] | None = None,
        http_client: AsyncHTTPClient | None = None,
        before_request: AsyncBeforeRequest | None = None,
        after_response: AsyncAfterResponse | None = None,
        on_error: AsyncOnError | None = None,
        _strict_response_validation: bool = False,
        _enforce_credentials: bool = True,
    ) -> None:
        """Create a client for the service at `azure_endpoint`, or at `base_url`.

        `azure_deployment` is the deployment of every call; without it, each call's model names its own. Calls carry the
        Entra token where there is one (`azure_ad_token_provider` is asked for it each time), else the key. Options left
        out are read from the environment.
        """
        AsyncAPIClient.__init__(
            self,
            azure_options(
                base_url,
                azure_endpoint=azure_endpoint,
                azure_deployment=azure_deployment,
                api_version=api_version,
                api_key=api_key,
                azure_ad_token=azure_ad_token,
                azure_ad_token_provider=azure_ad_token_provider,
                workload_identity=workload_identity,
                admin_api_key=admin_api_key,
                organization=organization,
                project=project,
                webhook_secret=webhook_secret,
                websocket_base_url=websocket_base_url,
            ),
            base_url=base_url,
            timeout=timeout,
            max_retries=max_retries,
            default_headers=default_headers,
            default_query=default_query,
            http_client=http_client,
            before_request=before_request,
            after_response=after_response,
            on_error=on_error,
            _strict_response_validation=_strict_response_validation,
        )
        self._settle(enforce_credentials=_enforce_credentials)

    if TYPE_CHECKING:

        def copy(self, **changes: Unpack[AsyncAzureChanges]) -> Self:  # type: ignore[override]  # the options are known here
            """Return a client that differs in the given options and shares the connections."""
            return super().copy(**cast("dict[str, Any]", changes))

        def with_options(self, **changes: Unpack[AsyncAzureChanges]) -> Self:  # type: ignore[override]  # as above
            """Return a client that differs in the given options and shares the connections."""
            return self.copy(**changes)
