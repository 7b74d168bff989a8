"""What values are read as that a discriminator says nothing known of."""

from __future__ import annotations

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


@pytest.mark.parametrize(
    ("body", "type"),
    [
        (b'{"kind": "cat", "lives": 9}', "Cat"),
        (b'{"kind": "dog", "bark": "loud"}', "Dog"),
        (b'{"kind": "yak", "about": "grass"}', "OtherPet"),
        (b'{"about": "grass", "lives": 1}', "OtherPet"),
        (b'{"kind": null, "bark": "loud"}', "OtherPet"),
    ],
)
def test_unknown_values_are_the_default(api: Driver, body: bytes, type: str) -> None:
    """Only what the mapping knows is another variant, whatever properties there are."""
    api.server.script(Reply(headers={"content-type": "application/json"}, body=body))
    assert api.run(lambda client: client.pets.retrieve("1")).__class__.__name__ == type
