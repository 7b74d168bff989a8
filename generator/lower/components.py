"""Drafts for the components of the document, and for what else is referred to, in the directions that they travel."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence, Set

from generator.config.matching import enclosing_component
from generator.document.model import Schema
from generator.lower.calls import Call
from generator.lower.conversion import Announced, Conversion
from generator.lower.directions import Directions
from generator.lower.drafting import Drafting
from generator.lower.drafts import Drafts, Tag, root_draft
from generator.lower.faces import FACES, Face
from generator.lower.said import describe
from generator.lower.schemas import Schemas
from generator.lower.shapes import ArrayShape, EnumShape, MapShape, ObjectShape, TupleShape, UnionShape
from generator.lower.type_names import TypeName, TypeNames, webhook_owners
from generator.values import replace


def draft_components(calls: Sequence[Call], directions: Directions, names: TypeNames, schemas: Schemas) -> Drafts:
    """A draft for each face of each component, but for bodies that are one operation's arguments and nothing else.

    What references name in other files, or in operations, is declared like a component. What they name inside of a
    component stands in that component's module.
    """
    announced: dict[str, Announced] = {}
    for one in _announced(calls, directions, names, schemas):
        announced.setdefault(one.draft.key, one)
    drafting = Drafting(Drafts())
    conversion = Conversion(schemas, drafting, announced)
    for key in announced:
        conversion.fill(key)
    for tag in _family_tags(schemas):
        if tag.variant in drafting:
            drafting.note(tag)
    return drafting.finished()


def _family_tags(schemas: Schemas) -> Iterator[Tag]:
    """What tells the members of families apart, whether or not anything stands for all of one."""
    for family in schemas.shapes.families.by_key.values():
        for member, values in family.values.items():
            for face in FACES:
                key = schemas.component_key(member, face)
                yield Tag(key, family.discriminator.property_name, values, only=True)


def _announced(
    calls: Sequence[Call], directions: Directions, names: TypeNames, schemas: Schemas
) -> Iterator[Announced]:
    absorbed = _absorbed(calls, directions, schemas)
    with_operations = {*(call.route.resource for call in calls), *webhook_owners(names.config)}
    made: set[str] = set()
    named = (
        names.all(directions.users, with_operations),
        names.elsewhere(_elsewhere(directions, schemas), directions.users, with_operations),
    )
    for key, said in itertools.chain(*named):
        faces = directions.faces[key] | _of_class(key, schemas)
        for face in FACES:
            if face not in faces:
                continue
            facing = _facing(said, face, faces) if schemas.faces.has_two(key) else said
            home = enclosing_component(key)
            is_inside = (
                home != key and home in schemas.document.components and schemas.component_key(home, face) in made
            )
            if is_inside:
                continue
            if not (face is Face.REQUEST and key in absorbed):
                one = _announce(key, facing, face, schemas)
                made.add(one.draft.key)
                yield one
            whole = schemas.shapes.whole(key)
            if whole is not None and face in directions.wholes.get(key, ()):
                yield _announce_whole(key, whole, facing, face, schemas)


def _of_class(key: str, schemas: Schemas) -> Set[Face]:
    """The face under which an enum is a class, which callers need also where it is only sent."""
    schema = schemas.document.schemas[key]
    shape = schemas.shapes.of(schema).shape
    is_class = isinstance(shape, EnumShape) and schemas.enums.is_class(shape, schema)
    return {Face.RESPONSE} if is_class else set()


def _elsewhere(directions: Directions, schemas: Schemas) -> Iterator[str]:
    """The keys of what is no component, is referred to, and is more than a plain value."""
    for key, schema in schemas.document.schemas.items():
        if key in schemas.document.components or key not in directions.faces or schemas.place(schema) in schemas.chosen:
            continue
        shape = schemas.shapes.of(schema).shape
        if isinstance(shape, (ArrayShape, EnumShape, ObjectShape, TupleShape, UnionShape)) or (
            isinstance(shape, MapShape) and shape.value is not None
        ):
            yield key


def _announce(key: str, said: TypeName, face: Face, schemas: Schemas) -> Announced:
    schema = schemas.document.schemas[key]
    draft = root_draft(
        schemas.component_key(key, face),
        schemas.faces.declared(key, face),
        said,
        schema.location,
        component=schemas.document.components.get(key, ""),
        doc=describe(schema),
        deprecated=schema.deprecated,
    )
    return Announced(draft, schema)


def _announce_whole(key: str, whole: Schema, said: TypeName, face: Face, schemas: Schemas) -> Announced:
    """The choice among a component and all that extend it."""
    draft = root_draft(
        schemas.whole_key(key, face),
        schemas.faces.declared(key, face),
        replace(said, name=f"Any{said.name}"),
        whole.location,
        doc=describe(schemas.document.schemas[key]),
    )
    return Announced(draft, whole)


def _facing(said: TypeName, face: Face, faces: Set[Face]) -> TypeName:
    """The name of one of two faces; `Param` ends those of requests, once."""
    if face is Face.RESPONSE or (said.name.endswith("Param") and Face.RESPONSE not in faces):
        return said
    return replace(said, same=said.same and Face.RESPONSE not in faces).in_requests()


def _absorbed(calls: Sequence[Call], directions: Directions, schemas: Schemas) -> set[str]:
    """The components that are the body of one operation, sent nowhere else, and as arguments by all of its methods."""
    bodies: dict[bool, set[str]] = {True: set(), False: set()}
    for call in calls:
        if call.media is not None and call.media.schema is not None and call.media.schema.ref:
            bodies[call.has_whole_body].add(call.media.schema.ref)
    return {
        key
        for key in bodies[False] - bodies[True]
        if directions.places[key, Face.REQUEST] == 1
        and schemas.faces.has_two(key)
        and isinstance(schemas.shapes.resolved(schemas.document.schemas[key]).shape, ObjectShape)
    }
