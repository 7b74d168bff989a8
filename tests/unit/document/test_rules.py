"""Every rule of the official schemas, and of the specifications' prose, that a document can break."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.diagnostics import Diagnostics
from generator.document.nodes import Sources
from generator.document.read import read_document
from generator.ledger import Ledger

HERE = Path(__file__).parent
RELEASES = {"3.0": "3.0.3", "3.1": "3.1.1", "3.2": "3.2.0"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in one version of the standard; `found` are codes and places."""

    name: str
    version: str
    broken: dict[str, Any]
    mended: dict[str, Any]
    found: tuple[str, ...]


def rules() -> list[Rule]:
    """The table, a rule for each version."""
    written = yaml.safe_load((HERE / "rules.yaml").read_text(encoding="utf-8"))
    return [
        Rule(one["rule"], version, one["broken"], one["mended"], tuple(one["found"]))
        for one in written
        for version in one["versions"]
    ]


def findings(part: dict[str, Any], version: str, folder: Path) -> list[str]:
    """Codes and places of what is found in a document that says nothing else than `part`."""
    document = {"openapi": RELEASES[version], "info": {"title": "A", "version": "1"}, "paths": {}, **part}
    path = folder / "spec.json"
    path.write_text(json.dumps({key: value for key, value in document.items() if value is not None}))
    diagnostics = Diagnostics()
    read_document(str(path), sources=Sources(), diagnostics=diagnostics, ledger=Ledger())
    return sorted(f"{one.code.id} {one.location.pointer}".strip() for one in diagnostics.found if one.location)


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.version}-{rule.name}")
def test_rule(rule: Rule, tmp_path: Path) -> None:
    """A document that breaks it has that finding, at the place, and no other; its mended twin has none."""
    assert findings(rule.broken, rule.version, tmp_path) == sorted(rule.found)
    assert findings(rule.mended, rule.version, tmp_path) == []
