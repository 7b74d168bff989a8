"""The forgiving construction: a value that departs from its type becomes what it resembles most, and loses nothing.

What a type consists of is looked up once, when a first value departs from it. Values are decoded JSON.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from functools import cached_property, lru_cache
from itertools import chain, repeat, takewhile
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, Union, cast, get_args, get_origin

from ._annotations import (
    UNMARKED,
    AnyModel,
    TagTable,
    assemble,
    extra_annotation,
    is_model,
    is_union,
    leaves_of,
    literal_values,
    plain_model,
    unwrap,
    wire_fields,
)
from ._formats import FromText
from ._types import NoneType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pydantic.fields import FieldInfo

    from ._annotations import PropertyInfo, WireField

Builder = Callable[[object], Any]
ModelT = TypeVar("ModelT", bound=AnyModel)

# What is marked in `Annotated`.
MARKED = (Union, UnionType, tuple)

# No float is larger.
LARGEST_FLOAT = int(sys.float_info.max)

# Defaults of these types may be shared between objects.
CONSTANT_TYPES = (type(None), str, int, float, bool)


def construct(annotation: Any, value: object) -> Any:
    """Return `value` as `annotation` as far as that goes; what does not fit stays as it is. Never raises."""
    return builder_of(annotation)(value)


def construct_model(model: type[ModelT], values: Mapping[str, object], fields_set: set[str] | None) -> ModelT:
    """Return a `model` of `values`, by names of fields or of the wire. `fields_set` are those that count as given."""
    members: dict[str, object] = {}
    names = {field.name: wire_name for wire_name, field in wire_fields(model).items()}
    for name, value in values.items():
        wire_name = names.get(name, name)
        members[name if wire_name in values else wire_name] = value
    made = cast("ModelT", cast("ModelBuilder", builder_of(model)).build(members))
    if fields_set is not None:
        object.__setattr__(made, "__pydantic_fields_set__", fields_set)
    return made


@lru_cache(maxsize=4096)
def builder_of(annotation: Any) -> Builder:
    """Return what constructs an `annotation`."""
    inner, info = unwrap(annotation)
    if is_union(inner):
        variants = [variant for variant in get_args(inner) if variant is not NoneType]
        if len(variants) == 1 and (info is UNMARKED or get_origin(unwrap(variants[0])[0]) in MARKED):
            return builder_of(variants[0])  # which has the marks
        return UnionBuilder(inner, info)
    if isinstance(inner, type):
        return _class_builder(inner)
    if get_origin(inner) is tuple:
        return TupleBuilder(get_args(inner), goes_on=info.goes_on)
    if get_origin(inner) is list:
        return ListBuilder(get_args(inner)[0])
    if get_origin(inner) is dict:
        return DictBuilder(get_args(inner)[1])
    return keep


def _class_builder(kind: type) -> Builder:
    """Return what constructs instances of a class."""
    if is_model(kind):
        return ModelBuilder(kind)
    if issubclass(kind, FromText):
        return TextBuilder((kind,))
    if issubclass(kind, Enum):
        return EnumBuilder(kind)
    if kind in (datetime, date):
        return MomentBuilder(kind)
    return as_float if kind is float else keep


def keep(value: object) -> object:
    """Return a value as it is."""
    return value


def as_float(value: object) -> object:
    """Return a whole number as a float, unless that would be another number."""
    if type(value) is not int:
        return value
    number = float(value) if abs(value) <= LARGEST_FLOAT else value
    return number if number == value else value


class MomentBuilder:
    """Reads days and points in time, where a class that users wrote has the standard library's."""

    def __init__(self, kind: type[date]) -> None:
        self._kind = kind

    def __call__(self, value: object) -> Any:
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            return value
        try:
            return self._read(value)
        except ValueError:
            return value

    @cached_property
    def _read(self) -> Callable[[object], Any]:
        return _lax(self._kind)


