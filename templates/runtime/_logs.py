"""Logging: what is told of calls. Nothing that callers send or the API answers is part of it, but its request ids."""

from __future__ import annotations

import logging
import os

LEVELS = {name: getattr(logging, name.upper()) for name in ("debug", "info", "warning", "error", "critical")}
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "QUERY"})


def package_logger(package: str, env_prefix: str) -> logging.Logger:
    """Return what the clients of `package` log with, a child of its logger.

    `<PREFIX>_LOG` sets the level of the package's logger, unless the application has. Those of other libraries are left
    alone: they show whole URLs, and headers.
    """
    logger = logging.getLogger(package)
    level = LEVELS.get(os.environ.get(f"{env_prefix}_LOG", "").strip().lower())
    if level is not None and logger.level == logging.NOTSET:
        logging.basicConfig(
            format="[%(asctime)s - %(name)s:%(lineno)d - %(levelname)s] %(message)s", datefmt="%Y-%m-%d %H:%M:%S"
        )
        logger.setLevel(level)
    return logger.getChild("_base_client")


def shown_method(method: str) -> str:
    """Return a method as it may be shown: one that a caller made up may say anything."""
    return method.upper() if method.upper() in METHODS else "<custom>"
