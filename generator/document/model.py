"""The OpenAPI document as values: what it says, in 3.1 terms, with a place for everything.

References to parameters, responses, request bodies, headers, examples and path items are resolved while parsing.
References between schemas are kept (`Schema.ref`), since a referenced schema becomes a named type. Objects compare by
identity: two equal ones at two places are two things.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.source import Location
from generator.values import Value, field


class Constant(Value):
    """A value that may be null: a `default` or a `const` that is there."""

    value: Any


class Discriminator(Value, kw_only=True, eq=False):
    """Which property tells the variants of a union apart; `mapping` is value -> schema key (see `Schema.ref`).

    `default` is the key of the schema that a value without the property, or with a value of it that is not known, has.
    """

    property_name: str
    mapping: tuple[tuple[str, str], ...]
    location: Location
    default: str | None = None


class ExternalDocs(Value, kw_only=True, eq=False):
    """Where something is told more of, on the web: the URL, and what stands there."""

    url: str
    description: str
    location: Location


class ToldValue(Value):
    """What the document calls a value of an enum, and says of it; "" where it says nothing."""

    name: str = ""
    description: str = ""


class Schema(Value, kw_only=True, eq=False):
    """A schema object.

    `ref` is the key of the referenced schema in `Document.schemas`; keywords beside it are siblings. Neither `types`
    nor `enum` holds null: that, and 3.0's `nullable`, are folded into `nullable`. A schema that allows nothing but null
    (`type: "null"`, `enum: [null]`) is the constant null. `told` says what vendor extensions call the values of `enum`
    or `const`, one for each, or is empty. A boolean schema has `always` set. `properties` keeps the document's order.
    `additional_properties` is None where the document does not say. `constraints` are the validation keywords that do
    not shape the type (`minLength`, `pattern`, ...), bounds in 3.1 form. `extensions` holds every `x-` key.
    """

    location: Location
    ref: str | None = None
    always: bool | None = None
    types: tuple[str, ...] = ()
    nullable: bool = False
    format: str | None = None
    enum: tuple[Any, ...] | None = None
    const: Constant | None = None
    told: tuple[ToldValue, ...] = ()
    properties: Mapping[str, Schema] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    additional_properties: Schema | bool | None = None
    pattern_properties: Mapping[str, Schema] = field(default_factory=dict)
    items: Schema | None = None
    prefix_items: tuple[Schema, ...] = ()
    all_of: tuple[Schema, ...] = ()
    any_of: tuple[Schema, ...] = ()
    one_of: tuple[Schema, ...] = ()
    not_: Schema | None = None
    discriminator: Discriminator | None = None
    title: str | None = None
    description: str | None = None
    default: Constant | None = None
    examples: tuple[Any, ...] = ()
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False
    content_media_type: str | None = None
    content_encoding: str | None = None
    content_schema: Schema | None = None
    constraints: tuple[tuple[str, Any], ...] = ()
    external_docs: ExternalDocs | None = None
    extensions: Mapping[str, Any] = field(default_factory=dict)


class Example(Value, kw_only=True, eq=False):
    """One example of a media type or parameter: its key ("" for the single `example`), summary, value, description."""

    name: str
    summary: str
    value: Any
    location: Location
    description: str = ""


class Parameter(Value, kw_only=True, eq=False):
    """A parameter object.

    `place` is path, query, header, cookie or querystring: the whole query as one value. `style` and `explode` have the
    defaults of their place filled in. `content_type` is set where `content` is used; `content_description` and
    `encodings` are those of its media type.
    """

    name: str
    place: str
    required: bool
    schema: Schema
    style: str
    explode: bool
    location: Location
    description: str = ""
    deprecated: bool = False
    allow_reserved: bool = False
    allow_empty_value: bool = False
    content_type: str | None = None
    content_description: str = ""
    encodings: tuple[Encoding, ...] = ()
    examples: tuple[Example, ...] = ()
    extensions: Mapping[str, Any] = field(default_factory=dict)


class Encoding(Value, kw_only=True, eq=False):
    """How one part of a body is sent: a property ("" where it is an item), and the parts that it has in its turn."""

    property_name: str
    location: Location
    content_type: str | None = None
    style: str | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    headers: tuple[Header, ...] = ()
    encodings: tuple[Encoding, ...] = ()
    prefix_encodings: tuple[Encoding, ...] = ()
    item_encoding: Encoding | None = None


class MediaType(Value, kw_only=True, eq=False):
    """One entry of a `content` mapping; `schema` is None where the document gives none.

    `item_schema` describes each item of what is a sequence. `encodings` are those of the properties of the body, or,
    where it is a sequence, `prefix_encodings` those of its first items and `item_encoding` that of all others.
    """

    media_type: str
    schema: Schema | None
    location: Location
    description: str = ""
    item_schema: Schema | None = None
    encodings: tuple[Encoding, ...] = ()
    prefix_encodings: tuple[Encoding, ...] = ()
    item_encoding: Encoding | None = None
    examples: tuple[Example, ...] = ()


class RequestBody(Value, kw_only=True, eq=False):
    """A request body object, one media type or more. `required` is None where it says nothing of that."""

    content: tuple[MediaType, ...]
    required: bool | None
    location: Location
    description: str = ""


class Header(Value, kw_only=True, eq=False):
    """A response header."""

    name: str
    schema: Schema | None
    location: Location
    required: bool = False
    description: str = ""


class ResponseLink(Value, kw_only=True, eq=False):
    """A link object: an operation that can be called next, by its id or a reference (`operation_ref`, a URI).

    `parameters` are the names of its parameters with the values that they get: runtime expressions, or JSON. `body` is
    such a value for the whole body, "" where there is none.
    """

    name: str
    location: Location
    operation_id: str = ""
    operation_ref: str = ""
    description: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    body: str = ""


class Response(Value, kw_only=True, eq=False):
    """A response object under its status ("200", "4XX", "default")."""

    status: str
    content: tuple[MediaType, ...]
    location: Location
    summary: str = ""
    description: str = ""
    headers: tuple[Header, ...] = ()
    links: tuple[ResponseLink, ...] = ()


SecurityRequirement = tuple[tuple[str, tuple[str, ...]], ...]
"""Schemes needed together, each with its scopes; an empty one means that no credential is needed."""


class ServerVariable(Value, kw_only=True, eq=False):
    """What a placeholder of a server's URL stands for by default, and all that it may (none where it is not told)."""

    default: str
    description: str = ""
    values: tuple[str, ...] = ()


