"""What the annotations of models say: their fields by wire name, unions, and what tells the variants of one apart."""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar, Union, cast, get_args, get_origin

import pydantic
from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import GetCoreSchemaHandler, SerializerFunctionWrapHandler
    from pydantic_core import CoreSchema

ModelT = TypeVar("ModelT", bound=pydantic.BaseModel)

STAND_IN: ContextVar[Callable[[Any], CoreSchema | None] | None] = ContextVar("STAND_IN", default=None)
"""What validates in place of a variant that a tag chooses, while a schema is made; None for the variant itself."""


class AnyModel(pydantic.BaseModel):
    """What the models of this package have in common. The class right below it is that of objects of no known type."""


def plain_model(model: type[AnyModel]) -> type[AnyModel]:
    """Return the class of objects of no known type in the family of `model`."""
    return next(base for base in model.__mro__ if AnyModel in base.__bases__)


# Dumps go by the value, whatever the type says: pydantic's own dump of a number makes 0 of false, that of a tagged
# union fails on a tag that is an object.
def _dump_built(value: Any, dump: SerializerFunctionWrapHandler) -> Any:
    _build_classes(value)
    return dump(value)


def _build_classes(value: object) -> None:
    """Build the classes of models that are dumped by their own type."""
    if isinstance(value, AnyModel):
        if not value.__pydantic_complete__:
            type(value).model_rebuild()
    elif isinstance(value, list):
        for item in cast("list[object]", value):
            _build_classes(item)
    elif isinstance(value, dict):
        for item in cast("dict[str, object]", value).values():
            _build_classes(item)


_BUILDS_CLASSES = tuple(map(int, pydantic.VERSION.split(".")[:2])) >= (2, 14)
BY_VALUE: core_schema.SerSchema = (
    core_schema.simple_ser_schema("any")
    if _BUILDS_CLASSES  # earlier versions cannot dump models whose class is to be built at first use
    else core_schema.wrap_serializer_function_ser_schema(_dump_built, schema=core_schema.any_schema())
)


def dump_as_sent(schema: Any) -> None:
    """Let the fields of a model be dumped as the API sent them, also where they depart from their type."""
    match schema:
        case {"type": "model" | "default" | "nullable", "schema": inner}:
            dump_as_sent(inner)
        case {"type": "literal", "expected": values} if all(type(value) is int for value in values):
            # By itself, the literal 0 takes false for its own.
            numbers = core_schema.chain_schema(
                [core_schema.int_schema(strict=True), core_schema.literal_schema(values)], serialization=BY_VALUE
            )
            schema.clear()
            schema.update(numbers)
        case {"type": "model-fields", "fields": fields}:
            for field in fields.values():
                dump_as_sent(field["schema"])
        case {"type": "list", "items_schema": inner}:
            if inner["type"] != "float":  # floats come by the thousand, and are dumped faster by their type
                dump_as_sent(inner)
        case {"type": "dict", "values_schema": inner}:
            dump_as_sent(inner)
        case {"type": "int" | "float" | "union"}:
            schema.setdefault("serialization", BY_VALUE)
        case _:
            pass


@dataclass(frozen=True, slots=True)
class PropertyInfo:
    """A mark in `Annotated`. On a union: the property of the wire name `discriminator` tells the variants apart.

    The union becomes a tagged one as far as the variants allow: a value that several variants share chooses among
    those, variants without a value (or that may lack it) are tried when no tag fits. An object with a value that none
    of them has becomes an `otherwise`, and with `absent` so does one without that property.

    On a tuple: it is read from an array; where it `goes_on`, the last type is that of all further items.
    """

    discriminator: str | None = None
    otherwise: type[AnyModel] | None = None
    absent: bool = False
    goes_on: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        if get_origin(source) is tuple:
            return _tuple_schema(get_args(source), goes_on=self.goes_on, handler=handler)
        leaves = list(leaves_of(source))
        if self.discriminator is None or len(leaves) < 2:
            return handler(source)
        tags = TagTable.of(leaves, self.discriminator)
        if not tags.variants:
            return handler(source)
        if self.absent:
            tags = tags._replace(untagged=(self.otherwise,))
        return _tagged_schema(tags, nullable=type(None) in leaves, handler=handler)


UNMARKED = PropertyInfo()


