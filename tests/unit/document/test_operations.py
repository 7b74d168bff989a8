"""Paths, operations and what they hold."""

from __future__ import annotations

import pytest


def test_parameters_of_the_path_item_are_merged_in(read):
    """An operation's own parameter replaces that of its path item with the same name and place."""
    reading = read("""
        paths:
          /pets/{id}:
            parameters:
              - {name: id, in: path, required: true, schema: {type: string}}
              - {name: limit, in: query, schema: {type: string}}
              - {name: limit, in: header, schema: {type: string}}
            get:
              parameters:
                - {name: limit, in: query, schema: {type: integer}}
                - {name: after, in: query, schema: {type: string}}
              responses: {'200': {description: x}}
    """)
    (operation,) = reading.document.operations
    assert [(each.name, each.place, each.schema.types) for each in operation.parameters] == [
        ("id", "path", ("string",)),
        ("limit", "query", ("integer",)),
        ("limit", "header", ("string",)),
        ("after", "query", ("string",)),
    ]
    assert reading.codes == []


def test_servers_texts_and_security_are_inherited_or_replaced(read):
    """Absent and empty `security` are different; servers and texts of the path item count where none are given."""
    reading = read("""
        servers: [{url: 'https://{region}.example.com', variables: {region: {default: eu}}}]
        security: [{Key: []}]
        paths:
          /a:
            summary: Shared
            description: For all
            servers: [{url: https://a.example.com}]
            get: {responses: {'200': {description: x}}}
            put:
              security: []
              summary: Own
              servers: [{url: https://b.example.com}]
              responses: {'200': {description: x}}
            post: {security: [{Key: []}, {}, {OAuth: [read, write]}], responses: {'200': {description: x}}}
        components:
          securitySchemes:
            Key: {type: apiKey, in: header, name: X-Key}
            OAuth: {type: http, scheme: Bearer}
    """)
    document = reading.document
    got, put, _ = document.operations
    assert document.servers[0].variables["region"].default == "eu"
    assert (got.summary, got.description, got.servers[0].url) == ("Shared", "For all", "https://a.example.com")
    assert (put.summary, put.description, put.servers[0].url) == ("Own", "Shared\n\nFor all", "https://b.example.com")
    assert [each.security for each in document.operations] == [
        None,
        (),
        ((("Key", ()),), (), (("OAuth", ("read", "write")),)),
    ]
    assert document.security == ((("Key", ()),),)
    assert [
        (each.name, each.type, each.scheme, each.parameter_name, each.place) for each in document.security_schemes
    ] == [
        ("Key", "apiKey", "", "X-Key", "header"),
        ("OAuth", "http", "Bearer", "", ""),
    ]


@pytest.mark.parametrize(
    ("declared", "style", "explode"),
    [
        ("in: query", "form", True),
        ("in: cookie", "form", True),
        ("in: header", "simple", False),
        ("in: query, style: deepObject", "deepObject", False),
        ("in: query, style: spaceDelimited", "spaceDelimited", False),
        ("in: query, explode: false", "form", False),
        ("in: query, style: deepObject, explode: true", "deepObject", True),
    ],
)
def test_defaults_of_style_and_explode(read, declared: str, style: str, explode: bool):
    """The defaults depend on the place, and that of `explode` on the style."""
    reading = read(f"""
        paths:
          /a:
            get:
              parameters: [{{name: p, {declared}, schema: {{type: string}}}}]
              responses: {{'200': {{description: x}}}}
    """)
    (parameter,) = reading.document.operations[0].parameters
    assert (parameter.style, parameter.explode) == (style, explode)


def test_parameters_by_content(read):
    """A parameter may be a JSON value, with its examples there."""
    reading = read("""
        paths:
          /a:
            get:
              parameters:
                - {name: p, in: query, content: {application/json: {schema: {type: object}, example: {a: 1}}}}
              responses: {'200': {description: x}}
    """)
    (parameter,) = reading.document.operations[0].parameters
    assert (parameter.content_type, parameter.schema.types) == ("application/json", ("object",))
    assert parameter.examples[0].value == {"a": 1}


def test_placeholders_always_have_a_parameter(read):
    """A placeholder without a parameter gets one, in the order of the path; a parameter without a placeholder goes."""
    reading = read("""
        paths:
          /{a}/{b}:
            get:
              parameters: [{name: c, in: path, required: true, schema: {type: string}}]
              responses: {'200': {description: x}}
    """)
    (operation,) = reading.document.operations
    assert [(each.name, each.required, each.schema.types) for each in operation.parameters] == [
        ("a", True, ("string",)),
        ("b", True, ("string",)),
    ]
    assert sorted(reading.codes) == ["undeclared-path-parameter", "undeclared-path-parameter", "unused-path-parameter"]
    assert [(entry.kind, entry.subject) for entry in reading.ledger.entries] == [("parameter", "c")]


