"""Import statements, in the order that isort and ruff agree on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TypeAlias

from generator.python.code import Code
from generator.python.literals import dotted, name
from generator.values import Value

_STANDARD = frozenset(["builtins", "collections.abc", "datetime", "decimal", "enum", "functools", "typing", "uuid"])


class External(Value):
    """`from module import name`, or `import module` without a name. `is_own`: of the generated package, as those who
    use it import it."""

    module: str
    name: str = ""
    is_own: bool = False


class Local(Value):
    """`name` of a module of the generated package; `module` is dotted, below the package ("types.chat.thing")."""

    module: str
    name: str


Import: TypeAlias = External | Local
BUILTINS = External("builtins")
_STANDARDS, _OTHERS, _OWN, _RELATIVE = range(4)
_Section: TypeAlias = defaultdict[str, set[tuple[str, str]]]


def import_order(item: Import) -> tuple[str, str, str]:
    """A fixed order, so that nothing depends on how sets are walked."""
    return type(item).__name__, item.module, item.name


def import_lines(
    imports: Mapping[Import, str], module: str, *, is_package: bool = False, reexport: bool = False
) -> tuple[Code, ...]:
    """The import statements of a module of the generated package, one a line, sections apart by an empty line.

    `imports` says under which name each import is known. `module` is the importing module's dotted name below the
    package. `reexport` says that what comes from the package is exported on (`x as x`).
    """
    home = [part for part in module.split(".") if part]
    home = home if is_package else home[:-1]
    sections: tuple[_Section, ...] = tuple(defaultdict(set) for _ in range(_RELATIVE + 1))
    for item, known_as in imports.items():
        if isinstance(item, External):
            where = _OWN if item.is_own else _STANDARDS if item.module in _STANDARD else _OTHERS
            sections[where][item.module].add((item.name, known_as))
        elif is_package or item.module != module:
            sections[_RELATIVE][relative(home, item.module)].add((item.name, known_as))
    lines: list[Code] = []
    for number, section in enumerate(sections):
        if section:
            lines += [Code("")] if lines else []
            lines += _statements(section, reexport and number == _RELATIVE)
    return tuple(lines)


def relative(home: list[str], target: str) -> str:
    """The relative name of module `target` seen from package `home`, both below the generated package (itself: "")."""
    parts = target.split(".") if target else []
    if parts == home:
        return "."
    shared = 0
    while shared < min(len(home), len(parts) - 1) and home[shared] == parts[shared]:
        shared += 1
    return "." * (len(home) - shared + 1) + ".".join(parts[shared:])


def _statements(section: _Section, reexport: bool) -> list[Code]:
    """The statements of one section; a name that gets another one has a statement of its own."""
    whole, statements = [], []
    for module, names in section.items():
        order, together = _module_order(module), []
        for member, known_as in names:
            if not member:
                whole.append(module)
            elif member == known_as and not reexport:
                together.append(member)
            else:
                text = f"{name(member)} as {name(known_as)}"
                statements.append((order, _member_order(member), known_as, module, text))
        if together:
            together.sort(key=_member_order)
            statements.append((order, _member_order(together[0]), "", module, ", ".join(map(name, together))))
    lines = [Code(f"import {dotted(module)}") for module in sorted(set(whole))]
    return [*lines, *(Code(f"from {_checked(module)} import {text}") for *_, module, text in sorted(statements))]


def _checked(module: str) -> str:
    if module.lstrip("."):
        dotted(module.lstrip("."))
    return module


@lru_cache(maxsize=65536)
def _module_order(module: str) -> tuple[int, list[tuple[int, str]], str]:
    path = module.lstrip(".")
    return -(len(module) - len(path)), _natural(path.lower()), path


@lru_cache(maxsize=65536)
def export_order(exported: str) -> tuple[int, list[tuple[int, str]], str]:
    """The order of names in `__all__`: constants, classes, the rest."""
    return _kind(exported), _natural(exported), exported


@cache
def _member_order(member: str) -> tuple[int, list[tuple[int, str]], str]:
    """The order of names in an import, which case decides last."""
    return _kind(member), _natural(member.lower()), member


def _kind(name: str) -> int:
    return 0 if len(name) > 1 and name.isupper() else 1 if name[:1].isupper() else 2


_RUN = re.compile(r"\d+|\D+")


def _natural(text: str) -> list[tuple[int, str]]:
    """Numbers inside text compare by value."""
    if text.isalpha():
        return [(-1, text)]
    return [(int(run), "") if run.isdigit() else (-1, run) for run in _RUN.findall(text)]
