"""What a newcomer does: from an application that runs to a package that calls it, and to the next version of both."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.support.program import REPOSITORY, sdkgen

APPLICATION = '''\
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI(title="Paw Shop API", version="1.0")


class Pet(BaseModel):
    id: int
    name: str


@app.get("/pets/{pet_id}")
def get_pet(pet_id: int) -> Pet:
    """One pet."""
    return Pet(id=pet_id, name="Rex")
'''
GROWN = '''

@app.post("/pets")
def create_pet(pet: Pet) -> Pet:
    """A new pet."""
    return pet
'''


@contextmanager
def running(folder: Path, port: int) -> Iterator[str]:
    """The application in a folder, on a port of this machine: its URL."""
    server = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "app:app", "--port", str(port), "--log-level", "warning"], cwd=folder
    )
    url = f"http://127.0.0.1:{port}"
    try:
        while not answers(url):
            assert server.poll() is None, "the application has ended"
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


def answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/openapi.json", timeout=60) as answer:
            return answer.status == 200
    except (URLError, ConnectionError):
        return False


@pytest.fixture
def port() -> int:
    """One that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def install(package: Path, into: Path) -> Path:
    """Install a package into an environment of its own, which has its dependencies from this one: its Python."""
    venv.create(into, with_pip=False)
    python = into / "bin" / "python"
    where = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(where, capture_output=True, text=True, check=True).stdout.strip())
    site.joinpath("dependencies.pth").write_text("\n".join(path for path in sys.path if "site-packages" in path))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(package)]
    subprocess.run(pip, check=True)
    return python


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_from_an_application_to_a_package_and_on(tmp_path: Path, port: int) -> None:
    """Two commands make an installed SDK whose call works; `update` alone brings what the application has grown."""
    application, project = tmp_path / "application", tmp_path / "project"
    application.mkdir()
    project.mkdir()
    (application / "app.py").write_text(APPLICATION)
    with running(application, port) as url:
        done = sdkgen("init", f"{url}/openapi.json", cwd=project)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "pip install ./sdk" in done.stdout
        made = subprocess.run(
            ["make", f"SDKGEN={sys.executable} -m generator"],
            cwd=project,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        assert "nothing has changed since the last run" in made.stdout
        python = install(project / "sdk", tmp_path / "environment")
        program = f"from paw_shop import PawShop; print(PawShop(base_url={url!r}).pets.retrieve(7))"
        call = subprocess.run([python, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert call.stdout == "Pet(id=7, name='Rex')\n", call.stderr

    (application / "app.py").write_text(APPLICATION + GROWN)
    with running(application, port):
        done = sdkgen("update", cwd=project)
        assert done.returncode == 0, done.stdout + done.stderr
    changes = (project / "sdk/CHANGELOG.md").read_text()
    assert "0.1.1" in changes
    assert "pets.create" in changes
    assert 'version = "0.1.1"' in (project / "sdk/pyproject.toml").read_text()
    assert sdkgen("generate", "--check", cwd=project).returncode == 0  # from what is kept: the application has ended
