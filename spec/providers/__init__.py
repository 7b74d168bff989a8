"""Other services that speak this API, for `OpenAI(provider=...)`."""

from __future__ import annotations

from .bedrock import bedrock

__all__ = ["bedrock"]
