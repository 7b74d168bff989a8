"""Clients for Amazon Bedrock as applications have them; new ones use `OpenAI(provider=bedrock(...))`.

What a client has been given may be changed later (`client.api_key = ...`, `client.aws_region = ...`): requests go by
what it has now.
"""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypedDict, cast
from weakref import ref

from .._base_client import AsyncAPIClient, BaseClient, SyncAPIClient
from .._client import DEFINITION, AsyncOpenAI, OpenAI
from .._definition import ClientDefinition, ClientOption
from .._exceptions import OpenAIError
from .._types import NotGiven, Omit, not_given, omit
from ..providers.bedrock import (
    AMBIGUOUS,
    FROM_ENVIRONMENT,
    NO_REGION,
    Bearer,
    BedrockAuthorizer,
    authorizer,
    canonical_place,
    canonical_url,
    environment_base_url,
    environment_region,
    located,
)
from ._aws import AwsCredentialsProvider, Credentials, profile_region

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from typing_extensions import Self, Unpack

    from .._attempts import (
        AfterResponse,
        AsyncAfterResponse,
        AsyncBeforeRequest,
        AsyncOnError,
        BeforeRequest,
        OnError,
    )
    from .._exchange import ExchangeSettings, Send, Step
    from .._http import URL, AsyncHTTPClient, HTTPClient, Request, Timeout
    from .._request import Call, HeaderSet

__all__ = [
    "AsyncBedrockOpenAI",
    "AsyncBedrockTokenProvider",
    "AwsCredentialsProvider",
    "BedrockOpenAI",
    "BedrockTokenProvider",
]

BedrockTokenProvider: TypeAlias = Callable[[], str]
AsyncBedrockTokenProvider: TypeAlias = Callable[[], str | Awaitable[str]]

OWN_OPTIONS = (ClientOption(name="api_key", secret=True), ClientOption(name="aws_region"))
OF_ACCOUNTS = ("organization", "project")
LEFT_OUT = ("api_key", "admin_api_key")


def bedrock_definition(definition: ClientDefinition) -> ClientDefinition:
    """Return what differs on Bedrock from the client that `definition` describes: no variable says anything of it."""
    others = tuple(
        replace(option, env=None) if option.name in OF_ACCOUNTS else option
        for option in definition.options
        if option.name not in LEFT_OUT and not option.custom
    )
    return replace(definition, options=(*OWN_OPTIONS, *others), schemes=(), security=(), servers=())


BEDROCK = bedrock_definition(DEFINITION)


class BedrockChanges(TypedDict, total=False):
    """What a copy of a client may do otherwise."""

    aws_region: str | None
    aws_profile: str | None
    aws_access_key_id: str | None
    aws_secret_access_key: str | None
    aws_session_token: str | None
    aws_credentials_provider: AwsCredentialsProvider | None
    organization: str | None
    project: str | None
    webhook_secret: str | None
    websocket_base_url: str | None
    base_url: str | URL | NotGiven | None
    timeout: float | Timeout | NotGiven | None
    max_retries: int
    default_headers: Mapping[str, str] | None
    set_default_headers: Mapping[str, str] | None
    default_query: Mapping[str, object] | None
    set_default_query: Mapping[str, object] | None
    _strict_response_validation: bool
    _enforce_credentials: bool


class SyncBedrockChanges(BedrockChanges, total=False):
    """What a copy of a synchronous client may do otherwise."""

    api_key: str | None
    bedrock_token_provider: BedrockTokenProvider | None
    http_client: HTTPClient | None
    before_request: BeforeRequest | None
    after_response: AfterResponse | None
    on_error: OnError | None


class AsyncBedrockChanges(BedrockChanges, total=False):
    """What a copy of an asynchronous client may do otherwise."""

    api_key: str | None
    bedrock_token_provider: AsyncBedrockTokenProvider | None
    http_client: AsyncHTTPClient | None
    before_request: AsyncBeforeRequest | None
    after_response: AsyncAfterResponse | None
    on_error: AsyncOnError | None


