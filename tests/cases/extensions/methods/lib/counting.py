"""Pets by number."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._resource import AsyncAPIResource, SyncAPIResource

if TYPE_CHECKING:
    from ..resources.pets.pets import AsyncPetsResource, PetsResource


class PetsResourceExtension(SyncAPIResource):
    """More methods of a resource that has some already."""

    def count(self, *pet_ids: str) -> int:
        """How many of these there are."""
        return len([cast("PetsResource", self).retrieve(pet_id) for pet_id in pet_ids])


class AsyncPetsResourceExtension(AsyncAPIResource):
    """More methods of an asynchronous resource that has some already."""

    async def count(self, *pet_ids: str) -> int:
        """How many of these there are."""
        return len([await cast("AsyncPetsResource", self).retrieve(pet_id) for pet_id in pet_ids])
