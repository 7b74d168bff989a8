"""A first lock from a package that is published: its names, with what each stands for in the document.

The package's text tells what methods call, and the ways from methods to types; these are written down as the lines of a
lock, and lowering follows them as it follows any other. What several names stand for gets the others as second ones.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from generator.compare.definitions import Definition, Definitions
from generator.compare.model import Field, Method, TypeKind
from generator.ir.package import Package
from generator.published.checks import is_sound
from generator.published.file import Lost, locked
from generator.published.lock import Lock, lock_of
from generator.published.names import Kind, Published, value_words
from generator.published.origins import Origin, origin_of
from generator.published.record import Steps, first_ways, published_names, steps_of
from generator.values import Value
from generator.write.manifest import is_version

_ALIKE: Final = 0.5
_ROUNDS: Final = 3
"""How often lowering is asked again: what it finds by one line leads to others."""

_NOT_CALLED: Final = "its text does not tell which operation it calls, and no method here has its name"
_PLACEHOLDER: Final = re.compile(r"\{[^{}]*\}")


class TakenOver(Value, kw_only=True):
    """The `text` of a lock, how many of a package's names are in it by their `kinds`, as (found, of all), and those
    that could not be found."""

    text: str
    kinds: Mapping[str, tuple[int, int]]
    lost: tuple[Lost, ...]


def take_over(published: Definitions, making: Callable[[Lock], Package | None]) -> TakenOver | None:
    """The lock with which `making` gives the names of a published package. None where it makes none."""
    plain = making(lock_of(()))
    if plain is None:
        return None
    lines = _first_lines(published, plain)
    for _ in range(_ROUNDS):
        package = making(lock_of(lines.values()))
        if package is None:
            return None
        again = _Again(published, lines, package).lines()
        if again == lines:
            break
        lines = again
    package = making(lock_of(lines.values()))
    if package is None:
        return None
    lock = lock_of(lines.values())
    after = locked(package, lock)
    present = {line.name for line in published_names(package, lock.by_name)}
    names = {**dict(_all_names(published)), **{name: line.kind for name, line in lines.items()}}
    kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, kind in names.items():
        kinds[_WORDS[kind]][1] += 1
        kinds[_WORDS[kind]][0] += name in present
    told = {lost.name for lost in after.gone}
    others = [Lost(name, _why(name, kind, published)) for name, kind in names.items() if name not in present | told]
    owners = {*told, *(lost.name for lost in others)}
    shown = sorted((lost for lost in (*after.gone, *others) if not _is_part(lost.name, owners)), key=_by_name)
    return TakenOver(text=after.text, kinds={kind: (a, b) for kind, (a, b) in kinds.items()}, lost=tuple(shown))


_WORDS: Final = {
    Kind.MODEL: "types",
    Kind.PARAMS: "types",
    Kind.ALIAS: "types",
    Kind.DEEP: "types",
    Kind.GONE: "types",
    Kind.FIELD: "fields",
    Kind.MEMBER: "members of enums",
    Kind.RESOURCE: "resources",
    Kind.METHOD: "methods",
    Kind.ARGUMENT: "arguments",
    Kind.PAGE: "pages",
}


def _by_name(lost: Lost) -> str:
    return lost.name


def _is_part(name: str, owners: set[str]) -> bool:
    """Whether a name goes with something that is told."""
    return any(
        name[: found.start()] in owners
        for found in re.finditer(r"[.(]", name)
        if name[: found.start()].count(":") or not name.startswith("types.")
    )


def _all_names(published: Definitions) -> Iterator[tuple[str, Kind]]:
    """What of a package has no line of its own: resources, pages, and methods with arguments."""
    for resource in published.resources:
        yield f"client.{resource.path}", Kind.RESOURCE
    for method in published.methods:
        yield f"client.{method.path}", Kind.METHOD
        for argument in method.arguments:
            yield f"client.{method.path}({argument.name})", Kind.ARGUMENT
    for page in published.pages:
        yield f"pagination:{page}", Kind.PAGE


def _why(name: str, kind: Kind, published: Definitions) -> str:
    if kind is Kind.METHOD:
        (method,) = (method for method in published.methods if f"client.{method.path}" == name)
        return f"no operation is {method.route}" if method.route else _NOT_CALLED
    if kind is Kind.ARGUMENT:
        return "no argument of the operation is called so, or like it"
    if kind is Kind.PAGE:
        return "the names of pages are those of the config, or of their conventions"
    return ""


# --- the lines of a package


def _first_lines(published: Definitions, plain: Package) -> dict[str, Published]:
    """The lines as the package alone tells them, with the operations and the wire names that methods have here."""
    version = published.version if is_version(published.version) else plain.version
    here = {line.name: line for line in published_names(plain, {})}
    lines: dict[str, Published] = {}
    calls = _Calls(here)
    steps: dict[str, Sequence[tuple[str, str]]] = {name: d.steps for name, d in published.types.items()}
    for method in published.methods:
        found = calls.of(method)
        if found is None:
            continue
        name = f"client.{method.path}"
        lines[name] = Published(name, Kind.METHOD, found.stands_for, version)
        wires = dict(calls.arguments(method, found.name))
        for argument, said in wires.items():
            lines[f"{name}({argument})"] = Published(f"{name}({argument})", Kind.ARGUMENT, said, version)
        steps[name] = [(_on_wire(way, wires), target) for way, target in published.steps[method.path]]
    sent = _sent(published, steps)
    ways = first_ways(steps, (*(name for name in sorted(steps) if name in lines), *sorted(published.types)))
    for name, definition in published.types.items():
        if definition.second_of:
            kind = Kind.ALIAS if definition.is_exported else Kind.DEEP
            lines[name] = Published(name, kind, (definition.second_of,), version)
            continue
        kind = Kind.PARAMS if name in sent else Kind.MODEL
        origin = Origin(is_nested=not definition.is_exported, via=ways.get(name))
        lines[name] = Published(name, kind, tuple(origin.words()), version)
        for line in _members(definition, version):
            lines[line.name] = line
    return {name: line for name, line in lines.items() if is_sound(line)}


def _members(definition: Definition, version: str) -> Iterator[Published]:
    for field in definition.fields:
        name = f"{definition.name}.{field.name}"
        if definition.kind is TypeKind.ENUM:
            yield Published(name, Kind.MEMBER, (value_words(_value(field.annotation)),), version)
        elif field.name.isidentifier():
            yield Published(name, Kind.FIELD, (field.wire_name or field.name, *_tag(field)), version)


def _value(text: str) -> object:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return text


def _tag(field: Field) -> tuple[str, ...]:
    """The only value that a field can have."""
    match _parsed(field.annotation):
        case ast.Subscript(value=ast.Name(id="Literal"), slice=ast.Constant(value=value)):
            return (value_words(value),)
        case _:
            return ()


def _parsed(annotation: str) -> ast.expr | None:
    """An annotation without what says that it may be missing."""
    try:
        node: ast.expr = ast.parse(annotation, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    while isinstance(node, ast.Subscript) and ast.unparse(node.value) in ("Required", "NotRequired", "Optional"):
        node = node.slice
    if isinstance(node, ast.BinOp) and isinstance(node.right, ast.Constant) and node.right.value is None:
        node = node.left
    return node


def _on_wire(way: str, wires: Mapping[str, tuple[str, ...]]) -> str:
    """The way of an argument in the words of the wire."""
    head, dot, rest = way.partition("argument.")
    if head or not dot:
        return way
    own = re.split(r"[\[{]", rest, maxsplit=1)[0]
    return f"argument.{wires[own][-1]}{rest.removeprefix(own)}" if own in wires else way


def _sent(published: Definitions, steps: Steps) -> set[str]:
    """The types that callers build: typed dictionaries, and aliases that no answer has."""
    answers: set[str] = set()
    pending = deque(
        target
        for name, several in steps.items()
        if name not in published.types
        for way, target in several
        if way.partition("[")[0].partition("{")[0] in ("answer", "item", "event")
    )
    while pending:
        name = pending.popleft()
        if name in answers:
            continue
        answers.add(name)
        pending.extend(target for _, target in steps.get(name, ()))
    given = {target for name, several in steps.items() for _, target in several if name not in answers}
    return {
        name
        for name, definition in published.types.items()
        if definition.kind is TypeKind.DICT
        or (definition.kind is TypeKind.ALIAS and name not in answers and (name in given or name.endswith("Param")))
    }


class _Calls:
    """The methods that there would be, by what they call and by name."""

    def __init__(self, here: Mapping[str, Published]) -> None:
        self._here = here
        self._by_route: dict[str, list[Published]] = defaultdict(list)
        self._arguments: dict[str, list[Published]] = defaultdict(list)
        for name, line in here.items():
            if line.kind is Kind.METHOD:
                verb, path, _ = line.stands_for
                self._by_route[f"{verb.lower()} {_PLACEHOLDER.sub('{}', path)}"].append(line)
            elif line.kind is Kind.ARGUMENT:
                self._arguments[name.partition("(")[0]].append(line)

    def of(self, method: Method) -> Published | None:
        """The method that calls the same: by its operation, where its text tells that; else that of its name."""
        named = self._here.get(f"client.{method.path}")
        named = named if named is not None and named.kind is Kind.METHOD else None
        if not method.route:
            return named
        same = self._by_route.get(method.route) or self._below(method.route)
        if named in same:
            return named
        own = method.path.rpartition(".")[2]
        alike = [line for line in same if line.name.rpartition(".")[2] == own]
        return next(iter((*alike, *same)), None)

    def _below(self, route: str) -> list[Published]:
        """The methods for a path that is written with, or without, what all paths begin with: `/v1`."""
        verb, _, path = route.partition(" ")
        found = [
            lines
            for other, lines in self._by_route.items()
            if other.startswith(f"{verb} /") and _ends_with(path, other.partition(" ")[2])
        ]
        return found[0] if len(found) == 1 else []

    def arguments(self, method: Method, here: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What the arguments of a method stand for: by their names, as the wire has them, or by the order of paths."""
        left = {line.name[len(here) + 1 : -1]: line.stands_for for line in self._arguments[here]}
        wanted = [argument.name for argument in method.arguments]
        for name in [name for name in wanted if name in left]:
            yield name, left.pop(name)
            wanted.remove(name)
        words = {_word(said[-1]): own for own, said in left.items()} | {_word(own): own for own in left}
        for name in list(wanted):
            own = words.get(_word(name))
            if own is not None and own in left:
                yield name, left.pop(own)
                wanted.remove(name)
        positional = [argument.name for argument in method.arguments if argument.positional and argument.name in wanted]
        yield from zip(positional, [said for said in left.values() if said[0] == "path"], strict=False)


