"""The SDK of the embedded document, with and without its stubs, beside code that uses it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from generator.render.docs import samples
from tests.support.generated import run
from tests.support.program import CONFIG, SPEC

PACKAGE = "openai_sdk"


@pytest.fixture(scope="session")
def with_stubs(embedded_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package, `usage` and `samples` (every code sample of the docs)."""
    folder = tmp_path_factory.mktemp("with_stubs")
    shutil.copytree(embedded_output / PACKAGE, folder / PACKAGE)
    shutil.copytree(Path(__file__).parent / "usage", folder / "usage")
    shutil.copy(embedded_output / "stubtest_allowlist.txt", folder)
    (folder / "samples").mkdir()
    package = run(SPEC, CONFIG, PACKAGE).package
    assert package is not None
    for number, sample in enumerate(samples(package)):
        name = f"sample_{number}_{sample.kind.name.lower()}.py"
        (folder / "samples" / name).write_text(f"# {sample.operation_id}\n{sample.code}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def without_stubs(embedded_output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as it is where nobody reads stubs."""
    folder = tmp_path_factory.mktemp("without_stubs")
    shutil.copytree(embedded_output / PACKAGE, folder / PACKAGE, ignore=shutil.ignore_patterns("*.pyi"))
    return folder
