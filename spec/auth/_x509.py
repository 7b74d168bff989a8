"""Keys in exchange for the client certificate that the HTTP client shows, and what such clients do not send.

The exchange and the API are reached through the transports of the client's own HTTP client, which holds the
certificate. Each request is looked at twice: before a key is asked for, and where it leaves, after all hooks.
"""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import math
import re
import time
from copy import copy
from functools import cache, partial
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from .. import _retry
from .._exceptions import APIConnectionError, APITimeoutError, OpenAIError
from .._exchange import Ask, Send, Wait, error_body
from .._flights import Flights
from .._http import timeout_parts
from .._request import encode_json
from .._types import is_mapping
from ..lib._providers import PLACEHOLDER
from ._errors import OAuthError
from ._workload import GRANT, REFUSALS, access_token, exchanged, put, renewal_time, stands_in, was_put

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from .._exchange import ExchangeSettings, Step
    from .._http import HTTPLibrary, Request, Response
    from .._request import HeaderSet
    from ._workload import X509WorkloadIdentity

BASE_URL = "https://mtls.api.openai.com/v1"
EXCHANGE_URL = "https://mtls.auth.openai.com/oauth/token"
SUBJECT_TOKEN = "urn:openai:params:oauth:token-type:x509"
EXCHANGE_SECONDS = 10.0
MAX_EXCHANGE_RETRIES = 2

IDS = ("identity_provider_id", "service_account_id")
MEMBERS = frozenset(("type", *IDS, "refresh_buffer_seconds"))
OTHER_KINDS = frozenset(("provider", "client_id"))
FOREIGN_CREDENTIALS = frozenset(("api-key", "x-api-key", "proxy-authorization"))
BEARER_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*")
CODE = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s/?#@\\:\[\]]+)(?::([0-9]{1,5}))?")


def check_identity(identity: X509WorkloadIdentity) -> None:
    """Raise OpenAIError unless an identity says whom the workload acts for, and nothing else. No value is shown."""
    if not OTHER_KINDS.isdisjoint(identity):
        raise OpenAIError("X.509 workload identity does not accept a subject-token provider or client ID")
    if not MEMBERS.issuperset(identity):
        raise OpenAIError("X.509 workload identity accepts only identity IDs and an optional refresh buffer")
    if not all(isinstance(identity.get(name), str) and identity.get(name) for name in IDS):
        raise OpenAIError("X.509 workload identity requires identity-provider and service-account IDs")
    if _finite(identity.get("refresh_buffer_seconds") or 0.0) is None:
        raise OpenAIError("X.509 workload identity requires a finite, non-negative refresh buffer")


def _finite(value: object) -> float | None:
    """Return a number that is finite and not negative; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) and number >= 0 else None


Origin = tuple[str, str, int]


def origin_of(url: str) -> Origin:
    """Return where a request for an API goes. Raises OpenAIError for what no key may be sent to."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = urlsplit(""), None, None
    if parts.scheme.lower() != "https" or not host:
        raise OpenAIError("X.509 workload identity requires an absolute HTTPS API URL")
    if "@" in parts.netloc or "\\" in parts.netloc:
        raise OpenAIError("X.509 workload identity API URLs cannot contain user credentials")
    return "https", host.lower(), 443 if port is None else port


def check_request(request: Request, origin: Origin) -> None:
    """Raise OpenAIError for a request that goes elsewhere than to `origin`, or takes other credentials along."""
    if origin_of(str(request.url)) != origin or request.url.userinfo:
        raise OpenAIError("X.509 workload identity requests must use the configured API origin")
    if any(name.lower().replace("_", "-") in FOREIGN_CREDENTIALS for name in request.headers):
        raise OpenAIError("X.509 workload identity requests cannot include API-key or proxy credentials")
    named = request.headers.get_list("host")
    matched = AUTHORITY.fullmatch(named[0]) if len(named) == 1 else None
    if len(named) != 1 or (matched is None and named[0]) or any(name.startswith(":") for name in request.headers):
        raise OpenAIError("X.509 workload identity requests require exactly one valid Host authority")
    if matched is None or ("https", matched[1].strip("[]").lower(), int(matched[2] or 443)) != origin:
        raise OpenAIError("X.509 workload identity Host authority must match the request URL")


