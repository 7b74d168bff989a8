"""OpenAPI Overlay 1.1: files of actions that repair a document before it is parsed.

An action selects nodes by JSONPath (RFC 9535) and removes them, merges a value into them, or merges a copy of another
node. What is merged in keeps the places it has in the overlay, so a later finding points to the line that caused it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from generator.diagnostics import Diagnostics, Severity, register
from generator.document.load import LoadedFile
from generator.document.nodes import ListNode, MapNode, Sources, copied, kind_of, place_within
from generator.source import Location, pointer_join

INVALID_OVERLAY = register(
    "invalid-overlay", Severity.ERROR, "An overlay, or one of its actions, is not as it has to be."
)
WITHOUT_EFFECT = register("overlay-without-effect", Severity.WARNING, "An action of an overlay selects nothing.")
MISMATCH = register(
    "overlay-mismatch", Severity.ERROR, "An action of an overlay does not fit the node that it selects."
)

_VERSION_HINT: Final = "an overlay begins with `overlay: 1.1.0`"


@dataclass(frozen=True, slots=True)
class Selected:
    """A node that a JSONPath selects: the steps that lead to it from the root, and its value."""

    steps: tuple[str | int, ...]
    value: Any


class QueryError(ValueError):
    """A JSONPath that cannot be read."""


def select(root: MapNode, query: str) -> list[Selected]:
    """The nodes that a JSONPath selects, in document order. Raises `QueryError`."""
    from jsonpath import JSONPathEnvironment, JSONPathError  # noqa: PLC0415 # most runs have no overlay and need not wait

    class Environment(JSONPathEnvironment):
        max_recursion_depth = 1000  # deeper than any document that was loaded

    try:
        found = [Selected(match.parts, match.obj) for match in Environment(strict=True).finditer(query, root)]
    except JSONPathError as error:
        raise QueryError(str(error).partition("\n")[0]) from error
    return list({selected.steps: selected for selected in found}.values())


def apply_overlay(overlay: LoadedFile, document: LoadedFile, sources: Sources, diagnostics: Diagnostics) -> LoadedFile:
    """The document with the actions of an overlay applied, in their order. Each that has no effect is reported."""
    root = copied(document.root) if document.aliased else document.root
    _Overlay(overlay, sources, diagnostics).apply(root)
    return LoadedFile(document.name, root, aliased=False, from_stdin=document.from_stdin)


class _Overlay:
    """One overlay while it is applied."""

    def __init__(self, file: LoadedFile, sources: Sources, diagnostics: Diagnostics) -> None:
        self._root = file.root
        self._sources = sources
        self._diagnostics = diagnostics

    def apply(self, root: MapNode) -> None:
        """Apply all actions to the root of a document, which is changed."""
        version = self._root.get("overlay")
        if not isinstance(version, str) or not version.startswith("1."):
            location = self._location(self._root, "", "overlay")
            self._diagnostics.report(
                INVALID_OVERLAY, "the file is no overlay of version 1", location, hint=_VERSION_HINT
            )
            return
        actions = self._root.get("actions")
        if not isinstance(actions, ListNode):
            message = f"`actions` is {kind_of(actions)} where a list is needed"
            self._diagnostics.report(INVALID_OVERLAY, message, self._location(self._root, "", "actions"))
            return
        for index, action in enumerate(actions):
            if isinstance(action, MapNode):
                self._act(root, action, f"/actions/{index}")
            else:
                message = f"an action is {kind_of(action)} where a mapping is needed"
                self._diagnostics.report(INVALID_OVERLAY, message, self._location(actions, "/actions", index))

    def _act(self, root: MapNode, action: MapNode, pointer: str) -> None:
        for key in action:
            if key not in _ACTION_KEYS and not key.startswith("x-"):
                self._diagnostics.report(
                    INVALID_OVERLAY, f'"{key}" is no keyword of an action', self._location(action, pointer, key)
                )
        targets = self._select(root, action, "target", pointer)
        if targets is None:
            return
        if not targets:
            message = f"nothing is selected by {action['target']}"
            self._diagnostics.report(WITHOUT_EFFECT, message, self._location(action, pointer, "target"))
        elif action.get("remove") is True:
            self._remove(root, targets, self._location(action, pointer, "target"))
        else:
            keyword, value = self._value(root, action, pointer)
            if keyword is not None:
                for target in targets:
                    self._merge(root, target, value, action, self._location(action, pointer, keyword))

    def _select(self, root: MapNode, action: MapNode, key: str, pointer: str) -> list[Selected] | None:
        query = action.get(key)
        location = self._location(action, pointer, key)
        if not isinstance(query, str):
            self._diagnostics.report(
                INVALID_OVERLAY, f"`{key}` is {kind_of(query)} where a JSONPath is needed", location
            )
            return None
        try:
            return select(root, query)
        except QueryError as error:
            self._diagnostics.report(INVALID_OVERLAY, f"`{key}` is no JSONPath: {error}", location)
            return None

    def _value(self, root: MapNode, action: MapNode, pointer: str) -> tuple[str | None, Any]:
        """What an action merges in, and the keyword that says so; no keyword, reported, where it says nothing."""
        if "copy" in action:
            found = self._select(root, action, "copy", pointer)
            if found is not None and len(found) != 1:
                message = f"`copy` has to select one node and selects {len(found)}"
                self._diagnostics.report(MISMATCH, message, self._location(action, pointer, "copy"))
            return ("copy", found[0].value) if found and len(found) == 1 else (None, None)
        if "update" in action:
            return "update", action["update"]
        message = "the action neither removes, updates nor copies"
        self._diagnostics.report(INVALID_OVERLAY, message, self._location(action, pointer))
        return None, None

    def _remove(self, root: MapNode, targets: list[Selected], location: Location) -> None:
        for target in reversed(targets):  # later items of a list go first, so that the steps to earlier ones stay right
            if not target.steps:
                self._diagnostics.report(MISMATCH, "the root of a document cannot be removed", location)
                continue
            *above, last = target.steps
            holder = _walk(root, above)
            holder.places.pop(last)
            holder.pop(last)

    def _merge(self, root: MapNode, target: Selected, value: Any, action: MapNode, location: Location) -> None:
        """Merge a value into a selected node: mappings by key, lists by appending, anything else by replacing."""
        if isinstance(target.value, MapNode):
            if isinstance(value, MapNode):
                _merge_mapping(target.value, value)
                return
        elif isinstance(target.value, ListNode):
            _append(target.value, value, action)
            return
        elif not isinstance(value, MapNode | ListNode):
            *above, last = target.steps
            _replace(_walk(root, above), last, value, place_within(action, "target"))
            return
        where = pointer_join("#", *target.steps)
        message = f"{kind_of(value)} cannot be merged into {kind_of(target.value)} at {where}"
        self._diagnostics.report(MISMATCH, message, location)

    def _location(self, node: MapNode | ListNode, pointer: str, key: str | int | None = None) -> Location:
        if key is None:
            return self._sources.location(node.place, pointer)
        return self._sources.location(place_within(node, key), pointer_join(pointer, key))


_ACTION_KEYS: Final = frozenset({"target", "description", "update", "remove", "copy"})


def _walk(root: MapNode, steps: list[str | int]) -> Any:
    node: Any = root
    for step in steps:
        node = node[step]
    return node


def _merge_mapping(into: MapNode, value: MapNode) -> None:
    for key, item in value.items():
        present = into.get(key)
        if isinstance(present, MapNode) and isinstance(item, MapNode):
            _merge_mapping(present, item)
        elif isinstance(present, ListNode) and isinstance(item, ListNode):
            _append(present, item, value)
        else:
            into.put(key, copied(item), value.places[key])


def _append(into: ListNode, value: Any, holder: MapNode) -> None:
    items = _items(value) if isinstance(value, ListNode) else [(value, getattr(value, "place", holder.place))]
    for item, place in list(items):
        into.add(copied(item), place)


def _items(node: ListNode) -> Iterator[tuple[Any, int]]:
    return zip(node, node.places, strict=True)


def _replace(holder: MapNode | ListNode, key: str | int, value: Any, place: int) -> None:
    if isinstance(holder, MapNode):
        holder.put(str(key), value, place)
    else:
        assert isinstance(key, int)
        holder[key] = value
        holder.places[key] = place
