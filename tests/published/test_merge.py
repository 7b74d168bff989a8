"""Branches of a repository that each publish something: their locks merge, or say what is to be done."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.published.project import TEXT, Project, document, operation, project, record, reference

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")


@pytest.fixture
def pets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """A repository with a project whose names are locked."""
    made = project(tmp_path, monkeypatch, capsys)
    git(made, "init", "-q", "-b", "main")
    made.documents(api())
    (tmp_path / ".gitignore").write_text("output\n")
    made.run("lock", "api.yaml")
    return made


def git(pets: Project, *arguments: str, fails: bool = False) -> str:
    """Run git in the folder of a project, with nobody's settings."""
    who = {f"GIT_{role}_{what}": "pets" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        ["git", *arguments], cwd=pets.folder, env={**os.environ, **who, **nobody}, capture_output=True, check=False
    )
    said = (done.stdout + done.stderr).decode()
    assert (done.returncode != 0) is fails, said
    return said


def api(**further: Any) -> dict[str, Any]:
    """A document with pets and further paths, each with a component of its own."""
    paths = {"/pets": {"get": operation(reference("Pet"), "getPet")}}
    paths |= {f"/{name}": {"get": operation(reference(name.title()), f"get{name.title()}")} for name in further}
    schemas = {"Pet": record(id=TEXT)} | {name.title(): schema for name, schema in further.items()}
    return document(paths, schemas)


def commit(pets: Project, *, union: bool) -> None:
    """Commit everything, with or without what makes locks merge."""
    if union:
        (pets.folder / ".gitattributes").write_text("names.lock merge=union\napi.yaml merge=ours\n")
        git(pets, "config", "merge.ours.driver", "true")
    git(pets, "add", "-A")
    git(pets, "commit", "-q", "-m", "state")


def branch(pets: Project, name: str, said: Mapping[str, Any]) -> None:
    """A branch on which a document is published."""
    git(pets, "checkout", "-q", "-b", name, "main")
    pets.documents(said)
    pets.run("lock", "api.yaml")
    git(pets, "commit", "-q", "-a", "-m", name)


def test_branches_that_each_add_an_operation(pets: Project) -> None:
    """The lock of both is that of a document with both operations, and merges by itself."""
    commit(pets, union=True)
    branch(pets, "toys", api(toys=record(id=TEXT)))
    branch(pets, "vets", api(vets=record(id=TEXT)))
    git(pets, "merge", "-q", "toys", "-m", "both")
    both = api(vets=record(id=TEXT), toys=record(id=TEXT))
    pets.documents(both)
    merged = set(pets.lines)
    pets.run("lock", "api.yaml")
    assert merged == set(pets.lines)
    assert {"client.toys.list", "client.vets.list"} <= pets.names
    assert list(pets.lines) == sorted(pets.lines)


def test_without_the_attribute_the_marks_are_told(pets: Project) -> None:
    """A lock with a conflict in it is refused by every command, with what is to be done."""
    commit(pets, union=False)
    branch(pets, "toys", api(toys=record(id=TEXT)))
    branch(pets, "vets", api(vets=record(id=TEXT)))
    git(pets, "merge", "toys", "-X", "no-renames", fails=True)
    pets.documents(api(vets=record(id=TEXT), toys=record(id=TEXT)))
    for command in ("generate", "update", "lock"):
        said = pets.run(command, "api.yaml", code=2)
        assert "a merge left its marks in the lock of published names" in said
        assert "hint: keep the lines of both sides, remove the marks, and run `sdkgen lock`" in said
    marks = ("<<<<<<<", "=======", ">>>>>>>")
    lines = [line for line in pets.lock.read_text().splitlines() if not line.startswith(marks)]
    pets.lock.write_text("\n".join([*lines, ""]))
    pets.run("lock", "api.yaml")
    assert {"client.toys.list", "client.vets.list"} <= pets.names


def test_branches_that_change_one_line(pets: Project) -> None:
    """Both lines stay; the name keeps its first version, and what it stands for is what the document says then."""
    commit(pets, union=True)
    for name, id in (("one", "findPet"), ("other", "seekPet")):
        said = api()
        said["paths"]["/pets"]["get"]["operationId"] = id
        branch(pets, name, said)
    git(pets, "merge", "-q", "one", "-m", "both")
    assert len([line for line in pets.lines if line.startswith("client.pets.list ")]) == 2
    said = pets.run("generate", "api.yaml", "--check", code=1)
    assert "names.lock is behind" in said
    pets.run("lock", "api.yaml")
    assert pets.line("client.pets.list") == "client.pets.list method GET /pets seekPet 0.1.0"


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_lines_for_a_name_the_earlier_version_counts(pets: Project, order: int) -> None:
    """Whatever their order; and what is there goes before what is gone."""
    lines = [
        "types.pet:Pet model component Pet via client.pets.list answer 0.2.0",
        "types.pet:Pet gone model component Pet 0.1.0",
        "types.pet:Pet model component Pet via client.pets.list answer 0.10.0",
    ]
    others = [line for line in pets.lines if not line.startswith("types.pet:Pet ")]
    pets.lock.write_text("\n".join([*others, *lines[::order], ""]))
    pets.run("lock", "api.yaml")
    assert pets.line("types.pet:Pet").endswith(" 0.2.0")
