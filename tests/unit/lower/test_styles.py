"""How values are written, and which media type is sent: what the document says; the ledger tells of the rest."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.config.model import Config
from generator.ir.operations import Encoding, FormBody, Place, Style
from tests.unit.lower.conftest import Built

Make = Callable[..., Built]

OBJECT = "{type: object, properties: {a: {type: integer}}}"
ARRAY = "{type: array, items: {type: string}}"


def parameter(keys: str, schema: str, place: str = "query") -> str:
    path = "/pets/{p}" if place == "path" else "/pets"
    return (
        f"paths:\n  {path}:\n    get:\n"
        f"      parameters: [{{name: p, in: {place}, required: true, {keys} schema: {schema}}}]\n"
        "      responses: {'204': {description: ok}}\n"
    )


def body(content: str) -> str:
    return (
        "paths:\n  /pets:\n    post:\n      operationId: createPet\n"
        f"      requestBody: {{required: true, content: {content}}}\n"
        "      responses: {'204': {description: ok}}\n"
    )


@pytest.mark.parametrize(
    ("place", "keys", "schema", "style"),
    [
        ("query", "", ARRAY, None),
        ("query", "", OBJECT, Style.FORM),
        ("query", "", "{anyOf: [{type: string}, {type: object}]}", Style.FORM),
        ("query", "explode: false,", OBJECT, Style.COMMA),
        ("query", "explode: false,", "{type: string}", None),
        ("query", "style: spaceDelimited,", ARRAY, Style.SPACE),
        ("query", "style: pipeDelimited, explode: true,", ARRAY, None),
        ("query", "style: deepObject,", OBJECT, Style.BRACKETS),
        ("path", "", OBJECT, None),
        ("path", "explode: true,", ARRAY, None),
        ("path", "explode: true,", OBJECT, Style.EXPLODE),
        ("path", "style: label,", "{type: string}", Style.LABEL),
        ("path", "style: matrix, explode: true,", ARRAY, Style.MATRIX_EXPLODE),
        ("header", "", OBJECT, None),
        ("header", "explode: true,", OBJECT, Style.EXPLODE),
        ("cookie", "style: cookie,", ARRAY, None),
        ("cookie", "style: cookie, explode: false,", ARRAY, Style.COMMA),
    ],
)
def test_styles(built: Make, place: str, keys: str, schema: str, style: Style | None) -> None:
    """Only what departs from the usual has a style; what is honoured is not in the ledger."""
    made = built(parameter(keys, schema, place))
    (operation,) = made.operations.values()
    assert operation.parameters[0].style is style
    assert made.ledger.entries == []


@pytest.mark.parametrize(
    ("place", "keys", "schema", "reason"),
    [
        ("header", "style: form,", ARRAY, "style form is sent like simple"),
        ("query", "style: odd,", ARRAY, "style odd is sent like form"),
        ("cookie", "", ARRAY, "sent as a cookie each"),
        ("cookie", "", "{type: string}", "not percent-encoded"),
        ("cookie", "explode: false,", ARRAY, "not percent-encoded"),
        ("query", "", "{type: array, items: {type: object}}", "left open by the standard"),
        ("path", "allowReserved: true,", "{type: string}", "reserved characters"),
    ],
)
def test_what_is_not_honoured(built: Make, place: str, keys: str, schema: str, reason: str) -> None:
    """Styles that mean nothing at their place, and what the standard leaves open, are in the ledger."""
    assert any(reason in entry.reason for entry in built(parameter(keys, schema, place)).ledger.entries)


def test_a_config_says_how_objects_are_written(built: Make) -> None:
    """Its general setting counts where the document says nothing, its styles count where it does."""
    config = Config(array_format="brackets", nested_format="dots")
    for keys, style in (("", None), ("explode: false,", Style.COMMA)):
        (operation,) = built(parameter(keys, OBJECT), config).operations.values()
        assert operation.parameters[0].style is style


def test_encodings(built: Make) -> None:
    """What the encoding of a form says of each member; what is no media type or no member reaches no code."""
    made = built(
        body(
            "{multipart/form-data: {schema: {type: object, properties: {a: {type: string}, b: {type: object},"
            " c: {type: string, format: binary}, d: {type: string}}}, encoding: {a: {contentType: 'text/csv'},"
            " b: {contentType: 'application/xml, application/json'}, c: {contentType: 'image/*'},"
            ' d: {contentType: "text/x\\r\\nX: y"}, e: {contentType: text/plain}}}}'
        )
    )
    (operation,) = made.operations.values()
    assert isinstance(operation.body, FormBody)
    assert operation.body.files == ("c",)
    assert operation.body.encodings == (
        Encoding(member="a", media_type="text/csv"),
        Encoding(member="b", style=Style.JSON, media_type="application/json"),
        Encoding(member="c", media_type="image/*"),
    )
    assert {entry.subject for entry in made.ledger.entries} == {"encoding.contentType", "mediaType.encoding"}


FILE = "{type: object, properties: {f: {type: string, format: binary}}}"


JSON, FORM, TEXT, OCTETS = "application/json", "multipart/form-data", "text/plain", "application/octet-stream"


@pytest.mark.parametrize(
    ("content", "methods"),
    [
        (f"{{{TEXT}: {{}}, {JSON}: {{schema: {OBJECT}}}}}", {"create": JSON, "create_text": TEXT}),
        (f"{{{FORM}: {{schema: {OBJECT}}}, {JSON}: {{schema: {OBJECT}}}}}", {"create": JSON}),
        (f"{{{JSON}: {{schema: {FILE}}}, {FORM}: {{schema: {FILE}}}}}", {"create": FORM}),
        (f"{{{JSON}: {{schema: {OBJECT}}}, {FORM}: {{schema: {FILE}}}}}", {"create": JSON, "create_multipart": FORM}),
        (f"{{application/x+json: {{schema: {OBJECT}}}, {JSON}: {{schema: {OBJECT}}}}}", {"create": JSON}),
        (f"{{'*/*': {{schema: {OBJECT}}}}}", {"create": JSON}),
        ("{'*/*': {}}", {"create": OCTETS}),
        ("{'text/*': {schema: {type: string}}}", {"create": TEXT}),
        ("{'image/*': {schema: {type: string, format: binary}}}", {"create": OCTETS}),
    ],
)
def test_media_types(built: Make, content: str, methods: dict[str, str]) -> None:
    """JSON goes before forms, unless it would hold files; another value has a method of its own; no range is sent."""
    made = built(body(content))
    assert {o.name: o.body.media_type for o in made.operations.values() if o.body is not None} == methods


def test_a_method_that_has_the_name_already(built: Make) -> None:
    """What an operation of the document is called goes before the method of a media type."""
    made = built(
        body("{application/json: {schema: {type: object}}, text/plain: {schema: {type: string}}}")
        + "  /pets/create_text:\n    post: {operationId: createText, x-stainless-method: pets.create_text,"
        " responses: {'204': {description: ok}}}\n"
    )
    assert {"pets.create", "pets.create_text", "pets.create_text_body"} == made.operations.keys()


def test_the_only_argument_stands_in_the_path(built: Make) -> None:
    """Its inline type has a module, though the method has no other arguments."""
    made = built(
        parameter(
            "", "{type: array, items: {type: object, properties: {n: {type: object, properties: {m: {}}}}}}", "path"
        )
    )
    (operation,) = made.operations.values()
    assert operation.parameters[0].place is Place.PATH
    assert operation.parameters[0].positional
    assert any(name.startswith("pet_retrieve_params.") for name in made.declarations)
