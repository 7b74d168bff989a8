"""Things."""

from .parts import AsyncParts, Parts
from .things import AsyncThings, Things

__all__ = ["AsyncParts", "AsyncThings", "Parts", "Things"]
