"""Several media types of a request, and ranges of them, on the wire."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

PNG = {"Content-Type": "image/png"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
MULTIPART = {"Content-Type": "multipart/form-data"}
SENT: dict[str, tuple[Callable[[Any], Any], str, bytes]] = {
    "JSON": (lambda c: c.notes.create(text="a"), "application/json", b'{"text":"a"}'),
    "a form by the caller's header": (
        lambda c: c.notes.create(text="a b", extra_headers=FORM),
        FORM["content-type"],
        b"text=a%20b",
    ),
    "text": (lambda c: c.notes.create_markdown(body="# a"), "text/markdown", b"# a"),
    "a relative of JSON": (lambda c: c.notes.update(body=["a"]), "application/merge-patch+json", b'["a"]'),
    "any picture": (lambda c: c.pictures.update(body=b"x"), "application/octet-stream", b"x"),
    "a picture of a kind": (lambda c: c.pictures.update(body=b"x", extra_headers=PNG), "image/png", b"x"),
    "anything": (lambda c: c.things.update(body={"text": "a"}), "application/json", b'{"text":"a"}'),
}


@pytest.mark.parametrize("name", SENT)
def test_bodies(api: Driver, name: str) -> None:
    """What is sent is what its header says."""
    call, media_type, body = SENT[name]
    api.server.script(Reply(status=204))
    api.run(call)
    request = api.server.received[0]
    assert (request.headers["content-type"], request.body) == (media_type, body)


def test_a_form_beside_json(api: Driver) -> None:
    """Files can be sent where JSON cannot hold them."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.notes.create_multipart(file=("a.txt", b"1")))
    request = api.server.received[0]
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="file"; filename="a.txt"' in request.body


def test_a_multipart_form_in_place_of_json(api: Driver) -> None:
    """A caller's header has the members of a JSON body sent as parts, with a boundary of their own."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.notes.create(text="a", extra_headers=MULTIPART))
    request = api.server.received[0]
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'Content-Disposition: form-data; name="text"\r\n\r\na\r\n' in request.body


def test_an_object_is_no_content(api: Driver) -> None:
    """A mapping in place of content is refused before anything is sent."""
    with pytest.raises(TypeError, match="dict"):
        api.run(lambda client: client.pictures.update(body={"a": 1}))
    assert api.server.received == []
