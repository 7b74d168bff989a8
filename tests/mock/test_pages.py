"""Pages of every kind follow each other, as clients ask for them, and each is an answer of the document."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import ModuleType
from typing import Any

import jsonschema_rs
import pytest

from tests.mock.conftest import table_for
from tests.mock.packages import made_package
from tests.mock.test_schemas import referring

ARGUMENTS = {"searches": {"text": "a"}, "url": {"kind": "a b&c"}}
KINDS = ("by_id", "by_uuid", "by_number", "cursor", "cursor_null", "cursor_kept", "searches", "url", "offset", "page")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A package with the part."""
    with made_package(Path(__file__).with_name("pages.yaml"), "pages", tmp_path_factory.mktemp("pages")) as made:
        yield made


@pytest.mark.parametrize("pages", [1, 2, 5])
@pytest.mark.parametrize("kind", KINDS)
def test_iteration_goes_over_all_pages(kind: str, pages: int, package: ModuleType) -> None:
    """There are as many requests as pages, items of them all, and each answer is one of the schema."""
    testing = package.testing
    answers: list[Any] = []
    mock = testing.MockAPI(pages=pages)
    http_client = mock.http_client(event_hooks={"response": [answers.append]})
    client = package.Pages(api_key="s3cret", http_client=http_client)
    items = list(getattr(client, kind).list(**ARGUMENTS.get(kind, {})))
    assert [call.faults for call in mock.calls] == [()] * pages
    assert len(items) == sum(len(answer.json()["data"]) for answer in answers)
    assert all(answer.json()["data"] for answer in answers)
    valid = schema_of(mock.calls[0].operation)
    assert [error.message for answer in answers for error in valid.iter_errors(answer.json())] == []
    assert "s3cret" not in "".join(answer.text for answer in answers)


def schema_of(operation_id: str) -> jsonschema_rs.Draft202012Validator:
    """What validates answers of an operation."""
    table = table_for("pages")
    operation = next(o for o in table["operations"] if o["id"] == operation_id)
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return jsonschema_rs.Draft202012Validator(
        {**referring(schema), "$defs": referring(table["schemas"])}, validate_formats=True
    )


def test_items_of_different_pages_differ(package: ModuleType) -> None:
    """As far as their ids may be any text."""
    client = package.Pages(api_key="s3cret", http_client=package.testing.MockAPI(pages=3).http_client())
    ids = [item.id for item in client.page.list()]
    assert len(set(ids)) == len(ids) == 3


def test_a_list_that_is_whole_has_no_other_page(package: ModuleType) -> None:
    """However many pages there are elsewhere."""
    mock = package.testing.MockAPI(pages=5)
    client = package.Pages(api_key="s3cret", http_client=mock.http_client())
    assert len(list(client.whole.list())) == len(mock.calls) == 1


def test_asynchronous_clients_go_on_too(package: ModuleType) -> None:
    """One kind stands for all: what asks is the same."""
    mock = package.testing.MockAPI(pages=3)

    async def ids() -> list[str]:
        async with package.AsyncPages(api_key="s3cret", http_client=mock.async_http_client()) as client:
            return [item.id async for item in client.url.list(kind="a")]

    assert len(asyncio.run(ids())) == len(mock.calls) == 3
