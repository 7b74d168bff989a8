from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from ._base_client import AsyncAPIClient, ClientDefinition, ClientOption, SecurityScheme, SyncAPIClient
from ._definition import StreamRule
from ._types import NotGiven, not_given
from ._version import __title__, __version__

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from typing_extensions import Unpack

    from ._attempts import AfterResponse, AsyncAfterResponse, AsyncBeforeRequest, AsyncOnError, BeforeRequest, OnError
    from ._http import URL, AsyncHTTPClient, HTTPClient, Timeout
    from ._types import RequestOptions
    from .resources.things import AsyncThings, Things
    from .resources.webhooks import AsyncWebhooks, Webhooks

DEFINITION = ClientDefinition(
    package=__name__.rpartition(".")[0],
    title=__title__,
    version=__version__,
    env_prefix="LITTLE",
    options=(
        ClientOption(name="api_key", env="LITTLE_API_KEY", secret=True),
        ClientOption(name="admin_key", env="LITTLE_ADMIN_KEY", secret=True),
        ClientOption(name="user", secret=True),
        ClientOption(name="password", secret=True),
        ClientOption(name="session", secret=True),
        ClientOption(name="organization", env="LITTLE_ORG_ID", header="Little-Organization"),
        ClientOption(name="shard", type="integer", env="LITTLE_SHARD", query="shard"),
        ClientOption(name="region", default="eu", server_variable="region"),
        ClientOption(name="webhook_secret", env="LITTLE_WEBHOOK_SECRET", secret=True),
    ),
    schemes=(
        SecurityScheme(name="ApiKeyAuth", kind="bearer", options=("api_key",)),
        SecurityScheme(name="AdminKeyAuth", kind="header", parameter="X-Admin-Key", options=("admin_key",)),
        SecurityScheme(name="BasicAuth", kind="basic", options=("user", "password")),
        SecurityScheme(name="QueryAuth", kind="query", parameter="key", options=("admin_key",)),
        SecurityScheme(name="CookieAuth", kind="cookie", parameter="session", options=("session",)),
    ),
    security=("ApiKeyAuth",),
    servers=(("production", "https://{region}.little.example/v1"), ("sandbox", "https://sandbox.little.example/v1")),
    default_headers=(("Little-Version", "2024-01-01"),),
    idempotency_header="Idempotency-Key",
    initial_retry_delay=0.01,
    max_retry_delay=0.05,
    array_format="brackets",
    form_array_format="brackets",
    stream_rules=(StreamRule(data="[DONE]", handle="done"), StreamRule(error="error")),
)


class Little(SyncAPIClient):
    """Client for the Little API."""

    _definition = DEFINITION

    api_key: str | None
    admin_key: str | None
    user: str | None
    password: str | None
    session: str | None
    organization: str | None
    shard: int | None
    region: str | None
    webhook_secret: str | None

    def __init__(
        self,
        *,
        api_key: str | Callable[[], str] | None = None,
        admin_key: str | Callable[[], str] | None = None,
        user: str | None = None,
        password: str | None = None,
        session: str | None = None,
        organization: str | None = None,
        shard: int | None = None,
        region: str | None = None,
        webhook_secret: str | None = None,
        environment: str | None = None,
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
    ) -> None:
        """Create a client."""
        super().__init__(
            {
                "api_key": api_key,
                "admin_key": admin_key,
                "user": user,
                "password": password,
                "session": session,
                "organization": organization,
                "shard": shard,
                "region": region,
                "webhook_secret": webhook_secret,
            },
            environment=environment,
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

    @cached_property
    def things(self) -> Things:
        """Things."""
        from .resources.things import Things

        return Things(self)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Webhooks."""
        from .resources.webhooks import Webhooks

        return Webhooks(self)

    def status(self, **options: Unpack[RequestOptions]) -> dict[str, object]:
        """An operation of the client itself."""
        return self._get("/status", returns=dict[str, object], security=(), options=options)


class AsyncLittle(AsyncAPIClient):
    """Client for the Little API."""

    _definition = DEFINITION

    api_key: str | None
    admin_key: str | None
    user: str | None
    password: str | None
    session: str | None
    organization: str | None
    shard: int | None
    region: str | None
    webhook_secret: str | None

    def __init__(
        self,
        *,
        api_key: str | Callable[[], str | Awaitable[str]] | None = None,
        admin_key: str | Callable[[], str | Awaitable[str]] | None = None,
        user: str | None = None,
        password: str | None = None,
        session: str | None = None,
        organization: str | None = None,
        shard: int | None = None,
        region: str | None = None,
        webhook_secret: str | None = None,
        environment: str | None = None,
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
    ) -> None:
        """Create a client."""
        super().__init__(
            {
                "api_key": api_key,
                "admin_key": admin_key,
                "user": user,
                "password": password,
                "session": session,
                "organization": organization,
                "shard": shard,
                "region": region,
                "webhook_secret": webhook_secret,
            },
            environment=environment,
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

    @cached_property
    def things(self) -> AsyncThings:
        """Things."""
        from .resources.things import AsyncThings

        return AsyncThings(self)

    @cached_property
    def webhooks(self) -> AsyncWebhooks:
        """Webhooks."""
        from .resources.webhooks import AsyncWebhooks

        return AsyncWebhooks(self)

    async def status(self, **options: Unpack[RequestOptions]) -> dict[str, object]:
        """An operation of the client itself."""
        return await self._get("/status", returns=dict[str, object], security=(), options=options)


Client = Little
AsyncClient = AsyncLittle
