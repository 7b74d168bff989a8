"""What the README and `docs/` show is what there is: every block of code is run, or held against its source."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from tests.conformance.mock import Mock
from tests.docs.config_reference import PAGE as CONFIG_REFERENCE
from tests.docs.pages import DOCS, REPOSITORY, made_pages
from tests.docs.snippets import PROSE, Snippet, commands_of, snippets
from tests.support.server import Received, Reply, Server
from tests.unit.config.config_reading import read

HOST = "https://pawshop.example"
PAGES = {path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8")
         for path in (REPOSITORY / "README.md", *sorted(DOCS.glob("*.md")))}  # fmt: skip
WRITTEN = {path: text for path, text in PAGES.items() if path.removeprefix("docs/") not in made_pages()}
KINDS = {"file", "prints", "exits", "from", "workflow", "not", "given", "sh", "python", "yaml", "json", "ini", PROSE}
"""What a block may be."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the document that the pages speak of, and programs that stand for those that a reader has."""
    (tmp_path / "bin").mkdir()
    for name, command in {
        "sdkgen": f'exec "{sys.executable}" -m generator "$@"',
        "python": f'exec "{sys.executable}" "$@"',
        "pip": 'test "$1" = install && test -f "$2/pyproject.toml"',
    }.items():
        program = tmp_path / "bin" / name
        program.write_text(f"#!/bin/sh\n{command}\n")
        program.chmod(0o755)
    return tmp_path


@pytest.fixture
def host(server: Server) -> str:
    """Where the API of the pages answers, and where its document is."""
    document = (DOCS / "pawshop.yaml").read_text(encoding="utf-8").replace(HOST, server.url)
    apis = {"/v1": Mock(yaml.safe_load(document)), "/openai": _embedded()}

    def answer(request: Received) -> Reply:
        if request.path == "/openapi.yaml":
            return Reply(body=document.encode())
        root = next(root for root in apis if request.path.startswith(f"{root}/"))
        return apis[root](replace(request, target=request.target.removeprefix(root)))

    server.script(answer)
    return server.url


@cache
def _embedded() -> Mock:
    return Mock(yaml.safe_load((REPOSITORY / "spec/openai.yaml").read_text(encoding="utf-8")))


class Reader:
    """Does what a page says, in a folder: writes its files, runs its commands and programs."""

    def __init__(self, folder: Path, host: str) -> None:
        self.folder = folder
        self.host = host
        self.printed = ""
        self.take("openapi.yaml", (DOCS / "pawshop.yaml").read_text(encoding="utf-8"))

    def take(self, name: str, text: str) -> None:
        """Write a file."""
        place = self.folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text.replace(HOST, self.host), encoding="utf-8")

    def run(self, *command: str, code: int = 0) -> None:
        """Run a program, which must end with a code."""
        paths = (self.folder / "sdk", REPOSITORY / "output", REPOSITORY)
        done = subprocess.run(
            [part.replace(HOST, self.host) for part in command],
            cwd=self.folder,
            env={
                **os.environ,
                "PATH": f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": os.pathsep.join(map(str, paths)),
                "PYTHONDONTWRITEBYTECODE": "1",
                "PAWSHOP_API_KEY": "a key",
                "PAWSHOP_TOKEN": "a token",
                "OPENAI_API_KEY": "a key",
                "OPENAI_BASE_URL": f"{self.host}/openai",
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        self.printed = done.stdout + done.stderr
        assert done.returncode == code, self.printed

    def do(self, snippet: Snippet) -> None:
        """Do what a block says."""
        match snippet.kind:
            case "file":
                self.take(snippet.subject, snippet.text)
            case "sh" | "given":
                self.run("bash", "-euc", snippet.text)
            case "exits":
                self.run("bash", "-euc", snippet.text, code=int(snippet.subject))
            case "python":
                self.run(sys.executable, "-c", snippet.text)
            case "prints":
                _compare(snippet.text, self.printed)
            case "workflow":
                for command in commands_of(snippet.text):
                    self.run("bash", "-euc", command)


def _compare(told: str, printed: str) -> None:
    lines: Iterator[str] = iter(line.rstrip() for line in printed.splitlines())
    for line in told.splitlines():
        assert line.strip() == "..." or any(line.rstrip() == one for one in lines), f"{line!r} is not in {printed}"


@pytest.mark.parametrize("page", [page for page, text in WRITTEN.items() if "```" in text])
def test_a_page_can_be_followed(page: str, folder: Path, host: str) -> None:
    """From its first block to its last, in a folder that has nothing but the document."""
    reader = Reader(folder, host)
    for snippet in snippets(PAGES[page]):
        try:
            reader.do(snippet)
        except AssertionError as error:
            raise AssertionError(f"{page}:{snippet.line}: {error}") from error


@pytest.mark.parametrize("page", WRITTEN)
def test_every_block_is_known(page: str) -> None:
    """A block that nobody runs says why; commands are no mere text, and no block escapes by its indentation."""
    for snippet in snippets(PAGES[page]):
        assert snippet.kind in KINDS, (page, snippet.line, snippet.kind)
        if snippet.kind == "not":
            assert re.fullmatch(r"run: \w.{15,}", snippet.subject), (page, snippet.line)
        if snippet.kind == PROSE:
            assert not re.search(r"^(\$ |sdkgen |make |pip )", snippet.text, re.MULTILINE), (page, snippet.line)
    rest = re.sub(r"^(`{3,}).*?^\1$", "", PAGES[page], flags=re.MULTILINE | re.DOTALL)
    assert "```" not in rest
    assert not re.search(r"^ {4}(sdkgen|make|pip|python) ", rest, re.MULTILINE)


CONFIGS = [
    (f"{page}:{snippet.line}", snippet.text)
    for page, text in PAGES.items()
    for snippet in snippets(text)
    if snippet.kind == "yaml" or (snippet.kind == "file" and snippet.subject.endswith("sdk.yaml"))
]


@pytest.mark.parametrize(("place", "text"), CONFIGS, ids=[place for place, _ in CONFIGS])
def test_configs_are_configs(place: str, text: str, tmp_path: Path) -> None:
    """Every YAML that is shown and is nothing else is a config that the schema accepts, with no unknown key."""
    file = tmp_path / "sdk.yaml"
    file.write_text(text, encoding="utf-8")
    assert read(file).printed == [], place


EXCERPTS = [(page, snippet) for page, text in PAGES.items() for snippet in snippets(text) if snippet.kind == "from"]


@pytest.mark.parametrize(("page", "excerpt"), EXCERPTS, ids=[f"{page}:{one.line}" for page, one in EXCERPTS])
def test_excerpts_are_real(page: str, excerpt: Snippet) -> None:
    """Every excerpt stands in the file that it names."""
    source = (REPOSITORY / excerpt.subject).read_text(encoding="utf-8")
    text = excerpt.text.rstrip("\n")
    assert text in source or textwrap.indent(text, "    ") in source


def test_json_is_json() -> None:
    """Every JSON that is shown can be read."""
    for text in PAGES.values():
        for snippet in snippets(text):
            if snippet.kind == "json":
                json.loads(snippet.text)


def test_there_is_something_to_run() -> None:
    """The reader of pages finds blocks: these tests would hold for pages that it finds none in."""
    kinds = [snippet.kind for text in WRITTEN.values() for snippet in snippets(text)]
    assert kinds.count("sh") >= 20 and kinds.count("python") >= 3 and kinds.count("prints") >= 5
    assert len(EXCERPTS) >= 3 and len(CONFIGS) > 100
    assert f"docs/{CONFIG_REFERENCE}" in PAGES
