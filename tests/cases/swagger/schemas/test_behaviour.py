"""Values of converted schemas."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import reply_json


def test_values(api: Driver) -> None:
    """Null is read where the document allows it, and references lead to the definitions."""
    pet = {"name": "Rex", "age": None, "owner": None, "code": None, "related": {"id": "1"}, "more": {"a": 1.5}}
    api.server.script(reply_json([pet]))
    found = api.run(lambda client: client.pets.list(after="2026-01-02"))[0]
    assert (found.age, found.owner, found.related.id, found.more) == (None, None, "1", {"a": 1.5})
    assert api.server.received[0].target == "/pets?after=2026-01-02"
