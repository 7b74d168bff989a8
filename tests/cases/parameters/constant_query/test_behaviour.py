"""A constant query on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply


def test_the_constant_is_sent(api: Driver) -> None:
    """It stands before the parameters of the call; the operation without it is another one."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.beta.pets.retrieve("m"))
    api.run(lambda client: client.beta.pets.retrieve("a?b.", limit=5))
    api.run(lambda client: client.pets.retrieve("m"))
    assert [r.target for r in api.server.received] == [
        "/pets/m?beta=true",
        "/pets/a%3Fb.?beta=true&limit=5",
        "/pets/m",
    ]
