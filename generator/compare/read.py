"""The surface of a package, read from its stubs and sources as text. No module is imported or run."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from operator import attrgetter
from typing import Final

from generator.compare.classes import ancestors, fields_of, kind_of, resolve_annotation
from generator.compare.locate import Texts, UnreadablePackageError
from generator.compare.model import ASYNC, Argument, Client, Method, Resource, Surface, Type, TypeKind
from generator.compare.modules import TYPES, Found, Module, Modules
from generator.compare.signatures import (
    Function,
    arguments_of,
    is_overload,
    is_property,
    merged,
    own_arguments,
    route_of,
)
from generator.values import Mutable, field

_DEPTH: Final = 12
_FACES: Final = ("WithRawResponse", "WithStreamingResponse")
_RUNTIME: Final = ("APIResource", "APIClient", "BaseClient")
_CONTRACT: Final = "extra_headers"
"""What every method takes that makes a request. Other methods of a client class are about the client itself."""


def read_package(texts: Texts) -> Surface:
    """Read a package. Raises `UnreadablePackageError` where it holds no client and no types, or nests too deep."""
    try:
        return _read(texts)
    except (RecursionError, MemoryError):
        raise UnreadablePackageError(f"{texts.name}: it nests deeper than what can be read") from None


def read_modules(texts: Texts) -> Modules:
    """The modules of a package. Raises `UnreadablePackageError` where its own one cannot be read."""
    modules = Modules(texts.name, texts.files)
    if "" not in modules:
        raise UnreadablePackageError(f"{texts.name}: its own module cannot be read ({'; '.join(modules.unread)})")
    return modules


def read_tree(modules: Modules) -> Tree:
    """The resources and methods of the client; none without one."""
    tree = Tree(modules)
    client = _client(modules)
    if client is not None:
        tree.walk(client, "", 0)
    return tree


def _read(texts: Texts) -> Surface:
    modules = read_modules(texts)
    client = _client(modules)
    tree = read_tree(modules)
    surface = Surface(
        client=None if client is None else Client(name=client.name, options=_options_of(modules, client)),
        exports=tuple(sorted(name for name in set(modules.public(modules[""])) if not name.startswith("__"))),
        pages=read_pages(modules),
        resources=tuple(sorted(tree.resources, key=attrgetter("path"))),
        methods=tuple(sorted(tree.methods, key=attrgetter("path"))),
        types=tuple(sorted(_types(modules), key=attrgetter("path"))),
        unread=(*texts.unread, *modules.unread),
    )
    if surface.client is None and not surface.types:
        raise UnreadablePackageError(f"{texts.name}: neither a client class nor types are exported there")
    return surface


def _client(modules: Modules) -> Found | None:
    """The class that has an asynchronous twin, and more resources than any other such class."""
    public = modules.public(modules[""])
    candidates: dict[str, Found] = {}
    for name in public:
        found = modules.find(modules[""], name)
        if isinstance(found, Found) and isinstance(found.node, ast.ClassDef) and f"{ASYNC}{name}" in public:
            candidates.setdefault(found.name, found)
    ranks = {name: len(dict(_children(modules, found))) for name, found in candidates.items()}
    takes_url = [n for n, found in candidates.items() if ranks[n] or _takes(modules, found, "base_url")]
    best = max(takes_url, key=lambda name: (ranks[name], -len(name)), default=None)
    return None if best is None else candidates[best]


def _takes(modules: Modules, found: Found, option: str) -> bool:
    return any(argument.name == option for argument in _options_of(modules, found))


def _options_of(modules: Modules, client: Found) -> tuple[Argument, ...]:
    for ancestor in ancestors(modules, client):
        if isinstance(ancestor, Found) and (own := _functions(ancestor).get("__init__")):
            return merged([arguments_of(function, partial(modules.spell, ancestor.module)) for function in own])
    return ()


def _functions(found: Found) -> dict[str, list[Function]]:
    """The functions of a class by name; the overloads alone where there are any."""
    collected: dict[str, list[Function]] = defaultdict(list)
    for statement in found.node.body if isinstance(found.node, ast.ClassDef) else ():
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            collected[statement.name].append(statement)
    return {name: [f for f in several if is_overload(f)] or several[-1:] for name, several in collected.items()}


class Tree(Mutable):
    """Collects resources and methods from the client on. `written` has the modules and the text of methods by path."""

    modules: Modules
    resources: list[Resource] = field(default_factory=list)
    methods: list[Method] = field(default_factory=list)
    written: dict[str, tuple[Module, list[Function]]] = field(default_factory=dict)

    def walk(self, found: Found, path: str, depth: int) -> None:
        """Take in a class: its methods, and what stands below it."""
        for method, module, functions in _methods(self.modules, found, path):
            self.methods.append(method)
            self.written[method.path] = module, functions
        for name, child in _children(self.modules, found):
            if depth < _DEPTH:
                inner = f"{path}.{name}" if path else name
                self.resources.append(Resource(path=inner, class_name=child.name))
                self.walk(child, inner, depth + 1)


def _children(modules: Modules, found: Found) -> Iterator[tuple[str, Found]]:
    """The resources that a class has as attributes, however they are written."""
    seen = set()
    for name, module, annotation in _attributes(modules, found):
        if name.startswith("_") or name in seen:
            continue
        child = resolve_annotation(modules, module, annotation)
        if child is not None and child.node is not found.node and _is_resource(modules, child):
            seen.add(name)
            yield name, child


def _attributes(modules: Modules, found: Found) -> Iterator[tuple[str, Module, ast.expr | None]]:
    for owner in _own_classes(modules, found):
        for statement in owner.node.body if isinstance(owner.node, ast.ClassDef) else ():
            match statement:
                case ast.FunctionDef() if is_property(statement):
                    yield statement.name, owner.module, statement.returns
                case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation):
                    yield name, owner.module, annotation
                case ast.FunctionDef(name="__init__", body=body):
                    for name, value in _set_on_self(body):
                        yield name, owner.module, value


def _set_on_self(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """`self.pets = Pets(self)`."""
    for statement in body:
        match statement:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=ast.Call(func=function)
            ):
                yield name, function


def _is_resource(modules: Modules, found: Found) -> bool:
    if found.name.endswith(_FACES):
        return False
    named = [ancestor.name for ancestor in ancestors(modules, found)]
    in_resources = "resources" in found.module.name.split(".")
    return in_resources or any("Resource" in name for name in named)


def _own_classes(modules: Modules, found: Found) -> Iterator[Found]:
    """A class and what it is extended by: all of its ancestors but those of the runtime."""
    for ancestor in ancestors(modules, found):
        if isinstance(ancestor, Found) and not ancestor.name.endswith(_RUNTIME):
            yield ancestor


def _methods(modules: Modules, found: Found, path: str) -> Iterator[tuple[Method, Module, list[Function]]]:
    seen = set()
    for owner in _own_classes(modules, found):
        for name, functions in _functions(owner).items():
            spell = partial(modules.spell, owner.module)
            every = merged([arguments_of(function, spell) for function in functions])
            calls = any(argument.name == _CONTRACT for argument in every)
            public = not name.startswith("_") and path != ""
            if name in seen or not (public or calls) or name.startswith("__") or any(map(is_property, functions)):
                continue
            seen.add(name)
            running = _running(owner, name) or functions
            method = Method(
                path=f"{path}.{name}" if path else name,
                arguments=own_arguments(every),
                returns=tuple(spell(f.returns) if f.returns else "" for f in functions),
                idempotency_key=any(argument.name == "idempotency_key" for argument in every),
                route=route_of(running),
            )
            yield method, owner.module, [*functions, *(one for one in running if one not in functions)]


def _running(owner: Found, name: str) -> list[Function]:
    """What runs when a method is called. A stub does not say it; its source does."""
    for statement in owner.module.source:
        if isinstance(statement, ast.ClassDef) and statement.name == owner.name:
            return [
                inner
                for inner in statement.body
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and inner.name == name
            ]
    return []


def read_pages(modules: Modules) -> tuple[str, ...]:
    """The classes of pages, by the names that every SDK of this kind gives them."""
    if "pagination" not in modules:
        return ()
    module = modules["pagination"]
    return tuple(
        sorted(name for name in modules.public(module) if name.startswith(("Sync", ASYNC)) and _is_class(modules, name))
    )


def _is_class(modules: Modules, name: str) -> bool:
    found = modules.find(modules["pagination"], name)
    return isinstance(found, Found) and found.module.name == "pagination" and isinstance(found.node, ast.ClassDef)


def _types(modules: Modules) -> Iterator[Type]:
    """The types of each package of types."""
    root = next((name for name in TYPES if name in modules), None)
    for module in modules:
        if root is not None and (module.name == root or (module.is_package and module.name.startswith(f"{root}."))):
            for name in modules.public(module):
                yield from _type(modules, module, name)


def _type(modules: Modules, module: Module, name: str) -> Iterator[Type]:
    found = modules.find(module, name)
    if not isinstance(found, Found):
        return
    kind = kind_of(modules, found)
    if kind is None or name.startswith("_"):
        return
    is_alias = kind is TypeKind.ALIAS
    yield Type(
        package=module.name,
        name=name,
        module=found.module.name,
        kind=kind,
        fields=None if is_alias else fields_of(modules, found),
        annotation=modules.spell(found.module, found.node) if isinstance(found.node, ast.expr) and is_alias else "",
        declared="" if found.name == name else found.name,
    )
