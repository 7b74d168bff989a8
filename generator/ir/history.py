"""What is known of earlier versions of a package."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from generator.values import Value, field

MethodVersions: TypeAlias = Mapping[tuple[tuple[str, ...], str], str]
"""Versions by methods: the path of a resource, and the name."""


class History(Value, kw_only=True):
    """The changelog, as headings with the Markdown below each, the newest first; and the versions that brought methods,
    and deprecated them, as far as anybody knows."""

    entries: tuple[tuple[str, str], ...] = ()
    since: MethodVersions = field(default_factory=lambda: MappingProxyType({}))
    deprecated_since: MethodVersions = field(default_factory=lambda: MappingProxyType({}))


NO_HISTORY: Final = History()