class Server(Value, kw_only=True, eq=False):
    """A server object; `variables` are by placeholder."""

    url: str
    location: Location
    name: str = ""
    description: str = ""
    variables: Mapping[str, ServerVariable] = field(default_factory=dict)


class Operation(Value, kw_only=True, eq=False):
    """An operation object with the parameters of its path item merged in.

    `path` is the path template ("" for a webhook or a callback). `verb` is lower case where OpenAPI has a keyword for
    it, and as it is written under `additionalOperations`: methods are case-sensitive.
    """

    verb: str
    path: str
    parameters: tuple[Parameter, ...]
    responses: tuple[Response, ...]
    location: Location
    operation_id: str | None = None
    tags: tuple[str, ...] = ()
    summary: str = ""
    description: str = ""
    body: RequestBody | None = None
    deprecated: bool = False
    security: tuple[SecurityRequirement, ...] | None = None
    servers: tuple[Server, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    external_docs: ExternalDocs | None = None
    extensions: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, str]:
        """How a config names it: its verb in lower case, and its path."""
        return self.verb.lower(), self.path


class Callback(Value, kw_only=True, eq=False):
    """An entry of an operation's `callbacks`: its name and the requests that the API makes because of the operation."""

    name: str
    requests: tuple[CallbackRequest, ...]
    location: Location


class CallbackRequest(Value, kw_only=True, eq=False):
    """One request of a callback: the expression that gives its URL, and what it is, as an operation."""

    expression: str
    operation: Operation


class Webhook(Value, kw_only=True, eq=False):
    """An entry of `webhooks` (or `x-webhooks`): its name and the operations of its path item."""

    name: str
    operations: tuple[Operation, ...]
    location: Location


class OAuthFlow(Value, kw_only=True, eq=False):
    """One way to a token of OAuth2; `name` is the key that it stands under, such as `clientCredentials`.

    URLs that the document does not give are empty. `scopes` maps each scope to its description.
    """

    name: str
    location: Location
    authorization_url: str = ""
    device_authorization_url: str = ""
    token_url: str = ""
    refresh_url: str = ""
    scopes: Mapping[str, str] = field(default_factory=dict)


class SecurityScheme(Value, kw_only=True, eq=False):
    """A security scheme.

    `type` is http, apiKey, oauth2, openIdConnect or mutualTLS; `scheme` the http scheme as written. The URLs are
    empty where the document gives none.
    """

    name: str
    type: str
    location: Location
    scheme: str = ""
    parameter_name: str = ""
    place: str = ""
    description: str = ""
    deprecated: bool = False
    flows: tuple[OAuthFlow, ...] = ()
    oauth2_metadata_url: str = ""
    open_id_connect_url: str = ""
    extensions: Mapping[str, Any] = field(default_factory=dict)


class Tag(Value, kw_only=True, eq=False):
    """A tag with its description; `parent` is the name of the tag that it belongs below, `kind` what it is used for."""

    name: str
    description: str
    location: Location
    summary: str = ""
    parent: str = ""
    kind: str = ""
    external_docs: ExternalDocs | None = None


class Contact(Value, kw_only=True):
    """Who stands for an API."""

    name: str = ""
    url: str = ""
    email: str = ""


class Document(Value, kw_only=True, eq=False):
    """A parsed document.

    `schemas` holds every schema that a `$ref` can name, by key, such as `#/components/schemas/Pet`: all components, in
    document order, and any other place that something refers to. `components` are the keys of the component schemas
    with their names. `outline` is there where this is a part of a document: all operations and webhooks of that,
    without what they send and get, and the names of all its components.
    """

    version: str
    title: str
    description: str
    api_version: str
    license: str
    servers: tuple[Server, ...]
    security: tuple[SecurityRequirement, ...]
    tags: tuple[Tag, ...]
    operations: tuple[Operation, ...]
    webhooks: tuple[Webhook, ...]
    schemas: Mapping[str, Schema]
    components: Mapping[str, str]
    security_schemes: tuple[SecurityScheme, ...]
    location: Location
    external_docs: ExternalDocs | None = None
    contact: Contact = Contact()
    terms_of_service: str = ""
    extensions: Mapping[str, Any] = field(default_factory=dict)
    outline: Document | None = None

    @property
    def whole(self) -> Document:
        """The document that this is a part of, in outline, or this where it is whole: what names depend on."""
        return self.outline or self

    def place(self, at: Location) -> str:
        """Where something stands in the whole document, however many files that is written in: its pointer."""
        return at.pointer

    def target(self, schema: Schema) -> Schema:
        """The schema itself, or what its chain of references ends in. The parser breaks the chains that never end."""
        while schema.ref is not None:
            schema = self.schemas[schema.ref]
        return schema
