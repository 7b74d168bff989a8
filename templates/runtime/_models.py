"""Models, and the decoding of JSON into them.

The usual path validates in pydantic-core, straight from the bytes and without coercion. When an answer departs from
its schema, the forgiving construction (`_construct`) takes over: everything stays as it was sent, and nothing raises.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar, cast

import pydantic
from pydantic import ConfigDict, ValidationError
from pydantic import Field as FieldInfo
from pydantic_core import from_json

from ._annotations import AnyModel, PropertyInfo, dump_as_sent, is_model, leaves_of, literal_values, wire_fields
from ._types import is_mapping, not_given
from ._variants import validator_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema
    from typing_extensions import Self

    from ._http import Timeout
    from ._types import Headers, NotGiven, RawContent, RequestFiles

__all__ = [
    "BaseModel",
    "FieldInfo",
    "FinalRequestOptions",
    "PropertyInfo",
    "construct_type",
    "construct_type_unchecked",
    "decode_json",
    "decode_value",
    "has_envelope",
    "json_decoder",
]

T = TypeVar("T")

Warnings = bool | Literal["none", "warn", "error"]

REQUEST_ID = "_request_id"


class BaseModel(AnyModel):
    """An object of the API. Fields that the schema does not know are kept, as attributes and in dumps."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="allow", defer_build=True, protected_namespaces=())

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        dump_as_sent(handler.resolve_ref_schema(schema))
        return schema

    @property
    def _request_id(self) -> str | None:
        """The id the API gave to the request that this object answers; None for objects inside others."""
        return (self.__pydantic_private__ or {}).get(REQUEST_ID)

    def to_dict(
        self,
        *,
        mode: Literal["json", "python"] = "python",
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: Warnings = False,
    ) -> dict[str, object]:
        """Return the object as a dict, by default with the API's names and only what the API sent."""
        return self.model_dump(
            mode=mode,
            by_alias=use_api_names,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
            warnings=warnings,
        )

    def to_json(
        self,
        *,
        indent: int | None = 2,
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: Warnings = False,
    ) -> str:
        """Return the object as JSON text, by default with the API's names and only what the API sent."""
        return self.model_dump_json(
            indent=indent,
            by_alias=use_api_names,
            exclude_unset=exclude_unset,
            exclude_defaults=exclude_defaults,
            exclude_none=exclude_none,
            warnings=warnings,
        )

    @classmethod
    def construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:
        """Return an instance of decoded JSON, by names of fields or of the wire, as an answer would become one.

        Objects inside become models as far as they fit; what is missing becomes its default or None. Nothing raises.
        """
        from ._construct import construct_model

        return construct_model(cls, values, _fields_set)

    if not TYPE_CHECKING:  # type checkers see pydantic's signatures, which these keep
        model_construct = construct

        def model_dump(self, *, warnings: Warnings = False, **arguments: Any) -> dict[str, Any]:
            """Return the object as a dict. Unlike pydantic's own, it does not warn of what departs from the schema."""
            return super().model_dump(warnings=warnings, **arguments)

        def model_dump_json(self, *, warnings: Warnings = False, **arguments: Any) -> str:
            """Return the object as JSON text.

            Unlike pydantic's own, it does not warn of what departs from the schema.
            """
            return super().model_dump_json(warnings=warnings, **arguments)

    def __str__(self) -> str:
        return repr(self)


# Decoding


def json_decoder(annotation: Any, *, strict: bool = False) -> Callable[[bytes | str], Any]:
    """Return what makes an `annotation` of JSON text, as `decode_json` does, for text after text."""
    validate = validator_of(annotation).validate_json

    def decode(data: bytes | str) -> Any:
        try:
            return validate(data)
        except ValidationError:
            if strict:
                raise
            return _construct(annotation, from_json(data))

    return decode


def decode_json(annotation: Any, data: bytes | str, *, strict: bool = False) -> Any:
    """Return the JSON text `data` as `annotation`.

    Raises ValueError when it is no JSON, and pydantic's ValidationError (a ValueError too) when it departs from the
    type and `strict`.
    """
    return json_decoder(annotation, strict=strict)(data)


def decode_value(annotation: Any, value: object, *, strict: bool = False) -> Any:
    """Return the decoded JSON value `value` as `annotation`. Raises as `decode_json`."""
    try:
        return validator_of(annotation).validate_python(value)
    except ValidationError:
        if strict:
            raise
        return _construct(annotation, value)


def construct_type(*, value: object, type_: object) -> object:
    """Return decoded JSON as `type_`, as far as that goes: `decode_value` as libraries around such SDKs call it."""
    return decode_value(type_, value)


def construct_type_unchecked(*, value: object, type_: type[T]) -> T:
    """Return `construct_type` of the same for type checkers."""
    return cast("T", construct_type(value=value, type_=type_))


def _construct(annotation: Any, value: object) -> Any:
    """Return `value` as `annotation` as far as that goes."""
    from ._construct import construct  # loaded when a first value departs from its type

    return construct(annotation, value)


def is_foreign(kind: type) -> bool:
    """Say whether a class is a model of pydantic's, but none of this package's."""
    return issubclass(kind, pydantic.BaseModel) and not issubclass(kind, AnyModel)


def set_request_id(model: BaseModel, request_id: str | None) -> None:
    """Note the id of the request that `model` answers."""
    if request_id is not None:
        set_private(model, REQUEST_ID, request_id)


def set_private(model: pydantic.BaseModel, name: str, value: object) -> None:
    """Attach `value` to `model` where neither dumps nor comparisons of fields see it."""
    private = {**(model.__pydantic_private__ or {}), name: value}
    object.__setattr__(model, "__pydantic_private__", private)


@lru_cache(maxsize=256)
def has_envelope(annotation: Any) -> bool:
    """Say whether the events of this type consist of their name and their data (`event`, `data`)."""
    leaves = [leaf for leaf in leaves_of(annotation) if leaf is not type(None)]
    return all(is_model(leaf) and {"event", "data"} <= wire_fields(leaf).keys() for leaf in leaves)


def is_tagged(annotation: Any, members: Mapping[str, object], tag: str) -> bool:
    """Say whether a variant of this type has `tag` for the value of a member, and an object with `members` too."""
    return any(
        members.get(wire_name) == tag and tag in literal_values(field.annotation)
        for leaf in leaves_of(annotation)
        if is_model(leaf)
        for wire_name, field in wire_fields(leaf).items()
    )


def decode_member(annotation: Any, data: bytes, name: str, *, strict: bool = False) -> Any:
    """Return the member `name` of the JSON object `data` as `annotation`.

    Raises ValueError when there is no such member.
    """
    value: object = from_json(data)
    if not is_mapping(value) or name not in value:
        raise ValueError(f"the answer has no member {name!r}")
    return decode_value(annotation, value[name], strict=strict)


class FinalRequestOptions:
    """A request to a route that has no method, as one value: what `client.request(...)` sends.

    `json_data` is the body, with the members of `extra_json` beside its own, unless `content` is. `timeout` is in
    seconds.
    """

    _call: Any = None
    """The call of a method that this stands for, where it does."""

    def __init__(
        self,
        *,
        method: str,
        url: str,
        params: Mapping[str, object] | None = None,
        headers: Headers | NotGiven = not_given,
        max_retries: int | NotGiven = not_given,
        timeout: float | Timeout | NotGiven | None = not_given,
        files: RequestFiles | None = None,
        idempotency_key: str | None = None,
        follow_redirects: bool | None = None,
        security: Mapping[str, bool] | None = None,
        content: RawContent | None = None,
        json_data: object = None,
        extra_json: Mapping[str, object] | None = None,
    ) -> None:
        self.method = method
        self.url = url
        self.params: Mapping[str, object] = params or {}
        self.headers = headers
        self.max_retries = max_retries
        self.timeout = timeout
        self.files = files
        self.idempotency_key = idempotency_key
        self.follow_redirects = follow_redirects
        self.security = security
        self.content = content
        self.json_data = json_data
        self.extra_json = extra_json

    @classmethod
    def construct(cls, **values: Any) -> Self:
        """Return the request with these values."""
        return cls(**values)

    model_construct = construct
