"""Errors in the form that the config gives them."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from tests.support.driver import Driver
from tests.support.server import reply_json


def test_a_member_is_the_body(api: Driver, package: Any) -> None:
    """The body is the member, and what it has of the named ones is an attribute."""
    api.server.script(reply_json({"problem": {"reason": "gone", "class": "c"}}, status=404))
    with pytest.raises(package.NotFoundError) as caught:
        api.run(lambda client: client.pets.list())
    for error in (caught.value, pickle.loads(pickle.dumps(caught.value))):
        assert (error.reason, error.class_, error.body) == ("gone", "c", {"reason": "gone", "class": "c"})
        assert error.data is None


def test_without_the_member(api: Driver, package: Any) -> None:
    """A body without it is kept whole."""
    api.server.script(reply_json([1], status=404))
    with pytest.raises(package.NotFoundError) as caught:
        api.run(lambda client: client.pets.list())
    assert (caught.value.body, caught.value.reason, caught.value.class_) == ([1], None, None)
