"""Embeddings travel as base64, half as long as numbers in JSON, unless the caller names a format."""

# The modules of this package share the internals of its clients, which users must not see.
# pyright: reportPrivateUsage=false

from __future__ import annotations

import sys
from array import array
from base64 import b64decode
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import NotGiven, Omit

if TYPE_CHECKING:
    from .._base_client import AsyncAPIClient, SyncAPIClient
    from .._request import Call

FORMAT: Final = "encoding_format"


class EmbeddingsExtension(SyncAPIResource):
    """Asks for base64, and gives lists of numbers."""

    def _execute(self, call: Call) -> Any:
        if not _is_free(call, self._client):
            return super()._execute(call)
        return super()._execute(_in_base64(call))


class AsyncEmbeddingsExtension(AsyncAPIResource):
    """Asks for base64, and gives lists of numbers."""

    async def _execute(self, call: Call) -> Any:
        if not _is_free(call, self._client):
            return await super()._execute(call)
        return await super()._execute(_in_base64(call))


def _is_free(call: Call, client: SyncAPIClient | AsyncAPIClient) -> bool:
    """Say whether the format is ours to choose: nobody did, and the answer need not be what the schema says."""
    body = cast("dict[str, object]", call.body)
    return isinstance(body.get(FORMAT), (Omit, NotGiven)) and not client._strict_response_validation


def _in_base64(call: Call) -> Call:
    return replace(call, body={**cast("dict[str, object]", call.body), FORMAT: "base64"}, unwrap=_as_numbers)


def _as_numbers(answer: Any) -> Any:
    """Put numbers where base64 is; what a server sends as numbers all the same stays. Raises ValueError for none."""
    if not answer.data:
        raise ValueError("No embedding data received")
    for embedding in answer.data:
        if isinstance(embedding.embedding, str):
            embedding.embedding = _numbers(embedding.embedding)
    return answer


def _numbers(encoded: str) -> list[float]:
    """Return the numbers in base64 of 32-bit floats, the lowest byte first."""
    numbers = array("f", b64decode(encoded))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tolist()
