"""Each way in which what a name stands for moves: callers of the first SDK do not notice it in the second."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.published.stages import CONFIG, Stage, breaking, changes, stage, written
from tests.unit.diff.conftest import edited

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text())
IDS = [case["case"] for case in CASES]


def document_of(case: dict[str, Any]) -> dict[str, Any]:
    """The first document: operations that answer one schema each, and may be refused with another."""
    paths: dict[str, Any] = {}
    for verb, answers in (("get", case.get("answers", {})), ("post", case.get("posts", {}))):
        for path, schema in answers.items():
            words = "".join(word.capitalize() for word in path.split("/") if word.isalpha())
            responses = {"200": _response(schema)}
            if path in case.get("errors", {}):
                responses["400"] = _response(case["errors"][path])
            operation_id = case.get("operations", {}).get(path, f"{verb}{words}")
            operation: dict[str, Any] = {"operationId": operation_id, "responses": responses}
            if path in case.get("parameters", {}):
                operation["parameters"] = case["parameters"][path]
            paths.setdefault(path, {})[verb] = operation
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.test"}],
        "paths": paths,
        "components": {"schemas": case["schemas"]},
    }
    return edited(document, case.get("more", {}))  # type: ignore[no-any-return]


def _response(schema: Any) -> dict[str, Any]:
    content = {"$ref": f"#/components/schemas/{schema}"} if isinstance(schema, str) else schema
    return {"description": "Said.", "content": {"application/json": {"schema": content}}}


def inputs(case: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Both documents, and the config."""
    first = document_of(case)
    second = edited(first, case["edits"])
    second["paths"] = {**case.get("before", {}), **second["paths"]}
    return first, second, yaml.safe_dump({**yaml.safe_load(CONFIG), **case.get("config", {})})


def stages(case: dict[str, Any], *, files: bool = False) -> tuple[Stage, Stage]:
    """The SDKs of both documents of a case, the second with the lock of the first."""
    first, second, config = inputs(case)
    old = stage(first, config=config, files=files)
    return old, stage(second, old, config=config, version="0.2.0", files=files)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_nothing_breaks(case: dict[str, Any]) -> None:
    """The difference is what the document added, and second names; whatever else was published is as it was."""
    old, new = stages(case)
    assert breaking(old, new) == []
    assert changes(old, new, without={"docs-changed"}) == sorted(case.get("changes", []))
    for name, said in case.get("names", {}).items():
        assert " ".join(new.line(name)).startswith(said), (name, new.line(name))


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_it_would_break(case: dict[str, Any]) -> None:
    """Without the lock of the first, the second SDK is another one: the case shows something."""
    first, second, config = inputs(case)
    old, new = stage(first, config=config), stage(second, config=config)
    assert breaking(old, new)


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_nothing_moves_again(case: dict[str, Any]) -> None:
    """A third SDK, of the second document, has a lock with the same lines: what was found is found again."""
    _, new = stages(case)
    _, second, config = inputs(case)
    third = stage(second, new, config=config, version="0.3.0")
    assert third.lock == new.lock


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder that modules are imported from, and forgotten afterwards."""
    sys.path.insert(0, str(tmp_path))
    yield tmp_path
    sys.path.remove(str(tmp_path))
    _forget()


def _forget() -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
        del sys.modules[name]
    importlib.invalidate_caches()


@pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning")
@pytest.mark.parametrize(
    "case", [case for case in CASES if "imports" in case], ids=[case["case"] for case in CASES if "imports" in case]
)
def test_imports(case: dict[str, Any], folder: Path) -> None:
    """What could be imported from the first package can be from the second; both names are one class."""
    for one in stages(case, files=True):
        for path in sorted(folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        _forget()
        written(one.outcome, folder)
        for place in case["imports"]:
            module, _, name = place.rpartition(".")
            found = getattr(importlib.import_module(f"shop.{module}"), name)
            for words in one.lines:
                if words[1] == "alias" and words[0] == f"{module}:{name}":
                    home, _, other = words[2].partition(":")
                    assert found is getattr(importlib.import_module(f"shop.{home}"), other)
            assert found is not None
