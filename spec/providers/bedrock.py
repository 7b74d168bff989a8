"""Amazon Bedrock: its endpoints, and requests authorized by bearer tokens or AWS signatures."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import os
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import urlsplit

from .._exceptions import OpenAIError
from .._exchange import Ask
from .._types import NOT_GIVEN, NotGiven
from ..lib._aws import AwsCredentialsProvider, Credentials, Signer, profile_region
from ..lib._providers import Provider, Service

if TYPE_CHECKING:
    from collections.abc import Generator

    from .._exchange import ExchangeSettings, Send, Step
    from .._http import URL, Request
    from .._request import HeaderSet

__all__ = ["AwsCredentialsProvider", "BedrockEndpoint", "BedrockTokenProvider", "bedrock"]

BedrockEndpoint: TypeAlias = Literal["mantle", "runtime"]
BedrockTokenProvider: TypeAlias = Callable[[], str | Awaitable[str]]

SERVICES: dict[str, str] = {"mantle": "bedrock-mantle", "runtime": "bedrock"}
"""Under which name each endpoint is signed for."""

REGION = re.compile(r"[a-z]{2,8}(?:-[a-z0-9]+)+-\d+")
SUFFIXES = (
    ("cn-", "amazonaws.com.cn", "api.amazonwebservices.com.cn"),
    ("eusc-", "amazonaws.eu", "api.amazonwebservices.eu"),
    ("us-isob-", "sc2s.sgov.gov", "api.aws.scloud"),
    ("us-isof-", "csp.hci.ic.gov", "api.aws.hci.ic.gov"),
    ("us-iso-", "c2s.ic.gov", "api.aws.ic.gov"),
    ("eu-isoe-", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk"),
    ("", "amazonaws.com", "api.aws"),
)
"""The domains of AWS's partitions, by how their regions begin: the ordinary one, and that for both kinds of IP."""

