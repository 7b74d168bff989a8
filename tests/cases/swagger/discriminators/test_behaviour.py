"""Subtypes in answers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import reply_json


@pytest.mark.parametrize(("value", "kind"), [("Cat", "Cat"), ("canis", "Dog"), ("canis-minor", "Puppy")])
def test_subtypes(api: Driver, package: Any, value: str, kind: str) -> None:
    """The property says which it is, over several levels."""
    api.server.script(reply_json({"kind": value}))
    found = api.run(lambda client: client.pets.retrieve("1"))
    assert type(found) is getattr(package.types, kind)
