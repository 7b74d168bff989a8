"""Models: forward compatibility, discriminated unions, dumps without warnings."""

from __future__ import annotations

import json
import sys
import warnings
from collections import deque
from datetime import date, datetime, timezone
from typing import Any, Literal

import pydantic
import pytest

from tests.support.compatibility import same

SOURCE = """
from __future__ import annotations
from typing import Annotated, Any, Literal, Union
from littleapi._models import BaseModel, FieldInfo, PropertyInfo

class A(BaseModel):
    type: Literal["a"]
    x: int

class B1(BaseModel):
    type: Literal["b"]
    y: str

class B2(BaseModel):
    type: Literal["b"]
    z: list[int]

class Many(BaseModel):
    type: Literal["m1", "m2"]

class Loose(BaseModel):
    type: Literal["loose"] | None = None
    only_loose: int

class Untyped(BaseModel):
    free: bool

Inner = Annotated[Union[B1, B2], PropertyInfo(discriminator="type")]
Union1 = Annotated[Union[A, Inner, Many, Loose, Untyped], PropertyInfo(discriminator="type")]

class Renamed(BaseModel):
    type_: Literal["r"] = FieldInfo(alias="type")

class Number(BaseModel):
    type_: Literal[1] = FieldInfo(alias="type")

Union2 = Annotated[Union[Renamed, Number, None], PropertyInfo(discriminator="type")]

class Tree(BaseModel):
    kind: Literal["tree"] = "tree"
    children: list[Annotated[Union[Tree, Leaf], PropertyInfo(discriminator="kind")]] | None = None

class Leaf(BaseModel):
    kind: Literal["leaf"] = "leaf"

class Whole(BaseModel):
    id: str
    count: int
    ratio: float
    flag: bool
    mode: Literal["on", "off"]
    bit: Literal[0, 1]
    open: str | Literal["on"]
    nested: A
    items: list[A]
    named: dict[str, A]
    one: Union1
    plain: Union[A, B1]
    scalars: Union[str, list[str], None] = None
    anything: Any = None
    schema_: dict[str, object] = FieldInfo(alias="schema")
    tree: Tree | None = None
"""

WHOLE: dict[str, Any] = {
    "id": "w",
    "count": 1,
    "ratio": 0.5,
    "flag": True,
    "mode": "on",
    "bit": 0,
    "open": "new",
    "nested": {"type": "a", "x": 1},
    "items": [{"type": "a", "x": 1}],
    "named": {"k": {"type": "a", "x": 1}},
    "one": {"type": "b", "z": [1]},
    "plain": {"type": "b", "y": "s"},
    "scalars": ["s"],
    "anything": {"a": [None]},
    "schema": {"s": 1},
    "tree": {"kind": "tree", "children": [{"kind": "leaf"}, {"kind": "tree", "children": []}]},
}

ODD = [
    None,
    True,
    False,
    7,
    1.5,
    "text",
    [],
    ["text", 1, None],
    {},
    {"type": "unheard-of", "q": [1]},
    {"type": None},
    [{"type": "zz"}],
]


