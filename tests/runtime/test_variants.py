"""Variants of unions are built when a first value is one of them, which nobody can tell by what comes of it."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

import pydantic
import pytest

KINDS = [f"kind{number}" for number in range(12)]


class Family:
    """A model whose items are of one of many classes, and which classes were built so far."""

    def __init__(self, littleapi: Any) -> None:
        self.built: set[str] = set()
        built = self.built

        class Noted(littleapi.BaseModel):  # type: ignore[misc]
            @classmethod
            def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
                built.add(cls.__name__)
                return super().__get_pydantic_core_schema__(source, handler)

        mark = littleapi._models.PropertyInfo(discriminator="type")
        single = [self._variant(Noted, kind) for kind in KINDS]
        self.item: Any = Annotated[reduce(or_, single), mark]
        holding = pydantic.create_model(
            "holding", __base__=Noted, type=(Literal["holding"], ...), items=(list[self.item], ...)
        )
        self.item = Annotated[reduce(or_, [*single, holding]), mark]
        self.holder: Any = pydantic.create_model("holder", __base__=Noted, items=(list[self.item], ...))

    def _variant(self, base: Any, kind: str) -> Any:
        return pydantic.create_model(
            kind, __base__=base, type=(Literal[kind], ...), count=(int, 0), day=(date | None, None)
        )


@pytest.fixture
def family(littleapi: Any) -> Family:
    return Family(littleapi)


def item(kind: str, **members: object) -> dict[str, object]:
    """An item of an answer."""
    return {"type": kind, "count": 1, **members}


def answer(*items: object) -> bytes:
    """An answer with these items."""
    return json.dumps({"items": items}).encode()


def names(holder: Any) -> list[str]:
    """What the items of a holder are."""
    return [type(each).__name__ for each in holder.items]


def test_what_never_came_is_not_built(littleapi: Any, family: Family) -> None:
    """Only classes of items that came are built, those deep inside too."""
    from littleapi._models import decode_json

    decode_json(family.holder, answer())
    assert family.built == {"holder"}
    decode_json(family.holder, answer(item("kind3"), item("holding", items=[item("kind5")])))
    assert family.built == {"holder", "kind3", "holding", "kind5"}


def test_whoever_asks_for_all_gets_all(littleapi: Any, family: Family) -> None:
    """What pydantic makes of a class has all variants, before and after answers were decoded."""
    from littleapi._models import decode_json

    before = family.holder.model_json_schema()
    decoded = decode_json(family.holder, answer(item("kind1")))
    assert family.holder.model_json_schema() == before
    assert len(before["$defs"]) == len(KINDS) + 1
    assert family.holder.model_validate({"items": [item("kind2")]}).to_dict() == {"items": [item("kind2")]}
    assert decoded.to_dict() == {"items": [item("kind1")]}
    with pytest.raises(pydantic.ValidationError, match=r"items\.0\.kind3\.count"):
        family.holder.model_validate({"items": [item("kind3", count="many")]})


@pytest.mark.parametrize("common", [0, 1, 5, 10_000])
def test_answers_are_the_same(littleapi: Any, family: Family, monkeypatch: pytest.MonkeyPatch, common: int) -> None:
    """However common a variant is, its objects are those that pydantic makes."""
    from littleapi._models import decode_json, decode_value

    monkeypatch.setattr("littleapi._variants.COMMON", common)
    order = random.Random(7)
    plain = Family(littleapi).holder
    for _ in range(40):
        items = [item(order.choice(KINDS)) for _ in range(3)]
        data = answer(*items, item("holding", items=items))
        expected = plain.model_validate_json(data)
        for decoded in (decode_json(family.holder, data), decode_value(family.holder, json.loads(data))):
            assert names(decoded) == names(expected)
            assert names(decoded.items[3]) == names(expected.items[3])
            assert decoded.to_dict() == expected.to_dict()
            assert decoded.items[3].items[0].model_fields_set == {"type", "count"}


def test_what_only_json_says(littleapi: Any, family: Family) -> None:
    """Text is a date where JSON is read, strictly too, and in the first object of its kind."""
    from littleapi._models import decode_json

    data = answer(item("kind4", day="2026-05-04"), item("kind6", day=None))
    decoded = decode_json(family.holder, data, strict=True)
    assert decoded.items[0].day == date(2026, 5, 4)
    assert names(decoded) == ["kind4", "kind6"]


def test_departures(littleapi: Any, family: Family) -> None:
    """What departs from a variant is told with its place where that raises, and kept where it does not."""
    from littleapi._models import decode_json, decode_value

    where = r"1\.holding\.items\.0\.kind2\.count"
    data = answer(item("kind1"), item("holding", items=[item("kind2", count="many")]))
    with pytest.raises(pydantic.ValidationError, match=where):
        decode_value(Family(littleapi).holder, json.loads(data), strict=True)
    for _ in range(2):
        with pytest.raises(pydantic.ValidationError, match=where):
            decode_json(family.holder, data, strict=True)
        decoded = decode_json(family.holder, data)
        assert decoded.items[1].items[0].count == "many"
        assert names(decoded) == ["kind1", "holding"]
    assert type(decode_json(family.holder, answer(item("unheard-of"))).items[0]) is littleapi.BaseModel


def test_what_users_define_sees_no_context(littleapi: Any) -> None:
    """The context of a validation is its caller's, who gives none here."""
    from littleapi._models import decode_json

    class Own(littleapi.BaseModel):  # type: ignore[misc]
        count: int

        @pydantic.field_validator("count")
        @classmethod
        def _seen(cls, value: int, info: pydantic.ValidationInfo) -> int:
            return -1 if info.context is not None else value

    assert decode_json(Own, b'{"count": 3}').count == 3


