"""Types modules: the views of declarations, for the code and for the stubs beside it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias, assert_never

from generator.ir.declarations import (
    Alias,
    Declaration,
    EnumAlias,
    EnumClass,
    EnumMember,
    Field,
    ObjectModel,
    ObjectParams,
    PlainAlias,
    UnionAlias,
)
from generator.ir.extensions import Extension, Replacement
from generator.ir.types import Anything, MapOf, Named, Nullable, TypeExpr, UnionOf, parts
from generator.python.annotations import OBJECT_NAMES, Annotator, Face
from generator.python.code import Code
from generator.python.docstrings import docstring, summary
from generator.python.identifiers import is_identifier
from generator.python.imports import External, Import, Local, export_order, relative
from generator.python.literals import expressions, literal, mapping, name, string, string_list
from generator.render.earlier import EarlierName
from generator.render.layout import bases
from generator.render.meanings import called, with_meanings
from generator.render.ordering import definition_order
from generator.render.package_types import PackageTypes
from generator.render.recipes import Once, opened
from generator.render.runtime_files import ENUMS
from generator.render.scope import ModuleScope
from generator.values import Value, replace

_INDENT = 4
_EMPTY = Code("")
DEPRECATED = External("typing_extensions", "deprecated")
_DEFAULT_NONE = Code(" = None")
_ENUM_BASES: dict[type, str] = {str: "OpenStrEnum", int: "OpenIntEnum"}
_MIXED_BASE = "OpenEnum"
_AT_RUN_TIME: Mapping[Import, Import] = MappingProxyType(
    {External("collections.abc", "Iterable"): Local("_types", "EagerIterable")}
)
"""What a module of types has instead of what its stub names: what pydantic reads only once, where it meets that."""
_DEEP_NAMES = Local("_lazy", "deep_names")
_EARLIER_NAMES = Local("_lazy", "earlier_names")


class FieldView(Value, kw_only=True):
    """A line in a class body (`name: annotation = value`), and what the stub says about it."""

    line: Code
    doc: Code


class ClassView(Value, kw_only=True):
    """A model, or a typed dictionary in class form. `extra` annotates the members that the document does not name,
    `member` one of them."""

    name: Code
    bases: Code
    doc: Code
    fields: tuple[FieldView, ...]
    extra: Code
    member: Code = _EMPTY
    decorators: tuple[Code, ...] = ()
    is_class: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether the class body would have no statement."""
        return not (self.fields or self.doc or self.extra)


class AssignmentView(Value, kw_only=True):
    """An alias or a typed dictionary in functional form: `target = value`.

    `follows_class`: a class stands before it.
    """

    target: Code
    value: Code
    doc: Code
    follows_class: bool = False
    is_class: bool = False


DefinitionView: TypeAlias = ClassView | AssignmentView


class TypesModuleView(Value, kw_only=True):
    """A module of declarations. `finder` is what its code finds deep and earlier names by; the stub has them as
    definitions. `names_deprecated`: what stands in a stub under its earlier name has its better one there."""

    header: Code
    narrows_extra: bool
    names_deprecated: bool = False
    imports: tuple[Code, ...]
    exports: Code
    definitions: tuple[DefinitionView, ...]
    finder: Code = _EMPTY


def types_module_view(
    module: str,
    declarations: Sequence[Once[Declaration]],
    types: PackageTypes,
    header: Code,
    exports: tuple[str, ...] | None = None,
) -> TypesModuleView:
    """The view of one types module as code (`module` is dotted, below `types`). `exports` are the names that others may
    have from it, where not all of them are its own."""
    return _view(module, opened(declarations), types, header, exports, stub=False)


def types_stub_view(
    module: str, declarations: Sequence[Once[Declaration]], types: PackageTypes, header: Code
) -> TypesModuleView:
    """The view of a types module's stub."""
    return _view(module, opened(declarations), types, header, None, stub=True)


def _view(
    module: str,
    declarations: Sequence[Declaration],
    types: PackageTypes,
    header: Code,
    exports: tuple[str, ...] | None,
    *,
    stub: bool,
) -> TypesModuleView:
    names = {declaration.name for declaration in declarations}
    taken = names - {d.name for d in declarations if isinstance(d, ObjectModel) and isinstance(d.custom, Replacement)}
    members = {name for d in declarations if isinstance(d, ObjectModel | ObjectParams) for name in _members(d)}
    taken |= members & OBJECT_NAMES
    taken |= {deep for deep, _ in types.deep}
    earlier = {one.alias.name for one in types.earlier}
    writer = _Writer(ModuleScope(f"types.{module}", types.annotator, taken | earlier), types, stub=stub)
    by_name = {declaration.name: declaration for declaration in declarations}
    order, recursive = _order(module, by_name, types.annotator)
    views = [view for n in order for view in writer.definitions(by_name[n], n in recursive)]
    if stub:
        views += (writer.deep_name(*one) for one in types.deep)
        views += (writer.earlier_name(one) for one in types.earlier)
    definitions = _in_line(views)
    return TypesModuleView(
        header=header,
        narrows_extra=any(isinstance(view, ClassView) and bool(view.extra) for view in definitions),
        names_deprecated=stub and any(d.reference in types.moved for d in declarations),
        finder=_EMPTY if stub else finder(module, types, writer.scope.use),
        imports=writer.scope.imports() if stub else writer.scope.imports(_AT_RUN_TIME),
        exports=string_list(sorted(names if exports is None else exports, key=export_order)),
        definitions=definitions,
    )


def finders(types: PackageTypes) -> tuple[Local, ...]:
    """The functions of the runtime that a module finds its deep and its earlier names by."""
    return (*((_DEEP_NAMES,) if types.deep else ()), *((_EARLIER_NAMES,) if types.earlier else ()))


def finder(module: str, types: PackageTypes, known_as: Callable[[Local], Code]) -> Code:
    """What finds the deep names of a module when they are first asked for, and its earlier ones each time."""
    found = _EMPTY
    if types.deep:
        places = mapping((own, _place(module, named)) for own, named in types.deep)
        found = Code(f"{known_as(_DEEP_NAMES)}(__name__, {places})")
    if types.earlier:
        told = mapping(
            (one.alias.name, expressions((_place(module, one.target), string(one.alias.doc)))) for one in types.earlier
        )
        others = f", {found}" if found else ""
        found = Code(f"{known_as(_EARLIER_NAMES)}(__name__, {told}{others})")
    return found


def _place(module: str, named: Named) -> Code:
    """Where something is declared, as a module says it."""
    home = relative(module.split(".")[:-1], named.module) if named.module != module else ""
    return string(f"{home}:{name(named.name)}")


def _members(declared: ObjectModel | ObjectParams) -> Iterator[str]:
    """The names that the body of a class defines."""
    return (field.name for field in declared.fields)


def incomparable(module: str, declarations: Sequence[Declaration], types: PackageTypes) -> tuple[Code, ...]:
    """The names in a module that stubtest cannot compare."""
    by_name = {d.name: d for d in declarations}
    order, recursive = _order(module, by_name, types.annotator)
    named_again = {n for n in recursive if not _is_dictionary(by_name[n])}
    aliases = [n for n in order if not isinstance(by_name[n], ObjectParams)]
    own = [n for n in aliases if n in named_again or Named(module=module, name=n) in types.incomparable]
    again = [(deep, named) for deep, named in types.deep] + [(one.alias.name, one.target) for one in types.earlier]
    return tuple(map(name, [*own, *(further for further, named in again if named in types.incomparable)]))


def is_single_class(declarations: Collection[Declaration]) -> bool:
    """Whether a module defines one class, which can be defined without naming itself, and nothing else."""
    return len(declarations) == 1 and not any(
        _is_evaluated(d) and (not isinstance(d, ObjectParams) or _names_itself(d)) for d in declarations
    )


def _names_itself(declaration: Declaration) -> bool:
    return declaration.reference in set(parts(type for type, _ in _mentioned(declaration)))


def _is_dictionary(declaration: Declaration) -> bool:
    return isinstance(declaration, ObjectParams) and declaration.extra is None


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
            bases = [declaration.base] if declaration.base is not None else []
            extra = [declaration.extra] if declaration.extra is not None else []
            return [(type, Face.PARAM) for type in (*bases, *extra, *(field.type for field in declaration.fields))]
        case EnumClass():
            return []
        case EnumAlias() | UnionAlias() | PlainAlias():
            return [(declaration.type, Face.MODEL)]
        case _:
            assert_never(declaration)


def _is_evaluated(declaration: Declaration) -> bool:
    match declaration:
        case ObjectModel() | EnumClass():
            return False
        case ObjectParams():
            is_named_twice = declaration.extra is not None  # a class, and a name for that or a mapping
            return is_named_twice or declaration.base is not None or not _fits_class_form(declaration.fields)
        case EnumAlias() | UnionAlias() | PlainAlias():
            return True
        case _:
            assert_never(declaration)


def _fits_class_form(fields: Iterable[Field]) -> bool:
    """Whether the keys can be attributes of a class body: identifiers that Python does not mangle."""
    return all(is_identifier(field.name) and not field.name.startswith("__") for field in fields)


def field_value(own: str, wire_name: str, scope: ModuleScope, *, optional: bool, stub: bool) -> Code:
    """What follows the annotation of a model's field: its default, and in code the wire name where it has another."""
    if own == wire_name or stub:
        return _DEFAULT_NONE if optional else _EMPTY
    field_info = scope.use(Local("_models", "FieldInfo"))
    default = "default=None, " if optional else ""
    return Code(f" = {field_info}({default}alias={string(wire_name)})")


