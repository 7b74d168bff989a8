"""What a stream has added up so far has the types of the finished completion; only its content is not yet parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....types.chat.parsed_chat_completion import ParsedChatCompletion, ParsedChatCompletionMessage, ParsedChoice

if TYPE_CHECKING:
    from typing import TypeAlias

    ParsedChatCompletionSnapshot: TypeAlias = ParsedChatCompletion[object]
    ParsedChatCompletionMessageSnapshot: TypeAlias = ParsedChatCompletionMessage[object]
    ParsedChoiceSnapshot: TypeAlias = ParsedChoice[object]
else:  # the classes themselves, whose instances snapshots are: pydantic would make others of them, at some cost
    ParsedChatCompletionSnapshot = ParsedChatCompletion
    ParsedChatCompletionMessageSnapshot = ParsedChatCompletionMessage
    ParsedChoiceSnapshot = ParsedChoice
