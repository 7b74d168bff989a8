"""Drafts: what steps hand to each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.diagnostics import Diagnostics
from generator.ir.types import Anything, Primitive, PrimitiveKind
from generator.lower.drafting import Drafting
from generator.lower.drafts import Draft, Drafts, Tag, drafts_of, provisional, root_draft
from generator.lower.faces import Face
from generator.lower.names import assign_names
from generator.lower.type_names import TypeName
from generator.source import Location

HERE = Location("spec.yaml", 1, 1, "/here")


def root(key: str, name: str, to: str | None = None) -> Draft:
    """A root draft, of anything or a name for another."""
    type = Anything() if to is None else provisional(to)
    return root_draft(key, Face.RESPONSE, TypeName(name, ("pets",)), HERE, type=type)


def nested(key: str, owner: str, *words: str) -> Draft:
    """A draft in the module of another."""
    return Draft(key=key, face=Face.RESPONSE, owner=owner, location=HERE, words=words, type=Anything())


def test_steps_leave_known_drafts_alone() -> None:
    """A step finds what is known, adds its own beside that, and hands on only these."""
    known = drafts_of([root("a", "A")])
    drafting = Drafting(known)
    drafting.add(root("b", "B", to="a"))
    assert ("a" in drafting, drafting["a"]) == (True, known.by_key["a"])
    assert (list(drafting.finished().by_key), list(known.by_key)) == (["b"], ["a"])
    with pytest.raises(AssertionError, match="exists already"):
        drafting.add(root("a", "Another"))
    with pytest.raises(AttributeError):
        known.by_key["a"].doc = "changed"  # type: ignore[misc]


def test_open_drafts() -> None:
    """A draft can be referred to before it has contents, and no step ends without these."""
    drafting = Drafting(Drafts())
    opened = drafting.open(replace(root("a", "A"), type=None))
    assert "a" in drafting
    with pytest.raises(AssertionError, match="no contents"):
        drafting.finished()
    drafting.close(opened, type=provisional("a"))
    assert drafting.finished().by_key["a"].type == provisional("a")


def test_joining() -> None:
    """Joined drafts hold everything of both, tags in order; one key twice is a mistake of ours."""
    first, second = drafts_of([root("a", "A")], (Tag("a", "kind", ("x",)),)), drafts_of([root("b", "B")])
    assert first | second == drafts_of([root("a", "A"), root("b", "B")], first.tags)
    with pytest.raises(AssertionError, match="'a'"):
        first | drafts_of([root("a", "Other")])


def test_changing() -> None:
    """Changed drafts are in the place of those with their keys; the former ones are as they were."""
    before = drafts_of([root("a", "A"), root("b", "B")])
    after = before.with_changed([replace(before.by_key["a"], type=Primitive(kind=PrimitiveKind.STRING))])
    assert list(after.by_key) == ["a", "b"]
    assert (before.by_key["a"].type, after.by_key["b"]) == (Anything(), before.by_key["b"])


def test_names_do_not_depend_on_the_order_of_drafts() -> None:
    """Colliding roots, a cycle and crowded nested drafts have the same names whichever was found first."""
    drafts = [
        root("1", "Pet", to="2"),
        root("2", "pet", to="1"),
        root("3", "Pet"),
        nested("4", "1", "tail"),
        nested("5", "1", "tail"),
        nested("6", "2", "tail"),
    ]
    forwards, backwards = Diagnostics(), Diagnostics()
    names = assign_names(drafts_of(drafts), {}, forwards, room=80)
    assert names.by_key == assign_names(drafts_of(reversed(drafts)), {}, backwards, room=80).by_key
    assert len({(name.module, name.name) for name in names.by_key.values()}) == len(drafts)
    assert forwards.sorted() == backwards.sorted() != []
