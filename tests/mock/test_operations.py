"""Each operation of whole documents: a request for it is taken, and the answer is one of its schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from generator.mock.engine import engine_for, received
from tests.mock.conftest import contract_for, table_for
from tests.mock.made import Maker
from tests.mock.test_schemas import referring

Table = Mapping[str, Any]
LEAST = {"openai": 80, "upstream": 288}
"""How many operations a document has at least."""


@pytest.mark.parametrize("complete", [True, False], ids=["with all", "with what must be"])
@pytest.mark.parametrize("api", LEAST)
def test_fitting_requests_are_taken(api: str, complete: bool) -> None:
    """Of each operation, with all parameters and members or with those required; made up answers fit as well."""
    table, engine = table_for(api), engine_for(contract_for(api))
    maker = Maker(table, complete=complete)
    assert len(table["operations"]) >= LEAST[api]
    for operation in table["operations"]:
        sent = maker.fitting(operation).written(table["bases"][0])
        for wish in ({}, {"Prefer": "dynamic=true"}):
            headers = tuple((sent.headers | wish).items())
            exchange, answer = engine.answer(received(sent.method, sent.target, headers, sent.body))
            assert [str(fault) for fault in exchange.faults] == []
            assert exchange.operation["id"] == operation["id"]
            assert_described(api, operation, answer)


def assert_described(api: str, operation: Table, answer: Any) -> None:
    """An answer has a status and a media type of its operation, and is a value of the schema of these."""
    content = operation["responses"][str(answer.status)].get("content", {})
    media_type = dict(answer.headers).get("content-type")
    if media_type == "text/event-stream" and "stream" in operation:  # which the config alone may say
        return
    assert (media_type in content) is bool(content)
    if media_type == "application/json":
        key = [operation["id"], str(answer.status)]
        faults = [
            error.message for error in judge(api).iter_errors({json.dumps(key): json.loads(b"".join(answer.chunks))})
        ]
        assert faults == [], operation["id"]


@cache
def judge(api: str) -> jsonschema_rs.Draft202012Validator:
    """A validator of answers in JSON, each below the id of its operation and its status: one for all is built once."""
    table = table_for(api)
    answers = {
        json.dumps([operation["id"], status]): referring(content["application/json"].get("schema", True))
        for operation in table["operations"]
        for status, response in operation["responses"].items()
        if "application/json" in (content := response.get("content", {}))
    }
    schema = {"properties": answers, "additionalProperties": False, "$defs": referring(table["schemas"])}
    return jsonschema_rs.Draft202012Validator(schema)
