"""Headers of a resource on the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

SAID = 'pets=v2; "quoted"'


@pytest.mark.parametrize(
    ("call", "sent"),
    [
        (lambda client: client.pets.list(x_page="2"), SAID),
        (lambda client: client.pets.toys.list("p1"), SAID),
        (lambda client: client.pets.create(shop_beta="pets=v3"), "pets=v3"),
        (lambda client: client.pets.create(), None),
        (lambda client: client.pets.list(extra_headers={"shop-beta": "pets=v4"}), "pets=v4"),
        (lambda client: client.walks.list(), None),
    ],
    ids=["with arguments", "below", "argument", "argument left out", "extra header", "elsewhere"],
)
def test_what_is_sent(api: Driver, call: Callable[[Any], Any], sent: str | None) -> None:
    """The config's value, unless the caller says another; other resources send nothing."""
    api.server.script(Reply(status=204))
    api.run(call)
    assert api.server.received[0].headers.get("shop-beta") == sent
