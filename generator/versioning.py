"""Semantic versions: what a release raises, before 1.0.0 and from it on."""

from __future__ import annotations

import re
from enum import Enum

from generator.values import Value, field


class Bump(Enum):
    """Which part of a semantic version a difference asks to be raised."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


class Raises(Value, kw_only=True):
    """What is raised where something `breaking` changed, and where a `feature` came. All else raises the patch."""

    breaking: Bump = Bump.MAJOR
    feature: Bump = Bump.MINOR


class Versioning(Value, kw_only=True):
    """What is raised from 1.0.0 on (`stable`), and before it: there the minor version tells that something broke."""

    stable: Raises = field(default_factory=Raises)
    pre_major: Raises = field(default_factory=lambda: Raises(breaking=Bump.MINOR, feature=Bump.PATCH))

    def of(self, version: str) -> Raises:
        """What is raised after a version."""
        return self.pre_major if version.startswith("0.") else self.stable


def raised(version: str, bump: Bump) -> str:
    """The next semantic version: `raised("0.4.1", MINOR)` is `0.5.0`. What follows the three numbers is dropped."""
    major, minor, patch = map(int, re.split("[-+]", version)[0].split("."))
    match bump:
        case Bump.MAJOR:
            return f"{major + 1}.0.0"
        case Bump.MINOR:
            return f"{major}.{minor + 1}.0"
        case Bump.PATCH:
            return f"{major}.{minor}.{patch + 1}"
        case Bump.NONE:
            return version
