"""A plugin that asks for what a package has not."""

from __future__ import annotations

from generator.plugins import Package


def lower(package: Package) -> Package:
    """Fail."""
    return package.nothing  # type: ignore[attr-defined, no-any-return]
