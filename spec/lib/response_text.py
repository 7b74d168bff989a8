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
        parts = (part for item in output if item.type == "message" for part in item.content or ())
        return "".join(part.text for part in parts if part.type == "output_text")
