"""What pets can say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._models import BaseModel

if TYPE_CHECKING:
    from ..types.pet import Pet


class PetExtension(BaseModel):
    """The base of the generated model."""

    @property
    def label(self) -> str:
        """Name and price in one line."""
        pet = cast("Pet", self)
        return f"{pet.name}: {pet.price.euros:.2f}"
