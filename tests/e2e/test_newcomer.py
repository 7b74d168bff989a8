"""What a newcomer does: from an application that runs to a package that calls it, and to the next version of both.

Nothing of this repository or its environment is in reach but the application's library: the generator is installed as
anyone installs it, and so is what it makes.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.support.program import REPOSITORY

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
SERVE = """\
import socket, sys, uvicorn
listening = socket.socket(fileno=int(sys.argv[1]))
uvicorn.Server(uvicorn.Config("app:app", log_level="warning")).run(sockets=[listening])
"""


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """What both versions of the application listen on: a port that nobody else can take between them."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        yield opened


@contextmanager
def running(text: str, folder: Path, listening: socket.socket) -> Iterator[str]:
    """An application that runs: its URL."""
    folder.mkdir(exist_ok=True)
    folder.joinpath("app.py").write_text(text)
    number = listening.fileno()
    server = subprocess.Popen([sys.executable, "-c", SERVE, str(number)], cwd=folder, pass_fds=[number])
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        with urlopen(f"{url}/openapi.json", timeout=120) as answer:  # which comes once the application has started
            assert answer.status == 200
        yield url
    finally:
        server.terminate()
        server.wait()


@dataclass(frozen=True)
class Newcomer:
    """Types commands in a folder, with the programs of an environment of their own."""

    folder: Path
    environment: Path

    @property
    def python(self) -> Path:
        return self.environment / "bin" / "python"

    def run(self, *command: object) -> str:
        """What a command prints; it must not fail."""
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_"))}
        variables["PATH"] = f"{self.environment / 'bin'}{os.pathsep}{variables['PATH']}"
        typed = [str(word) for word in command]
        done = subprocess.run(typed, cwd=self.folder, env=variables, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def install(self, source: Path) -> None:
        """Install a package, and what it needs, from where pip gets it."""
        pip = (sys.executable, "-m", "pip", "--python", self.python, "--disable-pip-version-check")
        self.run(*pip, "install", "--quiet", source)


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    """Somebody with an empty folder, and an environment that has nothing yet."""
    project = tmp_path / "project"
    project.mkdir()
    venv.create(tmp_path / "environment", with_pip=False)
    return Newcomer(project, tmp_path / "environment")


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")
def test_from_an_application_to_a_package_and_on(newcomer: Newcomer, listening: socket.socket, tmp_path: Path) -> None:
    """Two commands make an installed SDK whose call works; `update` alone brings what the application has grown."""
    newcomer.install(REPOSITORY)
    with running(APPLICATION, tmp_path / "application", listening) as url:
        assert "pip install ./sdk" in newcomer.run("sdkgen", "init", f"{url}/openapi.json")
        assert "nothing has changed since the last run" in newcomer.run("make")
        newcomer.install(newcomer.folder / "sdk")
        program = f"from paw_shop import PawShop; print(PawShop(base_url={url!r}).pets.retrieve(7))"
        assert newcomer.run("python", "-c", program) == "Pet(id=7, name='Rex')\n"

    with running(APPLICATION + GROWN, tmp_path / "application", listening):
        assert "version    0.1.1" in newcomer.run("sdkgen", "update")
        newcomer.install(newcomer.folder / "sdk")
        program = f"from paw_shop import PawShop; print(PawShop(base_url={url!r}).pets.create(id=8, name='Mia'))"
        assert newcomer.run("python", "-c", program) == "Pet(id=8, name='Mia')\n"

    changes = (newcomer.folder / "sdk/CHANGELOG.md").read_text()
    assert "## 0.1.1" in changes
    assert "client.pets.create" in changes
    listening.close()
    newcomer.run("make", "check")  # from what is kept: the application has ended
