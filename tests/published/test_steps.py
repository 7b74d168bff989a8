"""A lock makes a package what it is: not the folder that it is written to, and not the order of the document."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli import main
from tests.published.otherwise import otherwise
from tests.published.stages import CONFIG, stage
from tests.support.program import tree

HERE = Path(__file__).parent
MEMORY = ".sdkgen"
DOCUMENTS = sorted(path.stem for path in HERE.glob("documents/*.yaml"))


class Project:
    """A document with its config and lock, and an output folder."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.spec, self.config, self.lock = folder / "shop.yaml", folder / "shop.sdk.yaml", folder / "names.lock"
        self.config.write_text(CONFIG)
        self.folder = folder

    def generate(self, document: Any, out: str, version: str) -> dict[str, bytes]:
        """Run the command, and read what it wrote."""
        self.spec.write_text(yaml.safe_dump(document, sort_keys=False))
        target = self.folder / out
        options = ["--config", str(self.config), "--out", str(target), "--package-version", version, "--lock", "-q"]
        assert main(["generate", str(self.spec), *options]) == 0
        own = f"{MEMORY}/"  # what a run notes for the next one, of its input
        return {path: content for path, content in tree(target).items() if not path.startswith(own)}


def versions(name: str) -> list[dict[str, Any]]:
    """A document as it goes on: with a schema that became a component, then with components under other names, which
    stand in another order."""
    first = yaml.safe_load((HERE / f"documents/{name}.yaml").read_text())
    second = otherwise(first, "schema_as_component", 3)
    assert second is not None
    third = otherwise(second, "component_renamed")
    assert third is not None
    fourth = otherwise(third, "other_order")
    assert fourth is not None
    return [first, second, third, fourth]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_from_nothing_and_step_by_step(name: str, tmp_path: Path) -> None:
    """What was generated over the packages before it has the bytes of what is generated into an empty folder with the
    same lock; the lock says the same after both."""
    project = Project(tmp_path / "project")
    for number, document in enumerate(versions(name)):
        before = project.lock.read_text() if number else None
        stepped = project.generate(document, "stepped", f"0.{number + 1}.0")
        after = project.lock.read_text()
        for lock in (after, before):
            project.lock.unlink()
            if lock is not None:
                project.lock.write_text(lock)
            assert project.generate(document, f"fresh{number}{lock == after}", f"0.{number + 1}.0") == stepped
            assert project.lock.read_text() == after


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_order_of_the_document(name: str) -> None:
    """With the same lock a document in another order publishes the same names, for the same things."""
    for document in versions(name):
        first = stage(document)
        other = otherwise(document, "other_order")
        assert other is not None
        assert stage(other, first).lock == first.lock
        assert list(other["paths"]) != list(document["paths"]) or len(document["paths"]) == 1


def test_the_order_of_the_lock() -> None:
    """Lines in another order, as a merge may leave them, are the same lock."""
    first, second, *_ = versions("shop")
    before = stage(first)
    lines = before.lock.splitlines()
    turned = "\n".join(reversed(lines)) + "\n"
    assert stage(second, turned, version="0.2.0").lock == stage(second, before, version="0.2.0").lock


def test_two_branches() -> None:
    """Two branches that each added an operation: the lines of both, in whatever order, are the lock of both."""
    base = yaml.safe_load((HERE / "documents/shop.yaml").read_text())
    one, other, both = copy.deepcopy(base), copy.deepcopy(base), copy.deepcopy(base)
    for document in (one, both):
        document["paths"]["/carts"] = {"get": {"operationId": "listCarts", "responses": {"204": {"description": ""}}}}
    for document in (other, both):
        document["paths"]["/bags"] = {"get": {"operationId": "listBags", "responses": {"204": {"description": ""}}}}
    before = stage(base)
    locks = [stage(document, before, version="0.2.0").lock for document in (one, other)]
    merged = "\n".join(dict.fromkeys(line for lock in locks for line in lock.splitlines())) + "\n"
    made = stage(both, merged, version="0.3.0").lock
    assert sorted(made.splitlines()) == sorted(merged.splitlines())
