"""What is known of an API: the table of its operations that the generator makes, as plain JSON, and requests to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from ._bodies import Pair, pairs_of
from ._json import is_object
from ._schemas import Schemas

Table = Mapping[str, Any]
_PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
_AS_IT_IS = "!$&'()*+,;=:@"
"""What stands in a path without being encoded, beside letters, digits and `-._~`."""


@dataclass(frozen=True, slots=True)
class Received:
    """A request: `target` is its path with the query, as it was sent."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)

    @property
    def path(self) -> str:
        """The path, still encoded."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> list[Pair]:
        """The pairs of the query."""
        return pairs_of(self.target.partition("?")[2])

    def header(self, name: str) -> str | None:
        """Return a header's value; those of several of the name are joined, None where there is none."""
        found = [value for own, value in self.headers if own.lower() == name.lower()]
        return ", ".join(found) if found else None


@dataclass(frozen=True, slots=True)
class Route:
    """An operation of the table with what its path has to be like; `fixed` are pairs that its query always has."""

    operation: Table
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    fixed: tuple[tuple[str, str], ...]

    @property
    def rank(self) -> tuple[int, tuple[int, ...], int]:
        """What is spelled out counts before what is a parameter, more of it in a segment before less."""
        segments = _path_and_query(self.operation["path"])[0].split("/")
        parameters = [segment for segment in segments if "{" in segment]
        spelled_out = tuple(-len(_PLACEHOLDER.sub("", segment)) for segment in parameters)
        return len(parameters), spelled_out, -len(self.fixed)


class Contract:
    """The table, with ways to find what is asked for."""

    def __init__(self, table: Table) -> None:
        self.table: Table = table
        self.schemas: Schemas = Schemas(table["schemas"])
        self._routes: dict[int, list[Route]] = {}
        for operation in table["operations"]:
            route = _route(operation)
            self._routes.setdefault(_path_and_query(operation["path"])[0].count("/"), []).append(route)
        for routes in self._routes.values():
            routes.sort(key=lambda route: route.rank)
        self._bases = sorted(table.get("bases", ()), key=len, reverse=True)

    def routes(self, received: Received) -> Iterator[tuple[Route, dict[str, str]]]:
        """Yield what stands at the path of a request, whatever its method, with the texts of the placeholders."""
        pairs = {(pair.name, pair.text) for pair in received.query}
        for path in self._below(received.path):
            for route in self._routes.get(path.count("/"), ()):
                match = route.pattern.fullmatch(path)
                if match is not None and pairs.issuperset(route.fixed):
                    yield route, dict(zip(route.names, match.groups(), strict=True))

    def _below(self, path: str) -> Iterator[str]:
        """Yield a path as it stands below each base URL that fits, and as it is."""
        for base in self._bases:
            if base and path.startswith(f"{base}/"):
                yield path[len(base) :]
        yield path

    def operation(self, key: str) -> Table | None:
        """Return the operation that a name stands for: its id, a method of the SDK, or `GET /path`."""
        for operation in self.table["operations"]:
            if key in (operation["id"], f"{operation['method']} {operation['path']}", *operation["names"]):
                found: Table = operation
                return found
        return None


def _path_and_query(path: str) -> tuple[str, str]:
    """Return a path of the table without its query, and that; what follows a # is never sent."""
    before, _, query = path.partition("#")[0].partition("?")
    return before, query


def _text_of(name: str, operation: Table, *, is_next_to_another: bool) -> str:
    """Return the pattern of a placeholder: one that touches another is found by the values that it can have."""
    if is_next_to_another:
        parameters: list[Table] = operation.get("parameters", [])
        own = (p for p in parameters if p["in"] == "path" and p["name"] == name)
        schema: Any = next(own, {"schema": True})["schema"]
        values: list[Any] = schema.get("enum", []) if is_object(schema) else []
        texts = [quote(value, safe=_AS_IT_IS) for value in values if isinstance(value, str)]
        if texts:
            return f"({'|'.join(map(re.escape, texts))})"
    return "([^/]+)"


def _route(operation: Table) -> Route:
    path, query = _path_and_query(operation["path"])
    pieces = _PLACEHOLDER.split(path)
    pattern = "".join(
        re.escape(piece) if index % 2 == 0 else _text_of(piece, operation, is_next_to_another="" in pieces[2:-1:2])
        for index, piece in enumerate(pieces)
    )
    fixed = tuple((pair.name, pair.text) for pair in pairs_of(query))
    return Route(operation, re.compile(pattern), tuple(pieces[1::2]), fixed)
