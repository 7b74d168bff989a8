"""Models, and the decoding of JSON into them.

The usual path validates in pydantic-core, straight from the bytes and without coercion. When an answer departs from
its schema, the forgiving construction (`_construct`) takes over: everything stays as it was sent, and nothing raises.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
)

import pydantic
from pydantic import ConfigDict, ValidationError
from pydantic import Field as FieldInfo
from pydantic_core import core_schema, from_json

from ._types import is_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pydantic import GetCoreSchemaHandler, SerializerFunctionWrapHandler
    from pydantic_core import CoreSchema, SchemaValidator
    from typing_extensions import Self

__all__ = [
    "BaseModel",
    "FieldInfo",
    "PropertyInfo",
    "construct_type",
    "construct_type_unchecked",
    "decode_json",
    "decode_value",
    "has_envelope",
    "json_decoder",
]

ModelT = TypeVar("ModelT", bound=pydantic.BaseModel)
T = TypeVar("T")

Warnings = bool | Literal["none", "warn", "error"]

REQUEST_ID = "_request_id"


class BaseModel(pydantic.BaseModel):
    """An object of the API. Fields that the schema does not know are kept, as attributes and in dumps."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="allow", defer_build=True, protected_namespaces=())

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        _dump_as_sent(handler.resolve_ref_schema(schema))
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


# Dumps go by the value, whatever the type says: pydantic's own dump of a number makes 0 of false, that of a tagged
# union fails on a tag that is an object.
def _dump_built(value: Any, dump: SerializerFunctionWrapHandler) -> Any:
    _build_classes(value)
    return dump(value)


def _build_classes(value: object) -> None:
    """Build the classes of models that are dumped by their own type."""
    if isinstance(value, BaseModel):
        if not value.__pydantic_complete__:
            type(value).model_rebuild()
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            _build_classes(item)
    elif isinstance(value, dict):
        for item in cast("dict[str, object]", value).values():
            _build_classes(item)


_BUILDS_CLASSES = tuple(map(int, pydantic.VERSION.split(".")[:2])) >= (2, 14)
_BY_VALUE: core_schema.SerSchema = (
    core_schema.simple_ser_schema("any")
    if _BUILDS_CLASSES  # earlier versions cannot dump models whose class is to be built at first use
    else core_schema.wrap_serializer_function_ser_schema(_dump_built, schema=core_schema.any_schema())
)


def _dump_as_sent(schema: Any) -> None:
    """Let the fields of a model be dumped as the API sent them, also where they depart from their type."""
    match schema:
        case {"type": "model" | "default" | "nullable", "schema": inner}:
            _dump_as_sent(inner)
        case {"type": "literal", "expected": values} if all(type(value) is int for value in values):
            # By itself, the literal 0 takes false for its own.
            numbers = core_schema.chain_schema(
                [core_schema.int_schema(strict=True), core_schema.literal_schema(values)], serialization=_BY_VALUE
            )
            schema.clear()
            schema.update(numbers)
        case {"type": "model-fields", "fields": fields}:
            for field in fields.values():
                _dump_as_sent(field["schema"])
        case {"type": "list", "items_schema": inner}:
            if inner["type"] != "float":  # floats come by the thousand, and are dumped faster by their type
                _dump_as_sent(inner)
        case {"type": "dict", "values_schema": inner}:
            _dump_as_sent(inner)
        case {"type": "int" | "float" | "union"}:
            schema.setdefault("serialization", _BY_VALUE)
        case _:
            pass


@dataclass(frozen=True, slots=True)
class PropertyInfo:
    """A mark on a union, in `Annotated`: the property of this wire name tells the variants apart.

    The union becomes a tagged one as far as the variants allow: a value that several variants share chooses among
    those, variants without a value (or that may lack it) are tried when no tag fits.
    """

    discriminator: str | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        leaves = list(leaves_of(source))
        if self.discriminator is None or len(leaves) < 2:
            return handler(source)
        tags = TagTable.of(leaves, self.discriminator)
        if not tags.variants:
            return handler(source)
        return _tagged_schema(tags, nullable=type(None) in leaves, handler=handler)


class TagTable(NamedTuple):
    """The variants of a union by the value of their discriminator, and those that no value chooses."""

    paths: tuple[str, ...]
    variants: Mapping[object, tuple[Any, ...]]
    untagged: tuple[Any, ...]

    @classmethod
    def of(cls, leaves: list[Any], discriminator: str) -> TagTable:
        """Sort `leaves` by the values that their property `discriminator` may have."""
        names = {discriminator: None}
        variants: dict[object, tuple[Any, ...]] = {}
        untagged: list[Any] = []
        for leaf in leaves:
            field = wire_fields(leaf).get(discriminator) if is_model(leaf) else None
            if field is None:
                if leaf is not type(None):
                    untagged.append(leaf)
                continue
            names[field.name] = None
            values = list(literal_values(field.annotation))
            for value in values:
                variants[value] = (*variants.get(value, ()), leaf)
            if not values or not field.required:
                untagged.append(leaf)
        return cls(paths=tuple(names), variants=variants, untagged=tuple(untagged))


