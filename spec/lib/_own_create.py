"""`create` of a resource as the package has it: what others put around it later is for calls of `create` alone."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._request import Call


def keep_create(resource: type) -> None:
    """Let a resource have its `create` as `_create`, too: those who trace `parse` put something around either."""
    create = vars(resource).get("create")
    if create is not None and not hasattr(resource, "_create"):
        cast("Any", resource)._create = create


def converting_create(resource: Any, convert: Callable[[Any], Any]) -> Callable[..., Any]:
    """Return the `create` that was kept, which returns what `convert` makes of the answer.

    That is done where the client makes answers: those who trace its calls see what the caller gets.
    """
    converting, execute = copy(resource), resource._execute

    def execute_converting(call: Call) -> Any:
        return execute(replace(call, unwrap=convert))

    converting._execute = execute_converting
    return cast("Callable[..., Any]", converting._create)
