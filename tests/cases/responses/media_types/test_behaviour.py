"""Media types of answers: what is asked for, and how it is read."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from generator.pipeline import validate
from generator.request import Request
from tests.support.driver import Driver
from tests.support.server import Reply, reply_json

ASKED = {
    "vendor": "application/vnd.shop.v2+json",
    "versions": "application/vnd.shop.v2+json, application/json;version=1, text/json",
    "any": "application/json, */*;q=0.8",
    "table": "text/csv",
    "file": "application/json, text/plain",
    "picture": "image/png",
    "text": "text/plain, text/html",
    "several": "application/json",
    "count": "application/json",
    "broken": "application/json",
}


@pytest.mark.parametrize("resource", ASKED)
def test_what_is_asked_for(api: Driver, resource: str) -> None:
    """All media types that are read alike are asked for, with their parameters; one that is none cannot be."""
    api.server.script(reply_json({"id": 1}))
    api.run(lambda client: _call(getattr(client, resource)))
    assert api.server.received[0].headers["accept"] == ASKED[resource]


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/vnd.shop.v3+json"])
def test_any_media_type(api: Driver, kind: str) -> None:
    """Whatever the answer calls itself, it is read by the schema."""
    headers = {"content-type": kind}
    api.server.script(Reply(headers=headers, body=b'{"id":1}'), Reply(headers=headers, body=b'[{"id":2}]'))
    assert api.run(lambda client: _call(client.any)).id == 1
    assert [pet.id for pet in api.run(lambda client: _call(client.any_list))] == [2]


def test_text_that_is_bytes(api: Driver) -> None:
    """Bytes stay what they are."""
    data = b"n;\xe4\n\xff\x00"
    reply = Reply(headers={"content-type": "text/csv"}, body=data)
    resources = ("table", "any_bytes", "file", "picture")
    api.server.script(*[reply] * len(resources))
    for resource in resources:
        content = api.run(lambda client, resource=resource: _call(getattr(client, resource)))
        assert api.settle(content.read()) == data


def test_errors_of_any_media_type(api: Driver, package: Any) -> None:
    """So is the body of an error."""
    api.server.script(reply_json({"id": 3}, status=400))
    with pytest.raises(package.BadRequestError) as caught:
        api.run(lambda client: client.errors.list())
    assert (type(caught.value.data).__name__, caught.value.data.id) == ("Pet", 3)


def test_what_is_not_reachable_is_told() -> None:
    """The ledger names each media type that is not read, or not by its schema."""
    request = Request(spec=str(Path(__file__).parent / "spec.yaml"))
    ledger = validate(request, stdin=io.BytesIO(), progress=lambda _: None).ledger
    told = [(entry.location.pointer.split("/")[2], entry.subject) for entry in ledger.entries]
    assert told == [
        ("~1picture", "application/json"),
        ("~1xml", "application/xml"),
        ("~1several", "application/xml"),
        ("~1several", "text/csv"),
        ("~1count", "text/plain"),
        ("~1broken", "json\nX-Evil: 1"),
    ]


def _call(resource: Any) -> Any:
    return resource.list() if hasattr(resource, "list") else resource.retrieve()
