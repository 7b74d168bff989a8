"""The events that realtime clients send, one method each, for both kinds of client and every version of the API.

`SentT` is what sending returns: nothing, or what is to be awaited. The other variables are types of the API's version.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from .._types import omit
from ._websocket_events import EventGroup

if TYPE_CHECKING:
    from .._types import Omit

SentT = TypeVar("SentT")
SessionT = TypeVar("SessionT")
ItemT = TypeVar("ItemT")
ResponseT = TypeVar("ResponseT")


class RealtimeSessionResource(EventGroup[SentT], Generic[SentT, SessionT]):
    """The settings of the session."""

    def update(self, *, session: SessionT, event_id: str | Omit = omit) -> SentT:
        """Change the settings that are given."""
        return self._emit("session.update", session=session, event_id=event_id)


class RealtimeTranscriptionSessionResource(EventGroup[SentT], Generic[SentT, SessionT]):
    """The settings of a session that only transcribes."""

    def update(self, *, session: SessionT, event_id: str | Omit = omit) -> SentT:
        """Change the settings that are given."""
        return self._emit("transcription_session.update", session=session, event_id=event_id)


class RealtimeResponseResource(EventGroup[SentT], Generic[SentT, ResponseT]):
    """What the model answers."""

    def create(self, *, event_id: str | Omit = omit, response: ResponseT | Omit = omit) -> SentT:
        """Let the model answer, with settings of this answer's own."""
        return self._emit("response.create", event_id=event_id, response=response)

    def cancel(self, *, event_id: str | Omit = omit, response_id: str | Omit = omit) -> SentT:
        """Stop an answer: that one, or the one in progress."""
        return self._emit("response.cancel", event_id=event_id, response_id=response_id)


class RealtimeInputAudioBufferResource(EventGroup[SentT]):
    """The audio that the user sends, before it is an item of the conversation."""

    def append(self, *, audio: str, event_id: str | Omit = omit) -> SentT:
        """Add audio, in base64."""
        return self._emit("input_audio_buffer.append", audio=audio, event_id=event_id)

    def commit(self, *, event_id: str | Omit = omit) -> SentT:
        """Make an item of it."""
        return self._emit("input_audio_buffer.commit", event_id=event_id)

    def clear(self, *, event_id: str | Omit = omit) -> SentT:
        """Drop it."""
        return self._emit("input_audio_buffer.clear", event_id=event_id)


class RealtimeOutputAudioBufferResource(EventGroup[SentT]):
    """The audio that the server has not played yet."""

    def clear(self, *, event_id: str | Omit = omit) -> SentT:
        """Drop it."""
        return self._emit("output_audio_buffer.clear", event_id=event_id)


class RealtimeConversationItemResource(EventGroup[SentT], Generic[SentT, ItemT]):
    """The items of the conversation."""

    def create(self, *, item: ItemT, event_id: str | Omit = omit, previous_item_id: str | Omit = omit) -> SentT:
        """Add an item: after that one, or at the end."""
        return self._emit("conversation.item.create", item=item, event_id=event_id, previous_item_id=previous_item_id)

    def delete(self, *, item_id: str, event_id: str | Omit = omit) -> SentT:
        """Remove an item."""
        return self._emit("conversation.item.delete", item_id=item_id, event_id=event_id)

    def retrieve(self, *, item_id: str, event_id: str | Omit = omit) -> SentT:
        """Ask for an item as the server has it."""
        return self._emit("conversation.item.retrieve", item_id=item_id, event_id=event_id)

    def truncate(self, *, audio_end_ms: int, content_index: int, item_id: str, event_id: str | Omit = omit) -> SentT:
        """Cut off what the model said after `audio_end_ms` milliseconds, as the user has not heard it."""
        return self._emit(
            "conversation.item.truncate",
            audio_end_ms=audio_end_ms,
            content_index=content_index,
            item_id=item_id,
            event_id=event_id,
        )


class RealtimeConversationResource(EventGroup[SentT], Generic[SentT, ItemT]):
    """The conversation."""

    @cached_property
    def item(self) -> RealtimeConversationItemResource[SentT, ItemT]:
        """The items of the conversation."""
        return RealtimeConversationItemResource(self._emit)


class RealtimeEvents(Generic[SentT, SessionT, ItemT, ResponseT]):
    """What a realtime connection can send, by what it concerns."""

    def _emit(self, event_type: str, /, **members: object) -> SentT:
        raise NotImplementedError

    @cached_property
    def session(self) -> RealtimeSessionResource[SentT, SessionT]:
        """The settings of the session."""
        return RealtimeSessionResource(self._emit)

    @cached_property
    def response(self) -> RealtimeResponseResource[SentT, ResponseT]:
        """What the model answers."""
        return RealtimeResponseResource(self._emit)

    @cached_property
    def input_audio_buffer(self) -> RealtimeInputAudioBufferResource[SentT]:
        """The audio that the user sends, before it is an item of the conversation."""
        return RealtimeInputAudioBufferResource(self._emit)

    @cached_property
    def output_audio_buffer(self) -> RealtimeOutputAudioBufferResource[SentT]:
        """The audio that the server has not played yet."""
        return RealtimeOutputAudioBufferResource(self._emit)

    @cached_property
    def conversation(self) -> RealtimeConversationResource[SentT, ItemT]:
        """The conversation."""
        return RealtimeConversationResource(self._emit)