def _tagged_schema(tags: TagTable, *, nullable: bool, handler: GetCoreSchemaHandler) -> CoreSchema:
    schemas: dict[Any, CoreSchema] = {}

    def schema_of(variants: tuple[Any, ...]) -> CoreSchema:
        for variant in variants:
            if variant not in schemas:
                schemas[variant] = handler.generate_schema(variant)
        if len(variants) == 1:
            return schemas[variants[0]]
        return core_schema.union_schema([schemas[variant] for variant in variants])

    choices = {value: schema_of(variants) for value, variants in tags.variants.items()}
    discriminator = tags.paths[0] if len(tags.paths) == 1 else [[path] for path in tags.paths]
    schema: CoreSchema = core_schema.tagged_union_schema(
        cast("Any", choices), discriminator=cast("Any", discriminator), serialization=_BY_VALUE
    )
    if tags.untagged:
        schema = core_schema.union_schema(
            [schema, *(schema_of((variant,)) for variant in tags.untagged)], serialization=_BY_VALUE
        )
    return core_schema.nullable_schema(schema) if nullable else schema


class WireField(NamedTuple):
    """A field of a model as the wire sees it.

    `annotation` is a type, or a ForwardRef where it cannot be resolved yet.
    """

    name: str
    annotation: Any
    required: bool


@cache  # one entry per model class
def _resolved_fields(model: type[BaseModel]) -> dict[str, WireField]:
    return _collect_fields(model)


def wire_fields(model: type[BaseModel]) -> dict[str, WireField]:
    """Return the fields of `model` by wire name."""
    if model.__pydantic_fields_complete__:
        return _resolved_fields(model)
    return _collect_fields(model)  # the module is still being imported, so the outcome must not be kept


def _collect_fields(model: type[BaseModel]) -> dict[str, WireField]:
    fields: dict[str, WireField] = {}
    for name, field in model.__pydantic_fields__.items():
        annotation: Any = field.annotation
        for mark in field.metadata:
            if isinstance(mark, PropertyInfo):
                annotation = Annotated[annotation, mark]
        wire_name = field.alias or name
        fields[wire_name] = WireField(name=name, annotation=annotation, required=field.is_required())
    return fields


def is_model(annotation: Any) -> bool:
    """Say whether `annotation` is a class of model."""
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def unwrap(annotation: Any) -> tuple[Any, str | None]:
    """Return what stands inside `Annotated` and type aliases, and the discriminator that was marked on the way."""
    discriminator: str | None = None
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *marks = get_args(annotation)
            for mark in marks:
                if isinstance(mark, PropertyInfo) and mark.discriminator is not None:
                    discriminator = mark.discriminator
        elif hasattr(annotation, "__value__"):
            annotation = annotation.__value__
        else:
            return annotation, discriminator


def is_union(annotation: Any) -> bool:
    """Say whether `annotation` is a union; `unwrap` it first."""
    return get_origin(annotation) in (Union, types.UnionType)


def leaves_of(annotation: Any) -> Iterator[Any]:
    """Yield the variants of a union, those of unions inside it too; anything else is its own only variant."""
    inner, _ = unwrap(annotation)
    if not is_union(inner):
        yield inner
        return
    for variant in get_args(inner):
        yield from leaves_of(variant)


def literal_values(annotation: Any) -> Iterator[object]:
    """Yield the constants that a value of this type may be."""
    for leaf in leaves_of(annotation):
        if get_origin(leaf) is Literal:
            yield from get_args(leaf)


# Decoding


@lru_cache(maxsize=4096)
def _validator(annotation: Any) -> SchemaValidator:
    if is_model(annotation):
        if not annotation.__pydantic_complete__:
            annotation.model_rebuild()
        return cast("SchemaValidator", annotation.__pydantic_validator__)
    from pydantic import TypeAdapter  # loaded only for what is no model: unions and lists

    return cast("SchemaValidator", TypeAdapter(annotation).validator)


def json_decoder(annotation: Any, *, strict: bool = False) -> Callable[[bytes | str], Any]:
    """Return what makes an `annotation` of JSON text, as `decode_json` does, for text after text."""
    validate = _validator(annotation).validate_json

    def decode(data: bytes | str) -> Any:
        try:
            return validate(data, strict=True)
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
        return _validator(annotation).validate_python(value, strict=True)
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


def assemble(
    model: type[ModelT],
    fields: dict[str, Any],
    *,
    given: set[str],
    extra: dict[str, Any] | None = None,
    private: dict[str, Any] | None = None,
) -> ModelT:
    """Return an instance of `model` made of these values as they are: nothing is checked, nothing is copied.

    `fields` has all of the model's fields, by their names; `given` are those that dumps count as set.
    """
    instance = model.__new__(model)
    set_ = object.__setattr__
    set_(instance, "__dict__", fields)
    set_(instance, "__pydantic_fields_set__", given)
    set_(instance, "__pydantic_extra__", {} if extra is None else extra)
    set_(instance, "__pydantic_private__", private)
    return instance


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


def decode_member(annotation: Any, data: bytes, name: str, *, strict: bool = False) -> Any:
    """Return the member `name` of the JSON object `data` as `annotation`.

    Raises ValueError when there is no such member.
    """
    value: object = from_json(data)
    if not is_mapping(value) or name not in value:
        raise ValueError(f"the answer has no member {name!r}")
    return decode_value(annotation, value[name], strict=strict)