def credentials_of(
    *,
    api_key: Any = None,
    bedrock_token_provider: AsyncBedrockTokenProvider | None = None,
    aws_profile: str | None = None,
    aws_access_key_id: str | None = None,
    aws_secret_access_key: str | None = None,
    aws_session_token: str | None = None,
    aws_credentials_provider: AwsCredentialsProvider | None = None,
) -> Bearer | Credentials | None:
    """Return the credentials among the arguments of a client, None for none. Raises OpenAIError where they conflict."""
    aws = Credentials(
        access_key_id=aws_access_key_id,
        secret_access_key=aws_secret_access_key,
        session_token=aws_session_token,
        profile=aws_profile,
        provider=aws_credentials_provider,
    )
    if callable(api_key):
        raise OpenAIError("Pass refreshable Bedrock credentials via `bedrock_token_provider`, not `api_key`.")
    given = (api_key is not None, bedrock_token_provider is not None, aws.given)
    if sum(given) > 1:
        raise OpenAIError(AMBIGUOUS)
    if bedrock_token_provider is not None:
        return Bearer(provider=bedrock_token_provider)
    if api_key is None:
        return aws.checked() if aws.given else None
    if not isinstance(api_key, str) or not api_key.strip():
        raise OpenAIError("The `api_key` argument must not be empty.")
    return Bearer(token=api_key)


CREDENTIALS = (
    "api_key",
    "bedrock_token_provider",
    "aws_profile",
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_credentials_provider",
)


class BedrockClient(BaseClient):
    """What differs in a client for Bedrock."""

    _definition = BEDROCK
    _service_client: ClassVar[str]

    api_key: Any
    admin_api_key: Any = None
    aws_region: str | None

    _credentials: Bearer | Credentials
    _known_region: str | None
    _region_given: bool
    _derived_url: str | None

    def _start(
        self, credentials: Bearer | Credentials | None, aws_region: str | None, base_url: str | URL | None
    ) -> dict[str, Any]:
        """Take over what says where and as whom the client acts; return it as the bases of clients take it."""
        environment = FROM_ENVIRONMENT.now()
        if credentials is None:
            credentials = Bearer(token=environment) if environment else Credentials()
        given = (aws_region or "").strip() or None
        url = str(base_url).strip() if base_url is not None else environment_base_url() or ""
        region = given or environment_region()
        if region is None and isinstance(credentials, Credentials):
            region = profile_region(credentials.profile)
        if not url and region is None:
            raise OpenAIError(NO_REGION)
        signed = isinstance(credentials, Credentials)
        place = located(None, region if signed or given or not url else None, url or None, signed=signed)
        self._credentials = credentials
        self._region_given = given is not None
        self._derived_url = None if url else place.url(credentials)
        place.resolved_region(credentials)
        base = self._derived_url or place.url(credentials)
        found = canonical_place(base)
        self._known_region = region or (found[1] if found else None)
        self._authorizer = LegacyAuthorizer(self)
        token = credentials.token if isinstance(credentials, Bearer) else None
        return {"options": {"api_key": token or "", "aws_region": self._known_region}, "base_url": base}

    def _resolve_url(self, call: Call) -> tuple[str, bool]:
        self._follow_region()
        return super()._resolve_url(call)

    def _current(self) -> BedrockAuthorizer:
        """Return what authorizes requests by what the client has now."""
        credentials = self._current_credentials()
        signed = isinstance(credentials, Credentials)
        region = self.aws_region if signed or self._region_given else None
        place = located(None, region, self._base, signed=signed)
        return authorizer(place, credentials, asynchronous=self._asynchronous)

    def _current_credentials(self) -> Bearer | Credentials:
        kept = self._credentials
        if not isinstance(kept, Bearer) or kept.provider is not None:
            return Bearer(token=self.api_key) if self.api_key else kept
        if not isinstance(self.api_key, str) or not self.api_key.strip():
            raise OpenAIError("The Bedrock bearer credential must not be empty.")
        return kept if kept.token == self.api_key else Bearer(token=self.api_key)

    def _follow_region(self) -> None:
        """Move to the region that was set since, where the URL came from that."""
        if self.aws_region is None:
            self.aws_region = self._known_region
        if self.aws_region == self._known_region:
            return
        self._region_given, self._known_region = True, self.aws_region
        if self._derived_url == self._base and self.aws_region is not None:
            self._base = self._derived_url = canonical_url("mantle", self.aws_region)

    def _headers_given(self, default_headers: Mapping[str, str] | None) -> dict[str, Any]:
        """Return the headers that were given: those of the environment are for another service."""
        return dict(default_headers or {})

    def _copied(self, changes: dict[str, Any]) -> Self:
        """Return a copy with `changes`: other credentials take the place of all that were there."""
        self._refuse(changes)
        self._follow_region()
        own = {name: changes[name] for name in CREDENTIALS if changes.get(name) is not None}
        credentials = credentials_of(**own) or self._current_credentials()
        region, region_given = self._region_for(credentials, changes)
        url, derived = self._url_for(region, changes.get("base_url"))
        token = credentials.token if isinstance(credentials, Bearer) else None
        explicit = region_given or isinstance(credentials, Credentials)
        arguments: dict[str, Any] = {
            **{name: value for name, value in changes.items() if name not in CREDENTIALS},
            **_arguments(credentials),
            "api_key": omit if token is None else token,
            "aws_region": region if explicit and region is not None else omit,
            "base_url": url,
        }
        made = super()._copied(arguments)
        made._credentials, made.api_key = credentials, token or ""
        made._region_given, made.aws_region, made._known_region = region_given, region, region
        made._derived_url = made._base if derived else None
        made._authorizer = LegacyAuthorizer(made)
        return made

    def _refuse(self, changes: Mapping[str, Any]) -> None:
        name = type(self).__name__
        if any(changes.get(option) is not None for option in ("admin_api_key", "workload_identity")):
            raise OpenAIError(f"{name} only supports Bedrock bearer token or AWS credential authentication.")
        if changes.get("data_residency") is not None:
            raise OpenAIError("`data_residency` is only supported by OpenAI clients")
        if not isinstance(changes.get("provider", not_given), NotGiven):
            raise OpenAIError(f"Configure `provider` on `{self._service_client}`, not on `{name}.with_options()`.")

    def _region_for(self, credentials: Bearer | Credentials, changes: Mapping[str, Any]) -> tuple[str | None, bool]:
        """Return the region of a copy, and whether somebody chose it. Another profile may be of another region."""
        given = changes.get("aws_region")
        if given is not None and given.strip():
            return given.strip(), True
        if changes.get("aws_profile") is None or self._region_given or not isinstance(credentials, Credentials):
            return self.aws_region, self._region_given
        return environment_region() or profile_region(credentials.profile), False

    def _url_for(self, region: str | None, given: Any) -> tuple[str, bool]:
        """Return the URL of a copy, and whether it comes from the region."""
        named = None if given is None or isinstance(given, NotGiven) else str(given).strip()
        if named:
            return named, False
        if named is None and self._derived_url != self._base:
            return self._base, False
        if region is None:
            raise OpenAIError(NO_REGION)
        return canonical_url("mantle", region), True


