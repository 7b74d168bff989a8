"""The client's general query settings on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply


def test_the_setting_and_what_departs_from_it(api: Driver) -> None:
    """Plain arrays get brackets, once; a style or deepObject that the document spells out wins over the setting."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list(plain=["a", "b"], kinds=["c"], comma=["d", "e"], size={"min": 1}))
    assert api.server.received[0].target == (
        "/pets?plain%5B%5D=a&plain%5B%5D=b&kinds%5B%5D=c&comma=d,e&size%5Bmin%5D=1"
    )


def test_additions_follow_the_setting(api: Driver) -> None:
    """What a caller adds is written as the client's setting says."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.pets.list(extra_query={"more": {"deep": ["x"]}}))
    assert api.server.received[0].target == "/pets?more.deep%5B%5D=x"
