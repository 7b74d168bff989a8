"""What all converters share: reading of values that may be of any type, and the state of the conversion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.document.load import LoadedFile
from generator.document.nodes import ListNode, MapNode, copied
from generator.document.reading import Context, NodeReader
from generator.document.swagger.losses import Losses
from generator.document.swagger.places import Places, Written
from generator.document.swagger.schemas import Schemas
from generator.source import pointer_join
from generator.values import Mutable, Value, field


class Media(Value):
    """The media types that a document or an operation says. None: it says nothing of them."""

    consumes: tuple[str, ...] | None
    produces: tuple[str, ...] | None


class Conversion(Mutable):
    """The state of one conversion.

    `media` is what the document says for operations that say nothing, `made` what was converted, by kind and identity.
    """

    places: Places
    losses: Losses
    schemas: Schemas
    media: Media
    made: dict[tuple[str, int], MapNode] = field(default_factory=dict)


class ObjectConverter(NodeReader):
    """Converts objects of one file. Pointers are those of the document as it is written."""

    def __init__(self, context: Context, file: LoadedFile, shared: Conversion) -> None:
        super().__init__(context, file)
        self.shared = shared

    def written(self, node: MapNode, pointer: str) -> Written | None:
        """The object that a node is, or refers to."""
        return self.shared.places.end(Written(pointer, node), self.location(node, pointer))

    def types(self, node: MapNode, key: str, pointer: str) -> tuple[str, ...] | None:
        """The media types under a key: a list of them, or one alone; None where the key is absent."""
        if key not in node:
            return None
        self.shared.losses.took("operation" if pointer else "document", key)
        said = node[key]
        found = (said,) if isinstance(said, str) else self.strings(node, key, pointer)
        return tuple(dict.fromkeys(one for each in found for one in _separate(each)))

    def later(self, node: Any, pointer: str) -> None:
        """Let what stands in the form of OpenAPI 3 already refer to what is converted around it."""
        pending = [(node, pointer)]
        while pending:
            node, pointer = pending.pop()
            for key, value in node.items() if isinstance(node, MapNode) else ():
                below = pointer_join(pointer, key)
                if key == "$ref" and isinstance(value, str):
                    self.shared.places.refer(node, key)
                elif key == "schema" or pointer == "/components/schemas":
                    self.shared.schemas.convert(value, below)
                elif isinstance(value, MapNode | ListNode):
                    pending.append((value, below))
            for index, value in enumerate(node) if isinstance(node, ListNode) else ():
                pending.append((value, pointer_join(pointer, index)))

    def schema_from(self, written: Written, key: str, *, again: bool = False) -> Any:
        """The schema under a key of an object.

        `again`: it stands for another media type, which has a reference of its own.
        """
        schema = written.node[key]
        pointer = pointer_join(written.pointer, key)
        self.shared.schemas.convert(schema, pointer)
        if not again or not isinstance(schema, MapNode) or "$ref" not in schema:
            return schema
        reference = copied(schema)
        self.shared.places.refer(reference, "$ref")
        return reference


def members(node: Any) -> Iterator[tuple[str, MapNode]]:
    """The mappings in a mapping, by their names."""
    for name, value in node.items() if isinstance(node, MapNode) else ():
        if isinstance(value, MapNode):
            yield name, value


def _separate(types: str) -> Iterator[str]:
    """Media types that are written as one, as they stand in a header."""
    for one in types.split(","):
        if one.strip():
            yield one.strip()
