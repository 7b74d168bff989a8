"""The names that every package has, whatever its document says."""

from __future__ import annotations

from collections.abc import Mapping

RUNTIME_EXPORTS: Mapping[str, tuple[str, ...]] = {
    "_attempts": ("Attempt",),
    "_constants": ("DEFAULT_CONNECTION_LIMITS", "DEFAULT_MAX_RETRIES", "DEFAULT_TIMEOUT"),
    "_exceptions": (
        "APIConnectionError",
        "APIError",
        "APIResponseValidationError",
        "APIStatusError",
        "APITimeoutError",
        "AuthenticationError",
        "BadRequestError",
        "ConflictError",
        "InternalServerError",
        "InvalidWebhookSignatureError",
        "NotFoundError",
        "PermissionDeniedError",
        "RateLimitError",
        "UnprocessableEntityError",
    ),
    "_files": ("file_from_path",),
    "_http": (
        "DefaultAioHttpClient",
        "DefaultAsyncHttpx2Client",
        "DefaultAsyncHttpxClient",
        "DefaultHttpx2Client",
        "DefaultHttpxClient",
        "Timeout",
    ),
    "_models": ("BaseModel",),
    "_response": ("APIResponse", "AsyncAPIResponse"),
    "_streaming": ("AsyncStream", "Stream"),
    "_types": (
        "NOT_GIVEN",
        "NoneType",
        "NotGiven",
        "Omit",
        "ProxiesTypes",
        "RequestOptions",
        "Transport",
        "not_given",
        "omit",
    ),
}
"""What the root of every generated package exports of the runtime, by module."""

OAUTH_EXPORTS: Mapping[str, tuple[str, ...]] = {"_oauth": ("DeviceCode", "OAuthError")}
"""The same of packages whose clients obtain tokens."""

WEBHOOK_EXPORTS: Mapping[str, tuple[str, ...]] = {"_exceptions": ("APIWebhookValidationError",)}
"""The same of packages with methods that read webhooks."""

WAIT_EXPORTS: Mapping[str, tuple[str, ...]] = {"lib._polling": ("WaitError", "WaitTimeoutError", "WorkFailedError")}
"""The same of packages with methods that wait for work."""

ERRORS = frozenset(
    (
        *RUNTIME_EXPORTS["_exceptions"],
        *WEBHOOK_EXPORTS["_exceptions"],
        *WAIT_EXPORTS["lib._polling"],
        "OAuthError",
        "UnreplayableBodyError",
        "WebSocketConnectionClosedError",
        "WebSocketQueueFullError",
    )
)
"""The errors of every package, but for the base of them, which is called after the client."""

EXPORTED = frozenset(name for names in RUNTIME_EXPORTS.values() for name in names)
"""What the root of every package exports of the runtime."""