@pytest.fixture(scope="module")
def models(littleapi: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("models")
    (folder / "some_models.py").write_text(SOURCE)
    sys.path.insert(0, str(folder))
    import some_models

    yield some_models
    sys.path.remove(str(folder))
    del sys.modules["some_models"]


@pytest.fixture
def decode(littleapi: Any) -> Any:
    from littleapi._models import decode_json

    def round_trip(annotation: Any, value: object) -> Any:
        """Decode; the dump of the outcome must be the same JSON again, without a warning."""
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            decoded = decode_json(annotation, json.dumps(value).encode())
            if hasattr(decoded, "to_dict"):
                assert same(decoded.to_dict(mode="json"), value)
                assert same(json.loads(decoded.to_json()), value)
                dumped = decoded.model_dump(mode="json", by_alias=True, exclude_unset=True)
                assert same(json.loads(json.dumps(dumped)), value)
                repr(decoded)
        return decoded

    return round_trip


def test_a_whole_model(models: Any, decode: Any) -> None:
    """A conforming object takes its types everywhere."""
    whole = decode(models.Whole, WHOLE)
    assert isinstance(whole.one, models.B2)
    assert isinstance(whole.named["k"], models.A)
    assert isinstance(whole.tree.children[1], models.Tree)
    assert whole.schema_ == {"s": 1}


@pytest.mark.parametrize("field", WHOLE)
def test_missing_fields(models: Any, decode: Any, field: str) -> None:
    """A field that is missing reads as None and is missing in the dump; its neighbours keep their types."""
    whole = decode(models.Whole, {name: value for name, value in WHOLE.items() if name != field})
    assert getattr(whole, "schema_" if field == "schema" else field) is None
    assert isinstance(whole.one, models.B2) or field == "one"


@pytest.mark.parametrize("value", ODD, ids=json.dumps)
@pytest.mark.parametrize("field", WHOLE)
def test_odd_values(models: Any, decode: Any, field: str, value: object) -> None:
    """Any JSON value in any field is kept as it came."""
    whole = decode(models.Whole, {**WHOLE, field: value})
    assert isinstance(whole, models.Whole)
    assert isinstance(whole.one, models.B2) or field == "one"


@pytest.mark.parametrize("value", ODD, ids=json.dumps)
def test_odd_values_deep_inside(models: Any, decode: Any, value: object) -> None:
    """Inside lists, maps and recursive models the same holds, and what conforms keeps its type."""
    whole = decode(
        models.Whole,
        {
            **WHOLE,
            "items": [{"type": "a", "x": value}, {"type": "a", "x": 2}],
            "named": {"k": value},
            "tree": {"kind": "tree", "children": [{"kind": "tree", "children": [value, {"kind": "leaf"}]}]},
        },
    )
    assert isinstance(whole.items[1], models.A)
    assert isinstance(whole.tree.children[0].children[1], models.Leaf)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ({"type": "a", "x": 1}, "A"),
        ({"type": "b", "y": "s"}, "B1"),
        ({"type": "b", "z": [1]}, "B2"),
        ({"type": "m2"}, "Many"),
        ({"type": "loose", "only_loose": 1}, "Loose"),
        ({"only_loose": 1}, "Loose"),
        ({"free": True}, "Untyped"),
        # departures from the schema
        ({"type": "a", "x": "no int"}, "A"),
        ({"type": "b", "z": "no list"}, "B2"),
        ({"type": "b", "y": None}, "B1"),
        ({"only_loose": "no int"}, "Loose"),
        ({"type": "unheard-of", "x": 1}, "BaseModel"),
        ({"type": 5}, "BaseModel"),
        ({"type": {"an": "object"}}, "BaseModel"),
    ],
)
def test_discriminated_unions(models: Any, decode: Any, value: object, name: str) -> None:
    """Shared values, nested unions, several values, optional and missing discriminators: the right variant is found."""
    decoded = decode(models.Union1, value)
    assert type(decoded).__name__ == name


def test_discriminators_under_another_name(models: Any, decode: Any) -> None:
    """The wire name counts, whatever the field is called; the values may be numbers, and None may be a variant."""
    assert type(decode(models.Union2, {"type": "r"})) is models.Renamed
    assert type(decode(models.Union2, {"type": 1})) is models.Number
    assert decode(models.Union2, None) is None


def test_nothing_is_coerced(models: Any, decode: Any) -> None:
    """A number in a string, or 1 for true, is kept as it came."""
    whole = decode(models.Whole, {**WHOLE, "count": "1", "flag": 1, "id": 5})
    assert (whole.count, whole.flag, whole.id) == ("1", 1, 5)


def test_models_can_be_built_by_users(models: Any) -> None:
    """The constructor validates, accepts instances, and keeps unknown fields."""
    whole = models.Whole(**{**WHOLE, "one": models.A(type="a", x=1)}, more=1)
    assert isinstance(whole.one, models.A)
    assert whole.more == 1
    assert whole.model_dump()["more"] == 1
    assert models.Whole.model_validate(WHOLE) == models.Whole.model_validate_json(json.dumps(WHOLE))


