"""When a request is tried again, and after how long. Times are in seconds."""

from __future__ import annotations

import math
import random
import time
from typing import TYPE_CHECKING

from ._constants import MAX_RETRY_AFTER

if TYPE_CHECKING:
    from collections.abc import Mapping

RETRY_STATUSES = frozenset({408, 409, 429})


def should_retry(status: int, headers: Mapping[str, str], *, longest: float | None = None) -> bool:
    """Say whether an answer invites another try; the server's own word (`x-should-retry`) goes before the status.

    One that asks for a wait of more than the `longest` does not.
    """
    if longest is not None and (retry_after(headers) or 0) > longest:
        return False
    told = headers.get("x-should-retry")
    if told in ("true", "false"):
        return told == "true"
    return status in RETRY_STATUSES or status >= 500


def delay(
    attempt: int,
    headers: Mapping[str, str] | None,
    *,
    initial: float,
    maximum: float,
    longest: float = MAX_RETRY_AFTER,
) -> float:
    """Return how long to wait after try number `attempt` (from 0), answered with `headers` or not at all (None).

    A longer wait than the `longest` is not what the answer gets when it asks for that.
    """
    asked = None if headers is None else retry_after(headers)
    if asked is not None and 0 < asked <= longest:
        return asked
    backoff = min(initial * 2.0 ** min(attempt, 64), maximum)
    return backoff * (1 - 0.25 * random.random())


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the wait that the answer asks for, None when it asks for none that can be understood, or for ever."""
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after")
    seconds = _number(text)
    if seconds is not None or text is None:
        return seconds
    from email.utils import mktime_tz, parsedate_tz

    try:
        date = parsedate_tz(text)
        return None if date is None else mktime_tz(date) - time.time()
    except (ValueError, OverflowError):  # of a year that no calendar has
        return None


def _number(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
