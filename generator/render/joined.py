"""Types modules that need each other: at run time the code of all stands in one of them, and the others have it from
there. Type checkers can read such modules one by one, so each has its own stub."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.ir.declarations import Declaration, EnumClass, Field, ObjectModel, ObjectParams
from generator.ir.types import Named, TypeExpr, with_parts
from generator.python.code import Code
from generator.python.imports import Import, Local, export_order, import_lines
from generator.python.literals import string_list
from generator.render.declarations import TypesModuleView
from generator.render.package_types import PackageTypes
from generator.render.recipes import Once


@dataclass(frozen=True, slots=True)
class Joined:
    """The groups of a package's modules by each module in one; the first of a group has the code."""

    groups: Mapping[str, tuple[str, ...]]

    def home(self, module: str) -> str:
        """The module that has the code of one."""
        return self.groups[module][0] if module in self.groups else module

    def moved(self, declarations: Iterable[Once[Declaration]]) -> tuple[Once[Declaration], ...]:
        """Declarations of one group as they stand in the module that has the code of all."""
        return tuple(Once(self._declaration(once.value)) for once in declarations)

    def moved_types(self, types: PackageTypes) -> PackageTypes:
        """What is known of such declarations."""
        return replace(
            types,
            param_aliases=frozenset(map(self._name, types.param_aliases)),
            private=frozenset(map(self._name, types.private)),
            incomparable=frozenset(map(self._name, types.incomparable)),
        )

    def _declaration(self, declared: Declaration) -> Declaration:
        home = self.home(declared.module)
        match declared:
            case EnumClass():
                return replace(declared, module=home)
            case ObjectModel() | ObjectParams():
                extra = None if declared.extra is None else self._type(declared.extra)
                made = replace(declared, module=home, fields=tuple(map(self._field, declared.fields)), extra=extra)
                if isinstance(made, ObjectParams) and made.base is not None:
                    return replace(made, base=self._name(made.base))
                return made
            case _:
                return replace(declared, module=home, type=self._type(declared.type))

    def _field(self, field: Field) -> Field:
        return replace(field, type=self._type(field.type))

    def _type(self, type: TypeExpr) -> TypeExpr:
        return self._name(type) if isinstance(type, Named) else with_parts(type, self._type)

    def _name(self, named: Named) -> Named:
        return replace(named, module=self.home(named.module))


def joined(groups: Iterable[tuple[str, ...]]) -> Joined:
    """These groups of modules."""
    return Joined({module: group for group in groups for module in group})


def from_home(module: str, home: str, declarations: Iterable[Once[Declaration]], header: Code) -> TypesModuleView:
    """The view of a module's code that stands in another one."""
    names = sorted((once.value.name for once in declarations), key=export_order)
    imports: dict[Import, str] = {Local(f"types.{home}", n): n for n in names}
    return TypesModuleView(
        header=header,
        narrows_extra=False,
        imports=import_lines(imports, f"types.{module}"),
        exports=string_list(names),
        definitions=(),
    )
