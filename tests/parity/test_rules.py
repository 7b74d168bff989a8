"""How far rules alone lead: names of resources and methods without a word of config."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.config.model import Config
from generator.diagnostics import Diagnostics
from generator.ir.package import Package, Resource
from generator.ledger import Ledger
from generator.lower.lower import lower
from tests.parity.facts import MissingFactsError, facts_folder, read_facts
from tests.support.documents import document

BY_RULE = 260
"""Of the operations that the official package has, those that get its resource and method name."""


@pytest.fixture(scope="module")
def package() -> Package:
    """The published document's SDK without a config."""
    spec = os.environ.get("SPEC_UPSTREAM")
    if not spec:
        pytest.skip("SPEC_UPSTREAM does not name the published document")
    return lower(document(Path(spec)), Config(), Diagnostics(), Ledger(), package=None)


def operations(resources: tuple[Resource, ...]) -> Iterator[tuple[str, str]]:
    """The operation ids with the methods that they become."""
    for resource in resources:
        for operation in resource.operations:
            yield operation.operation_id, ".".join((*resource.path, operation.name))
        yield from operations(resource.children)


def test_names_by_rule(package: Package) -> None:
    """Nine methods of ten are named as in the official package, and no two alike."""
    try:
        facts = read_facts(facts_folder(os.environ))
    except MissingFactsError as error:
        pytest.skip(f"no facts to compare with: {error}")
    named = list(operations(package.resources))
    assert len({name for _, name in named}) == len(named)
    official = {(method.operation, method.path) for method in facts.methods if method.operation is not None}
    assert len({operation for operation, _ in official & set(named)}) >= BY_RULE


def test_types_by_rule(package: Package) -> None:
    """No two types of a module are called alike."""
    names = [(declaration.module, declaration.name) for declaration in package.declarations]
    assert len(set(names)) == len(names)
