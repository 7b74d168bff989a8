"""The SDK of the published document, as the program writes it: all accounted for, nothing for checkers to say."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.ir.declarations import ObjectModel
from generator.ir.operations import BinaryResponse
from generator.pipeline import Outcome
from generator.render.docs.samples import methods
from tests.support import checkers
from tests.support.documents import document, plain
from tests.support.packages import build_models, import_everything
from tests.support.program import CONFIG, OVERLAY, sdkgen, tree
from tests.support.said import lost_of, texts

PACKAGE = "openai_sdk"


@pytest.fixture(scope="session")
def output(upstream: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder; the ledger lies beside it as `ledger.json`."""
    folder = tmp_path_factory.mktemp("upstream")
    run = sdkgen(
        *("generate", upstream, "--config", CONFIG, "--out", folder / "out", "--report", folder / "ledger.json"),
        PYTHONHASHSEED="1",
        LC_ALL="C",
        TZ="Asia/Tokyo",
    )
    assert run.returncode == 0, run.stderr
    return folder / "out"


@pytest.fixture(scope="session")
def ledger(output: Path) -> Any:
    """The ledger that `--report` wrote."""
    return json.loads((output.parent / "ledger.json").read_text(encoding="utf-8"))


def test_everything_is_generated(ledger: Any, outcome: Outcome, upstream: Path) -> None:
    """Each operation is a method; each component is a type, or the members of a body that a method has as arguments."""
    assert ledger["read"] == ledger["generated"] == {"operation": 288, "schema": 1422, "webhook": 16}
    package = outcome.package
    assert package is not None
    assert len({method.operation.operation_id for method in methods(package)}) == 288
    described = document(upstream)
    bodies = (content for operation in described.operations if operation.body for content in operation.body.content)
    arguments = {described.components[body.schema.ref] for body in bodies if body.schema and body.schema.ref}
    declared = {declaration.component for declaration in package.declarations}
    assert set(described.components.values()) - declared <= arguments
    assert len(package.webhooks) == 16


def test_the_ledger_says_what_is_not_as_written(ledger: Any, upstream: Path) -> None:
    """No operation, schema or webhook is entered; whatever is has a reason, and a place that exists.

    Of answers those are entered that receivers of webhooks give, of examples those of bodies that are not sent.
    """
    lines = {str(file): len(file.read_text(encoding="utf-8").splitlines()) for file in (upstream, CONFIG)}
    for entry in ledger["entries"]:
        assert entry["kind"] in ("keyword", "media type", "response", "example", "config key"), entry
        assert entry["outcome"] in ("approximated", "dropped")
        assert entry["reason"]
        assert 1 <= entry["location"]["line"] <= lines[entry["location"]["file"]]
    approximated = {entry["subject"] for entry in ledger["entries"] if entry["outcome"] == "approximated"}
    assert {"response.headers", "schema.not", "schema.$recursiveRef"} <= approximated


def test_no_description_is_lost(upstream: Path) -> None:
    """Each of some 8,000 texts of the document is in docs or stubs, or the ledger has its place."""
    assert len(list(texts(plain(upstream)))) > 7_700
    assert lost_of(upstream, CONFIG) == []


# Streams and binary answers that the document does not declare, or declares as something else.
STREAMING = {
    "createCompletion",
    "createRun",
    "createThreadAndRun",
    "getResponse",
    "submitToolOuputsToRun",
}
BINARY = {"RetrieveContainerFileContent", "createSpeech", "downloadFile"}


def test_the_config_settles_what_the_document_leaves_out(outcome: Outcome) -> None:
    """Undeclared streams can be asked for, and undeclared binary answers are read as bytes."""
    assert outcome.package is not None
    operations = {method.operation.operation_id: method.operation for method in methods(outcome.package)}
    binary = {
        m.operation.operation_id for m in methods(outcome.package) if isinstance(m.operation.response, BinaryResponse)
    }
    not_streaming = {name for name in STREAMING if operations[name].stream is None}
    assert not_streaming == set()
    assert set(BINARY) <= binary
    assert operations["createSpeech"].stream is None
    assert all((stream := operations[name].stream) and stream.parameter == "stream" for name in STREAMING)


def test_every_module_imports_and_every_model_builds(outcome: Outcome, package: ModuleType) -> None:
    """No module or model of the whole package is broken."""
    assert outcome.package is not None
    declared = {d.name for d in outcome.package.declarations if isinstance(d, ObjectModel)}
    assert len(import_everything(package)) > 1500
    assert build_models(package) >= len(declared)


def test_ruff(output: Path) -> None:
    """Ruff's own choice of rules, sorted imports, and its layout."""
    settings = ("--isolated", "--no-cache", *checkers.LAYOUT)
    checked = checkers.run(output, "ruff", "check", *settings, "--extend-select", "I", ".")
    assert checked.returncode == 0, checked.stdout
    laid_out = checkers.run(output, "ruff", "format", "--check", *settings, ".")
    assert laid_out.returncode == 0, laid_out.stdout


def test_mypy(output: Path, tmp_path: Path) -> None:
    """Strict mypy has nothing to say."""
    assert checkers.mypy(_copied(output, tmp_path), PACKAGE) == []


def test_pyright(output: Path, tmp_path: Path) -> None:
    """Strict pyright has nothing to say."""
    assert checkers.pyright(_copied(output, tmp_path), PACKAGE) == []


def test_stubtest(output: Path, tmp_path: Path) -> None:
    """Stubs and code agree."""
    assert checkers.stubtest(_copied(output, tmp_path), PACKAGE) == ""


def test_the_same_bytes_twice(output: Path, upstream: Path, tmp_path: Path) -> None:
    """Another hash seed, locale, time zone and working directory change no file."""
    run = sdkgen(
        *("generate", upstream, "--config", CONFIG, "--overlay", OVERLAY, "--out", "out"),
        cwd=tmp_path,
        PYTHONHASHSEED="4242",
        LC_ALL="C.UTF-8",
        TZ="America/Lima",
    )
    assert run.returncode == 0, run.stderr
    first, second = dict(_hashes(output)), dict(_hashes(tmp_path / "out"))
    assert [path for path in sorted(first.keys() | second.keys()) if first.get(path) != second.get(path)] == []


def _copied(output: Path, folder: Path) -> Path:
    """A folder for a checker to work in, with links to the package, so that its caches stay out of the output."""
    (folder / PACKAGE).symlink_to(output / PACKAGE)
    (folder / "stubtest_allowlist.txt").symlink_to(output / "stubtest_allowlist.txt")
    return folder


def _hashes(folder: Path) -> Iterator[tuple[str, str]]:
    """Every generated file with its hash; what the program notes for itself is left out."""
    for path, content in tree(folder).items():
        if not path.startswith(".sdkgen/"):
            yield path, hashlib.sha256(content).hexdigest()
