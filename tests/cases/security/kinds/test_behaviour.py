"""Every kind of credential on the wire."""

from __future__ import annotations

from tests.support.driver import Driver
from tests.support.server import Reply

CREDENTIALS = {
    "bearer_token": "b",
    "username": "ü",
    "password": "p:w",
    "header_key": "h",
    "query_key": "q&1",
    "cookie_key": "c",
    "oauth_token": "o",
}
CARRIERS = ("authorization", "x-shop-key", "cookie")


def test_each_where_it_belongs(api: Driver) -> None:
    """A call carries the credential of its own scheme and no other."""
    api.server.script(Reply(status=204))
    for name in ("bearer", "basic", "header", "query", "cookie", "oauth", "certificate"):
        api.run(lambda client, name=name: getattr(client, name).retrieve(), **CREDENTIALS)
    carried = [{k: r.headers[k] for k in CARRIERS if k in r.headers} for r in api.server.received]
    assert carried == [
        {"authorization": "Bearer b"},
        {"authorization": "Basic w7w6cDp3"},
        {"x-shop-key": "h"},
        {},
        {"cookie": "sid=c"},
        {"authorization": "Bearer o"},
        {},
    ]
    assert [r.target for r in api.server.received if "?" in r.target] == ["/query?key=q%261"]


def test_beside_parameters(api: Driver) -> None:
    """Keys share the query and the cookies with the call's own."""
    api.server.script(Reply(status=204))
    api.run(lambda client: client.query.retrieve(q="x"), **CREDENTIALS)
    api.run(lambda client: client.cookie.retrieve(theme="dark"), **CREDENTIALS)
    assert sorted(api.server.received[0].query) == [("key", "q&1"), ("q", "x")]
    assert sorted(api.server.received[1].headers["cookie"].split("; ")) == ["sid=c", "theme=dark"]


def test_in_cookies_across_redirects(api: Driver) -> None:
    """Within the host they go along, beside those that an answer has set; to another one they do not."""
    elsewhere = api.server.url.replace("127.0.0.1", "localhost")
    api.server.script(
        Reply(status=307, headers={"location": "/moved", "set-cookie": "seen=1; Path=/"}),
        Reply(status=307, headers={"location": f"{elsewhere}/away"}),
        Reply(status=204),
    )
    api.run(lambda client: client.cookie.retrieve(theme="dark"), **CREDENTIALS)
    cookies = [sorted(r.headers.get("cookie", "").split("; ")) for r in api.server.received]
    assert cookies == [["sid=c", "theme=dark"], ["seen=1", "sid=c", "theme=dark"], [""]]
