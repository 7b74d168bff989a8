"""Types modules: the views of declarations, for the code and for the stubs beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias, assert_never

from generator.ir.declarations import (
    Alias,
    Declaration,
    EnumAlias,
    Field,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
)
from generator.ir.extensions import Extension, Replacement
from generator.ir.types import Anything, MapOf, Named, Nullable, TypeExpr, UnionOf
from generator.python.annotations import OBJECT_NAMES, Annotator, Face
from generator.python.code import Code
from generator.python.docstrings import docstring, summary
from generator.python.identifiers import is_identifier
from generator.python.imports import External, Local, export_order
from generator.python.literals import mapping, name, string, string_list
from generator.render.layout import bases
from generator.render.ordering import definition_order
from generator.render.package_types import PackageTypes
from generator.render.recipes import Once, opened
from generator.render.scope import ModuleScope

_INDENT = 4
_EMPTY = Code("")
_DEFAULT_NONE = Code(" = None")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """A line in a class body (`name: annotation = value`), and what the stub says about it."""

    line: Code
    doc: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassView:
    """A model, or a typed dictionary in class form. `extra` annotates the members that the document does not name,
    `member` one of them."""

    name: Code
    bases: Code
    doc: Code
    fields: tuple[FieldView, ...]
    extra: Code
    member: Code = _EMPTY
    is_class: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether the class body would have no statement."""
        return not (self.fields or self.doc or self.extra)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentView:
    """An alias or a typed dictionary in functional form: `target = value`.

    `follows_class`: a class stands before it.
    """

    target: Code
    value: Code
    doc: Code
    follows_class: bool = False
    is_class: bool = False


DefinitionView: TypeAlias = ClassView | AssignmentView


@dataclass(frozen=True, slots=True, kw_only=True)
class TypesModuleView:
    """A module of declarations."""

    header: Code
    narrows_extra: bool
    imports: tuple[Code, ...]
    exports: Code
    definitions: tuple[DefinitionView, ...]


def types_module_view(
    module: str, declarations: Sequence[Once[Declaration]], types: PackageTypes, header: Code
) -> TypesModuleView:
    """The view of one types module as code (`module` is dotted, below `types`)."""
    return _view(module, opened(declarations), types, header, stub=False)


def types_stub_view(
    module: str, declarations: Sequence[Once[Declaration]], types: PackageTypes, header: Code
) -> TypesModuleView:
    """The view of a types module's stub."""
    return _view(module, opened(declarations), types, header, stub=True)


def _view(
    module: str, declarations: Sequence[Declaration], types: PackageTypes, header: Code, *, stub: bool
) -> TypesModuleView:
    names = {declaration.name for declaration in declarations}
    taken = names - {d.name for d in declarations if isinstance(d, ObjectModel) and isinstance(d.custom, Replacement)}
    members = {name for d in declarations if isinstance(d, ObjectModel | ObjectParams) for name in _members(d)}
    taken |= members & OBJECT_NAMES
    writer = _Writer(ModuleScope(f"types.{module}", types.annotator, taken), types.param_aliases, stub=stub)
    by_name = {declaration.name: declaration for declaration in declarations}
    order, recursive = _order(module, by_name, types.annotator)
    definitions = _in_line(view for n in order for view in writer.definitions(by_name[n], n in recursive))
    return TypesModuleView(
        header=header,
        narrows_extra=any(isinstance(view, ClassView) and bool(view.extra) for view in definitions),
        imports=writer.scope.imports(),
        exports=string_list(sorted(names, key=export_order)),
        definitions=definitions,
    )


def _members(declared: ObjectModel | ObjectParams) -> Iterator[str]:
    """The names that the body of a class defines."""
    for field in declared.fields:
        yield field.name if isinstance(declared, ObjectModel) else field.wire_name


def incomparable(module: str, declarations: Sequence[Declaration], types: PackageTypes) -> tuple[Code, ...]:
    """The names in a module that stubtest cannot compare."""
    order, recursive = _order(module, {d.name: d for d in declarations}, types.annotator)
    return tuple(name(n) for n in order if n in recursive or Named(module=module, name=n) in types.incomparable)


def is_single_class(declarations: Collection[Declaration]) -> bool:
    """Whether a module defines one class and nothing else."""
    return len(declarations) == 1 and all(map(_is_class, declarations))


def _is_class(declaration: Declaration) -> bool:
    """Whether a declaration is nothing but a class: arguments that may have further members are a choice."""
    return isinstance(declaration, ObjectModel) or (isinstance(declaration, ObjectParams) and declaration.extra is None)


