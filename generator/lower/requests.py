"""What an operation sends: parameters and bodies, as arguments of a method."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TypeVar

from generator.casings import Casings
from generator.config.model import Config
from generator.diagnostics import Diagnostics, Related
from generator.document import model as doc
from generator.document.hints import naming
from generator.document.model import MediaType, Schema, SecurityRequirement
from generator.ir.declarations import Field
from generator.ir.operations import (
    ANY_MEMBER,
    IDEMPOTENCY_KEY,
    Encoding,
    FormBody,
    Framing,
    JsonBody,
    Parameter,
    Place,
    RequestBody,
    WholeBody,
)
from generator.ir.types import Anything, ListOf, MapOf, Nullable, Primitive, PrimitiveKind, TypeExpr
from generator.lower.calls import Call
from generator.lower.contents import is_form, is_json, is_multipart, is_multipart_form, sent_media_type
from generator.lower.conversion import Conversion, Scope
from generator.lower.findings import COLLIDING_NAMES
from generator.lower.forms import Forms, may_be_file
from generator.lower.published_methods import argument_names
from generator.lower.reading import framing, is_described
from generator.lower.said import brief, describe, joined, of_body, of_content, told
from generator.lower.schemas import default_of, limits_of
from generator.lower.shapes import ArrayShape, MapShape, ObjectShape, TupleShape, UnionShape
from generator.lower.styles import Styles
from generator.lower.unions import either, union_of, variant_word
from generator.lower.words import first_free
from generator.published.lock import Lock
from generator.python.identifiers import CALL_ARGUMENTS, key_name
from generator.source import Location
from generator.values import Value, replace

_Item = TypeVar("_Item", Parameter, Field)
_IGNORED_HEADERS = {"accept", "content-type", "authorization"}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BOUNDARY = re.compile(r';\s*boundary=(?:"[^"]*"|[^;"]*)', re.IGNORECASE)


class Requests:
    """Builds the arguments of operations."""

    def __init__(self, conversion: Conversion, config: Config, lock: Lock, diagnostics: Diagnostics) -> None:
        self._lock = lock
        self._diagnostics = diagnostics
        self._conversion = conversion
        self._document = conversion.schemas.document
        self._casings = conversion.schemas.casings
        self._shapes = conversion.schemas.shapes
        self._ledger = conversion.schemas.ledger
        self._styles = Styles(self._shapes, self._ledger, general=config.nested_format is not None)
        self._forms = Forms(self._document, self._styles, self._ledger)
        self._security = config.security if config.security is not None else self._document.security
        schemes = config.security_schemes or self._document.security_schemes
        self._api_keys = {s.name: s.parameter_name.lower() for s in schemes if s.place == Place.HEADER.value}
        self._key_header = (config.idempotency_header or "").lower()
        self._config = config

    def build(self, call: Call, scope: Scope) -> tuple[list[Parameter], RequestBody | None]:
        """Parameters and body of an operation, under argument names that differ from each other."""
        parameters, body = self._parameters(call, scope), self._body(call, scope)
        published = argument_names(self._lock, call.route, path_of(call.operation))
        return _apart(parameters, body, _Settled(published, self._taken(call)), self._casings, self._diagnostics)

    def _taken(self, call: Call) -> frozenset[str]:
        """The names that arguments cannot have. A key that no header is configured for leaves its name to them."""
        sends_key = self._key_header and self._config.takes_idempotency_key(call.operation.verb)
        return CALL_ARGUMENTS | {IDEMPOTENCY_KEY} if sends_key else CALL_ARGUMENTS

    def takes_key(self, call: Call, parameters: Iterable[Parameter], body: RequestBody | None) -> bool:
        """Whether the method takes an idempotency key beside its own arguments."""
        named = {field.name for field in keyword_fields(parameters, body)}
        return IDEMPOTENCY_KEY not in named and self._config.takes_idempotency_key(call.operation.verb)

    def _parameters(self, call: Call, scope: Scope) -> list[Parameter]:
        placeholders = _PLACEHOLDER.findall(path_of(call.operation))
        found = []
        for written in call.operation.parameters:
            if written.place == "path" and written.name not in placeholders:
                self._ledger.dropped("parameter", written.name, "the path has no such placeholder", written.location)
            elif written.place == "header" and (reason := self._set_by_client(written.name.lower(), call)):
                self._ledger.dropped("parameter", written.name, reason, written.location)
            else:
                found.append(self._parameter(call, written, scope))
        known = {p.wire_name for p in found if p.place is Place.PATH}
        missing = [name for name in dict.fromkeys(placeholders) if name not in known]
        found += [self._undeclared(name, call) for name in missing]
        order = {name: i for i, name in enumerate(placeholders)}
        found.sort(key=lambda p: order.get(p.wire_name, len(order)) if p.place is Place.PATH else len(order))
        return _positional(found, call.choices.positional_params)

    def _set_by_client(self, header: str, call: Call) -> str | None:
        """Why a header is no argument; None where it is one."""
        if header in _IGNORED_HEADERS:
            return "OpenAPI gives this header to the client"
        if header in self._credential_headers(call.operation.security):
            return "the client sends its credential in this header"
        if header == self._key_header and self._config.takes_idempotency_key(call.operation.verb):
            return f"the argument {IDEMPOTENCY_KEY} is sent in this header"
        return None

    def _credential_headers(self, security: Sequence[SecurityRequirement] | None) -> frozenset[str]:
        """The headers in which the schemes that an operation needs send their credentials."""
        needed = {name for one in (self._security if security is None else security) for name, _ in one}
        return frozenset(header for scheme, header in self._api_keys.items() if scheme in needed)

    def _parameter(self, call: Call, written: doc.Parameter, scope: Scope) -> Parameter:
        self._ledger.use(written.location, call.operation.location)
        wanted = _wanted_name(written)
        place = Place(written.place)
        type = self._conversion.convert(written.schema, scope.at(written.name.removesuffix("[]")))
        if written.allow_reserved and place in (Place.PATH, Place.COOKIE):
            reason = "reserved characters are written as everywhere in a " + place.value
            self._ledger.approximated("keyword", "parameter.allowReserved", reason, written.location)
        return Parameter(
            name=key_name(wanted or written.name, self._casings),
            wire_name=written.name,
            place=place,
            type=_without_null(type) if place is Place.PATH else type,
            required=written.required or place is Place.PATH,
            location=written.location,
            doc=joined(written.description, written.content_description, told(written.schema))
            or describe(written.schema),
            default=default_of(self._document.target(written.schema)),
            deprecated=written.deprecated,
            style=self._styles.of_parameter(written),
            reserved=written.allow_reserved and place is Place.QUERY,
            limits=limits_of(written.schema) or limits_of(self._document.target(written.schema)),
            encodings=self._encodings_of(written),
        )

    def _encodings_of(self, written: doc.Parameter) -> tuple[Encoding, ...]:
        """How the members of a whole query are written, where it is a form."""
        if written.place != Place.QUERY_STRING.value or not is_form(written.content_type or ""):
            for said in written.encodings:
                reason = "the value of the parameter is written as a whole"
                self._ledger.dropped("encoding", said.property_name, reason, said.location)
            return ()
        media = MediaType(
            media_type=written.content_type or "",
            schema=written.schema,
            location=written.location,
            encodings=written.encodings,
        )
        return self._forms.encodings(media, self._members(written.schema), (), is_multipart=False)

    def _undeclared(self, name: str, call: Call) -> Parameter:
        self._ledger.approximated(
            "parameter", name, "a placeholder without a parameter: taken as a string", call.operation.location
        )
        return Parameter(
            name=key_name(name, self._casings),
            wire_name=name,
            place=Place.PATH,
            type=Primitive(kind=PrimitiveKind.STRING),
            required=True,
            location=call.operation.location,
        )

    def _body(self, call: Call, scope: Scope) -> RequestBody | None:
        written, chosen = call.operation.body, call.media
        if written is None or chosen is None:
            return None
        for part in (written, chosen):
            self._ledger.use(part.location, call.operation.location)
        others = (of_content(media) for media in written.content if media is not chosen)
        written = replace(written, description=joined(of_body(written, chosen), *others))
        media_type = sent_media_type(chosen)
        if media_type != chosen.media_type:
            reason = f"{media_type} is sent where the caller gives no header Content-Type"
            self._ledger.approximated("media type", chosen.media_type, reason, chosen.location)
        if (items := self._items(call, chosen, media_type, written, scope)) is not None:
            return items
        if is_form(media_type) and chosen.schema is not None:
            return self._form_body(call, chosen, chosen.schema, written, scope)
        if not is_json(media_type):
            return self._raw_body(call, chosen, media_type, written)
        if chosen.schema is None:
            return self._any_body(call, media_type, chosen, written)
        fields = None if call.has_whole_body else self._body_fields(chosen.schema, scope)
        if fields is None:
            return self._whole_body(call, chosen.schema, media_type, written, scope)
        if self._shapes.resolved(chosen.schema).nullable:
            reason = "the members of the body are arguments: null in place of them all cannot be sent"
            self._ledger.approximated("keyword", "schema.type", reason, chosen.schema.location)
        extra = self._further_members(chosen.schema, scope)
        sent_empty = self._config.empty_bodies and not any(field.required for field in fields)
        return JsonBody(
            fields=tuple(fields),
            required=sent_empty or _is_needed(written, fields),
            media_type=media_type,
            doc=self._doc(written, chosen.schema),
            extra=extra,
        )

    def _form_body(
        self, call: Call, chosen: MediaType, schema: Schema, written: doc.RequestBody, scope: Scope
    ) -> RequestBody:
        is_multipart = is_multipart_form(chosen.media_type)
        scope = replace(scope, files=is_multipart)
        fields = None if call.has_whole_body else self._body_fields(schema, scope)
        if fields is None:
            return self._whole_body(call, schema, chosen.media_type, written, scope)
        extra = self._further_members(schema, scope)
        files = [f.wire_name for f in fields if is_multipart and may_be_file(f.type)]
        encodings = self._encodings(call, chosen, schema, files, is_multipart=is_multipart)
        if extra is not None and may_be_file(extra):
            files.append(ANY_MEMBER)
        return FormBody(
            fields=tuple(fields),
            required=_is_needed(written, fields),
            files=tuple(files) if is_multipart else (),
            media_type="multipart/form-data" if is_multipart else chosen.media_type,
            doc=self._doc(written, schema),
            encodings=encodings,
            extra=extra,
        )

    def _doc(self, written: doc.RequestBody, schema: Schema) -> str:
        """What is said of a body whose members are arguments, so that it has no other place to be told of."""
        return joined(written.description, self._document.target(schema).description or "")

    def _encodings(
        self, call: Call, chosen: MediaType, schema: Schema, files: Sequence[str], *, is_multipart: bool
    ) -> tuple[Encoding, ...]:
        for said in chosen.encodings:
            self._ledger.use(said.location, call.operation.location)
        return self._forms.encodings(chosen, self._members(schema), files, is_multipart=is_multipart)

    def _members(self, schema: Schema) -> Mapping[str, Schema]:
        """The schemas of the members of a form by their names."""
        shape = self._shapes.resolved(schema).shape
        if isinstance(shape, UnionShape):
            return {name: member for variant in shape.variants for name, member in self._members(variant).items()}
        return shape.properties if isinstance(shape, ObjectShape) else {}

    def _body_name(self, call: Call) -> str:
        """What the argument is called that is a whole body."""
        return key_name(call.choices.body_param_name or "body", self._casings)

    def _any_body(self, call: Call, media_type: str, chosen: MediaType, written: doc.RequestBody) -> WholeBody:
        return WholeBody(
            name=self._body_name(call),
            type=Anything(),
            required=bool(written.required),
            media_type=media_type,
            location=chosen.location,
            doc=written.description,
        )

    def _sequence(
        self, call: Call, chosen: MediaType, item: Schema, written: doc.RequestBody, scope: Scope
    ) -> WholeBody:
        """A body that is sent item by item, however these are told apart."""
        if chosen.schema is not None:
            reason = "the schema of its items says what is sent"
            self._ledger.approximated("keyword", "media-type.schema", reason, chosen.schema.location)
        return WholeBody(
            name=self._body_name(call),
            type=ListOf(item=self._conversion.convert(item, scope.at("body").item(self._casings))),
            required=bool(written.required),
            media_type=chosen.media_type,
            location=chosen.location,
            doc=written.description,
        )

    def _items(
        self, call: Call, chosen: MediaType, media_type: str, written: doc.RequestBody, scope: Scope
    ) -> WholeBody | None:
        """A body that is sent item by item; None for any other body."""
        if is_multipart(media_type):
            return self._parts(call, chosen, written, scope)
        if (framed := framing(media_type)) in (Framing.LINES, Framing.SEQUENCE) and chosen.item_schema is not None:
            return replace(self._sequence(call, chosen, chosen.item_schema, written, scope), framing=framed)
        return None

    def _parts(self, call: Call, chosen: MediaType, written: doc.RequestBody, scope: Scope) -> WholeBody | None:
        """A body whose items are parts without names; None for any other body."""
        shape = None if chosen.schema is None else self._shapes.resolved(chosen.schema).shape
        scope = replace(scope, files=True)
        first: tuple[Schema, ...]
        rest: Schema | None
        if chosen.item_schema is not None:
            body = self._sequence(call, chosen, chosen.item_schema, written, scope)
            first = ()
            rest = chosen.item_schema
        elif chosen.schema is not None and isinstance(shape, (ArrayShape, TupleShape)):
            body = self._array(call, chosen, chosen.schema, written, scope)
            first = shape.items if isinstance(shape, TupleShape) else ()
            rest = shape.rest if isinstance(shape, TupleShape) else shape.items or Schema(location=chosen.location)
        else:
            return None
        for said in (*chosen.prefix_encodings, *((chosen.item_encoding,) if chosen.item_encoding else ())):
            self._ledger.use(said.location, call.operation.location)
        return replace(
            body,
            media_type=_BOUNDARY.sub("", chosen.media_type),
            parts=self._forms.positional(chosen, first, rest),
        )

    def _array(
        self, call: Call, chosen: MediaType, schema: Schema, written: doc.RequestBody, scope: Scope
    ) -> WholeBody:
        """A body that is a list, in which there may be files."""
        return WholeBody(
            name=self._body_name(call),
            type=self._conversion.written_out(schema, scope.at("body")),
            required=bool(written.required),
            media_type=chosen.media_type,
            location=schema.location,
            doc=written.description or brief(schema),
        )

    def _raw_body(self, call: Call, chosen: MediaType, media_type: str, written: doc.RequestBody) -> WholeBody:
        text = media_type.startswith("text/")
        for unused in (*chosen.prefix_encodings, *((chosen.item_encoding,) if chosen.item_encoding else ())):
            reason = "parts without names are not put together: the body is taken as bytes"
            self._ledger.dropped("encoding", chosen.media_type, reason, unused.location)
        if chosen.item_schema is not None:
            reason = f"the items are not put together: the body is taken as {'text' if text else 'bytes'}"
            self._ledger.dropped("keyword", "media-type.itemSchema", reason, chosen.item_schema.location)
        if is_described(chosen, self._shapes):
            reason = f"its schema is not applied: the body is taken as {'text' if text else 'bytes'}"
            self._ledger.approximated("media type", chosen.media_type, reason, chosen.location)
        return WholeBody(
            name=self._body_name(call),
            type=Primitive(kind=PrimitiveKind.STRING if text else PrimitiveKind.CONTENT),
            required=bool(written.required),
            media_type=media_type,
            location=chosen.location,
            doc=written.description,
        )

    def _whole_body(
        self, call: Call, schema: Schema, media_type: str, written: doc.RequestBody, scope: Scope
    ) -> WholeBody:
        files = self._map_of_files(schema, scope)
        return WholeBody(
            name=self._body_name(call),
            type=files or self._conversion.convert(schema, scope.at("body")),
            required=self._requires_members(schema) if written.required is None else written.required,
            media_type=media_type,
            location=schema.location,
            doc=written.description or brief(schema),
            files=files is not None,
        )

    def _requires_members(self, schema: Schema) -> bool:
        """Whether an object, or each of several objects, has members that it cannot be without."""
        shape = self._shapes.resolved(schema).shape
        variants = shape.variants if isinstance(shape, UnionShape) else (schema,)
        objects = [self._shapes.resolved(variant).shape for variant in variants]
        return bool(objects) and all(isinstance(one, ObjectShape) and bool(one.required) for one in objects)

    def _map_of_files(self, schema: Schema, scope: Scope) -> TypeExpr | None:
        """The type of a form whose members have any names and may be files; None for any other body."""
        shape = self._shapes.resolved(schema).shape
        if not scope.files or not isinstance(shape, MapShape):
            return None
        value = Anything() if shape.value is None else self._conversion.convert(shape.value, scope.at("body"))
        return MapOf(value=value) if may_be_file(value) else None

    def _body_fields(self, schema: Schema, scope: Scope) -> list[Field] | None:
        """The members of a body that is an object, or one of several objects; None for any other body."""
        shape = self._shapes.resolved(schema).shape
        if isinstance(shape, ObjectShape):
            return self._conversion.fields(shape, scope)
        if isinstance(shape, UnionShape):
            objects = [s for v in shape.variants if isinstance(s := self._shapes.resolved(v).shape, ObjectShape)]
            if len(objects) == len(shape.variants):
                self._ledger.approximated(
                    "keyword", "schema.oneOf", "the variants of the body share one set of arguments", schema.location
                )
                return self._joined_fields(objects, scope)
        return None

    def variants(
        self, call: Call, parameters: Sequence[Parameter], body: RequestBody | None, scope: Scope
    ) -> list[tuple[str, tuple[Field, ...]]]:
        """The arguments for each of the objects that a body may be, with a word for it; empty for any other body."""
        if call.media is None or call.media.schema is None or not isinstance(body, (JsonBody, FormBody)):
            return []
        union = self._shapes.resolved(call.media.schema).shape
        if not isinstance(union, UnionShape):
            return []
        scope = replace(scope, files=isinstance(body, FormBody) and bool(body.files))
        common, names = tuple(keyword_fields(parameters, None)), {f.wire_name: f.name for f in body.fields}
        found = []
        for number, variant in enumerate(union.variants):
            shape = self._shapes.resolved(variant).shape
            own = self._conversion.fields(shape, scope) if isinstance(shape, ObjectShape) else []
            named = (replace(f, name=names[f.wire_name], wire_name=names[f.wire_name]) for f in own)
            found.append((self._word(variant, union) or f"variant {number}", (*common, *named)))
        return found

    def _word(self, variant: Schema, union: UnionShape) -> str | None:
        """What one of the objects that a body may be is called: as in other unions, else like the component."""
        return variant_word(variant, union, self._shapes) or self._document.components.get(variant.ref or "")

    def _further_members(self, schema: Schema, scope: Scope) -> TypeExpr | None:
        """The type of the members that a body may have beside those with names; anything has no type to check."""
        shape = self._shapes.resolved(schema).shape
        variants = shape.variants if isinstance(shape, UnionShape) else (schema,)
        objects = [s for v in variants if isinstance(s := self._shapes.resolved(v).shape, ObjectShape)]
        types = [self._conversion.convert(o.extra, scope.inside("extra")) for o in objects if o.extra is not None]
        if not types:
            return None
        extra = union_of(types, None)
        if isinstance(extra, Anything):
            return None
        return extra

    def _joined_fields(self, objects: Sequence[ObjectShape], scope: Scope) -> list[Field]:
        """Every member any variant has; required where all require it."""
        joined: dict[str, Field] = {}
        for shape in objects:
            for field in self._conversion.fields(shape, scope):
                before = joined.get(field.wire_name)
                joined[field.wire_name] = (
                    field if before is None else replace(before, type=either(before.type, field.type))
                )
        everywhere = frozenset.intersection(*(o.required.intersection(o.properties) for o in objects))
        return [replace(f, required=f.wire_name in everywhere) for f in joined.values()]


def _wanted_name(written: doc.Parameter) -> str | None:
    """What the document wants the argument for a parameter to be called, if it says so."""
    for said in (written.schema.extensions, written.extensions):
        wanted = naming(said).property_name or said.get("x-stainless-param")
        if wanted and isinstance(wanted, str):
            return wanted
    return None


def _is_needed(written: doc.RequestBody, members: Iterable[Field]) -> bool:
    """Whether a body is sent always: where the document does not say, one that has required members is."""
    return any(field.required for field in members) if written.required is None else written.required


def _positional(parameters: list[Parameter], said: Sequence[str] | None) -> list[Parameter]:
    """Only the last path parameter is positional, unless the config lists others; then their order is its order."""
    path = [p.wire_name for p in parameters if p.place is Place.PATH]
    order = {name: number for number, name in enumerate(path[-1:] if said is None else said)}
    placed = [replace(p, positional=True) if p.place is Place.PATH and p.wire_name in order else p for p in parameters]
    return sorted(placed, key=lambda p: order[p.wire_name] if p.positional else len(order))


class _Argument(Value):
    """A candidate for an argument's name: where it travels, what the wire calls it, what it would be called."""

    place: str
    wire_name: str
    wanted: str
    location: Location

    @property
    def rank(self) -> tuple[int, bool, str]:
        """Path, then query, header, cookie and body have the first word; within one the exact name has."""
        return _PLACES.index(self.place), self.wanted != self.wire_name, self.wire_name

    @property
    def origin(self) -> tuple[str, ...]:
        """What a lock of names says that it stands for."""
        return (self.place, self.wire_name) if self.wire_name else (self.place,)

    @property
    def apart(self) -> str:
        """What it is called where something in another place has the same name; the body as a whole needs no other."""
        return f"{self.place}_{self.wanted}" if self.wire_name else self.wanted

    def __str__(self) -> str:
        return f"{self.place} argument {self.wire_name!r}" if self.wire_name else "the body"