def _ends_with(one: str, other: str) -> bool:
    longer, shorter = max(one, other, key=len), min(one, other, key=len)
    return len(shorter) > 1 and longer.endswith(shorter)


def _word(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())


# --- what lowering made of them


class _Again:
    """The lines of a lock anew once it is known what lowering found by them: types with their components, and further
    names for one type, as packages have them that write a component out wherever it is used."""

    def __init__(self, published: Definitions, lines: Mapping[str, Published], package: Package) -> None:
        self._published = published
        self._lines = dict(lines)
        self._now = {line.name: line for line in published_names(package, lock_of(lines.values()).by_name)}
        self._steps = steps_of(package)
        self._at = {name: self._target(name) for name in lines if name in self._now}
        self._first: dict[str, str] = {}
        for name in sorted(self._at, key=self._rank):
            self._first.setdefault(self._at[name], name)
        self._members: dict[str, set[str]] = defaultdict(set)
        for name, line in self._now.items():
            if line.kind in (Kind.FIELD, Kind.MEMBER):
                self._members[name.rpartition(".")[0]].add(line.stands_for[0])

    def _target(self, name: str) -> str:
        line = self._now[name]
        return line.stands_for[0] if line.kind in (Kind.ALIAS, Kind.DEEP) else name

    def _rank(self, name: str) -> tuple[bool, bool, str]:
        """What is the first of several names: the one that lowering took for it, else one that a package exports."""
        definition = self._published.types.get(name)
        return self._at[name] != name, definition is None or not definition.is_exported, name

    def lines(self) -> dict[str, Published]:
        """The lines."""
        for name in self._published.types:
            if name in self._at and name in self._lines and self._first[self._at[name]] == name:
                self._keep(name, self._now.get(self._at[name]))
        self._name_further()
        return self._lines

    def _keep(self, name: str, now: Published | None) -> None:
        """Let a type be found by its component from now on, so that it is no second name of it."""
        found = None if now is None else origin_of(now.stands_for)
        before = origin_of(self._lines[name].stands_for)
        if now is None or found is None or before is None or not found.component:
            return
        exported = self._published.types[name].is_exported
        origin = Origin(is_nested=not exported, form=found.form, component=found.component, via=before.via)
        self._lines[name] = self._lines[name]._replace(kind=now.kind, stands_for=tuple(origin.words()))

    def _name_further(self) -> None:
        """Find types that lowering has not found by the ways that lead to others under the same names."""
        pending = deque(self._at)
        while pending:
            name = pending.popleft()
            here: dict[str, list[str]] = defaultdict(list)
            for way, target in self._steps.get(self._at[name], ()):
                here[way].append(target)
            for way, old in self._old_steps(name):
                if old in self._at or old not in self._lines:
                    continue
                near = [target for target in here.get(way, ()) if self._is_like(old, target)]
                if len(near) == 1:
                    self._at[old] = near[0]
                    self._note(old, near[0], name, way)
                    pending.append(old)

    def _note(self, old: str, target: str, parent: str, way: str) -> None:
        first = self._first.setdefault(target, old)
        line = self._lines[old]
        if first != old:
            self._lines[old] = line._replace(kind=Kind.ALIAS, stands_for=(first,))
            return
        above = self._first.get(self._at[parent], parent)
        origin = Origin(is_nested=not self._published.types[old].is_exported, via=(above, way))
        self._lines[old] = line._replace(stands_for=tuple(origin.words()))
        self._keep(old, self._now.get(target))

    def _old_steps(self, name: str) -> Iterable[tuple[str, str]]:
        definition = self._published.types.get(name)
        if definition is not None:
            return definition.steps
        return self._published.steps.get(name.removeprefix("client."), ())

    def _is_like(self, old: str, target: str) -> bool:
        """Whether a type may stand for another one: they go the same way, and share their members."""
        line = self._now.get(target)
        definition = self._published.types[old]
        if line is None or (definition.kind is TypeKind.DICT and line.kind is not Kind.PARAMS):
            return False
        if definition.kind is not TypeKind.ALIAS and definition.kind is not TypeKind.DICT and line.kind is Kind.PARAMS:
            return False
        before = {field.wire_name or field.name for field in definition.fields}
        now = self._members.get(target, set())
        return not before | now or len(before & now) >= _ALIKE * len(before | now)
