"""JSON objects as bodies on the wire."""

from __future__ import annotations

import datetime

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply


@pytest.fixture(autouse=True)
def empty_answer(api: Driver) -> None:
    api.server.script(Reply(status=204))


def test_members(api: Driver) -> None:
    """Members have their wire names, in the order of the document, compact and in UTF-8."""
    api.run(
        lambda client: client.pets.create(
            owners=({"full-name": name} for name in ("Ada", "Zoë")),
            name='M"ia\n',
            kind="cat",
            nickname=None,
            api_key_created=True,
            from_="here",
            pet_tags=("a", "b"),
            owner={"full-name": "漢", "since": datetime.date(2024, 2, 29)},
            extra={"x": 1},
        )
    )
    request = api.server.received[0]
    assert (request.method, request.target) == ("POST", "/pets")
    assert request.headers["content-type"] == "application/json"
    assert request.body.decode() == (
        '{"name":"M\\"ia\\n","kind":"cat","nickname":null,"api_key.created":true,"from":"here","petTags":["a","b"],'
        '"owner":{"full-name":"漢","since":"2024-02-29"},"owners":[{"full-name":"Ada"},{"full-name":"Zoë"}],"extra":{"x":1}}'
    )


def test_omitted_members_are_absent(api: Driver) -> None:
    """Only what was given is sent: absent is not null."""
    api.run(lambda client: client.pets.create(name="Mia", kind="cat"))
    api.run(lambda client: client.pets.update("m"))
    api.run(lambda client: client.pets.update("m", name=None))
    assert [r.body for r in api.server.received] == [b'{"name":"Mia","kind":"cat"}', b"{}", b'{"name":null}']


def test_another_json_media_type(api: Driver) -> None:
    """A relative of JSON is named as the document names it."""
    api.run(lambda client: client.pets.update("m", name="Mo"))
    assert api.server.received[0].method == "PATCH"
    assert api.server.received[0].headers["content-type"] == "application/merge-patch+json"


def test_what_the_document_requires(api: Driver) -> None:
    """A required member cannot be left out."""
    with pytest.raises(TypeError, match="kind"):
        api.run(lambda client: client.pets.create(name="Mia"))
