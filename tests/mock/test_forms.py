"""Members of multipart forms, in each way that they may be written."""

from __future__ import annotations

from typing import Any

import pytest

from generator.mock.engine import Engine, received
from tests.mock.requests import BOUNDARY, part

JSON = "application/json"


@pytest.mark.parametrize(
    ("parts", "tags"),
    [
        ([("tags", "1", "")], [1]),
        ([("tags", "1", ""), ("tags", "2", "")], [1, 2]),
        ([("tags", "[1, 2]", JSON)], [1, 2]),
        ([("tags", "1", JSON)], [1]),
        ([("tags", "1", JSON), ("tags", "2", JSON)], [1, 2]),
        ([("tags[]", "1", JSON)], [1]),
        ([("tags[0]", "1", JSON), ("tags[1]", "2", JSON)], [1, 2]),
    ],
)
def test_lists_are_read(parts: list[tuple[str, str, str]], tags: list[int], engines: dict[str, Engine]) -> None:
    """A part for each item, or JSON: of all of it or of each item, under the name or under one with brackets."""
    faults, body = sent(engines["api"], [("name", "ab", ""), *parts])
    assert faults == []
    assert body == {"name": "ab", "tags": tags}


def test_faults_of_json_parts_have_their_place(engines: dict[str, Engine]) -> None:
    """As those of other bodies."""
    assert sent(engines["api"], [("name", "ab", ""), ("tags", '["a"]', JSON)])[0] == ["body/tags/0"]
    assert sent(engines["api"], [("name", "ab", ""), ("tags", "[", JSON)])[0] == ["body"]


def sent(engine: Engine, parts: list[tuple[str, str, str]]) -> tuple[list[str], Any]:
    """The places of faults and the body, of a form of these parts."""
    written = [part(f'name="{name}"', text, media_type=media_type) for name, text, media_type in parts]
    body = ("".join(written) + f"--{BOUNDARY}--\r\n").encode()
    headers = (("Authorization", "Bearer key"), ("Content-Type", f"multipart/form-data; boundary={BOUNDARY}"))
    exchange, _ = engine.answer(received("POST", "/v1/forms", headers, body))
    return [fault.place for fault in exchange.faults], exchange.body
