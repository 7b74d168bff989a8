"""A type that stands in the package which its module would be called like, as it is answered."""

from __future__ import annotations

import importlib
from typing import Any

from tests.support.driver import Driver
from tests.support.server import reply_json


def test_it_is_the_class_of_that_package(api: Driver, package: Any) -> None:
    """What is answered is of the class that the package exports."""
    api.server.script(reply_json({"id": "1"}))
    session = api.run(lambda client: client.session.get("1"))
    types = importlib.import_module(f"{package.__name__}.types.session")
    assert type(session) is types.Session
    assert types.Session is importlib.import_module(f"{types.__name__}.session").Session
