"""The package as a whole: everything in it can be imported and built, and what is committed is what is generated."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from generator.ir.declarations import ObjectModel
from generator.ir.package import Package
from tests.support.packages import build_models, import_everything
from tests.support.program import REPOSITORY, sdkgen


def test_every_module_imports(openai_sdk: ModuleType, embedded_output: Path) -> None:
    """None is forgotten, and none warns."""
    files = list((embedded_output / openai_sdk.__name__).rglob("*.py"))
    assert len(import_everything(openai_sdk)) == len(files)


def test_every_model_builds(openai_sdk: ModuleType, package: Package) -> None:
    """Pydantic accepts every model, and none is missing."""
    declared = {declaration.name for declaration in package.declarations if isinstance(declaration, ObjectModel)}
    assert build_models(openai_sdk) >= len(declared)


def test_the_committed_output_is_generated() -> None:
    """`make check` in the repository finds nothing to do."""
    run = sdkgen("generate", "--check")
    assert run.returncode == 0, run.stdout
    assert (REPOSITORY / "output/openai_sdk/__init__.py").exists()
