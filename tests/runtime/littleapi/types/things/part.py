"""Parts."""

from __future__ import annotations

from ..._models import BaseModel


class Part(BaseModel):
    """A part; parts have parts."""

    id: str
    count: int | None = None
    parts: list[Part] | None = None
