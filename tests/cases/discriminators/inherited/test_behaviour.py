"""A component that others extend, on the wire."""

from __future__ import annotations

from typing import Any

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json


def test_answered(package: Any, api: Driver) -> None:
    """The answer is the one that the property says."""
    api.server.script(reply_json({"kind": "siamese", "claws": 5, "voice": "low"}))
    cat = api.run(lambda client: client.zoo.animals.retrieve("1"))
    assert type(cat) is package.types.zoo.Siamese
    assert (cat.claws, cat.voice) == (5, "low")


def test_sent(api: Driver) -> None:
    """The members of all are arguments, and inside of others any of them is sent."""
    api.server.script(Reply(status=204), reply_json({"animals": []}))
    api.run(lambda client: client.zoo.animals.update("1", kind="cat", claws=5))
    api.run(lambda client: client.zoo.cages.create(animals=[{"kind": "dog"}, {"kind": "siamese", "voice": "low"}]))
    assert [r.body for r in api.server.received] == [
        b'{"kind":"cat","claws":5}',
        b'{"animals":[{"kind":"dog"},{"kind":"siamese","voice":"low"}]}',
    ]
