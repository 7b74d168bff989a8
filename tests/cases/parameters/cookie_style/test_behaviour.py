"""Cookies as they go over the wire, held against the rows of the standard's table of styles."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, Server


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"text": ""}, "text="),
        ({"text": 'blue, "b" %41=/+'}, 'text=blue, "b" %41=/+'),
        ({"color": ["blue", "black", "brown"]}, "color=blue; color=black; color=brown"),
        ({"joined": ["blue", "black", "brown"]}, "joined=blue,black,brown"),
        ({"spread": {"R": 100, "G": 200}}, "R=100; G=200"),
        ({"flat": {"R": 100, "G": 200}}, "flat=R,100,G,200"),
        ({"text": "a", "joined": ["b"]}, "text=a; joined=b"),
        ({"color": [], "spread": {}}, None),
        ({}, None),
    ],
)
def test_style(api: Driver, server: Server, arguments: dict[str, Any], expected: str | None) -> None:
    """Pairs are set apart by a semicolon and a space; characters stay as they are."""
    server.script(Reply(status=204))
    api.run(lambda client: client.cookies.list(**arguments))
    assert server.received[-1].headers.get("cookie") == expected


def test_what_would_be_read_as_several(api: Driver) -> None:
    """Nothing is encoded, so that what sets pairs apart cannot stand in one."""
    with pytest.raises(ValueError, match="separator"):
        api.run(lambda client: client.cookies.list(text="a; b=c"))
