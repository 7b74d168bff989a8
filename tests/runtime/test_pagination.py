"""Lists: what asks for the next page, and iteration across pages."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.support.driver import Driver
from tests.support.server import Received, Reply, reply_json


def thing(number: int) -> dict[str, object]:
    return {"id": f"t{number}", "name": str(number)}


def serve(api: Driver, path: str, page: Any) -> None:
    api.server.route(path, lambda request: reply_json(page(dict(request.query))))


def by_id(query: dict[str, str]) -> dict[str, object]:
    start = int(query.get("after", "t0")[1:]) + 1
    return {"data": [thing(start), thing(start + 1)], "has_more": start < 5, "object": "list"}


def by_field(query: dict[str, str]) -> dict[str, object]:
    start = int(query.get("after", "0"))
    return {"data": [thing(start + 1), thing(start + 2)], "next": str(start + 2) if start < 4 else None}


def by_offset(query: dict[str, str]) -> dict[str, object]:
    start = int(query.get("offset", "0"))
    return {"data": [thing(number + 1) for number in range(start, min(start + 4, 6))], "total": 6}


def by_number(query: dict[str, str]) -> dict[str, object]:
    page = int(query.get("page", "1"))
    return {"data": [thing(2 * page - 1), thing(2 * page)], "page": page, "pages": 3}


SHAPES = {
    "list": ("/things", by_id),
    "list_next": ("/things/next", by_field),
    "list_offset": ("/things/offset", by_offset),
    "list_numbers": ("/things/numbers", by_number),
}


@pytest.mark.parametrize("method", SHAPES)
def test_items_of_all_pages(api: Driver, method: str) -> None:
    """Iteration goes over all items once, and every page is asked for with the filters of the first."""
    serve(api, *SHAPES[method])
    found = api.collect(
        lambda client: getattr(client.things, method)(limit=2, extra_headers={"X-F": "f"}, extra_query={"q": 1})
    )
    assert [item.id for item in found] == [f"t{number}" for number in range(1, 7)]
    assert len(api.server.received) in (2, 3)
    for request in api.server.received:
        query = dict(request.query)
        assert (query["limit"], query["q"], request.headers["x-f"]) == ("2", "1", "f")


@pytest.mark.parametrize("method", SHAPES)
def test_pages_for_an_http_client_with_parameters(api: Driver, method: str) -> None:
    """What the caller's HTTP client adds to each query takes nothing from it, so that no page comes again."""
    path, page = SHAPES[method]
    serve(api, path, page)
    own = (httpx2.AsyncClient if api.asynchronous else httpx2.Client)(params={"tenant": "t"})
    items = api.collect(lambda client: getattr(client.things, method)(), http_client=own)
    assert [item.id for item in items] == [f"t{number}" for number in range(1, 7)]
    assert [dict(request.query)["tenant"] for request in api.server.received] == ["t"] * len(api.server.received)


def test_pages_by_url(api: Driver) -> None:
    """The next page's URL is taken as it is, absolute or relative."""
    first = {"data": [thing(1)], "next_url": "/things/urls?cursor=a%2Fb"}
    second = {"data": [thing(2)], "next_url": f"{api.server.url}/things/urls?cursor=c"}
    api.server.script(reply_json(first), reply_json(second), reply_json({"data": [thing(3)], "next_url": None}))
    found = api.collect(lambda client: client.things.list_urls(limit=1))
    assert [item.id for item in found] == ["t1", "t2", "t3"]
    assert [request.query for request in api.server.received] == [
        [("limit", "1")],
        [("cursor", "a/b")],
        [("cursor", "c")],
    ]
    assert api.server.received[2].headers["authorization"] == "Bearer key-1"


def test_a_page_url_elsewhere_gets_no_credentials(api: Driver) -> None:
    """The URL of a next page on another host is followed without the key."""
    elsewhere = api.server.url.replace("127.0.0.1", "localhost")
    api.server.script(
        reply_json({"data": [thing(1)], "next_url": f"{elsewhere}/x"}), reply_json({"data": [thing(2)], "next_url": ""})
    )
    assert len(api.collect(lambda client: client.things.list_urls())) == 2
    assert "authorization" not in api.server.received[1].headers


