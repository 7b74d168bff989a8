"""The API as Azure serves it: deployments in paths, API versions, keys and Entra tokens.

Part of the packages whose API Azure serves too.
"""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias
from urllib.parse import quote

from ._base_client import BaseClient
from ._definition import ClientDefinition, ClientOption, SecurityScheme
from ._exceptions import OpenAIError
from ._types import is_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import Self

    from ._http import URL
    from ._request import Call

AzureADTokenProvider: TypeAlias = Callable[[], str]
AsyncAzureADTokenProvider: TypeAlias = Callable[[], str | Awaitable[str]]

TOKEN = SecurityScheme(name="AzureADToken", kind="bearer", options=("azure_ad_token",))
KEY = SecurityScheme(name="AzureKey", kind="header", parameter="api-key", options=("api_key",))


def azure_definition(definition: ClientDefinition) -> ClientDefinition:
    """Return what differs on Azure from the client that `definition` describes."""
    prefix = definition.env_prefix
    own = (
        ClientOption(name="azure_endpoint", env=f"AZURE_{prefix}_ENDPOINT"),
        ClientOption(name="azure_deployment"),
        ClientOption(name="api_version", env=f"{prefix}_API_VERSION", query="api-version", required=True),
        ClientOption(name="api_key", env=f"AZURE_{prefix}_API_KEY", secret=True),
        ClientOption(name="azure_ad_token", env=f"AZURE_{prefix}_AD_TOKEN", secret=True),
    )
    names = {option.name for option in own}
    return replace(
        definition,
        options=(*own, *(o for o in definition.options if o.name not in names and not o.custom)),
        schemes=(TOKEN, KEY),
        security=(TOKEN.name, KEY.name),
        servers=(),
    )


def azure_options(
    base_url: str | URL | None,
    *,
    azure_endpoint: str | None,
    azure_ad_token: str | None,
    azure_ad_token_provider: Any,
    **options: Any,
) -> dict[str, Any]:
    """Return the options of an Azure client from its arguments. Raises ValueError for two places to send to."""
    if base_url is not None and azure_endpoint:
        raise ValueError("`base_url` and `azure_endpoint` exclude each other")
    return {
        **options,
        "azure_endpoint": azure_endpoint if base_url is None else "",
        "azure_ad_token": azure_ad_token_provider or azure_ad_token,
    }


class AzureClient(BaseClient):
    """What differs in a client for Azure. `_deployed` are the paths that stand below a deployment."""

    _deployed: ClassVar[frozenset[str]]

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
        if call.path not in self._deployed:
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

    def copy(self, **changes: Any) -> Self:
        """Return a client with the same settings but for `changes`, over the same connections."""
        if changes.get("base_url") is not None:
            changes = {"azure_endpoint": "", **changes}
        return super().copy(**changes)

    with_options = copy


def _model_of(call: Call) -> str | None:
    """Return the model that a call names; deployments are usually called after their model."""
    for content in (call.extra_body, call.body, call.form):
        model = content.get("model") if is_mapping(content) else None
        if isinstance(model, str) and model:
            return model
    return None
