"""Pydantic models as function tools: the schema goes to the API, and the model comes back as parsed arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ._pydantic import to_strict_json_schema

if TYPE_CHECKING:
    import pydantic

    from ..types.chat.chat_completion_function_tool_param import ChatCompletionFunctionToolParam
    from ..types.responses.function_tool_param import FunctionToolParam
    from ..types.shared_params.function_definition import FunctionDefinition


class PydanticFunctionTool(dict[str, Any]):
    """The function of a chat tool: a plain dict that remembers the model that it was made of."""

    model: type[pydantic.BaseModel]

    def __init__(self, defn: FunctionDefinition, model: type[pydantic.BaseModel]) -> None:
        super().__init__(defn)
        self.model = model

    def cast(self) -> FunctionDefinition:
        """Return this very object, as the type that requests take."""
        return cast("FunctionDefinition", self)


class ResponsesPydanticFunctionTool(dict[str, Any]):
    """A tool of the responses API: a plain dict that remembers the model that it was made of."""

    model: type[pydantic.BaseModel]

    def __init__(self, tool: FunctionToolParam, model: type[pydantic.BaseModel]) -> None:
        super().__init__(tool)
        self.model = model

    def cast(self) -> FunctionToolParam:
        """Return this very object, as the type that requests take."""
        return cast("FunctionToolParam", self)


def pydantic_function_tool(
    model: type[pydantic.BaseModel], *, name: str | None = None, description: str | None = None
) -> ChatCompletionFunctionToolParam:
    """Return a function tool whose arguments are `model`, for chat completions and responses alike.

    Its name is the model's unless `name` says otherwise, its description the model's docstring. The arguments of calls
    come back as instances of the model where the tool was given to `parse` or `stream`.
    """
    schema = to_strict_json_schema(model)
    function: FunctionDefinition = {"name": name or model.__name__, "strict": True, "parameters": schema}
    described = description or schema.get("description")
    if described is not None:
        function["description"] = described
    return {"type": "function", "function": PydanticFunctionTool(function, model).cast()}
