"""No text of a document or config changes the shape of what stands around a package, or gets into a script."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from markdown_it import MarkdownIt

from tests.repository.conftest import made

HOSTILE = {
    "quotes": "a\"b'c`d",
    "line": "a\nb: c",
    "carriage": "a\r\n  - run: evil",
    "expression": "${{ github.token }}",
    "two expressions": "}} ${{ a }} ${{ b",
    "comment": "a # b",
    "colon": "a: b: {c: [d",
    "separator": "a\u2028b\u2029c\x85d",
    "control": "a\x7fb\x1bc\x00d",
    "template": "{{ view }}{% raw %}",
    "backslash": "a\\nb\\",
    "alias": "*a &b !c %d @e",
    "table": 'a"]\n[project.scripts]\nb = "c',
    "long": "a b" * 300,
    "astral": "\U0001f43e \u202e",
    "markup": "<script>a</script> --> ](b) [c](javascript:d)",
}
ENVIRONMENT = "${{ '${{' }}"


def document(text: str) -> dict[str, Any]:
    """A document that says this wherever metadata come from."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": text,
            "version": "1",
            "description": text,
            "termsOfService": text,
            "license": {"name": text},
            "contact": {"name": text, "url": text, "email": text},
        },
        "externalDocs": {"url": text},
        "servers": [{"url": "https://pets.example"}],
        "paths": {},
    }


def config(text: str) -> dict[str, Any]:
    """A config that does."""
    return {
        "organization": {
            "name": "pets",
            "docs": text,
            "contact": text,
            "security_contact": text,
            "security_policy_url": text,
            "security_policy_terms": text,
        },
        "settings": {"license": {"name": text, "contents": text}},
        "targets": {
            "python": {
                "package_name": "pets",
                "readme_title": text,
                "production_repo": "a/b",
                "publish": {"pypi": True},
            }
        },
        "codeflow": {"release_environment": text, "code_owners": {text: ["@ann"], "*.py": [text, "@ann"]}},
    }


def files_of(text: str, folder: Path) -> dict[str, str]:
    (folder / "spec.json").write_text(json.dumps(document(text)))
    return made(config(text), folder, folder / "spec.json")


def shape(node: object, path: tuple[object, ...] = ()) -> Iterator[tuple[object, ...]]:
    """Where values stand, and what they are, but for the texts that owners may choose."""
    match node:
        case dict():
            for key, value in node.items():
                yield from shape(value, (*path, key))
        case list():
            for index, value in enumerate(node):
                yield from shape(value, (*path, index))
        case _:
            yield (*path, None if path[-1:] == ("name",) and "environment" in path else node)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What an ordinary text makes."""
    return files_of("word", tmp_path_factory.mktemp("plain"))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_workflows_keep_their_shape(plain: dict[str, str], tmp_path: Path, text: str) -> None:
    """All is what it is with an ordinary text, but for the name of the environment, which is the text itself."""
    files = files_of(text, tmp_path)
    workflows = sorted(path for path in plain if path.endswith(".yml"))
    assert len(workflows) == 3
    for path in workflows:
        assert list(shape(yaml.safe_load(files[path]))) == list(shape(yaml.safe_load(plain[path])))
    said = yaml.safe_load(files[".github/workflows/release.yml"])["jobs"]["publish"]["environment"]["name"]
    assert said.replace(ENVIRONMENT, "${{") == text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_metadata_keep_their_shape(plain: dict[str, str], tmp_path: Path, text: str) -> None:
    """The tables and keys of `pyproject.toml` are the same, its texts are one line, and what is no address of the web,
    and no address of a person, is none there."""
    files = files_of(text, tmp_path)
    found, usual = tomllib.loads(files["pyproject.toml"]), tomllib.loads(plain["pyproject.toml"])
    assert found.keys() == usual.keys()
    assert found["project"].keys() == usual["project"].keys()
    assert {key: found[key] for key in found if key != "project"} == {
        key: usual[key] for key in usual if key != "project"
    }
    assert found["project"]["urls"] == usual["project"]["urls"]
    assert all("email" not in author for author in found["project"]["authors"])
    assert found["project"]["description"].isprintable()
    assert found["project"]["license"].startswith("LicenseRef-")


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_owners_and_policy_keep_their_shape(plain: dict[str, str], tmp_path: Path, text: str) -> None:
    """A pattern or owner that cannot be written has no line, and the policy has no link or tag of the text."""
    files = files_of(text, tmp_path)
    lines = files[".github/CODEOWNERS"].splitlines()[1:]
    assert lines[-1] == "*.py @ann"
    assert len(lines) <= 2
    policy = MarkdownIt("commonmark").render(files["SECURITY.md"])
    assert "<script" not in policy
    assert 'href="javascript' not in policy