def _in_line(views: Iterable[DefinitionView]) -> tuple[DefinitionView, ...]:
    """Definitions that know whether they follow a class, since Python's layout sets two blank lines there."""
    placed: list[DefinitionView] = []
    for view in views:
        follows = bool(placed) and placed[-1].is_class
        placed.append(replace(view, follows_class=follows) if isinstance(view, AssignmentView) else view)
    return tuple(placed)


def _order(module: str, by_name: dict[str, Declaration], annotator: Annotator) -> tuple[list[str], frozenset[str]]:
    if is_single_class(by_name.values()):
        return list(by_name), frozenset()
    home = f"types.{module}"
    uses = {}
    for declaration in by_name.values():
        used = (
            item.name
            for type, face in _mentioned(declaration)
            for item in annotator.annotate(type, face).imports
            if item.module == home
        )
        uses[declaration.name] = list(dict.fromkeys(used))
    return definition_order(uses, frozenset(n for n, d in by_name.items() if _is_evaluated(d)))


def _mentioned(declaration: Declaration) -> list[tuple[TypeExpr, Face]]:
    match declaration:
        case ObjectModel():
            return [(field.type, Face.MODEL) for field in declaration.fields]
        case ObjectParams():
            around = [type for type in (declaration.base, declaration.extra) if type is not None]
            return [(type, Face.PARAM) for type in (*around, *(field.type for field in declaration.fields))]
        case EnumAlias() | UnionAlias() | PlainAlias():
            return [(declaration.type, Face.MODEL)]
        case _:
            assert_never(declaration)


def _is_evaluated(declaration: Declaration) -> bool:
    match declaration:
        case ObjectModel():
            return False
        case ObjectParams():
            is_alias = declaration.extra is not None
            return is_alias or declaration.base is not None or not _fits_class_form(declaration.fields)
        case EnumAlias() | UnionAlias() | PlainAlias():
            return True
        case _:
            assert_never(declaration)


def _fits_class_form(fields: Iterable[Field]) -> bool:
    """Whether the keys can be attributes of a class body: identifiers that Python does not mangle."""
    return all(is_identifier(field.wire_name) and not field.wire_name.startswith("__") for field in fields)


def field_value(own: str, wire_name: str, scope: ModuleScope, *, optional: bool, stub: bool) -> Code:
    """What follows the annotation of a model's field: its default, and in code the wire name where it has another."""
    if own == wire_name or stub:
        return _DEFAULT_NONE if optional else _EMPTY
    field_info = scope.use(Local("_models", "FieldInfo"))
    default = "default=None, " if optional else ""
    return Code(f" = {field_info}({default}alias={string(wire_name)})")


