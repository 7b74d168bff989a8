"""Members under names that the document leaves open, on the wire."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import Reply, reply_json

BOX: dict[str, Any] = {"id": 1, "a": {"n": 2, "day": "2024-01-02"}, "inner": {"name": "n", "x-1": 3, "z": {"n": 4}}}


def test_read(package: Any, api: Driver) -> None:
    """They are objects of their type, also where other members are not as promised."""
    for box_id in (1, "one"):
        api.server.script(reply_json({**BOX, "id": box_id}))
        box = api.run(lambda client: client.boxes.create(id=1))
        assert type(box.a) is type(box.inner.z) is package.types.Item
        assert (box.a.day, box.inner.model_extra["x-1"]) == (date(2024, 1, 2), 3)
        assert json.loads(box.to_json()) == {**BOX, "id": box_id}


def test_sent(package: Any, api: Driver) -> None:
    """They are arguments beside the options; omitted ones are left out, and `extra_body` has the last word."""
    api.server.script(reply_json(BOX), reply_json(BOX), Reply(status=204))
    inner = {"name": "n", "z": {"n": 1}}
    options = {"extra_headers": {"X-Id": "1"}, "extra_body": {"c": 3}}
    api.run(lambda client: client.boxes.create(id=1, a={"n": 2}, b=package.omit, inner=inner, **options))
    api.run(lambda client: client.boxes.with_raw_response.create(id=1, **{"a-b": {"n": 2}}))
    api.run(lambda client: client.forms.create(id=1, more="&"))
    first, second, form = api.server.received
    assert json.loads(first.body) == {"id": 1, "inner": {"name": "n", "z": {"n": 1}}, "a": {"n": 2}, "c": 3}
    assert first.headers["x-id"] == "1"
    assert json.loads(second.body) == {"id": 1, "a-b": {"n": 2}}
    assert form.body == b"id=1&more=%26"


def test_refused(api: Driver) -> None:
    """Where the document says nothing of their type, a name that nothing has is a mistake."""
    with pytest.raises(TypeError, match="'more'"):
        api.run(lambda client: client.any.create(id=1, more=2))
