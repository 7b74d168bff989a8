"""What webhooks deliver."""

from __future__ import annotations

from collections.abc import Sequence

from generator.config.model import Config, WebhookUnwrapMethod
from generator.config.references import report_dangling
from generator.diagnostics import Diagnostics
from generator.document.model import Schema
from generator.ir.package import Webhook, WebhookMethod
from generator.ir.types import Anything, Named, TypeExpr, UnionOf
from generator.ledger import UNLISTED
from generator.lower.contents import delivered, payloads
from generator.lower.conversion import Conversion
from generator.lower.drafting import Drafting
from generator.lower.drafts import Draft, Drafts, draft_key, provisional, root_draft
from generator.lower.faces import Face
from generator.lower.names import Names
from generator.lower.options import named_options, option_names
from generator.lower.routes import Route, resource_path, safe_routes
from generator.lower.said import joined, of_delivery
from generator.lower.schemas import Schemas
from generator.lower.shapes import ReferenceShape
from generator.lower.type_names import WEBHOOKS_PACKAGE, Places, TypeName
from generator.lower.unions import inferred_discriminator, union_of
from generator.python.identifiers import pascal_case, safe_method_name
from generator.values import Value, replace

_ANY_EVENT = "response #/webhooks"
_OF_RECEIVER = TypeName("UnwrapWebhookEvent", WEBHOOKS_PACKAGE)


class Webhooks(Value):
    """The webhooks, with provisional events, and the drafts of these beside those known before. `methods` read them, in
    place of the receiver that packages have otherwise."""

    webhooks: tuple[Webhook, ...]
    methods: tuple[WebhookMethod, ...]
    drafts: Drafts


def lower_webhooks(known: Drafts, schemas: Schemas, config: Config, diagnostics: Diagnostics) -> Webhooks:
    """Lower the webhooks of the document; any event of them is a type, too.

    They are left out where a config lists the methods that it wants, and none of these reads webhooks.
    """
    said = [method for method in config.methods if isinstance(method, WebhookUnwrapMethod)]
    if config.skips_unlisted and not said:
        for webhook in schemas.document.webhooks:
            schemas.ledger.dropped("webhook", webhook.name, UNLISTED, webhook.location)
        return Webhooks((), (), Drafting(known).finished())
    drafting = Drafting(known)
    conversion = Conversion(schemas, drafting)
    package = Places(config.types, config.casings).package_of(said[0].resource) if said else WEBHOOKS_PACKAGE
    found = []
    for webhook in schemas.document.webhooks:
        doc = joined(*map(of_delivery, webhook.operations))
        name = f"{pascal_case(webhook.name, config.casings)}WebhookEvent"
        for operation, body, media in delivered(webhook.operations):
            schemas.ledger.use(body.location, operation.location)
            schemas.ledger.use(media.location, operation.location)
        for schema in payloads(webhook):
            event = event_of(schema, TypeName(name, package), conversion)
            found.append(Webhook(name=webhook.name, event=event, location=webhook.location, doc=doc))
    if found and not said:
        drafting.add(_union(_ANY_EVENT, _OF_RECEIVER, found, schemas))
    methods = tuple(
        _method(method, found, conversion, config, diagnostics) for method in said if _has_resource(method, schemas)
    )
    return Webhooks(tuple(found), methods, drafting.finished())


def _has_resource(method: WebhookUnwrapMethod, schemas: Schemas) -> bool:
    if not method.resource:
        reason = "webhooks are read by resources, and not by the client itself"
        schemas.ledger.dropped("config key", f"resources.$client.methods.{method.name}", reason, method.location)
    return bool(method.resource)


def _method(
    said: WebhookUnwrapMethod,
    webhooks: Sequence[Webhook],
    conversion: Conversion,
    config: Config,
    diagnostics: Diagnostics,
) -> WebhookMethod:
    """The method that the config wants; what it returns is called after it."""
    schemas = conversion.schemas
    wanted = Route(resource=resource_path(said.resource, config.casings), method=safe_method_name(said.name))
    (route,) = safe_routes([wanted], option_names(config))
    resource, name = route.resource, route.method
    event: TypeExpr = Anything()
    if webhooks:
        key = f"{_ANY_EVENT} {'.'.join((*resource, name))}"
        type_name = f"{pascal_case(said.name, config.casings)}WebhookEvent"
        draft = _union(
            key, TypeName(type_name, Places(config.types, config.casings).package_of(said.resource)), webhooks, schemas
        )
        conversion.drafting.add(draft)
        event = provisional(key)
        _enter_discriminator(said, draft, schemas)
    else:
        reason = "the document has no webhooks, so that an event is any JSON"
        schemas.ledger.approximated("config key", _key(said), reason, said.location)
    return WebhookMethod(
        resource=resource,
        name=name,
        event=event,
        location=said.location,
        checked=said.key_option is not None,
        option=_option(said, config, diagnostics),
        deprecated=said.deprecated,
    )


def _enter_discriminator(said: WebhookUnwrapMethod, draft: Draft, schemas: Schemas) -> None:
    told = draft.type.discriminator if isinstance(draft.type, UnionOf) else said.discriminator
    if said.discriminator is not None and told != said.discriminator:
        by = "its values do not tell the events apart" if told is None else f"events are told apart by `{told}`"
        schemas.ledger.approximated("config key", f"{_key(said)}.discriminator", by, said.location)


def _key(said: WebhookUnwrapMethod) -> str:
    return f"resources.{'.'.join(said.resource)}.methods.{said.name}"


def _option(said: WebhookUnwrapMethod, config: Config, diagnostics: Diagnostics) -> str | None:
    """The name on the client of the option that holds the key."""
    if said.key_option is None:
        return None
    names = {named.written.name: named.name for named in named_options(config)}
    if said.key_option not in names:
        report_dangling("option", said.key_option, names, said.location, diagnostics)
    return names.get(said.key_option)


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


def _union(key: str, said: TypeName, webhooks: Sequence[Webhook], schemas: Schemas) -> Draft:
    """The draft of any event, as it is `said`."""
    written = schemas.document.webhooks
    variants = [schema for webhook in written for schema in payloads(webhook)]
    return root_draft(
        key,
        Face.RESPONSE,
        said,
        written[0].location,
        doc="Any event that a webhook can deliver.",
        type=union_of([webhook.event for webhook in webhooks], inferred_discriminator(variants, schemas.shapes)),
    )


def finished_webhooks(webhooks: Webhooks, names: Names) -> tuple[Webhook, ...]:
    """The webhooks with the final names of their events."""
    return tuple(replace(webhook, event=names.of(webhook.event)) for webhook in webhooks.webhooks)


def finished_methods(webhooks: Webhooks, names: Names) -> tuple[WebhookMethod, ...]:
    """The methods that read webhooks, with the final names of what they return."""
    return tuple(replace(method, event=names.resolve(method.event)) for method in webhooks.methods)


def any_event(names: Names) -> Named | None:
    """The final name of the type of any event, where there are webhooks."""
    return names.by_key.get(_ANY_EVENT)