class _Writer:
    """Makes the views of one module's declarations; the scope collects what they import."""

    def __init__(self, scope: ModuleScope, param_aliases: frozenset[Named], *, stub: bool) -> None:
        self.scope = scope
        self.param_aliases = param_aliases
        self.stub = stub
        self.model_face = Face.RESULT if stub else Face.MODEL

    def definitions(self, declaration: Declaration, recursive: bool) -> list[DefinitionView]:
        match declaration:
            case ObjectModel():
                return self.model(declaration)
            case ObjectParams():
                return self.params(declaration, recursive)
            case EnumAlias() | UnionAlias() | PlainAlias():
                return [self.alias(declaration, recursive)]
            case _:
                assert_never(declaration)

    def model(self, model: ObjectModel) -> list[DefinitionView]:
        if isinstance(model.custom, Replacement):
            self.scope.use(Local(model.custom.module, model.name))
            return []
        return [self.model_class(model, model.custom)]

    def model_class(self, model: ObjectModel, extensions: tuple[Extension, ...]) -> ClassView:
        shadowed = frozenset(field.name for field in model.fields)
        return ClassView(
            name=name(model.name),
            bases=self.scope.load_all(bases(extensions, model.name, Local("_models", "BaseModel"))),
            doc=self.doc(model),
            fields=tuple(self.model_field(field, shadowed) for field in model.fields),
            extra=self.extra(model.extra, shadowed),
            member=self.member(model.extra, shadowed),
        )

    def model_field(self, field: Field, shadowed: frozenset[str]) -> FieldView:
        optional = not field.required or isinstance(field.type, Nullable)
        type = field.type if field.required or isinstance(field.type, Nullable) else Nullable(inner=field.type)
        annotation = self.scope.annotation(type, self.model_face, shadowed)
        value = field_value(field.name, field.wire_name, self.scope, optional=optional, stub=self.stub)
        line = Code(f"{name(field.name)}: {annotation}{value}")
        return FieldView(line=line, doc=self.field_doc(field))

    def extra(self, extra: TypeExpr | None, shadowed: frozenset[str]) -> Code:
        if extra is None or isinstance(extra, Anything):
            return _EMPTY
        return self.scope.annotation(MapOf(value=extra), self.model_face, shadowed)

    def member(self, extra: TypeExpr | None, shadowed: frozenset[str]) -> Code:
        if extra is None or isinstance(extra, Anything):
            return _EMPTY
        return self.scope.annotation(extra, self.model_face, shadowed)

    def params(self, params: ObjectParams, recursive: bool) -> list[DefinitionView]:
        if params.extra is None:
            return [self.dictionary(params, params.name, recursive)]
        others = UnionOf(variants=(params.extra, *(field.type for field in params.fields)))
        any_names = self.scope.annotation(MapOf(value=others), Face.PARAM)
        if not params.fields:
            open_map = self.scope.annotation(MapOf(value=params.extra), Face.PARAM)
            return [self.assignment(params.name, open_map, self.doc(params, 0), recursive)]
        typed = self.scope.define(f"{params.name}Typed")
        union = Code(f"{name(typed)} | {any_names}")
        return [
            self.dictionary(params, typed, recursive),
            self.assignment(params.name, union, _EMPTY, recursive),
        ]

    def dictionary(self, params: ObjectParams, class_name: str, recursive: bool) -> DefinitionView:
        typed_dict = External("typing_extensions", "TypedDict")
        base = self.scope.use(
            typed_dict if params.base is None else Local(f"types.{params.base.module}", params.base.name)
        )
        if not _fits_class_form(params.fields):
            types = ((field.wire_name, self.required(field, frozenset())) for field in params.fields)
            later = recursive and not self.stub  # a string is looked up when somebody asks
            members = mapping((wire_name, string(type) if later else type) for wire_name, type in types)
            value = Code(f"{base}({string(class_name)}, {members}, total=False)")
            return AssignmentView(target=name(class_name), value=value, doc=self.doc(params, 0))
        shadowed = frozenset(field.wire_name for field in params.fields)
        return ClassView(
            name=name(class_name),
            bases=Code(f"{base}, total=False"),
            doc=self.doc(params),
            fields=tuple(
                FieldView(
                    line=Code(f"{name(field.wire_name)}: {self.required(field, shadowed)}"), doc=self.field_doc(field)
                )
                for field in params.fields
            ),
            extra=_EMPTY,
        )

    def required(self, field: Field, shadowed: frozenset[str]) -> Code:
        annotation = self.scope.annotation(field.type, Face.PARAM, shadowed)
        if not field.required:
            return annotation
        return Code(f"{self.scope.use(External('typing_extensions', 'Required'))}[{annotation}]")

    def alias(self, alias: Alias, recursive: bool) -> AssignmentView:
        own = alias.reference
        value = self.scope.annotation(alias.type, Face.PARAM if own in self.param_aliases else self.model_face)
        return self.assignment(alias.name, value, self.doc(alias, 0), recursive)

    def assignment(self, own: str, value: Code, doc: Code, recursive: bool) -> AssignmentView:
        """A name for a type; in code, one that mentions itself is looked up when somebody asks."""
        if recursive and not self.stub:
            alias_type = self.scope.use(External("typing_extensions", "TypeAliasType"))
            return AssignmentView(
                target=name(own), value=Code(f"{alias_type}({string(own)}, {string(value)})"), doc=doc
            )
        return AssignmentView(target=self.alias_target(own), value=value, doc=doc)

    def alias_target(self, alias: str) -> Code:
        return Code(f"{name(alias)}: {self.scope.use(External('typing', 'TypeAlias'))}")

    def doc(self, declaration: Declaration, indent: int = _INDENT) -> Code:
        if not self.stub:
            return summary(declaration.doc, indent) if indent else _EMPTY
        return docstring(_with_deprecation(declaration.doc, declaration.deprecated), indent)

    def field_doc(self, field: Field) -> Code:
        return docstring(_with_deprecation(field.doc, field.deprecated), _INDENT) if self.stub else _EMPTY


def _with_deprecation(doc: str, deprecated: bool) -> str:
    if not deprecated or "deprecated" in doc.lower():
        return doc
    return f"{doc}\n\nDeprecated." if doc else "Deprecated."
