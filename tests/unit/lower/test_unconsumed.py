"""What no step of lowering makes anything of is in the ledger, with its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.lower.conftest import Built

Make = Callable[..., Built]


def entries(made: Built) -> list[tuple[str, str, int]]:
    """What was entered as nothing's: its kind, what it is called, and its line."""
    return sorted(
        (entry.kind, entry.subject, entry.location.line)
        for entry in made.ledger.entries
        if entry.reason == "nothing in the SDK is made of it"
    )


def test_what_is_used_is_not_entered(built: Make) -> None:
    """Parameters, bodies, encodings, answers and errors that the SDK has are not called unused."""
    made = built("""
paths:
  /pets/{id}:
    post:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: trace, in: header, schema: {type: string}}
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {picture: {type: string, format: binary}}}
            encoding: {picture: {contentType: image/png}}
      responses:
        "200": {description: A pet., content: {application/json: {schema: {type: object}, example: {}}}}
        "204": {description: None.}
        "4XX": {description: Refused., content: {application/json: {schema: {type: object}}, text/plain: {}}}
""")
    assert entries(made) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (
            "{requestBody: {content: {application/json: {schema: {type: object}, examples: {a: {value: {}}, b: {value:"
            " {}}}}}}, responses: {}}",
            [("example", "b", 6)],
        ),
        (
            '{responses: {"200": {description: x, content: {application/json: {}}}, "400": {description: x, content:'
            " {application/xml: {schema: {type: object, properties: {a: {type: string}}}}}}}}",
            [("media type", "application/xml", 6)],
        ),
        (
            '{responses: {"200": {description: x, content: {application/json: {example: 1}}}, "409": {description: x,'
            " content: {application/json: {example: 2}}}}}",
            [("example", "", 6)],
        ),
    ],
)
def test_what_is_not_used_is_entered(built: Make, written: str, expected: list[tuple[str, str, int]]) -> None:
    """Examples that no sample shows, and bodies of errors that nothing reads, have entries."""
    assert entries(built(f"\npaths:\n  /pets:\n    post: {written}\n")) == expected


def test_of_what_is_unused_as_a_whole_nothing_inside_is_entered(built: Make) -> None:
    """What a webhook's receiver should answer, and all but one body of it, have one entry each."""
    made = built("""
webhooks:
  born:
    post:
      parameters: [{name: trace, in: header, schema: {type: string}}]
      requestBody:
        content:
          application/xml: {schema: {type: object}, example: <a/>}
          application/json: {schema: {type: object, properties: {name: {type: string}}}}
      responses:
        "200": {description: Seen., content: {application/json: {schema: {type: string}}}}
""")
    assert [(kind, subject) for kind, subject, _ in entries(made)] == [
        ("media type", "application/xml"),
        ("parameter", "trace"),
        ("response", "200"),
    ]


def test_schemas_of_raw_bodies(built: Make) -> None:
    """A body that is sent as it is has no use for a schema of what it is made of; text and bytes lose nothing."""
    made = built("""
paths:
  /a: {post: {requestBody: {content: {multipart/mixed: {schema: {type: object, properties: {a: {type: string}}}}}}}}
  /b: {post: {requestBody: {content: {application/xml: {schema: {type: object}}}}}}
  /c: {post: {requestBody: {content: {text/csv: {schema: {type: array, items: {type: string}}}}}}}
  /d: {post: {requestBody: {content: {image/png: {schema: {type: string, format: binary}}}}}}
  /e: {post: {requestBody: {content: {text/plain: {schema: {type: string}}}}}}
""")
    told = [(e.subject, e.reason.rpartition(" ")[2]) for e in made.ledger.entries if e.kind == "media type"]
    assert told == [("multipart/mixed", "bytes"), ("application/xml", "bytes"), ("text/csv", "text")]


def test_null_in_place_of_members(built: Make) -> None:
    """A body whose members are arguments cannot be null, which is said."""
    made = built("""
paths:
  /a: {post: {requestBody: {content: {application/json: {schema: {type: [object, "null"], properties: {a: {}}}}}}}}
  /b: {post: {requestBody: {content: {application/json: {schema: {type: object, properties: {a: {}}}}}}}}
""")
    told = [(e.subject, e.location.pointer.split("/")[2]) for e in made.ledger.entries if "null in place" in e.reason]
    assert told == [("schema.type", "~1a")]
