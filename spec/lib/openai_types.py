"""Types of the OpenAI API that its document has no schema for."""

from __future__ import annotations

from typing import Literal, TypeAlias

from typing_extensions import TypedDict

__all__ = ["FileContent", "OAuthErrorCode", "RealtimeConnectParams"]

FileContent: TypeAlias = str

OAuthErrorCode: TypeAlias = str | Literal["invalid_grant", "invalid_subject_token"]


class RealtimeConnectParams(TypedDict, total=False):
    """What a connection to the realtime API is opened with: a model, or a call to join."""

    call_id: str
    model: str
