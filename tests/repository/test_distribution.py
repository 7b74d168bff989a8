"""The package as a distribution: built, checked as the index checks it, installed and loaded on each Python.

`build`, its backend, `twine` and `check-wheel-contents` are development dependencies. A Python is looked for on the
path, among those of pyenv, and by the launcher of Windows; one that is not there is skipped by name, and that of the
tests always is. What the package needs comes from the index.
"""

from __future__ import annotations

import email
import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from generator.render.metadata import PYTHONS
from tests.support.program import REPOSITORY

RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
EVERY_NAME = "import pets; print(len([getattr(pets, name) for name in pets.__all__])); pets.Pets().pets"


def run(*command: object, cwd: Path | None = None) -> str:
    """What a command prints, with no module in its reach but those of its own Python; what it complains about, where it
    fails."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False, cwd=cwd, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def needed(*modules: str) -> None:
    """Skip where a tool is missing."""
    for module in modules:
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"{module} is not installed")


def built(repository: Path, source: Path, folder: Path) -> Path:
    """A folder with the wheel and the source distribution of a copy of a repository."""
    needed("build")
    shutil.copytree(repository, source, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, source)
    return folder


@pytest.fixture(scope="module")
def distribution(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the source distribution."""
    return built(repository, tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist"))


def test_the_embedded_package_is_a_distribution(tmp_path: Path) -> None:
    """With all of its hand-written code: the index would take it, and the wheel has what the output has."""
    needed("twine", "check_wheel_contents")
    output = REPOSITORY / "output"
    folder = built(output, tmp_path / "source", tmp_path / "dist")
    run(sys.executable, "-m", "twine", "check", "--strict", *folder.iterdir())
    run(sys.executable, "-m", "check_wheel_contents", wheel_of(folder), cwd=tmp_path / "source")
    with zipfile.ZipFile(wheel_of(folder)) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
    files = (path for path in (output / "openai_sdk").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert names == {path.relative_to(output).as_posix() for path in files}


def wheel_of(distribution: Path) -> Path:
    (wheel,) = distribution.glob("*.whl")
    return wheel


def test_the_index_would_take_it(distribution: Path) -> None:
    """Metadata and README are as they have to be."""
    needed("twine")
    run(sys.executable, "-m", "twine", "check", "--strict", *distribution.iterdir())


def test_the_wheel_has_what_it_should(distribution: Path) -> None:
    """Nothing twice, nothing empty by mistake, nothing of the repository; whatever the package's settings allow."""
    needed("check_wheel_contents")
    run(sys.executable, "-m", "check_wheel_contents", wheel_of(distribution))


def test_licence_and_types_are_in_both(distribution: Path) -> None:
    """The licence file as PEP 639 has it, the mark of typed packages, stubs."""
    with zipfile.ZipFile(wheel_of(distribution)) as wheel:
        names = set(wheel.namelist())
        metadata = email.message_from_bytes(wheel.read("pets_sdk-0.1.0.dist-info/METADATA"))
    assert {"pets/py.typed", "pets/_client.pyi", "pets_sdk-0.1.0.dist-info/licenses/LICENSE"} <= names
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata["License-File"] == "LICENSE"
    assert "Repository, https://github.com/pets/pets-python" in (metadata.get_all("Project-URL") or ())
    (source,) = distribution.glob("*.tar.gz")
    with tarfile.open(source) as archive:
        assert {"pets_sdk-0.1.0/LICENSE", "pets_sdk-0.1.0/pets/py.typed"} <= set(archive.getnames())


def interpreter(python: str) -> str | None:
    """Where a version of Python is."""
    if python == RUNNING:
        return sys.executable
    found = shutil.which(f"python{python}")
    if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0:
        return found
    versions = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    launched = [shutil.which("py"), f"-{python}", "-c", "import sys; print(sys.executable)"]
    if launched[0] is not None:
        done = subprocess.run([*map(str, launched)], capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.strip()
    return next((str(path) for path in sorted(versions.glob(f"{python}.*/bin/python"))), None)


@pytest.mark.parametrize("python", sorted({*PYTHONS, RUNNING}))
def test_it_installs_and_loads(distribution: Path, tmp_path: Path, python: str) -> None:
    """From the wheel, into a fresh environment, with what it needs: every public name is there."""
    program = interpreter(python)
    if program is None:
        pytest.skip(f"there is no Python {python}")
    run(program, "-m", "venv", tmp_path / "venv")
    own = tmp_path / "venv" / "bin" / "python"
    run(own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel_of(distribution))
    assert int(run(own, "-I", "-c", EVERY_NAME, cwd=tmp_path)) > 20
