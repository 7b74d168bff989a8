"""Families of messages that travel over a connection, as the config names them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.config.model import EventFamily
from generator.config.patterns import matches
from generator.document.model import Document
from generator.lower.drafts import Draft, Drafts, draft_key, drafts_of, provisional, root_draft
from generator.lower.faces import FACES, Face
from generator.lower.schemas import Schemas
from generator.lower.type_names import TypeName, TypeNames
from generator.lower.unions import inferred_discriminator, only_value, union_of


def members(family: EventFamily, document: Document) -> tuple[str, ...]:
    """The components that belong to a family."""
    pattern = family.members or family.name
    return tuple(sorted(key for key, name in document.components.items() if matches(pattern, name)))


def faces_of(family: EventFamily) -> tuple[Face, ...]:
    """What is sent can be built and read, since servers repeat it in their answers; what is received is only read."""
    return FACES if family.is_sent else (Face.RESPONSE,)


def draft_events(names: TypeNames, schemas: Schemas) -> Drafts:
    """A union for each family of messages that the document does not declare one for."""
    return drafts_of(
        draft
        for family in names.config.types.events
        if family.members is not None
        for draft in _unions(family, names, schemas)
    )


def _unions(family: EventFamily, names: TypeNames, schemas: Schemas) -> Iterator[Draft]:
    keys = members(family, schemas.document)
    if not keys:
        return
    said = TypeName(family.name, names.places.package_of(family.resource))
    variants = [schemas.document.schemas[key] for key in keys]
    discriminator = inferred_discriminator(variants, schemas.shapes)
    called = [only_value(variant, discriminator or "type", schemas.shapes) for variant in variants]
    for face in faces_of(family):
        types = [provisional(schemas.component_key(key, face)) for key in keys]
        yield root_draft(
            draft_key(f"events {family.location.pointer}", face),
            face,
            said.in_requests() if face is Face.REQUEST else said,
            family.location,
            type=union_of(types, discriminator, called=called),
        )
