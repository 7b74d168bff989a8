"""Transforms: the patches on a document that a config holds (`openapi.transforms`), applied to it as it is read.

Each is a command with arguments, and selects nodes by JSONPath-Plus. One that cannot be read, hits nothing, or does not
fit what it hits costs itself only: it is reported, and the others are applied. What is put into the document keeps the
places that it has in the config.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, TypeAlias

from generator.diagnostics import Code, Diagnostics, Severity, register
from generator.document.jsonpath import QueryError, Selected, destination, reached, select_plus
from generator.document.load import Limits, LoadedFile
from generator.document.nodes import ListNode, MapNode, Sources, copied, kind_of, place_within
from generator.document.patches import (
    append_items,
    items_of,
    merge_mapping,
    remove_value,
    rename_key,
    replace_value,
    same_scalar,
)
from generator.ledger import Ledger
from generator.source import Location, pointer_join
from generator.values import Value, replace

INVALID_TRANSFORM = register(
    "invalid-transform", Severity.WARNING, "A transform of the config cannot be read; it is not applied."
)
WITHOUT_EFFECT = register(
    "transform-without-effect", Severity.WARNING, "A transform of the config hits nothing, or changes nothing."
)
MISMATCH = register(
    "transform-mismatch", Severity.WARNING, "A transform of the config does not fit what it hits; it is not applied."
)

TEXT: Final = 1_000_000
"""How many characters a template may make."""


class Transform(Value, kw_only=True):
    """A patch on the document: `key` is the list of the config that it stands in, `args` are nodes as read."""

    key: str
    command: str
    args: MapNode
    location: Location
    reason: str = ""


def apply_transforms(
    transforms: Iterable[Transform],
    document: LoadedFile,
    *,
    sources: Sources,
    diagnostics: Diagnostics,
    ledger: Ledger,
    limits: Limits,
    strict: bool = False,
) -> LoadedFile:
    """The document with transforms applied, in their order. With `strict` what is wrong with one is an error.

    The ledger counts them as read, and as generated where they took effect, and has an entry for each other one.
    """
    patches = tuple(transforms)
    if not patches:
        return document
    root = copied(document.root) if document.aliased else document.root
    run = _Run(root, sources, diagnostics, limits, strict=strict)
    for transform in patches:
        ledger.read["transform"] += 1
        try:
            run.apply(transform)
        except _RefusedError as refused:
            run.report(refused.code, refused.message, refused.location, hint=refused.hint)
            name = f"openapi.{transform.key}.{transform.command}"
            ledger.dropped("transform", name, refused.message, transform.location)
        else:
            ledger.generated["transform"] += 1
    return replace(document, root=root, aliased=False)


class _RefusedError(Exception):
    """A transform that is not applied, and why."""

    def __init__(self, code: Code, message: str, location: Location, hint: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.location = location
        self.hint = hint


class _Hit(Value):
    """A node that a transform is about, and what holds it; nothing holds the root."""

    steps: tuple[str | int, ...]
    value: Any
    holder: MapNode | ListNode | None

    @property
    def key(self) -> str | int:
        return self.steps[-1]

    def __str__(self) -> str:
        return pointer_join("#", *self.steps)


class _Argument(Value):
    """Something in the arguments of a transform, with its place."""

    name: str
    value: Any
    place: int
    location: Location


class _Arguments:
    """The arguments of one transform."""

    def __init__(self, transform: Transform, sources: Sources) -> None:
        self._node = transform.args
        self._location = transform.location
        self._pointer = pointer_join(transform.location.pointer, "args")
        self._sources = sources

    def __contains__(self, name: str) -> bool:
        return name in self._node

    def needed(self, *names: str) -> _Argument:
        """The argument that has one of these names."""
        for name in names:
            if name in self._node:
                return self._at(self._node, self._pointer, name)
        raise _RefusedError(INVALID_TRANSFORM, f"`args` lacks `{names[0]}`", self._location)

    def wanted(self, name: str) -> Any:
        """The value of an argument that may be missing."""
        return self._node.get(name)

    def inside(self, argument: _Argument, key: str) -> _Argument:
        """What stands under a key of an argument."""
        if not isinstance(argument.value, MapNode) or key not in argument.value:
            raise _RefusedError(INVALID_TRANSFORM, f"`{argument.name}` lacks `{key}`", argument.location)
        return self._at(argument.value, argument.location.pointer, key)

    def items(self, argument: _Argument) -> Iterator[_Argument]:
        """The items of a list, or the argument itself."""
        if not isinstance(argument.value, ListNode):
            yield argument
            return
        for index, (value, place) in enumerate(items_of(argument.value)):
            location = self._sources.location(place, pointer_join(argument.location.pointer, index))
            yield _Argument(argument.name, value, place, location)

    def _at(self, node: MapNode, pointer: str, key: str) -> _Argument:
        place = place_within(node, key)
        return _Argument(key, node[key], place, self._sources.location(place, pointer_join(pointer, key)))


class _Run:
    """The transforms of one config while they are applied to the root of a document, which is changed."""

    def __init__(
        self, root: MapNode, sources: Sources, diagnostics: Diagnostics, limits: Limits, *, strict: bool
    ) -> None:
        self._root = root
        self._sources = sources
        self._diagnostics = diagnostics
        self._depth = limits.depth
        self._nodes = limits.nodes
        self._strict = strict

    def report(self, code: Code, message: str, location: Location, *, hint: str | None = None) -> None:
        """Report what is wrong with a transform."""
        said = replace(code, severity=Severity.ERROR) if self._strict else code
        self._diagnostics.report(said, message, location, hint=hint)

    def apply(self, transform: Transform) -> None:
        """Apply one."""
        command = _COMMANDS.get(transform.command)
        if command is None:
            near = get_close_matches(transform.command, _COMMANDS, n=1)
            hint = f"did you mean {near[0]}?" if near else "the commands are " + ", ".join(_COMMANDS)
            raise _RefusedError(INVALID_TRANSFORM, f'"{transform.command}" is no command', transform.location, hint)
        if not command(self, _Arguments(transform, self._sources)):
            message = f"`{transform.command}` changes nothing: the document is that way already"
            raise _RefusedError(WITHOUT_EFFECT, message, transform.location)

    def update(self, args: _Arguments) -> bool:
        """Put a value in the place of others; a template has the former text in it."""
        value, hits = args.needed("value"), self._hits(args, args.needed("target"))
        if args.wanted("template") is True:
            return self._fill(value, hits)
        return self._replace(value, hits)

    def replace_properties(self, args: _Arguments) -> bool:
        """The older form of `update`."""
        only = args.inside(args.needed("filter"), "only")
        return self._replace(args.needed("value"), self._hits(args, only))

    def merge(self, args: _Arguments) -> bool:
        """Merge a mapping into others."""
        value, hits = args.needed("value", "object"), self._hits(args, args.needed("target"))
        if not isinstance(value.value, MapNode):
            raise _wrong(value, "a mapping")
        into = [self._mapping(hit, value.location) for hit in hits]
        self._spend(value, hits)
        changes = [merge_mapping(one, value.value) for one in into]
        return any(changes)

    def append(self, args: _Arguments) -> bool:
        """Add items to lists, or keys to mappings, which must not be there already."""
        value, hits = args.needed("value"), self._hits(args, args.needed("target"))
        for hit in hits:
            self._check_new(hit, value)
        self._spend(value, hits)
        changed = False
        for hit in hits:
            if isinstance(hit.value, ListNode):
                changed |= append_items(hit.value, value.value, MapNode(value.place))
            else:
                changed |= merge_mapping(hit.value, value.value)
        return changed

    def remove(self, args: _Arguments) -> bool:
        """Remove nodes, or keys of them."""
        hits = self._hits(args, args.needed("target"))
        if "keys" not in args:
            for hit in hits:
                self._no_root(hit, args.needed("target").location)
            return _removed((hit.holder, hit.key) for hit in hits)
        keys = args.needed("keys")
        names = [one.value for one in args.items(keys)]
        if not all(isinstance(name, str) for name in names):
            raise _wrong(keys, "a list of names")
        holders = [self._mapping(hit, keys.location) for hit in hits]
        if not any(name in holder for holder in holders for name in names):
            raise _RefusedError(WITHOUT_EFFECT, f"no node has {_listed(names)}", keys.location)
        return _removed((holder, name) for holder in holders for name in names if name in holder)

    def copy(self, args: _Arguments) -> bool:
        """Copy a node to other places, where nothing may stand."""
        source = self._one(args, args.needed("from", "source"))
        to = args.needed("to", "target")
        places = [place for one in args.items(to) for place in self._free(one)]
        found = _Argument("from", source.value, to.place, to.location)
        for holder, name, steps in places:
            self._spend(found, (_Hit((*steps, name), None, holder),))
        for holder, name, _ in places:
            _put(holder, name, copied(source.value), to.place)
        return bool(places)

    def move(self, args: _Arguments) -> bool:
        """Move a node to where nothing stands. A new name among its neighbours stands where the old one stood."""
        source = self._one(args, args.needed("from", "source"))
        to = args.needed("to", "target")
        self._no_root(source, to.location)
        places = [place for one in args.items(to) for place in self._free(one)]
        if len(places) != 1:
            raise _RefusedError(MISMATCH, f"`{to.name}` has to name one place and names {len(places)}", to.location)
        ((holder, name, steps),) = places
        if steps[: len(source.steps)] == source.steps:
            raise _RefusedError(MISMATCH, "a node cannot be moved into itself", to.location)
        self._spend(_Argument("from", source.value, to.place, to.location), (_Hit((*steps, name), None, holder),))
        if holder is source.holder and isinstance(holder, MapNode):
            rename_key(holder, str(source.key), str(name))
        else:
            assert source.holder is not None
            _put(holder, name, remove_value(source.holder, source.key), to.place)
        return True

    def one_of_to_any_of(self, _args: _Arguments) -> bool:
        """Write every `oneOf` as `anyOf`. Where a schema has both it stays, which is reported."""
        found = [hit for hit in _mappings(self._root) if isinstance(hit.value.get("oneOf"), ListNode)]
        for hit in found:
            if "anyOf" in hit.value:
                location = self._sources.location(
                    place_within(hit.value, "oneOf"), pointer_join("", *hit.steps, "oneOf")
                )
                self.report(MISMATCH, "`oneOf` stays what it is, since there is `anyOf` beside it", location)
            else:
                rename_key(hit.value, "oneOf", "anyOf")
        return any("oneOf" not in hit.value for hit in found)

    def _hits(self, args: _Arguments, target: _Argument) -> list[_Hit]:
        """The nodes that are selected, each once. A path among others that hits nothing is reported."""
        found: dict[tuple[str | int, ...], _Hit] = {}
        missed = []
        for path in args.items(target):
            hits = self._matching(args, path) if isinstance(path.value, MapNode) else self._selected(path)
            found |= {hit.steps: hit for hit in hits}
            if not hits:
                missed.append((f"nothing is hit by {_shown(path.value)}", path.location))
        if not found:
            message, location = missed[0] if missed else (f"`{target.name}` is empty", target.location)
            raise _RefusedError(WITHOUT_EFFECT, message, location)
        for message, location in missed:
            self.report(WITHOUT_EFFECT, message, location)
        return list(found.values())

    def _selected(self, path: _Argument) -> list[_Hit]:
        if not isinstance(path.value, str):
            raise _wrong(path, "a JSONPath")
        try:
            return [self._hit(selected) for selected in select_plus(self._root, path.value)]
        except QueryError as error:
            message = f"{_shown(path.value)} cannot be used as a JSONPath: {error}"
            raise _RefusedError(INVALID_TRANSFORM, message, path.location) from error

    def _hit(self, selected: Selected) -> _Hit:
        holder = reached(self._root, selected.steps[:-1]) if selected.steps else None
        return _Hit(selected.steps, selected.value, holder)

    def _matching(self, args: _Arguments, entry: _Argument) -> list[_Hit]:
        """The nodes that are equal to one, but for those to be ignored."""
        pattern = self._one(args, args.inside(entry, "matches_schema"))
        if not isinstance(pattern.value, MapNode):
            raise _RefusedError(MISMATCH, f"{pattern} is {kind_of(pattern.value)} and no schema", entry.location)
        ignored: set[tuple[str | int, ...]] = set()
        if "ignore" in entry.value:
            spared = args.items(args.inside(entry, "ignore"))
            ignored = {hit.steps for path in spared for hit in self._selected(path)}
        wanted = _canonical(pattern.value)
        return [
            hit
            for hit in _mappings(self._root)
            if len(hit.value) == len(pattern.value) and hit.steps not in ignored and _canonical(hit.value) == wanted
        ]

    def _one(self, args: _Arguments, path: _Argument) -> _Hit:
        hits = self._hits(args, path)
        if len(hits) != 1:
            message = f"`{path.name}` has to hit one node and hits {len(hits)}"
            raise _RefusedError(MISMATCH, message, path.location)
        return hits[0]

    def _free(self, path: _Argument) -> Iterator[tuple[MapNode | ListNode, str | int, tuple[str | int, ...]]]:
        """Where a path leads that nothing stands at yet: what is to hold it, its name there, and the steps to there."""
        if not isinstance(path.value, str):
            raise _wrong(path, "a JSONPath")
        try:
            above, name = destination(path.value)
            holders = select_plus(self._root, above)
        except QueryError as error:
            message = f"{_shown(path.value)} cannot be used as a place: {error}"
            raise _RefusedError(INVALID_TRANSFORM, message, path.location) from error
        if not holders:
            raise _RefusedError(WITHOUT_EFFECT, f"nothing can hold {_shown(path.value)}", path.location)
        for selected in holders:
            where = pointer_join("#", *selected.steps)
            if isinstance(selected.value, MapNode):
                name = str(name)
                if name in selected.value:
                    message = f"there is something at {pointer_join(where, name)} already"
                    raise _RefusedError(MISMATCH, message, path.location)
            elif not isinstance(selected.value, ListNode) or name != len(selected.value):
                message = f"{kind_of(selected.value)} at {where} has no place for {_shown(name)}"
                raise _RefusedError(MISMATCH, message, path.location)
            yield selected.value, name, selected.steps

    def _replace(self, value: _Argument, hits: list[_Hit]) -> bool:
        for hit in hits:
            self._no_root(hit, value.location)
        self._spend(value, hits)
        changed = False
        for hit in hits:
            assert hit.holder is not None
            changed |= not same_scalar(hit.value, value.value) and _canonical(hit.value) != _canonical(value.value)
            replace_value(hit.holder, hit.key, copied(value.value), value.place)
        return changed

    def _fill(self, template: _Argument, hits: list[_Hit]) -> bool:
        if not isinstance(template.value, str) or _OLD not in template.value:
            message = f"a template is a text with {_OLD} in it"
            raise _RefusedError(INVALID_TRANSFORM, message, template.location)
        texts = []
        for hit in hits:
            if not isinstance(hit.value, str):
                raise _RefusedError(MISMATCH, f"{kind_of(hit.value)} at {hit} is no text", template.location)
            if len(template.value) + template.value.count(_OLD) * len(hit.value) > TEXT:
                raise _RefusedError(MISMATCH, f"the text at {hit} would become too long", template.location)
            texts.append(template.value.replace(_OLD, hit.value))
        changed = False
        for hit, text in zip(hits, texts, strict=True):
            assert hit.holder is not None
            changed |= hit.value != text
            replace_value(hit.holder, hit.key, text, template.place)
        return changed

    def _check_new(self, hit: _Hit, value: _Argument) -> None:
        """Refuse to append what is there already."""
        if isinstance(hit.value, ListNode):
            present = {_canonical(item) for item in hit.value}
            added = value.value if isinstance(value.value, ListNode) else [value.value]
            twice = [_shown(item) for item in added if _canonical(item) in present]
        elif isinstance(hit.value, MapNode) and isinstance(value.value, MapNode):
            twice = [_shown(key) for key in value.value if key in hit.value]
        else:
            message = f"{kind_of(value.value)} cannot be appended to {kind_of(hit.value)} at {hit}"
            raise _RefusedError(MISMATCH, message, value.location)
        if twice:
            raise _RefusedError(MISMATCH, f"{hit} has {', '.join(twice)} already", value.location)

    def _mapping(self, hit: _Hit, location: Location) -> MapNode:
        if not isinstance(hit.value, MapNode):
            raise _RefusedError(MISMATCH, f"{kind_of(hit.value)} at {hit} is no mapping", location)
        return hit.value

    def _no_root(self, hit: _Hit, location: Location) -> None:
        if hit.holder is None:
            raise _RefusedError(MISMATCH, "the document as a whole can only be merged into", location)

    def _spend(self, value: _Argument, hits: Iterable[_Hit]) -> None:
        """Count what is about to be put into the document, which may become neither too large nor too deep."""
        size, depth = _extent(value.value)
        for hit in hits:
            self._nodes -= size
            if self._nodes < 0 or len(hit.steps) + depth > self._depth:
                raise _RefusedError(MISMATCH, "the document would become too large", value.location)


_OLD: Final = "{{value}}"
_Command: TypeAlias = Callable[[_Run, _Arguments], bool]
_COMMANDS: Final[Mapping[str, _Command]] = {
    "update": _Run.update,
    "merge": _Run.merge,
    "append": _Run.append,
    "remove": _Run.remove,
    "copy": _Run.copy,
    "move": _Run.move,
    "mergeObject": _Run.merge,
    "replaceProperties": _Run.replace_properties,
    "oneOfToAnyOf": _Run.one_of_to_any_of,
}


def _wrong(argument: _Argument, wanted: str) -> _RefusedError:
    message = f"`{argument.name}` is {kind_of(argument.value)} where {wanted} is needed"
    return _RefusedError(INVALID_TRANSFORM, message, argument.location)


def _put(holder: MapNode | ListNode, name: str | int, value: Any, place: int) -> None:
    if isinstance(holder, MapNode):
        holder.put(str(name), value, place)
    else:
        holder.add(value, place)


def _removed(entries: Iterable[tuple[MapNode | ListNode | None, str | int]]) -> bool:
    """Remove values, those of a list from its end, so that the others keep their index until it is their turn."""
    found = [(holder, key) for holder, key in entries if holder is not None]
    for holder, key in sorted(found, key=lambda entry: entry[1] if isinstance(entry[1], int) else 0, reverse=True):
        remove_value(holder, key)
    return bool(found)


_VALUES: Final = frozenset({"example", "examples", "default", "enum", "const"})
"""Keywords whose values are no schemas, whatever they look like; `examples` of components are not looked at either."""


def _mappings(root: MapNode) -> Iterator[_Hit]:
    """Every mapping below the root that may be a schema, in document order."""
    pending: list[_Hit] = [_Hit((), root, None)]
    while pending:
        hit = pending.pop()
        if isinstance(hit.value, MapNode):
            yield hit
            below: Iterable[tuple[str | int, Any]] = hit.value.items()
            named = bool(hit.steps) and hit.steps[-1] in ("properties", "patternProperties", "schemas", "definitions")
            inside = [(key, value) for key, value in below if named or key not in _VALUES]
        else:
            inside = list(enumerate(hit.value))
        pending += [
            _Hit((*hit.steps, key), value, hit.value)
            for key, value in reversed(inside)
            if isinstance(value, MapNode | ListNode)
        ]


def _canonical(value: Any) -> str:
    """A value as text, equal for equal values whatever their order."""
    return json.dumps(value, sort_keys=True, default=str)


def _extent(value: Any) -> tuple[int, int]:
    """How many nodes a value has, and how deep they are."""
    size, depth, level = 0, 0, [value]
    while level:
        size, depth = size + len(level), depth + 1
        level = [
            below
            for node in level
            for below in (node.values() if isinstance(node, MapNode) else node if isinstance(node, ListNode) else ())
        ]
    return size, depth


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str) if not isinstance(value, str) else value
    return text if len(text) <= 200 else f"{text[:200]}..."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{_shown(name)}"' for name in names)