@pytest.mark.parametrize("method", ["construct", "model_construct"])
def test_models_can_be_built_unchecked(models: Any, method: str) -> None:
    """Whatever the values are: objects become models all the same, what is missing is None, and nothing warns."""
    build = getattr(models.Whole, method)
    assert build(**WHOLE) == models.Whole.model_validate(WHOLE)
    leaf = models.A(type="a", x=1)
    made = build(count="many", items=[{"type": "a", "x": "y"}, leaf], schema_={"s": 2}, more=[1])
    assert (made.count, made.schema_, made.id, made.more) == ("many", {"s": 2}, None, [1])
    assert [type(item) for item in made.items] == [models.A, models.A]
    assert made.items[1] is leaf
    assert made.model_dump(exclude_unset=True, by_alias=True) == {
        "count": "many",
        "items": [{"type": "a", "x": "y"}, {"type": "a", "x": 1}],
        "schema": {"s": 2},
        "more": [1],
    }
    assert build({"id"}, id="i", count=1).model_fields_set == {"id"}


@pytest.fixture(scope="module")
def base(littleapi: Any) -> Any:
    """The class that users derive their own models from."""
    return littleapi.BaseModel


def test_unions_that_nothing_tells_apart(base: Any) -> None:
    """Text that says a number is one where a member means that; what fits no member becomes the first."""

    class Level(base):  # type: ignore[misc]
        level: int

    class Name(base):  # type: ignore[misc]
        name: str

    class Holder(base):  # type: ignore[misc]
        either: Level | Name | None
        lists: list[Level] | list[Name] | None = None
        maps: dict[str, Level] | dict[str, Name] | None = None
        count: int | list[int] | None = None
        text: int | str | None = None

    assert Holder.construct(either={"level": "1"}).either == Level(level=1)
    assert Holder.construct(either={"name": "n"}).either == Name(name="n")
    first = Holder.construct(either={"name": 3}).either
    assert (type(first), first.name, first.level) == (Level, 3, None)
    assert type(Holder.construct(either={"more": 3}).either) is Level
    assert Holder.construct(either=True).either is True
    assert Holder.construct(lists=[{"name": "n"}]).lists == [Name(name="n")]
    mixed = Holder.construct(lists=[{"level": 1}, {"name": "n"}, 156]).lists
    assert [type(item) for item in mixed] == [Level, Level, int]
    assert Holder.construct(maps={"k": {"name": "n"}}).maps == {"k": Name(name="n")}
    assert Holder.construct(count="12", text="12").to_dict() == {"count": 12, "text": "12"}


def test_constants_tell_the_members_of_a_union(base: Any) -> None:
    """An object that departs from its type becomes the member that its constants say, if it is not the first."""

    class One(base):  # type: ignore[misc]
        kind: Literal["one"]
        number: int

    class Two(base):  # type: ignore[misc]
        kind: Literal["two"]
        number: int

    class Holder(base):  # type: ignore[misc]
        either: One | Two

    assert type(Holder.construct(either={"kind": "two", "number": "x"}).either) is Two
    assert type(Holder.construct(either={"number": "x"}).either) is One
    assert type(Holder.construct(either={"kind": "three"}).either) is base


def test_moments_of_the_standard_library(base: Any) -> None:
    """Days and points in time that users' models have are read; what is none stays as it was sent."""

    class Event(base):  # type: ignore[misc]
        at: datetime
        day: date | None = None
        others: list[datetime] | None = None

    event = Event.construct(at="2019-12-27T18:11:19.117Z", day="2019-12-27", others=["2019-12-27T18:11:19Z", "never"])
    assert event.at == datetime(2019, 12, 27, 18, 11, 19, 117000, tzinfo=timezone.utc)
    assert event.day == date(2019, 12, 27)
    assert event.others == [datetime(2019, 12, 27, 18, 11, 19, tzinfo=timezone.utc), "never"]
    assert json.loads(event.to_json())["at"] == "2019-12-27T18:11:19.117000Z"
    assert Event.construct(at=1577470279).at == event.others[0]
    assert Event.construct(at=True).at is True
    local = Event.construct(at="2024-03-21T11:39:01.275859")
    assert local.to_dict() == {"at": datetime(2024, 3, 21, 11, 39, 1, 275859)}
    assert local.to_dict(mode="json") == {"at": "2024-03-21T11:39:01.275859"}


