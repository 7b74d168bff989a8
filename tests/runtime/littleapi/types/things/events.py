"""Events."""

from __future__ import annotations

from typing import Annotated, Literal

from ..._models import BaseModel, PropertyInfo
from .thing import Thing

__all__ = ["ThingDelta", "ThingDone", "ThingEvent", "WatchCreated", "WatchDeleted", "WatchEvent"]


class ThingDelta(BaseModel):
    """A piece of a thing's name."""

    type: Literal["delta"]
    text: str


class ThingDone(BaseModel):
    """The thing is made."""

    type: Literal["done"]
    thing: Thing


ThingEvent = Annotated[ThingDelta | ThingDone, PropertyInfo(discriminator="type")]


class WatchCreated(BaseModel):
    """A thing was made."""

    event: Literal["thing.created"]
    data: Thing


class WatchDeleted(BaseModel):
    """A thing was deleted."""

    event: Literal["thing.deleted"]
    data: Thing


WatchEvent = Annotated[WatchCreated | WatchDeleted, PropertyInfo(discriminator="event")]
