"""The generated package's surface, read from the imported package, and from its stubs where only they say it."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, ForwardRef, get_args, get_origin

import typing_extensions

from generator.compare.expressions import Expression, GenericOf

from . import probe
from .expressions import LiveClass, expression_of
from .facts import Field, Kind
from .stubs import Scope, evaluate, scope_of, source_scope

# What every method takes beside its own parameters; the facts leave most of them out.
REQUEST_OPTIONS = frozenset({"extra_headers", "extra_query", "extra_body", "timeout", "idempotency_key"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveMethod:
    """A method of a resource of the generated package, as `facts.Method` states the official one."""

    positional: tuple[str, ...]
    keywords: Mapping[str, bool]
    result: Expression
    deprecated: bool

    @property
    def classes(self) -> Iterator[str]:
        """The names of the generic classes it may return, such as pages and streams."""
        return (
            branch.origin.name
            for branch in self.result
            if isinstance(branch, GenericOf) and isinstance(branch.origin, LiveClass)
        )

    @property
    def streams(self) -> bool:
        """Say whether it can return a stream of events, or what manages one."""
        return any(name == "Stream" or name.endswith("StreamManager") for name in self.classes)

    @property
    def page(self) -> str | None:
        """The name of the page class it returns."""
        return next((name for name in self.classes if name.endswith("Page")), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveType:
    """A public type of the generated package. `value` is the class, or what the alias stands for."""

    kind: Kind
    value: Any

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields of a model by attribute, the keys of a TypedDict."""
        return fields_of(self.value) if self.kind != "alias" else {}

    @property
    def type(self) -> Expression:
        """What an alias stands for."""
        return expression_of(self.value)


class Package:
    """An imported package: methods by their path from a client, types by module and name."""

    def __init__(self, root: ModuleType, client: object, asynchronous: object) -> None:
        self.root = root
        self._client = client
        self._asynchronous = asynchronous

    @classmethod
    def imported(cls, folder: Path, name: str, client: str) -> Package:
        """Import the package `name` that stands in `folder`."""
        sys.path.insert(0, str(folder))
        root = import_module(name)
        if not Path(str(root.__file__)).is_relative_to(folder.resolve()):
            raise ImportError(f"{name} was imported from {root.__file__}, which is not under {folder}")
        return cls(root, *(getattr(root, f"{prefix}{client}")(api_key="none") for prefix in ("", "Async")))

    def exported(self, name: str) -> Any:
        """What the package exports by `name`; of the clients, one that was made. None when there is nothing."""
        clients = {type(client).__name__: client for client in (self._client, self._asynchronous)}
        return clients.get(name, getattr(self.root, name, None))

    def paths(self) -> tuple[str, ...]:
        """The paths of all methods of its resources."""
        return tuple(path for path, _ in probe.methods("", self._client))

    def method(self, path: str, *, asynchronous: bool = False) -> LiveMethod | None:
        """The method at `path`, such as `chat.completions.create`; None when it cannot be reached."""
        bound: Any = self._asynchronous if asynchronous else self._client
        for step in path.split("."):
            bound = getattr(bound, step, None)
        function = getattr(bound, "__func__", bound)
        if not callable(bound) or not isinstance(function, FunctionType):
            return None
        parameters = inspect.signature(bound).parameters.values()
        positional = (p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD))
        keywords = {k: v for p in parameters for k, v in _keywords(p, function).items() if k not in REQUEST_OPTIONS}
        return LiveMethod(
            positional=tuple(name for name in positional if name not in REQUEST_OPTIONS),
            keywords=keywords,
            result=self._result(type(bound.__self__), function),
            deprecated=hasattr(function, "__deprecated__"),
        )

    def _result(self, resource: type, function: FunctionType) -> Expression:
        """What type checkers say a method returns, over all its overloads."""
        scope, stated = self._stated(resource, function)
        returned = (variant.__annotations__.get("return", Any) for variant in scope.variants(stated))
        return frozenset().union(*(expression_of(scope.evaluate(annotation)) for annotation in returned))

    def _stated(self, resource: type, function: FunctionType) -> tuple[Scope, FunctionType]:
        """The function as the stub of the resource has it, or that of the module which defines it."""
        scope = scope_of(resource.__module__)
        in_stub = vars(scope.names.get(resource.__name__, resource)).get(function.__name__)
        if isinstance(in_stub, FunctionType):
            return scope, in_stub
        scope = scope_of(function.__module__)
        owner = scope.names.get(function.__qualname__.partition(".")[0])
        return scope, vars(owner).get(function.__name__, function) if isinstance(owner, type) else function

    @cache  # noqa: B019 - there is one package in a run
    def type(self, module: str, name: str) -> LiveType | None:
        """The type that users import from `module` by `name`; None when they cannot."""
        try:
            value = getattr(import_module(module), name)
        except (ModuleNotFoundError, AttributeError):
            return None
        return LiveType(kind=kind_of(value), value=value)


def _keywords(parameter: inspect.Parameter, function: FunctionType) -> dict[str, bool]:
    """The keywords that a parameter stands for, and whether each is required: `**options` stands for several."""
    if parameter.kind == parameter.KEYWORD_ONLY:
        return {parameter.name: parameter.default is parameter.empty}
    if parameter.kind != parameter.VAR_KEYWORD:
        return {}
    annotation = source_scope(function.__module__).evaluate(parameter.annotation)
    if get_origin(annotation) is not typing_extensions.Unpack:
        return {}
    return {name: field.required for name, field in fields_of(get_args(annotation)[0]).items()}


def kind_of(value: Any) -> Kind:
    """Say whether a type is a model, a TypedDict or an alias."""
    if typing_extensions.is_typeddict(value):
        return "typeddict"
    return "model" if isinstance(value, type) and hasattr(value, "__pydantic_fields__") else "alias"


@cache
def fields_of(owner: type) -> Mapping[str, Field]:
    """The fields of a model class by attribute, or the keys of a TypedDict."""
    if not typing_extensions.is_typeddict(owner):
        declared: Mapping[str, Any] = vars(owner)["__pydantic_fields__"]
        hints = _model_hints(owner)
        return {n: Field(required=f.is_required(), type=expression_of(hints[n])) for n, f in declared.items()}
    keys = {name: _evaluated(key, owner.__module__) for name, key in owner.__annotations__.items()}
    required: frozenset[str] = vars(owner)["__required_keys__"]  # by `total` alone, where annotations are text
    return {n: Field(required=_is_required(key, n in required), type=expression_of(key)) for n, key in keys.items()}


def _is_required(key: Any, by_default: bool) -> bool:
    match get_origin(key):
        case typing_extensions.Required:
            return True
        case typing_extensions.NotRequired:
            return False
        case _:
            return by_default


def _model_hints(model: type) -> dict[str, Any]:
    """The evaluated annotations of a model and its bases. Pydantic keeps those it cannot resolve yet as text."""
    return {
        name: _evaluated(annotation, base.__module__)
        for base in reversed(model.__mro__)
        for name, annotation in vars(base).get("__annotations__", {}).items()
        if name in vars(model)["__pydantic_fields__"]
    }


def _evaluated(annotation: Any, module: str) -> Any:
    """An annotation that may be text still, in the module of its class or of the base it comes from."""
    if isinstance(annotation, ForwardRef):
        inherited_from = annotation.__forward_module__
        return _evaluated(annotation.__forward_arg__, inherited_from if isinstance(inherited_from, str) else module)
    if not isinstance(annotation, str):
        return annotation
    try:
        return evaluate(annotation, vars(import_module(module)))
    except NameError:  # it names what is imported for type checkers only
        return scope_of(module).evaluate(annotation)
