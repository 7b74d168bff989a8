"""What classes are, as text tells it: their kind, their ancestors, and their fields."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from generator.compare.model import Field, TypeKind
from generator.compare.modules import Foreign, Found, Module, Modules

_KINDS: Final = {
    "TypedDict": TypeKind.DICT,
    "Enum": TypeKind.ENUM,
    "StrEnum": TypeKind.ENUM,
    "IntEnum": TypeKind.ENUM,
    "BaseModel": TypeKind.MODEL,
    "GenericModel": TypeKind.MODEL,
    "RootModel": TypeKind.MODEL,
    "Struct": TypeKind.MODEL,
}
_ROOTS: Final = frozenset({*_KINDS, "object", "Generic", "Protocol"})
_DEPTH: Final = 30
_ALIASES: Final = ("alias", "serialization_alias", "validation_alias")


def ancestors(modules: Modules, found: Found, depth: int = 0) -> Iterator[Found | Foreign]:
    """A class and all that it derives from, nearest first. Classes of other packages are known by name."""
    yield found
    if not isinstance(found.node, ast.ClassDef) or depth > _DEPTH:
        return
    for base in found.node.bases:
        match modules.evaluate(found.module, base):
            case Found() as inner:
                yield from ancestors(modules, inner, depth + 1)
            case Foreign() as foreign:
                yield foreign
            case _:
                pass


def kind_of(modules: Modules, found: Found) -> TypeKind | None:
    """What a definition is; None for what is no type, such as a function."""
    if not isinstance(found.node, ast.ClassDef):
        if _functional(found.node) is not None:
            return TypeKind.DICT
        return None if isinstance(found.node, ast.Lambda | ast.Constant | ast.Dict | ast.List) else TypeKind.ALIAS
    for ancestor in ancestors(modules, found):
        if ancestor.name in _KINDS:
            return _KINDS[ancestor.name]
        if isinstance(ancestor, Found) and _functional(ancestor.node) is not None:
            return TypeKind.DICT
    return TypeKind.MODEL if _is_dataclass(found.node) else TypeKind.CLASS


def _is_dataclass(node: ast.ClassDef) -> bool:
    return any(
        "dataclass" in ast.unparse(decorator) or "define" in ast.unparse(decorator) for decorator in node.decorator_list
    )


def fields_of(modules: Modules, found: Found) -> tuple[Field, ...]:
    """The members of a class, with those that it inherits within the package, in their order."""
    collected: dict[str, Field] = {}
    for ancestor in reversed([a for a in ancestors(modules, found) if isinstance(a, Found) and a.name not in _ROOTS]):
        for field in own_fields(modules, ancestor):
            collected[field.name] = field
    return tuple(collected.values())


def own_fields(modules: Modules, found: Found) -> Iterator[Field]:
    """The members that a class states itself."""
    if not isinstance(found.node, ast.ClassDef):
        yield from _functional_fields(modules, found, found.node)
        return
    kind = kind_of(modules, found)
    total = _total(found.node.keywords)
    for statement in found.node.body:
        match statement:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value):
                if name.startswith("_") or _head(annotation) == "ClassVar" or name == "model_config":
                    continue
                required = _is_given(annotation, total=total) if kind is TypeKind.DICT else not _has_default(value)
                text = modules.spell(found.module, annotation)
                yield _field(name, text, _alias_in(value) or _alias_in(annotation), required=required)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if kind is TypeKind.ENUM:
                if not name.startswith("_"):
                    yield Field(name=name, required=True, annotation=ast.unparse(value))


def _field(name: str, annotation: str, wire_name: str | None, *, required: bool) -> Field:
    return Field(name=name, required=required, annotation=annotation, wire_name=wire_name or "")


def _functional(node: ast.expr | ast.ClassDef) -> ast.Call | None:
    """The call of `TypedDict("Pet", {...})`."""
    match node:
        case ast.Call(func=ast.Name(id="TypedDict") | ast.Attribute(attr="TypedDict"), args=[_, ast.Dict()]):
            return node
        case _:
            return None


def _functional_fields(modules: Modules, found: Found, node: ast.expr) -> Iterator[Field]:
    call = _functional(node)
    if call is not None and isinstance(call.args[1], ast.Dict):
        total = _total(call.keywords)
        for key, annotation in zip(call.args[1].keys, call.args[1].values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                required = _is_given(annotation, total=total)
                yield _field(
                    key.value, modules.spell(found.module, annotation), _alias_in(annotation), required=required
                )


def _total(keywords: list[ast.keyword]) -> bool:
    """Whether the members of a typed dictionary are required unless they say otherwise."""
    return not any(k.arg == "total" and isinstance(k.value, ast.Constant) and k.value.value is False for k in keywords)


def _is_given(annotation: ast.expr, *, total: bool) -> bool:
    heads = list(_heads(annotation))
    return "Required" in heads or (total and "NotRequired" not in heads)


def _heads(annotation: ast.expr) -> Iterator[str]:
    """The wrappers of an annotation, from outside: `Required[Annotated[str, ...]]` -> Required, Annotated."""
    match annotation:
        case ast.Subscript(value=value, slice=inner):
            head = _head(value)
            yield head
            if head in ("Required", "NotRequired", "ReadOnly", "Annotated"):
                yield from _heads(inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner)
        case ast.Constant(value=str(text)):
            try:
                yield from _heads(ast.parse(text, mode="eval").body)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return


def _head(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return _head(value)
        case _:
            return ""


def _has_default(value: ast.expr | None) -> bool:
    """Whether a field of a model may be missing: `Field(alias=...)` alone is no default."""
    if not isinstance(value, ast.Call):
        return value is not None
    given = [argument for argument in value.args if not _is_ellipsis(argument)]
    named = {keyword.arg for keyword in value.keywords if not _is_ellipsis(keyword.value)}
    return bool(given) or not named.isdisjoint({"default", "default_factory", "factory"})


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _alias_in(node: ast.expr | None) -> str | None:
    """The `alias` that a call somewhere in an expression gives."""
    for call in ast.walk(node) if node is not None else ():
        if isinstance(call, ast.Call):
            for keyword in call.keywords:
                if keyword.arg in _ALIASES and isinstance(keyword.value, ast.Constant):
                    return str(keyword.value.value)
    return None


def resolve_annotation(modules: Modules, module: Module, annotation: ast.expr | None) -> Found | None:
    """The class of the package that an annotation names."""
    found = modules.evaluate(module, annotation)
    return found if isinstance(found, Found) and isinstance(found.node, ast.ClassDef) else None
