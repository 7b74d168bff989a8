"""What the objects of Swagger 2.0 may hold, and what is said of words that only later versions know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LIMITS: Final = _words(
    "multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems"
    " uniqueItems enum default"
)
_INLINE: Final = LIMITS | _words("type format items collectionFormat")

KNOWN: Final[Mapping[str, frozenset[str]]] = {
    "document": _words(
        "swagger info host basePath schemes consumes produces paths definitions parameters responses"
        " securityDefinitions security tags externalDocs"
    ),
    "path-item": _words("$ref get put post delete options head patch parameters"),
    "operation": _words(
        "tags summary description externalDocs operationId consumes produces parameters responses schemes deprecated"
        " security"
    ),
    "parameter": _INLINE | _words("$ref name in description required schema allowEmptyValue"),
    "header": _INLINE | _words("description"),
    "response": _words("$ref description schema headers examples"),
    "schema": LIMITS
    | _words(
        "$ref format title description maxProperties minProperties required type items allOf properties"
        " additionalProperties discriminator readOnly xml externalDocs example"
    ),
    "security-scheme": _words("type description name in flow authorizationUrl tokenUrl scopes"),
}
"""The keywords of each object of Swagger 2.0. Others that OpenAPI 3 has are read as what they mean there."""
