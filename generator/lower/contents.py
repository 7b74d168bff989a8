"""Media types: which of several the SDK sends or reads, and the examples that stand with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.document import model as doc
from generator.document.model import Constant, Discriminator, MediaType, Schema
from generator.ir.operations import Example, ShownProgram
from generator.values import members

EVENT_STREAM = "text/event-stream"
_REDIRECTS = ("301", "302", "303", "307", "308", "3XX")


def is_json(media_type: str) -> bool:
    """`application/json` and its relatives."""
    bare = _bare(media_type)
    return bare in ("application/json", "text/json") or bare.endswith("+json")


def is_form(media_type: str) -> bool:
    """A body of named members."""
    return is_multipart_form(media_type) or _bare(media_type) == "application/x-www-form-urlencoded"


def is_multipart_form(media_type: str) -> bool:
    """A form whose members can be files."""
    return _bare(media_type) == "multipart/form-data"


def is_multipart(media_type: str) -> bool:
    """A body of parts, with names or without."""
    return _bare(media_type).startswith("multipart/")


def is_range(media_type: str) -> bool:
    """`image/*` and its like, which stand for any media type that fits."""
    return "*" in _bare(media_type)


def _bare(media_type: str) -> str:
    return media_type.partition(";")[0].strip().lower()


def sent_media_type(media: MediaType) -> str:
    """The media type that is sent: for a range the one that fits it and what the schema describes."""
    bare = _bare(media.media_type)
    if not is_range(bare):
        return media.media_type
    kind = bare.partition("/")[0]
    if bare.endswith("+json") and kind == "application":
        return "application/json"
    if kind in ("*", "application") and media.schema is not None and not _is_content(media.schema):
        return "application/json"
    return "text/plain" if kind == "text" else "application/octet-stream"


def _is_content(schema: Schema) -> bool:
    """Whether a schema that stands for itself describes content of any kind: bytes, text, or nothing at all."""
    is_open = not (schema.ref or schema.types or schema.properties or schema.all_of or schema.any_of or schema.one_of)
    return is_open or schema.types == ("string",)


def chosen_body(body: doc.RequestBody, schemas: Mapping[str, Schema], prefer: str | None = None) -> MediaType | None:
    """The media type that the SDK sends: that which the config prefers, else JSON, else a form, else the first.

    What has files in it is sent as a form where one is offered, since JSON has none.
    """
    if prefer is not None:
        return next((m for m in body.content if prefer in m.media_type), None)
    by_rank = sorted(body.content, key=lambda m: _rank(m, schemas))
    return by_rank[0] if by_rank else None


def _rank(media: MediaType, schemas: Mapping[str, Schema]) -> int:
    if is_json(media.media_type):
        holds_files = media.schema is not None and _holds_files(media.schema, schemas)
        return 3 if holds_files else 0 if _bare(media.media_type) == "application/json" else 1
    return 2 if is_form(media.media_type) else 4


def _holds_files(schema: Schema, schemas: Mapping[str, Schema]) -> bool:
    """Whether members of an object, or members of their lists, are bytes."""
    pending, seen = [(schema, 0)], set[int]()
    while pending:
        one, depth = pending.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if depth and one.format == "binary":
            return True
        if one.ref is not None and one.ref in schemas:
            pending.append((schemas[one.ref], depth))
        pending += [(part, depth) for part in (*one.all_of, *one.any_of, *one.one_of)]
        if depth == 0:
            pending += [(member, 1) for member in one.properties.values()]
        elif one.items is not None:
            pending.append((one.items, depth))
    return False


def says_the_same(one: Schema, other: Schema) -> bool:
    """Whether two schemas demand the same of values, wherever they stand and whatever is told about them."""
    return one is other or _demands(one) == _demands(other)


def _demands(value: object) -> object:
    """What a schema says, without its place and the words about it."""
    match value:
        case Schema() | Discriminator() | Constant():
            return {name: _demands(getattr(value, name)) for name in members(type(value)) if name not in _WORDS}
        case Mapping():
            return {key: _demands(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_demands(inner) for inner in value]
        case _:
            return value


_WORDS = frozenset({"location", "title", "description", "examples", "deprecated", "external_docs", "extensions"})


def success(operation: doc.Operation) -> list[doc.Response]:
    """The answers that mean it worked: all 2xx, or `default` where neither these nor a redirect are declared."""
    found = [r for r in operation.responses if r.status.startswith("2")]
    if found or any(r.status in _REDIRECTS for r in operation.responses):
        return found
    return [r for r in operation.responses if r.status == "default"]


def first_success(operation: doc.Operation) -> doc.Response | None:
    """The answer that means it worked where only one counts: the lowest status with a body, else the lowest."""
    found = sorted(success(operation), key=lambda response: (not response.content, response.status))
    return found[0] if found else None


def payloads(webhook: doc.Webhook) -> list[Schema]:
    """The bodies that a webhook can deliver."""
    return [media.schema for _, _, media in delivered(webhook.operations) if media.schema is not None]


def delivered(
    operations: Iterable[doc.Operation],
) -> Iterator[tuple[doc.Operation, doc.RequestBody, MediaType]]:
    """The media type in which each body that the API sends is read: JSON where there is any, else the first."""
    for operation in operations:
        if operation.body is not None and operation.body.content:
            content = operation.body.content
            chosen = next((m for m in content if is_json(m.media_type)), content[0])
            yield operation, operation.body, chosen


def called_back(operation: doc.Operation) -> list[Schema]:
    """The payloads of the callbacks of an operation, item by item where they come so."""
    requests = (request.operation for callback in operation.callbacks for request in callback.requests)
    found = (media.item_schema or media.schema for _, _, media in delivered(requests))
    return [schema for schema in found if schema is not None]


def body_example(media: MediaType | None) -> doc.Example | None:
    """The example of a body that samples show: the first."""
    return media.examples[0] if media is not None and media.examples else None


def answer_example(operation: doc.Operation) -> doc.Example | None:
    """The example of an answer that is shown: the first of a JSON answer."""
    media = (m for response in success(operation) for m in response.content if is_json(m.media_type))
    return next((found for m in media if (found := body_example(m)) is not None), None)


def as_example(written: doc.Example | None) -> Example | None:
    """An example as the SDK shows it."""
    return None if written is None else _as_example(written.summary, written.value, written.description)


def meta_example(meta: Any) -> Example | None:
    """The answer that OpenAI's own documents keep beside the operation, as text."""
    for example in _meta_examples(meta):
        text = example.get("response")
        if isinstance(text, str):
            try:
                return _as_example(str(example.get("title") or ""), json.loads(text))
            except ValueError:
                continue  # many are pseudo-JSON with comments and ellipses
    return None


