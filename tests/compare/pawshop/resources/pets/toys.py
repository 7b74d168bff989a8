from __future__ import annotations

from ..._resource import AsyncAPIResource, SyncAPIResource
from ..._types import NOT_GIVEN, Headers, NotGiven
from ...types.pets.toy import Toy


class Toys(SyncAPIResource):
    def retrieve(
        self,
        toy_id: str,
        *,
        pet_id: str,
        extra_headers: Headers | None = None,
        timeout: float | None | NotGiven = NOT_GIVEN,
    ) -> Toy:
        return self._get(f"/pets/{pet_id}/toys/{toy_id}", cast_to=Toy)


class AsyncToys(AsyncAPIResource): ...
