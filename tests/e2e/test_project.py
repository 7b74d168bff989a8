"""A team's project: a document, a config and hand-written code in a folder of their own, as OpenAI's SDK is one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import sdkgen

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pawshop, version: "1"}
servers: [{url: https://pawshop.example}]
paths:
  /jobs/{id}:
    get:
      operationId: retrieveJob
      tags: [jobs]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200":
          description: The job.
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Job"}
components:
  schemas:
    Job:
      type: object
      required: [id, status]
      properties: {id: {type: string}, status: {type: string}}
"""
CONFIG = """\
organization: {name: pawshop}
resources:
  jobs: {models: {job: Job}, methods: {retrieve: "get /jobs/{id}"}}
sdkgen:
  extensions:
    resources: {jobs: lib.jobs}
    exports: {PENDING: lib.jobs, tools: tools}
"""
# Builds on a module of the team's own, and on one that comes with the runtime.
JOBS = '''\
"""Waiting for jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from .._exceptions import PawshopError
from .._resource import AsyncAPIResource, SyncAPIResource
from .._types import omit
from ._polling import poll, poll_async
from .states import PENDING as PENDING

if TYPE_CHECKING:
    from ..resources.jobs import AsyncJobs, Jobs
    from ..types.job import Job


class JobsResourceExtension(SyncAPIResource):
    """Waiting."""

    def wait(self, job_id: str) -> Job:
        """Wait for a job. Raises PawshopError for one that failed."""
        jobs = cast("Jobs", self).with_raw_response
        return checked(poll(lambda: jobs.retrieve(job_id), PENDING, 1))


class AsyncJobsResourceExtension(AsyncAPIResource):
    """Waiting."""

    async def wait(self, job_id: str) -> Job:
        """Wait for a job. Raises PawshopError for one that failed."""
        jobs = cast("AsyncJobs", self).with_raw_response
        return checked(await poll_async(lambda: jobs.retrieve(job_id), PENDING, 1))


def checked(job: Job) -> Job:
    """Return a job. Raises PawshopError for one that failed."""
    if job.status == "failed":
        raise PawshopError("the job failed")
    return job


_ = omit
'''
STATES = '"""States of jobs."""\n\nPENDING = frozenset({"queued"})\n'
TOOLS = '"""Tools of the team."""\n\nNAME = "tools"\n'
USE = """\
import asyncio, json, sys
import pawshop
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

class Handler(BaseHTTPRequestHandler):
    states = ["queued", "done", "queued", "done"]
    def do_GET(self):
        body = json.dumps({"id": "j", "status": self.states.pop(0)}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        pass

server = HTTPServer(("127.0.0.1", 0), Handler)
Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}"

async def main():
    async with pawshop.AsyncPawshop(base_url=url) as client:
        return (await client.jobs.wait("j")).status

with pawshop.Pawshop(base_url=url) as client:
    print(client.jobs.wait("j").status, asyncio.run(main()), sorted(pawshop.PENDING), pawshop.tools.NAME)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with nothing in it but the project."""
    folder = tmp_path / "project"
    (folder / "lib").mkdir(parents=True)
    for name, text in {
        "openapi.yaml": DOCUMENT,
        "sdk.yaml": CONFIG,
        "lib/jobs.py": JOBS,
        "lib/states.py": STATES,
        "tools.py": TOOLS,
        "types/job.py": "raise RuntimeError('a module of the team, which the package has another one for')\n",
    }.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return folder


def generate(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return sdkgen("generate", "openapi.yaml", "--config", "sdk.yaml", "--out", "sdk", *arguments, cwd=project)


def test_the_package_has_the_code_of_the_project(project: Path) -> None:
    """Modules beside the config and what they use of the runtime come along, as they are, and work."""
    run = generate(project)
    assert (run.returncode, "warning" in run.stderr) == (0, False), run.stderr
    package = project / "sdk/pawshop"
    for name, text in {"lib/jobs.py": JOBS, "lib/states.py": STATES, "tools.py": TOOLS}.items():
        assert (package / name).read_text() == text
    assert (package / "lib/_polling.py").exists()
    assert not (package / "lib/_websocket.py").exists()
    assert "RuntimeError" not in (package / "types/job.py").read_text()
    used = subprocess.run([sys.executable, "-c", USE], cwd=project / "sdk", capture_output=True, text=True, check=False)
    assert used.stdout.strip() == "done done ['queued'] tools", used.stderr


def test_from_any_folder(project: Path, tmp_path: Path) -> None:
    """The same bytes, wherever the command is given."""
    assert generate(project).returncode == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    arguments = ("generate", str(project / "openapi.yaml"), "--config", str(project / "sdk.yaml"), "--out", "sdk")
    assert sdkgen(*arguments, cwd=elsewhere).returncode == 0
    assert contents(project / "sdk") == contents(elsewhere / "sdk")


def contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file() and ".sdkgen" not in path.relative_to(folder).parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_changed_module_is_noticed(project: Path) -> None:
    """By a run that would have nothing to do otherwise; nothing else changes."""
    assert generate(project).returncode == 0
    assert "nothing has changed" in generate(project).stdout
    (project / "lib/states.py").write_text(STATES.replace("queued", "waiting"))
    assert generate(project, "--check").returncode == 1
    run = generate(project, "-v")
    assert "1 changed" in run.stdout
    assert "lib/states.py" in run.stdout
    assert "waiting" in (project / "sdk/pawshop/lib/states.py").read_text()


def test_the_copy_is_generated_code(project: Path) -> None:
    """Whoever edits it in the package is told, and what is written by hand is the module beside the config."""
    assert generate(project).returncode == 0
    (project / "sdk/pawshop/lib/states.py").write_text("PENDING = ()\n")
    run = generate(project)
    assert run.returncode == 2
    assert "lib/states.py" in run.stderr
    assert generate(project, "--force").returncode == 0
    assert (project / "sdk/pawshop/lib/states.py").read_text() == STATES


def test_a_module_that_nothing_uses_is_told_of(project: Path) -> None:
    """It is not in the package, and no surprise."""
    (project / "lib/forgotten.py").write_text("")
    run = generate(project, "-v")
    assert run.returncode == 0
    assert "lib/forgotten.py:1:1: warning: unused-module" in run.stderr
    assert not (project / "sdk/pawshop/lib/forgotten.py").exists()


def test_a_module_that_is_not_there_is_named(project: Path) -> None:
    """With its place in the config, and where to write it."""
    (project / "lib/jobs.py").unlink()
    run = generate(project)
    assert run.returncode == 2
    assert "sdk.yaml:6:" in run.stderr
    assert "write lib/jobs.py beside the config" in run.stderr


@pytest.mark.skipif(os.name == "nt", reason="the text is the system's")
def test_a_module_that_cannot_be_read_is_named(project: Path) -> None:
    """A file that is not UTF-8 is an error with its place."""
    (project / "lib/states.py").write_bytes(b"\xff\xfe")
    run = generate(project)
    assert run.returncode == 2
    assert "lib/states.py:1:1: error: missing-extension: the module cannot be read" in run.stderr