class TextBuilder:
    """Reads text by the first of some formats that it is of."""

    def __init__(self, formats: tuple[type[FromText], ...]) -> None:
        self._formats = formats

    def __call__(self, value: object) -> Any:
        if not isinstance(value, str):
            return value
        for format in self._formats:
            try:
                return format.read(value)
            except ValueError:
                continue
        return value


class EnumBuilder:
    """Makes members of enums, which take other values of their kind too."""

    def __init__(self, kind: type[Enum]) -> None:
        self._kind = kind

    def __call__(self, value: object) -> Any:
        try:
            member = self._kind(value)
        except ValueError:
            return value
        return member if type(member.value) is type(value) else value  # for Python, true is 1


class ListBuilder:
    """Constructs lists."""

    def __init__(self, member: Any) -> None:
        self._member = member

    def __call__(self, value: object) -> Any:
        if not isinstance(value, list):
            return value
        items = cast("list[object]", value)
        build = self._build
        if build is as_float and int not in set(map(type, items)):
            return items  # floats come by the thousand
        return [build(item) for item in items]

    @cached_property
    def _build(self) -> Builder:
        return builder_of(self._member)


class TupleBuilder:
    """Constructs tuples, of as many items as there are; those that no type is for stay as they are."""

    def __init__(self, types: tuple[Any, ...], *, goes_on: bool) -> None:
        self._types = types
        self._goes_on = goes_on

    def __call__(self, value: object) -> Any:
        if not isinstance(value, list):
            return value
        further = repeat(self._builders[-1] if self._goes_on else keep)
        found = zip(chain(self._builders, further), cast("list[object]", value), strict=False)
        return tuple(build(item) for build, item in found)

    @cached_property
    def _builders(self) -> list[Builder]:
        return [builder_of(item) for item in self._types]


class DictBuilder:
    """Constructs mappings."""

    def __init__(self, member: Any) -> None:
        self._member = member

    def __call__(self, value: object) -> Any:
        if not isinstance(value, dict):
            return value
        build = self._build
        return {key: build(item) for key, item in cast("dict[str, object]", value).items()}

    @cached_property
    def _build(self) -> Builder:
        return builder_of(self._member)


class ModelBuilder:
    """Constructs instances of one class of model."""

    def __init__(self, model: type[AnyModel]) -> None:
        self._model = model

    def __call__(self, value: object) -> Any:
        return self.build(cast("dict[str, object]", value)) if isinstance(value, dict) else value

    def build(self, members: dict[str, object]) -> AnyModel:
        """Return an instance with these members, whatever they are; missing ones become their default or None."""
        known = self._members
        fields = self._constant_defaults.copy()
        for name, info in self._made_defaults:
            fields[name] = info.get_default(call_default_factory=True, validated_data={})
        given: set[str] = set()
        extra: dict[str, object] = {}
        for key, item in members.items():
            member = known.get(key)
            if member is None:
                extra[key] = item if item is None else self._further(item)
                continue
            name, build = member
            fields[name] = item if build is None or item is None else build(item)
            given.add(name)
        return assemble(self._model, fields, given=given, extra=extra)

    def fitness(self, members: dict[str, object]) -> tuple[int, int] | None:
        """Say how well `members` fit: required fields that are missing (negative), fields that are there.

        None when a constant of the model contradicts, or nothing fits.
        """
        if self.said_by(members) is False:
            return None
        present = len(self._wire_fields.keys() & members.keys())
        if not present and self._wire_fields:
            return None
        return (-len(self._required - members.keys()), present)

    def said_by(self, members: dict[str, object]) -> bool | None:
        """Say whether the constants of `members` are those of the model: None where there are none."""
        said = None
        for wire_name, constant in self._constants.items():
            value = members.get(wire_name)
            if value is None:
                continue
            if value != constant:
                return False
            said = True
        return said

    @cached_property
    def _wire_fields(self) -> dict[str, WireField]:
        model = self._model
        is_plain = model is plain_model(model)
        if not model.__pydantic_fields_complete__ or (is_plain and not model.__pydantic_complete__):
            model.model_rebuild(raise_errors=False, _types_namespace={})
        return wire_fields(model)

    @cached_property
    def _members(self) -> dict[str, tuple[str, Builder | None]]:
        """For each wire name the name of the field and what constructs its value; None keeps it."""
        builders = {wire_name: builder_of(field.annotation) for wire_name, field in self._wire_fields.items()}
        return {
            wire_name: (self._wire_fields[wire_name].name, None if build is keep else build)
            for wire_name, build in builders.items()
        }

    @cached_property
    def _further(self) -> Builder:
        """What constructs the members that no field is for."""
        annotation = extra_annotation(self._model)
        return keep if annotation is None else builder_of(annotation)

    @cached_property
    def _constant_defaults(self) -> dict[str, object]:
        """The values of all fields that are missing, None for those that are made for each object."""
        made = dict(self._made_defaults)
        return {
            name: None if info.is_required() or name in made else info.default
            for name, info in self._model.__pydantic_fields__.items()
        }

    @cached_property
    def _made_defaults(self) -> tuple[tuple[str, FieldInfo], ...]:
        return tuple(
            (name, info)
            for name, info in self._model.__pydantic_fields__.items()
            if not info.is_required() and (info.default_factory is not None or type(info.default) not in CONSTANT_TYPES)
        )

    @cached_property
    def _required(self) -> frozenset[str]:
        return frozenset(wire_name for wire_name, field in self._wire_fields.items() if field.required)

    @cached_property
    def _constants(self) -> dict[str, object]:
        """The values of the required fields that can have only one."""
        values = {name: list(literal_values(self._wire_fields[name].annotation)) for name in self._required}
        return {name: constants[0] for name, constants in values.items() if len(constants) == 1}