def _arguments(credentials: Bearer | Credentials) -> dict[str, Any]:
    """Return the arguments of a client that stand for credentials, but for a token."""
    if isinstance(credentials, Bearer):
        return {} if credentials.provider is None else {"bedrock_token_provider": credentials.provider}
    values = {
        "aws_profile": credentials.profile,
        "aws_access_key_id": credentials.access_key_id,
        "aws_secret_access_key": credentials.secret_access_key,
        "aws_session_token": credentials.session_token,
        "aws_credentials_provider": credentials.provider,
    }
    return {name: value for name, value in values.items() if value is not None}


class LegacyAuthorizer:
    """Authorizes requests by what a client has at that time."""

    owns_credentials = True

    def __init__(self, client: BedrockClient) -> None:
        self._client = ref(client)  # which has this, and is there as long as its requests are

    def _now(self) -> BedrockAuthorizer:
        return cast("BedrockClient", self._client())._current()

    @property
    def follows_redirects(self) -> bool:
        """Whether redirects are followed: not with signatures."""
        return self._now().follows_redirects

    def authorize(self, client: ExchangeSettings, send: Send) -> Generator[Step, Any, Send]:
        """Authorize a request to the service."""
        return (yield from self._now().authorize(client, send))

    def authorize_socket(self, client: ExchangeSettings, headers: HeaderSet) -> Generator[Step, Any, None]:
        """Raise OpenAIError: the service has no websockets."""
        yield from self._now().authorize_socket(client, headers)

    def drop(self, request: Request) -> bool:
        """Say whether a refused request may be sent again."""
        return self._now().drop(request)


def _without_omitted(value: Any) -> Any:
    """Return an argument, None for one that a copy leaves out."""
    return None if isinstance(value, Omit) else value


