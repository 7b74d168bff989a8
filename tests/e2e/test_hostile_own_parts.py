"""Documents that try to leave the place that their texts are put in, with what a project has of its own.

Every file is what it is with ejected copies of all templates, and well-formed with a plugin that adds to all there is.
"""

from __future__ import annotations

import io
import json
import shutil
import tomllib
from pathlib import Path

import pytest
import yaml

from generator.diagnostics import Severity
from generator.pipeline import generate
from generator.request import ALL_PARTS, Request
from tests.site.checks import dead_targets, faults
from tests.support.adding_plugin import ADDED
from tests.support.generated import contents
from tests.support.own_parts import EJECTED, PLUGIN, added, with_plugin
from tests.support.program import REPOSITORY
from tests.unit.docs.zoo import PACKAGE
from tests.unit.python.hostile import HOSTILE_TEXTS
from tests.unit.render.test_files import shape, spoil, wire

DOCUMENTS = [
    "documents/every_text",
    "naming/hostile",
    "parameters/path",
    "parameters/query_values",
    "request_bodies/urlencoded",
    "schemas/enum_classes",
    "schemas/enum_names",
]
CASES = REPOSITORY / "tests/cases"
EXAMPLES = ["command_line.py", "spans.py"]


@pytest.fixture
def folder(case: str, tmp_path: Path) -> Path:
    """A project of the document, with the templates and the plugin."""
    shutil.copy(CASES / case / "spec.yaml", tmp_path)
    shutil.copy(PLUGIN, tmp_path)
    for path, text in EJECTED.texts.items():
        (tmp_path / "templates" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "templates" / path).write_text(text, encoding="utf-8")
    return tmp_path


def made(folder: Path, case: str, **own: object) -> dict[str, str]:
    """All files that a project makes with these entries of its config."""
    written = CASES / case / "config.yaml"
    config = yaml.safe_load(written.read_text(encoding="utf-8")) if written.exists() else {}
    config["sdkgen"] = {**config.get("sdkgen", {}), **own}
    file = folder / "sdk.yaml"
    file.write_text(yaml.safe_dump(config), encoding="utf-8")
    request = Request(spec=str(folder / "spec.yaml"), config=file, package="sdk", only=frozenset(ALL_PARTS))
    outcome = generate(request, stdin=io.BytesIO(), progress=lambda _: None)
    assert [str(one) for one in outcome.diagnostics.sorted() if one.code.severity is Severity.ERROR] == []
    rendered = contents(outcome.files)
    return {path: text.decode() if isinstance(text, bytes) else text for path, text in rendered.items()}


@pytest.mark.parametrize("case", DOCUMENTS)
def test_documents(case: str, folder: Path) -> None:
    """Ejected copies change no byte; with the plugin, code, data and pages are what they claim to be."""
    plain = made(folder, case)
    assert made(folder, case, templates="templates") == plain
    files = made(folder, case, templates="templates", plugins=[PLUGIN.name])
    assert files.keys() - plain.keys() == {"sdk/texts.py"}
    for path, text in files.items():
        if path.endswith((".py", ".pyi")):
            compile(text, path, "exec")
        elif path.endswith(".toml"):
            tomllib.loads(text)
        elif path.endswith((".yml", ".yaml")):
            yaml.safe_load(text)
        elif path.endswith(".json"):
            json.loads(text)
    assert any(ADDED in text for path, text in files.items() if path.endswith(".pyi"))
    site = {path.removeprefix("site/"): text for path, text in files.items() if path.startswith("site/")}
    assert faults(site) == []
    assert dead_targets(site) == []


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_plugins_of_the_guide(name: str, text: str) -> None:
    """They print no text of the document but by an encoder."""
    with with_plugin(REPOSITORY / "docs/plugins" / name):
        (plain,), (spoiled,) = (added(package, {}).values() for package in (PACKAGE, spoil(wire(PACKAGE, text), text)))
    assert shape(spoiled) == shape(plain)
