"""Words with spellings of their own, on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import reply_json


def test_wire_names_stay(api: Driver) -> None:
    """A spelling is for names in Python alone."""
    api.server.script(reply_json({"iPhone": "3", "youTubeURL": "u", "SSN": "1"}))
    person = api.run(lambda client: client.people.create(iphone="4"))
    (request,) = api.server.received
    assert request.target.endswith("?iPhone=4")
    assert (person.iphone, person.you_tube_url, person.ssn) == ("3", "u", "1")
