"""A part of a document: the operations that are chosen, and what they use. The rest is never read.

What stays is the nodes that the whole document has, in their places, under a root of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Set
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

from generator.document.model import Document, Operation, SecurityRequirement
from generator.document.nodes import ListNode, MapNode, Sources
from generator.document.patches import remove_value
from generator.document.resources import NOTHING, step, tokens
from generator.ledger import NOT_CHOSEN, UNUSED_IN_PART, Ledger
from generator.methods import VERBS
from generator.source import pointer_join
from generator.values import Mutable, Value, field

_Way: TypeAlias = tuple[str, ...]
"""The keys that lead to a node."""

_SCHEMAS: Final = (("components", "schemas"), ("definitions",))
_KINDS: Final = {
    **dict.fromkeys(_SCHEMAS, "schema"),
    ("parameters",): "parameter",
    ("responses",): "response",
    ("components", "parameters"): "parameter",
    ("components", "requestBodies"): "request-body",
    ("components", "responses"): "response",
    ("components", "headers"): "header",
    ("components", "examples"): "example",
    ("components", "mediaTypes"): "media-type",
    ("components", "links"): "link",
    ("components", "callbacks"): "callback",
    ("components", "pathItems"): "path-item",
}
"""The homes of what is there to be referred to, and what a ledger calls it."""
_CREDENTIALS: Final = (("components", "securitySchemes"), ("securityDefinitions",))
_WEBHOOKS: Final = ("webhooks", "x-webhooks")


class Chosen(Value, kw_only=True):
    """The operations that stay, by verb in lower case and path, and the webhooks and security schemes, by name.

    With `only_used`, so does what they use, and nothing else; without it, all that is not used by what goes alone.
    """

    operations: Set[tuple[str, str]]
    webhooks: Set[str]
    schemes: Set[str]
    only_used: bool


Choose: TypeAlias = Callable[[Document], Chosen]
"""Chooses among the operations of a document, whose outline is given."""


def part_of(root: MapNode, outline: Document, chosen: Chosen, sources: Sources, ledger: Ledger) -> MapNode:
    """The root of the chosen part of a document. What goes is entered in the ledger."""
    for operation in outline.operations:
        if operation.key not in chosen.operations:
            ledger.read["operation"] += 1
            ledger.dropped("operation", f"{operation.verb} {operation.path}", NOT_CHOSEN, operation.location)
    for webhook in outline.webhooks:
        if webhook.name not in chosen.webhooks:
            ledger.read["webhook"] += 1
            ledger.dropped("webhook", webhook.name, NOT_CHOSEN, webhook.location)
    cut = _Cut(root, chosen, {webhook.name for webhook in outline.webhooks} - chosen.webhooks)
    part = _with(root, "paths", cut.paths())
    for key in _WEBHOOKS:
        part = _with(part, key, cut.webhooks(key))
    gone = cut.unused() | _unused_schemes(root, outline, chosen)
    for way in gone:
        home = _at(root, way[:-1])
        kind = _KINDS.get(way[:-1], "security scheme")
        ledger.read[kind] += kind == "schema"
        ledger.dropped(kind, way[-1], UNUSED_IN_PART, sources.location(home.places[way[-1]], pointer_join("", *way)))
    return _with(_without(part, gone), "tags", _tags(root, outline, chosen, sources, ledger))


def _tags(root: MapNode, outline: Document, chosen: Chosen, sources: Sources, ledger: Ledger) -> ListNode | None:
    """The tags that stay, with those that they are below."""
    tags = root.get("tags")
    if not isinstance(tags, ListNode):
        return None
    kept, gone = _parted(outline, chosen)
    used = {tag for operation in kept for tag in operation.tags}
    lost = {tag for operation in gone for tag in operation.tags} - used
    parents = {tag.get("name"): tag.get("parent") for tag in tags if isinstance(tag, MapNode)}
    pending = list(used)
    while pending:
        parent = parents.get(pending.pop())
        if isinstance(parent, str) and parent not in used:
            used.add(parent)
            pending.append(parent)
    left = ListNode(tags.place)
    for index, tag in enumerate(tags):
        name = tag.get("name") if isinstance(tag, MapNode) else None
        if isinstance(name, str) and (name not in used if chosen.only_used else name in lost):
            location = sources.location(tags.places[index], pointer_join("", "tags", index))
            ledger.dropped("tag", name, UNUSED_IN_PART, location)
        else:
            left.add(tag, tags.places[index])
    return left


def _unused_schemes(root: MapNode, outline: Document, chosen: Chosen) -> Set[_Way]:
    """The ways of the security schemes that go."""
    kept, gone = _parted(outline, chosen)
    used = chosen.schemes | _asked_for(outline.security) | {name for one in kept for name in _asked_for(one.security)}
    lost = {name for one in gone for name in _asked_for(one.security)} - used
    ways = {(*home, name) for home in _CREDENTIALS if isinstance(node := _at(root, home), MapNode) for name in node}
    return {way for way in ways if (way[-1] not in used if chosen.only_used else way[-1] in lost)}


def _asked_for(requirements: Iterable[SecurityRequirement] | None) -> set[str]:
    return {name for requirement in requirements or () for name, _ in requirement}


def _parted(outline: Document, chosen: Chosen) -> tuple[list[Operation], list[Operation]]:
    """The operations that stay, and those that go, webhooks' included."""
    kept: list[Operation] = []
    gone: list[Operation] = []
    for operation in outline.operations:
        (kept if operation.key in chosen.operations else gone).append(operation)
    for webhook in outline.webhooks:
        (kept if webhook.name in chosen.webhooks else gone).extend(webhook.operations)
    return kept, gone


