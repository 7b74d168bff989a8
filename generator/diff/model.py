"""Changes, and what they amount to together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from generator.diff.codes import Code, Reason, Verdict
from generator.ir.types import TypeExpr
from generator.source import Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found about the two things that it was shown.

    `before` and `after` are in words. `brings` and `takes` are the types that the new side has because of it, and that
    the old side had: declarations among them that are new, or gone, are no changes of their own.
    """

    code: Code
    reason: Reason
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    brings: tuple[TypeExpr, ...] = ()
    takes: tuple[TypeExpr, ...] = ()
    part: str = ""

    def inside(self, part: str) -> Finding:
        """The same, found in a part of something else."""
        return replace(self, part=f"{self.part} of {part}" if self.part else part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A finding with its subject, and where that stands on each side."""

    subject: str
    finding: Finding
    old: Location | None = None
    new: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change as a user of the SDK feels it.

    `subject` is what it happens to, as code (`client.chat.completions.create(model=...)`, `types.chat.Message.role`);
    `part` says of it what exactly ("result", "items"), "" for the whole. `also` are the other subjects that the same
    place of the document reaches. `brings` and `takes` are types that come and go with it. A place is None where the
    side lacks the thing.
    """

    code: Code
    reason: Reason
    subject: str
    part: str = ""
    also: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    old: Location | None = None
    new: Location | None = None

    @property
    def verdict(self) -> Verdict:
        """What it does to code written against the old SDK."""
        return self.reason.verdict


class Bump(Enum):
    """Which part of a semantic version a difference asks to be raised."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All changes between two SDKs, worst first, and the version of the old one."""

    changes: tuple[Change, ...]
    version: str

    def of(self, verdict: Verdict) -> tuple[Change, ...]:
        """The changes with a verdict."""
        return tuple(change for change in self.changes if change.verdict is verdict)

    def groups(self) -> Iterator[tuple[Verdict, tuple[Change, ...]]]:
        """Changes by verdict, worst first, without empty groups."""
        for verdict in Verdict:
            if found := self.of(verdict):
                yield verdict, found

    def described(self) -> Iterator[tuple[Change, tuple[str, ...]]]:
        """The changes of words that are told alike, with all their subjects."""
        alike: dict[tuple[object, ...], list[Change]] = {}
        for change in self.of(Verdict.DOCS):
            alike.setdefault((change.code, change.part, change.before, change.after), []).append(change)
        for changes in alike.values():
            yield changes[0], tuple(subject for change in changes for subject in (change.subject, *change.also))

    @property
    def bump(self) -> Bump:
        """What the worst change asks for. Before 1.0.0, the minor version is what tells that something broke."""
        if not self.changes:
            return Bump.NONE
        early = self.version.startswith("0.")
        match self.changes[0].verdict:
            case Verdict.BREAKING:
                return Bump.MINOR if early else Bump.MAJOR
            case Verdict.COMPATIBLE:
                return Bump.PATCH if early else Bump.MINOR
            case Verdict.DOCS:
                return Bump.PATCH

    @property
    def next_version(self) -> str:
        """The version of the new SDK."""
        return raised(self.version, self.bump)


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
