"""Earlier names of types: in code they are found when they are asked for, with a warning; stubs mark them deprecated.

Type checkers tell of classes, functions and overloads that they are deprecated (PEP 702), not of a second name for one.
So in stubs an earlier name is a class, in a form that takes nothing from code which is written with it:

- A typed dictionary derives from the one that has its place. Both have the same members, and so are the same type.
- A model or an enum stands there *under its earlier name*, and its better one is the second name for it. Of two classes
  neither way of deriving would do: `list[Earlier]` would be none of `list[Better]`, and one of the two could not be
  handed in for the other. What it costs is that type checkers call the class by its earlier name in messages.
- Of anything else, and of what has the same name in another module, only words say it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from generator.ir.declarations import Declaration, EnumClass, ObjectModel, ObjectParams, earlier_name_of
from generator.ir.extensions import Replacement
from generator.ir.types import Named
from generator.values import Value, field


class EarlierName(Value):
    """A name that `target` had: an alias of it. `stands_there` is what a stub defines in its place, if not a name."""

    alias: Declaration
    target: Named
    stands_there: ObjectModel | EnumClass | ObjectParams | None = None


class EarlierNames(Value):
    """The earlier names in each module; and the classes that stand under one of them in stubs, with that."""

    by_module: Mapping[str, tuple[EarlierName, ...]] = field(default_factory=lambda: MappingProxyType({}))
    moved: Mapping[Named, Named] = field(default_factory=lambda: MappingProxyType({}))


def earlier_names(declarations: Iterable[Declaration]) -> EarlierNames:
    """The earlier names among all declarations of a package."""
    every = {declaration.reference: declaration for declaration in declarations}
    found: dict[str, list[EarlierName]] = defaultdict(list)
    moved: dict[Named, Named] = {}
    for alias in every.values():
        target = earlier_name_of(alias)
        if target is None:
            continue
        stands_there: ObjectModel | EnumClass | ObjectParams | None = None
        match every.get(target):
            case ObjectParams(extra=None) as dictionary:
                stands_there = dictionary
            case ObjectModel() | EnumClass() as declared if _may_move(declared, alias) and target not in moved:
                moved[target] = alias.reference
                stands_there = declared
            case _:
                pass
        found[alias.module].append(EarlierName(alias, target, stands_there))
    return EarlierNames({module: tuple(names) for module, names in found.items()}, moved)


def _may_move(declared: ObjectModel | EnumClass, alias: Declaration) -> bool:
    """Whether a class can stand under an alias: what has been written by hand stands where it is, and checkers go by
    the bare name, which must be another one."""
    is_generated = not (isinstance(declared, ObjectModel) and isinstance(declared.custom, Replacement))
    return is_generated and alias.name != declared.name
