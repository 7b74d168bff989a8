"""Methods beyond those of the older versions, on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply


def test_methods_are_sent_as_written(api: Driver) -> None:
    """Those with a keyword in capitals, all others letter for letter."""
    api.server.script(Reply(headers={"content-type": "application/json"}, body=b'["cat"]'), Reply(status=204))
    assert api.run(lambda client: client.pets.query(name="x")) == ["cat"]
    api.run(lambda client: client.pets.copy_all())
    api.run(lambda client: client.pets.m_search())
    api.run(lambda client: client.pets.copy("a/b", destination="c"))
    assert [(r.method, r.target) for r in api.server.received] == [
        ("QUERY", "/pets"),
        ("COPY", "/pets"),
        ("m-search", "/pets"),
        ("COPY", "/pets/a%2Fb"),
    ]
    assert api.server.received[0].json() == {"name": "x"}


def test_a_query_is_tried_again(api: Driver) -> None:
    """It is safe and idempotent: a server that fails is asked again."""
    api.server.script(
        Reply(status=503, headers={"retry-after-ms": "1"}),
        Reply(headers={"content-type": "application/json"}, body=b'["cat"]'),
    )
    assert api.run(lambda client: client.with_options(max_retries=1).pets.query(name="x")) == ["cat"]
    assert [r.method for r in api.server.received] == ["QUERY", "QUERY"]
