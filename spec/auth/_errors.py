"""What goes wrong before there is a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._exceptions import AuthenticationError, OpenAIError
from .._types import is_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._http import Response


class SubjectTokenProviderError(OpenAIError):
    """The platform gave no token; `response` is its answer, where there was one."""

    response: Response | None

    def __init__(self, message: str, *, response: Response | None = None) -> None:
        super().__init__(message)
        self.response = response


class OAuthError(AuthenticationError):
    """The exchange refused; `error` is the code of the reason."""

    error: str | None

    def __init__(self, *, response: Response, body: object | None) -> None:
        members: Mapping[str, object] = body if is_mapping(body) else {}
        told = members.get("error_description")
        super().__init__(
            told if isinstance(told, str) and told else "OAuth authentication error.", response=response, body=body
        )
        reason = members.get("error")
        self.error = reason if isinstance(reason, str) else None
