"""Webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._resource import AsyncAPIResource, SyncAPIResource
from .._webhooks import WebhookReceiver

if TYPE_CHECKING:
    from .._types import WebhookHeaders
    from ..types.things import ThingEvent


class Webhooks(WebhookReceiver, SyncAPIResource):
    """Webhooks."""

    def unwrap(self, payload: str | bytes, headers: WebhookHeaders, *, secret: str | None = None) -> ThingEvent:
        """Check the signature and return the event."""
        return self._unwrap(payload, headers, secret=secret, returns="things.ThingEvent")


class AsyncWebhooks(WebhookReceiver, AsyncAPIResource):
    """Webhooks."""

    def unwrap(self, payload: str | bytes, headers: WebhookHeaders, *, secret: str | None = None) -> ThingEvent:
        """Check the signature and return the event."""
        return self._unwrap(payload, headers, secret=secret, returns="things.ThingEvent")