class _Settled(Value):
    """The names of arguments that are settled: those under which some were `published`, by what they stand for, and
    those that none can have, as every method has them `taken`."""

    published: Mapping[tuple[str, ...], str]
    taken: Set[str]


_PLACES = (*(place.value for place in Place), "body")


def _argument_names(
    arguments: Sequence[_Argument], settled: _Settled, diagnostics: Diagnostics
) -> dict[_Argument, str]:
    """A name for each argument, all different. What was published keeps its name. What occurs in several places says
    where it travels (`path_id`, `body_id`), and what every call has already that it is the API's (`api_timeout`)."""
    places: dict[str, set[str]] = defaultdict(set)
    for argument in arguments:
        places[argument.wanted].add(argument.place)
    wishes = {a: a.wanted if len(places[a.wanted]) == 1 else a.apart for a in arguments}
    wishes = {a: f"api_{wish}" if wish in settled.taken else wish for a, wish in wishes.items()}
    names = {a: name for a in arguments if (name := settled.published.get(a.origin)) is not None}
    for argument in sorted(wishes.keys() - names.keys(), key=lambda a: (wishes[a] != a.wanted, a.rank)):
        names[argument] = first_free(wishes[argument] + "{}", lambda name: name in names.values(), "_")
    for argument in arguments:
        name = names[argument]
        if name != argument.wanted and argument.origin not in settled.published:
            _report_renamed(argument, name, arguments, diagnostics)
    return names


