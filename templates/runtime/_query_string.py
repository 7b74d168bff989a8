"""Query strings that are one value as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from ._forms import urlencoded
from ._qs import scalar
from ._request import encode_json
from ._types import NotGiven, Omit, is_mapping, omit

if TYPE_CHECKING:
    from ._types import Encoding


def query_string(
    value: object,
    form: Literal["form", "json", "text"] = "form",
    *,
    encodings: Mapping[str, Encoding] | None = None,
) -> str | Omit:
    """Return `value` as a query, percent-encoded; `omit` for what is left out, and for None, which JSON alone has a
    form for.

    An object is written as a form where it is one, its members by their `encodings`, and as text what is none.
    """
    if isinstance(value, (Omit, NotGiven)):
        return omit
    if form == "json":
        return quote(encode_json(value), safe="")
    if value is None:
        return omit
    to_dict = getattr(value, "model_dump", None)
    members: Any = value if to_dict is None else to_dict(mode="json", by_alias=True, exclude_unset=True)
    if form == "form" and is_mapping(members):
        return urlencoded(
            members,
            encodings=encodings or {},
            array_format=None,
            nested_format="brackets",
            encode_json=encode_json,
        )
    return quote(scalar(members), safe="")
