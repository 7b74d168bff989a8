"""What a package says of the OAuth 2.0 schemes of its API, and what obtaining a token may show or raise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ._exceptions import SDKError

Grant = Literal["refresh_token", "password", "client_credentials", "device_code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuthFlow:
    """A way to a token, and where it is asked for. URLs may be relative to the base URL; those that the authorization
    server says itself are empty."""

    grant: Grant
    token_url: str = ""
    refresh_url: str = ""
    device_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OAuth:
    """How the client obtains the tokens of the security scheme called `scheme`.

    `scopes` are asked for where an operation names none of its own. `metadata_url` is where the authorization server
    describes itself. The rest are names of client options; those of parts that the scheme has no use for are empty.
    """

    scheme: str
    flows: tuple[OAuthFlow, ...]
    scopes: tuple[str, ...] = ()
    metadata_url: str = ""
    client_id: str = ""
    client_secret: str = ""
    refresh_token: str = ""
    username: str = ""
    password: str = ""
    scopes_option: str = ""
    token_url: str = ""
    on_device_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCode:
    """What a user needs to let this program in: they open `verification_uri` and enter `user_code` there.

    `verification_uri_complete` has the code in it already, where the server gives such a URL. Both are of use for
    `expires_in` seconds.
    """

    user_code: str
    verification_uri: str
    verification_uri_complete: str | None
    expires_in: float


class OAuthError(SDKError):
    """No access token was issued.

    `error` is the code of the authorization server, such as `invalid_client`; `error_description` are its words;
    `status_code` is that of its answer. Each is None where it did not say.
    """

    error: str | None
    error_description: str | None
    status_code: int | None

    def __init__(
        self,
        message: str,
        *,
        error: str | None = None,
        error_description: str | None = None,
        status_code: int | None = None,
    ) -> None:
        super().__init__(message)
        self.error = error
        self.error_description = error_description
        self.status_code = status_code

    def __reduce__(self) -> tuple[type[OAuthError], tuple[object, ...], dict[str, object]]:
        return type(self), self.args, self.__dict__
