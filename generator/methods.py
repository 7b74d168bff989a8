"""HTTP methods: how operations state theirs, and how each is sent."""

from __future__ import annotations

from typing import Final

VERBS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The methods that have a keyword in path items, and in the runtime."""


def http_method(verb: str) -> str:
    """The method that is sent for the verb of an operation: any but those of `VERBS` is stated as it is sent."""
    return verb.upper() if verb in VERBS else verb
