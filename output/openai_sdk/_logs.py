"""Logging: one logger per package, never with credentials."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO}
SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "set-cookie", "api-key", "x-api-key"})
REDACTED = "<redacted>"


def package_logger(package: str, env_prefix: str) -> logging.Logger:
    """Return the logger of `package`, with the level that `<PREFIX>_LOG` asks for (info or debug)."""
    logger = logging.getLogger(package)
    level = LEVELS.get(os.environ.get(f"{env_prefix}_LOG", "").strip().lower())
    if level is not None and logger.level == logging.NOTSET:
        logging.basicConfig(format="[%(asctime)s - %(name)s:%(lineno)d - %(levelname)s] %(message)s")
        logger.setLevel(level)
    return logger


def redacted(headers: Mapping[str, str], secret: frozenset[str]) -> dict[str, str]:
    """Return headers as they may be shown; `secret` are further names (lower case) to hide."""
    return {
        name: REDACTED if name.lower() in SECRET_HEADERS or name.lower() in secret else value
        for name, value in headers.items()
    }


def redacted_url(url: str, secret: frozenset[str]) -> str:
    """Return `url` as it may be shown; `secret` are the query parameters (lower case) to hide."""
    scheme, netloc, path, query, fragment = urlsplit(url)
    kept = "&".join(
        f"{name}={REDACTED}" if name.lower() in secret else pair
        for pair in query.split("&")
        for name in [pair.partition("=")[0]]
    )
    return urlunsplit((scheme, netloc.rpartition("@")[2], path, kept, fragment))


def lower_names(names: Iterable[str | None]) -> frozenset[str]:
    """Return the names that are there, in lower case."""
    return frozenset(name.lower() for name in names if name)
