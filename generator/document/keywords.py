"""What becomes of every keyword of every OpenAPI object: honoured (None), approximated or dropped, and why.

This table is the promise that nothing is lost silently: a keyword that is not in it is reported as unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.ledger import Outcome
from generator.methods import VERBS
from generator.values import Value


class Fate(Value):
    """What becomes of a keyword that is not plainly honoured."""

    outcome: Outcome
    reason: str


def _honoured(words: str) -> dict[str, Fate | None]:
    return dict.fromkeys(words.split())


def _dropped(words: str, reason: str) -> dict[str, Fate | None]:
    return dict.fromkeys(words.split(), Fate(Outcome.DROPPED, reason))


def _approximated(words: str, reason: str) -> dict[str, Fate | None]:
    return dict.fromkeys(words.split(), Fate(Outcome.APPROXIMATED, reason))


_EXAMPLES = _dropped("example examples", "samples take the examples of bodies; other values follow from types")

FLOWS: Final = ("implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization")
"""The flows of OAuth2 that have a keyword."""

CONSTRAINTS: Final[Mapping[str, type | tuple[type, ...]]] = {
    "minLength": int,
    "maxLength": int,
    "pattern": str,
    "minimum": (int, float),
    "maximum": (int, float),
    "exclusiveMinimum": (int, float),
    "exclusiveMaximum": (int, float),
    "multipleOf": (int, float),
    "minItems": int,
    "maxItems": int,
    "uniqueItems": bool,
    "minProperties": int,
    "maxProperties": int,
}
"""Keywords that restrict values without shaping a type, with the types their value may have. The docs state them."""

KEYWORDS: Final[Mapping[str, Mapping[str, Fate | None]]] = {
    "document": _honoured("openapi $self info servers security tags paths webhooks x-webhooks components")
    | _honoured("externalDocs")
    | _approximated("jsonSchemaDialect", "schemas are read in the dialect of OpenAPI 3.1, whatever this says"),
    "info": _honoured("title description version license termsOfService contact")
    | _dropped("summary", "says nothing that a client needs"),
    "contact": _honoured("name url email"),
    "license": _honoured("name identifier") | _dropped("url", "the package names its licence and does not link it"),
    "server": _honoured("url name description variables"),
    "server-variable": _honoured("default enum description"),
    "tag": _honoured("name summary description parent externalDocs")
    | _dropped("kind", "what a tag is used for says nothing of the SDK"),
    "external-docs": _honoured("url description"),
    "components": _honoured(
        "schemas responses parameters examples requestBodies headers securitySchemes pathItems mediaTypes callbacks"
        " links"
    ),
    "path-item": _honoured("$ref summary description servers parameters additionalOperations")
    | _honoured(" ".join(VERBS)),
    "operation": _honoured(
        "tags summary description operationId parameters requestBody responses deprecated security servers callbacks"
        " externalDocs"
    ),
    "parameter": _honoured(
        "name in description required deprecated allowEmptyValue style explode allowReserved schema content"
    )
    | _EXAMPLES,
    "request-body": _honoured("description content required"),
    "media-type": _honoured("description schema itemSchema example examples encoding prefixEncoding itemEncoding"),
    "encoding": _honoured("contentType style explode allowReserved headers encoding prefixEncoding itemEncoding"),
    "response": _honoured("summary description content links")
    | _approximated("headers", "handed out as text, with the raw response"),
    "link": _honoured("operationRef operationId parameters requestBody description")
    | _dropped("server", "operations are sent where they say themselves"),
    "header": _honoured("description required schema content")
    | _dropped(
        "deprecated allowEmptyValue style explode allowReserved example examples",
        "response headers are handed out as text",
    ),
    "example": _honoured("summary description value dataValue")
    | _dropped("serializedValue", "samples show what is handed in, not how it is written on the wire")
    | _dropped("externalValue", "examples outside the document are not read"),
    "discriminator": _honoured("propertyName mapping defaultMapping"),
    "security-scheme": _honoured("type description name in scheme deprecated")
    | _honoured("flows openIdConnectUrl oauth2MetadataUrl")
    | _dropped("bearerFormat", "the form of a token is no concern of the client"),
    "oauth-flows": _honoured(" ".join(FLOWS)),
    "oauth-flow": _honoured("deviceAuthorizationUrl tokenUrl refreshUrl scopes")
    | _approximated("authorizationUrl", "the client opens no browser: the caller gives a token or a refresh token"),
    "reference": _honoured("$ref summary description"),
    "schema": _honoured(
        "$ref type nullable format enum const properties required additionalProperties patternProperties items"
        " prefixItems allOf anyOf oneOf not discriminator title description default deprecated"
        " readOnly writeOnly contentMediaType contentEncoding $defs definitions $comment externalDocs"
        " $recursiveAnchor $dynamicAnchor $id $anchor"
    )
    | _honoured(" ".join(CONSTRAINTS))
    | _EXAMPLES
    | _approximated("$recursiveRef $dynamicRef", "refers to the enclosing schema, whatever extends it")
    | _approximated("unevaluatedProperties", "stated in the docs; unknown properties are always kept")
    | _dropped("propertyNames", "names of properties that are not known beforehand have no type")
    | _dropped(
        "contains minContains maxContains unevaluatedItems dependentRequired dependentSchemas dependencies if"
        " then else",
        "restricts values in a way that types cannot say",
    )
    | _approximated("contentSchema", "the data of events is read by it; other text in a text stays text")
    | _dropped("xml", "bodies are sent and read as JSON")
    | _dropped("$schema $vocabulary", "schemas are read in one dialect"),
}

KNOWN_EXTENSIONS: Final = ("x-stainless-", "x-oai")
"""Vendor extensions with these beginnings are understood by later stages."""

MEANINGLESS_EXTENSIONS: Final[Mapping[str, str]] = {
    "x-stainless-snippets": "samples are written from the SDK itself",
    "x-stainless-stream-helper": "what it says is said by nothing that was read",
    "x-stainless-variantName": "variants are called by their titles, tags and components",
    "x-stainless-soft-required": "a field is required, or it is not",
    "x-stainless-deprecation-message": "the text of a deprecation stands in the config",
    "x-stainless-nominal": "types are told apart by their names",
}
"""Extensions that begin like those, and still have no effect, with the reason."""

ENUM_EXTENSIONS: Final = (
    "x-stainless-renameMap",
    "x-enum-varnames",
    "x-enumNames",
    "x-enum-descriptions",
    "x-enumDescriptions",
    "x-ms-enum",
)
"""Vendor extensions of schemas that name the values of an enum, or describe them."""

UNKNOWN: Final = Fate(Outcome.DROPPED, "no keyword of OpenAPI 3.0, 3.1 or 3.2")
UNKNOWN_EXTENSION: Final = "a vendor extension without a meaning here"