def test_whole_numbers_where_floats_are_meant(base: Any) -> None:
    """They become floats, unless that would be another number."""

    class Numbers(base):  # type: ignore[misc]
        one: float
        maybe: float | None = None
        some: list[float] | None = None
        named: dict[str, float] | None = None

    numbers = Numbers.construct(one=10, maybe=3, some=[1, 2.5], named={"a": 1})
    found = (numbers.one, numbers.maybe, *numbers.some, numbers.named["a"])
    assert (found, {*map(type, found)}) == ((10, 3, 1, 2.5, 1), {float})
    assert type(Numbers.construct(one=2**53).one) is float
    assert Numbers.construct(one=2**53 + 1).one == 2**53 + 1
    assert Numbers.construct(one=10**400).one == 10**400
    assert (Numbers.construct(one="10").one, Numbers.construct(one=True).one) == ("10", True)
    floats = [0.5] * 3
    assert Numbers.construct(some=floats).some is floats


def test_further_members_of_a_class_within_a_function(base: Any) -> None:
    """They are built although nothing but that function knows their class."""

    class Item(base):  # type: ignore[misc]
        prop: int

    class Holder(base):  # type: ignore[misc]
        __pydantic_extra__: dict[str, Item]
        other: str

    held = Holder.construct(a={"prop": 1}, b={"prop": "x"}, other="o")
    assert held.a == Item(prop=1)
    assert (type(held.b), held.b.prop) == (Item, "x")


GIVEN: list[tuple[Any, Any]] = [
    ([1, 2], [1, 2]),
    ((1, 2), (1, 2)),
    ({1, 2}, {1, 2}),
    (frozenset({1, 2}), frozenset({1, 2})),
    (deque([1, 2]), deque([1, 2])),
    (iter([1, 2]), [1, 2]),
    ((number for number in (1, 2)), [1, 2]),
    (map(int, "12"), [1, 2]),
    ([], []),
]


@pytest.mark.parametrize(("given", "kept"), GIVEN, ids=lambda value: type(value).__name__)
def test_iterables_in_models(littleapi: Any, given: Any, kept: Any) -> None:
    """What parameters have of items is kept as it was given, in unions too, and written as often as it is dumped."""

    class Holder(pydantic.BaseModel):
        items: str | littleapi._types.EagerIterable[int]
        either: littleapi._types.EagerIterable[list[int]] | littleapi._types.EagerIterable[int]

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        holder = Holder(items=given, either=given)
        assert (holder.items, holder.either) == (kept, kept)
        for _ in range(2):
            assert holder.model_dump() == {"items": list(kept), "either": list(kept)}
            assert json.loads(holder.model_dump_json())["items"] == list(kept)
    assert Holder.model_json_schema()["properties"]["items"]["anyOf"][1] == {
        "type": "array",
        "items": {"type": "integer"},
    }
    for nothing in (5, {"a": 1}):
        with pytest.raises(pydantic.ValidationError):
            Holder(items=nothing, either=[])


def test_large_numbers_and_text(models: Any, decode: Any) -> None:
    """Integers beyond 64 bits, escapes and surrogate pairs come back the same."""
    value = {"type": "a", "x": 2**70, "text": "\u0000\u2028\U0001f600"}
    assert decode(models.A, value).x == 2**70


def test_the_types_that_names_stand_for(littleapi: Any) -> None:
    """The grammar of `returns`: names, lists, maps, unions, builtins; anything else is an error."""
    from littleapi._decoding import resolve_type

    thing = littleapi.types.things.Thing
    assert resolve_type("littleapi", "things.Thing") is thing
    assert resolve_type("littleapi", "list[things.Thing]") == list[thing]
    assert resolve_type("littleapi", "dict[str, list[things.Thing]]") == dict[str, list[thing]]
    assert resolve_type("littleapi", "things.Thing | str | None") == thing | str | None
    assert resolve_type("littleapi", "dict") == dict[str, object]
    for wrong in ("list[int", "int]", "int int"):
        with pytest.raises((ValueError, IndexError)):
            resolve_type("littleapi", wrong)
    with pytest.raises(AttributeError):
        resolve_type("littleapi", "things.Nothing")
