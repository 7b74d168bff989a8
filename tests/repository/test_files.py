"""The files around the package: whose they are, what they say, and what becomes of them when somebody edits one."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.repository.conftest import HERE, PARTS
from tests.support.program import SPEC, sdkgen, tree


def test_metadata(repository: Path) -> None:
    """What document and config say stands in the fields that the index shows, each on one line."""
    project = tomllib.loads((repository / "pyproject.toml").read_text())["project"]
    assert project["license"] == "Apache-2.0"
    assert project["license-files"] == ["LICENSE"]
    assert project["authors"] == [{"name": 'Ann "X" <a>, B C', "email": "help@pets.example"}]
    assert project["description"] == 'Client for Pets ${{ github.token }} "quoted" line: true'
    assert project["urls"] == {
        "Homepage": "https://pets.example",
        "Repository": "https://github.com/pets/pets-python",
        "Issues": "https://github.com/pets/pets-python/issues",
        "Changelog": "https://github.com/pets/pets-python/blob/trunk/CHANGELOG.md",
        "Terms of Service": "https://pets.example/terms",
    }
    assert "Typing :: Typed" in project["classifiers"]
    assert (repository / "pets" / "py.typed").read_bytes() == b""
    assert (repository / "LICENSE").read_text().lstrip().startswith("Apache License")


@pytest.mark.parametrize(
    ("document", "config", "license", "file"),
    [
        ("", "", "MIT", None),  # nobody says one
        ("license: {name: The MIT License}", "", "MIT", "MIT License"),
        ("license: {name: x, identifier: BSD-3-Clause}", "", "BSD-3-Clause", None),
        ("license: {name: All rights reserved}", "", "MIT", None),
        ("license: {name: MIT}", "license: Apache-2.0", "Apache-2.0", "Apache License"),
        ("", "license: {name: Paw licence 1, contents: Be kind.}", "LicenseRef-Paw-licence-1", "Be kind."),
    ],
)
def test_licences(tmp_path: Path, document: str, config: str, license: str, file: str | None) -> None:
    """The config's, else the document's where SPDX knows it; the text is there where somebody said which."""
    (tmp_path / "spec.yaml").write_text(
        f"openapi: 3.1.0\ninfo:\n  title: Pets\n  version: '1'\n  {document}\npaths: {{}}\n"
    )
    (tmp_path / "sdk.yaml").write_text(f"settings:\n  {config}\n")
    run = sdkgen("generate", "spec.yaml", "--config", "sdk.yaml", "--only", "client", "-q", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    project = tomllib.loads((tmp_path / "output" / "pyproject.toml").read_text())["project"]
    assert project["license"] == license
    written = tmp_path / "output" / "LICENSE"
    assert written.exists() is (file is not None) is ("license-files" in project)
    assert file is None or written.read_text().lstrip().startswith(file)


def test_a_package_that_is_not_published_is_refused_by_the_index(tmp_path: Path) -> None:
    """`publish.pypi: false` says so; then the release makes a tag, and nothing else."""
    (tmp_path / "sdk.yaml").write_text("targets: {python: {publish: {pypi: false}}}\n")
    arguments = ("--config", tmp_path / "sdk.yaml", "--out", tmp_path / "out", *PARTS, "-q")
    assert sdkgen("generate", HERE / "spec.yaml", *arguments).returncode == 0
    assert '"Private :: Do Not Upload"' in (tmp_path / "out" / "pyproject.toml").read_text()
    release = (tmp_path / "out" / ".github" / "workflows" / "release.yml").read_text()
    assert "id-token" not in release
    assert "needs: build\n" in release


def test_the_policy(repository: Path) -> None:
    """All ways that the owner names, and the owner's words as Markdown that cannot be more than that."""
    policy = (repository / "SECURITY.md").read_text()
    for text in (
        "`security@pets.example`",
        "(https://pets.example/security)",
        "(https://github.com/pets/pets-python/security/advisories/new)",
        "Be *kind* to",
        "&lt;b>others",
    ):
        assert text in policy


def test_owners(repository: Path) -> None:
    """A line for each pattern that can be written, with those owners that can be."""
    lines = (repository / ".github" / "CODEOWNERS").read_text().splitlines()
    assert lines[1:] == ["*.py @ann @pets/core", "docs/ docs@pets.example"]


def test_the_readme_has_the_title_of_the_config(repository: Path) -> None:
    """As words, whatever they mean elsewhere."""
    assert "# Pets \\# $\\{\\{ github.token }}\n" in (repository / "README.md").read_text()


def test_the_part_is_off_by_default(tmp_path: Path) -> None:
    """A run that does not ask for it writes none of it, and one that did not write it keeps what another wrote."""

    def run(*arguments: object) -> int:
        return sdkgen(
            "generate", HERE / "spec.yaml", "--config", HERE / "sdk.yaml", "--out", tmp_path, "-q", *arguments
        ).returncode

    assert run() == 0
    usual = tree(tmp_path)
    assert not [path for path in usual if path.startswith(".github") or path == "SECURITY.md"]
    assert run("--only", "repository") == 0
    both = tree(tmp_path)
    assert run("--check") == 0
    assert run() == 0
    assert {path for path in tree(tmp_path) if not path.startswith(".sdkgen/")} == {
        path for path in both if not path.startswith(".sdkgen/")
    }
    assert run("--only", "repository", "--check") == 0


def test_an_edited_workflow_stays_its_owners(tmp_path: Path) -> None:
    """The run stops with its name, and `--force` takes it back."""
    arguments = ("--config", HERE / "sdk.yaml", "--out", tmp_path, "--only", "repository")
    assert sdkgen("generate", HERE / "spec.yaml", *arguments, "-q").returncode == 0
    workflow = tmp_path / ".github" / "workflows" / "ci.yml"
    made = workflow.read_text()
    workflow.write_text(f"{made}# ours\n")
    run = sdkgen("generate", HERE / "spec.yaml", *arguments)
    assert run.returncode != 0
    assert "ci.yml" in run.stderr
    assert workflow.read_text().endswith("# ours\n")
    assert sdkgen("generate", HERE / "spec.yaml", *arguments, "--force").returncode == 0
    assert workflow.read_text() == made


def test_a_repository_that_cannot_be_one_is_reported(tmp_path: Path) -> None:
    """With its place, and what to write."""
    (tmp_path / "sdk.yaml").write_text("targets:\n  python:\n    production_repo: 'a/b\\n${{ x }}'\n")
    run = sdkgen("generate", SPEC, "--config", tmp_path / "sdk.yaml", "--out", tmp_path / "out")
    assert run.returncode != 0
    assert "sdk.yaml:3:5: error: invalid-config: `production_repo` cannot be" in run.stderr
    assert "write OWNER/NAME, or OWNER/NAME#BRANCH" in run.stderr
