"""`client.beta.chat`: the resource `client.chat`, where programs look for what began in the beta."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .._resource import AsyncAPIResource, SyncAPIResource

if TYPE_CHECKING:
    from ..resources.chat.chat import AsyncChat, Chat


class BetaExtension(SyncAPIResource):
    """Adds `chat`."""

    @cached_property
    def chat(self) -> Chat:
        """The same as `client.chat`, with `parse` and `stream` of `chat.completions`."""
        from ..resources.chat.chat import Chat

        return Chat(self._client)


class AsyncBetaExtension(AsyncAPIResource):
    """Adds `chat`."""

    @cached_property
    def chat(self) -> AsyncChat:
        """The same as `client.chat`, with `parse` and `stream` of `chat.completions`."""
        from ..resources.chat.chat import AsyncChat

        return AsyncChat(self._client)
