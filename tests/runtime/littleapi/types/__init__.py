"""Types."""

from __future__ import annotations

from .._lazy import lazy_exports

_EXPORTS = {"things": ""}
__getattr__, __dir__, __all__ = lazy_exports(__name__, _EXPORTS)
