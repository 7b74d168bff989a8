"""The modules of a package as syntax trees, and what their names stand for: imports are followed, nothing is run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, TypeAlias, cast

from generator.values import Mutable, Value, field

_DEPTH: Final = 40
"""How many imports of imports are followed: more than any package has, so a circle ends."""
TYPES: Final = ("types", "models")
"""Where an SDK has its types: the first of these modules that there is."""
_MOST_WRITTEN_OUT: Final = 50
"""How many aliases are written out in one annotation; aliases of aliases could fill the memory."""


class Imported(Value):
    """A name of another module of the package, or, without a name, that module."""

    module: str
    name: str | None = None


class Foreign(Value):
    """What comes from outside of the package, by the last part of its name there."""

    name: str


class Defined(Value):
    """A class, or the value of an assignment; its annotation where it has none."""

    node: ast.ClassDef | ast.expr


Binding: TypeAlias = Imported | Foreign | Defined


class Found(Value):
    """A definition with the module that it stands in."""

    module: Module
    name: str
    node: ast.ClassDef | ast.expr


class Module(Mutable, kw_only=True, eq=False, dict=True):
    """One module: `name` is its path below the package ("" for the package itself). `hidden` is its source, where its
    stub is what counts."""

    name: str
    is_package: bool
    stub: bool
    body: list[ast.stmt]
    hidden: bytes = b""
    bindings: dict[str, Binding] = field(default_factory=dict)
    stars: list[str] = field(default_factory=list)
    reexported: set[str] = field(default_factory=set)
    listed: list[str] | None = None

    @cached_property
    def source(self) -> list[ast.stmt]:
        """The statements that run: of a module with a stub, those of the file beside it."""
        if not self.stub:
            return self.body
        try:
            return ast.parse(self.hidden).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return []

    @property
    def package(self) -> str:
        """The package that its relative imports start from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]


class Modules:
    """All modules of a package."""

    def __init__(self, name: str, files: Mapping[str, bytes]) -> None:
        self.name = name
        self.unread: list[str] = []
        self._modules: dict[str, Module] = {}
        for path in sorted(files, key=lambda path: (path.endswith(".pyi") is False, path)):
            self._add(path, files[path])
        for module in self._modules.values():
            _Reader(self, module).read()

    def __getitem__(self, name: str) -> Module:
        return self._modules[name]

    def __contains__(self, name: str) -> bool:
        return name in self._modules

    def __iter__(self) -> Iterator[Module]:
        return iter(self._modules.values())

    def _add(self, path: str, content: bytes) -> None:
        """Read a file. A stub counts before its source, which is kept for what only it tells."""
        stem = path.rpartition(".")[0]
        is_package = stem == "__init__" or stem.endswith("/__init__")
        name = stem.removesuffix("__init__").rstrip("/").replace("/", ".")
        known = self._modules.get(name)
        if known is not None:
            known.hidden = content
            return
        try:
            body = ast.parse(content).body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self.unread.append(f"{path}: {str(error) or type(error).__name__}")
            return
        self._modules[name] = Module(name=name, is_package=is_package, stub=path.endswith(".pyi"), body=body)

    def public(self, module: Module) -> list[str]:
        """The names that a module offers to others."""
        if module.listed is not None:
            return module.listed
        names = [
            name
            for name, binding in module.bindings.items()
            if not name.startswith("_")
            and not isinstance(binding, Foreign)
            and (not module.stub or not isinstance(binding, Imported) or name in module.reexported)
        ]
        for star in self._stars(module):
            names += [name for name in star.bindings if not name.startswith("_") and name not in names]
        return names

    def _stars(self, module: Module) -> list[Module]:
        """The modules of which all names are imported, each once, with those that these import so."""
        found: dict[str, Module] = {}
        pending = list(module.stars)
        while pending:
            name = pending.pop(0)
            if name in self and name not in found:
                found[name] = self[name]
                pending += self[name].stars
        return list(found.values())

    def find(self, module: Module, name: str, depth: int = 0) -> Found | Foreign | Module | None:
        """What a name of a module stands for."""
        binding = module.bindings.get(name)
        if depth > _DEPTH:
            return None
        match binding:
            case Defined(node=ast.Name(id=other)) if other != name and other in module.bindings:
                return self.find(module, other, depth + 1)
            case Defined(node=node):
                return Found(module, name, node)
            case Foreign():
                return binding
            case Imported(module=other, name=None):
                return self._modules.get(other)
            case Imported(module=other, name=str(own)):
                return self._member(other, own, depth)
            case _:
                return self._in_stars(module, name, depth)

    def _member(self, module: str, name: str, depth: int) -> Found | Foreign | Module | None:
        home = self._modules.get(module)
        found = self.find(home, name, depth + 1) if home else None
        return found or self._modules.get(f"{module}.{name}".lstrip("."))

    def _in_stars(self, module: Module, name: str, depth: int) -> Found | Foreign | Module | None:
        for star in self._stars(module):
            if name in star.bindings:
                return self.find(star, name, depth + 1)
        return None

    def evaluate(self, module: Module, node: ast.expr | None) -> Found | Foreign | Module | None:
        """What a name, a dotted name, or either as text or with arguments, stands for in a module."""
        match node:
            case ast.Name(id=name):
                return self.find(module, name) or Foreign(name)
            case ast.Attribute(value=value, attr=name):
                home = self.evaluate(module, value)
                return (self.find(home, name) or Foreign(name)) if isinstance(home, Module) else Foreign(name)
            case ast.Subscript(value=value):
                return self.evaluate(module, value)
            case ast.Constant(value=str(text)):
                try:
                    return self.evaluate(module, ast.parse(text, mode="eval").body)
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    return None
            case _:
                return None

    def spell(self, module: Module, annotation: ast.expr) -> str:
        """An annotation as text, in which aliases that no package exports are written out."""
        return ast.unparse(_Spelling(self, module, [_MOST_WRITTEN_OUT]).visit(annotation))

    @cached_property
    def exported(self) -> frozenset[tuple[str, str]]:
        """The definitions that some package offers, by module and name."""
        homes = [module for module in self if module.is_package or module.name in TYPES]
        found = (self.find(home, name) for home in homes for name in self.public(home))
        return frozenset((one.module.name, one.name) for one in found if isinstance(one, Found))


