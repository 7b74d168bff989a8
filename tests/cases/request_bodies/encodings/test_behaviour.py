"""Encodings of forms on the wire."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply

ADDRESS = {"street": "x", "sub": {"deep": True}}
JSON = b'{"street":"x","sub":{"deep":true}}'


@pytest.fixture(autouse=True)
def empty_answer(api: Driver) -> None:
    api.server.script(Reply(status=204))


def parts(api: Driver, **arguments: Any) -> list[tuple[str, str | None, str | None, bytes]]:
    """Name, file name, media type and content of each part of a picture's form."""
    api.run(lambda client: client.pictures.create(**arguments))
    request = api.server.received[-1]
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    found = message_from_bytes(head + request.body, policy=policy.HTTP).iter_parts()
    return [
        (
            part["content-disposition"].params["name"],
            part.get_filename(),
            part.get_content_type() if "content-type" in part else None,
            part.get_payload(decode=True),
        )
        for part in found
    ]


def test_objects_and_arrays(api: Driver) -> None:
    """Objects are JSON, arrays a part for each member; media types are the document's; a style is text."""
    assert parts(
        api, address=ADDRESS, addresses=[ADDRESS, {}], script="s", number=1, tags=["a", "b"], deep=ADDRESS, note=None
    ) == [
        ("address", None, "application/json", JSON),
        ("addresses", None, "application/vnd.address+json", JSON),
        ("addresses", None, "application/vnd.address+json", b"{}"),
        ("script", None, "text/x-script", b"s"),
        ("number", None, "application/json", b"1"),
        ("tags", None, None, b"a,b"),
        ("deep[street]", None, None, b"x"),
        ("deep[sub][deep]", None, None, b"true"),
    ]


FILES = {
    "the first that is allowed": ({"photo": b"1"}, ("photo", "upload", "image/png", b"1")),
    "what its name says": ({"photo": ("a.jpg", b"1")}, ("photo", "a.jpg", "image/jpeg", b"1")),
    "a name that says another": ({"photo": ("a.gif", b"1")}, ("photo", "a.gif", "image/png", b"1")),
    "what the caller says": ({"photo": ("a.jpg", b"1", "image/x-a")}, ("photo", "a.jpg", "image/x-a", b"1")),
    "what its schema says": ({"other": b"\xff"}, ("other", "upload", "image/png", b"\xff")),
    "any bytes": ({"octets": ("a.png", b"1")}, ("octets", "a.png", "image/png", b"1")),
    "text of bytes": ({"text64": "eA=="}, ("text64", None, "image/png", b"eA==")),
    "a file for anything": ({"anything": ("a.txt", b"1")}, ("anything", "a.txt", "text/plain", b"1")),
    "an object for anything": ({"anything": ADDRESS}, ("anything", None, "application/json", JSON)),
    "text for anything": ({"anything": "a"}, ("anything", None, None, b"a")),
    "a number for anything": ({"anything": 1.5}, ("anything", None, None, b"1.5")),
}


@pytest.mark.parametrize("name", FILES)
def test_files(api: Driver, name: str) -> None:
    """The media type of a file is the caller's, else what its name says where that is allowed, else the document's."""
    arguments, part = FILES[name]
    assert parts(api, **arguments) == [part]


def test_headers_of_parts(api: Driver, tmp_path: Path) -> None:
    """A header whose value the document knows goes along, others where a caller gives them."""
    path = tmp_path / "a.png"
    path.write_bytes(b"1")
    parts(api, photo=path)
    parts(api, photo=("a.png", b"1", None, {"X-Free": "f", "X-Kind": "c"}))
    one, other = (request.body for request in api.server.received)
    assert b'\r\nX-Kind: a "b"\r\n' in one
    assert b"\r\nX-Kind: c\r\n" in other
    assert b"\r\nX-Free: f\r\n" in other


def test_urlencoded(api: Driver) -> None:
    """JSON where the document says so; styles of queries; None is left out."""
    api.run(
        lambda client: client.tokens.create(
            payload={"street": "a&b"}, scopes=["a", "b"], where={"street": "x"}, redirect="http://a/b?c", note=None
        )
    )
    request = api.server.received[0]
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.body == (
        b"payload=%7B%22street%22%3A%22a%26b%22%7D&scopes=a%20b&where%5Bstreet%5D=x&redirect=http://a/b?c"
    )


def test_a_form_of_unknown_members(api: Driver) -> None:
    """A form whose members have no names in the document is one argument."""
    api.run(lambda client: client.maps.create(body={"a": "1", "b": "2 3"}))
    api.run(lambda client: client.maps.create())
    assert [(r.headers.get("content-type"), r.body) for r in api.server.received] == [
        ("application/x-www-form-urlencoded", b"a=1&b=2%203"),
        (None, b""),
    ]
