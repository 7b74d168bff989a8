"""The bases of all resources."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from ._operations import AsyncOperations, SyncOperations

if TYPE_CHECKING:
    from ._base_client import AsyncAPIClient, SyncAPIClient
    from ._request import Call


_RESOURCES = f"{__name__.rpartition('.')[0]}.resources."


def _offer_faces(resource: type) -> None:
    """Let the module of a resource have, beside it, the classes of its `with_raw_response` and its like.

    They are made when they are first asked for.
    """
    module = resource.__module__
    if module.startswith(_RESOURCES):
        vars(sys.modules[module]).setdefault("__getattr__", partial(_face_beside, module))


def _face_beside(module: str, name: str) -> Any:
    from ._faces import face_named

    return face_named(module, name)


class SyncAPIResource(SyncOperations):
    """A group of operations of a client."""

    _client: SyncAPIClient
    _waiting: tuple[str, ...] = ()  # the methods that ask again and again, of whose answers none is theirs

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        _offer_faces(cls)

    def __init__(self, client: SyncAPIClient) -> None:
        self._client = client

    def _execute(self, call: Call) -> Any:
        return self._client._execute(call)

    @property
    def with_raw_response(self) -> Any:
        """The same resource, whose methods return the answer as it came: status, headers, `parse()`."""
        from ._faces import RawFace, face_of

        return face_of(self, RawFace)

    @property
    def with_streaming_response(self) -> Any:
        """The same resource, whose methods return a context manager that leaves the body to be read."""
        from ._faces import StreamingFace, face_of

        return face_of(self, StreamingFace)


class AsyncAPIResource(AsyncOperations):
    """A group of operations of an asynchronous client."""

    _client: AsyncAPIClient
    _waiting: tuple[str, ...] = ()  # the methods that ask again and again, of whose answers none is theirs

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        _offer_faces(cls)

    def __init__(self, client: AsyncAPIClient) -> None:
        self._client = client

    async def _execute(self, call: Call) -> Any:
        return await self._client._execute(call)

    def _paginate(self, call: Call) -> Any:
        return self._client._paginate(call)

    @property
    def with_raw_response(self) -> Any:
        """The same resource, whose methods return the answer as it came: status, headers, `parse()`."""
        from ._faces import RawFace, face_of

        return face_of(self, RawFace)

    @property
    def with_streaming_response(self) -> Any:
        """The same resource, whose methods return a context manager that leaves the body to be read."""
        from ._faces import StreamingFace, face_of

        return face_of(self, StreamingFace)
