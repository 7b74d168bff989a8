from typing_extensions import Literal, TypeAlias

__all__ = ["Mood"]

Mood: TypeAlias = Literal["wild", "calm"]
