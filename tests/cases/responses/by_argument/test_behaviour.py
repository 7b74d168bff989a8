"""Answers that an argument decides, and a second method that reads the same answer as text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, events, reply_json

POOR = reply_json({"text": "x"})
"""An answer that is as good as any of the types."""


def text(media_type: str, body: bytes = b"{a line") -> Reply:
    return Reply(headers={"content-type": media_type}, body=body)


@pytest.mark.parametrize(
    ("arguments", "expected", "members"),
    [
        ({}, "Short", ["text"]),
        ({"format": "short"}, "Short", ["text"]),
        ({"format": "long"}, "Long", ["text", "chapters"]),
        ({"format": "chart"}, "Chart", ["text", "bars"]),
    ],
)
def test_by_value(api: Driver, arguments: dict[str, Any], expected: str, members: list[str]) -> None:
    """The value decides for the type, not the answer; without the argument it is the one that the config names."""
    api.server.script(POOR)
    found = api.run(lambda client: client.reports.create(topic="t", **arguments))
    assert (type(found).__name__, list(type(found).model_fields)) == (expected, members)


@pytest.mark.parametrize("format", ["plain", "table"])
@pytest.mark.parametrize("media_type", ["text/plain", "application/json", "application/x-subrip"])
def test_text(api: Driver, format: str, media_type: str) -> None:
    """An answer that the value makes text is text, whatever it is called and however it begins."""
    api.server.script(text(media_type))
    assert api.run(lambda client: client.reports.create(topic="t", format=format)) == "{a line"


def test_unknown_value(api: Driver) -> None:
    """A value that nobody knows of, or null, leaves it to the answer: any of the types, or text."""
    api.server.script(reply_json({"text": "x", "chapters": ["1"]}), text("text/plain", b"a line"), POOR)
    assert api.run(lambda client: client.reports.create(topic="t", format="new")).chapters == ["1"]
    assert api.run(lambda client: client.reports.create(topic="t", format="new")) == "a line"
    assert api.run(lambda client: client.reports.create(topic="t", format=None)).text == "x"


def test_text_is_valid_where_it_may_be(api: Driver, package: Any) -> None:
    """Text is no violation for a client that validates, where the value may ask for it."""
    strict = {"_strict_response_validation": True}
    api.server.script(text("text/plain", b"a line"), text("text/plain", b"a line"))
    assert api.run(lambda client: client.reports.create(topic="t", format="new"), **strict) == "a line"
    with pytest.raises(package.APIResponseValidationError):
        api.run(lambda client: client.reports.create(topic="t", format="long"), **strict)


def test_stream(api: Driver) -> None:
    """A stream has its events, whatever the value."""
    api.server.script(events(b'data: {"piece":"a"}\n\ndata: [DONE]\n\n'))
    found = api.collect(lambda client: client.reports.create(topic="t", format="long", stream=True))
    assert [event.piece for event in found] == ["a"]


def test_raw(api: Driver) -> None:
    """An answer as it came is parsed as the value says."""
    api.server.script(POOR)
    raw = api.run(lambda client: client.reports.with_raw_response.create(topic="t", format="long"))
    assert type(api.settle(raw.parse())).__name__ == "Long"


def test_open_value(api: Driver) -> None:
    """Where only some values are known, all others are answered as the document declares."""
    api.server.script(text("text/plain", b"1 2"), POOR)
    assert api.run(lambda client: client.prices.list(as_="text")) == "1 2"
    assert type(api.run(lambda client: client.prices.list(as_="json"))).__name__ == "Short"


def test_one_method_of_two(api: Driver) -> None:
    """Of two methods for an operation, one reads text where the other has bytes."""
    api.server.script(text("image/png", b"label"), text("image/png", b"label"))
    assert api.settle(api.run(lambda client: client.labels.retrieve("a")).read()) == b"label"
    assert api.run(lambda client: client.labels.retrieve_text("a")) == "label"