def _with(root: MapNode, key: str, value: MapNode | ListNode | None) -> MapNode:
    """A root with another value under a key that it has."""
    if value is None:
        return root
    made = MapNode(root.place)
    for one, present in root.items():
        made.put(one, value if one == key else present, root.places[one])
    return made


def _without(root: MapNode, gone: Set[_Way]) -> MapNode:
    """A root without the components that go."""
    homes: dict[_Way, set[str]] = defaultdict(set)
    for way in gone:
        homes[way[:-1]].add(way[-1])
    for home, names in homes.items():
        kept = _copy_without(_at(root, home), names)
        holder = kept if len(home) == 1 else _with(_at(root, home[:-1]), home[-1], kept)
        root = _with(root, home[0], holder)
    return root


def _copy_without(node: MapNode, names: Set[str]) -> MapNode:
    kept = MapNode(node.place)
    for name, value in node.items():
        if name not in names:
            kept.put(name, value, node.places[name])
    return kept


def _at(root: MapNode, way: _Way) -> Any:
    node: Any = root
    for key in way:
        node = step(node, key)
    return node


class _Cut:
    """Takes a document apart: what is chosen, and what is not."""

    def __init__(self, root: MapNode, chosen: Chosen, webhooks: Set[str]) -> None:
        self._root = root
        self._gone = webhooks
        self._chosen = chosen
        self._kept: list[Any] = []
        self._lost: list[Any] = []

    def paths(self) -> MapNode | None:
        """The paths of what is chosen."""
        paths = self._root.get("paths")
        if not isinstance(paths, MapNode):
            return None
        kept = MapNode(paths.place)
        for path, item in paths.items():
            part = item if path.startswith("x-") or not isinstance(item, MapNode) else self._item(path, item)
            if part is not None:
                kept.put(path, part, paths.places[path])
                self._kept.append(part)
        return kept

    def webhooks(self, key: str) -> MapNode | None:
        """The webhooks that are chosen."""
        webhooks = self._root.get(key)
        if not isinstance(webhooks, MapNode):
            return None
        gone = webhooks.keys() & self._gone
        kept = _copy_without(webhooks, gone)
        self._kept += kept.values()
        self._lost += [webhooks[name] for name in gone]
        return kept

    def unused(self) -> Set[_Way]:
        """The ways of the components that go."""
        uses = _Uses(self._root)
        kept = uses.of(self._kept)
        uses.forget_unused_values(kept)
        if self._chosen.only_used:
            return {way for way in uses.components() if way not in kept}
        return _Uses(self._root).of(self._lost) - kept

    def _item(self, path: str, item: MapNode) -> MapNode | None:
        """What stays of a path item; None where nothing does."""
        node = self._resolved(item)
        whole = path if path.startswith("/") else f"/{path}"
        further = node.get("additionalOperations")
        others = further if isinstance(further, MapNode) else MapNode(node.place)
        lost = {verb for verb in (*VERBS, *others) if self._has(node, others, verb) and not self._keeps(verb, whole)}
        if not lost:
            return item
        self._lost += [holder[verb] for verb in lost for holder in (node, others) if verb in holder]
        left = _copy_without(node, lost)
        if others:
            left.put("additionalOperations", _copy_without(others, lost), node.places["additionalOperations"])
        return left if any(verb in left for verb in VERBS) or left.get("additionalOperations") else None

    def _has(self, node: MapNode, others: MapNode, verb: str) -> bool:
        return isinstance(node.get(verb) if verb in VERBS else others.get(verb), MapNode)

    def _keeps(self, verb: str, path: str) -> bool:
        return (verb.lower(), path) in self._chosen.operations

    def _resolved(self, item: MapNode) -> MapNode:
        """The path item itself, or the one that it refers to."""
        seen: set[int] = set()
        while isinstance(reference := item.get("$ref"), str) and id(item) not in seen:
            seen.add(id(item))
            target = _at(self._root, _way(reference) or ("",))
            if not isinstance(target, MapNode):
                break
            item = target
        return item


def _way(reference: str) -> _Way | None:
    """The keys that a reference within the document goes."""
    return tuple(tokens(unquote(reference[1:]))) if reference.startswith("#/") else None


