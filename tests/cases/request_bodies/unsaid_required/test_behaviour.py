"""What must be given, and when a body is sent."""

from __future__ import annotations

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


def test_required_members(api: Driver) -> None:
    """Without a word about the body its required members must be given; without any it may be left out."""
    with pytest.raises(TypeError, match="name"):
        api.run(lambda client: client.pets.create(age=1))
    api.server.script(*[Reply(status=204)] * 3)
    api.run(lambda client: client.pets.create(name="Mia"))
    api.run(lambda client: client.pets.replace_pet())
    api.run(lambda client: client.pets.update())
    assert [request.body for request in api.server.received] == [b'{"name":"Mia"}', b"", b""]
