"""Short-lived keys in exchange for tokens that the platform gives a workload: Kubernetes, Azure, Google Cloud."""

from __future__ import annotations

import json
import math
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast
from urllib.parse import urlencode

from typing_extensions import NotRequired, TypedDict

from .._exceptions import APIConnectionError, APITimeoutError, OpenAIError
from .._exchange import Ask, error_body
from .._http import default_client, library_of, timeout_parts
from .._request import encode_json
from .._types import is_mapping
from ..lib._providers import PLACEHOLDER
from ._errors import OAuthError, SubjectTokenProviderError

if TYPE_CHECKING:
    from collections.abc import Generator

    from .._exchange import ExchangeSettings, Send, Step
    from .._http import HTTPClient, Request, Response
    from .._request import HeaderSet

TOKEN_EXCHANGE_URL = "https://auth.openai.com/oauth/token"
KUBERNETES_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token"
AZURE_URL = "http://169.254.169.254/metadata/identity/oauth2/token"
GOOGLE_URL = "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity"
AZURE = "Failed to fetch Azure subject token from IMDS"
GOOGLE = "Failed to fetch GCP subject token from metadata server"

# RFC 8693
GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
SUBJECT_TOKENS = {"jwt": "urn:ietf:params:oauth:token-type:jwt", "id": "urn:ietf:params:oauth:token-type:id_token"}
REFRESH_BUFFER_SECONDS = 1200.0
REFUSALS = (400, 401, 403)
NO_KEY = "Token exchange response did not include a valid access_token"

NOTE = "workload_identity"
"""The extension of requests that carry such a key."""


class SubjectTokenProvider(TypedDict):
    """Where the platform's tokens come from, and of which kind they are."""

    token_type: Literal["jwt", "id"]
    get_token: Callable[[], str]


class WorkloadIdentity(TypedDict):
    """Whom the workload acts for. Keys are renewed `refresh_buffer_seconds` before they expire."""

    identity_provider_id: str
    service_account_id: str
    provider: SubjectTokenProvider
    refresh_buffer_seconds: NotRequired[float]


SubjectTokenWorkloadIdentity = WorkloadIdentity


class X509WorkloadIdentity(TypedDict):
    """Whom the workload acts for that has a client certificate; the certificate is the HTTP client's business.

    Keys are renewed `refresh_buffer_seconds` before they expire.
    """

    type: Literal["x509"]
    identity_provider_id: str
    service_account_id: str
    refresh_buffer_seconds: NotRequired[float]


AnyWorkloadIdentity: TypeAlias = WorkloadIdentity | X509WorkloadIdentity


def x509_workload_identity(
    *, identity_provider_id: str, service_account_id: str, refresh_buffer_seconds: float | None = None
) -> X509WorkloadIdentity:
    """Return the identity of a workload whose HTTP client shows a certificate."""
    identity: X509WorkloadIdentity = {
        "type": "x509",
        "identity_provider_id": identity_provider_id,
        "service_account_id": service_account_id,
    }
    if refresh_buffer_seconds is not None:
        identity["refresh_buffer_seconds"] = refresh_buffer_seconds
    return identity