def test_a_list_that_is_the_whole_answer(api: Driver, littleapi: Any) -> None:
    """An array as the answer is a single page."""
    api.server.script(reply_json([thing(1), thing(2)]))
    assert [item.id for item in api.collect(lambda client: client.things.list_single())] == ["t1", "t2"]
    page = api.run(_page(api, lambda client: client.things.list_single()))
    assert not page.has_next_page()
    assert page.next_page_info() is None
    assert isinstance(page.items[0], littleapi.types.things.Thing)


def _page(api: Driver, call: Any) -> Any:
    """Return a function that gives the first page."""
    if not api.asynchronous:
        return call

    async def first(client: Any) -> Any:
        return await call(client)

    return first


def test_a_page_by_itself(api: Driver) -> None:
    """A page is a model, knows whether another follows, what asks for it, and gets it."""
    serve(api, "/things", by_id)

    def pages(client: Any) -> Any:
        if not api.asynchronous:
            page = client.things.list()
            return page, page.get_next_page()

        async def both() -> Any:
            page = await client.things.list()
            return page, await page.get_next_page()

        return both()

    first, second = api.run(pages)
    assert first.has_next_page()
    assert first.next_page_info().params == {"after": "t2"}
    assert first.to_dict() == {"data": [thing(1), thing(2)], "has_more": True, "object": "list"}
    assert first._request_id == "req_1"
    assert [item.id for item in second.data] == ["t3", "t4"]
    assert type(first) is type(second)


def test_iterating_pages(api: Driver) -> None:
    """iter_pages gives each page once."""
    serve(api, "/things", by_id)
    if api.asynchronous:

        async def sizes(client: Any) -> list[int]:
            return [len(page.data) async for page in (await client.things.list()).iter_pages()]

        assert api.run(sizes) == [2, 2, 2]
    else:
        assert api.run(lambda client: [len(page.data) for page in client.things.list().iter_pages()]) == [2, 2, 2]


@pytest.mark.parametrize("cycle", [1, 2, 3])
def test_a_cursor_that_comes_again_ends_the_list(api: Driver, cycle: int) -> None:
    """A server that sends the client in circles is noticed."""

    def page(request: Received) -> Reply:
        turn = len(api.server.received) % cycle
        return reply_json({"data": [thing(turn)], "has_more": True, "next": f"c{turn}"})

    api.server.route("/things/next", page)
    found = api.collect(lambda client: client.things.list_next())
    assert cycle <= len(found) <= cycle + 1


@pytest.mark.parametrize(
    "answer",
    [
        {"data": [], "has_more": True, "next": "x"},
        {"data": [], "has_more": True},
        {"data": None, "next": "x"},
        {"next": "x"},
        {"data": [{"name": "no id"}], "has_more": True},
        {"data": [5], "has_more": True},
    ],
)
def test_odd_pages_end_the_list(api: Driver, answer: dict[str, object]) -> None:
    """Empty pages, missing arrays and items without an id raise nothing and end the list."""
    api.server.script(reply_json(answer))
    items = answer.get("data") or []
    assert isinstance(items, list)
    assert len(api.collect(lambda client: client.things.list())) == len(items)
    assert len(api.server.received) == 1


def test_no_next_page(api: Driver) -> None:
    """Asking for a page after the last is an error of the caller."""
    api.server.script(reply_json({"data": [thing(1)], "has_more": False}))

    def beyond(client: Any) -> Any:
        if not api.asynchronous:
            return client.things.list().get_next_page()

        async def ask() -> Any:
            return await (await client.things.list()).get_next_page()

        return ask()

    with pytest.raises(RuntimeError, match="no next page"):
        api.run(beyond)


def test_a_page_that_is_no_page(api: Driver, littleapi: Any) -> None:
    """An answer of another shape is an error."""
    api.server.script(reply_json("text"))
    with pytest.raises(littleapi.APIResponseValidationError):
        api.collect(lambda client: client.things.list())


def test_the_async_list_sends_nothing_before_it_is_used(littleapi: Any, server: Any) -> None:
    """An AsyncPaginator that is never awaited is no request, and no warning."""
    client = littleapi.AsyncLittle(api_key="k", base_url=server.url)
    assert client.things.list() is not None
    assert server.received == []
