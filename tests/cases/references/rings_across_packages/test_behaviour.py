"""Types of one name that need each other, in several packages."""

from __future__ import annotations

import importlib
from typing import Any


def test_each_is_itself(package: Any) -> None:
    """What holds the other one reads it as the class of the other's package."""
    one, other = (importlib.import_module(f"{package.__name__}.types.{home}").Thing for home in "ac")
    thing = one.model_validate({"y": {"x": {"one": {"a": "1"}}, "one": {"b": "2"}}})
    assert type(thing.y) is other is not one
    assert type(thing.y.x) is one
    assert (thing.y.x.one.a, thing.y.one.b) == ("1", "2")
