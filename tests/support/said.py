"""Every text that a document says of something, and whether it arrived: in docs, in stubs, or in the ledger.

A second reading of the standard, which shares nothing with the generator: which objects hold which.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from generator.ledger import Entry, Outcome
from generator.pipeline import Outcome as Made
from tests.support.documents import plain
from tests.support.generated import run

VERBS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

# What stands under which key of an object: one object of a kind, `[kind]` a list of them, `{kind}` a mapping to them.
_CONTENT: Final = {"content": "{media-type}"}
_EXAMPLES: Final = {"examples": "{example}"}
_VALUED: Final = {"schema": "schema", **_CONTENT, **_EXAMPLES}
_DOCS: Final = {"externalDocs": "external-docs"}
_OPERATIONS: Final = dict.fromkeys(VERBS, "operation")
_ENCODINGS: Final = {"encoding": "{encoding}", "prefixEncoding": "[encoding]", "itemEncoding": "encoding"}
_SCHEMAS: Final = {
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), "[schema]"),
    **dict.fromkeys(("properties", "patternProperties", "dependentSchemas", "$defs", "definitions"), "{schema}"),
    **dict.fromkeys(("items", "contains", "unevaluatedItems", "propertyNames", "contentSchema"), "schema"),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties", "not", "if", "then", "else"), "schema"),
}
_HOLDS: Final[Mapping[str, Mapping[str, str]]] = {
    "document": {
        "info": "info",
        "servers": "[server]",
        "tags": "[tag]",
        "paths": "{path-item}",
        "webhooks": "{path-item}",
        "x-webhooks": "{path-item}",
        "components": "components",
        **_DOCS,
    },
    "components": {
        "schemas": "{schema}",
        "responses": "{response}",
        "parameters": "{parameter}",
        "examples": "{example}",
        "requestBodies": "{request-body}",
        "headers": "{header}",
        "securitySchemes": "{security-scheme}",
        "links": "{link}",
        "callbacks": "{callback}",
        "pathItems": "{path-item}",
        "mediaTypes": "{media-type}",
    },
    "info": {},
    "server": {"variables": "{server-variable}"},
    "server-variable": {},
    "tag": _DOCS,
    "external-docs": {},
    "path-item": {
        "parameters": "[parameter]",
        "servers": "[server]",
        "additionalOperations": "{operation}",
        **_OPERATIONS,
    },
    "operation": {
        "parameters": "[parameter]",
        "requestBody": "request-body",
        "responses": "{response}",
        "callbacks": "{callback}",
        "servers": "[server]",
        **_DOCS,
    },
    "callback": {},
    "parameter": _VALUED,
    "header": _VALUED,
    "request-body": _CONTENT,
    "response": {"headers": "{header}", "links": "{link}", **_CONTENT},
    "media-type": {"schema": "schema", "itemSchema": "schema", **_EXAMPLES, **_ENCODINGS},
    "encoding": {"headers": "{header}", **_ENCODINGS},
    "example": {},
    "link": {"server": "server"},
    "security-scheme": {"flows": "oauth-flows"},
    "oauth-flows": {},
    "schema": {**_SCHEMAS, **_DOCS},
}
_TEXTS: Final = ("summary", "description")


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the document: of what kind of object it is, and where it stands."""

    kind: str
    pointer: str
    text: str


def texts(document: Mapping[str, Any]) -> Iterator[Said]:
    """Every `summary` and `description` of a document, at the places where the standard has one."""
    yield from _of("document", document, "")


def _of(kind: str, node: Any, pointer: str) -> Iterator[Said]:
    if not isinstance(node, Mapping):
        return
    of = "reference" if "$ref" in node and kind != "schema" else kind
    for key in _TEXTS:
        if isinstance(text := node.get(key), str):
            yield Said(of, f"{pointer}/{key}", text)
    yield from _extensions(node, pointer)
    if kind == "oauth-flows":
        for flow, scope, text in _scopes(node):
            yield Said("scope", f"{pointer}/{flow}/scopes/{_token(scope)}", text)
    inside = dict.fromkeys(node, "path-item") if kind == "callback" else _HOLDS[kind]
    for key, held in inside.items():
        if (key in node and not key.startswith("x-")) or key == "x-webhooks":
            yield from _below(held, node.get(key), f"{pointer}/{_token(key)}")


