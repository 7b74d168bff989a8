"""A tag that stands below another, without the way back."""

from __future__ import annotations

from .._models import BaseModel


class SubTag(BaseModel):
    """Whatever it holds is kept, and none of it is looked at."""
