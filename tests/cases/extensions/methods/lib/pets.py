"""Pets in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._resource import AsyncAPIResource, SyncAPIResource

if TYPE_CHECKING:
    from ..resources.pets.pets import AsyncPetsResource, PetsResource


class PetsResourceExtension(SyncAPIResource):
    """Further methods of the resource."""

    def greet(self, pet_id: str) -> str:
        """Greet a pet by its name."""
        return f"Hello, {cast('PetsResource', self).retrieve(pet_id).name}!"


class AsyncPetsResourceExtension(AsyncAPIResource):
    """Further methods of the asynchronous resource."""

    async def greet(self, pet_id: str) -> str:
        """Greet a pet by its name."""
        pet = await cast("AsyncPetsResource", self).retrieve(pet_id)
        return f"Hello, {pet.name}!"
