"""Every case folder: the spec in it gives a sound package with the files in `expected`, warnings included."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from ruff import find_ruff_bin  # type: ignore[import-untyped]  # it ships neither stubs nor a py.typed
from syrupy.assertion import SnapshotAssertion

from tests.cases.snapshots import CASES, EXTENSIONS
from tests.support.generated import case_package, generated_files

ALL = sorted(path.parent.relative_to(CASES).as_posix() for path in CASES.glob("*/*/spec.yaml"))


def shown(case: Path) -> list[str]:
    """The patterns of the files that a case is about: its comment `# shows: types/* resources/*`."""
    found = re.search(r"^# shows: (.+)$", (case / "spec.yaml").read_text(), re.MULTILINE)
    assert found, f"{case} does not say which files it shows"
    return found[1].split()


@pytest.mark.filterwarnings(r"ignore:\s*Can not relate snapshot name")  # a snapshot is called like the file it holds
@pytest.mark.parametrize("case", ALL)
def test_output(case: str, snapshot: SnapshotAssertion) -> None:
    """The files the case is about are the expected ones, and no other file is expected."""
    files, findings = generated_files(CASES / case)
    patterns = shown(CASES / case)
    chosen = {path: text for path, text in files.items() if any(fnmatch(path, pattern) for pattern in patterns)}
    assert chosen, f"{patterns} name no file of {sorted(files)}"
    for path, text in chosen.items():
        assert text == snapshot(name=path, extension_class=EXTENSIONS[Path(path).suffix])
    if findings:
        assert findings == snapshot(name="findings.md", extension_class=EXTENSIONS[".md"])
    names = {path.replace("/", ".") for path in chosen} | ({"findings.md"} if findings else set())
    assert {path.name for path in (CASES / case / "expected").iterdir()} == names


@pytest.mark.parametrize("case", ALL)
def test_says_what_it_proves(case: str) -> None:
    """The first line of every spec is a comment that says what the case proves."""
    first = (CASES / case / "spec.yaml").read_text().splitlines()[0]
    assert first.startswith("# ") and len(first) > 20


@pytest.mark.parametrize("case", ALL)
def test_imports(case: str) -> None:
    """Every module can be imported, every exported name is there, and every model can be built."""
    package: Any = case_package(CASES / case)
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        imported = importlib.import_module(module.name)
        for exported in [getattr(imported, name) for name in getattr(imported, "__all__", ())]:
            if isinstance(exported, type) and issubclass(exported, package.BaseModel):
                assert exported.model_rebuild() is not False


@pytest.mark.parametrize("case", ALL)
def test_clean(case: str) -> None:
    """The linter finds nothing: no name defined twice, unused, ambiguous or missing."""
    folder = Path(str(case_package(CASES / case).__file__)).parent
    command = [find_ruff_bin(), "check", "--output-format=concise", "--no-cache", str(folder.parent)]
    linted = subprocess.run(command, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout
