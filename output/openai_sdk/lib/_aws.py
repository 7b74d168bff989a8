"""Signing requests for AWS (SigV4), and where the credentials for that come from. `botocore` is imported only here.

It is imported when something of it is needed: with bearer tokens it need not be installed.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias, cast
from urllib.parse import quote, unquote

from .._exceptions import OpenAIError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["AwsCredentialsProvider", "Credentials", "Signer", "SigningKeys", "profile_region"]

AwsCredentialsProvider: TypeAlias = "Callable[[], object]"

SIGNING_HEADERS = ("authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token")
OF_CONNECTIONS = frozenset(("connection", *SIGNING_HEADERS))
"""Headers that are not signed as they are: those of a connection, and what signing adds itself."""

NOT_RESOLVED = (
    "Failed to resolve AWS credentials for Bedrock. Verify your AWS profile, environment variables, or runtime "
    "identity configuration and try again."
)
NOT_FOUND = (
    "Could not find credentials for Bedrock. Pass a bearer credential or AWS credentials to `bedrock(...)`, set "
    "`AWS_BEARER_TOKEN_BEDROCK`, or configure the default AWS credential chain."
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Credentials:
    """Which AWS credentials are used: keys, a profile, a function; with nothing said, what AWS's own chain finds."""

    access_key_id: str | None = None
    secret_access_key: str | None = None
    session_token: str | None = None
    profile: str | None = None
    provider: AwsCredentialsProvider | None = None

    @property
    def given(self) -> bool:
        """Whether anything was said."""
        return any(value is not None for value in (self.profile, self.provider)) or self._static

    @property
    def _static(self) -> bool:
        keys = (self.access_key_id, self.secret_access_key, self.session_token)
        return any(value is not None for value in keys)

    def checked(self) -> Credentials:
        """Return them. Raises OpenAIError for what contradicts itself, or is not all there."""
        if sum((self._static, self.profile is not None, self.provider is not None)) > 1:
            raise OpenAIError(
                "Bedrock authentication is ambiguous. Configure exactly one explicit AWS mode: static credentials, "
                "profile, or credential provider."
            )
        if self._static and not (self.access_key_id and self.secret_access_key):
            raise OpenAIError(
                "Static AWS credentials require both `access_key_id` and `secret_access_key`. A `session_token` may "
                "only be used with both."
            )
        if self.profile is not None and not self.profile.strip():
            raise OpenAIError("The Bedrock AWS `profile` must not be empty.")
        return replace(self, session_token=self.session_token or None)


@dataclass(frozen=True, slots=True, repr=False)
class SigningKeys:
    """The keys that one request is signed with, in the form that botocore takes."""

    access_key: str
    secret_key: str
    token: str | None


class Signer:
    """Signs requests to a service of a region. Credentials are looked for when they are needed, each time."""

    def __init__(self, credentials: Credentials, *, service: str, region: str) -> None:
        self._credentials = credentials
        self._service = service
        self._region = region
        self._session: Any = None

    def keys(self) -> SigningKeys:
        """Return what to sign with now. Raises OpenAIError where there is nothing, or it cannot be had."""
        given = self._credentials
        if given.access_key_id and given.secret_access_key:
            return SigningKeys(given.access_key_id, given.secret_access_key, given.session_token)
        try:
            found: Any = given.provider() if given.provider is not None else self._from_chain()
            frozen = found.get_frozen_credentials() if hasattr(found, "get_frozen_credentials") else found
            keys = None if frozen is None else SigningKeys(frozen.access_key, frozen.secret_key, frozen.token)
        except OpenAIError:
            raise
        except Exception as error:
            raise OpenAIError(NOT_RESOLVED) from error
        if keys is None:
            raise OpenAIError(NOT_FOUND)
        if not all(key and isinstance(cast("object", key), str) for key in (keys.access_key, keys.secret_key)):
            raise OpenAIError(NOT_RESOLVED)
        return keys

    def _from_chain(self) -> object:
        if self._session is None:
            self._session = _session(self._credentials.profile)
        return self._session.get_credentials()

    def sign(
        self, keys: SigningKeys, *, method: str, url: str, headers: Mapping[str, str], body: bytes
    ) -> Mapping[str, str]:
        """Return the headers that sign a request, to be added to its own."""
        auth, awsrequest = _botocore("auth"), _botocore("awsrequest")
        signed = {name: value for name, value in headers.items() if name.lower() not in OF_CONNECTIONS}
        signed["X-Amz-Content-SHA256"] = hashlib.sha256(body).hexdigest()
        request = awsrequest.AWSRequest(method=method, url=_canonical(url), headers=signed, data=body)
        auth.SigV4Auth(keys, self._service, self._region).add_auth(request)
        return {name: value for name, value in request.headers.items() if name.lower() in SIGNING_HEADERS}


def _canonical(url: str) -> str:
    """Return a URL with all of its query encoded, as it is signed; `botocore` takes that as it stands."""
    before, mark, query = url.partition("?")
    pairs = (pair.partition("=") for pair in query.split("&")) if query else ()
    return before + mark + "&".join(f"{_encoded(name)}={_encoded(value)}" for name, _, value in pairs)


def _encoded(text: str) -> str:
    return quote(unquote(text), safe="-_.~")


def profile_region(profile: str | None) -> str | None:
    """Return the region that AWS's configuration has for a profile, None for none. Raises OpenAIError."""
    session = _session(profile)
    try:
        region: object = session.get_config_variable("region")
    except Exception as error:
        raise OpenAIError(NOT_RESOLVED) from error
    return region if isinstance(region, str) and region.strip() else None


def _session(profile: str | None) -> Any:
    return _botocore("session").Session(profile=profile)


def _botocore(module: str) -> Any:
    try:
        return import_module(f"botocore.{module}")
    except ImportError as error:
        package = __name__.partition(".")[0]
        raise OpenAIError(
            "Bedrock AWS authentication requires optional AWS dependencies. "
            f"Install them with `pip install {package}[bedrock]` and try again."
        ) from error
