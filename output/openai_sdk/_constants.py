"""Values that users may import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._defaults import DEFAULT_MAX_RETRIES, DEFAULT_TIMEOUT_SECONDS, INITIAL_RETRY_DELAY, MAX_RETRY_DELAY

if TYPE_CHECKING:
    from ._http import Limits, Timeout

    DEFAULT_TIMEOUT: Timeout
    DEFAULT_CONNECTION_LIMITS: Limits

__all__ = [
    "DEFAULT_CONNECTION_LIMITS",
    "DEFAULT_MAX_RETRIES",
    "DEFAULT_TIMEOUT",
    "INITIAL_RETRY_DELAY",
    "MAX_RETRY_AFTER",
    "MAX_RETRY_DELAY",
    "RAW_RESPONSE_HEADER",
    "WEBHOOK_TOLERANCE",
]

# A longer wait that a server asks for is not obeyed: the caller would rather see the error.
MAX_RETRY_AFTER = 60.0

# How the faces of a client say to whoever wraps its methods that an answer comes back raw. It is not sent.
RAW_RESPONSE_HEADER = "X-Stainless-Raw-Response"

# Webhook deliveries older (or newer) than this are refused, in seconds.
WEBHOOK_TOLERANCE = 300


def __getattr__(name: str) -> object:
    """Make the two constants that need the HTTP library when they are first asked for."""
    if name == "DEFAULT_TIMEOUT":
        from ._http import default_timeout

        value: object = default_timeout(DEFAULT_TIMEOUT_SECONDS)
    elif name == "DEFAULT_CONNECTION_LIMITS":
        from ._http import default_limits

        value = default_limits()
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value
