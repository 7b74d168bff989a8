"""Positional and keyword path parameters."""

from __future__ import annotations

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


def test_chosen_by_config(api: Driver) -> None:
    """Positional parameters are taken in the order of the list."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.toys.retrieve("t", "p"))
    api.run(lambda client: client.pets.toys.update(toy_id="t", pet_id="p"))
    api.run(lambda client: client.pets.toys.delete("p", toy_id="t"))
    assert [(r.method, r.target) for r in api.server.received] == [
        ("GET", "/pets/p/toys/t"),
        ("PUT", "/pets/p/toys/t"),
        ("DELETE", "/pets/p/toys/t"),
    ]


def test_keywords_only(api: Driver) -> None:
    """What is not positional cannot be given by position."""
    with pytest.raises(TypeError, match="positional"):
        api.run(lambda client: client.pets.toys.update("p", "t"))
