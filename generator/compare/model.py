"""The public surface of an SDK: what its users can name, call and read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Final

from generator.values import Value, field

ASYNC: Final = "Async"


class TypeKind(Enum):
    """What a type is made of."""

    MODEL = "model"
    DICT = "dict"
    ENUM = "enum"
    ALIAS = "alias"
    CLASS = "class"


class Argument(Value, kw_only=True):
    """An argument of a method, or an option of a client. `annotation` is Python text, "" where there is none."""

    name: str
    required: bool
    positional: bool = False
    annotation: str = ""


class Method(Value, kw_only=True):
    """A method by its path from the client (`chat.completions.create`).

    `returns` has the annotation of each overload. `route` is what it calls (`get /pets/{}`), "" where that is not
    known. `idempotency_key` says whether it takes one.
    """

    path: str
    arguments: tuple[Argument, ...] = ()
    returns: tuple[str, ...] = ()
    idempotency_key: bool = False
    route: str = ""


class Resource(Value, kw_only=True):
    """An attribute that methods are reached by, and the name of its class."""

    path: str
    class_name: str


class Field(Value, kw_only=True):
    """A member of a type: its name in Python, and on the wire."""

    name: str
    required: bool
    annotation: str = ""
    wire_name: str = ""


class Type(Value, kw_only=True):
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


class Client(Value, kw_only=True):
    """The synchronous client class; the asynchronous one is called after it."""

    name: str
    options: tuple[Argument, ...] = ()


class Surface(Value, kw_only=True):
    """Everything public. `exports` are the names of the package itself; `unread` says which files could not be read."""

    client: Client | None
    exports: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    methods: tuple[Method, ...] = ()
    types: tuple[Type, ...] = ()
    unread: tuple[str, ...] = ()


class Origins(Value, kw_only=True):
    """What a generated surface was made from: by the path of each method its operation as the document writes it
    (`get /pets/{petId}`), and by module and name of each type (`types.pets.pet:Pet`) its component, or the pointer of
    its schema. `lists_no_method`: a config that lists any leaves all others out from then on."""

    operations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    schemas: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    lists_no_method: bool = False
