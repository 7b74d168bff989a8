"""The clients for the API as Azure serves it: deployments in paths, API versions, keys and Entra tokens."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict
from urllib.parse import quote

from .._base_client import AsyncAPIClient, BaseClient, SyncAPIClient
from .._client import DEFINITION, AsyncOpenAI, OpenAI
from .._definition import ClientDefinition, ClientOption, SecurityScheme
from .._exceptions import OpenAIError
from .._types import is_mapping, not_given

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self, Unpack

    from .._http import URL, AsyncHTTPClient, HTTPClient, Timeout
    from .._request import Call
    from .._types import NotGiven
    from ..auth import AnyWorkloadIdentity

__all__ = ["AsyncAzureADTokenProvider", "AsyncAzureOpenAI", "AzureADTokenProvider", "AzureOpenAI"]

AzureADTokenProvider: TypeAlias = Callable[[], str]
AsyncAzureADTokenProvider: TypeAlias = Callable[[], str | Awaitable[str]]

TOKEN = SecurityScheme(name="AzureADToken", kind="bearer", options=("azure_ad_token",))
KEY = SecurityScheme(name="AzureKey", kind="header", parameter="api-key", options=("api_key",))


def azure_definition(definition: ClientDefinition) -> ClientDefinition:
    """Return what differs on Azure from the client that `definition` describes."""
    own = (
        ClientOption(name="azure_endpoint", env="AZURE_OPENAI_ENDPOINT"),
        ClientOption(name="azure_deployment"),
        ClientOption(name="api_version", env="OPENAI_API_VERSION", query="api-version", required=True),
        ClientOption(name="api_key", env="AZURE_OPENAI_API_KEY", secret=True),
        ClientOption(name="azure_ad_token", env="AZURE_OPENAI_AD_TOKEN", secret=True),
    )
    names = {option.name for option in own}
    return replace(
        definition,
        options=(*own, *(o for o in definition.options if o.name not in names and not o.custom)),
        schemes=(TOKEN, KEY),
        security=(TOKEN.name, KEY.name),
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


def azure_options(
    base_url: str | URL | None,
    *,
    azure_endpoint: str | None,
    azure_ad_token: str | None,
    azure_ad_token_provider: Any,
    workload_identity: AnyWorkloadIdentity | None,
    **options: Any,
) -> dict[str, Any]:
    """Return the options of an Azure client from its arguments.

    Raises ValueError for two places to send to, OpenAIError for an identity, which would be exchanged for keys of
    another service.
    """
    if workload_identity is not None:
        kind = "X.509 workload identity" if workload_identity.get("type") == "x509" else "Workload identity"
        raise OpenAIError(f"{kind} is not supported by Azure clients")
    if base_url is not None and azure_endpoint:
        raise ValueError("`base_url` and `azure_endpoint` exclude each other")
    return {
        **options,
        "azure_endpoint": azure_endpoint if base_url is None else "",
        "azure_ad_token": azure_ad_token_provider or azure_ad_token,
    }


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


class SyncAzureChanges(AzureChanges, total=False):
    """What a copy of a synchronous client may do otherwise."""

    api_key: str | AzureADTokenProvider | None
    azure_ad_token_provider: AzureADTokenProvider | None
    http_client: HTTPClient | None


class AsyncAzureChanges(AzureChanges, total=False):
    """What a copy of an asynchronous client may do otherwise."""

    api_key: str | AsyncAzureADTokenProvider | None
    azure_ad_token_provider: AsyncAzureADTokenProvider | None
    http_client: AsyncHTTPClient | None


class AzureClient(BaseClient):
    """What differs in a client for Azure."""

    _definition = AZURE

    azure_endpoint: str | None
    azure_deployment: str | None
    azure_ad_token: str | None
    api_version: str

    def _environment_base_url(self) -> str | None:
        """Return None: the variable is that of the other service."""
        return None

    def _server(self, environment: str | None) -> str:
        if not self.azure_endpoint:
            variable = self._definition.option("azure_endpoint").env
            raise ValueError(f"The client needs `azure_endpoint` (or {variable}), or `base_url`")
        return f"{self.azure_endpoint.rstrip('/')}/openai"

    def _resolve_url(self, call: Call) -> tuple[str, bool]:
        url, trusted = super()._resolve_url(replace(call, base_url=None))
        if call.path not in DEPLOYED:
            return url, trusted
        own = None if self._base_url_given else self.azure_deployment
        deployment = own or _model_of(call)
        return (f"{self._base}/deployments/{quote(deployment, safe='')}{call.path}" if deployment else url), trusted

    def _socket_query(self, query: Mapping[str, object]) -> Mapping[str, object]:
        """Return the parameters of a websocket: it is opened to a deployment. Raises OpenAIError when none is named."""
        if "model" not in query:
            return query
        deployment = self.azure_deployment or query["model"]
        if not isinstance(deployment, str):
            raise OpenAIError("On Azure, the websocket needs `model`")
        return {**{name: value for name, value in query.items() if name != "model"}, "deployment": deployment}

    def _choose_schemes(self, call: Call) -> tuple[SecurityScheme, ...]:
        return super()._choose_schemes(call if call.security == () else replace(call, security=None))


def _moved(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the changes of a copy; one with another base URL has no endpoint."""
    return {"azure_endpoint": "", **changes} if changes.get("base_url") is not None else dict(changes)


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
        _strict_response_validation: bool = False,
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
            _strict_response_validation=_strict_response_validation,
        )

    def copy(self, **changes: Unpack[SyncAzureChanges]) -> Self:  # type: ignore[override]  # the options are known here
        """Return a client that differs in the given options and shares the connections."""
        return super().copy(**_moved(changes))

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
        _strict_response_validation: bool = False,
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
            _strict_response_validation=_strict_response_validation,
        )

    def copy(self, **changes: Unpack[AsyncAzureChanges]) -> Self:  # type: ignore[override]  # the options are known here
        """Return a client that differs in the given options and shares the connections."""
        return super().copy(**_moved(changes))

    def with_options(self, **changes: Unpack[AsyncAzureChanges]) -> Self:  # type: ignore[override]  # as above
        """Return a client that differs in the given options and shares the connections."""
        return self.copy(**changes)
