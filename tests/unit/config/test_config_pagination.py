"""Pagination schemes: what a property is for, by its mark or by a conventional name."""

from __future__ import annotations

import pytest

MARK = "x-stainless-pagination-property"


def names(scheme) -> dict[str, str]:
    """The wire names of a scheme by what they are for."""
    purposes = ("items", "cursor_param", "cursor_field", "item_id", "has_more", "total")
    return {purpose: name for purpose in purposes if (name := getattr(scheme, purpose)) is not None}


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        (
            "{type: cursor, request: {after: {type: string}},"
            " response: {data: {type: array}, next: {type: string}, has_more: {type: boolean}}}",
            {"items": "data", "cursor_param": "after", "cursor_field": "next", "has_more": "has_more"},
        ),
        (
            "{type: cursor_id, request: {starting_after: {}}, response: {results: {type: array}}}",
            {"items": "results", "cursor_param": "starting_after", "item_id": "id"},
        ),
        (
            "{type: cursor_url, response: {next_url: {type: string}, pets: {type: array}}}",
            {"items": "pets", "cursor_field": "next_url"},
        ),
        (
            "{type: offset, request: {skip: {}, limit: {}}, response: {items: {type: array}, total: {type: integer}}}",
            {"items": "items", "cursor_param": "skip", "total": "total"},
        ),
        (
            "{type: page_number, request: {page: {}}, response: {data: {type: array}, page: {}, total_pages: {}}}",
            {"items": "data", "cursor_param": "page", "cursor_field": "page", "total": "total_pages"},
        ),
        ("{type: fake_page, response: {data: {type: array}, object: {type: string}}}", {"items": "data"}),
    ],
)
def test_conventional_names_work_without_marks(config_of, scheme, expected):
    """Every kind of scheme can be written without marks."""
    reading = config_of(f"pagination: [{{name: paws, {scheme[1:]}]")
    assert reading.printed == []
    (found,) = reading.config.pagination
    assert names(found) == expected


def test_marks_win_over_names(config_of):
    """A marked property is what its mark says, and an unmarked one of the usual name is not taken."""
    reading = config_of(
        f"""
        pagination:
          - name: paws
            type: cursor
            request:
              after: {{type: string}}
              marker: {{type: string, {MARK}: {{purpose: next_cursor_param}}}}
            response:
              data: {{type: array}}
              paws: {{type: array, {MARK}: {{purpose: items}}}}
              next: {{type: string}}
              beyond: {{type: string, {MARK}: {{purpose: next_cursor_field}}}}
        """
    )
    (scheme,) = reading.config.pagination
    assert names(scheme) == {"items": "paws", "cursor_param": "marker", "cursor_field": "beyond"}


def test_the_id_of_an_item_can_be_marked(config_of):
    """The mark stands on a property inside the item."""
    reading = config_of(
        f"""
        pagination:
          - name: paws
            type: cursor_id
            request: {{after: {{type: string}}}}
            response: {{data: {{type: array, items: {{properties: {{key: {{{MARK}: {{purpose: cursor_item_id}}}}}}}}}}}}
        """
    )
    assert reading.config.pagination[0].item_id == "key"


def test_what_an_operation_must_have(config_of):
    """A scheme keeps the names, types and nullability it asks for; optional properties are marked."""
    reading = config_of(
        f"""
        pagination:
          - name: paws
            type: cursor
            request: {{after: {{type: string}}, limit: {{type: integer, {MARK}: {{required: false}}}}}}
            response: {{data: {{type: array}}, next: {{type: [string, "null"]}}}}
        """
    )
    (scheme,) = reading.config.pagination
    assert [(p.name, p.types, p.required) for p in scheme.request] == [
        ("after", ("string",), True),
        ("limit", ("integer",), False),
    ]
    assert [(p.name, p.types, p.nullable) for p in scheme.response] == [
        ("data", ("array",), False),
        ("next", ("string",), True),
    ]


def test_the_answer_itself_can_be_the_array(config_of):
    """Then there is no property to look for."""
    reading = config_of(
        f"pagination: [{{name: paws, type: fake_page, response: {{all: {{{MARK}: {{is_top_level_array: true}}}}}}}}]"
    )
    (scheme,) = reading.config.pagination
    assert (scheme.items, scheme.response) == ("", ())


def test_one_nameless_scheme(config_of):
    """`pagination` may be a single scheme without a name."""
    reading = config_of("pagination: {type: fake_page, response: {data: {type: array}}}")
    assert [scheme.name for scheme in reading.config.pagination] == ["page"]


def test_paging_in_the_body_is_named_in_the_ledger(config_of):
    """A scheme that cannot be honoured is not used, rather than used wrongly."""
    reading = config_of(
        "pagination: [{name: paws, type: offset, param_location: body,"
        " request: {offset: {}}, response: {data: {type: array}}}]"
    )
    assert reading.config.pagination == ()
    assert "in the query only" in reading.without_effect["pagination.param_location"]