def _is_of_truth(value: object) -> bool:
    """Say whether a value is true or false, or a list with such: pydantic would make numbers of them."""
    several = cast("list[object]", value) if isinstance(value, list) else (value,)
    return any(isinstance(each, bool) for each in several)


class UnionBuilder:
    """Constructs the variant of a union that a value most likely is.

    Where nothing tells the variants apart, it is the one that the value fits once numbers in text are numbers, else the
    first. An object that contradicts all of them becomes a plain model that keeps it whole.
    """

    def __init__(self, union: Any, info: PropertyInfo) -> None:
        self._union = union
        self._discriminator = info.discriminator
        self._otherwise = info.otherwise
        self._absent = info.otherwise if info.absent else None

    def __call__(self, value: object) -> Any:
        if self._is_open and not _is_of_truth(value):
            fitting = self._fitting(value)
            if fitting is not None and not isinstance(fitting, bool):
                return fitting
        if isinstance(value, dict):
            return self._build(cast("dict[str, object]", value))
        if isinstance(value, str):
            return self._text(value)
        return self._number(value) if isinstance(value, int) else self._sequence(value)

    @cached_property
    def _is_open(self) -> bool:
        """Whether there are several variants, and nothing tells them apart."""
        return self._discriminator is None and sum(leaf is not NoneType for leaf in self._leaves) > 1

    def _fitting(self, value: object) -> Any:
        """Return the variant that `value` fits; None where it fits none."""
        try:
            return self._validate(value)
        except Exception:  # noqa: BLE001 - besides what is wrong with the value: a type that is not known yet
            return None

    @cached_property
    def _validate(self) -> Callable[[object], Any]:
        return _lax(self._union)

    def _build(self, members: dict[str, object]) -> Any:
        model = self._choose(members)
        if model is not None:
            return model.build(members)
        if self._mapping is not keep:
            return self._mapping(members)
        return self._plain.build(members) if self._plain is not None else members

    def _choose(self, members: dict[str, object]) -> ModelBuilder | None:
        if self._discriminator is None:
            return _first(self._models, members)
        tag = members.get(self._discriminator)
        if tag is None:
            return _best(self._models, members) if self._absent is None else _model_builder(self._absent)
        tagged = self._tagged.get(tag) if isinstance(tag, (str, int)) else None
        if tagged is None:
            return _best(self._tagless, members) if self._otherwise is None else _model_builder(self._otherwise)
        if len(tagged) == 1:
            return tagged[0]
        # Where variants extend one another, the first is what the others with its tag extend.
        return _best(tagged, members) or (tagged[0] if self._otherwise is not None else None)

    @cached_property
    def _leaves(self) -> list[Any]:
        return list(leaves_of(self._union))

    @cached_property
    def _models(self) -> tuple[ModelBuilder, ...]:
        return _model_builders(sorted(self._leaves, key=lambda leaf: leaf is not self._otherwise))

    @cached_property
    def _plain(self) -> ModelBuilder | None:
        """What keeps an object that is none of the models; None where there are none."""
        model = next(filter(is_model, self._leaves), None)
        return None if model is None else _model_builder(plain_model(model))

    @cached_property
    def _mapping(self) -> Builder:
        return builder_of(next((leaf for leaf in self._leaves if get_origin(leaf) is dict), None))

    @cached_property
    def _sequence(self) -> Builder:
        return builder_of(next((leaf for leaf in self._leaves if get_origin(leaf) in (list, tuple)), None))

    @cached_property
    def _text(self) -> Builder:
        """What reads text: formats that stand before any text at all."""
        before = takewhile(lambda leaf: leaf is not str, self._leaves)
        formats = tuple(leaf for leaf in before if isinstance(leaf, type) and issubclass(leaf, FromText))
        return TextBuilder(formats) if formats else self._enum(str)

    @cached_property
    def _number(self) -> Builder:
        return self._enum(int)

    def _enum(self, of: type) -> Builder:
        """What makes members of the enum of such values; there is no more than one where nothing else is of them."""
        kinds = (leaf for leaf in self._leaves if isinstance(leaf, type) and issubclass(leaf, Enum))
        return next(
            (builder_of(kind) for kind in kinds if issubclass(kind, of) or not issubclass(kind, (str, int))), keep
        )

    @cached_property
    def _tags(self) -> TagTable | None:
        return None if self._discriminator is None else TagTable.of(self._leaves, self._discriminator)

    @cached_property
    def _tagged(self) -> dict[object, tuple[ModelBuilder, ...]]:
        """The models by the value of the discriminator that chooses them."""
        if self._tags is None:
            return {}
        return {tag: _model_builders(leaves) for tag, leaves in self._tags.variants.items()}

    @cached_property
    def _tagless(self) -> tuple[ModelBuilder, ...]:
        """The models that an unheard-of value of the discriminator leaves possible."""
        if self._tags is None:
            return self._models
        discriminator = cast("str", self._discriminator)
        return _model_builders(
            leaf for leaf in self._tags.untagged if is_model(leaf) and not _has_tag(leaf, discriminator)
        )


