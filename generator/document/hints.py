"""What vendor extensions of Stainless say to those who generate: what to leave out, and what to call things."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from generator.values import Value

SKIP: Final = "x-stainless-skip"
ANY: Final = "x-stainless-any"
OVERRIDE: Final = "x-stainless-override-schema"
NAMING: Final = "x-stainless-naming"
RENAMES: Final = "x-stainless-renameMap"

_LANGUAGE: Final = "python"


class Naming(Value):
    """What a document wants a property (or an argument) and a type to be called; "" where it says nothing."""

    property_name: str = ""
    type_name: str = ""


_NOTHING_SAID: Final = Naming()


def is_skipped(node: Any) -> bool:
    """Whether a parameter, a property, or an arm of a union or of `allOf` is left out of SDKs in Python."""
    said = node.get(SKIP) if isinstance(node, Mapping) else None
    return said is True or said == _LANGUAGE or (isinstance(said, list) and _LANGUAGE in said)


def naming(extensions: Mapping[str, Any]) -> Naming:
    """The names that a schema or a parameter wants in Python."""
    said = extensions.get(NAMING)
    own = said.get(_LANGUAGE) if said is not None and isinstance(said, Mapping) else None
    if own is None or not isinstance(own, Mapping):
        return _NOTHING_SAID
    names = (own.get(key) for key in ("property_name", "type_name"))
    return Naming(*(name if isinstance(name, str) else "" for name in names))
