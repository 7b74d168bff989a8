"""The part of structured output that chat completions and responses share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, cast

from pydantic_core import from_json
from typing_extensions import TypeVar

from ..._types import is_mapping
from .._pydantic import is_basemodel_type, is_dataclass_like_type, to_strict_json_schema
from .._tools import PydanticFunctionTool, ResponsesPydanticFunctionTool

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from pydantic import TypeAdapter

ResponseFormatT = TypeVar("ResponseFormatT", default=None)


def named_schema(format_: object) -> tuple[str, dict[str, Any]]:
    """Return the name of a class of pydantic model or dataclass, and its strict schema. Raises TypeError for others."""
    if not (is_basemodel_type(format_) or is_dataclass_like_type(format_)):
        raise TypeError(f"Unsupported response_format type - {format_}: neither a pydantic model nor a dataclass")
    return format_.__name__, deepcopy(_schema(cast("Hashable", format_)))


@lru_cache(maxsize=256)
def _schema(format_: Hashable) -> dict[str, Any]:
    return to_strict_json_schema(format_ if is_basemodel_type(format_) else _adapter(format_))


@lru_cache(maxsize=256)
def _adapter(format_: Hashable) -> TypeAdapter[Any]:
    from pydantic import TypeAdapter

    return TypeAdapter(cast("Any", format_))


def _validator(format_: type[Any]) -> Callable[[str], Any]:
    if is_basemodel_type(format_):
        return format_.model_validate_json
    return _adapter(cast("Hashable", format_)).validate_json


class OutputParser(Generic[ResponseFormatT]):
    """Makes of text and of arguments what the caller asked for.

    `output` is a class of pydantic model or dataclass, anything else means that text is wanted as it is. The arguments
    of calls become objects of the models that `tools` were made of; those of other strict tools are decoded.
    """

    def __init__(self, output: object, tools: Iterable[Mapping[str, Any]] = ()) -> None:
        self._validate = _validator(output) if isinstance(output, type) else None
        self._tools = dict(_argument_parsers(tools))

    @property
    def expects_text(self) -> bool:
        """Whether text is to be parsed."""
        return self._validate is not None

    @property
    def expects_any(self) -> bool:
        """Whether anything is to be parsed, so that an answer that was cut off is of no use."""
        return self._validate is not None or bool(self._tools)

    def expects_arguments(self, tool: str) -> bool:
        """Whether the arguments of calls of `tool` are to be parsed."""
        return tool in self._tools

    @property
    def partial(self) -> PartialParser:
        """What does the same for an answer of which only the beginning is there."""
        return PartialParser(self)

    def text(self, text: str | None) -> ResponseFormatT | None:
        """Return what a whole text says. Raises pydantic's ValidationError when it is not what was asked for."""
        if self._validate is None or not text:
            return None
        return cast("ResponseFormatT", self._validate(text))

    def arguments(self, tool: str, arguments: str) -> object:
        """Return what the whole arguments of a call of `tool` say, None when they are not to be parsed.

        Raises ValueError when they are not what was asked for.
        """
        parse = self._tools.get(tool)
        return None if parse is None else parse(arguments)


class PartialParser:
    """Decodes as much of text and arguments as is there, where the whole is to be parsed in the end."""

    def __init__(self, whole: OutputParser[Any]) -> None:
        self._whole = whole

    def text(self, text: str | None) -> object:
        """Return what the beginning `text` says; None when that is nothing yet."""
        return _partial_json(text) if text and self._whole.expects_text else None

    def arguments(self, tool: str, arguments: str) -> object:
        """Return what the beginning of the arguments of a call of `tool` says; None when that is nothing yet."""
        return _partial_json(arguments) if arguments and self._whole.expects_arguments(tool) else None


AnyParser = OutputParser[Any] | PartialParser


def _partial_json(text: str) -> object:
    try:
        return cast("object", from_json(text, allow_partial=True))
    except ValueError:
        return None


def is_json(text: str) -> bool:
    """Say whether `text` is a JSON document."""
    try:
        from_json(text)
    except ValueError:
        return False
    return True


def function_of(tool: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what a function tool says of its function: in chat completions an object, in responses the tool itself."""
    inner = tool.get("function")
    return inner if is_mapping(inner) else tool


def _argument_parsers(tools: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, Callable[[str], object]]]:
    for tool in tools:
        if tool.get("type") != "function":
            continue
        function = function_of(tool)
        if isinstance(function, (PydanticFunctionTool, ResponsesPydanticFunctionTool)):
            yield function["name"], function.model.model_validate_json
        elif function.get("strict"):
            yield function["name"], json.loads
