"""Query strings: every array format, alone and nested."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest

VALUES = {"a": [1, 2], "b[]": ["x"], "c": {"d": ["y", "z"]}}
WRITTEN = {
    "repeat": "a=1&a=2&b[]=x&c[d]=y&c[d]=z",
    "brackets": "a[]=1&a[]=2&b[]=x&c[d][]=y&c[d][]=z",
    "indices": "a[0]=1&a[1]=2&b[0]=x&c[d][0]=y&c[d][1]=z",
    "comma": "a=1,2&b[]=x&c[d]=y,z",
    "space": "a=1 2&b[]=x&c[d]=y z",
    "pipe": "a=1|2&b[]=x&c[d]=y|z",
}


@pytest.mark.parametrize("array_format", WRITTEN)
def test_array_formats(littleapi: Any, array_format: Any) -> None:
    """Each format has its spelling, under objects too."""
    from littleapi._qs import stringify

    text = stringify(VALUES, array_format=array_format, nested_format="brackets")
    assert unquote(text) == WRITTEN[array_format]
    assert not set(text) & set("[], |")


def test_dots(littleapi: Any) -> None:
    """Members of objects may follow a dot; a parameter whose style is brackets keeps them."""
    from littleapi._qs import stringify

    text = stringify(
        {"a": {"b": {"c": 1}}, "d": {"e": 2}}, array_format="repeat", nested_format="dots", styles={"d": "brackets"}
    )
    assert unquote(text) == "a.b.c=1&d[e]=2"
