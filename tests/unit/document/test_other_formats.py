"""What is no OpenAPI document is called by its name."""

from __future__ import annotations

import io

import pytest

from generator.pipeline import validate
from generator.request import Request

OTHER = {
    "#%RAML 1.0\ntitle: Shop\n": "RAML 1.0",
    "#%RAML 0.8\ntitle: Shop\n": "RAML 0.8",
    "FORMAT: 1A\n\n# Shop\n": "an API Blueprint (format 1A)",
    "<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>": 'a web page with the title "Sign in"',
    "\ufeff\n <HTML><body/></HTML>": "a web page",
    '<?xml version="1.0"?>\n<definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"/>': "a WSDL description",
    "<a><b/></a>": "XML",
    "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{}": "an HTTP answer",
    "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n": "a pointer of Git LFS",
    'syntax = "proto3";\nmessage A { string b = 1; }\n': "a protobuf file",
    "type Query {\n  pets(limit: Int): [Pet!]!\n}\n": "a GraphQL schema",
    '$version: "2"\nnamespace shop\nservice Shop {}\n': "a Smithy model",
    "asyncapi: 2.6.0\nchannels: {}\n": "AsyncAPI 2.6.0",
    "asyncapi: 3.0.0\ncomponents: {}\n": "AsyncAPI 3.0.0",
    'swaggerVersion: "1.2"\napis: []\n': "Swagger 1.2",
    'swagger: "1.2"\napis: []\n': "Swagger 1.2",
    "arazzo: 1.0.1\nworkflows: []\n": "Arazzo 1.0.1",
    "overlay: 1.0.0\nactions: []\n": "an OpenAPI Overlay 1.0.0",
    "openrpc: 1.2.6\nmethods: []\n": "OpenRPC 1.2.6",
    'smithy: "2.0"\nshapes: {}\n': "a Smithy model 2.0",
    "kind: discovery#restDescription\nresources: {}\n": "a Google API Discovery document",
    "info: {name: S, schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json'}\nitem: []\n": (
        "a Postman collection 2.1.0"
    ),
    "collection: {info: {_postman_id: x, name: S}, item: []}\n": "a Postman collection",
    "id: x\nname: S\norder: []\nrequests: []\n": "a Postman collection of version 1",
    "log: {version: '1.2', entries: []}\n": "a HAR file",
    "_type: export\n__export_format: 4\nresources: []\n": "an Insomnia export of format 4",
    "type: collection.insomnia.rest/5.0\n": "an Insomnia export (collection.insomnia.rest/5.0)",
    "data: {__schema: {types: []}}\n": "a GraphQL schema",
    "apiVersion: v1\nkind: Service\n": "a Kubernetes manifest (Service)",
    "$schema: http://json-schema.org/draft-07/schema#\ntype: object\n": "a JSON Schema",
    "type: object\nproperties: {}\n": "a JSON Schema",
    "404: Not Found": "what a server answers where it has no such file",
    '{"message": "Not Found", "documentation_url": "https://x", "status": "404"}': "the error that a server answered",
}
BYTES = {b"\x1f\x8b\x08\0\0": "a gzip file", b"PK\x03\x04\x14\0": "a ZIP archive", b"%PDF-1.7\n\xff": "a PDF file"}


def refusal(content: bytes) -> str:
    outcome = validate(Request(spec="-"), stdin=io.BytesIO(content), progress=lambda _: None)
    assert not outcome.usable
    (found,) = outcome.diagnostics.found
    assert found.hint
    assert found.location is not None and found.location.file == "<stdin>"
    return f"{found.code.id}: {found.message}"


@pytest.mark.parametrize("text", OTHER)
def test_texts(text: str) -> None:
    """One error, which says what it is, which version, and what to do."""
    assert refusal(text.encode()).startswith(f"other-format: this is {OTHER[text]}")


@pytest.mark.parametrize("content", BYTES)
def test_bytes(content: bytes) -> None:
    """What is no text at all is not read as such first."""
    assert refusal(content).startswith(f"other-format: this is {BYTES[content]}")


@pytest.mark.parametrize("key", ["paths: {}", "webhooks: {}", "openapi: 3.1.0\npaths: {}"])
def test_documents(key: str) -> None:
    """A document that has what an OpenAPI document has is one, whatever else stands in it."""
    text = f"{key}\n$schema: http://json-schema.org/schema#\ntype: object\nproperties: {{}}\nkind: x\napiVersion: v1\n"
    outcome = validate(Request(spec="-"), stdin=io.BytesIO(text.encode()), progress=lambda _: None)
    assert outcome.usable
