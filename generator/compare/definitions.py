"""What a package defines, type by type, and the ways from methods and types to types, as its text tells them.

The surface is what users can import; this is what stands in the modules: nested types, too, which only these know.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from generator.compare.classes import ancestors, fields_of, kind_of, own_fields
from generator.compare.locate import Texts, UnreadablePackageError
from generator.compare.model import ASYNC, Field, Method, Resource, TypeKind
from generator.compare.modules import TYPES, Defined, Found, Module, Modules
from generator.compare.read import read_modules, read_pages, read_tree
from generator.compare.signatures import Function
from generator.values import Value

_WRAPPERS: Final = frozenset({"Optional", "Annotated", "Required", "NotRequired", "ReadOnly", "Final"})
_LISTS: Final = frozenset({"List", "list", "Iterable", "Sequence", "SequenceNotStr", "Set", "set", "FrozenSet"})
_MAPS: Final = frozenset({"Dict", "dict", "Mapping", "MutableMapping"})
_STREAMS: Final = ("Stream", "AsyncStream")
_DEPTH: Final = 30

Step: TypeAlias = tuple[str, str]
"""A way, in the words of `published.ways`, and the name of the type that it leads to."""


class Definition(Value, kw_only=True):
    """A type of a package by the name that a lock writes (`types.chat.message:Message`). `is_exported`: a package has
    it, too. `second_of` is the type that it is only another name for, "" where it is one itself."""

    name: str
    kind: TypeKind
    is_exported: bool
    fields: tuple[Field, ...] = ()
    steps: tuple[Step, ...] = ()
    second_of: str = ""


class Definitions(Value, kw_only=True):
    """A package: its types by name, methods with the types that they speak of, resources, and classes of pages.

    `version` is what the package says of itself, "" where it says nothing; `unread` are files that could not be read.
    """

    types: Mapping[str, Definition]
    methods: tuple[Method, ...]
    steps: Mapping[str, Sequence[Step]]
    resources: tuple[Resource, ...]
    pages: tuple[str, ...]
    version: str
    unread: tuple[str, ...]


def read_definitions(texts: Texts) -> Definitions:
    """Read a package. Raises `UnreadablePackageError` where it cannot be read, or nests too deep."""
    try:
        return _read(texts)
    except (RecursionError, MemoryError):
        raise UnreadablePackageError(f"{texts.name}: it nests deeper than what can be read") from None


def _read(texts: Texts) -> Definitions:
    modules = read_modules(texts)
    tree = read_tree(modules)
    reader = _Reader(modules)
    return Definitions(
        types=dict(reader.types()),
        methods=tuple(tree.methods),
        steps={method.path: tuple(reader.of_method(method, *tree.written[method.path])) for method in tree.methods},
        resources=tuple(tree.resources),
        pages=tuple(dict.fromkeys(name.removeprefix("Sync").removeprefix(ASYNC) for name in read_pages(modules))),
        version=_version(modules),
        unread=(*texts.unread, *modules.unread),
    )


def _version(modules: Modules) -> str:
    found = modules.find(modules[""], "__version__")
    match found:
        case Found(node=ast.Constant(value=str(text))):
            return text
        case _:
            return ""


class _Reader:
    """Reads the modules of types."""

    def __init__(self, modules: Modules) -> None:
        self._modules = modules
        self._root = next((name for name in TYPES if name in modules), None)

    def types(self) -> Iterator[tuple[str, Definition]]:
        """The types that modules define themselves."""
        for module in self._modules:
            if self._name(module, "") is None:
                continue
            for own, binding in module.bindings.items():
                if isinstance(binding, Defined) and not own.startswith("_"):
                    found = Found(module, own, binding.node)
                    kind, name = kind_of(self._modules, found), self._name(module, own)
                    if kind is not None and name is not None:
                        yield name, self._definition(name, found, kind)

    def _name(self, module: Module, own: str) -> str | None:
        """What a lock calls a type of a module; None for what is no module of types."""
        first, _, rest = module.name.partition(".")
        return f"types.{rest}:{own}" if rest and first == self._root else None

    def _definition(self, name: str, found: Found, kind: TypeKind) -> Definition:
        exported = (found.module.name, found.name) in self._modules.exported
        if kind is TypeKind.ALIAS:
            steps = tuple(self._along(found.module, found.node, "=", 0)) if isinstance(found.node, ast.expr) else ()
            only = steps[0][1] if len(steps) == 1 and isinstance(found.node, ast.Name | ast.Attribute) else ""
            return Definition(name=name, kind=kind, is_exported=exported, steps=steps, second_of=only)
        bases = self._bases(found) if kind is TypeKind.DICT else ()
        fields = tuple(own_fields(self._modules, found)) if bases else fields_of(self._modules, found)
        steps = tuple(self._in_fields(found, kind, with_bases=not bases))
        return Definition(
            name=name,
            kind=kind,
            is_exported=exported,
            fields=fields,
            steps=(*steps, *(("^", base) for base in bases)),
        )

    def _bases(self, found: Found) -> tuple[str, ...]:
        """The typed dictionary that one builds on."""
        for ancestor in list(ancestors(self._modules, found))[1:]:
            if isinstance(ancestor, Found) and (name := self._name(ancestor.module, ancestor.name)) is not None:
                return (name,)
        return ()

    def _in_fields(self, found: Found, kind: TypeKind, *, with_bases: bool) -> Iterator[Step]:
        if kind is TypeKind.ENUM:
            return
        for owner in ancestors(self._modules, found) if with_bases else (found,):
            if isinstance(owner, Found) and isinstance(owner.node, ast.ClassDef | ast.Call):
                for field in own_fields(self._modules, owner):
                    yield from self._in_text(owner.module, field.annotation, f".{field.wire_name or field.name}")

    # --- methods

    def of_method(self, method: Method, module: Module, functions: Sequence[Function]) -> Iterator[Step]:
        """What a method takes and gives."""
        yield from dict.fromkeys(self._given(method, module, functions))

    def _given(self, method: Method, module: Module, functions: Sequence[Function]) -> Iterator[Step]:
        for function in functions:
            for node in ast.walk(function):
                found = self._modules.evaluate(module, node) if isinstance(node, ast.Attribute | ast.Name) else None
                if isinstance(found, Found) and found.name.endswith("Params"):
                    name = self._name(found.module, found.name)
                    if name is not None:
                        yield "params", name
            if function.returns is not None:
                yield from self._answer(module, function.returns)
        for argument in method.arguments:
            yield from self._in_text(module, argument.annotation, f"argument.{argument.name}")

    def _answer(self, module: Module, node: ast.expr) -> Iterator[Step]:
        for part in _branches(node):
            head = _head(part)
            if isinstance(part, ast.Subscript) and head.removeprefix("Async") in _STREAMS:
                yield from self._along(module, part.slice, "event", 0)
            elif isinstance(part, ast.Subscript) and self._is_page(module, part):
                yield from self._along(module, part.slice, "item", 0)
            else:
                yield from self._along(module, part, "answer", 0)

    def _is_page(self, module: Module, node: ast.Subscript) -> bool:
        found = self._modules.evaluate(module, node.value)
        return isinstance(found, Found) and found.module.name == "pagination"

    # --- annotations

    def _in_text(self, module: Module, annotation: str, way: str, depth: int = 0) -> Iterator[Step]:
        try:
            node = ast.parse(annotation, mode="eval").body if annotation else None
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        if node is not None:
            yield from self._along(module, node, way, depth)

    def _along(self, module: Module, node: ast.expr, way: str, depth: int) -> Iterator[Step]:
        """The types that an annotation mentions, at the end of a way."""
        if depth > _DEPTH:
            return
        match node:
            case ast.Constant(value=str(text)):
                yield from self._in_text(module, text, way, depth + 1)
            case ast.BinOp(left=left, right=right):
                yield from self._along(module, left, way, depth + 1)
                yield from self._along(module, right, way, depth + 1)
            case ast.Tuple(elts=elements):
                for element in elements:
                    yield from self._along(module, element, way, depth + 1)
            case ast.Subscript(slice=inner):
                yield from self._inside(module, _head(node), inner, way, depth)
            case ast.Name() | ast.Attribute():
                yield from self._named(self._modules.evaluate(module, node), way, depth)
            case _:
                return

    def _named(self, found: object, way: str, depth: int) -> Iterator[Step]:
        if isinstance(found, Found):
            name = self._name(found.module, found.name)
            if name is not None and not found.name.startswith("_"):
                yield way, name
            elif isinstance(found.node, ast.expr):  # an alias that only its module knows
                yield from self._along(found.module, found.node, way, depth + 1)

    def _inside(self, module: Module, head: str, inner: ast.expr, way: str, depth: int) -> Iterator[Step]:
        parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
        if head == "Literal" or not parts:
            return
        if head in ("Tuple", "tuple"):
            for position, part in enumerate(parts):
                yield from self._along(module, part, f"{way}[{position}]", depth + 1)
        elif head in _LISTS:
            yield from self._along(module, parts[0], f"{way}[]", depth + 1)
        elif head in _MAPS:
            yield from self._along(module, parts[-1], f"{way}{{}}", depth + 1)
        else:
            for part in parts[:1] if head in _WRAPPERS else parts:
                yield from self._along(module, part, way, depth + 1)


def _branches(node: ast.expr) -> Iterator[ast.expr]:
    """The alternatives of a union."""
    match node:
        case ast.BinOp(left=left, right=right):
            yield from _branches(left)
            yield from _branches(right)
        case ast.Subscript(slice=ast.Tuple(elts=elements)) if _head(node) == "Union":
            for element in elements:
                yield from _branches(element)
        case _:
            yield node


def _head(node: ast.expr) -> str:
    match node:
        case ast.Subscript(value=value):
            return _head(value)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""
