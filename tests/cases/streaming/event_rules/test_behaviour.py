"""Rules for the events of streams."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import events

SALE = b'data: {"id":"%b"}\n\n'


def watched(api: Driver, *sent: bytes) -> list[Any]:
    api.server.script(events(*sent))
    return api.collect(lambda client: client.sales.watch())


def test_names(api: Driver) -> None:
    """Events of the names that are listed, and those without one, are handed on; others are passed over."""
    found = watched(
        api,
        SALE % b"1",
        b"event: ping\n" + SALE % b"2",
        b"event: sale\n" + SALE % b"3",
        b"event: resale\n" + SALE % b"4",
        b"event: other\ndata: no json\n\n",
    )
    assert [event.id for event in found] == ["1", "3", "4"]


def test_the_end(api: Driver) -> None:
    """Data that begins as the rule says ends the stream, whatever the event is called."""
    found = watched(api, SALE % b"1", b"event: ping\ndata: finished at last\n\n", SALE % b"2")
    assert [event.id for event in found] == ["1"]


@pytest.mark.parametrize(
    ("sent", "message", "body"),
    [
        (
            b'event: failure\ndata: {"fault":{"message":"Sold out."}}\n\n',
            "Sold out.",
            {"fault": {"message": "Sold out."}},
        ),
        (b'event: failure\ndata: {"message":"Closed."}\n\n', "Closed.", {"message": "Closed."}),
        (b"event: failure\ndata: Burnt down.\n\n", "Burnt down.", "Burnt down."),
        (b"event: broken\ndata: !pieces\n\n", "!pieces", "!pieces"),
        (b'data: {"id":"2","fault":{"message":"No."}}\n\n', "No.", {"id": "2", "fault": {"message": "No."}}),
    ],
)
def test_errors(api: Driver, package: Any, sent: bytes, message: str, body: object) -> None:
    """Events that are errors are raised; so are those that hold one where the rule says."""
    with pytest.raises(package.APIError) as caught:
        watched(api, SALE % b"1", sent)
    assert (caught.value.message, caught.value.body) == (message, body)


def test_both_conditions(api: Driver) -> None:
    """A rule that names an event and how its data begins is about events of which both are true."""
    assert [event.id for event in watched(api, b"event: broken\ndata: whole\n\n", SALE % b"1")] == ["1"]


def test_no_error_in_it(api: Driver) -> None:
    """A member for errors that holds none is no error."""
    assert [event.id for event in watched(api, b'data: {"id":"1","fault":null}\n\n')] == ["1"]
