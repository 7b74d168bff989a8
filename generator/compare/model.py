"""The public surface of an SDK: what its users can name, call and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import Final

ASYNC: Final = "Async"


class TypeKind(Enum):
    """What a type is made of."""

    MODEL = "model"
    DICT = "dict"
    ENUM = "enum"
    ALIAS = "alias"
    CLASS = "class"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An argument of a method, or an option of a client. `annotation` is Python text, "" where there is none."""

    name: str
    required: bool
    positional: bool = False
    annotation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A method by its path from the client (`chat.completions.create`).

    `returns` has the annotation of each overload. `route` is what it calls (`get /pets/{}`), "" where that is not
    known. `idempotency_key` says whether it takes one.
    """

    path: str
    arguments: tuple[Argument, ...] = ()
    returns: tuple[str, ...] = ()
    idempotency_key: bool = False
    route: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """An attribute that methods are reached by, and the name of its class."""

    path: str
    class_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A member of a type: its name in Python, and on the wire."""

    name: str
    required: bool
    annotation: str = ""
    wire_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A type by the package it is imported from (`types.chat`), and the module it is defined in.

    `fields` is None, and `annotation` (what an alias stands for) "", where they are not known. `declared` is the name
    of the class, where it is imported under another one.
    """

    package: str
    name: str
    module: str
    kind: TypeKind
    fields: tuple[Field, ...] | None = None
    annotation: str = ""
    declared: str = ""

    @property
    def path(self) -> str:
        """What it is imported as."""
        return f"{self.package}.{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """The synchronous client class; the asynchronous one is called after it."""

    name: str
    options: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Everything public. `exports` are the names of the package itself; `unread` says which files could not be read."""

    client: Client | None
    exports: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    methods: tuple[Method, ...] = ()
    types: tuple[Type, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """What a generated surface was made from: by the path of each method its operation as the document writes it
    (`get /pets/{petId}`), and by module and name of each type (`types.pets.pet:Pet`) its component, or the pointer of
    its schema. `lists_no_method`: a config that lists any leaves all others out from then on."""

    operations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    schemas: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lists_no_method: bool = False