def test_bodies_and_responses(read):
    """Media types, encodings, headers and examples are all there, in document order."""
    reading = read("""
        paths:
          /a:
            post:
              requestBody:
                required: true
                content:
                  application/json: {schema: {type: object}, examples: {one: {summary: First, value: {a: 1}}}}
                  multipart/form-data:
                    schema: {type: object, properties: {file: {type: string, format: binary}}}
                    encoding: {file: {contentType: image/png, explode: true}}
              responses:
                200: {description: x, headers: {X-Left: {schema: {type: integer}}}, content: {text/plain: {}}}
                4XX: {description: x}
                default: {description: x}
    """)
    (operation,) = reading.document.operations
    assert operation.body is not None
    json, form = operation.body.content
    assert operation.body.required
    assert [(each.name, each.summary, each.value) for each in json.examples] == [("one", "First", {"a": 1})]
    assert [(each.property_name, each.content_type, each.explode) for each in form.encodings] == [
        ("file", "image/png", True)
    ]
    assert [each.status for each in operation.responses] == ["200", "4XX", "default"]
    assert operation.responses[0].headers[0].name == "X-Left"
    assert operation.responses[0].content[0].schema is None
    assert reading.codes == []


def test_shared_components_are_read_once(read):
    """A response that two operations refer to is counted once, and both get its schema."""
    reading = read("""
        paths:
          /a:
            get: {responses: {'200': {$ref: '#/components/responses/Done'}}}
            put: {responses: {'201': {$ref: '#/components/responses/Done'}}}
        components:
          responses:
            Done: {description: x, content: {application/json: {schema: {type: object, minItem: 1}}}}
    """)
    first, second = (operation.responses[0] for operation in reading.document.operations)
    assert (first.status, second.status) == ("200", "201")
    assert first.content[0].schema is second.content[0].schema
    assert reading.ledger.keywords["response.description"] == 1
    assert reading.ledger.keywords["reference.$ref"] == 2
    assert reading.codes == ["unknown-keyword"]


def test_webhooks_under_either_key(read):
    """`x-webhooks` is what 3.0 documents call `webhooks`."""
    reading = read("""
        webhooks: {made: {post: {requestBody: {content: {application/json: {schema: {type: object}}}}}}}
        x-webhooks: {gone: {post: {responses: {'200': {description: x}}}}}
    """)
    assert [webhook.name for webhook in reading.document.webhooks] == ["made", "gone"]
    assert reading.ledger.read["webhook"] == 2
    assert reading.codes == []


def test_what_cannot_be_read_is_in_the_ledger(read):
    """An operation, a schema, a webhook or a parameter that cannot be read is counted and entered."""
    reading = read("""
        paths:
          /a: {get: 5, put: {responses: {'200': {description: x}}, parameters: [{name: x}]}}
          b: {get: {responses: {'200': {description: x}}}}
        webhooks: {empty: {}}
        components: {schemas: {No: 5}}
    """)
    assert reading.ledger.read == {"operation": 3, "schema": 1, "webhook": 1}
    assert sorted((entry.kind, entry.subject) for entry in reading.ledger.entries) == [
        ("operation", "get /a"),
        ("parameter", "0"),
        ("path", "b"),
        ("schema", "No"),
        ("value", "get"),
        ("webhook", "empty"),
    ]


def test_keywords_are_counted_and_explained(read):
    """Every keyword is counted; what has no effect has an entry, one a name for vendor extensions nobody knows."""
    reading = read("""
        paths:
          x-note: 1
          /a:
            get:
              externalDocs: {url: https://example.com}
              x-stainless-method: a.b
              x-mine: 1
              responses: {'200': {description: x, links: {}}}
            put: {x-mine: 2, responses: {'200': {description: x}}}
    """)
    assert reading.ledger.keywords["operation.responses"] == 2
    assert reading.ledger.keywords["operation.x-mine"] == 2
    assert reading.ledger.keywords["operation.x-stainless-method"] == 1
    entries = {entry.subject: entry for entry in reading.ledger.entries}
    assert sorted(entries) == ["operation.x-mine", "paths.x-note"]
    assert entries["operation.x-mine"].reason.endswith("(2 times, first here)")
    assert entries["operation.x-mine"].location.line == 10
    assert reading.document.operations[0].extensions == {"x-stainless-method": "a.b", "x-mine": 1}


def test_the_official_schema_knows_the_place(read):
    """Findings of the official schema lead to their key, below empty keys and keys of digits too."""
    reading = read("""
        paths:
          /a:
            get: {responses: {200: {description: x, headers: {'': {schema: {$defs: {'': {required: [a, a]}}}}}}}}
    """)
    (found,) = reading.diagnostics.sorted()
    assert found.code.id == "invalid-structure"
    assert found.location is not None
    assert found.location.pointer == "/paths/~1a/get/responses/200/headers//schema/$defs//required"
    assert (found.location.line, found.location.column) == (6, 82)


def test_defaults_of_server_variables_that_are_no_text(read):
    """A port without quotes, or a version that YAML takes for a number, is the text that is written."""
    reading = read("""
        servers:
          - url: 'https://{host}:{port}/{version}/{debug}'
            variables: {host: {default: a}, port: {default: 8443}, version: {default: 1.10}, debug: {default: no}}
        paths: {}
    """)
    variables = {name: said.default for name, said in reading.document.servers[0].variables.items()}
    assert variables == {"host": "a", "port": "8443", "version": "1.10", "debug": "no"}
