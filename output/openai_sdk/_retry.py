"""When a request is tried again, and after how long. Times are in seconds."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from ._constants import MAX_RETRY_AFTER

if TYPE_CHECKING:
    from collections.abc import Mapping

RETRY_STATUSES = frozenset({408, 409, 429})


def should_retry(status: int, headers: Mapping[str, str]) -> bool:
    """Say whether an answer invites another try; the server's own word (`x-should-retry`) goes before the status."""
    told = headers.get("x-should-retry")
    if told in ("true", "false"):
        return told == "true"
    return status in RETRY_STATUSES or status >= 500


def delay(attempt: int, headers: Mapping[str, str] | None, *, initial: float, maximum: float) -> float:
    """Return how long to wait after try number `attempt` (from 0), answered with `headers` or not at all (None)."""
    asked = None if headers is None else retry_after(headers)
    if asked is not None and 0 < asked <= MAX_RETRY_AFTER:
        return asked
    backoff = min(initial * 2.0 ** min(attempt, 64), maximum)
    return backoff * (1 - 0.25 * random.random())


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the wait that the answer asks for, None when it asks for none that can be understood."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after")
    seconds = _number(text)
    if seconds is not None or text is None:
        return seconds
    from email.utils import mktime_tz, parsedate_tz

    date = parsedate_tz(text)
    return None if date is None else mktime_tz(date) - time.time()


def _number(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        return float(text)
    except ValueError:
        return None
