"""The contract: all that a document says of requests and answers, which types alone do not say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.values import Value


class Contract(Value, kw_only=True):
    """What a mock of the API is made from, as JSON values.

    `schemas` are JSON Schemas by key, `operations` have the names of their methods in the SDK, `schemes` are ways to
    authenticate; `bases` are the paths of the servers' URLs, `query` the parameters that clients add to any query,
    `stream_end` the data of the event after the last one (None: there is no such), `failing_events` the names of those
    that a stream fails with, `failing_members` what these have as a member.
    """

    title: str
    bases: tuple[str, ...]
    schemes: Mapping[str, Any]
    schemas: Mapping[str, Any]
    operations: tuple[Mapping[str, Any], ...]
    query: tuple[str, ...] = ()
    stream_end: str | None = None
    failing_events: tuple[str, ...] = ()
    failing_members: tuple[str, ...] = ()

    @property
    def table(self) -> dict[str, Any]:
        """All of it as one JSON object."""
        return {
            "title": self.title,
            "bases": list(self.bases),
            "query": list(self.query),
            "stream_end": self.stream_end,
            "failing_events": list(self.failing_events),
            "failing_members": list(self.failing_members),
            "schemes": dict(self.schemes),
            "operations": list(self.operations),
            "schemas": dict(self.schemas),
        }
