"""A package is made of any document, and is Python that imports and type-checks; or it is said what is wrong."""

from __future__ import annotations

import ast
import importlib
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import Phase, given, note
from hypothesis import strategies as st

from generator.pipeline import Outcome
from tests.properties.bounds import FACTOR, bounded, drawn
from tests.properties.grammar import VERSIONS, Sample, answered, samples
from tests.properties.making import Made, arguments, batches, generated, is_expressible, made, operation_id, write
from tests.properties.mutations import mutated
from tests.support.checkers import mypy
from tests.support.generated import contents
from tests.support.packages import build_models

MISTAKEN = 40
TYPED = 30
IMPORTED = st.integers(0, 9).map(lambda number: number == 0 or FACTOR > 0)
"""Importing costs more than all else, so that it is done for some."""


@bounded(MISTAKEN, Phase.generate, Phase.shrink)
@given(mutated(), IMPORTED)
def test_mistakes(document: dict[str, Any], imported: bool) -> None:
    """A document with mistakes makes a package, whose modules are Python and can be imported, or gives errors."""
    note(json.dumps(document))
    outcome = generated(document, "mistaken")
    assert outcome.usable
    if outcome.package is None or outcome.diagnostics.errors:
        assert outcome.diagnostics.errors
        return
    parse(outcome)
    if imported:
        with tempfile.TemporaryDirectory() as folder:
            import_once(outcome, Path(folder))


def parse(outcome: Outcome) -> None:
    """Read every rendered module as Python."""
    for path, content in contents(outcome.files).items():
        if path.endswith((".py", ".pyi")):
            ast.parse(content, path)


def import_once(outcome: Outcome, folder: Path) -> None:
    """Import all of a package, and forget it."""
    write(outcome, folder)
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        build_models(importlib.import_module("mistaken"))
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == "mistaken"]:
            del sys.modules[name]


def test_packages(tmp_path: Path) -> None:
    """A package of anything in the grammar has no findings of errors, imports, builds its models and is typed."""
    checked: list[str] = []
    for version in VERSIONS:
        members: list[Any] = [*drawn(samples(version), TYPED), *drawn(answered(version), TYPED)]
        for batch in batches(version, members, size=2 * TYPED):
            sdk = made(batch, tmp_path)
            build_models(sdk.module)
            calls = f"calls_{sdk.module.__name__}.py"
            (tmp_path / calls).write_text(calls_of(sdk, batch))
            checked += [sdk.module.__name__, calls]
    assert mypy(tmp_path, *checked) == []


def calls_of(sdk: Made, members: list[Any]) -> str:
    """A program that makes all calls."""
    lines = ["import datetime", f"from {sdk.module.__name__} import Shop", "client = Shop()"]
    for number, member in enumerate(members):
        if not isinstance(member, Sample):
            continue
        path, operation = sdk.operations[operation_id(number)]
        method = ".".join(("client", *path, operation.name))
        for call in member.calls:
            if not is_expressible(operation, call):
                continue
            given = arguments(sdk, number, call)
            lines.append(f"{method}({', '.join(f'{name}={value!r}' for name, value in given.items())})")
    return "\n".join(lines) + "\n"