def _model_builder(model: type[AnyModel]) -> ModelBuilder:
    return cast("ModelBuilder", builder_of(model))


def _model_builders(leaves: Iterable[Any]) -> tuple[ModelBuilder, ...]:
    return tuple(_model_builder(leaf) for leaf in leaves if is_model(leaf))


def _has_tag(model: type[AnyModel], discriminator: str) -> bool:
    field = wire_fields(model).get(discriminator)
    return field is not None and any(True for _ in literal_values(field.annotation))


def _lax(annotation: Any) -> Callable[[object], Any]:
    """Return what validates as an `annotation`, text for numbers included."""
    from pydantic import TypeAdapter  # loaded only for what is no model

    return TypeAdapter(annotation).validator.validate_python


def _first(models: tuple[ModelBuilder, ...], members: dict[str, object]) -> ModelBuilder | None:
    """Return the first model that the constants of `members` say, else the first that they leave possible."""
    possible = [(model, said) for model in models if (said := model.said_by(members)) is not False]
    return next((model for model, said in possible if said), possible[0][0] if possible else None)


def _best(models: tuple[ModelBuilder, ...], members: dict[str, object]) -> ModelBuilder | None:
    """Return the model that `members` fit best, None when they fit none."""
    best: ModelBuilder | None = None
    best_score = (0, 0)
    for model in models:
        score = model.fitness(members)
        if score is not None and (best is None or score > best_score):
            best, best_score = model, score
    return best