class WorkloadIdentityAuth:
    """Keeps a key, and gets another one when it is about to expire. It may be used from many threads."""

    def __init__(self, *, workload_identity: WorkloadIdentity, token_exchange_url: str = TOKEN_EXCHANGE_URL) -> None:
        self.workload_identity = workload_identity
        self.token_exchange_url = token_exchange_url
        self._lock = threading.Lock()
        self._token: str | None = None
        self._renew_at = 0.0
        self._expires_at = 0.0

    def get_token(self) -> str:
        """Return a key.

        Raises OAuthError when the platform's token is refused, other OpenAIErrors when there is no key for another
        reason.
        """
        with self._lock:
            now = time.monotonic()
            if self._token is None or now >= self._renew_at:
                try:
                    self._renew()
                except OpenAIError:
                    if self._token is None or now >= self._expires_at:
                        raise
            assert self._token is not None
            return self._token

    async def get_token_async(self) -> str:
        """Return a key as `get_token` does, without holding up the event loop."""
        from anyio import to_thread

        return await to_thread.run_sync(self.get_token)

    def invalidate_token(self, token: str | None = None) -> None:
        """Forget the key, where it is this one: the next call gets another."""
        with self._lock:
            if token is None or token == self._token:
                self._token = None

    def _renew(self) -> None:
        began = time.monotonic()
        answer = self._exchange(self._subject_token())
        token, seconds = access_token(answer), answer.get("expires_in")
        if not (
            token.isascii() and token.isprintable()
        ):  # what no header can hold would show in the error of who tries
            raise OpenAIError(NO_KEY)
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 < seconds < math.inf:
            raise OpenAIError("Token exchange response did not include a valid expires_in")
        self._token = token
        self._expires_at = began + seconds
        self._renew_at = renewal_time(self.workload_identity, began, seconds)

    def _subject_token(self) -> str:
        token = cast("object", self.workload_identity["provider"]["get_token"]())
        if not isinstance(token, str) or not token:
            raise OpenAIError("The workload identity provider returned an empty subject token")
        return token

    def _exchange(self, subject_token: str) -> Mapping[str, object]:
        """Return the answer of the exchange."""
        kind = self.workload_identity["provider"]["token_type"]
        if kind not in SUBJECT_TOKENS:
            raise OpenAIError(f"Unsupported token type: {kind!r}. Supported types: {', '.join(SUBJECT_TOKENS)}")
        body = {
            "grant_type": GRANT,
            "subject_token": subject_token,
            "subject_token_type": SUBJECT_TOKENS[kind],
            "identity_provider_id": self.workload_identity["identity_provider_id"],
            "service_account_id": self.workload_identity["service_account_id"],
        }
        headers = {"Content-Type": "application/json"}
        response = _sent(None, "POST", self.token_exchange_url, headers=headers, content=encode_json(body))
        if response.status_code in REFUSALS:
            raise OAuthError(response=response, body=error_body(response))
        return exchanged(response)


class TokenAuthorizer:
    """Puts the keys of a workload's identity in place of the placeholder."""

    owns_credentials = False
    follows_redirects = True

    def __init__(self, auth: WorkloadIdentityAuth, *, asynchronous: bool) -> None:
        self.auth = auth
        self._source: Callable[[], Any] = auth.get_token_async if asynchronous else auth.get_token

    def authorize(self, _client: ExchangeSettings, send: Send) -> Generator[Step, Any, Send]:
        """Authorize a request that carries the placeholder."""
        if stands_in(send.request.headers.get("authorization")):
            put(send.request, (yield Ask(self._source)))
        return send

    def authorize_socket(self, _client: ExchangeSettings, headers: HeaderSet) -> Generator[Step, Any, None]:
        """Authorize a websocket that would be opened with the placeholder."""
        if stands_in(headers.values.get("authorization", ("", ""))[1]):
            headers.set("Authorization", f"Bearer {(yield Ask(self._source))}")

    def drop(self, request: Request) -> bool:
        """Give up the key of a request that was refused; say whether it had one."""
        token = was_put(request)
        if token is None:
            return False
        self.auth.invalidate_token(token)
        return True


def put(request: Request, token: str) -> None:
    """Authorize a request by a key, and note in it that this was done."""
    request.headers["authorization"] = f"Bearer {token}"
    request.extensions[NOTE] = True


def was_put(request: Request) -> str | None:
    """Return the key that a request went out with, where it was put there; None otherwise."""
    word, _, token = request.headers.get("authorization", "").partition(" ")
    return token if word == "Bearer" and NOTE in request.extensions else None


def stands_in(authorization: str | None) -> bool:
    """Say whether a header has the placeholder for a key."""
    return authorization == f"Bearer {PLACEHOLDER}"


def exchanged(response: Response) -> Mapping[str, object]:
    """Return what an exchange answered. Raises OpenAIError, which shows nothing of it, for what is no success."""
    if response.status_code != 200:
        raise OpenAIError(f"Token exchange failed with status {response.status_code}")
    try:
        answer: object = json.loads(response.content)
    except ValueError:
        answer = None
    if answer is None:
        raise OpenAIError("Token exchange succeeded but response body was empty")
    if not is_mapping(answer):
        raise OpenAIError("Token exchange succeeded but response body was not a JSON object")
    return answer


def access_token(answer: Mapping[str, object]) -> str:
    """Return the key that an exchange gave. Raises OpenAIError when there is none."""
    token = answer.get("access_token")
    if not isinstance(token, str) or not token:
        raise OpenAIError(NO_KEY)
    return token


def renewal_time(identity: AnyWorkloadIdentity, began: float, seconds: float) -> float:
    """Return when a key is renewed that was asked for at `began` and holds for so long."""
    buffer = identity.get("refresh_buffer_seconds")
    return began + seconds - min(REFRESH_BUFFER_SECONDS if buffer is None else buffer, seconds / 2)


