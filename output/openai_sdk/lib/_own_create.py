"""`create` of a resource as the package has it: what others put around it later is for calls of `create` alone."""

from __future__ import annotations

from typing import Any, cast


def keep_create(resource: type) -> None:
    """Let a resource have its `create` as `_create`, too: those who trace `parse` put something around either."""
    create = vars(resource).get("create")
    if create is not None and not hasattr(resource, "_create"):
        cast("Any", resource)._create = create
