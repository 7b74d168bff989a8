"""Prices that know how to count."""

from __future__ import annotations

from .._models import BaseModel


class Price(BaseModel):
    """An amount of money."""

    cents: int

    @property
    def euros(self) -> float:
        """The amount in euros."""
        return self.cents / 100
