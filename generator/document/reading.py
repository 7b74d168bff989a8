"""Taking values out of nodes: what has the wrong type is reported with its place and treated as absent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.diagnostics import Diagnostics, Severity, register
from generator.document.accounts import Accounts
from generator.document.load import LoadedFile
from generator.document.model import ExternalDocs, Schema
from generator.document.nodes import ListNode, MapNode, Sources, kind_of, place_within
from generator.document.references import References, Target
from generator.ledger import Ledger
from generator.source import Location, pointer_join, pointer_token
from generator.values import Mutable, field

WRONG_TYPE = register(
    "wrong-type", Severity.WARNING, "A value has a type that its keyword does not allow; it is ignored."
)


class Context(Mutable):
    """What all readers of one document share.

    `seen` holds what was read already, by kind and identity of the node; `every_schema` is every schema object there
    is, and `nodes` has the node of each by the identity of the schema. `defined` is what means something only where
    something refers to it, by the identity of its node: kind, name and place; `referred` are those that it does to.
    """

    sources: Sources
    diagnostics: Diagnostics
    ledger: Ledger
    accounts: Accounts
    references: References
    schemas: dict[str, Schema] = field(default_factory=dict)
    every_schema: list[Schema] = field(default_factory=list)
    nodes: dict[int, MapNode] = field(default_factory=dict)
    pending: dict[str, Target] = field(default_factory=dict)
    defined: dict[int, tuple[str, str, Location]] = field(default_factory=dict)
    referred: set[int] = field(default_factory=set)
    seen: dict[tuple[str, int], Any] = field(default_factory=dict)

    def first_time(self, kind: str, node: MapNode) -> bool:
        """Whether a node is met for the first time as an object of a kind."""
        key = (kind, id(node))
        if key in self.seen:
            return False
        self.seen[key] = None
        return True


_ON_THE_WEB: Final = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)


class NodeReader:
    """Reads the nodes of one file."""

    def __init__(self, context: Context, file: LoadedFile) -> None:
        self.context = context
        self.file = file

    def location(self, node: MapNode | ListNode, pointer: str, key: str | int | None = None) -> Location:
        """The location of a node at `pointer`, or of one key or item in it."""
        if key is None:
            return self.context.sources.location(node.place, pointer)
        return self.context.sources.location(place_within(node, key), pointer_join(pointer, key))

    def wrong(self, node: MapNode | ListNode, key: str | int, pointer: str, wanted: str) -> None:
        """Report that the value under a key is not what it has to be."""
        subject = f"`{key}`" if isinstance(key, str) else f"item {key}"
        what = f"{kind_of(node[key])} where {wanted} is needed"  # type: ignore[index] # as above
        location = self.location(node, pointer, key)
        self.context.diagnostics.report(WRONG_TYPE, f"{subject} is {what}; it is ignored", location)
        self.context.ledger.dropped("value", str(key), f"it is {what}", location)

    def text(self, node: MapNode, key: str, pointer: str) -> str | None:
        """The string under a key."""
        value = node.get(key)
        if isinstance(value, str):
            return value
        if key in node:
            self.wrong(node, key, pointer, "a string")
        return None

    def flag(self, node: MapNode, key: str, pointer: str) -> bool | None:
        """The boolean under a key."""
        value = node.get(key)
        if isinstance(value, bool):
            return value
        if key in node:
            self.wrong(node, key, pointer, "a boolean")
        return None

    def mapping(self, node: MapNode, key: str, pointer: str) -> MapNode | None:
        """The mapping under a key."""
        value = node.get(key)
        if isinstance(value, MapNode):
            return value
        if key in node:
            self.wrong(node, key, pointer, "a mapping")
        return None

    def sequence(self, node: MapNode, key: str, pointer: str) -> ListNode | None:
        """The list under a key."""
        value = node.get(key)
        if isinstance(value, ListNode):
            return value
        if key in node:
            self.wrong(node, key, pointer, "a list")
        return None

    def strings(self, node: MapNode, key: str, pointer: str) -> tuple[str, ...]:
        """The strings of the list under a key."""
        values = self.sequence(node, key, pointer)
        if not values:
            return ()
        found = []
        for index, value in enumerate(values):
            if isinstance(value, str):
                found.append(value)
            else:
                self.wrong(values, index, f"{pointer}/{pointer_token(key)}", "a string")
        return tuple(found)

    def objects(
        self, node: MapNode, key: str, pointer: str, *, extensible: bool = False
    ) -> Iterator[tuple[str, MapNode, str]]:
        """The mappings in the mapping under a key: name, node and pointer of each.

        Where the mapping is `extensible`, its keys that begin with `x-` are vendor extensions.
        """
        found = self.mapping(node, key, pointer)
        if found:
            below = f"{pointer}/{pointer_token(key)}"
            for name, value in found.items():
                if extensible and name.startswith("x-"):
                    self.context.accounts.count_extension(key, name, found, below)
                elif isinstance(value, MapNode):
                    yield name, value, f"{below}/{pointer_token(name)}"
                else:
                    self.wrong(found, name, below, "a mapping")

    def items(self, node: MapNode, key: str, pointer: str) -> Iterator[tuple[MapNode, str]]:
        """The mappings in the list under a key: node and pointer of each."""
        found = self.sequence(node, key, pointer)
        if found:
            below = f"{pointer}/{pointer_token(key)}"
            for index, value in enumerate(found):
                if isinstance(value, MapNode):
                    yield value, f"{below}/{index}"
                else:
                    self.wrong(found, index, below, "a mapping")

    def external_docs(self, node: MapNode, pointer: str) -> ExternalDocs | None:
        """Where something is told more of; None, entered as dropped, where that is not on the web."""
        found = self.mapping(node, "externalDocs", pointer) if "externalDocs" in node else None
        if found is None:
            return None
        below = f"{pointer}/externalDocs"
        if self.context.first_time("external-docs", found):
            self.context.accounts.count("external-docs", found, below)
        url, location = self.text(found, "url", below) or "", self.location(found, below)
        if not _ON_THE_WEB.match(url):
            self.context.ledger.dropped("external docs", url, "its URL is none of the web", location)
            return None
        return ExternalDocs(url=url, description=self.text(found, "description", below) or "", location=location)

    def extensions(self, node: MapNode) -> Mapping[str, Any]:
        """The vendor extensions of an object."""
        return {key: value for key, value in node.items() if key.startswith("x-")}
