"""Media types: which of several the SDK sends or reads, and the examples that stand with them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.document import model as doc
from generator.document.model import MediaType, Schema
from generator.ir.operations import Example

EVENT_STREAM = "text/event-stream"
_REDIRECTS = ("301", "302", "303", "307", "308", "3XX")


def is_json(media_type: str) -> bool:
    """`application/json` and its relatives."""
    bare = media_type.partition(";")[0].strip().lower()
    return bare in ("application/json", "text/json") or bare.endswith("+json")


def is_form(media_type: str) -> bool:
    """A body of named members."""
    return media_type.partition(";")[0].strip().lower() in ("multipart/form-data", "application/x-www-form-urlencoded")


def chosen_body(body: doc.RequestBody, prefer: str | None = None) -> MediaType | None:
    """The media type that the SDK sends: a form where files may have to be sent, else JSON, else the first."""
    if prefer is not None:
        return next((m for m in body.content if prefer in m.media_type), None)
    by_rank = sorted(body.content, key=lambda m: 0 if is_form(m.media_type) else 1 if is_json(m.media_type) else 2)
    return by_rank[0] if by_rank else None


def success(operation: doc.Operation) -> list[doc.Response]:
    """The answers that mean it worked: all 2xx, or `default` where neither these nor a redirect are declared."""
    found = [r for r in operation.responses if r.status.startswith("2")]
    if found or any(r.status in _REDIRECTS for r in operation.responses):
        return found
    return [r for r in operation.responses if r.status == "default"]


def payloads(webhook: doc.Webhook) -> list[Schema]:
    """The bodies that a webhook can deliver."""
    bodies = [o.body for o in webhook.operations if o.body is not None]
    return [m.schema for b in bodies for m in b.content[:1] if m.schema is not None]


def request_example(media: MediaType | None) -> Example | None:
    """The first example of a media type."""
    if media is None or not media.examples:
        return None
    return _as_example(media.examples[0].summary or media.examples[0].name, media.examples[0].value)


def response_example(operation: doc.Operation) -> Example | None:
    """The first example of a JSON answer."""
    for response in success(operation):
        for media in response.content:
            found = request_example(media) if is_json(media.media_type) else None
            if found is not None:
                return found
    return _meta_example(operation.extensions.get("x-oaiMeta"))


def _meta_example(meta: Any) -> Example | None:
    """The answer that OpenAI's own documents keep beside the operation, as text."""
    written = meta.get("examples") if isinstance(meta, Mapping) else None
    examples: list[Any] = written if isinstance(written, list) else [written]
    for example in examples:
        text = example.get("response") if isinstance(example, Mapping) else None
        if isinstance(text, str):
            try:
                return _as_example(str(example.get("title") or ""), json.loads(text))
            except ValueError:
                continue  # many are pseudo-JSON with comments and ellipses
    return None


def _as_example(title: str, value: Any) -> Example:
    return Example(title=title, json=json.dumps(value, ensure_ascii=False, indent=2))
