"""The stage that lowers, on one screen. Each step makes something new of what others made; none changes it.

Document + config   --find--->  what schemas amount to, calls, which way components travel
all of these        --draft-->  components, operations, webhooks, callbacks, with provisional references
all drafts          --name--->  final names, given once
drafts + names      --finish->  Package (the IR)
"""

from __future__ import annotations

from functools import partial

from generator.config.model import Config
from generator.diagnostics import Diagnostics
from generator.document.model import Document
from generator.ir.package import Package
from generator.ledger import Ledger
from generator.lower.aliases import draft_aliases
from generator.lower.answer_names import name_answers
from generator.lower.callbacks import finished_callbacks, lower_callbacks
from generator.lower.calls import find_calls
from generator.lower.client import build_client, client_name
from generator.lower.components import draft_components
from generator.lower.counting import counted
from generator.lower.declarations import finished_declarations
from generator.lower.deep_names import name_deep
from generator.lower.directions import find_directions
from generator.lower.events import draft_events
from generator.lower.extensions import extended
from generator.lower.introductions import introductions
from generator.lower.keys import with_key_tables
from generator.lower.names import assign_names
from generator.lower.nested import name_nested
from generator.lower.operations import lower_operations
from generator.lower.package_name import package_name
from generator.lower.pages import used_schemes
from generator.lower.paths import room_for_modules
from generator.lower.publication import contact_of, license_of, publication
from generator.lower.published import follow, ways_from
from generator.lower.published_methods import find_published
from generator.lower.references import finished_operations
from generator.lower.said import with_link
from generator.lower.schemas import find_schemas
from generator.lower.shown_calls import shown_calls
from generator.lower.tags import with_tags
from generator.lower.tree import resource_tree
from generator.lower.type_names import read_names
from generator.lower.unconsumed import report_unconsumed
from generator.lower.unused import report_unused
from generator.lower.waits import with_waits
from generator.lower.webhooks import any_event, finished_methods, finished_webhooks, lower_webhooks
from generator.published.lock import NOTHING_PUBLISHED, Lock


def lower(
    document: Document,
    config: Config,
    diagnostics: Diagnostics,
    ledger: Ledger,
    *,
    package: str | None,
    lock: Lock = NOTHING_PUBLISHED,
) -> Package:
    """Lower a document to the IR of its SDK. `package` overrides the import name of config and document; what the
    `lock` has keeps the names under which it was published."""
    client_called = client_name(document.title, config.organization.name, config.casings)
    name = package_name(package or config.package_name, client_called, diagnostics)
    type_names = read_names(document, config)
    schemas = find_schemas(document, type_names, ledger)
    calls = find_calls(document, config, find_published(lock, document.whole), diagnostics, ledger)
    report_unused(config, document.title, calls, diagnostics)
    directions = find_directions(document, config, calls, schemas.shapes)

    components = draft_components(calls, directions, type_names, schemas)
    operations = lower_operations(calls, components, schemas, config, diagnostics, lock=lock)
    components, operations = name_answers(components, operations, config)
    events = draft_events(type_names, schemas)
    aliases = draft_aliases(components, operations, type_names, diagnostics)
    found = components | events | aliases | operations.drafts
    nested = name_nested(found, directions, type_names, schemas, diagnostics)
    webhooks = lower_webhooks(nested, schemas, config, diagnostics)
    callbacks = lower_callbacks(calls, nested | webhooks.drafts, schemas, config)
    drafts = with_tags(nested | webhooks.drafts | callbacks.drafts)

    drafts = follow(lock, drafts, ways_from(operations.by_call, webhooks.webhooks, callbacks.callbacks))
    room = room_for_modules(name, "types")
    names = assign_names(drafts, config.casings, diagnostics, lock.reserved(), room=room)
    deepened = name_deep(drafts, names, config, lock)
    drafts, names = deepened.drafts, deepened.names
    report_unconsumed(calls, schemas)
    ledger.generated.update(counted(document, drafts, operations, webhooks, callbacks))
    client = build_client(document, config, calls, diagnostics, ledger, webhooks=webhooks)
    declarations = finished_declarations(drafts, names, diagnostics, field_order=config.types.field_order)
    finished, key_tables = with_key_tables(finished_operations(operations, names, client.schemes), declarations)
    introduce = partial(introductions, calls=calls, document=document, config=config, ledger=ledger)
    made = Package(
        name=name,
        project_name=config.project_name or name.replace("_", "-"),
        version="0.1.0",
        title=document.title,
        doc=with_link(document.description, document.external_docs),
        client=client,
        shown_calls=shown_calls(config, calls, diagnostics),
        resources=resource_tree(finished, (method.resource for method in webhooks.methods), introduce, config, name),
        client_operations=tuple(operation for route, operation in finished if not route.resource),
        declarations=declarations,
        pages=used_schemes(config, document.title, (operation for _, operation in finished)),
        webhooks=finished_webhooks(webhooks, names),
        webhook_event=any_event(names),
        webhook_methods=finished_methods(webhooks, names),
        callbacks=finished_callbacks(callbacks, names),
        callbacks_resource=callbacks.resource,
        joined_types=names.joined,
        license=license_of(document, config) or "MIT",
        license_text=(config.license.contents or "") if config.license else "",
        docs_url=config.organization.docs,
        contact=contact_of(document, config),
        publication=publication(document, config),
        file_header=config.file_header,
        spec_version=document.api_version,
        key_tables=key_tables,
        deep_names=deepened.deep,
    )
    return extended(with_waits(made, config, diagnostics), config, diagnostics)
