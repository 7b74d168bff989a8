"""Answers that ended before they were complete."""

from __future__ import annotations

from typing import Any

from .._exceptions import OpenAIError


class LengthFinishReasonError(OpenAIError):
    """The answer stopped at the length limit, so its content is incomplete.

    `completion` is that chat completion, or that response, as the package's own type of it.
    """

    completion: Any

    def __init__(self, *, completion: object) -> None:
        usage = getattr(completion, "usage", None)
        detail = f" - {usage}" if usage else ""
        super().__init__(f"Could not parse response content as the length limit was reached{detail}")
        self.completion = completion

    def __reduce__(self) -> tuple[Any, ...]:
        return _restore_length_error, (self.completion,)


def _restore_length_error(completion: object) -> LengthFinishReasonError:
    return LengthFinishReasonError(completion=completion)


class ContentFilterFinishReasonError(OpenAIError):
    """The answer was withheld by the content filter."""

    def __init__(self) -> None:
        super().__init__("Could not parse response content as the request was rejected by the content filter")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), ()
