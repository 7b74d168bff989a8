"""What a schema says by itself, before anything it refers to is looked at."""

from __future__ import annotations

from collections.abc import Iterator

from generator.document.model import Schema


def says_shape(schema: Schema) -> bool:
    """Whether a schema has a keyword of its own that says what values look like (a reference aside)."""
    return bool(
        schema.types
        or schema.enum is not None
        or schema.const is not None
        or schema.properties
        or schema.additional_properties not in (None, True)
        or schema.pattern_properties
        or schema.items is not None
        or schema.prefix_items
        or schema.all_of
        or schema.any_of
        or schema.one_of
        or schema.always is not None
    )


def is_reference(schema: Schema) -> bool:
    """Whether a schema is a reference to another and nothing else, as far as the look of values goes."""
    return schema.ref is not None and not says_shape(schema) and not schema.required


def extended(schema: Schema) -> Iterator[Schema]:
    """The schemas that one adds to: those of its `allOf`, and what it refers to beside keywords of its own."""
    yield from schema.all_of
    if schema.ref is not None and not is_reference(schema):
        yield Schema(location=schema.location, ref=schema.ref)