class _Uses(Mutable):
    """Finds what nodes use, and what that uses in its turn.

    A schema that is only extended brings no other that extends it, too: it does where a value may be any of these, as
    a discriminator says. `_whole` are the components of which that was followed, `_values` the discriminators met.
    """

    _root: MapNode
    _found: set[_Way] = field(default_factory=set)
    _whole: set[_Way] = field(default_factory=set)
    _inside: set[int] = field(default_factory=set)
    _values: list[MapNode] = field(default_factory=list)
    _pending: list[tuple[Any, bool]] = field(default_factory=list)
    _children: dict[_Way, list[_Way]] | None = None

    def of(self, nodes: list[Any]) -> Set[_Way]:
        """The ways of all components that these nodes use."""
        self._pending += [(node, False) for node in nodes]
        while self._pending:
            node, is_base = self._pending.pop()
            if isinstance(node, MapNode):
                self._look_into(node, is_base=is_base)
            elif isinstance(node, ListNode):
                self._pending += [(item, is_base) for item in node]
        return self._found

    def components(self) -> Iterator[_Way]:
        """The ways of all components."""
        for home in _KINDS:
            node = _at(self._root, home)
            for name in node if isinstance(node, MapNode) else ():
                if not (name.startswith("x-") and home not in _SCHEMAS):
                    yield (*home, name)

    def forget_unused_values(self, kept: Set[_Way]) -> None:
        """Let discriminators that were met name nothing that goes."""
        for discriminator in self._values:
            mapping = discriminator.get("mapping")
            if isinstance(mapping, MapNode):
                gone = [value for value, target in mapping.items() if self._goes(target, kept)]
                for value in gone:
                    remove_value(mapping, value)
            if self._goes(discriminator.get("defaultMapping"), kept):
                remove_value(discriminator, "defaultMapping")

    def _goes(self, target: Any, kept: Set[_Way]) -> bool:
        """Whether what a discriminator names goes."""
        way = self._mapped(target)
        return way is not None and way not in kept

    def _look_into(self, node: MapNode, *, is_base: bool) -> None:
        for key, value in node.items():
            if key == "$ref" and isinstance(value, str):
                self._refer(value, is_base=is_base)
            elif key == "discriminator" and isinstance(value, MapNode) and "propertyName" in value:
                self._values.append(value)
            elif isinstance(value, MapNode | ListNode):
                self._pending.append((value, key == "allOf"))

    def _refer(self, reference: str, *, is_base: bool) -> None:
        way = _way(reference)
        if way is None:
            return
        component = self._component(way)
        if component is not None:
            self._reach(component, is_base=is_base)
            return
        target = _at(self._root, way)
        if target is not NOTHING and id(target) not in self._inside:  # it stands somewhere else, in what may go itself
            self._inside.add(id(target))
            self._pending.append((target, is_base))

    def _component(self, way: _Way) -> _Way | None:
        """The component that a way leads to, or into."""
        for length in (2, 3):
            home, component = way[: length - 1], way[:length]
            if home in _KINDS and len(component) == length and _at(self._root, component) is not NOTHING:
                return component
        return None

    def _reach(self, way: _Way, *, is_base: bool) -> None:
        node = _at(self._root, way)
        if way not in self._found:
            self._found.add(way)
            self._pending.append((node, is_base))
        if is_base or way in self._whole or way[:-1] not in _SCHEMAS or not isinstance(node, MapNode):
            return
        self._whole.add(way)
        if isinstance(reference := node.get("$ref"), str):
            self._refer(reference, is_base=False)
        discriminator = node.get("discriminator")
        mapping = discriminator.get("mapping") if isinstance(discriminator, MapNode) else None
        if isinstance(discriminator, MapNode):
            targets = (*(mapping.values() if isinstance(mapping, MapNode) else ()), discriminator.get("defaultMapping"))
            for member in filter(None, map(self._mapped, targets)):
                self._reach(member, is_base=False)
        if self._is_told_apart(way, frozenset()):
            for child in self._extending().get(way, ()):
                self._reach(child, is_base=False)

    def _mapped(self, target: Any) -> _Way | None:
        """The component that a discriminator names: by a reference, or by its name."""
        if not isinstance(target, str):
            return None
        way = _way(target)
        ways = [way[:3]] if way is not None else [(*home, target) for home in _SCHEMAS]
        return next((way for way in ways if way[:-1] in _KINDS and _at(self._root, way) is not NOTHING), None)

    def _is_told_apart(self, way: _Way, below: frozenset[_Way]) -> bool:
        """Whether a schema, or one that it extends, has a discriminator."""
        node = _at(self._root, way)
        if not isinstance(node, MapNode) or way in below:
            return False
        return "discriminator" in node or any(self._is_told_apart(base, below | {way}) for base in _bases(node))

    def _extending(self) -> dict[_Way, list[_Way]]:
        """The schemas that extend one."""
        if self._children is None:
            self._children = defaultdict(list)
            for home in _SCHEMAS:
                schemas = _at(self._root, home)
                for name, node in schemas.items() if isinstance(schemas, MapNode) else ():
                    for base in _bases(node):
                        self._children[base].append((*home, name))
        return self._children


def _bases(node: Any) -> Iterator[_Way]:
    """The components that a schema extends."""
    parts = node.get("allOf") if isinstance(node, MapNode) else None
    for part in parts if isinstance(parts, ListNode) else ():
        reference = part.get("$ref") if isinstance(part, MapNode) else None
        way = _way(reference) if isinstance(reference, str) else None
        if way is not None:
            yield way
