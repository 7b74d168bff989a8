"""The schemas of a document, and what each says beside its type."""

from __future__ import annotations

from collections.abc import Mapping

from generator.casings import Casings
from generator.document.model import Document, Schema
from generator.ir.declarations import Default, Limits
from generator.ledger import Ledger
from generator.lower.drafts import draft_key
from generator.lower.enums import Enums
from generator.lower.faces import Face, Faces
from generator.lower.families import find_families
from generator.lower.formats import Formats
from generator.lower.said import only_branch
from generator.lower.shapes import ObjectShape, Shapes
from generator.lower.type_names import TypeName, TypeNames
from generator.values import Value


class Schemas(Value):
    """What is known of the schemas of a document: what each amounts to, which faces it has, and what the config calls
    those that are written inline (`chosen`, by pointer); `casings` are for words on the way to names."""

    document: Document
    shapes: Shapes
    faces: Faces
    formats: Formats
    enums: Enums
    chosen: Mapping[str, TypeName]
    casings: Casings
    ledger: Ledger

    def component_key(self, key: str, face: Face) -> str:
        """The draft key of the face of a component, or of another schema that something refers to.

        An object has the same key where it is met without the reference.
        """
        declared = self.faces.declared(key, face)
        if key in self.document.components:
            return draft_key(key, declared)
        schema = self.document.schemas[key]
        is_object = isinstance(self.shapes.of(schema).shape, ObjectShape)
        return draft_key(self.place(schema) if is_object else f"reference {key}", declared)

    def referred_key(self, schema: Schema, face: Face) -> str | None:
        """The draft key of a schema by which something refers to it; None where nothing does."""
        place = self.place(schema)
        key = place if "#" in place else f"#{place}"
        return self.component_key(key, face) if key in self.document.schemas else None

    def whole_key(self, key: str, face: Face) -> str:
        """The draft key of the choice among all that extend a component."""
        return f"{self.component_key(key, face)} whole"

    def place(self, schema: Schema) -> str:
        """The pointer of a schema, after its file where that is not the document's."""
        return self.document.place(schema.location)


def find_schemas(document: Document, names: TypeNames, ledger: Ledger) -> Schemas:
    """The schemas of a document under the names that the config gives them."""
    formats = Formats(names.config.formats)
    shapes = Shapes(document, ledger, find_families(document))
    enums = Enums(names.config.enums, shapes)
    faces, casings = Faces(shapes, formats, enums), names.config.casings
    return Schemas(document, shapes, faces, formats, enums, names.chosen(), casings, ledger)


def limits_of(schema: Schema) -> Limits:
    """What a schema, or the only thing that it can be beside null, demands of values beyond their type."""
    only = only_branch(schema)
    return schema.constraints or (limits_of(only) if only is not None else ())


def is_made_by_sdks(schema: Schema) -> bool:
    """Whether a property is one that SDKs add to what the API answers, as OpenAI's document marks them."""
    return any("x-oaiSupportedSDKs" in variant.extensions for variant in (schema, *schema.any_of))


def default_of(schema: Schema) -> Default | None:
    """The default of a schema where it is a scalar; structures are told in words by the document."""
    if schema.default is None or not isinstance(schema.default.value, (str, int, float, bool, type(None))):
        return None
    return Default(value=schema.default.value)
