"""Path parameters on the wire."""

from __future__ import annotations

import datetime

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

EMPTY = Reply(status=204)

# value, what stands in the path
HOSTILE = {
    "slash": ("a/b", "a%2Fb"),
    "query": ("a?b=c", "a%3Fb=c"),
    "fragment": ("a#b", "a%23b"),
    "encoded slash": ("..%2Fadmin", "..%252Fadmin"),
    "parent folder": ("../admin", "..%2Fadmin"),
    "space and quote": ('a b"', "a%20b%22"),
    "line break": ("a\r\nHost: b", "a%0D%0AHost:%20b"),
    "placeholder": ("{pet_id}", "%7Bpet_id%7D"),
    "NUL": ("\0", "%00"),
    "non-ASCII": ("grün\u2028漢", "gr%C3%BCn%E2%80%A8%E6%BC%A2"),
    "userinfo": ("@evil.example", "@evil.example"),
    "encoded dots": ("%2e%2E", "%252e%252E"),
    "unreserved": ("a-b_c.d~e", "a-b_c.d~e"),
    "allowed in a segment": ("ft:gpt!$&'()*+,;=", "ft:gpt!$&'()*+,;="),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_value_stays_in_its_segment(api: Driver, name: str) -> None:
    """Everything but what a segment may hold is encoded, once."""
    value, written = HOSTILE[name]
    api.server.script(EMPTY)
    api.run(lambda client: client.pets.retrieve(value))
    assert [(r.method, r.target) for r in api.server.received] == [("GET", f"/pets/{written}")]


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_value_that_would_change_the_route_is_refused(api: Driver, value: str) -> None:
    """Nothing is sent for an empty value or a dot segment."""
    with pytest.raises(ValueError, match="pet_id"):
        api.run(lambda client: client.pets.retrieve(value))
    assert api.server.received == []


def test_several_parameters(api: Driver) -> None:
    """The last one is positional, the others are keywords; each takes its own place whatever the order."""
    api.server.script(EMPTY)
    api.run(lambda client: client.pets.toys.retrieve(7, pet_id="mia"))
    api.run(lambda client: client.pets.toys.retrieve(pet_id="mia", toy_number=8))
    assert [r.target for r in api.server.received] == ["/pets/mia/toys/7", "/pets/mia/toys/8"]


def test_several_parameters_in_one_segment(api: Driver) -> None:
    """Placeholders that share a segment keep what stands between them; dates have their ISO form."""
    api.server.script(EMPTY)
    day = datetime.date(2024, 2, 29)
    api.run(lambda client: client.pets.pictures.retrieve("png", pet_id="m", from_=day, to="2024-03-01"))
    assert api.server.received[0].target == "/pets/m/pictures/2024-02-29..2024-03-01.png"


def test_a_boolean(api: Driver) -> None:
    """Booleans have their JSON spelling."""
    api.server.script(EMPTY)
    api.run(lambda client: client.pets.tame.update(True, pet_id="m"))
    assert [(r.method, r.target, r.body) for r in api.server.received] == [("POST", "/pets/m/tame/true", b"")]


def test_an_array(api: Driver) -> None:
    """The members of an array are separated by commas, and cannot bring commas of their own; it cannot be empty."""
    api.server.script(EMPTY)
    api.run(lambda client: client.many.retrieve(["a", "b,c/d"]))
    assert api.server.received[0].target == "/many/a,b%2Cc%2Fd"
    with pytest.raises(ValueError, match="ids"):
        api.run(lambda client: client.many.retrieve([]))
