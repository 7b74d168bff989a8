"""What stands at the input in place of an OpenAPI document, by the marks that each format carries."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from generator.diagnostics import Diagnostic, Severity, UnusableInput, register
from generator.document.nodes import ListNode, MapNode, Sources, place_within
from generator.source import Location, pointer_join
from generator.values import Value

OTHER_FORMAT = register(
    "other-format", Severity.ERROR, "The input is something else than an OpenAPI document; the message says what."
)

_CONVERT: Final = "convert it to OpenAPI 3 first; OpenAPI 3 and Swagger 2.0 are read"
_EXPORT: Final = "export it as OpenAPI 3, or convert it first; OpenAPI 3 and Swagger 2.0 are read"
_UNPACK: Final = "unpack it, and give the document that is in it"
_FETCH: Final = "fetch the document itself: the JSON or YAML file, signed in where that is needed"


class _Format(Value):
    """What something is, in the words of a message, where in the root that is written, and what to do about it."""

    what: str
    key: str = ""
    hint: str = _CONVERT


# Bytes

_MAGIC: Final[Mapping[bytes, _Format]] = {
    b"\x1f\x8b": _Format("a gzip file", hint=_UNPACK),
    b"PK\x03\x04": _Format("a ZIP archive", hint=_UNPACK),
    b"BZh": _Format("a bzip2 file", hint=_UNPACK),
    b"\xfd7zXZ\x00": _Format("an xz file", hint=_UNPACK),
    b"\x28\xb5\x2f\xfd": _Format("a Zstandard file", hint=_UNPACK),
    b"%PDF-": _Format("a PDF file", hint=_FETCH),
    b"\x89PNG": _Format("a PNG image", hint=_FETCH),
}


def refuse_bytes(content: bytes, name: str) -> None:
    """Raise `UnusableInput` for a file that is no text at all."""
    for magic, found in _MAGIC.items():
        if content.startswith(magic):
            raise _refusal(found, Location(name, 1, 1))


# Texts

_TITLE: Final = re.compile(r"<title[^>]*>\s*([^<]{1,80})", re.IGNORECASE)
_XML: Final[Mapping[str, str]] = {
    "wsdl": "a WSDL description of a SOAP service",
    "wadl": "a WADL description",
    "edmx": "OData metadata",
    "xmlschema": "an XML Schema",
}


def refuse_text(text: str, name: str) -> None:
    """Raise `UnusableInput` for a text that begins as another format does, whatever YAML makes of it."""
    start = text[:4000].lstrip("\ufeff \t\r\n")
    for recognized in _TEXTS:
        found = recognized(start)
        if found is not None:
            raise _refusal(found, Location(name, 1, 1))


def refuse_unread(text: str, name: str) -> None:
    """Raise `UnusableInput` for a text that is no mapping in YAML, where it is known what else it is."""
    start = text[:20_000].lstrip("\ufeff \t\r\n")
    for pattern, what, hint in _LANGUAGES:
        if pattern.search(start):
            raise _refusal(_Format(what, hint=hint), Location(name, 1, 1))


def _raml(start: str) -> _Format | None:
    found = re.match(r"#%RAML (\S{1,10})", start)
    return _Format(f"RAML {found[1]}") if found else None


def _blueprint(start: str) -> _Format | None:
    found = re.match(r"FORMAT: *(1A\d*)\s*$", start, re.MULTILINE)
    return _Format(f"an API Blueprint (format {found[1]})") if found else None


def _markup(start: str) -> _Format | None:
    """A page or another thing in angle brackets."""
    lower = start.lower()
    if not lower.startswith("<"):
        return None
    if re.search(r"<!doctype html|<html|<head|<body", lower):
        title = _TITLE.search(start)
        named = f' with the title "{title[1].strip()}"' if title else ""
        return _Format(f"a web page{named}", hint=_FETCH)
    kind = next((what for mark, what in _XML.items() if mark in lower), None)
    return _Format(kind or "XML") if kind or re.match(r"<[?!a-z_]", lower) else None


def _http(start: str) -> _Format | None:
    found = re.match(r"HTTP/[\d.]+ \d{3}", start)
    return _Format("an HTTP answer, headers included", hint="save the body alone") if found else None


def _pointer(start: str) -> _Format | None:
    is_pointer = start.startswith("version https://git-lfs.github.com/")
    return _Format("a pointer of Git LFS", hint="fetch the file itself with: git lfs pull") if is_pointer else None


_TEXTS: Final[tuple[Callable[[str], _Format | None], ...]] = (_raml, _blueprint, _markup, _http, _pointer)
_LANGUAGES: Final = (
    (re.compile(r"^\s*syntax\s*=\s*[\"']proto[23][\"']\s*;", re.MULTILINE), "a protobuf file", _CONVERT),
    (re.compile(r"^\s*(?:import|using) \"?@?typespec\b", re.IGNORECASE | re.MULTILINE), "TypeSpec", _CONVERT),
    (re.compile(r"^\$version\s*:\s*[\"']?[12]", re.MULTILINE), "a Smithy model", _CONVERT),
    (
        re.compile(r"^(?:extend )?(?:schema|(?:type|interface|input|enum) \w+[^{}\n]*?)\s*\{", re.MULTILINE),
        "a GraphQL schema",
        "GraphQL has clients of its own; OpenAPI 3 and Swagger 2.0 are read",
    ),
)


# Mappings


def refuse_mapping(root: MapNode, sources: Sources) -> None:
    """Raise `UnusableInput` for a document whose keys are those of another format."""
    if any(key in root for key in ("openapi", "paths", "webhooks", "x-webhooks")):
        return
    for recognized in _MAPPINGS:
        found = recognized(root)
        if found is not None:
            pointer = pointer_join("", found.key) if found.key in root else ""
            raise _refusal(found, sources.location(place_within(root, found.key), pointer))


def _by_version(root: MapNode) -> _Format | None:
    """Formats that say their name and version under a key."""
    for key, (what, hint) in _VERSIONED.items():
        if key in root:
            version = root[key]
            said = f" {version}" if isinstance(version, str | int | float) and len(str(version)) < 20 else ""
            return _Format(f"{what}{said}", key, hint)
    return None


_VERSIONED: Final[Mapping[str, tuple[str, str]]] = {
    "asyncapi": ("AsyncAPI", "AsyncAPI describes messages and has generators of its own; OpenAPI 3 is read"),
    "swaggerVersion": ("Swagger", _CONVERT),
    "swagger": ("Swagger", _CONVERT),
    "arazzo": ("Arazzo", "give the OpenAPI document that its `sourceDescriptions` name"),
    "overlay": ("an OpenAPI Overlay", "give the document that it is for, and this with --overlay"),
    "openrpc": ("OpenRPC", _CONVERT),
    "smithy": ("a Smithy model", _CONVERT),
    "discoveryVersion": ("a Google API Discovery document,", _CONVERT),
}


def _discovery(root: MapNode) -> _Format | None:
    return (
        _Format("a Google API Discovery document", "kind") if root.get("kind") == "discovery#restDescription" else None
    )


def _postman(root: MapNode) -> _Format | None:
    inner = root.get("collection")
    collection = inner if isinstance(inner, MapNode) and "info" not in root else root
    described = collection.get("info")
    if isinstance(described, MapNode):
        schema = str(described.get("schema"))
        version = re.search(r"/v(\d[\d.]*\d)/", schema)
        if "postman" in schema or "_postman_id" in described:
            return _Format(f"a Postman collection{f' {version[1]}' if version else ''}", "info", _EXPORT)
    if "requests" in root and "order" in root:
        return _Format("a Postman collection of version 1", "requests", _EXPORT)
    scope = "_postman_variable_scope"
    return _Format("a Postman environment", scope, "give the document of the API") if scope in root else None


def _recording(root: MapNode) -> _Format | None:
    log = root.get("log")
    is_har = isinstance(log, MapNode) and isinstance(log.get("entries"), ListNode)
    return _Format("a HAR file, a recording of requests", "log") if is_har else None


def _insomnia(root: MapNode) -> _Format | None:
    if "__export_format" in root:
        return _Format(f"an Insomnia export of format {root['__export_format']}", "__export_format", _EXPORT)
    if "insomnia.rest/" in str(root.get("type")):
        return _Format(f"an Insomnia export ({root['type']})", "type", _EXPORT)
    return None


def _introspection(root: MapNode) -> _Format | None:
    data = root.get("data")
    hint = "GraphQL has clients of its own; OpenAPI 3 and Swagger 2.0 are read"
    if "__schema" in root or (isinstance(data, MapNode) and "__schema" in data):
        return _Format("a GraphQL schema, as introspection answers it", "data" if data else "__schema", hint)
    return None


def _manifest(root: MapNode) -> _Format | None:
    kind = root.get("kind")
    is_manifest = "apiVersion" in root and isinstance(kind, str)
    return _Format(f"a Kubernetes manifest ({kind})", "kind", "give the document of the API") if is_manifest else None


def _schema(root: MapNode) -> _Format | None:
    """A schema alone."""
    says_so = "json-schema.org" in str(root.get("$schema"))
    has_words = isinstance(root.get("type"), str) and ("properties" in root or "items" in root)
    if not (says_so or has_words) or "components" in root or "info" in root:
        return None
    hint = "put it under components/schemas of an OpenAPI document"
    return _Format("a JSON Schema", "$schema" if says_so else "type", hint)


def _error(root: MapNode) -> _Format | None:
    """What a server answers in place of a document."""
    if len(root) == 1 and re.fullmatch(r"[45]\d\d", next(iter(root))):
        return _Format("what a server answers where it has no such file", next(iter(root)), _FETCH)
    if root and any(key in root for key in ("error", "errors", "message", "detail")) and root.keys() <= _ANSWER:
        return _Format("the error that a server answered", next(iter(root)), _FETCH)
    return None


_ANSWER: Final = frozenset(
    {
        "error",
        "errors",
        "message",
        "detail",
        "details",
        "documentation_url",
        "status",
        "statusCode",
        "code",
        "timestamp",
        "path",
        "title",
        "type",
        "traceId",
        "request_id",
        "requestId",
        "error_description",
        "success",
        "reason",
    }
)
_MAPPINGS: Final[tuple[Callable[[MapNode], _Format | None], ...]] = (
    _by_version,
    _discovery,
    _postman,
    _recording,
    _insomnia,
    _introspection,
    _manifest,
    _schema,
    _error,
)


def _refusal(found: _Format, location: Location) -> UnusableInput:
    return UnusableInput(
        Diagnostic(OTHER_FORMAT, f"this is {found.what}, not an OpenAPI document", location, found.hint)
    )
