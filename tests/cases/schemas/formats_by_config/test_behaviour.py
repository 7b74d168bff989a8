"""Objects of every format, read and sent."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.support.driver import Driver
from tests.support.server import reply_json

PARCEL: dict[str, Any] = {
    "key": "0A0A0A0A-0000-0000-0000-000000000000",
    "keys": ["{0a0a0a0a-0000-0000-0000-000000000000}"],
    "foreign": "0a0a0a0a-0000-0000-0000-000000000000",
    "price": "+1.20",
    "raw": "aGk_",
    "encoded": "aGk",
    "wait": "P1W",
    "clock": "03:04Z",
    "stamp": "2024-01-02 03:04:05Z",
    "at": "2024-01-02T03:04:05Z",
    "old": {"key": "x", "day": "2024-01-02"},
}
UNREADABLE: dict[str, Any] = {
    "key": "0a",
    "price": "many",
    "raw": "a",
    "wait": "P1M",
    "clock": "25:00",
    "stamp": "now",
}


def updated(api: Driver, answer: dict[str, Any], key: str | UUID = "1", **arguments: Any) -> Any:
    """Return the parcel that the API answers."""
    api.server.script(reply_json(answer))
    return api.run(lambda client: client.parcels.update(key, **arguments))


def test_read(api: Driver) -> None:
    """Each format is the object that the config asks for; dumps have the text that came."""
    parcel = updated(api, PARCEL)
    assert (parcel.key, parcel.keys) == (UUID(PARCEL["foreign"]), [UUID(PARCEL["foreign"])])
    assert (parcel.price, parcel.raw, parcel.encoded) == (Decimal("1.20"), b"hi?", b"hi")
    assert (parcel.wait, parcel.clock) == (timedelta(weeks=1), time(3, 4, tzinfo=UTC))
    assert parcel.stamp == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (parcel.foreign, parcel.at, parcel.old.key) == (PARCEL["foreign"], PARCEL["at"], "x")
    assert json.loads(parcel.to_json()) == PARCEL


def test_unreadable(api: Driver) -> None:
    """Months have no length, and what is not of its format stays text."""
    parcel = updated(api, UNREADABLE)
    assert parcel.to_dict() == UNREADABLE
    assert json.loads(parcel.to_json()) == UNREADABLE


def test_sent(api: Driver) -> None:
    """Objects, what was answered, and text."""
    answered = updated(api, PARCEL)
    sent = {"raw": answered.raw, "wait": timedelta(), "keys": answered.keys}
    updated(api, {}, UUID(int=1), within=timedelta(hours=-1), mark=b"hi?", **sent)
    request = api.server.received[-1]
    assert request.path == "/parcels/00000000-0000-0000-0000-000000000001"
    assert request.query == [("within", "-PT1H"), ("mark", "aGk/")]
    assert json.loads(request.body) == {"raw": "aGk_", "wait": "PT0S", "keys": PARCEL["keys"]}
