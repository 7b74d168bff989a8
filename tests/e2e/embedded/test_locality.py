"""How far an update of the document reaches: the files that say it and no others, whether all is rendered or little."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.request import USUAL_PARTS
from generator.write.writer import part_of
from tests.support.documents import plain
from tests.support.generated import formatted
from tests.support.program import CONFIG, SPEC, tree

NAME = "openai_sdk"
Document = dict[str, Any]
Edit = Callable[[Document], object]


@pytest.fixture(scope="module")
def spec_after(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Edit], Path]:
    """The embedded document after an edit, each in a file of its own."""
    folder = tmp_path_factory.mktemp("edited")

    def write(edit: Edit) -> Path:
        path = folder / f"{edit.__name__}.json"
        if not path.exists():
            document = json.loads(json.dumps(plain(SPEC)))
            edit(document)
            path.write_text(json.dumps(document, indent=1), encoding="utf-8")
        return path

    return write


def files(spec: Path) -> dict[str, bytes]:
    """What people see of the client, its stubs and its docs; the mock says the whole document in one file."""
    return {path: content for path, content in everything(spec).items() if part_of(path) in USUAL_PARTS}


def everything(spec: Path) -> dict[str, bytes]:
    """What people see of the output; what the next update is compared with is left out."""
    return {path: content for path, content in formatted(spec, CONFIG, NAME).items() if not path.startswith(".sdkgen")}


def nothing(document: Document) -> None:
    pass


@pytest.fixture
def before(spec_after: Callable[[Edit], Path]) -> dict[str, bytes]:
    """The output for the document as it is."""
    return files(spec_after(nothing))


def schemas(document: Document) -> dict[str, Any]:
    return document["components"]["schemas"]


def describe_a_field(document: Document) -> None:
    schemas(document)["Model"]["properties"]["created"]["description"] = "Another text."


def add_a_field(document: Document) -> None:
    schemas(document)["Model"]["properties"]["added"] = {"type": "string"}


def loosen_a_field(document: Document) -> None:
    schemas(document)["Model"]["required"].remove("owned_by")


def add_a_value(document: Document) -> None:
    schemas(document)["Verbosity"]["anyOf"][0]["enum"].append("endless")


def add_a_schema(document: Document) -> None:
    schemas(document)["Unused"] = {"type": "object", "properties": {"id": {"type": "string"}}}


def add_an_operation(document: Document) -> None:
    model = document["paths"]["/models/{model}"]
    document["paths"]["/models/{model}/copy"] = {"post": {**copy.deepcopy(model["get"]), "operationId": "copyModel"}}


MODEL = {"docs/types/by-name/m.md", f"{NAME}/types/model.py", f"{NAME}/types/model.pyi"}
REACH: dict[Edit, set[str]] = {
    describe_a_field: MODEL - {f"{NAME}/types/model.py"},
    add_a_field: MODEL,
    loosen_a_field: MODEL,
    add_a_value: {
        "docs/types/chat/by-name/v.md",
        f"{NAME}/types/chat/verbosity.py",
        f"{NAME}/types/chat/verbosity.pyi",
    },
    add_a_schema: {
        "docs/types.md",
        "docs/types/by-name/u.md",
        f"{NAME}/types/__init__.py",
        f"{NAME}/types/__init__.pyi",
        f"{NAME}/types/unused.py",
        f"{NAME}/types/unused.pyi",
    },
    add_an_operation: {
        "docs/resources/models.md",
        "docs/types/by-name/m.md",  # "used by"
        f"{NAME}/_method_names.py",
        f"{NAME}/resources/models.py",
        f"{NAME}/resources/models.pyi",
    },
}


@pytest.mark.parametrize("edit", REACH)
def test_a_change_reaches_what_says_it(
    edit: Edit, before: dict[str, bytes], spec_after: Callable[[Edit], Path]
) -> None:
    """A field, a value, a schema, an operation: its own files, and those that list it or use it by shape."""
    after = files(spec_after(edit))
    assert {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)} == REACH[edit]


def reorder(document: Document) -> None:
    """All components the other way round."""
    for kind, components in document["components"].items():
        document["components"][kind] = dict(reversed(components.items()))


def test_the_order_of_components_changes_nothing(before: dict[str, bytes], spec_after: Callable[[Edit], Path]) -> None:
    """Not one byte."""
    assert files(spec_after(reorder)) == before


def describe(node: Any) -> None:
    """Every description and summary in other words. A property of that name is a mapping; examples are left alone."""
    if isinstance(node, list):
        for item in node:
            describe(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("description", "summary") and isinstance(value, str):
                node[key] = f"In other words: {value}"
            elif key not in ("example", "examples", "x-oaiMeta"):
                describe(value)


def test_descriptions_change_docs_only(before: dict[str, bytes], spec_after: Callable[[Edit], Path]) -> None:
    """Other descriptions everywhere: the same files, and the same code but for docstrings and comments."""
    after = files(spec_after(describe))
    assert before.keys() == after.keys()
    changed = {path for path in before if before[path] != after[path]}
    assert len(changed) > 100
    modules = {path for path in changed if path.endswith((".py", ".pyi"))}
    assert all(path.startswith("docs/") or path == "README.md" for path in changed - modules)
    assert [path for path in modules if without_docs(before[path]) != without_docs(after[path])] == []


def without_docs(source: bytes) -> str:
    """A module without docstrings, those of fields included; comments are no part of the tree."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [part for part in node.body if not is_docstring(part)]
    return ast.dump(tree)


def is_docstring(node: ast.stmt) -> bool:
    """Whether a statement is a string and nothing else."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def test_update_after_update_is_as_from_nothing(spec_after: Callable[[Edit], Path], tmp_path: Path) -> None:
    """One folder that several updates went through, and went back, holds after each what a fresh one holds."""
    for edit in (nothing, add_an_operation, describe, add_a_schema, nothing):
        spec = spec_after(edit)
        arguments = ["generate", str(spec), "--config", str(CONFIG), "--package", NAME, "-q"]
        assert main([*arguments, "--out", str(tmp_path)]) == 0
        visible = {path: content for path, content in tree(tmp_path).items() if not path.startswith(".sdkgen")}
        assert visible == everything(spec), edit.__name__
