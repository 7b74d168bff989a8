"""How members of forms are written: the document's encodings, beside what the standard says without any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

from generator.document import model as doc
from generator.document.model import Document, MediaType, Schema
from generator.ir.operations import Encoding, Parts, Style
from generator.ir.types import Anything, ListOf, Nullable, Primitive, PrimitiveKind, TupleOf, TypeExpr, UnionOf
from generator.ledger import Ledger
from generator.lower.contents import is_json, is_multipart, is_multipart_form, is_range
from generator.lower.styles import Styles

_OCTETS = "application/octet-stream"
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+*-]+/[\w!#$&^.+*-]+(?:\s*;[ -~]*)?", re.ASCII)
_PLAIN = "text/plain"
_SCALARS = frozenset({"string", "integer", "number", "boolean"})
_DISPOSITION = "content-disposition"


def may_be_file(type: TypeExpr) -> bool:
    """Whether a member of a multipart form can be a file, or a list of files."""
    match type:
        case Primitive():
            return type.kind is PrimitiveKind.FILE
        case Anything():
            return True
        case Nullable():
            return may_be_file(type.inner)
        case UnionOf():
            return any(may_be_file(variant) for variant in type.variants)
        case ListOf():
            return may_be_file(type.item)
        case TupleOf():
            return any(map(may_be_file, type.items if type.rest is None else (*type.items, type.rest)))
        case _:
            return False


class Forms:
    """Finds the encodings of forms."""

    def __init__(self, document: Document, styles: Styles, ledger: Ledger) -> None:
        self._document = document
        self._styles = styles
        self._ledger = ledger

    def encodings(
        self, media: MediaType, members: Mapping[str, Schema], files: Sequence[str], *, is_multipart: bool
    ) -> tuple[Encoding, ...]:
        """What departs from the usual, in the order of the members, of which `files` may be files."""
        said = {encoding.property_name: encoding for encoding in media.encodings}
        for name in said.keys() - members.keys():
            self._ledger.dropped("keyword", "mediaType.encoding", f"there is no member {name}", said[name].location)
        found = (
            self._encoding(name, schema, said.get(name), is_multipart, is_file=name in files)
            for name, schema in members.items()
        )
        return tuple(encoding for encoding in found if encoding != Encoding(member=encoding.member))

    def positional(self, media: MediaType, schemas: Sequence[Schema], rest: Schema | None) -> Parts:
        """How the items of a body are written that are parts without names: those that have a schema of their own, and
        all others, of which there are none where these have no schema."""
        said, others = media.prefix_encodings, media.item_encoding
        if rest is None:
            for one in (*said[len(schemas) :], *((others,) if others is not None else ())):
                self._ledger.dropped("encoding", media.media_type, "there is no such item", one.location)
            others, said = None, said[: len(schemas)]
        pairs = zip_longest(schemas, said, fillvalue=None)
        found = [
            self._part(media, schema or rest, said_of if at < len(said) else others)
            for at, (schema, said_of) in enumerate(pairs)
        ]
        last = self._part(media, rest, others)
        while found and found[-1] == last:
            found.pop()
        return Parts(first=tuple(found), rest=last)

    def _part(self, media: MediaType, schema: Schema | None, said: doc.Encoding | None) -> Encoding:
        if schema is None:
            return Encoding(member="")
        headers = tuple(self._headers(said)) if said is not None else ()
        if is_multipart_form(media.media_type) and _DISPOSITION not in {name.lower() for name, _ in headers}:
            reason = "a part of a form has the name that the constant header Content-Disposition of its encoding says"
            location = media.location if said is None else said.location
            self._ledger.approximated("keyword", "encoding.headers", reason, location)
        media_type = self._media_type(schema, said, is_multipart=True)
        if said is not None:
            if said.style is not None or said.explode is not None:
                reason = "a part without a name is written by its media type"
                self._ledger.dropped("keyword", "encoding.style", reason, said.location)
            self._note_nested(said)
        if media_type is not None and is_multipart(media_type):
            reason = f"a part that is {media_type} in its turn is not put together"
            self._ledger.approximated("keyword", "encoding.contentType", reason, schema.location)
            media_type = None
        if media_type is not None and not is_json(media_type) and "array" in self._document.target(schema).types:
            reason = f"a list is not written as {media_type}"
            self._ledger.approximated("keyword", "encoding.contentType", reason, schema.location)
            media_type = None
        style = Style.JSON if media_type is not None and is_json(media_type) else None
        return Encoding(member="", style=style, media_type=media_type, headers=headers)

    def _note_nested(self, said: doc.Encoding) -> None:
        items = (said.item_encoding,) if said.item_encoding is not None else ()
        for inner in (*said.encodings, *said.prefix_encodings, *items):
            reason = "a part that has parts in its turn is not put together"
            self._ledger.dropped("encoding", inner.property_name, reason, inner.location)

    def _encoding(
        self, name: str, schema: Schema, said: doc.Encoding | None, is_multipart: bool, *, is_file: bool
    ) -> Encoding:
        if said is not None:
            self._note_nested(said)
        style = self._styles.of_member(said) if said is not None else None
        media_type = self._media_type(schema, said, is_multipart) if style is None else None
        if media_type is not None and is_json(media_type):
            style = Style.JSON
        if style is not Style.JSON and not (style is None and is_multipart):
            self._styles.note_deep(schema, "encoding.style", schema.location)
        return Encoding(
            member=name,
            style=style,
            media_type=media_type if is_multipart else None,
            headers=tuple(self._headers(said)) if said is not None and is_multipart else (),
            reserved=said is not None and said.allow_reserved and not is_multipart,
            may_be_text=is_file and self._is_text(schema),
        )

    def _media_type(self, schema: Schema, said: doc.Encoding | None, is_multipart: bool) -> str | None:
        """The media type that the document says of a member; JSON where it offers that among others."""
        if said is None or said.content_type is None:
            return self._own_media_type(schema) if is_multipart else None
        offered = [each.strip() for each in said.content_type.split(",")]
        if not all(_MEDIA_TYPE.fullmatch(each) for each in offered):
            reason = f"{said.content_type!r} is no media type"
            self._ledger.dropped("keyword", "encoding.contentType", reason, said.location)
            return None
        for each in offered:
            if is_json(each):
                return each
        if self._styles.may_be_object(schema) and not self._is_open(schema):
            reason = f"an object is not written as {said.content_type}"
            self._ledger.approximated("keyword", "encoding.contentType", reason, said.location)
            return None
        if not is_multipart and said.content_type != _PLAIN:
            reason = f"a value is written as {_PLAIN}, not as {said.content_type}"
            self._ledger.approximated("keyword", "encoding.contentType", reason, said.location)
            return None
        return ", ".join(offered) if self._is_file(schema) else next((o for o in offered if not is_range(o)), None)

    def _own_media_type(self, schema: Schema) -> str | None:
        """The media type that a schema of 3.1 says itself; that of any bytes says no more than that it is a file."""
        target = self._document.target(self._item(schema))
        said = target.content_media_type
        return said if said is not None and said != _OCTETS and _MEDIA_TYPE.fullmatch(said) else None

    def _item(self, schema: Schema) -> Schema:
        """The schema of the members of a list, which are parts of their own; any other schema itself."""
        items = self._document.target(schema).items
        return items if items is not None else schema

    def _is_open(self, schema: Schema) -> bool:
        target = self._document.target(self._item(schema))
        return not (target.types or target.properties or target.all_of or target.any_of or target.one_of)

    def _is_file(self, schema: Schema) -> bool:
        target = self._document.target(self._item(schema))
        branches = (*target.any_of, *target.one_of)
        says_so = target.format == "binary" or target.content_media_type is not None
        return says_so or self._is_open(schema) or any(self._is_file(branch) for branch in branches)

    def _is_text(self, schema: Schema) -> bool:
        """Whether what may be a file may be text, or a number, instead."""
        target = self._document.target(self._item(schema))
        is_scalar = not _SCALARS.isdisjoint(target.types) or target.enum is not None or target.const is not None
        if is_scalar and target.format != "binary" and target.content_media_type is None:
            return True
        return self._is_open(schema) or any(self._is_text(one) for one in (*target.any_of, *target.one_of))

    def _headers(self, said: doc.Encoding) -> Iterator[tuple[str, str]]:
        """The headers of a part of which the document knows the value."""
        for header in said.headers:
            if header.description or (header.schema is not None and header.schema.description):
                reason = "what is said of headers of parts has no place in the SDK"
                self._ledger.dropped("header", header.name, reason, header.location)
            if header.name.lower() == "content-type":
                continue  # which the standard ignores here
            value = _only_value(header.schema)
            if value is not None and _is_header(header.name, value):
                yield header.name, value
                continue
            reason = f"{header.name} is sent where the caller gives it with a file"
            self._ledger.approximated("keyword", "encoding.headers", reason, header.location)


def _only_value(schema: Schema | None) -> str | None:
    """The text that a schema demands, or says is meant where nothing is given."""
    if schema is None:
        return None
    known: Iterable[object] = (
        *((schema.const.value,) if schema.const is not None else ()),
        *(schema.enum if schema.enum is not None and len(schema.enum) == 1 else ()),
        *((schema.default.value,) if schema.default is not None else ()),
    )
    for value in known:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str | int | float):
            return str(value)
    return None


_TOKEN = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)


def _is_header(name: str, value: str) -> bool:
    return _TOKEN.fullmatch(name) is not None and value.isprintable()
