from __future__ import annotations

from typing import TYPE_CHECKING, Mapping, Union

from ._base import AsyncAPIClient, SyncAPIClient
from ._compat import cached_property
from ._types import NOT_GIVEN, NotGiven

if TYPE_CHECKING:
    from .resources.pets.pets import AsyncPets, Pets


class Pawshop(SyncAPIClient):
    token: str | None

    def __init__(
        self,
        *,
        token: str | None = None,
        base_url: str | None = None,
        timeout: Union[float, None, NotGiven] = NOT_GIVEN,
        max_retries: int = 2,
        default_headers: Mapping[str, str] | None = None,
    ) -> None: ...

    @cached_property
    def pets(self) -> Pets:
        from .resources.pets import Pets

        return Pets(self)

    def copy(self, *, token: str | None = None) -> Pawshop: ...


class AsyncPawshop(AsyncAPIClient):
    @cached_property
    def pets(self) -> AsyncPets:
        from .resources.pets import AsyncPets

        return AsyncPets(self)


Client = Pawshop

AsyncClient = AsyncPawshop