class _Writer:
    """Makes the views of one module's declarations; the scope collects what they import."""

    def __init__(self, scope: ModuleScope, types: PackageTypes, *, stub: bool) -> None:
        self.scope = scope
        self.param_aliases = types.param_aliases
        self.moved = types.moved if stub else {}
        self.stub = stub
        self.model_face = Face.RESULT if stub else Face.MODEL

    def definitions(self, declaration: Declaration, recursive: bool) -> list[DefinitionView]:
        moved = self.moved.get(declaration.reference)
        if moved is not None:
            there = self.scope.use(Local(f"types.{moved.module}", moved.name))
            return [self.assigned(declaration, there, self.doc(declaration, 0), recursive)]
        match declaration:
            case ObjectModel():
                return self.model(declaration)
            case ObjectParams():
                return self.params(declaration, recursive)
            case EnumClass():
                return [self.enum(declaration)]
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

    def enum(self, enum: EnumClass) -> ClassView:
        """A class with a member for each value, whose base takes other values of the same type."""
        types = {member.value.__class__ for member in enum.members}
        base = _ENUM_BASES[types.pop()] if len(types) == 1 else _MIXED_BASE
        bases = self.scope.load(Local(ENUMS, base))
        if self.stub:  # linters know by this base that its members need no annotations
            bases = Code(f"{bases}, {self.scope.use(External('enum', 'Enum'))}")
        return ClassView(
            name=name(enum.name),
            bases=bases,
            doc=self.doc(enum),
            fields=tuple(
                FieldView(line=Code(f"{name(member.name)} = {literal(member.value)}"), doc=self.member_doc(member))
                for member in enum.members
            ),
            extra=_EMPTY,
        )

    def member_doc(self, member: EnumMember) -> Code:
        return docstring(called(member.meaning, member.name), _INDENT) if self.stub else _EMPTY

    def params(self, params: ObjectParams, recursive: bool) -> list[DefinitionView]:
        if params.extra is None:
            return [self.dictionary(params, params.name, recursive)]
        others = UnionOf(variants=(params.extra, *(field.type for field in params.fields)))
        if not params.fields:
            open_map = self.scope.annotation(MapOf(value=params.extra), Face.PARAM)
            return [self.assigned(params, open_map, self.doc(params, 0), recursive)]
        any_names = self.scope.annotation(MapOf(value=others), Face.PARAM)
        typed = self.scope.define(f"{params.name}Typed")
        union = Code(f"{name(typed)} | {any_names}")
        return [self.dictionary(params, typed, recursive), self.assigned(params, union, _EMPTY, recursive)]

    def dictionary(self, params: ObjectParams, class_name: str, recursive: bool) -> DefinitionView:
        typed_dict = External("typing_extensions", "TypedDict")
        base = self.scope.use(
            typed_dict if params.base is None else Local(f"types.{params.base.module}", params.base.name)
        )
        if not _fits_class_form(params.fields):
            types = ((field.name, self.required(field, frozenset())) for field in params.fields)
            later = recursive and not self.stub  # a string is looked up when somebody asks
            members = mapping((key, string(type) if later else type) for key, type in types)
            value = Code(f"{base}({string(class_name)}, {members}, total=False)")
            return AssignmentView(target=name(class_name), value=value, doc=self.doc(params, 0))
        shadowed = frozenset(field.name for field in params.fields)
        return ClassView(
            name=name(class_name),
            bases=Code(f"{base}, total=False"),
            doc=self.doc(params),
            fields=tuple(
                FieldView(line=Code(f"{name(field.name)}: {self.required(field, shadowed)}"), doc=self.key_doc(field))
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
        return self.assigned(alias, value, self.doc(alias, 0), recursive)

    def assigned(self, declaration: Declaration, value: Code, doc: Code, recursive: bool) -> AssignmentView:
        """A name for a type; one that contains itself is written as text, which is looked up when somebody asks."""
        if recursive and not self.stub:
            alias_type = self.scope.use(External("typing_extensions", "TypeAliasType"))
            value = Code(f"{alias_type}({string(declaration.name)}, {string(value)})")
            return AssignmentView(target=name(declaration.name), value=value, doc=doc)
        return AssignmentView(target=self.alias_target(declaration.name), value=value, doc=doc)

    def alias_target(self, alias: str) -> Code:
        return Code(f"{name(alias)}: {self.scope.use(External('typing', 'TypeAlias'))}")

    def deep_name(self, own: str, named: Named) -> AssignmentView:
        target = self.alias_target(own)
        return AssignmentView(target=target, value=self.scope.annotation(named, self.model_face), doc=_EMPTY)

    def earlier_name(self, one: EarlierName) -> DefinitionView:
        """What a stub has under an earlier name (see `earlier`)."""
        match one.stands_there:
            case ObjectModel(custom=tuple() as extensions) as model:
                view = self.model_class(model, extensions)
            case EnumClass() as enum:
                view = self.enum(enum)
            case ObjectParams() as params:
                base = self.scope.use(Local(f"types.{params.module}", params.name))
                view = ClassView(name=name(params.name), bases=base, doc=_EMPTY, fields=(), extra=_EMPTY)
            case _:
                return self.earlier_alias(one)
        mark = Code(f"@{self.scope.use(DEPRECATED)}({string(one.alias.doc)})")
        return replace(view, name=name(one.alias.name), decorators=(mark,))

    def earlier_alias(self, one: EarlierName) -> AssignmentView:
        face = Face.PARAM if one.alias.reference in self.param_aliases else self.model_face
        told = docstring(f"Deprecated. {one.alias.doc}", 0)
        return self.assigned(one.alias, self.scope.annotation(one.target, face), told, recursive=False)

    def doc(self, declaration: Declaration, indent: int = _INDENT) -> Code:
        if not self.stub:
            return summary(declaration.doc, indent) if indent else _EMPTY
        told = declaration.doc
        if isinstance(declaration, Alias):
            told = with_meanings(told, declaration.type)
        return docstring(_with_deprecation(told, declaration.deprecated), indent)

    def field_doc(self, field: Field) -> Code:
        told = with_meanings(field.doc, field.type)
        return docstring(_with_deprecation(told, field.deprecated), _INDENT) if self.stub else _EMPTY

    def key_doc(self, field: Field) -> Code:
        """What is said of a key, and under which other one it is sent."""
        if field.name == field.wire_name:
            return self.field_doc(field)
        sent = f"Sent as `{field.wire_name}`."
        return self.field_doc(replace(field, doc="\n\n".join(filter(None, (field.doc, sent)))))


def _with_deprecation(doc: str, deprecated: bool) -> str:
    if not deprecated or "deprecated" in doc.lower():
        return doc
    return f"{doc}\n\nDeprecated." if doc else "Deprecated."