def _below(held: str, value: Any, pointer: str) -> Iterator[Said]:
    kind = held.strip("[]{}")
    if held.startswith("{") and isinstance(value, Mapping):
        for key, one in value.items():
            if not (kind in ("path-item", "response", "callback") and key.startswith("x-")):
                yield from _of(kind, one, f"{pointer}/{_token(key)}")
    elif held.startswith("[") and isinstance(value, Sequence):
        for index, one in enumerate(value):
            yield from _of(kind, one, f"{pointer}/{index}")
    elif not held.startswith(("[", "{")):
        yield from _of(kind, value, pointer)


def _extensions(node: Mapping[str, Any], pointer: str) -> Iterator[Said]:
    """What the known vendor extensions say of the values of an enum."""
    for key in ("x-enumDescriptions", "x-enum-descriptions"):
        said = node.get(key)
        entries = said.items() if isinstance(said, Mapping) else enumerate(said or ())
        for at, text in entries:
            if isinstance(text, str):
                yield Said("enum value", f"{pointer}/{key}/{_token(str(at))}", text)
    values = (node.get("x-ms-enum") or {}).get("values") or ()
    for index, value in enumerate(values):
        if "description" in value:
            yield Said("enum value", f"{pointer}/x-ms-enum/values/{index}/description", value["description"])


def _scopes(flows: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for flow, one in flows.items():
        for scope, text in (one.get("scopes") or {}).items() if isinstance(one, Mapping) else ():
            yield flow, scope, text


def _token(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


# Whether a text is found again

_TARGET: Final = re.compile(r"\]\(<?[^()\s]*>?(?: \"[^\"]*\")?\)")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>")
_ESCAPE: Final = re.compile(r"\\([^\w\s])")
_WORD: Final = re.compile(r"[^\W_]+")


def bare(text: str) -> str:
    """The words of a text with nothing of markup or layout: " like this one "."""
    text = _ESCAPE.sub(r"\1", text).replace("<br>", " ")
    text = _TARGET.sub(" ", html.unescape(_TARGET.sub(" ", text)))
    return f" {' '.join(_WORD.findall(_TAG.sub(' ', text)))} "


class Reached:
    """What readers of a package come to see, and what the ledger says of the rest."""

    def __init__(self, files: Iterable[str], entries: Iterable[Entry]) -> None:
        """`files` are the texts of docs and stubs, `entries` those of the ledger."""
        self._lines: set[str] = set()
        whole = []
        for text in files:
            whole.append(bare(text))
            self._lines.update(bare(cell) for line in text.split("\n") for cell in line.split(" | "))
        self._whole = "\n".join(whole)
        self._entered = {(entry.location.pointer, entry.outcome is Outcome.DROPPED) for entry in entries}

    def lost(self, said: Iterable[Said]) -> list[Said]:
        """The texts that are found nowhere, and that the ledger does not account for."""
        known: dict[str, bool] = {}
        found = []
        for one in said:
            words = bare(one.text)
            if words not in known:
                known[words] = words.isspace() or words in self._lines or words in self._whole
            if not known[words] and not self._is_entered(one.pointer):
                found.append(one)
        return found

    def _is_entered(self, pointer: str) -> bool:
        """Whether the ledger has the place of a text, or says of something that it stands in that it was dropped."""
        if (pointer, False) in self._entered:
            return True
        while pointer:
            if (pointer, True) in self._entered:
                return True
            pointer = pointer.rpartition("/")[0]
        return False


def lost_of(spec: Path, config: Path | None = None) -> list[Said]:
    """The texts of a document that are lost in the package made of it."""
    made = run(spec, config)
    return Reached(readable(made), made.ledger.entries).lost(texts(plain(spec)))


def readable(made: Made) -> list[str]:
    """The docs and stubs that a run made."""
    return [str(text) for path, text in made.files.items() if path.endswith((".md", ".pyi"))]
