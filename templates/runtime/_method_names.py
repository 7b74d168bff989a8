"""The methods of the client by verb and path. Each package has its own in place of this."""

from __future__ import annotations

METHODS: tuple[tuple[str, str, str, str], ...] = ()
"""Verb, path, method, and the operation's name in the API's description ("": it has none there)."""
