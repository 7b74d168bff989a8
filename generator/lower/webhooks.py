"""What webhooks deliver."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.config.model import Config, WebhookUnwrapMethod
from generator.document.model import Schema
from generator.ir.package import Webhook
from generator.ir.types import Named
from generator.lower.contents import delivered, payloads
from generator.lower.conversion import Conversion
from generator.lower.drafting import Drafting
from generator.lower.drafts import Draft, Drafts, draft_key, provisional, root_draft
from generator.lower.faces import Face
from generator.lower.names import Names
from generator.lower.schemas import Schemas
from generator.lower.shapes import ReferenceShape
from generator.lower.type_names import WEBHOOKS_PACKAGE, Places, TypeName
from generator.lower.unions import inferred_discriminator, union_of
from generator.python.identifiers import pascal_case

_ANY_EVENT = "response #/webhooks"


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The webhooks, with provisional events, and the drafts of these beside those known before."""

    webhooks: tuple[Webhook, ...]
    drafts: Drafts


def lower_webhooks(known: Drafts, schemas: Schemas, config: Config) -> Webhooks:
    """Lower the webhooks of the document; any event of them is a type, too, called after each method that gives it."""
    drafting = Drafting(known)
    conversion = Conversion(schemas, drafting)
    found = []
    for webhook in schemas.document.webhooks:
        doc = next((o.summary or o.description for o in webhook.operations), "")
        name = f"{pascal_case(webhook.name, config.casings)}WebhookEvent"
        for operation, body, media in delivered(webhook.operations):
            schemas.ledger.use(body.location, operation.location)
            schemas.ledger.use(media.location, operation.location)
        for schema in payloads(webhook):
            event = event_of(schema, TypeName(name, WEBHOOKS_PACKAGE), conversion)
            found.append(Webhook(name=webhook.name, event=event, location=webhook.location, doc=doc))
    if found:
        said, *others = event_names(config)
        any_event = _union(found, schemas, said)
        drafting.add(any_event)
        for other in others:
            key = f"{_ANY_EVENT} as {'.'.join((*other.package, other.name))}"
            type = provisional(any_event.key)
            drafting.add(root_draft(key, any_event.face, other, any_event.location, doc=any_event.doc, type=type))
    return Webhooks(tuple(found), drafting.finished())


def event_of(schema: Schema, said: TypeName, conversion: Conversion) -> Named:
    """The type of what the API sends; what has no declaration yet gets a module of its own, as it is `said`."""
    schemas, shape = conversion.schemas, conversion.schemas.shapes.of(schema).shape
    if isinstance(shape, ReferenceShape):
        known: str | None = schemas.component_key(shape.key, Face.RESPONSE)
    else:
        known = schemas.referred_key(schema, Face.RESPONSE)
    if known is not None and known in conversion.drafting:
        return provisional(known)
    key = draft_key(schemas.place(schema), Face.RESPONSE)
    if key not in conversion.drafting:
        conversion.declare(key, Face.RESPONSE, said, schema)
    return provisional(key)


def event_names(config: Config) -> Sequence[TypeName]:
    """What any event is called: after each method that the config has for webhooks, in the package of its resource."""
    places = Places(config.types, config.casings)
    methods = (method for method in config.methods if isinstance(method, WebhookUnwrapMethod))
    found = (
        TypeName(f"{pascal_case(method.name, config.casings)}WebhookEvent", places.package_of(method.resource))
        for method in methods
    )
    return tuple(dict.fromkeys(found)) or (TypeName("UnwrapWebhookEvent", WEBHOOKS_PACKAGE),)


def _union(webhooks: Sequence[Webhook], schemas: Schemas, said: TypeName) -> Draft:
    """The draft of any event."""
    written = schemas.document.webhooks
    variants = [schema for webhook in written for schema in payloads(webhook)]
    return root_draft(
        _ANY_EVENT,
        Face.RESPONSE,
        said,
        written[0].location,
        doc="Any event that a webhook can deliver.",
        type=union_of([webhook.event for webhook in webhooks], inferred_discriminator(variants, schemas.shapes)),
    )


def finished_webhooks(webhooks: Webhooks, names: Names) -> tuple[Webhook, ...]:
    """The webhooks with the final names of their events."""
    return tuple(replace(webhook, event=names.of(webhook.event)) for webhook in webhooks.webhooks)


def any_event(names: Names) -> Named | None:
    """The final name of the type of any event, where there are webhooks."""
    return names.by_key.get(_ANY_EVENT)
