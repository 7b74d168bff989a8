"""Answers as they came in the older form, which a package has where its config asks for it: nothing is awaited."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.test_answers import THING
from tests.support.driver import Driver
from tests.support.server import Reply, Server, reply_json

RAW = "_legacy_response.LegacyAPIResponse"


@pytest.fixture(autouse=True)
def plain(littleapi: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for client in (littleapi.Little, littleapi.AsyncLittle):
        definition = replace(client._definition, raw_response=RAW, async_raw_response=RAW)
        monkeypatch.setattr(client, "_definition", definition)


def test_parse_is_called_alike_on_both_kinds(api: Driver, server: Server, littleapi: Any) -> None:
    """`parse()`, `text` and `content` need no `await`."""
    server.script(reply_json(THING))
    raw = api.run(lambda client: client.things.with_raw_response.retrieve("x"))
    assert type(raw).__name__ == "LegacyAPIResponse"
    assert raw.parse() is raw.parse()
    assert raw.parse(to=littleapi.types.things.Part).id == "t1"
    assert json.loads(raw.text) == json.loads(raw.content) == THING


def test_binary_content(api: Driver, server: Server, littleapi: Any, tmp_path: Path) -> None:
    """Bytes are read and written without `await` as well."""
    content = bytes(range(256)) * 500
    server.script(Reply(headers={"content-type": "application/octet-stream"}, body=content))
    kind = littleapi._legacy_response.HttpxBinaryResponseContent
    answer = api.run(lambda client: client.get("/content", cast_to=kind))
    assert answer.read() == answer.content == b"".join(answer.iter_bytes(1000)) == content
    answer.write_to_file(tmp_path / "a")
    with pytest.warns(DeprecationWarning, match="doesn't actually stream the response content"):
        answer.stream_to_file(tmp_path / "b", chunk_size=10)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() == content


def test_unread_binary_content_is_bytes(api: Driver, server: Server, littleapi: Any) -> None:
    """`parse()` makes bytes of an answer that is still to be read, the object with the methods of one that is."""
    content = bytes(range(256))
    server.script(Reply(headers={"content-type": "application/octet-stream"}, body=content))
    kind = littleapi._legacy_response.HttpxBinaryResponseContent
    unread = api.within(
        lambda client: client.with_streaming_response.get("/content", cast_to=kind), lambda answer: answer.parse()
    )
    assert unread == content
    read = api.run(lambda client: client.with_raw_response.get("/content", cast_to=kind)).parse()
    assert type(read) is kind
    assert read.content == content


def test_binary_content_read_asynchronously(api: Driver, server: Server, littleapi: Any) -> None:
    """The asynchronous readers of binary content give what the others do."""
    if not api.asynchronous:
        return
    text = "grün\nblau\n"
    server.script(Reply(headers={"content-type": "text/plain; charset=utf-8"}, body=text.encode()))

    async def read(client: Any) -> list[Any]:
        answer = await client.get("/content", cast_to=littleapi._legacy_response.HttpxBinaryResponseContent)
        pieces = [piece async for piece in answer.aiter_bytes(3)]
        texts = [piece async for piece in answer.aiter_text(3)]
        return [pieces, texts, [line async for line in answer.aiter_lines()], await answer.aread()]

    pieces, texts, lines, whole = api.run(read)
    assert b"".join(pieces) == whole == text.encode()
    assert "".join(texts) == text
    assert lines == ["grün", "blau"]
