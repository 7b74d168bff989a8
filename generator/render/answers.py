"""What a package has for answers: classes for those that are not decoded, types for the bodies of errors."""

from __future__ import annotations

from generator.ir.package import Client
from generator.python.imports import Local
from generator.render.runtime_files import RAW_RESPONSES
from generator.values import Value, replace


class AnswerClasses(Value, kw_only=True):
    """Answers as they came, and binary ones; `awaited` says that the asynchronous ones have coroutines for methods.

    With `error_data`, the bodies of errors become their declared types.
    """

    raw: Local
    async_raw: Local
    binary: Local
    async_binary: Local
    awaited: bool
    error_data: bool = True

    def raw_of(self, *, is_async: bool) -> Local:
        """The class of answers as they came, of one kind of client."""
        return self.async_raw if is_async else self.raw

    def binary_of(self, *, is_async: bool) -> Local:
        """The class of binary answers, of one kind of client."""
        return self.async_binary if is_async else self.binary


AWAITED = AnswerClasses(
    raw=Local("_response", "APIResponse"),
    async_raw=Local("_response", "AsyncAPIResponse"),
    binary=Local("_response", "BinaryAPIResponse"),
    async_binary=Local("_response", "AsyncBinaryAPIResponse"),
    awaited=True,
)
_RAW = Local(RAW_RESPONSES, "LegacyAPIResponse")
_BINARY = Local(RAW_RESPONSES, "HttpxBinaryResponseContent")
PLAIN = AnswerClasses(raw=_RAW, async_raw=_RAW, binary=_BINARY, async_binary=_BINARY, awaited=False)


def answer_classes(client: Client) -> AnswerClasses:
    """The classes of the package that has this client."""
    classes = PLAIN if client.plain_raw_responses else AWAITED
    return classes if client.errors.data else replace(classes, error_data=False)
