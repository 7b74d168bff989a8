"""Arrays in queries on the wire."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

WRITTEN: dict[str, tuple[dict[str, Any], str]] = {
    "plain": ({"plain": ["a", "b"]}, "plain=a&plain=b"),
    "one": ({"plain": ["a"]}, "plain=a"),
    "comma": ({"comma": ["a", "b"]}, "comma=a,b"),
    "commas within": ({"comma": ["a,b", "c"]}, "comma=a%2Cb,c"),
    "nothing within": ({"comma": ["a", None, "b"], "plain": [None, "c"]}, "plain=c&comma=a,b"),
    "space": ({"space": ["a", "b"]}, "space=a%20b"),
    "pipe": ({"pipe": [1, 2]}, "pipe=1%7C2"),
    "brackets in the name": ({"kinds": ["cat", "dog"]}, "kinds%5B%5D=cat&kinds%5B%5D=dog"),
    "a scalar in place of an array": ({"ids": "a"}, "ids=a"),
    "an array in place of a scalar": ({"ids": ["a", "b"]}, "ids=a&ids=b"),
    "a tuple": ({"plain": ("a", "b")}, "plain=a&plain=b"),
    "another iterable": ({"pipe": range(3)}, "pipe=0%7C1%7C2"),
    "hostile members": ({"plain": ["a&b=c", "d,e"]}, "plain=a%26b%3Dc&plain=d%2Ce"),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_styles(api: Driver, name: str) -> None:
    """Each style has its exact spelling."""
    arguments, query = WRITTEN[name]
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list(**arguments))
    assert api.server.received[0].target == f"/pets?{query}"


def test_empty_arrays(api: Driver) -> None:
    """An empty array is like one that is left out."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list(plain=[], comma=[], kinds=[]))
    assert api.server.received[0].target == "/pets"
