"""How much of the document is in the SDK."""

from __future__ import annotations

from collections.abc import Mapping

from generator.document.model import Document
from generator.lower.callbacks import Callbacks
from generator.lower.drafts import Drafts
from generator.lower.operations import Operations
from generator.lower.webhooks import Webhooks


def counted(
    document: Document, drafts: Drafts, operations: Operations, webhooks: Webhooks, callbacks: Callbacks
) -> Mapping[str, int]:
    """How many operations, schemas, webhooks and callbacks of the document something was generated for; callbacks are
    in it where there are any."""
    calls = [call for call, _ in operations.by_call]
    declared = {draft.component for draft in drafts.by_key.values() if draft.component}
    absorbed = {
        document.components.get(media.schema.ref or "", "")
        for call in calls
        if (media := call.media) is not None and media.schema is not None
    }
    return {
        "operation": len({id(call.operation) for call in calls}),
        "schema": len((declared | absorbed) & set(document.components.values())),
        "webhook": len({webhook.name for webhook in webhooks.webhooks}),
        **({"callback": callbacks.count} if callbacks.count else {}),
    }
