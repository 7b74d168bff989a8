"""Types modules that need each other: at run time the code of all stands in one of them, and the others have it from
there. Type checkers can read such modules one by one, so each has its own stub."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.ir.declarations import Declaration, EnumClass, ObjectModel, ObjectParams
from generator.ir.types import Named, TypeExpr, with_parts
from generator.python.code import Code
from generator.python.imports import Import, Local, export_order, import_lines
from generator.python.literals import name, string_list
from generator.render.declarations import TypesModuleView, finder, finders
from generator.render.package_types import PackageTypes
from generator.render.recipes import Once
from generator.values import Value, replace


class Joined(Value):
    """The groups of a package's modules by each module in one; the first of a group has the code.

    `moved` says what each type of the others is there, where two of one name need to be told apart.
    """

    groups: Mapping[str, tuple[str, ...]]
    moved: Mapping[Named, Named]

    def declarations(self, declarations: Iterable[Once[Declaration]]) -> tuple[Once[Declaration], ...]:
        """Declarations of one group as they stand in the module that has the code of all."""
        return tuple(Once(self._declaration(once.value)) for once in declarations)

    def types(self, types: PackageTypes) -> PackageTypes:
        """What is known of such declarations."""
        return replace(
            types,
            param_aliases=frozenset(map(self._name, types.param_aliases)),
            private=frozenset(map(self._name, types.private)),
            incomparable=frozenset(map(self._name, types.incomparable)),
        )

    def from_home(
        self, module: str, declarations: Iterable[Once[Declaration]], types: PackageTypes, header: Code
    ) -> TypesModuleView:
        """The view of a module's code that stands in another one."""
        own = [once.value.reference for once in declarations]
        moved = {named: self._name(named) for named in own}
        imports: dict[Import, str] = {Local(f"types.{m.module}", m.name): named.name for named, m in moved.items()}
        imports |= {item: item.name for item in finders(types)}
        return TypesModuleView(
            header=header,
            narrows_extra=False,
            imports=import_lines(imports, f"types.{module}"),
            exports=string_list(sorted((named.name for named in own), key=export_order)),
            definitions=(),
            finder=finder(module, types, lambda item: name(item.name)),
        )

    def _declaration(self, declared: Declaration) -> Declaration:
        named = self._name(declared.reference)
        match declared:
            case EnumClass():
                return replace(declared, module=named.module, name=named.name)
            case ObjectModel() | ObjectParams():
                extra = None if declared.extra is None else self._type(declared.extra)
                fields = tuple(replace(field, type=self._type(field.type)) for field in declared.fields)
                made = replace(declared, module=named.module, name=named.name, fields=fields, extra=extra)
                if isinstance(made, ObjectParams) and made.base is not None:
                    return replace(made, base=self._name(made.base))
                return made
            case _:
                return replace(declared, module=named.module, name=named.name, type=self._type(declared.type))

    def _type(self, type: TypeExpr) -> TypeExpr:
        return self._name(type) if isinstance(type, Named) else with_parts(type, self._type)

    def _name(self, named: Named) -> Named:
        return self.moved.get(named, named)


def joined(groups: Iterable[tuple[str, ...]], declarations: Iterable[Declaration]) -> Joined:
    """These groups of modules."""
    by_module = {module: group for group in groups for module in group}
    found = [declared.reference for declared in declarations if declared.module in by_module]
    taken = {named for named in found if by_module[named.module][0] == named.module}
    moved: dict[Named, Named] = {}
    for named in (one for one in found if one not in taken):
        there = replace(named, module=by_module[named.module][0])
        while there in taken:
            there = replace(there, name=f"{there.name}_")
        taken.add(there)
        moved[named] = there
    return Joined(by_module, moved)
