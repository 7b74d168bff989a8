"""Where one step collects its drafts; what other steps have drafted is only read."""

from __future__ import annotations

from generator.ir.declarations import Field
from generator.ir.types import TypeExpr
from generator.lower.drafts import Draft, Drafts, Tag, drafts_of
from generator.values import replace


class Drafting:
    """The drafts of one step in the making, beside those that are `known`.

    What contains itself refers to its draft before that has contents: such a draft is opened first and closed later.
    """

    def __init__(self, known: Drafts) -> None:
        self._known = known.by_key
        self._made: dict[str, Draft] = {}
        self._owners: set[str] = set()
        self._open: set[str] = set()
        self._tags: list[Tag] = []

    def __contains__(self, key: str) -> bool:
        return key in self._made or key in self._known

    def __getitem__(self, key: str) -> Draft:
        return self._made[key] if key in self._made else self._known[key]

    def get(self, key: str) -> Draft | None:
        """The draft of that key, if there is one."""
        return self._made.get(key) or self._known.get(key)

    def owns(self, key: str) -> bool:
        """Whether this step has put a draft into the module of the root of that key."""
        return key in self._owners

    def add(self, draft: Draft) -> None:
        """Add a draft; the key must be new."""
        if draft.key in self:
            raise AssertionError(f"draft {draft.key} exists already")
        self._made[draft.key] = draft
        self._owners.add(draft.owner)

    def open(self, draft: Draft) -> Draft:
        """Add a draft that has no contents yet."""
        self.add(draft)
        self._open.add(draft.key)
        return draft

    def close(
        self,
        draft: Draft,
        *,
        fields: tuple[Field, ...] | None = None,
        extra: TypeExpr | None = None,
        type: TypeExpr | None = None,
        is_enum: bool = False,
    ) -> None:
        """Give an open draft its contents."""
        self._open.remove(draft.key)
        self._made[draft.key] = replace(draft, fields=fields, extra=extra, type=type, is_enum=is_enum)

    def note(self, tag: Tag) -> None:
        """Add a tag."""
        self._tags.append(tag)

    def finished(self) -> Drafts:
        """What this step has added."""
        if self._open:
            raise AssertionError(f"drafts {sorted(self._open)} have no contents")
        return drafts_of(self._made.values(), tuple(self._tags))