def _report_renamed(argument: _Argument, name: str, arguments: Sequence[_Argument], diagnostics: Diagnostics) -> None:
    others = [other for other in arguments if other.wanted == argument.wanted and other is not argument]
    related = tuple(Related(f"{other} has the same name", other.location) for other in others[:1])
    why = "" if others else f", since every method has an argument {argument.wanted}"
    diagnostics.report(COLLIDING_NAMES, f"{argument} becomes {name}{why}", argument.location, related=related)


def _apart(
    parameters: Sequence[Parameter],
    body: RequestBody | None,
    settled: _Settled,
    casings: Casings,
    diagnostics: Diagnostics,
) -> tuple[list[Parameter], RequestBody | None]:
    """Arguments of one method under names that differ, and that the method has for nothing else."""
    own = [_Argument(p.place.value, p.wire_name, p.name, p.location) for p in parameters]
    match body:
        case JsonBody(fields=fields) | FormBody(fields=fields):
            wishes = [key_name(f.name, casings) for f in fields]
            inner = [_Argument("body", f.wire_name, w, f.location) for f, w in zip(fields, wishes, strict=True)]
        case WholeBody(name=name, location=location):
            inner = [_Argument("body", "", name, location)]
        case None:
            inner = []
    names = _argument_names([*own, *inner], settled, diagnostics)
    renamed = [_named(p, names[a]) for p, a in zip(parameters, own, strict=True)]
    match body:
        case JsonBody() | FormBody():
            fields = tuple(_named(f, names[a]) for f, a in zip(body.fields, inner, strict=True))
            return renamed, replace(body, fields=fields)
        case WholeBody():
            return renamed, replace(body, name=names[inner[0]])
        case None:
            return renamed, None


