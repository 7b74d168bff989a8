"""What the document says of something, as one text: its own words, those of its parts that stand nowhere else, and
where there is more to read. All of it is still the document's Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from generator.document.model import ExternalDocs, MediaType, Operation, RequestBody, Response, Schema, Server
from generator.ir.operations import Header
from generator.lower.contents import delivered

_MARKUP: Final = re.compile(r"([\\`*_\[\]<>])")
_OF_LINKS: Final = re.compile(r"[\s()<>\\\"\x00-\x1f]")


def joined(*texts: str) -> str:
    """Texts as paragraphs. What one of them says is not said again."""
    found: list[str] = []
    texts = tuple(filter(None, texts))
    if len(texts) < 2:
        return texts[0].strip() if texts else ""
    for text in texts:
        if not any(_is_within(text, known) for known in found):
            found.append(text.strip())
    return "\n\n".join(found)


def with_link(text: str, more: ExternalDocs | None) -> str:
    """The text, and where the document says that more is told."""
    return text if more is None else joined(text, _link(more))


def describe(schema: Schema) -> str:
    """What the document says about a schema and about those parts of it that are no declarations, or about the only
    thing that it can be beside null; else its title."""
    return told(schema) or brief(schema)


def told(schema: Schema) -> str:
    """What the document says about a schema in words, its title aside."""
    if not _has_parts(schema):
        return schema.description or ""
    own = schema.description or ""
    if not (schema.all_of or schema.any_of or schema.one_of):
        return with_link(joined(own, *map(_of_part, _held(schema))), schema.external_docs)
    only = only_branch(schema)
    said = joined(own, *map(told, schema.all_of), "" if only is None else told(only))
    variants = [text for text in dict.fromkeys(map(_of_part, _variants(schema))) if text and not _is_within(text, said)]
    listed = variants if len(variants) < 2 else ["\n".join(map(_item, variants))]
    return with_link(joined(said, *listed, *map(_of_part, _held(schema))), schema.external_docs)


def brief(schema: Schema) -> str:
    """What the document says about a schema itself, or about the only thing that it can be beside null; else its
    title."""
    only = only_branch(schema)
    return schema.description or schema.title or (brief(only) if only is not None else "")


def only_branch(schema: Schema) -> Schema | None:
    """The only thing that a schema can be beside null, where that is said."""
    branches = [b for b in (*schema.any_of, *schema.one_of) if b.const is None or b.const.value is not None]
    return branches[0] if len(branches) == 1 else None


def of_body(body: RequestBody, media: MediaType) -> str:
    """What the document says of a body that is sent as one of its media types."""
    return joined(body.description, of_content(media))


def of_content(media: MediaType) -> str:
    """What the document says of a media type and, in this place, of what it holds."""
    schemas = (schema for schema in (media.schema, media.item_schema) if schema is not None)
    return joined(media.description, *map(told, schemas))


def of_delivery(operation: Operation) -> str:
    """What the document says of a request that the API makes, and of the body that it has."""
    bodies = (of_body(body, media) for _, body, media in delivered([operation]))
    return joined(operation.summary, with_link(operation.description, operation.external_docs), *bodies)


def of_response(response: Response) -> str:
    """What the document says of a response, and in this place of what it holds."""
    return joined(response.summary, response.description, *map(of_content, response.content))


def headers_of(response: Response) -> tuple[Header, ...]:
    """The headers of a response, with what is said of each."""
    return tuple(
        Header(name=header.name, doc=joined(header.description, told(header.schema) if header.schema else ""))
        for header in response.headers
    )


def of_server(server: Server) -> str:
    """What the document says of a server, and of what its URL leaves open."""
    return joined(server.description, *(variable.description for variable in server.variables.values()))


def _has_parts(schema: Schema) -> bool:
    """Whether a schema has what may say more than it does itself."""
    return bool(
        schema.all_of
        or schema.any_of
        or schema.one_of
        or schema.items is not None
        or schema.prefix_items
        or isinstance(schema.additional_properties, Schema)
        or schema.pattern_properties
        or schema.content_schema is not None
        or schema.external_docs is not None
    )


def _of_part(schema: Schema) -> str:
    """What is said of a part; an object written in place says it itself, as a declaration."""
    return "" if schema.properties else told(schema)


def _variants(schema: Schema) -> Iterator[Schema]:
    yield from schema.any_of
    yield from schema.one_of


def _held(schema: Schema) -> Iterator[Schema]:
    """The schemas of items, of what names that are not told stand for, and of what a text holds."""
    yield from schema.prefix_items
    yield from (
        one for one in (schema.items, schema.additional_properties, schema.content_schema) if isinstance(one, Schema)
    )
    yield from schema.pattern_properties.values()


def _is_within(text: str, whole: str) -> bool:
    return text in whole or " ".join(text.split()) in " ".join(whole.split())


def _item(text: str) -> str:
    """A text as an item of a list, however many paragraphs it has."""
    return f"- {text.strip()}".replace("\n", "\n  ")


def _link(more: ExternalDocs) -> str:
    """A link in Markdown; the description is text, in which nothing is markup."""
    url = _OF_LINKS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), more.url)
    label = _MARKUP.sub(r"\\\1", " ".join(more.description.split())) or "More about it"
    return f"[{label}]({url})"
