"""Dates and times on the wire: what comes as text is an object that goes back as that text."""

from __future__ import annotations

import json
import warnings
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any, get_args
from uuid import UUID

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json

EAST = timezone(timedelta(hours=2))
EVENT: dict[str, Any] = {
    "at": "2024-01-02T03:04:05.500Z",
    "date": "2024-01-02",
    "datetime": "2024-01-02t03:04:05+02:00",
    "moments": ["2024-01-02T03:04:05", "2024-01-02T03:04:05.123456789-00:00"],
    "by_name": {"a": "2024-01-02"},
    "either": "2024-01-02",
    "named": "today",
    "key": "0a0a0a0a-0000-0000-0000-000000000000",
    "price": "1.20",
}
UNREADABLE: dict[str, Any] = {
    "at": "yesterday",
    "date": "02.01.2024",
    "datetime": "2024-13-01T00:00:00Z",
    "moments": ["2024-01-02T03:04:05Z", "2024-01-02", 7],
    "by_name": {"a": "never"},
    "either": "soon",
}


def created(api: Driver, answer: dict[str, Any], **arguments: Any) -> Any:
    """Return the event that the API answers."""
    api.server.script(reply_json(answer))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return api.run(lambda client: client.events.create(**{"at": "now", **arguments}))


def test_read(api: Driver) -> None:
    """Answers hold objects; what has no offset has no time zone, and text that is no date stays text."""
    event = created(api, EVENT)
    assert event.at == datetime(2024, 1, 2, 3, 4, 5, 500_000, UTC)
    assert event.date == date(2024, 1, 2)
    assert event.datetime == datetime(2024, 1, 2, 3, 4, 5, tzinfo=EAST)
    assert event.moments == [
        datetime(2024, 1, 2, 3, 4, 5),
        datetime(2024, 1, 2, 3, 4, 5, 123_456, UTC),
    ]
    assert event.by_name == {"a": date(2024, 1, 2)}
    assert (type(event.either).__name__, event.either) == ("Date", date(2024, 1, 2))
    assert (event.named, event.key, event.price) == ("today", EVENT["key"], "1.20")


def test_dumped_as_it_came(api: Driver) -> None:
    """JSON of an answer has the texts that came, those that could not be read too; copies keep them."""
    for answer in (EVENT, UNREADABLE):
        event = created(api, answer)
        assert json.loads(event.to_json()) == answer
        assert event.model_dump(mode="json", exclude_unset=True) == answer
        assert event.model_copy(deep=True).to_dict(mode="json") == answer


def test_unreadable(api: Driver) -> None:
    """What is not of its format stays what it is."""
    event = created(api, UNREADABLE)
    assert (event.at, event.date, event.datetime) == ("yesterday", "02.01.2024", "2024-13-01T00:00:00Z")
    assert event.moments == [datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC), "2024-01-02", 7]
    assert (event.by_name, event.either) == ({"a": "never"}, "soon")


def test_whole_answers(api: Driver) -> None:
    """An answer that is a date by itself, and a list of objects with dates."""
    api.server.script(reply_json("2024-01-02T03:04:05Z"), reply_json([EVENT]))
    assert api.run(lambda client: client.clock.retrieve()) == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    (event,) = api.run(lambda client: client.events.retrieve(date(2024, 1, 2), since="x"))
    assert event.date == date(2024, 1, 2)


def test_sent_as_json(api: Driver) -> None:
    """Objects and text, of formats that are text in the SDK too; what was answered goes back as it came."""
    answered = created(api, EVENT)
    created(
        api,
        EVENT,
        at=answered.at,
        date=date(2024, 1, 2),
        datetime=datetime(2024, 1, 2, 3, 4, 5, tzinfo=EAST),
        moments=[datetime(2024, 1, 2)],
        key=UUID(EVENT["key"]),
        price=Decimal("1.20"),
        raw=b"hi?",
        wait=timedelta(days=1, hours=2, seconds=0.5),
        clock=time(3, 4),
    )
    assert json.loads(api.server.received[-1].body) == {
        "at": EVENT["at"],
        "date": "2024-01-02",
        "datetime": "2024-01-02T03:04:05+02:00",
        "moments": ["2024-01-02T00:00:00"],
        "key": EVENT["key"],
        "price": "1.20",
        "raw": "aGk/",
        "wait": "P1DT2H0.5S",
        "clock": "03:04:00",
    }


def test_sent_elsewhere(api: Driver) -> None:
    """Paths, queries, headers and both kinds of forms."""
    moment, day = datetime(2024, 1, 2, 3, 4, 5, tzinfo=EAST), date(2024, 1, 2)
    api.server.script(reply_json([]), Reply(status=204))
    api.run(
        lambda client: client.events.retrieve(
            day, since=moment, days=[day, "2024-01-03"], x_until=moment, key=UUID(int=1)
        )
    )
    api.run(lambda client: client.forms.create(at=moment, day=day))
    api.run(lambda client: client.clock.update(at=moment, day=day))
    listed, form, parts = api.server.received
    assert listed.path == "/events/2024-01-02"
    assert listed.query == [
        ("since", "2024-01-02T03:04:05+02:00"),
        ("days", "2024-01-02"),
        ("days", "2024-01-03"),
        ("key", "00000000-0000-0000-0000-000000000001"),
    ]
    assert listed.headers["x-until"] == "2024-01-02T03:04:05+02:00"
    assert form.body == b"at=2024-01-02T03%3A04%3A05%2B02%3A00&day=2024-01-02"
    assert b'name="at"\r\n\r\n2024-01-02T03:04:05+02:00\r\n' in parts.body


def test_fields_say_what_they_hold(api: Driver) -> None:
    """Who asks a model for its fields finds classes that everyone knows, not those that keep the text."""
    fields = type(created(api, EVENT)).model_fields
    assert fields["at"].annotation is datetime
    assert get_args(get_args(fields["date"].annotation)[0])[0] is date