def _tuple_schema(types: tuple[Any, ...], *, goes_on: bool, handler: GetCoreSchemaHandler) -> CoreSchema:
    """Return the schema of a tuple, which decoded JSON has as a list."""
    positions = core_schema.tuple_schema(
        [handler.generate_schema(item) for item in types],
        variadic_item_index=len(types) - 1 if goes_on else None,
        serialization=BY_VALUE,
    )
    decoded = core_schema.no_info_before_validator_function(_as_tuple, positions)
    return core_schema.json_or_python_schema(json_schema=positions, python_schema=decoded, serialization=BY_VALUE)


def _as_tuple(value: object) -> object:
    return tuple(cast("list[object]", value)) if isinstance(value, list) else value


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
    stand_in = STAND_IN.get()

    def chosen(variants: tuple[Any, ...]) -> CoreSchema:
        standing_in = stand_in(variants[0]) if stand_in is not None and len(variants) == 1 else None
        return schema_of(variants) if standing_in is None else standing_in

    def schema_of(variants: tuple[Any, ...]) -> CoreSchema:
        for variant in variants:
            if variant not in schemas:
                schemas[variant] = handler.generate_schema(variant)
        if len(variants) == 1:
            return schemas[variants[0]]
        return core_schema.union_schema([schemas[variant] for variant in variants])

    choices = {value: chosen(variants) for value, variants in tags.variants.items()}
    discriminator = tags.paths[0] if len(tags.paths) == 1 else [[path] for path in tags.paths]
    schema: CoreSchema = core_schema.tagged_union_schema(
        cast("Any", choices), discriminator=cast("Any", discriminator), serialization=BY_VALUE
    )
    if tags.untagged:
        schema = core_schema.union_schema(
            [schema, *(schema_of((variant,)) for variant in tags.untagged)], serialization=BY_VALUE
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
def _resolved_fields(model: type[AnyModel]) -> dict[str, WireField]:
    return _collect_fields(model)


def wire_fields(model: type[AnyModel]) -> dict[str, WireField]:
    """Return the fields of `model` by wire name."""
    if model.__pydantic_fields_complete__:
        return _resolved_fields(model)
    return _collect_fields(model)  # the module is still being imported, so the outcome must not be kept


def _collect_fields(model: type[AnyModel]) -> dict[str, WireField]:
    fields: dict[str, WireField] = {}
    for name, field in model.__pydantic_fields__.items():
        annotation: Any = field.annotation
        for mark in field.metadata:
            if isinstance(mark, (PropertyInfo, type)):
                annotation = Annotated[annotation, mark]
        wire_name = field.alias or name
        fields[wire_name] = WireField(name=name, annotation=annotation, required=field.is_required())
    return fields


def extra_annotation(model: type[AnyModel]) -> Any:
    """Return what members beyond the fields of `model` are; None where nothing is known of them."""
    for base in model.__mro__:
        if base is AnyModel:
            break
        if "__pydantic_extra__" in inspect.get_annotations(base):
            names = vars(sys.modules[base.__module__])  # what the class defines is no name that annotations know
            try:
                annotations = inspect.get_annotations(base, globals=names, locals={}, eval_str=True)
            except NameError:  # of a class within a function, whose names only pydantic saw
                return _extra_class(base)
            return get_args(annotations["__pydantic_extra__"])[1]
    return None


def _extra_class(model: type[pydantic.BaseModel]) -> Any:
    """Return the class of further members by the schema that pydantic made of `model`; None where that says none."""
    model.model_rebuild()
    schema: Any = model.__pydantic_core_schema__
    while "extras_schema" not in schema and "schema" in schema:
        schema = schema["schema"]
    return schema.get("extras_schema", {}).get("cls")


def is_model(annotation: Any) -> bool:
    """Say whether `annotation` is a class of model."""
    return isinstance(annotation, type) and issubclass(annotation, AnyModel)


def unwrap(annotation: Any) -> tuple[Any, PropertyInfo]:
    """Return what stands inside `Annotated` and type aliases, and what was marked on the way.

    A class among the marks is what reads the type from text, and stands in its place.
    """
    info = UNMARKED
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *marks = get_args(annotation)
            info = next((mark for mark in marks if isinstance(mark, PropertyInfo)), info)
            annotation = next((mark for mark in marks if isinstance(mark, type)), annotation)
        elif hasattr(annotation, "__value__"):
            annotation = annotation.__value__
        else:
            return annotation, info


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
        elif isinstance(leaf, type) and issubclass(leaf, Enum):
            yield from (member.value for member in leaf)


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
