"""What components are called, and which types package each stands in: by the config's models and families, else by
rule."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from generator.casings import Casings
from generator.config.matching import find_schema, schema_key
from generator.config.model import SHARED, Config, ModelConfig, TypesConfig, WebhookUnwrapMethod
from generator.config.patterns import Families, renamed
from generator.document.hints import naming
from generator.document.model import Document
from generator.ir.package import SHARED_TYPES
from generator.lower.routes import is_within, resource_path
from generator.python.identifiers import pascal_case
from generator.source import pointer_name
from generator.values import Labelled, Value, replace

Path = tuple[str, ...]

SHARED_PACKAGE: Path = (SHARED_TYPES,)
SHARED_PARAMS_PACKAGE: Path = (f"{SHARED_TYPES}_params",)
"""Where the request faces of shared models stand, under the names of the models."""
WEBHOOKS_PACKAGE: Path = ("webhooks",)
"""Where the events of webhooks stand."""


def webhook_owners(config: Config) -> tuple[Path, ...]:
    """The resources whose methods read webhooks, as the config says."""
    said = dict.fromkeys(m.resource for m in config.methods if isinstance(m, WebhookUnwrapMethod) and m.resource)
    return tuple(resource_path(path, config.casings) for path in said)


_AROUND_SCHEMA: Final = re.compile(
    r"(?:/(?:get|put|post|delete|options|head|patch|trace))?"
    r"(?:/(?:responses/(?:[1-5][0-9X]{2}|default)|requestBody|parameters/[0-9]+))?(?:/content/[^/]+)?/schema\Z"
)
"""The end of a pointer from what has a name to a schema in it."""


class TypeName(Labelled):
    """What a schema is called, and the types package that it stands in; `chosen`: the config says so, and `same`: in
    requests, too."""

    ASIDE = frozenset({"chosen", "same"})

    name: str
    package: Path
    chosen: bool = False
    same: bool = False

    def in_requests(self) -> TypeName:
        """The same for what callers build: `Pet` -> `PetParam`; shared models keep their names, in another package."""
        if self.package == SHARED_PACKAGE:
            return replace(self, package=SHARED_PARAMS_PACKAGE)
        return self if self.same else replace(self, name=f"{self.name}Param")


class Places(Value):
    """The types packages of resources."""

    config: TypesConfig
    casings: Casings

    def package_of(self, resource: Path) -> Path:
        """The package of a resource's own types.

        It is that of the resource above (`chat.completions` in `chat`), as a resource is one thing of many there,
        unless the config gives the resource a package of its own.
        """
        if resource == (SHARED,):
            return SHARED_PACKAGE
        path = resource_path(resource, self.casings)
        return path if path in self.config.packages else path[:-1]

    def home(self, users: Collection[Path], with_operations: Collection[Path]) -> Path:
        """The package of what these resources use: that of the first owner among several, else of the deepest
        resource that has them all."""
        if not users:
            return ()
        if len(users) > 1:
            for owner in self.config.owners:
                if any(is_within(user, owner) for user in users):
                    return self.package_of(owner)
        common = _common(min(users), max(users))
        return self.package_of(common) if common in with_operations else common


def _common(first: Path, last: Path) -> Path:
    pairs = enumerate(zip(first, last, strict=False))
    length = next((i for i, (a, b) in pairs if a != b), min(len(first), len(last)))
    return first[:length]


class NamedSchema(Value):
    """A schema that the config names: the key of a component, or the pointer of what stands inside of something."""

    target: str
    said: TypeName
    config: ModelConfig


class TypeNames(Value):
    """The names of one document's components and of the inline schemas that the config names.

    `components` and `inline` hold the first name of each, `others` every further one.
    """

    document: Document
    config: Config
    places: Places
    components: Mapping[str, NamedSchema]
    inline: Mapping[str, NamedSchema]
    others: tuple[NamedSchema, ...]

    def all(
        self, users: Mapping[str, Collection[Path]], with_operations: Collection[Path]
    ) -> Iterator[tuple[str, TypeName]]:
        """The name and place of each component, by key. `users` are the resources that use it."""
        written = self.document.components
        homes = {key: self.places.home(users.get(key, ()), with_operations) for key in written}
        taken = {TypeName(name, homes[key]) for key, name in written.items()}
        renames = {rename.pattern: rename.to for rename in self.config.types.renames}
        families = Families(renames)
        for key, component in written.items():
            if key in self.components:
                yield key, self.components[key].said
            elif called := naming(self.document.schemas[key].extensions).type_name:
                yield key, TypeName(pascal_case(called, self.config.casings), homes[key], chosen=True)
            else:
                found = (renamed(component, pattern, renames[pattern]) for pattern in families.of(component))
                said = _called(TypeName(component, homes[key]), next(filter(None, found), None), taken)
                yield key, TypeName(pascal_case(said.name, self.config.casings), said.package)

    def elsewhere(
        self, keys: Iterable[str], users: Mapping[str, Collection[Path]], with_operations: Collection[Path]
    ) -> Iterator[tuple[str, TypeName]]:
        """The same for schemas that are no components, and that something refers to."""
        for key in keys:
            home = self.places.home(users.get(key, ()), with_operations)
            yield key, TypeName(pascal_case(last_word(key), self.config.casings), home)

    def chosen(self) -> Mapping[str, TypeName]:
        """The names of inline schemas by pointer."""
        return {pointer: named.said for pointer, named in self.inline.items()}


def _called(said: TypeName, name: str | None, taken: Set[TypeName]) -> TypeName:
    """A component under the name that its family has for it; one that another component there has stays that one's."""
    new = None if name is None else TypeName(name, said.package)
    return said if new is None or new in taken else new


def last_word(key: str) -> str:
    """What the place of a schema is called: the last part of its pointer, or the file that it is the whole of.

    The schema of a parameter, a body, an answer is called after what has a name around it.
    """
    file, _, pointer = key.partition("#")
    outer, _, last = pointer.rpartition("/")
    if last == "schema" and outer:
        pointer = _AROUND_SCHEMA.sub("", pointer)
    return pointer_name(pointer) or PurePosixPath(file).stem


def read_names(document: Document, config: Config) -> TypeNames:
    """The names that the config gives to schemas of the document."""
    places = Places(config.types, config.casings)
    components: dict[str, NamedSchema] = {}
    inline: dict[str, NamedSchema] = {}
    others: list[NamedSchema] = []
    for model in config.models:
        schema = find_schema(document, model.target) if isinstance(model, ModelConfig) else None
        if schema is None or not isinstance(model, ModelConfig):
            continue
        key = schema_key(model.target)
        is_component = key in document.components
        said = TypeName(
            pascal_case(model.name, config.casings),
            places.package_of(model.resource),
            chosen=True,
            same=model.same_in_requests,
        )
        named = NamedSchema(key if is_component else schema.location.pointer, said, model)
        if (components if is_component else inline).setdefault(named.target, named) is not named:
            others.append(named)
    return TypeNames(document, config, places, MappingProxyType(components), MappingProxyType(inline), tuple(others))
