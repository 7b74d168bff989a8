"""Short-lived keys in exchange for tokens that the platform gives a workload: Kubernetes, Azure, Google Cloud.

`WorkloadIdentityAuth` makes such keys. Its `get_token` (`get_token_async` in an asynchronous client) is the `api_key`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

from typing_extensions import NotRequired, TypedDict

from ._exceptions import APIConnectionError, AuthenticationError, OpenAIError
from ._exchange import error_body
from ._http import default_client, library_of, timeout_parts
from ._request import encode_json
from ._types import is_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._http import HTTPClient, Request, Response

__all__ = [
    "OAuthError",
    "SubjectTokenProvider",
    "SubjectTokenProviderError",
    "SubjectTokenWorkloadIdentity",
    "WorkloadIdentity",
    "WorkloadIdentityAuth",
    "azure_managed_identity_token_provider",
    "gcp_id_token_provider",
    "k8s_service_account_token_provider",
]

TOKEN_EXCHANGE_URL = "https://auth.openai.com/oauth/token"
KUBERNETES_TOKEN = "/var/run/secrets/kubernetes.io/serviceaccount/token"
AZURE_URL = "http://169.254.169.254/metadata/identity/oauth2/token"
GOOGLE_URL = "http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity"

# RFC 8693
GRANT = "urn:ietf:params:oauth:grant-type:token-exchange"
SUBJECT_TOKENS = {"jwt": "urn:ietf:params:oauth:token-type:jwt", "id": "urn:ietf:params:oauth:token-type:id_token"}
REFRESH_BUFFER_SECONDS = 60.0
REFUSALS = (400, 401, 403)


class SubjectTokenProvider(TypedDict):
    """Where the platform's tokens come from, and of which kind they are."""

    token_type: Literal["jwt", "id"]
    get_token: Callable[[], str]


class SubjectTokenWorkloadIdentity(TypedDict):
    """Whom the workload acts for. Keys are renewed `refresh_buffer_seconds` before they expire."""

    identity_provider_id: str
    service_account_id: str
    provider: SubjectTokenProvider
    refresh_buffer_seconds: NotRequired[float]


WorkloadIdentity = SubjectTokenWorkloadIdentity


class SubjectTokenProviderError(OpenAIError):
    """The platform gave no token; `response` is its answer, where there was one."""

    response: Response | None

    def __init__(self, message: str, *, response: Response | None = None) -> None:
        super().__init__(message)
        self.response = response


class OAuthError(AuthenticationError):
    """The platform's token was refused; `error` is the code of the reason."""

    error: str | None

    def __init__(self, *, response: Response, body: object | None) -> None:
        members: Mapping[str, object] = body if is_mapping(body) else {}
        told = members.get("error_description")
        super().__init__(
            told if isinstance(told, str) and told else "The token of the workload was refused.",
            response=response,
            body=body,
        )
        reason = members.get("error")
        self.error = reason if isinstance(reason, str) else None


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
        answer = self._exchange(_subject_token(self.workload_identity["provider"]))
        token, seconds = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token:
            raise OpenAIError("The token exchange answered without `access_token`")
        if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds <= 0:
            raise OpenAIError("The token exchange answered without a valid `expires_in`")
        buffer = self.workload_identity.get("refresh_buffer_seconds", REFRESH_BUFFER_SECONDS)
        self._token = token
        self._expires_at = began + seconds
        self._renew_at = self._expires_at - min(buffer, seconds / 2)

    def _exchange(self, subject_token: str) -> Any:
        """Return the answer of the exchange."""
        body = {
            "grant_type": GRANT,
            "subject_token": subject_token,
            "subject_token_type": SUBJECT_TOKENS[self.workload_identity["provider"]["token_type"]],
            "identity_provider_id": self.workload_identity["identity_provider_id"],
            "service_account_id": self.workload_identity["service_account_id"],
        }
        headers = {"Content-Type": "application/json"}
        response = _sent(None, "POST", self.token_exchange_url, headers=headers, content=encode_json(body))
        answer = error_body(response)
        if response.status_code in REFUSALS:
            raise OAuthError(response=response, body=answer)
        if response.status_code != 200 or not is_mapping(answer):
            raise OpenAIError(f"The token exchange failed with status {response.status_code}")
        return answer


def _subject_token(provider: SubjectTokenProvider) -> str:
    token = provider["get_token"]()
    if not token:
        raise OpenAIError("The provider of the workload's tokens returned an empty one")
    return token


def k8s_service_account_token_provider(token_file_path: str | Path = KUBERNETES_TOKEN) -> SubjectTokenProvider:
    """Return what reads the token that Kubernetes keeps in a file, anew each time."""

    def get_token() -> str:
        try:
            return Path(token_file_path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SubjectTokenProviderError(f"The token in {token_file_path} cannot be read: {error}") from error

    return {"token_type": "jwt", "get_token": get_token}


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
        response = _metadata("Azure", AZURE_URL, query, {"Metadata": "true"}, timeout=timeout, http_client=http_client)
        answer = error_body(response)
        token = answer.get("access_token") if is_mapping(answer) else None
        if not isinstance(token, str):
            raise SubjectTokenProviderError("Azure answered without `access_token`", response=response)
        return token

    return {"token_type": "jwt", "get_token": get_token}


def gcp_id_token_provider(
    audience: str = "https://api.openai.com/v1", *, timeout: float = 10.0, http_client: HTTPClient | None = None
) -> SubjectTokenProvider:
    """Return what asks Google Cloud for an identity token; `timeout` is in seconds."""
    headers = {"Metadata-Flavor": "Google"}

    def get_token() -> str:
        query = {"audience": audience}
        response = _metadata("Google Cloud", GOOGLE_URL, query, headers, timeout=timeout, http_client=http_client)
        return response.text.strip()

    return {"token_type": "id", "get_token": get_token}


def _metadata(
    platform: str,
    url: str,
    query: dict[str, str],
    headers: dict[str, str],
    *,
    timeout: float,
    http_client: HTTPClient | None,
) -> Response:
    """Return the answer of a platform's metadata server."""
    try:
        response = _sent(http_client, "GET", f"{url}?{urlencode(query)}", headers=headers, timeout=timeout)
    except APIConnectionError as error:
        raise SubjectTokenProviderError(f"{platform} gave no token: {error.__cause__}") from error
    if response.status_code != 200:
        raise SubjectTokenProviderError(f"{platform} gave no token: status {response.status_code}", response=response)
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
    client: HTTPClient = given or default_client()
    phases = {"timeout": timeout_parts(timeout)}
    request: Request = client.build_request(method, url, headers=headers, content=content, extensions=phases)
    try:
        response: Response = client.send(request, follow_redirects=False)
    except library_of(given).connection_errors as error:
        raise APIConnectionError(request=request) from error
    finally:
        if given is None:
            client.close()
    return response
