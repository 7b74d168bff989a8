"""What is known of earlier versions of a package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeAlias

MethodVersions: TypeAlias = Mapping[tuple[tuple[str, ...], str], str]
"""Versions by methods: the path of a resource, and the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The changelog, as headings with the Markdown below each, the newest first; and the versions that brought methods,
    and deprecated them, as far as anybody knows."""

    entries: tuple[tuple[str, str], ...] = ()
    since: MethodVersions = field(default_factory=lambda: MappingProxyType({}))
    deprecated_since: MethodVersions = field(default_factory=lambda: MappingProxyType({}))


NO_HISTORY: Final = History()
