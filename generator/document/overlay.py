"""OpenAPI Overlay 1.1: files of actions that repair a document before it is parsed.

An action selects nodes by JSONPath (RFC 9535) and removes them, merges a value into them, or merges a copy of another
node. What is merged in keeps the places it has in the overlay, so a later finding points to the line that caused it.

An overlay with the key `x-titles` is written for the documents of these titles. Where nobody asked for it, it is left
alone for any other.
"""

from __future__ import annotations

from typing import Any, Final

from generator.diagnostics import Code, Diagnostics, Severity, register
from generator.document.jsonpath import QueryError, Selected, reached, select
from generator.document.load import LoadedFile
from generator.document.nodes import ListNode, MapNode, Sources, copied, kind_of, place_within
from generator.document.patches import append_items, merge_mapping, remove_value, replace_value, same_scalar
from generator.source import Location, pointer_join
from generator.values import replace

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
            holder = reached(root, tuple(above))
            remove_value(holder, last)

    def _merge(self, root: MapNode, target: Selected, value: Any, action: MapNode, location: Location) -> bool:
        """Merge a value into a selected node: mappings by key, lists by appending, anything else by replacing.

        Whether that is a change, or a mismatch, which is reported.
        """
        if isinstance(target.value, MapNode):
            if isinstance(value, MapNode):
                return merge_mapping(target.value, value)
        elif isinstance(target.value, ListNode):
            return append_items(target.value, value, action)
        elif not isinstance(value, MapNode | ListNode):
            *above, last = target.steps
            replace_value(reached(root, tuple(above)), last, value, place_within(action, "target"))
            return not same_scalar(target.value, value)
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
