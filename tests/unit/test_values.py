"""Values: what holds for all that the generator's stages hand to each other."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

import generator
from generator.ir.types import Primitive, PrimitiveKind, UnionOf
from generator.values import Labelled, Mutable, Value, defaults, field, members, replace

ROOT = Path(generator.__file__).parent


class Point(Value, kw_only=True):
    """A value with what a value may have."""

    x: int
    y: int = 0
    notes: tuple[str, ...] = ()
    near: list[int] = field(default_factory=list)


class Marked(Labelled, kw_only=True):
    """A value with something on it that does not count."""

    ASIDE = frozenset({"mark"})

    x: int
    mark: str = ""


class Further(Marked, kw_only=True):
    """One that is made of another."""

    z: int = 0


def test_values_never_change() -> None:
    """Nobody who was given a value changes it for others, or adds to it."""
    point = Point(x=1)
    with pytest.raises(AttributeError):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del point.x
    with pytest.raises(AttributeError):
        point.further = 1  # type: ignore[attr-defined]


def test_replacing_makes_another() -> None:
    """Only what is named differs, and only what there is can be named."""
    point = Point(x=1, y=2, notes=("a",))
    assert (replace(point, y=3), point.y) == (Point(x=1, y=3, notes=("a",)), 2)
    with pytest.raises(TypeError, match="colour"):
        replace(point, colour="red")


def test_values_are_compared_by_what_they_hold() -> None:
    """Equal content of one class is equal; the same content of another class is not."""
    primitive = Primitive(kind=PrimitiveKind.STRING)
    assert {primitive: 1}[Primitive(kind=PrimitiveKind.STRING)] == 1
    assert Marked(x=1) != Point(x=1)


@pytest.mark.parametrize("made", [Marked, Further])
def test_what_is_aside_makes_no_other_value(made: type[Marked]) -> None:
    """It is carried along, and neither compared nor hashed, in classes below, too."""
    assert made(x=1, mark="a") == made(x=1, mark="b")
    assert not made(x=1, mark="a") != made(x=1, mark="b")  # noqa: SIM202 - this is about `!=`
    assert len({made(x=1, mark="a"), made(x=1, mark="b"), made(x=2)}) == 2
    assert replace(made(x=1, mark="a"), x=2).mark == "a"
    assert Further(x=1, z=1) != Further(x=1)


def test_names_of_variants_make_no_other_union() -> None:
    """What a document calls variants is there for names alone."""
    one, other = Primitive(kind=PrimitiveKind.STRING), Primitive(kind=PrimitiveKind.INTEGER)
    assert UnionOf(variants=(one, other), called=("a", "b")) == UnionOf(variants=(one, other))
    assert UnionOf(variants=(one, other), open=True) != UnionOf(variants=(one, other))


def test_members_and_defaults() -> None:
    """Defaults that are made anew for each value are none that could be compared with."""
    assert members(Point) == ("x", "y", "notes", "near")
    assert defaults(Point) == {"y": 0, "notes": ()}
    assert members(Further) == ("x", "mark", "z")


def test_values_are_dataclasses_for_who_asks() -> None:
    """Plugins change the IR by `dataclasses.replace`, and may look at its fields."""
    point = Point(x=1, notes=("a",))
    assert dataclasses.is_dataclass(point)
    assert dataclasses.replace(point, x=2) == replace(point, x=2)
    assert [one.name for one in dataclasses.fields(Point)] == ["x", "y", "notes", "near"]
    assert dataclasses.asdict(point) == {"x": 1, "y": 0, "notes": ("a",), "near": []}
    with pytest.raises(TypeError, match="colour"):
        dataclasses.replace(point, colour="red")  # type: ignore[call-arg]


def test_every_class_of_the_generator_is_made_so() -> None:
    """A class that writes its own program when it is loaded costs every run."""
    own = [p.relative_to(ROOT).as_posix() for p in sorted(ROOT.rglob("*.py")) if "@dataclass(" in p.read_text()]
    assert own == ["casings.py"]  # a mapping, too, which has a metaclass of its own


class Counting(Mutable):
    """What collects."""

    found: list[int] = field(default_factory=list)
    last: int = 0


def test_what_collects_changes() -> None:
    """Each has its own content."""
    one, other = Counting(), Counting()
    one.found.append(1)
    one.last = 1
    assert (other.found, other.last) == ([], 0)
