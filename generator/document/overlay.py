"""OpenAPI Overlay 1.1: files of actions that repair a document before it is parsed.

An action selects nodes by JSONPath (RFC 9535) and removes them, merges a value into them, or merges a copy of another
node. What is merged in keeps the places it has in the overlay, so a later finding points to the line that caused it.

An overlay with the key `x-titles` is written for the documents of these titles. Where nobody asked for it, it is left
alone for any other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from generator.diagnostics import Code, Diagnostics, Severity, register
from generator.document.load import LoadedFile
from generator.document.nodes import ListNode, MapNode, Sources, copied, kind_of, place_within
from generator.source import Location, pointer_join

INVALID_OVERLAY = register(
    "invalid-overlay", Severity.ERROR, "An overlay, or one of its actions, is not as it has to be."
)
WITHOUT_EFFECT = register(
    "overlay-without-effect",
    Severity.WARNING,
    "An action of an overlay is not needed any more: it selects nothing, or changes nothing.",
)
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


def is_written_for(overlay: LoadedFile, document: LoadedFile) -> bool:
    """Whether an overlay is meant for a document: it names the title, or no titles at all."""
    titles = overlay.root.get(_TITLES)
    if titles is None:
        return True
    described = document.root.get("info")
    return isinstance(titles, ListNode) and isinstance(described, MapNode) and described.get("title") in titles


def apply_overlay(
    overlay: LoadedFile, document: LoadedFile, sources: Sources, diagnostics: Diagnostics, *, strict: bool = False
) -> LoadedFile:
    """The document with the actions of an overlay applied, in their order.

    Each that has no effect is reported: upstream has made it unnecessary. With `strict` that is an error.
    """
    root = copied(document.root) if document.aliased else document.root
    unnecessary = replace(WITHOUT_EFFECT, severity=Severity.ERROR) if strict else WITHOUT_EFFECT
    _Overlay(overlay, sources, diagnostics, unnecessary).apply(root)
    return LoadedFile(document.name, root, aliased=False, from_stdin=document.from_stdin)


class _Overlay:
    """One overlay while it is applied."""

    def __init__(self, file: LoadedFile, sources: Sources, diagnostics: Diagnostics, unnecessary: Code) -> None:
        self._root = file.root
        self._sources = sources
        self._diagnostics = diagnostics
        self._unnecessary = unnecessary

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
            self._report_unnecessary(f"nothing is selected by {action['target']}", action, pointer)
        elif action.get("remove") is True:
            self._remove(root, targets, self._location(action, pointer, "target"))
        else:
            keyword, value = self._value(root, action, pointer)
            if keyword is None:
                return
            location = self._location(action, pointer, keyword)
            changes = [self._merge(root, target, value, action, location) for target in targets]
            if not any(changes):
                self._report_unnecessary("the document says already what the action is to make it say", action, pointer)

    def _report_unnecessary(self, message: str, action: MapNode, pointer: str) -> None:
        location = self._location(action, pointer, "target")
        self._diagnostics.report(self._unnecessary, message, location, hint="remove the action: it repairs nothing now")

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

    def _merge(self, root: MapNode, target: Selected, value: Any, action: MapNode, location: Location) -> bool:
        """Merge a value into a selected node: mappings by key, lists by appending, anything else by replacing.

        Whether that is a change, or a mismatch, which is reported.
        """
        if isinstance(target.value, MapNode):
            if isinstance(value, MapNode):
                return _merge_mapping(target.value, value)
        elif isinstance(target.value, ListNode):
            return _append(target.value, value, action)
        elif not isinstance(value, MapNode | ListNode):
            *above, last = target.steps
            _replace(_walk(root, above), last, value, place_within(action, "target"))
            return not _same_scalar(target.value, value)
        where = pointer_join("#", *target.steps)
        message = f"{kind_of(value)} cannot be merged into {kind_of(target.value)} at {where}"
        self._diagnostics.report(MISMATCH, message, location)
        return True

    def _location(self, node: MapNode | ListNode, pointer: str, key: str | int | None = None) -> Location:
        if key is None:
            return self._sources.location(node.place, pointer)
        return self._sources.location(place_within(node, key), pointer_join(pointer, key))


_TITLES: Final = "x-titles"
_ACTION_KEYS: Final = frozenset({"target", "description", "update", "remove", "copy"})


def _walk(root: MapNode, steps: list[str | int]) -> Any:
    node: Any = root
    for step in steps:
        node = node[step]
    return node


def _merge_mapping(into: MapNode, value: MapNode) -> bool:
    """Whether anything is another than before."""
    changed = False
    for key, item in value.items():
        present = into.get(key)
        if isinstance(present, MapNode) and isinstance(item, MapNode):
            changed |= _merge_mapping(present, item)
        elif isinstance(present, ListNode) and isinstance(item, ListNode):
            changed |= _append(present, item, value)
        else:
            changed |= key not in into or not _same_scalar(present, item)
            into.put(key, copied(item), value.places[key])
    return changed


def _same_scalar(one: Any, other: Any) -> bool:
    """Whether two scalars say the same: 1 and true do not."""
    return one.__class__ is other.__class__ and not isinstance(one, MapNode | ListNode) and bool(one == other)


def _append(into: ListNode, value: Any, holder: MapNode) -> bool:
    """Whether anything was added."""
    items = _items(value) if isinstance(value, ListNode) else [(value, getattr(value, "place", holder.place))]
    added = list(items)
    for item, place in added:
        into.add(copied(item), place)
    return bool(added)


def _items(node: ListNode) -> Iterator[tuple[Any, int]]:
    return zip(node, node.places, strict=True)


def _replace(holder: MapNode | ListNode, key: str | int, value: Any, place: int) -> None:
    if isinstance(holder, MapNode):
        holder.put(str(key), value, place)
    else:
        assert isinstance(key, int)
        holder[key] = value
        holder.places[key] = place
