"""`diff` on the command line: its forms, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from syrupy.assertion import SnapshotAssertion

from generator.cli import main
from tests.support.program import sdkgen
from tests.unit.diff.conftest import Edits, edited

SHOP = Path(__file__).parents[1] / "unit/diff/shop.yaml"
CONFIG = SHOP.with_suffix(".sdk.yaml")
ADDED: Edits = {"/components/schemas/Pet/properties/age": {"type": "integer"}}
WORDS: Edits = {"/components/schemas/Pet/description": "An animal."}
REMOVED: Edits = {"/components/schemas/Pet/properties/weight": None, "/paths/~1pets~1{pet_id}/delete": None}


@pytest.fixture
def changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the shop as `old.yaml`, and another one as `new.yaml`; it is the working directory."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.yaml").write_text(SHOP.read_text())
    content = edited(yaml.safe_load(SHOP.read_text()), {**ADDED, **WORDS, **REMOVED})
    (tmp_path / "new.yaml").write_text(yaml.safe_dump(content, sort_keys=False))
    return tmp_path


def diff(*arguments: str) -> int:
    """Run `diff` with the shop's config."""
    return main(["diff", *arguments, "--config", str(CONFIG)])


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_forms(changed: Path, form: str, capsys: pytest.CaptureFixture[str], snapshot: SnapshotAssertion) -> None:
    """Each form says all of it, worst first."""
    assert diff("old.yaml", "new.yaml", "--format", form) == 0
    assert capsys.readouterr().out == snapshot


def test_json_has_both_places(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get the line in each document; a side that lacks the thing has none."""
    diff("old.yaml", "new.yaml", "--format", "json")
    changes = {change["code"]: change for change in json.loads(capsys.readouterr().out)["changes"]}
    assert changes["field-removed"]["new"] is None
    assert changes["field-removed"]["old"]["pointer"] == "/components/schemas/Pet/properties/weight"
    line = (changed / "old.yaml").read_text().splitlines()[changes["field-removed"]["old"]["line"] - 1]
    assert line.strip().startswith("weight:")
    assert changes["field-added"]["old"] is None


@pytest.mark.parametrize(
    ("edits", "fail_on", "code"),
    [
        ({}, "any", 0),
        (WORDS, "any", 1),
        (WORDS, "breaking", 0),
        (ADDED, "breaking", 0),
        (ADDED, "any", 1),
        (REMOVED, "breaking", 1),
        (REMOVED, None, 0),
    ],
)
def test_exit_codes(tmp_path: Path, edits: Edits, fail_on: str | None, code: int) -> None:
    """A list of changes is no failure, unless one is asked for."""
    new = tmp_path / "new.yaml"
    new.write_text(yaml.safe_dump(edited(yaml.safe_load(SHOP.read_text()), edits)))
    assert diff(str(SHOP), str(new), *(("--fail-on", fail_on) if fail_on else ())) == code


@pytest.mark.parametrize("side", [0, 1])
def test_unusable_input(tmp_path: Path, side: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither side can be guessed: exit 2, what is wrong with it, and no list."""
    broken = tmp_path / "broken.yaml"
    broken.write_text("just some words\n")
    documents = [str(SHOP), str(SHOP)]
    documents[side] = str(broken)
    assert diff(*documents, "--fail-on", "any") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "broken.yaml" in captured.err
    assert "Traceback" not in captured.err


def test_one_side_from_standard_input() -> None:
    """As with `git show main:spec.yaml | sdkgen diff - spec.yaml`."""
    run = sdkgen("diff", "-", SHOP, "--config", CONFIG, stdin=SHOP.read_bytes())
    assert (run.returncode, run.stdout) == (0, "Nothing that users of the SDK feel has changed.\n")


def test_order_is_no_change(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Paths, components, properties and variants in reverse are the same SDK."""
    new = tmp_path / "new.yaml"
    new.write_text(yaml.safe_dump(_reversed(yaml.safe_load(SHOP.read_text())), sort_keys=False))
    assert diff(str(SHOP), str(new), "--fail-on", "any") == 0


def test_hash_seeds_are_no_change(tmp_path: Path) -> None:
    """The same list in every process, also of what is sent and received."""
    kinds = {"/components/schemas/Kind": {"type": "string", "enum": ["cat", "dog"]}}
    shared = {
        f"/components/schemas/{name}/properties/kind": {"$ref": "#/components/schemas/Kind"}
        for name in ("Pet", "NewPet")
    }
    more = {"/components/schemas/Kind": {"type": "string", "enum": ["cat", "dog", "fish"]}, **REMOVED, **ADDED}
    for name, edits in (("old", kinds), ("new", more)):
        content = edited(yaml.safe_load(SHOP.read_text()), {**shared, **edits})
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(content))
    documents = (tmp_path / "old.yaml", tmp_path / "new.yaml")
    seen = {sdkgen("diff", *documents, "--config", CONFIG, PYTHONHASHSEED=str(seed)).stdout for seed in range(6)}
    assert len(seen) == 1
    assert "values-added: What was accepted still is." in seen.pop()


def _reversed(node: object) -> object:
    """Mappings in reverse, and the variants of unions; other lists stay."""
    if isinstance(node, list):
        return [_reversed(item) for item in node]
    if not isinstance(node, dict):
        return node
    turned = {key: _reversed(value) for key, value in reversed(node.items())}
    sets = ("oneOf", "required", "enum")
    return {key: value[::-1] if key in sets and isinstance(value, list) else value for key, value in turned.items()}
