"""Whatever things are called: files stay in their folder, and the wire's own names survive."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.ir.declarations import ObjectModel
from generator.source import pointer_token
from tests.support.generated import case_outcome, case_package, formatted

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/spec.yaml"))
SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./")


@pytest.mark.parametrize("case", CASES)
def test_files_stay_inside(case: str) -> None:
    """No path leads out of the output, has a part that some file system reads differently, or a twin but for case."""
    paths = list(formatted(HERE / case / "spec.yaml"))
    assert len({path.lower() for path in paths}) == len(paths)
    for path in paths:
        assert set(path) <= SAFE
        assert not {"", ".", ".."} & set(path.split("/"))
        assert not any(part.partition(".")[0].lower() in {"con", "nul", "aux", "prn"} for part in path.split("/"))


def _models(case: str) -> dict[str, ObjectModel]:
    """The models of a case, by their place in the document."""
    package = case_outcome(HERE / case).package
    assert package is not None
    return {d.location.pointer: d for d in package.declarations if isinstance(d, ObjectModel)}


def _examples(case: str) -> list[tuple[str, dict[str, Any]]]:
    """The components of a case that have string properties, with a value for each of these."""
    document = yaml.safe_load((HERE / case / "spec.yaml").read_text())
    found = []
    for name, schema in document.get("components", {}).get("schemas", {}).items():
        strings = {n: f"value of {n!r}" for n, p in schema.get("properties", {}).items() if p == {"type": "string"}}
        if strings:
            found.append((name, strings))
    return found


@pytest.mark.parametrize("case", CASES)
def test_wire_names_survive(case: str) -> None:
    """What the wire calls a property is read into a field, none into another's, and written back as it was."""
    package: Any = case_package(HERE / case)
    decode_json = importlib.import_module(f"{package.__name__}._models").decode_json
    models = _models(case)
    examples = [(models.get(f"/components/schemas/{pointer_token(name)}"), sent) for name, sent in _examples(case)]
    for declared, sent in examples:
        if declared is None:  # a body that is the arguments of a method
            continue
        model = getattr(importlib.import_module(f"{package.__name__}.types.{declared.module}"), declared.name)
        read = decode_json(model, json.dumps(sent))
        names = {field.wire_name: field.name for field in declared.fields}
        assert {wire: getattr(read, names[wire]) for wire in sent} == sent
        assert read.to_dict() == sent
        assert json.loads(read.to_json()) == sent
