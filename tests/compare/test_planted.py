"""Each kind of difference is found where it is planted, and nothing else is; what is suggested removes it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.compare import comparison
from generator.diff.codes import Code, Verdict

from .conftest import Shop

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8")
)

MEASURES = [p for p in Path(comparison.__file__).parent.glob("*.py") if p.stem not in ("proposals", "trial")]


def planted(shop: Shop, edits: list[dict[str, Any]]) -> dict[str, bytes]:
    """The package with the edits of a case."""
    files = dict(shop.files)
    for edit in edits:
        if "in" not in edit:
            continue
        text = files.get(edit["in"], b"").decode()
        assert edit["text"] in text, edit
        files[edit["in"]] = text.replace(edit["text"], edit["planted"]).encode() if text else edit["planted"].encode()
    return files


def expected(edits: list[dict[str, Any]], what: str) -> set[str]:
    """What a case says must be found."""
    return {line for edit in edits for line in edit.get(what, ())}


def test_the_package_agrees(shop: Shop) -> None:
    """Before anything is planted every measure is full, and what only the SDK has breaks nothing."""
    comparison = shop.compared(shop.old())
    assert [(t.measure, t.changes) for t in comparison.tallies if t.agreeing < t.total] == []
    assert {change.verdict for change in comparison.changes} == {Verdict.COMPATIBLE}
    assert {t.measure for t in comparison.tallies if t.total == 0} == set()


@pytest.mark.parametrize("name", CASES)
def test_what_is_planted_is_found(name: str, shop: Shop) -> None:
    """The differences are those that the case names, beside those that the package has anyway."""
    edits = CASES[name]
    before = {f"{c.code.value} {c.subject}" for c in shop.compared(shop.old()).changes}
    changes = shop.compared(shop.old(planted(shop, edits))).changes
    found = {
        verdict: {f"{c.code.value} {c.subject}" for c in changes if c.verdict is verdict} - before
        for verdict in Verdict
    }
    assert found[Verdict.BREAKING] == expected(edits, "breaking")
    assert found[Verdict.COMPATIBLE] >= expected(edits, "compatible")


def test_every_kind_is_planted() -> None:
    """There is a case for each kind of difference that some measure yields."""
    told = {code for measure in MEASURES for code in re.findall(r"\bCode\.([A-Z_]+)", measure.read_text("utf-8"))}
    lines = {line for edits in CASES.values() for what in ("breaking", "compatible") for line in expected(edits, what)}
    assert {Code[code].value for code in told} == {line.partition(" ")[0] for line in lines}


@pytest.mark.parametrize("name", [name for name, edits in CASES.items() if any("config" in edit for edit in edits)])
def test_what_is_suggested_works(name: str, shop: Shop) -> None:
    """The config that is suggested is the one that the case names; `trial` has shown that it removes the difference."""
    edits = CASES[name]
    old = shop.old(planted(shop, edits))
    tried = shop.suggested(old)
    wanted = next(edit["config"] for edit in edits if "config" in edit)
    assert {key: value for key, value in tried.config().items() if key in wanted} == wanted
