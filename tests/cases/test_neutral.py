"""A package knows the API that its document describes, and no other one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.render.environment import TEMPLATES
from tests.cases.snapshots import CASES
from tests.support.generated import generated_files

FOREIGN = re.compile(r"openai|azure|assistant|chatgpt|completion", re.IGNORECASE)
"""Words of one API, which no other API's package has any use for."""

CASES_OF_OTHERS = sorted(
    case
    for case in (path.parent.relative_to(CASES).as_posix() for path in CASES.glob("*/*/spec.yaml"))
    if not case.startswith("openai/")
)


def found_in(files: dict[str, str]) -> list[str]:
    """Where such words stand, in names of files and in what they hold."""
    named = [path for path in files if FOREIGN.search(path)]
    return named + [
        f"{path}:{number}: {line}"
        for path, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if FOREIGN.search(line)
    ]


@pytest.mark.parametrize("case", CASES_OF_OTHERS)
def test_packages(case: str) -> None:
    """What is generated from a document that uses none of these words uses none of them."""
    folder = CASES / case
    written = [
        path for path in (folder / "spec.yaml", folder / "config.yaml", *folder.glob("lib/*.py")) if path.exists()
    ]
    own = {word.lower() for path in written for word in FOREIGN.findall(path.read_text(encoding="utf-8"))}
    files, _ = generated_files(folder)
    assert [line for line in found_in(files) if not own.intersection(w.lower() for w in FOREIGN.findall(line))] == []


def test_templates() -> None:
    """The templates and the runtime hold none of these words."""
    paths = [path for path in TEMPLATES.rglob("*.*") if path.suffix in (".py", ".jinja", ".toml")]
    texts = {path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    assert found_in(texts) == []


def test_the_generator_names_no_api() -> None:
    """Only the command line names a default project, and one module reads what an earlier version had written."""
    root = Path(TEMPLATES).parent / "generator" if (Path(TEMPLATES).parent / "generator").is_dir() else TEMPLATES.parent
    words = re.compile(r"azure|assistant|chatgpt", re.IGNORECASE)
    found = {path.relative_to(root).as_posix() for path in root.rglob("*.py") if words.search(path.read_text("utf-8"))}
    assert found <= {"write/earlier.py"}
