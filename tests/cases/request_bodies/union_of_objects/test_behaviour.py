"""A body that is one of several objects, on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply


def test_either_variant(api: Driver) -> None:
    """The members of either variant are sent as given."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.create(kind="cat", name="Mia", lives=9))
    api.run(lambda client: client.pets.create(kind="dog", name="Rex", tricks=["sit"], note=1))
    assert [r.body for r in api.server.received] == [
        b'{"kind":"cat","name":"Mia","lives":9}',
        b'{"kind":"dog","name":"Rex","note":1,"tricks":["sit"]}',
    ]
