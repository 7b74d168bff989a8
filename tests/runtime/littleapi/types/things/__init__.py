"""Types of things."""

from __future__ import annotations

from ..._lazy import lazy_exports

_EXPORTS = {
    "Bolt": "thing",
    "Nut": "thing",
    "Part": "part",
    "Piece": "thing",
    "Thing": "thing",
    "ThingEvent": "events",
    "ThingPartParam": "thing",
    "WatchEvent": "events",
}
__getattr__, __dir__, __all__ = lazy_exports(__name__, _EXPORTS)