class CertificateAuthorizer:
    """Gets keys by exchange, keeps them, and lets them go to the API alone. No `repr` shows one."""

    owns_credentials = False
    follows_redirects = False

    def __init__(self, identity: X509WorkloadIdentity, *, asynchronous: bool) -> None:
        self._identity = cast("X509WorkloadIdentity", dict(identity))
        self._asynchronous = asynchronous
        self._flights = Flights(asynchronous=asynchronous)
        self._token: str | None = None
        self._renew_at = 0.0
        self._expires_at = 0.0

    def authorize(self, client: ExchangeSettings, send: Send) -> Generator[Step, Any, Send]:
        """Authorize a request that carries the placeholder, and see to it that it leaves as it is now."""
        if getattr(client, "workload_identity", None) != self._identity:
            raise OpenAIError("X.509 workload identity cannot be changed after client construction")
        request, origin = send.request, origin_of(client._base)
        check_request(request, origin)
        if stands_in(request.headers.get("authorization")):
            put(request, (yield from self._key(client)))
        expected = request.headers.get("authorization")

        def check(leaving: Request) -> None:
            check_request(leaving, origin)
            if leaving.headers.get("authorization") != expected:
                raise OpenAIError("X.509 workload identity authorization cannot be changed by HTTP request hooks")

        http_client = client._http_client()
        via = self._through(client, check, cookies=http_client.cookies.jar, event_hooks=http_client.event_hooks)
        return send._replace(trusted=False, via=via)

    def authorize_socket(self, _client: ExchangeSettings, _headers: HeaderSet) -> Generator[Step, Any, None]:
        """Raise OpenAIError: websockets do not go through the HTTP client, which has the certificate."""
        raise OpenAIError("X.509 workload identity does not cover websockets")
        yield  # never: what is called like this is a course of steps

    def drop(self, request: Request) -> bool:
        """Give up the key of a request that was refused; say whether it had one."""
        token = was_put(request)
        if token is not None and token == self._token:
            self._token = None
        return token is not None

    # Keys

    def _key(self, client: ExchangeSettings) -> Generator[Step, Any, str]:
        """Return a key. Whoever needs one that nobody is asking for yet asks; others wait for the outcome."""
        while True:
            if (token := self._fresh()) is not None:
                return token
            flight, is_own = self._flights.join((id(self), "x509"))
            if is_own:
                try:
                    return (yield from self._renewed(client))
                except Exception as error:
                    flight.error = error
                    raise
                finally:
                    flight.land()
            yield Ask(partial(flight.wait, None))
            if flight.error is not None:
                raise copy(flight.error) from flight.error.__cause__

    def _fresh(self) -> str | None:
        """Return the key that need not be renewed yet. Another thread may take it away while it is looked at."""
        token = self._token
        return token if time.monotonic() < self._renew_at else None

    def _renewed(self, client: ExchangeSettings) -> Generator[Step, Any, str]:
        """Return a new key; the present one, where there is none and it still holds."""
        if (present := self._fresh()) is not None:  # it came in the meantime
            return present
        try:
            began = time.monotonic()
            token, seconds = self._judged((yield from self._exchange(client)))
        except OpenAIError:
            present = self._token
            if present is None or time.monotonic() >= self._expires_at:
                raise
            return present
        self._expires_at = began + seconds
        self._renew_at = renewal_time(self._identity, began, seconds)
        self._token = token
        return token

    def _judged(self, response: Response) -> tuple[str, float]:
        """Return a key, and for how many seconds it holds. What the answer says of a refusal is not passed on."""
        if response.status_code in REFUSALS:
            raise _refusal(response)
        answer = exchanged(response)
        kind = answer.get("token_type", "Bearer")
        if not isinstance(kind, str) or kind.lower() != "bearer":
            raise OpenAIError("X.509 token exchange response must use the Bearer token type")
        token = access_token(answer)
        if BEARER_TOKEN.fullmatch(token) is None or token == PLACEHOLDER:
            raise OpenAIError("X.509 token exchange response did not include a valid Bearer access_token")
        seconds = _finite(answer.get("expires_in"))
        if not seconds:
            raise OpenAIError("X.509 token exchange response did not include a positive, finite expires_in")
        return token, seconds

    def _exchange(self, client: ExchangeSettings) -> Generator[Step, Any, Response]:
        """Ask for a key, again where that may help. Nothing of the HTTP client's but its transport is used."""
        library = client._library
        body = encode_json(
            {
                "grant_type": GRANT,
                "subject_token_type": SUBJECT_TOKEN,
                "identity_provider_id": self._identity["identity_provider_id"],
                "service_account_id": self._identity["service_account_id"],
            }
        )
        retries = min(getattr(client, "max_retries", 0), MAX_EXCHANGE_RETRIES)
        via = self._through(client, _check_exchange)
        taken = 0
        while True:
            request = library.module.Request(
                "POST",
                EXCHANGE_URL,
                headers={"Content-Type": "application/json"},
                content=body,
                extensions={"timeout": timeout_parts(EXCHANGE_SECONDS)},
            )
            answered: Mapping[str, str] | None = None
            try:
                response: Response = yield Send(request, stream=False, trusted=False, via=via)
            except library.timeout_error as error:
                if taken >= retries:
                    raise APITimeoutError(request) from error
            except library.connection_errors as error:
                if taken >= retries:
                    raise APIConnectionError(request=request) from error
            else:
                if taken >= retries or not _retry.should_retry(response.status_code, response.headers):
                    return response
                answered = response.headers
            yield Wait(client._retry_delay(taken, answered))
            taken += 1

    def _through(self, client: ExchangeSettings, check: Callable[[Request], None], **settings: Any) -> Any:
        """Return an HTTP client that sends by the transports of the client's own what passes `check`."""
        library = client._library
        transport = _transports(library, asynchronous=self._asynchronous)(client._http_client(), check)
        kind = library.module.AsyncClient if self._asynchronous else library.module.Client
        return kind(transport=transport, trust_env=False, follow_redirects=False, **settings)


