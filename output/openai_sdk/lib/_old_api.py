"""Names that the SDK had before its version 1.0: code that uses them is told so."""

from __future__ import annotations

from typing import Any, NoReturn

from .._exceptions import OpenAIError

__all__ = ["APIRemovedInV1", "Removed"]


class APIRemovedInV1(OpenAIError):
    """A name was used that the SDK had before its version 1.0."""

    def __init__(self, *, symbol: str) -> None:
        super().__init__(
            f"You tried to access openai.{symbol}, but this is no longer supported in openai>=1.0.0."
            " Use the resources of a client, or those of the package itself:"
            " `chat.completions.create(...)` in place of `ChatCompletion.create(...)`;"
            " code that is to stay as it is needs `openai==0.28`"
        )
        self.symbol = symbol

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore, (self.symbol,)


def _restore(symbol: str) -> APIRemovedInV1:
    return APIRemovedInV1(symbol=symbol)


class Removed:
    """Stands where something was: so do its attributes, and to call any of them raises APIRemovedInV1."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Removed:
        if name.startswith("__"):  # asked by Python itself, by copying and inspecting code
            raise AttributeError(name)
        return self

    def __call__(self, *_arguments: object, **_named: object) -> NoReturn:
        raise APIRemovedInV1(symbol=self._name)

    def __repr__(self) -> str:
        return f"<{self._name}, gone since version 1.0>"


Audio: Removed = Removed("Audio")
ChatCompletion: Removed = Removed("ChatCompletion")
Completion: Removed = Removed("Completion")
Customer: Removed = Removed("Customer")
Deployment: Removed = Removed("Deployment")
Edit: Removed = Removed("Edit")
Embedding: Removed = Removed("Embedding")
Engine: Removed = Removed("Engine")
ErrorObject: Removed = Removed("ErrorObject")
File: Removed = Removed("File")
FineTune: Removed = Removed("FineTune")
FineTuningJob: Removed = Removed("FineTuningJob")
Image: Removed = Removed("Image")
Model: Removed = Removed("Model")
Moderation: Removed = Removed("Moderation")