def random_union(order: random.Random, base: Any, mark: Any, depth: int = 2) -> Any:
    """A union of models that one, several or no values of the tag choose, some of them unions inside."""
    variants: list[Any] = [type(None)] if order.random() < 0.2 else []
    for number in range(order.randint(2, 5)):
        name = f"{order.choice('pqrs')}{number % 3}"
        tag = order.choice([Literal[name], Literal[name], Literal[name] | None, str, None])
        fields: dict[str, Any] = {} if tag is None else {"type": (tag, ... if order.random() < 0.7 else None)}
        for field in order.sample("abc", 2):
            inner = depth and order.random() < 0.4
            kind = random_union(order, base, mark, depth - 1) if inner else order.choice([int, str, list[int]])
            fields[field] = (kind | None, None) if order.random() < 0.5 else (kind, ...)
        variants.append(pydantic.create_model(name, __base__=base, **fields))
    return Annotated[reduce(or_, variants), mark]


def random_value(order: random.Random, depth: int = 2) -> Any:
    """What may be of one of such unions, or of none."""
    if depth < 0:
        return order.choice([1, "x", None, [1], 2.5])
    value = {field: random_value(order, order.choice([-1, depth - 1])) for field in order.sample("abc", 2)}
    return {"type": f"{order.choice('pqrs')}{order.randint(0, 2)}", **value} if order.random() < 0.9 else value


def told(value: Any) -> Any:
    """All there is to know of a decoded value."""
    if isinstance(value, pydantic.BaseModel):
        return type(value), value.model_fields_set, {name: told(held) for name, held in value}
    return [told(each) for each in value] if isinstance(value, list) else (type(value), value)


@pytest.mark.parametrize("seed", range(60))
def test_random_unions(littleapi: Any, seed: int) -> None:
    """Whatever a union is like, answers are what they are with all variants built at once."""
    from littleapi._models import PropertyInfo, decode_json, decode_value
    from littleapi._variants import Validator

    order = random.Random(seed)
    union = random_union(order, littleapi.BaseModel, PropertyInfo(discriminator="type"))
    holder = pydantic.create_model("holder", __base__=littleapi.BaseModel, items=(list[union], ...))
    for _ in range(8):
        data = json.dumps({"items": [random_value(order) for _ in range(order.randint(1, 3))]})
        try:
            expected = holder.model_validate_json(data, strict=True)
        except pydantic.ValidationError:
            with pytest.raises(pydantic.ValidationError):
                Validator(holder).validate_json(data)
        else:
            for decoded in (decode_json(holder, data), decode_value(holder, json.loads(data))):
                assert told(decoded) == told(expected)
            assert told(Validator(list[union]).validate_json(json.dumps(json.loads(data)["items"]))) == told(
                expected.items
            )


def test_threads(littleapi: Any, family: Family, monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that meet variants at the same time get objects of the right classes."""
    from littleapi._models import decode_json

    monkeypatch.setattr("littleapi._variants.COMMON", 2)

    def decode(seed: int) -> bool:
        kinds = random.Random(seed).choices(KINDS, k=4)
        return names(decode_json(family.holder, answer(*map(item, kinds)))) == kinds

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(decode, range(400)))