def _named(item: _Item, name: str) -> _Item:
    """A parameter or a field under another name; most have theirs already."""
    return item if item.name == name else replace(item, name=name)


def keyword_fields(parameters: Iterable[Parameter], body: RequestBody | None) -> Iterable[Field]:
    """What the TypedDict of an operation's arguments holds: everything but the positional ones."""
    for p in parameters:
        if not p.positional:
            yield Field(
                name=p.name,
                wire_name=p.name,
                type=p.type,
                required=p.required,
                location=p.location,
                doc=p.doc,
                default=p.default,
                deprecated=p.deprecated,
            )
    if isinstance(body, (JsonBody, FormBody)):
        yield from (f if f.wire_name == f.name else replace(f, wire_name=f.name) for f in body.fields)
    elif isinstance(body, WholeBody):
        yield Field(
            name=body.name,
            wire_name=body.name,
            type=body.type,
            required=body.required,
            location=body.location,
            doc=body.doc,
        )


def by_wire_name(parameters: Iterable[Parameter], body: RequestBody | None) -> dict[str, Parameter | Field]:
    """The arguments of an operation by what the document calls them; members of the body have the last word."""
    found: dict[str, Parameter | Field] = {p.wire_name: p for p in parameters}
    if isinstance(body, (JsonBody, FormBody)):
        found |= {field.wire_name: field for field in body.fields}
    return found


def path_of(operation: doc.Operation) -> str:
    """The path template without pairs of a query (`?q={q}`) that are parameters, which are sent as such."""
    path, mark, query = operation.path.partition("?")
    declared = {f"{p.name}={{{p.name}}}" for p in operation.parameters if p.place == Place.QUERY.value}
    kept = [pair for pair in query.split("&") if pair not in declared]
    return f"{path}{mark}{'&'.join(kept)}" if any(kept) else path


def path_with_names(path: str, parameters: Sequence[Parameter]) -> str:
    """The path template with the names of arguments in its placeholders."""
    names = {p.wire_name: p.name for p in parameters if p.place is Place.PATH}
    return _PLACEHOLDER.sub(lambda found: "{" + names[found[1]] + "}", path)


def _without_null(type: TypeExpr) -> TypeExpr:
    return type.inner if isinstance(type, Nullable) else type
