from __future__ import annotations

from typing import List, Optional

from ... import types
from ..._compat import cached_property
from ..._resource import AsyncAPIResource, SyncAPIResource
from ..._streaming import Stream
from ..._types import NOT_GIVEN, Body, Headers, NotGiven, Query
from ...pagination import AsyncCursorPage, SyncCursorPage
from ...types import pet_create_params
from ...types.pet import Pet
from .toys import AsyncToys, Toys


class Pets(SyncAPIResource):
    @cached_property
    def toys(self) -> Toys:
        return Toys(self._client)

    @cached_property
    def with_raw_response(self) -> PetsWithRawResponse:
        return PetsWithRawResponse(self)

    def list(
        self,
        *,
        after: str | NotGiven = NOT_GIVEN,
        limit: int | NotGiven = NOT_GIVEN,
        extra_headers: Headers | None = None,
        extra_query: Query | None = None,
        extra_body: Body | None = None,
        timeout: float | None | NotGiven = NOT_GIVEN,
    ) -> SyncCursorPage[Pet]:
        return self._get_api_list("/pets", page=SyncCursorPage[Pet], model=Pet)

    def create(
        self,
        *,
        name: str,
        mood: types.Mood | NotGiven = NOT_GIVEN,
        tags: List[str] | NotGiven = NOT_GIVEN,
        extra_headers: Headers | None = None,
        timeout: float | None | NotGiven = NOT_GIVEN,
    ) -> "Pet":
        return self._post("/pets", body=name, cast_to=Pet)

    def retrieve(
        self,
        pet_id: str,
        *,
        extra_headers: Headers | None = None,
        timeout: float | None | NotGiven = NOT_GIVEN,
    ) -> Pet:
        return self._get(f"/pets/{pet_id}", cast_to=Pet)

    def watch(
        self,
        pet_id: str,
        *,
        extra_headers: Headers | None = None,
        timeout: float | None | NotGiven = NOT_GIVEN,
    ) -> Stream[Pet]:
        return self._get(f"/pets/{pet_id}/moods", cast_to=Pet, stream=True, stream_cls=Stream[Pet])

    def tag(
        self,
        pet_id: str,
        *,
        tags: List[str],
        extra_headers: Headers | None = None,
        timeout: float | None | NotGiven = NOT_GIVEN,
    ) -> None:
        return self._put(f"/pets/{pet_id}/tags", body=tags, cast_to=None)

    def _own(self) -> Optional[str]: ...


class AsyncPets(AsyncAPIResource):
    @cached_property
    def toys(self) -> AsyncToys:
        return AsyncToys(self._client)


class PetsWithRawResponse:
    def __init__(self, pets: Pets) -> None:
        self._pets = pets

    @cached_property
    def toys(self) -> ToysWithRawResponse:
        return ToysWithRawResponse(self._pets.toys)
