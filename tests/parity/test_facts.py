"""Where the facts are, and what their lines say."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.compare.expressions import parse_expression
from tests.parity.facts import METHODS, TYPES, Field, MissingFactsError, facts_folder, read_facts

METHOD = {
    "operationId": "createItem",
    "path": "/items",
    "resource": "items",
    "method": "create",
    "positional": ["shop_id"],
    "keyword": [["name", True], ["note", False]],
    "returns": "Item",
    "page": None,
    "stream": False,
    "deprecated": True,
}
TYPED = {
    "module": "openai.types",
    "name": "ItemParam",
    "kind": "typeddict",
    "keys": {
        "name": {"required": False, "type": "Required[str]"},
        "note": {"required": False, "type": "Optional[str]"},
    },
}


def write(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / METHODS).write_text(json.dumps(METHOD) + "\n", encoding="utf-8")
    (folder / TYPES).write_text(json.dumps(TYPED) + "\n", encoding="utf-8")
    return folder


def test_lines(tmp_path: Path) -> None:
    """A method and a type are read; a key of a TypedDict is required when its type says so."""
    facts = read_facts(write(tmp_path / "facts"))
    (method,), (public,) = facts.methods, facts.types
    assert (method.path, method.positional, method.keywords) == (
        "items.create",
        ("shop_id",),
        {"name": True, "note": False},
    )
    assert (method.result, method.deprecated, method.operation) == (parse_expression("Item"), True, "createItem")
    assert (public.path, public.is_sent) == ("openai.types.ItemParam", True)
    assert public.fields == {
        "name": Field(required=True, type=parse_expression("str")),
        "note": Field(required=False, type=parse_expression("Optional[str]")),
    }


def test_named_folder(tmp_path: Path) -> None:
    """SPEC_FACTS decides, also where SPEC_UPSTREAM would lead elsewhere."""
    folder = write(tmp_path / "elsewhere")
    assert facts_folder({"SPEC_FACTS": str(folder), "SPEC_UPSTREAM": "/nowhere/specs/openapi.yaml"}) == folder


def test_folder_beside_the_documents(tmp_path: Path) -> None:
    """Without SPEC_FACTS it is the folder `facts` beside the folder of the document."""
    folder = write(tmp_path / "facts")
    assert facts_folder({"SPEC_UPSTREAM": str(tmp_path / "specs/openapi.yaml")}) == folder.resolve()


@pytest.mark.parametrize(
    ("environment", "said"),
    [({}, "neither SPEC_FACTS nor SPEC_UPSTREAM"), ({"SPEC_FACTS": "/nowhere"}, f"/nowhere has no file {METHODS}")],
)
def test_no_facts(environment: dict[str, str], said: str) -> None:
    """What is missing is said."""
    with pytest.raises(MissingFactsError, match=said):
        facts_folder(environment)
