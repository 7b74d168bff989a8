"""The IR of an output as a file: read back, it is the same but for words and lines."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from generator.diff.codes import Verdict
from generator.diff.compare import compare
from generator.ir.package import Package
from generator.source import Location
from generator.write.manifest import MODEL_NAME, ManifestError, output_version
from generator.write.stored import restore, store
from tests.support.generated import run
from tests.support.program import CONFIG, SPEC

HERE = Path(MODEL_NAME)


@pytest.fixture(scope="module")
def model() -> Package:
    """The SDK of the embedded document."""
    package = run(SPEC, CONFIG).package
    assert package is not None
    return package


def test_read_back(model: Package) -> None:
    """Nothing but words differs from what was written."""
    changes = compare(restore(store(model), HERE), model).changes
    assert {change.verdict for change in changes} == {Verdict.DOCS}


def test_two_files_compare_like_two_models(model: Package) -> None:
    """What both have lost is no difference; what one of them has is."""
    old, new = (restore(store(one), HERE) for one in (model, replace(model, doc="Other words.")))
    assert not compare(old, old).changes
    assert [(change.subject, change.part) for change in compare(old, new).changes] == [("package", "description")]


def test_lines_and_file_names_leave_it_alone(model: Package) -> None:
    """A line that moves, or a document under another name, is no change of the file."""
    first, *others = model.declarations
    at = first.location
    moved = replace(first, location=Location(at.file, at.line + 7, at.column, at.pointer))
    assert store(replace(model, declarations=(moved, *others))) == store(model)


def test_a_declaration_is_a_line(model: Package) -> None:
    """Reviewers see a changed type as a changed line."""
    changed = replace(model.declarations[0], doc="Other words.")
    before, after = (
        store(one).splitlines() for one in (model, replace(model, declarations=(changed, *model.declarations[1:])))
    )
    assert len(before) == len(after)
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 1


def test_it_is_json_with_the_version_first(model: Package, tmp_path: Path) -> None:
    """Other programs can read it, and the version is had without reading all of it."""
    (tmp_path / MODEL_NAME).write_text(store(replace(model, version="3.2.1")))
    assert json.loads((tmp_path / MODEL_NAME).read_text())["version"] == "3.2.1"
    assert output_version(tmp_path) == "3.2.1"
    assert output_version(tmp_path / "elsewhere") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        '{"is": "Package"}',
        '{"is": "Popen", "args": "id"}',
        '{"version": "1", "is": "Package", "client": {"is": "Client", "later": 1}}',
        "[" * 100_000,
    ],
)
def test_what_it_is_not(text: str) -> None:
    """Anything else is refused with the file's name; only classes of the IR are ever made."""
    with pytest.raises(ManifestError, match=r"sdkgen\.model\.json is damaged"):
        restore(text, HERE)


def earlier(model: Package, *, with_variants: bool) -> str:
    """The file that an earlier version of the generator wrote for a package."""
    content = json.loads(store(model))
    for name in ("error_name", "form_array_format", "plain_raw_responses", "module_client"):
        content["client"].pop(name, None)
    if with_variants:
        content["client"]["azure_deployment_paths"] = ["/a"]
    by_hand = ("_finish_reasons", "lib.azure")
    content["exports"] = [e for e in content.get("exports", ()) if not e["source"]["module"].endswith(by_hand)]
    return json.dumps(content)


def test_a_model_of_an_earlier_version(model: Package) -> None:
    """What every package had then is told of where it is gone, and is no change where the config asks for it now.

    What chooses among the client classes of the package was the same everywhere, and is the config's own by now.
    """
    changes = compare(restore(earlier(model, with_variants=True), HERE), restore(store(model), HERE)).changes
    assert [(change.subject, change.part) for change in changes] == [("client", "package as a client")]
    neutral = replace(
        model,
        exports=(),
        client=replace(model.client, module_client=None, plain_raw_responses=False, error_name="ShopError"),
    )
    changes = compare(restore(earlier(neutral, with_variants=False), HERE), restore(store(neutral), HERE)).changes
    told = {(change.subject, change.part) for change in changes}
    assert {
        ("client", "base of errors"),
        ("client", "answers as they came"),
        ("client", "package as a client"),
        (f"{model.name}.LengthFinishReasonError", ""),
    } <= told