def shown_programs(extensions: Mapping[str, Any]) -> tuple[ShownProgram, ...]:
    """The Python programs that a document keeps beside an operation: under the names that are usual for such, else
    where OpenAI's own documents have them.
    """
    written = next((extensions[name] for name in _CODE_SAMPLES if name in extensions), None)
    if written is None:
        return tuple(_meta_programs(extensions.get("x-oaiMeta")))
    return tuple(
        ShownProgram(title=label if isinstance(label := sample.get("label"), str) else "", text=source.rstrip())
        for sample in (written if isinstance(written, list) else ())
        if isinstance(sample, Mapping)
        and str(sample.get("lang")).lower() in _PYTHON
        and isinstance(source := sample.get("source"), str)
    )


def _meta_programs(meta: Any) -> Iterator[ShownProgram]:
    for example in _meta_examples(meta):
        request = example.get("request")
        text = request.get("python") if isinstance(request, Mapping) else None
        if isinstance(text, str):
            yield ShownProgram(title=str(example.get("title") or ""), text=text.strip("\n").rstrip())


def _meta_examples(meta: Any) -> list[Mapping[str, Any]]:
    written = meta.get("examples") if isinstance(meta, Mapping) else None
    examples: list[Any] = written if isinstance(written, list) else [written]
    return [example for example in examples if isinstance(example, Mapping)]


_CODE_SAMPLES = ("x-codeSamples", "x-code-samples")
_PYTHON = frozenset({"python", "python3", "py"})


def _as_example(title: str, value: Any, doc: str = "") -> Example:
    return Example(title=title, json=json.dumps(value, ensure_ascii=False, indent=2), doc=doc)
