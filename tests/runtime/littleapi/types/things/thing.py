"""Things."""

from __future__ import annotations

from typing import Annotated, Literal

from typing_extensions import Required, TypedDict

from ..._models import BaseModel, FieldInfo, PropertyInfo
from .part import Part

__all__ = ["Bolt", "Nut", "Piece", "Thing", "ThingPartParam"]


class Bolt(BaseModel):
    """A bolt."""

    type: Literal["bolt"]
    size: int | None = None


class Nut(BaseModel):
    """A nut."""

    type: Literal["nut"]
    threads: int


Piece = Annotated[Bolt | Nut, PropertyInfo(discriminator="type")]


class Thing(BaseModel):
    """A thing."""

    id: str
    name: str
    kind: str | Literal["a", "b"] | None = None
    state: Literal["new", "old"] | None = None
    parts: list[Part] | None = None
    piece: Piece | None = None
    pieces: list[Piece] | None = None
    schema_: dict[str, object] | None = FieldInfo(default=None, alias="schema")


class ThingPartParam(TypedDict, total=False):
    """A part to make."""

    id: Required[str]
    labels: dict[str, object]
