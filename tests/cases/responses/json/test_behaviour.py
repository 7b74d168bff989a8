"""JSON answers of every form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json

PET = {"id": "p", "name": None, "new": [1]}

# call, answer, the types of what comes out, the outcome as JSON
ANSWERS: dict[str, tuple[Callable[[Any], Any], Any, str]] = {
    "object": (lambda c: c.object.retrieve(), PET, "Pet"),
    "array": (lambda c: c.array.retrieve(), [PET], "list of Pet"),
    "empty array": (lambda c: c.array.retrieve(), [], "list of "),
    "map": (lambda c: c.map.retrieve(), {"a b": PET}, "dict of Pet"),
    "scalar": (lambda c: c.scalar.retrieve(), "a\u2028", "str"),
    "union, object": (lambda c: c.union.retrieve(), PET, "Pet"),
    "union, scalar": (lambda c: c.union.retrieve(), 3, "int"),
    "nullable, object": (lambda c: c.nullable.retrieve(), PET, "Pet"),
    "nullable, null": (lambda c: c.nullable.retrieve(), None, "NoneType"),
    "anything, array": (lambda c: c.anything.retrieve(), [1, {"a": None}], "list of int dict"),
    "anything, object": (lambda c: c.anything.retrieve(), {"a": 1}, "dict of int"),
    "inline": (lambda c: c.inline.retrieve(), {"deep": {"id": "x"}}, "InlineRetrieveResponse"),
}


def kind_of(value: Any) -> str:
    """The name of a value's type, with those of its members."""
    if isinstance(value, list):
        return "list of " + " ".join(type(item).__name__ for item in value)
    if isinstance(value, dict):
        return "dict of " + " ".join(type(item).__name__ for item in value.values())
    return type(value).__name__


def as_json(value: Any) -> Any:
    """A value with models dumped."""
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    return value.to_dict(mode="json") if hasattr(value, "to_dict") else value


@pytest.mark.parametrize("name", ANSWERS)
def test_answers(api: Driver, name: str) -> None:
    """An answer becomes its type and keeps all it holds, fields the document does not know included."""
    call, answer, kind = ANSWERS[name]
    api.server.script(reply_json(answer))
    found = api.run(call)
    assert kind_of(found) == kind
    assert as_json(found) == answer
    assert api.server.received[0].headers["accept"] == "application/json"


@pytest.mark.parametrize("status", [200, 201, 202, 203])
def test_any_success(api: Driver, status: int) -> None:
    """Every 2xx is read in the same way, and so is a relative of JSON."""
    headers = {"content-type": "application/vnd.shop+json; charset=utf-8"}
    api.server.script(Reply(status=status, headers=headers, body=b'{"id":"p"}'))
    assert api.run(lambda client: client.several.create()).id == "p"
