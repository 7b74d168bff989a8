"""Hostile values are values: they are sent, read and compared as the document writes them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.driver import Driver
from tests.support.server import Server, reply_json

DOCUMENT = yaml.safe_load((Path(__file__).parent / "spec.yaml").read_text())
PET = DOCUMENT["components"]["schemas"]["Pet"]["properties"]
ARGUMENTS = {
    'it\'s"""': "it_s",
    "line\nbreak": "line_break",
    "back\\slash\\": "back_slash",
    "{{ x }}": "x",
    "../../etc/passwd": "etc_passwd",
    "__import__('os').system('x')": "_import_os_system_x",
    "\u202eabc": "abc",
    "nul\0": "nul",
}


@pytest.fixture(params=["sync", "async"])
def client(request: pytest.FixtureRequest, package: Any, server: Server) -> Driver:
    """The case's client with a credential."""
    return Driver(
        package, "Shop", server, asynchronous=request.param == "async", max_retries=0, api_key="secret", x="x"
    )


@pytest.mark.parametrize("value", PET["kind"]["enum"])
def test_enum_values(client: Driver, value: str) -> None:
    """Each value of an enum goes out and comes back unchanged."""
    client.server.script(reply_json({"kind": value, "map": {value: value}}))
    pet = client.run(lambda shop: shop.pets.create(kind=value, constant='"""\n\\'))
    assert client.server.received[0].json() == {"kind": value, "constant": '"""\n\\'}
    assert (pet.kind, pet.map) == (value, {value: value})


def test_property_names(client: Driver) -> None:
    """Members are sent and read under the names of the document."""
    assert ARGUMENTS.keys() == {name for name, schema in PET.items() if schema.get("type") == "string"} - {"kind"}
    written = {wire: f"value of {wire}" for wire in ARGUMENTS}
    client.server.script(reply_json({"kind": "'", **written}))
    given = {argument: written[wire] for wire, argument in ARGUMENTS.items()}
    pet = client.run(lambda shop: shop.pets.create(kind="'", **given))
    assert client.server.received[0].json() == {"kind": "'", **written}
    assert {wire: getattr(pet, argument.lstrip("_")) for wire, argument in ARGUMENTS.items()} == written
    assert pet.to_dict() == {"kind": "'", **written}


def test_paths(client: Driver) -> None:
    """Arguments stay in their places of the path, and what stands between them is only encoded."""
    client.server.script(reply_json({"kind": "#"}))
    with pytest.warns(DeprecationWarning):
        pet = client.run(
            lambda shop: shop.pets.semicolon.quo_te.retrieve(
                "../../x", quotation_mark_quotation_mark_quotation_mark="a/b?c#d", x="{id}", q_1='"""'
            )
        )
    request = client.server.received[0]
    assert pet.kind == "#"
    assert request.path == "/pets/..;/a%2Fb%3Fc%23d/%7B%7Bid%7D%7D/'quo%22te'/..%2F..%2Fx"
    assert request.query == [('q"""\n= 1\\', '"""')]
    assert request.headers["x-key'"] == "secret"
