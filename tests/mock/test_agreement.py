"""What shares no code with the mock takes and refuses the same: on the table, and on twins of all operations."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

import pytest
import yaml
from openapi_core import OpenAPI
from openapi_core.exceptions import OpenAPIError
from openapi_core.testing import MockRequest
from werkzeug.datastructures import MultiDict

from generator.mock.engine import engine_for
from tests.mock.conftest import API, EMBEDDED, contract_for, table_for
from tests.mock.made import MULTIPART, Made, Maker
from tests.mock.requests import Row, Sent, rows
from tests.mock.test_requests import asked

HOSTS = {"api": "https://api.example.com", "openai": "https://api.openai.com"}
FILES = {"api": API, "openai": EMBEDDED}
TWINS = 60
"""How many twins of a request are tried: the first, and others by chance."""


@pytest.mark.parametrize("row", list(rows()), ids=str)
def test_it_agrees_on_the_table(row: Row) -> None:
    """The right one of a row is taken and the wrong one refused, but where the row says why not."""
    verdicts = tuple(accepted(row.api, sent) for sent in (row.right, row.wrong))
    assert (verdicts == (True, False)) is (row.alone is None), verdicts


def test_it_agrees_on_all_operations() -> None:
    """Of each operation of the embedded document, on a request that fits and on twins with one thing changed.

    The document is read without its config here, by which the API reads arrays in another way than it tells.
    """
    table, engine = table_for("plain"), engine_for(contract_for("plain"))
    verdicts: Counter[bool] = Counter()
    for operation in table["operations"]:
        for said, made in comparable(Maker(table, complete=True), operation):
            sent = made.written(table["bases"][0])
            exchange, _ = asked(engine, sent)
            taken = not exchange.faults
            assert taken is accepted("openai", sent), (operation["id"], said, exchange.faults)
            assert taken or said != "nothing", (operation["id"], exchange.faults)
            verdicts[taken] += 1
    assert min(verdicts.values()) > 400


def comparable(maker: Maker, operation: Mapping[str, Any]) -> Iterator[tuple[str, Made]]:
    """A fitting request and twins of it, as far as the other validator reads them.

    It fails on any request where a query may have an object that is not of the style `deepObject`, and each part of a
    form is either bytes or text to it, whatever it stands for.
    """
    fitting = maker.fitting(operation)
    if any(parameter["in"] == "query" and isinstance(value, dict) for parameter, value in fitting.parameters):
        return
    twins = list(maker.wrong(operation))
    chosen = [*twins[:12], *random.Random(operation["id"]).sample(twins[12:], min(TWINS, len(twins[12:])))]
    yield from ((said, made) for said, made in [("nothing", fitting), *chosen] if made.media_type != MULTIPART)


@cache
def other(api: str) -> OpenAPI:
    """The other validator for a document."""
    return OpenAPI.from_dict(undiscriminated(yaml.safe_load(FILES[api].read_text(encoding="utf-8"))))


def undiscriminated(node: Any) -> Any:
    """A document without discriminators, which decide of no value whether it fits. The other validator takes names that
    none of them maps for names of components, and finds none."""
    if isinstance(node, dict):
        is_one = isinstance(node.get("discriminator"), dict) and "propertyName" in node["discriminator"]
        return {key: undiscriminated(inner) for key, inner in node.items() if not (is_one and key == "discriminator")}
    return [undiscriminated(inner) for inner in node] if isinstance(node, list) else node


def accepted(api: str, sent: Sent) -> bool:
    """The verdict of the other validator."""
    path, _, query = sent.target.partition("?")
    request = MockRequest(
        HOSTS[api],
        sent.method.lower(),
        path,
        args=MultiDict(parse_qsl(query, keep_blank_values=True)),
        cookies=dict(parse_qsl(sent.headers.get("Cookie", ""))),
        headers=dict(sent.headers),
        data=sent.body,
        content_type=sent.headers.get("Content-Type", "application/json"),
    )
    try:
        other(api).validate_request(request)
    except (OpenAPIError, AssertionError):  # the latter for a form without a boundary
        return False
    return True