class _Spelling(ast.NodeTransformer):
    """Puts what they stand for in the place of aliases that only a module itself knows. Trees are left as they are."""

    def __init__(self, modules: Modules, module: Module, left: list[int]) -> None:
        self._modules = modules
        self._module = module
        self._left = left

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._written_out(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        return self._written_out(node)

    def visit_Call(self, node: ast.Call) -> ast.expr:
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if isinstance(node.value, ast.Name | ast.Attribute) and ast.unparse(node.value).endswith("Literal"):
            return node
        return ast.Subscript(value=node.value, slice=self.visit(node.slice), ctx=node.ctx)

    def visit_Tuple(self, node: ast.Tuple) -> ast.expr:
        return ast.Tuple(elts=[self.visit(element) for element in node.elts], ctx=node.ctx)

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        return ast.BinOp(left=self.visit(node.left), op=node.op, right=self.visit(node.right))

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if not isinstance(node.value, str):
            return node
        try:
            return cast("ast.expr", self.visit(ast.parse(node.value, mode="eval").body))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return node

    def _written_out(self, node: ast.expr) -> ast.expr:
        found = self._modules.evaluate(self._module, node)
        if not isinstance(found, Found) or not _is_alias(found.node):
            return node
        if (found.module.name, found.name) in self._modules.exported:
            return node
        if not self._left[0]:
            return node
        self._left[0] -= 1
        inner = _Spelling(self._modules, found.module, self._left)
        return cast("ast.expr", inner.visit(found.node))


def _is_alias(node: ast.ClassDef | ast.expr) -> bool:
    return isinstance(node, ast.Subscript | ast.BinOp | ast.Name | ast.Attribute)


class _Reader:
    """Collects what the statements of one module bind."""

    def __init__(self, modules: Modules, module: Module) -> None:
        self._modules = modules
        self._module = module

    def read(self) -> None:
        self._statements(self._module.body)

    def _statements(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, statement: ast.stmt) -> None:
        match statement:
            case ast.ClassDef(name=name):
                self._bind(name, Defined(statement))
            case ast.If(body=body, orelse=other):
                self._statements(body)
                self._statements(other)
            case ast.Try(body=body, handlers=handlers):
                self._statements(body)
                for handler in handlers:
                    self._statements(handler.body)
            case ast.ImportFrom():
                self._import_from(statement)
            case ast.Import(names=aliases):
                for alias in aliases:
                    self._import(alias)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                self._bind(name, Defined(ast.Lambda(args=statement.args, body=ast.Constant(value=None))))
            case _:
                self._assignment(statement)

    def _assignment(self, statement: ast.stmt) -> None:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                self._assigned(name, value or annotation)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                self._assigned(name, value)
            case ast.AugAssign(target=ast.Name(id="__all__"), value=value):
                self._listed(value)
            case _ if (alias := _type_statement(statement)) is not None:
                self._bind(alias, Defined(statement.value))  # type: ignore[attr-defined] # not before 3.12

    def _bind(self, name: str, binding: Binding) -> None:
        self._module.bindings.setdefault(name, binding)

    def _assigned(self, name: str, value: ast.expr) -> None:
        if name == "__all__":
            self._listed(value)
        elif isinstance(value, ast.Dict) and name.startswith("_"):
            self._lazy(value)
        else:
            self._bind(name, Defined(value))

    def _listed(self, value: ast.expr) -> None:
        """The names of `__all__`, where it is written out."""
        try:
            names = ast.literal_eval(value)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            return
        if isinstance(names, list | tuple):
            self._module.listed = [*(self._module.listed or ()), *(name for name in names if isinstance(name, str))]

    def _lazy(self, table: ast.Dict) -> None:
        """Names that load when they are touched: `{"Pet": "pet"}`, `{"Pet": (".pet", "Pet")}`, `{"Pet": ".pet"}`."""
        for key, value in zip(table.keys, table.values, strict=True):
            match key, value:
                case ast.Constant(value=str(name)), ast.Constant(value=str(place)):
                    self._lazily(name, place, name)
                case (
                    ast.Constant(value=str(name)),
                    ast.Tuple(elts=[ast.Constant(value=str(place)), ast.Constant(value=str(own))]),
                ):
                    self._lazily(name, place, own)

    def _lazily(self, name: str, place: str, own: str) -> None:
        level = len(place) - len(place.lstrip("."))
        home = self._absolute(place.lstrip("."), level or 1)
        if home is None or home not in self._modules:
            home = self._own(place)
        if home is not None and home in self._modules and name.isidentifier():
            self._bind(name, Imported(home, own))
            self._module.reexported.add(name)

    def _import_from(self, statement: ast.ImportFrom) -> None:
        home = self._absolute(statement.module or "", statement.level)
        for alias in statement.names:
            name = alias.asname or alias.name
            if home is None:
                self._bind(name, Foreign(alias.name))
            elif alias.name == "*":
                self._module.stars.append(home)
            else:
                self._bind(name, Imported(home, alias.name))
                if alias.asname == alias.name or (alias.asname is not None and self._module.stub):
                    self._module.reexported.add(name)

    def _import(self, alias: ast.alias) -> None:
        own = self._own(alias.name)
        if own is None:
            self._bind(alias.asname or alias.name.partition(".")[0], Foreign(alias.name.rpartition(".")[2]))
        elif alias.asname:
            self._bind(alias.asname, Imported(own))
        else:
            self._bind(self._modules.name, Imported(""))

    def _absolute(self, name: str, level: int) -> str | None:
        """The module below the package that an import means; None for one outside of it."""
        if not level:
            return self._own(name)
        steps = self._module.package.split(".") if self._module.package else []
        if level - 1 > len(steps):
            return None
        return ".".join(filter(None, [*steps[: len(steps) - level + 1], name]))

    def _own(self, name: str) -> str | None:
        first, _, rest = name.partition(".")
        return rest if first == self._modules.name else None


def _type_statement(statement: ast.stmt) -> str | None:
    """The name that a `type X = ...` gives."""
    name = getattr(statement, "name", None)
    return name.id if type(statement).__name__ == "TypeAlias" and isinstance(name, ast.Name) else None