class BedrockOpenAI(BedrockClient, OpenAI):
    """A client for Amazon Bedrock."""

    _service_client = "OpenAI"

    def __init__(
        self,
        *,
        api_key: str | None = None,
        bedrock_token_provider: BedrockTokenProvider | None = None,
        aws_region: str | None = None,
        aws_profile: str | None = None,
        aws_access_key_id: str | None = None,
        aws_secret_access_key: str | None = None,
        aws_session_token: str | None = None,
        aws_credentials_provider: AwsCredentialsProvider | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        base_url: str | URL | None = None,
        websocket_base_url: str | None = None,
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
        """Create a client for Bedrock's endpoint in `aws_region`, or for `base_url`.

        Requests carry a bearer token (`api_key`, or what `bedrock_token_provider` returns for each), or are signed with
        AWS's credentials: a pair of keys, those of a profile or of `aws_credentials_provider`, or what AWS's own chain
        finds. With none of these, `AWS_BEARER_TOKEN_BEDROCK` goes before that chain. Options left out are read from
        the environment of AWS. `_enforce_credentials` is taken as other clients take it: here it says nothing, as
        credentials are looked for when the first request needs them.
        """
        del _enforce_credentials
        credentials = credentials_of(
            api_key=_without_omitted(api_key),
            bedrock_token_provider=bedrock_token_provider,
            aws_profile=aws_profile,
            aws_access_key_id=aws_access_key_id,
            aws_secret_access_key=aws_secret_access_key,
            aws_session_token=aws_session_token,
            aws_credentials_provider=aws_credentials_provider,
        )
        start = self._start(credentials, _without_omitted(aws_region), base_url)
        others = {
            "organization": organization,
            "project": project,
            "webhook_secret": webhook_secret,
            "websocket_base_url": websocket_base_url,
        }
        SyncAPIClient.__init__(
            self,
            {**start["options"], **others},
            base_url=start["base_url"],
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

    if TYPE_CHECKING:

        def copy(self, **changes: Unpack[SyncBedrockChanges]) -> Self:  # type: ignore[override]  # the options are known here
            """Return a client that differs in the given options and shares the connections."""
            return super().copy(**cast("dict[str, Any]", changes))

        def with_options(self, **changes: Unpack[SyncBedrockChanges]) -> Self:  # type: ignore[override]  # as above
            """Return a client that differs in the given options and shares the connections."""
            return self.copy(**changes)


class AsyncBedrockOpenAI(BedrockClient, AsyncOpenAI):
    """A client for Amazon Bedrock."""

    _service_client = "AsyncOpenAI"

    def __init__(
        self,
        *,
        api_key: str | None = None,
        bedrock_token_provider: AsyncBedrockTokenProvider | None = None,
        aws_region: str | None = None,
        aws_profile: str | None = None,
        aws_access_key_id: str | None = None,
        aws_secret_access_key: str | None = None,
        aws_session_token: str | None = None,
        aws_credentials_provider: AwsCredentialsProvider | None = None,
        organization: str | None = None,
        project: str | None = None,
        webhook_secret: str | None = None,
        base_url: str | URL | None = None,
        websocket_base_url: str | None = None,
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
        """Create a client for Bedrock's endpoint in `aws_region`, or for `base_url`.

        Requests carry a bearer token (`api_key`, or what `bedrock_token_provider` returns for each), or are signed with
        AWS's credentials: a pair of keys, those of a profile or of `aws_credentials_provider`, or what AWS's own chain
        finds. With none of these, `AWS_BEARER_TOKEN_BEDROCK` goes before that chain. Options left out are read from
        the environment of AWS. `_enforce_credentials` is taken as other clients take it: here it says nothing, as
        credentials are looked for when the first request needs them.
        """
        del _enforce_credentials
        credentials = credentials_of(
            api_key=_without_omitted(api_key),
            bedrock_token_provider=bedrock_token_provider,
            aws_profile=aws_profile,
            aws_access_key_id=aws_access_key_id,
            aws_secret_access_key=aws_secret_access_key,
            aws_session_token=aws_session_token,
            aws_credentials_provider=aws_credentials_provider,
        )
        start = self._start(credentials, _without_omitted(aws_region), base_url)
        others = {
            "organization": organization,
            "project": project,
            "webhook_secret": webhook_secret,
            "websocket_base_url": websocket_base_url,
        }
        AsyncAPIClient.__init__(
            self,
            {**start["options"], **others},
            base_url=start["base_url"],
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

    if TYPE_CHECKING:

        def copy(self, **changes: Unpack[AsyncBedrockChanges]) -> Self:  # type: ignore[override]  # the options are known here
            """Return a client that differs in the given options and shares the connections."""
            return super().copy(**cast("dict[str, Any]", changes))

        def with_options(self, **changes: Unpack[AsyncBedrockChanges]) -> Self:  # type: ignore[override]  # as above
            """Return a client that differs in the given options and shares the connections."""
            return self.copy(**changes)
