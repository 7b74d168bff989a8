"""Following `$ref` within a document that is whole: see `bundle.py` for what stands in other files."""

from __future__ import annotations

from collections.abc import Set
from typing import Any
from urllib.parse import unquote

from generator.diagnostics import Diagnostics
from generator.document.bundle import LEFT_OUT
from generator.document.files import DANGLING, dead_end
from generator.document.load import LoadedFile
from generator.document.resources import NOTHING, step, tokens
from generator.document.similar import Similar
from generator.source import Location, pointer_join
from generator.values import Value


class Target(Value):
    """What a reference leads to: the node and its pointer. `key` names it in `Document.schemas`."""

    pointer: str
    node: Any

    @property
    def key(self) -> str:
        """The key in `Document.schemas`."""
        return f"#{self.pointer}"


class References:
    """Resolves the references of one document. Those at the places `lost` were reported before."""

    def __init__(self, file: LoadedFile, lost: Set[tuple[str, int, int]], diagnostics: Diagnostics) -> None:
        self._file = file
        self._lost = lost
        self._diagnostics = diagnostics
        self._found: dict[str, Target] = {}
        self._similar = Similar()

    def find(self, reference: str, location: Location) -> Target | None:
        """What a reference leads to; None, reported at `location`, where it leads nowhere."""
        known = self._found.get(reference)
        if known is None and (location.file, location.line, location.column) not in self._lost:
            known = self._point(reference, location)
            if known is not None:
                self._found[reference] = known
        return known

    def _point(self, reference: str, location: Location) -> Target | None:
        pointer = unquote(reference[1:])
        if not reference.startswith("#") or (pointer and not pointer.startswith("/")):
            self._diagnostics.report(DANGLING, f"{reference} is no JSON pointer{LEFT_OUT}", location)
            return None
        way = tokens(pointer)
        node: Any = self._file.root
        for depth, token in enumerate(way):
            inner = step(node, token)
            if inner is NOTHING:
                self._report_dangling(reference, way[:depth], token, node, location)
                return None
            node = inner
        return Target(pointer_join("", *way), node)

    def _report_dangling(self, reference: str, way: list[str], missing: str, node: Any, location: Location) -> None:
        refusal = dead_end(node, "/".join(["#", *way]), missing, self._similar)
        self._diagnostics.report(refusal.code, f"{reference} {refusal.why}{LEFT_OUT}", location, hint=refusal.hint)