def _check_exchange(request: Request) -> None:
    """Raise OpenAIError for what is not the exchange, or takes credentials along."""
    if str(request.url) != EXCHANGE_URL or not {"authorization", "cookie"}.isdisjoint(request.headers):
        raise OpenAIError("X.509 token exchange was changed on its way")
    check_request(request, origin_of(EXCHANGE_URL))


def _refusal(response: Response) -> OAuthError:
    """Return the error for an exchange that was refused, with nothing of the answer but the code of the reason."""
    body = error_body(response)
    code = body.get("error") if is_mapping(body) else None
    kept = {"error": code} if isinstance(code, str) and CODE.fullmatch(code) else None
    headers = {name: text for name, text in response.headers.items() if name.lower() == "x-request-id"}
    shown = type(response)(response.status_code, headers=headers, request=response.request)
    return OAuthError(response=shown, body=kept)


@cache  # one for each HTTP library, of each kind
def _transports(library: HTTPLibrary, *, asynchronous: bool) -> Any:
    """Return the class of transports that check what passes through them to those of another HTTP client."""
    base: Any = library.module.AsyncBaseTransport if asynchronous else library.module.BaseTransport

    class Passage(base):  # type: ignore[misc]  # a class of the library, which is not loaded before
        def __init__(self, http_client: Any, check: Callable[[Request], None]) -> None:
            self._http_client = http_client
            self._check = check

        def handle_request(self, request: Request) -> Any:
            return self._transport_for(request).handle_request(request)

        async def handle_async_request(self, request: Request) -> Any:
            return await self._transport_for(request).handle_async_request(request)

        def _transport_for(self, request: Request) -> Any:
            self._check(request)
            if self._http_client.is_closed:  # whose transport would open another connection
                raise RuntimeError("Cannot send a request, as the client has been closed.")
            return self._http_client._transport_for_url(request.url)

    return Passage
