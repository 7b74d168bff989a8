"""Drafts for the components of the document, in the directions that they travel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from generator.lower.calls import Call
from generator.lower.conversion import Announced, Conversion
from generator.lower.directions import Directions
from generator.lower.drafting import Drafting
from generator.lower.drafts import Drafts, root_draft
from generator.lower.faces import FACES, Face
from generator.lower.schemas import Schemas, describe
from generator.lower.shapes import ObjectShape
from generator.lower.type_names import TypeName, TypeNames


def draft_components(calls: Sequence[Call], directions: Directions, names: TypeNames, schemas: Schemas) -> Drafts:
    """A draft for each face of each component, but for bodies that are one operation's arguments and nothing else."""
    announced: dict[str, Announced] = {}
    for one in _announced(calls, directions, names, schemas):
        announced.setdefault(one.draft.key, one)
    drafting = Drafting(Drafts())
    conversion = Conversion(schemas, drafting, announced)
    for key in announced:
        conversion.fill(key)
    return drafting.finished()


def _announced(
    calls: Sequence[Call], directions: Directions, names: TypeNames, schemas: Schemas
) -> Iterator[Announced]:
    absorbed = _absorbed(calls, directions, schemas)
    for key, said in names.all(directions.users, {call.route.resource for call in calls}):
        faces = directions.faces[key]
        for face in FACES:
            if face in faces and not (face is Face.REQUEST and key in absorbed):
                yield _announce(key, _facing(said, face, faces) if schemas.faces.has_two(key) else said, face, schemas)


def _announce(key: str, said: TypeName, face: Face, schemas: Schemas) -> Announced:
    schema = schemas.document.schemas[key]
    draft = root_draft(
        schemas.component_key(key, face),
        schemas.faces.declared(key, face),
        said,
        schema.location,
        component=schemas.document.components.get(key, key),
        doc=describe(schema),
        deprecated=schema.deprecated,
    )
    return Announced(draft, schema)


def _facing(said: TypeName, face: Face, faces: Set[Face]) -> TypeName:
    """The name of one of two faces; `Param` ends those of requests, once."""
    if face is Face.RESPONSE or (said.name.endswith("Param") and Face.RESPONSE not in faces):
        return said
    return said.in_requests()


def _absorbed(calls: Sequence[Call], directions: Directions, schemas: Schemas) -> set[str]:
    """The components that are the body of one operation, sent nowhere else."""
    bodies = [
        m.schema.ref for c in calls if (m := c.media) is not None and m.schema is not None and not c.has_whole_body
    ]
    return {
        key
        for key in bodies
        if key
        and directions.places[key, Face.REQUEST] == 1
        and schemas.faces.has_two(key)
        and isinstance(schemas.shapes.resolved(schemas.document.schemas[key]).shape, ObjectShape)
    }
