"""Answers by status."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json


@pytest.mark.parametrize(("status", "name"), [(200, "Pet"), (202, "Ticket")])
def test_each_status_has_its_type(api: Driver, status: int, name: str) -> None:
    """The status decides, not what the answer looks like."""
    api.server.script(reply_json({"id": 1}, status=status))
    made = api.run(lambda client: client.makings.create())
    assert (type(made).__name__, made.id) == (name, 1)


def test_a_range(api: Driver) -> None:
    """A status that is not declared by itself is of its range."""
    api.server.script(Reply(status=201, headers={"content-type": "text/plain"}, body=b"made"))
    assert api.run(lambda client: client.makings.create()) == "made"


def test_bytes_or_json_or_nothing(api: Driver) -> None:
    """What is answered may be of different kinds."""
    pdf = Reply(headers={"content-type": "application/pdf"}, body=b"%PDF\xff")
    api.server.script(pdf, reply_json({"id": 7}, status=202), Reply(status=204))
    content = api.run(lambda client: client.reports.retrieve("r"))
    assert api.settle(content.read()) == b"%PDF\xff"
    assert api.run(lambda client: client.reports.retrieve("r")).id == 7
    assert api.run(lambda client: client.reports.retrieve("r")) is None
    assert api.server.received[0].headers["accept"] == "application/pdf, application/json"


@pytest.mark.parametrize("reply", [Reply(status=204), Reply(status=200), reply_json({"ok": True})])
def test_nothing_is_declared(api: Driver, reply: Reply) -> None:
    """A status without content gives None, whatever comes with it."""
    api.server.script(reply)
    method = "retrieve" if reply.status == 204 else "update"
    assert api.run(lambda client: getattr(client.pets, method)("p")) is None


def test_an_empty_body_where_json_is_declared(api: Driver, package: Any) -> None:
    """It is None; strictly it is no answer, unless the type has null."""
    api.server.script(Reply(status=200), Reply(status=200), Reply(status=200))
    assert api.run(lambda client: client.pets.delete("p")) is None
    assert api.run(lambda client: client.pets.retrieve("p"), _strict_response_validation=True) is None
    with pytest.raises(package.APIResponseValidationError):
        api.run(lambda client: client.pets.delete("p"), _strict_response_validation=True)


def test_default_is_success(api: Driver, package: Any) -> None:
    """Where no success is declared beside errors, the default is it, whatever its status."""
    api.server.script(reply_json({"id": 1}, status=201), reply_json({"id": 2}, status=404))
    assert type(api.run(lambda client: client.pets.delete("p"))).__name__ == "Pet"
    with pytest.raises(package.NotFoundError) as caught:
        api.run(lambda client: client.pets.delete("p"))
    assert type(caught.value.data).__name__ == "Ticket"


def test_raw(api: Driver) -> None:
    """What `parse` gives depends on the status, too."""
    api.server.script(reply_json({"id": 1}, status=202))
    raw = api.run(lambda client: client.makings.with_raw_response.create())
    assert type(api.settle(raw.parse())).__name__ == "Ticket"
