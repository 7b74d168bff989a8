"""Changes, and what they amount to together."""

from __future__ import annotations

from collections.abc import Iterator

from generator.diff.codes import Code, Reason, Verdict
from generator.ir.types import TypeExpr
from generator.source import Location
from generator.values import Value, field, replace
from generator.versioning import Bump, Versioning, raised


class Finding(Value, kw_only=True):
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


class Located(Value, kw_only=True):
    """A finding with its subject, and where that stands on each side."""

    subject: str
    finding: Finding
    old: Location | None = None
    new: Location | None = None


class Change(Value, kw_only=True):
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


class Difference(Value, kw_only=True):
    """All changes between two SDKs, worst first, the version of the old one, and what raises it."""

    changes: tuple[Change, ...]
    version: str
    versioning: Versioning = field(default_factory=Versioning)

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
        """What the worst change asks for."""
        if not self.changes:
            return Bump.NONE
        raises = self.versioning.of(self.version)
        match self.changes[0].verdict:
            case Verdict.BREAKING:
                return raises.breaking
            case Verdict.COMPATIBLE:
                return raises.feature
            case Verdict.DOCS:
                return Bump.PATCH

    @property
    def next_version(self) -> str:
        """The version of the new SDK."""
        return raised(self.version, self.bump)
