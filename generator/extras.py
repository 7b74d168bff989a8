"""Libraries that only some runs need, and that come with an extra of the generator's distribution."""

from __future__ import annotations

from importlib.util import find_spec


class MissingExtraError(Exception):
    """A run needs libraries that are not installed."""


def require(extra: str, what: str, *modules: str) -> None:
    """Raise `MissingExtraError` for what cannot be made without these modules, which come with an extra."""
    if any(find_spec(module) is None for module in modules):
        raise MissingExtraError(f"{what} needs libraries that are not installed: pip install 'sdkgen[{extra}]'")