def k8s_service_account_token_provider(token_file_path: str | Path = KUBERNETES_TOKEN) -> SubjectTokenProvider:
    """Return what reads the token that Kubernetes keeps in a file, anew each time."""

    def get_token() -> str:
        failed = f"Failed to read the token file at {token_file_path}"
        try:
            content = Path(token_file_path).read_bytes()
        except OSError as error:
            raise SubjectTokenProviderError(f"{failed}: {error}") from error
        token = _decoded(content)
        if token is None:
            raise SubjectTokenProviderError(f"{failed}: it is no UTF-8")
        if not token:
            raise SubjectTokenProviderError(f"{failed}: The token file at {token_file_path} is empty.")
        return token

    return {"token_type": "jwt", "get_token": get_token}


def _decoded(content: bytes) -> str | None:
    """Return the text of a file, None for what is none: the error of decoding it holds all that it could not read."""
    try:
        return content.decode("utf-8").strip()
    except UnicodeDecodeError:
        return None


def azure_managed_identity_token_provider(
    resource: str = "https://management.azure.com/",
    *,
    object_id: str | None = None,
    client_id: str | None = None,
    msi_res_id: str | None = None,
    api_version: str = "2018-02-01",
    timeout: float = 10.0,
    http_client: HTTPClient | None = None,
) -> SubjectTokenProvider:
    """Return what asks Azure for the token of a managed identity; `timeout` is in seconds."""
    asked = {
        "api-version": api_version,
        "resource": resource,
        "object_id": object_id,
        "client_id": client_id,
        "msi_res_id": msi_res_id,
    }
    query = {name: value for name, value in asked.items() if value is not None}

    def get_token() -> str:
        response = _metadata(AZURE, AZURE_URL, query, {"Metadata": "true"}, timeout=timeout, http_client=http_client)
        answer = error_body(response)
        token = answer.get("access_token") if is_mapping(answer) else None
        if not isinstance(token, str) or not token:
            raise SubjectTokenProviderError(
                f"{AZURE}: Azure IMDS response did not include an access_token", response=response
            )
        return token

    return {"token_type": "jwt", "get_token": get_token}


def gcp_id_token_provider(
    audience: str = "https://api.openai.com/v1", *, timeout: float = 10.0, http_client: HTTPClient | None = None
) -> SubjectTokenProvider:
    """Return what asks Google Cloud for an identity token; `timeout` is in seconds."""
    headers = {"Metadata-Flavor": "Google"}

    def get_token() -> str:
        query = {"audience": audience}
        response = _metadata(GOOGLE, GOOGLE_URL, query, headers, timeout=timeout, http_client=http_client)
        token = response.text.strip()
        if not token:
            raise SubjectTokenProviderError(f"{GOOGLE}: GCP metadata server returned an empty token", response=response)
        return token

    return {"token_type": "id", "get_token": get_token}


def _metadata(
    failure: str,
    url: str,
    query: dict[str, str],
    headers: dict[str, str],
    *,
    timeout: float,
    http_client: HTTPClient | None,
) -> Response:
    """Return the answer of a platform's metadata server; `failure` is what is said where there is none."""
    try:
        response = _sent(http_client, "GET", f"{url}?{urlencode(query)}", headers=headers, timeout=timeout)
    except APIConnectionError as error:
        raise SubjectTokenProviderError(f"{failure}: {error.__cause__}") from error.__cause__
    if response.status_code != 200:
        raise SubjectTokenProviderError(f"{failure}: HTTP {response.status_code}", response=response)
    return response


def _sent(
    given: HTTPClient | None,
    method: str,
    url: str,
    *,
    headers: dict[str, str],
    content: bytes | None = None,
    timeout: float = 30.0,
) -> Response:
    """Return the answer to a request. No redirect is followed: it would carry a token elsewhere."""
    library = library_of(given)
    client: HTTPClient = given or default_client()
    phases = {"timeout": timeout_parts(timeout)}
    request: Request = client.build_request(method, url, headers=headers, content=content, extensions=phases)
    shown: Request = library.module.Request(method, url)  # errors keep no request that holds a token
    try:
        response: Response = client.send(request, follow_redirects=False)
    except library.timeout_error as error:
        cast("Any", error).request = shown
        raise APITimeoutError(shown) from error
    except library.connection_errors as error:
        cast("Any", error).request = shown
        raise APIConnectionError(request=shown) from error
    finally:
        if given is None:
            client.close()
    response.request = shown
    return response
