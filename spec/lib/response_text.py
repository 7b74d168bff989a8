"""What a response says, in one string."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._models import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterable


class ResponseExtension(BaseModel):
    """Adds `output_text` to responses."""

    @property
    def output_text(self) -> str:
        """The texts of all messages of the output, joined; empty when there are none."""
        output: Iterable[Any] = getattr(self, "output", None) or ()
        messages = (item for item in output if getattr(item, "type", None) == "message")
        parts = (part for message in messages for part in getattr(message, "content", None) or ())
        return "".join(part.text or "" for part in parts if getattr(part, "type", None) == "output_text")