NO_REGION = (
    "Bedrock requires an AWS region. Pass `region` to `bedrock(...)`, or set `AWS_REGION` or `AWS_DEFAULT_REGION`."
)
AMBIGUOUS = (
    "Bedrock authentication is ambiguous. Configure exactly one explicit mode: bearer credential, static AWS "
    "credentials, profile, or credential provider."
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Bearer:
    """A bearer token: itself, or what gives one for each request."""

    token: str | None = None
    provider: BedrockTokenProvider | None = None
    variable: str | None = None

    def now(self) -> Any:
        """Return the token as it is now, or what is to be awaited for it."""
        if self.provider is not None:
            return self.provider()
        return self.token if self.variable is None else os.environ.get(self.variable, "").strip()


BEARER_VARIABLE = "AWS_BEARER_TOKEN_BEDROCK"
FROM_ENVIRONMENT = Bearer(variable=BEARER_VARIABLE)


def bedrock(
    *,
    endpoint: BedrockEndpoint | None = None,
    region: str | None = None,
    base_url: str | URL | NotGiven | None = NOT_GIVEN,
    api_key: str | NotGiven | None = NOT_GIVEN,
    token_provider: BedrockTokenProvider | None = None,
    access_key_id: str | None = None,
    secret_access_key: str | None = None,
    session_token: str | None = None,
    profile: str | None = None,
    credential_provider: AwsCredentialsProvider | None = None,
) -> Provider:
    """Return what makes a client one for Amazon Bedrock: `OpenAI(provider=bedrock(region="us-east-1"))`.

    Requests carry a bearer token (`api_key`, or what `token_provider` returns for each), or are signed with AWS's
    credentials: a pair of keys, those of a `profile` or of `credential_provider`, or what AWS's chain finds. With
    nothing said, `AWS_BEARER_TOKEN_BEDROCK` goes before that chain, unless `api_key` is None. Without `base_url` (or
    `AWS_BEDROCK_BASE_URL`, unless that is None) the region says where the endpoint is.
    """
    aws = Credentials(
        access_key_id=access_key_id,
        secret_access_key=secret_access_key,
        session_token=session_token,
        profile=profile,
        provider=credential_provider,
    )
    credentials = _chosen(api_key, token_provider, aws)
    place = located(endpoint, region, _base_url(base_url), signed=isinstance(credentials, Credentials))

    def configure(asynchronous: bool) -> Service:
        url = place.url(credentials)
        return Service(base_url=url, authorizer=authorizer(place, credentials, asynchronous=asynchronous))

    return Provider("bedrock", configure)


def _chosen(
    api_key: str | NotGiven | None, token_provider: BedrockTokenProvider | None, aws: Credentials
) -> Bearer | Credentials:
    """Return the credentials to use. Raises OpenAIError where several were given."""
    bearer = api_key is not None and not isinstance(api_key, NotGiven)
    if bearer and token_provider is not None:
        raise OpenAIError("The `api_key` and `token_provider` options are mutually exclusive. Configure only one.")
    if (bearer or token_provider is not None) and aws.given:
        raise OpenAIError(AMBIGUOUS)
    if bearer:
        if not isinstance(api_key, str) or not api_key.strip():
            raise OpenAIError("The Bedrock bearer credential must not be empty.")
        return Bearer(token=api_key)
    if token_provider is not None:
        return Bearer(provider=token_provider)
    if not aws.given and isinstance(api_key, NotGiven) and FROM_ENVIRONMENT.now():
        return FROM_ENVIRONMENT
    return aws.checked()


# Where


def _base_url(given: str | URL | NotGiven | None) -> str | None:
    if isinstance(given, NotGiven):
        return environment_base_url()
    if given is None:
        return None
    url = str(given).strip()
    if not url:
        raise OpenAIError("The Bedrock `base_url` must not be empty.")
    return url


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An endpoint: `base_url` where that is known without the region, which an AWS profile may have yet to say."""

    endpoint: str
    region: str | None
    base_url: str | None

    def resolved_region(self, credentials: Bearer | Credentials) -> str | None:
        """Return the region, which the configuration of AWS may know. Raises OpenAIError where one is missing."""
        if self.region is not None:
            return self.region
        if isinstance(credentials, Credentials):
            region = profile_region(credentials.profile)
            if region is not None:
                _check_place(self.base_url, self.endpoint, region)
                return region
        elif self.base_url is not None:
            return None
        raise OpenAIError(NO_REGION)

    def url(self, credentials: Bearer | Credentials) -> str:
        """Return the URL that paths are appended to."""
        region = self.resolved_region(credentials)
        if self.base_url is not None:
            return self.base_url
        assert region is not None
        return canonical_url(self.endpoint, region)


def located(endpoint: str | None, region: str | None, base_url: str | None, *, signed: bool) -> Place:
    """Return where an endpoint is. Raises OpenAIError for what cannot be, or contradicts itself."""
    if endpoint not in (None, *SERVICES):
        raise OpenAIError("The Bedrock `endpoint` must be either `mantle` or `runtime`.")
    url = None if base_url is None else base_url.rstrip("/").removesuffix("/responses").rstrip("/")
    known = None if url is None else canonical_place(url)
    own = (region or "").strip() or None
    if own is None and (signed or url is None):
        own = environment_region()
    endpoint = endpoint or (known[0] if known else "mantle")
    if own is not None:
        _check_region(own)
    _check_place(url, endpoint, own)
    return Place(endpoint=endpoint, region=own, base_url=url)


def environment_base_url() -> str | None:
    """Return the URL that the environment names."""
    return os.environ.get("AWS_BEDROCK_BASE_URL", "").strip() or None


def environment_region() -> str | None:
    """Return the region that the environment names."""
    named = (os.environ.get(name, "").strip() for name in ("AWS_REGION", "AWS_DEFAULT_REGION"))
    return next(filter(None, named), None)


def _check_region(region: str) -> None:
    if REGION.fullmatch(region) is None:
        raise OpenAIError("The Bedrock AWS `region` is invalid. Use a standard AWS region such as `us-east-1`.")


def _check_place(url: str | None, endpoint: str, region: str | None) -> None:
    """Raise OpenAIError for a URL of AWS's own that is not of this endpoint and region."""
    if region is not None:
        _check_region(region)
    known = None if url is None else canonical_place(url)
    if url is None or known is None:
        return
    if urlsplit(url).scheme.lower() != "https":
        raise OpenAIError("Canonical Amazon Bedrock endpoints require HTTPS.")
    if known[0] != endpoint:
        raise OpenAIError(
            f"The Bedrock {known[0]} hostname does not match the selected `{endpoint}` endpoint. "
            f"Set `endpoint='{known[0]}'` to use this hostname."
        )
    if region is not None and known[1] != region:
        raise OpenAIError(
            f"The Bedrock endpoint region `{known[1]}` does not match the configured AWS region `{region}`."
        )


def canonical_url(endpoint: str, region: str) -> str:
    """Return the URL of an endpoint of AWS's own."""
    host = f"bedrock-{endpoint}.{region}.{_suffixes(region)[0] if endpoint == 'runtime' else 'api.aws'}"
    return f"https://{host}/openai/v1"


def canonical_place(url: str) -> tuple[str, str] | None:
    """Return the endpoint and the region that a URL of AWS's own is of; None for any other."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return None
    first, _, rest = host.partition(".")
    region, _, domain = rest.partition(".")
    if REGION.fullmatch(region) is None:
        return None
    if first == "bedrock-mantle" and domain == "api.aws":
        return "mantle", region
    if first in ("bedrock-runtime", "bedrock-runtime-fips") and domain in _suffixes(region):
        return "runtime", region
    return None


def _suffixes(region: str) -> tuple[str, str]:
    return next((own, dual) for start, own, dual in SUFFIXES if region.startswith(start))


# How


def authorizer(place: Place, credentials: Bearer | Credentials, *, asynchronous: bool) -> BedrockAuthorizer:
    """Return what authorizes the requests to an endpoint."""
    url = place.url(credentials)
    if isinstance(credentials, Bearer):
        return BearerAuthorizer(url, credentials, asynchronous=asynchronous)
    region = place.resolved_region(credentials)
    assert region is not None
    signer = Signer(credentials, service=SERVICES[place.endpoint], region=region)
    return SigningAuthorizer(url, signer, asynchronous=asynchronous)


class BedrockAuthorizer:
    """What both ways have: credentials go to the service alone, beside no others."""

    owns_credentials = True
    follows_redirects = True

    def __init__(self, url: str, *, asynchronous: bool) -> None:
        self._origin = _origin(url)
        self._asynchronous = asynchronous

    def authorize(self, _client: ExchangeSettings, send: Send) -> Generator[Step, Any, Send]:
        """Authorize a request to the service."""
        if "authorization" in send.request.headers:
            raise OpenAIError(
                "Bedrock provider authentication cannot be combined with a custom `Authorization` header."
            )
        if _origin(str(send.request.url)) != self._origin:
            raise OpenAIError(
                "Refusing to authenticate a Bedrock request for an origin other than the configured provider URL."
            )
        yield from self.add(send.request)
        return send._replace(trusted=False)

    def add(self, request: Request) -> Generator[Step, Any, None]:
        """Add the credentials."""
        raise NotImplementedError

    def authorize_socket(self, _client: ExchangeSettings, _headers: HeaderSet) -> Generator[Step, Any, None]:
        """Raise OpenAIError: the service has no websockets."""
        raise OpenAIError("Websockets are not authorized for Bedrock")
        yield  # never: what is called like this is a course of steps

    def drop(self, _request: Request) -> bool:
        """Say that a refused request is not sent again: its credentials were fresh."""
        return False


class BearerAuthorizer(BedrockAuthorizer):
    """Adds bearer tokens."""

    def __init__(self, url: str, credentials: Bearer, *, asynchronous: bool) -> None:
        super().__init__(url, asynchronous=asynchronous)
        self._credentials = credentials

    def add(self, request: Request) -> Generator[Step, Any, None]:
        """Add the token, asked for now."""
        request.headers["authorization"] = (
            f"Bearer {(yield Ask(self._async_token if self._asynchronous else self._token))}"
        )

    def _token(self) -> str:
        return _checked_token(self._given())

    async def _async_token(self) -> str:
        given = self._given()
        try:
            return _checked_token(await given if hasattr(given, "__await__") else given)
        except OpenAIError:
            raise
        except Exception as error:
            raise OpenAIError(NO_TOKEN) from error

    def _given(self) -> Any:
        try:
            given = self._credentials.now()
        except Exception as error:
            raise OpenAIError(NO_TOKEN) from error
        if hasattr(given, "__await__") and not self._asynchronous:
            getattr(given, "close", lambda: None)()
            raise OpenAIError("An async Bedrock token provider requires `AsyncOpenAI`.")
        return given


NO_TOKEN = "Failed to resolve a bearer credential for Bedrock."


def _checked_token(token: object) -> str:
    """Return a token as the text it is. Raises OpenAIError for what no header can hold: an error of the HTTP library
    would show it.
    """
    text = str.__str__(token) if isinstance(token, str) else ""
    if not text:
        raise OpenAIError("The Bedrock bearer credential provider must return a non-empty string.")
    if not (text.isascii() and text.isprintable()):
        raise OpenAIError("The Bedrock bearer credential has a character that no header can hold.")
    return text


class SigningAuthorizer(BedrockAuthorizer):
    """Signs requests. A signature is for one URL, so that no redirect is followed."""

    follows_redirects = False

    def __init__(self, url: str, signer: Signer, *, asynchronous: bool) -> None:
        super().__init__(url, asynchronous=asynchronous)
        self._signer = signer

    def add(self, request: Request) -> Generator[Step, Any, None]:
        """Sign the request, with the credentials of now."""
        body = _whole_body(request)
        keys = yield Ask(self._async_keys if self._asynchronous else self._signer.keys)
        added = self._signer.sign(keys, method=request.method, url=str(request.url), headers=request.headers, body=body)
        request.headers.update(added)

    async def _async_keys(self) -> object:
        from anyio import to_thread

        return await to_thread.run_sync(self._signer.keys)


def _whole_body(request: Request) -> bytes:
    """Return the body, all of which is signed. Raises OpenAIError for one that comes in pieces."""
    try:
        return request.content
    except Exception as error:  # the library's own, whichever it is
        raise OpenAIError(
            "Bedrock SigV4 authentication requires a replayable request body. Buffer the body before sending or use "
            "bearer authentication."
        ) from error


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(scheme)
