"""Following `$ref`: into the document itself and into files below its folder, never to the network."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote

from generator.diagnostics import Diagnostics, Related, Severity, UnusableInput, register
from generator.document.load import LoadedFile
from generator.document.nodes import ListNode, MapNode, kind_of
from generator.document.similar import Similar
from generator.source import Location, pointer_join

DANGLING = register("dangling-reference", Severity.WARNING, "A `$ref` leads to nothing.")
CYCLIC = register(
    "cyclic-reference", Severity.WARNING, "A `$ref` leads back to itself and never to an object; it is left out."
)
REMOTE = register("remote-reference", Severity.WARNING, "A `$ref` leads to the network, which is never asked.")
OUTSIDE = register(
    "reference-outside", Severity.WARNING, "A `$ref` leads to a file outside the folder of the document."
)

_LEFT_OUT: Final = "; the reference is left out"
"""What becomes of every reference that leads nowhere: a schema allows anything in its place, other objects lack it."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to: the node, its file and its pointer. `key` names it in `Document.schemas`."""

    file: LoadedFile
    pointer: str
    node: Any
    key: str


class References:
    """Resolves the references of one document, and loads the other files that they name, each once."""

    def __init__(self, root: LoadedFile, load_file: Callable[[str], LoadedFile], diagnostics: Diagnostics) -> None:
        self._root = root
        self._load_file = load_file
        self._diagnostics = diagnostics
        self._folder = None if root.from_stdin else Path(root.name).parent
        self._files: dict[Path, LoadedFile | UnusableInput] = {}
        if self._folder is not None:
            self._files[Path(root.name).resolve()] = root
        self._found: dict[tuple[str, str], Target] = {}
        self._adopted: dict[str, str] = {}
        self._similar = Similar()

    def find(self, reference: str, file: LoadedFile, location: Location) -> Target | None:
        """What a reference in `file` leads to; None, reported at `location`, where it leads nowhere."""
        known = self._found.get((file.name, reference))
        if known is None:
            path, _, fragment = reference.partition("#")
            holder = self._file(path, reference, file, location) if path else file
            known = self._point(holder, fragment, reference, location) if holder else None
            if known is not None:
                self._found[file.name, reference] = known
        return known

    def _file(self, path: str, reference: str, file: LoadedFile, location: Location) -> LoadedFile | None:
        if _SCHEME.match(path):
            hint = "save a copy beside the document and refer to that by its path"
            self._diagnostics.report(REMOTE, f"{reference} leads to the network{_LEFT_OUT}", location, hint=hint)
            return None
        if self._folder is None:
            hint = "give the document as a file"
            message = f"{reference} leads to a file, and a document from standard input has no folder{_LEFT_OUT}"
            self._diagnostics.report(OUTSIDE, message, location, hint=hint)
            return None
        try:
            wanted = (Path(file.name).parent / unquote(path)).resolve()
            below = wanted.relative_to(self._folder.resolve())
        except ValueError:  # not below the folder, or no path at all (it holds a NUL)
            hint = "move the file below the folder of the document"
            message = f"{reference} leads to a file outside the folder of the document{_LEFT_OUT}"
            self._diagnostics.report(OUTSIDE, message, location, hint=hint)
            return None
        if wanted not in self._files:
            self._files[wanted] = self._load(str(self._folder / below))
        loaded = self._files[wanted]
        if isinstance(loaded, UnusableInput):
            why = loaded.diagnostic
            related = (Related("what is wrong", why.location),) if why.location else ()
            message = f"{reference} leads to a file that cannot be read ({why.message}){_LEFT_OUT}"
            self._diagnostics.report(DANGLING, message, location, hint=why.hint, related=related)
            return None
        return loaded

    def _load(self, path: str) -> LoadedFile | UnusableInput:
        try:
            return self._load_file(path)
        except UnusableInput as error:
            return error

    def _point(self, file: LoadedFile, fragment: str, reference: str, location: Location) -> Target | None:
        pointer = unquote(fragment)
        if pointer and not pointer.startswith("/"):
            hint = "write the place in the document, such as #/components/schemas/" + pointer
            self._diagnostics.report(DANGLING, f"{reference} is no JSON pointer{_LEFT_OUT}", location, hint=hint)
            return None
        tokens = [token.replace("~1", "/").replace("~0", "~") for token in pointer.split("/")[1:]]
        node: Any = file.root
        for depth, token in enumerate(tokens):
            inner = _step(node, token)
            if inner is _NOTHING:
                self._report_dangling(reference, tokens[:depth], token, node, location)
                return None
            node = inner
        canonical = pointer_join("", *tokens)
        key = self.key(file, canonical)
        return Target(file, canonical, node, self._adopted.get(key, key))

    def adopt(self, target: Target, key: str) -> bool:
        """Let every later reference to a place in another file mean `key`; False where it means another key already."""
        if target.file is self._root or target.key in self._adopted.values():
            return False
        self._adopted[target.key] = key
        self._found = {place: found for place, found in self._found.items() if found.key != target.key}
        return True

    def key(self, file: LoadedFile, pointer: str) -> str:
        """The key in `Document.schemas` for a place."""
        if file is self._root or self._folder is None:
            return f"#{pointer}"
        return f"{PurePosixPath(Path(file.name).relative_to(self._folder))}#{pointer}"

    def _report_dangling(self, reference: str, way: list[str], missing: str, node: Any, location: Location) -> None:
        there = "/".join(["#", *way])
        if not isinstance(node, MapNode | ListNode):
            message, hint = f"{reference} leads into {kind_of(node)} at {there}{_LEFT_OUT}", None
        else:
            message = f'{reference} leads to nothing: there is no "{missing}" in {there}{_LEFT_OUT}'
            hint = self._similar.hint(missing, node if isinstance(node, MapNode) else ())
        self._diagnostics.report(DANGLING, message, location, hint=hint)


_NOTHING: Final = object()


def _step(node: Any, token: str) -> Any:
    """One step of a JSON pointer; `_NOTHING` where it leads out of the document."""
    if isinstance(node, MapNode):
        return node.get(token, _NOTHING)
    if (
        isinstance(node, ListNode)
        and token.isdecimal()
        and token.isascii()
        and len(token) < 10
        and int(token) < len(node)
    ):
        return node[int(token)]
    return _NOTHING
