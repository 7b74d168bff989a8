"""The Python programs that a document shows beside its operations: extracted, laid out with their files, and run."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.program import REPOSITORY

RUNNER = REPOSITORY / "tests/support/sample_runner.py"
PROGRAMS = "programs"
# Credentials and the type of a body are not the document's to say.
_HEADER = re.compile(r"""-H\s+["'](?!authorization|content-type)([\w-]+): ?([^"']*)""", re.IGNORECASE)
_FILE_NAME = re.compile(r"""["']([\w-]+\.[a-z]\w+)["']""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A program shown beside an operation, in the `index`th of its examples.

    `headers` are those that the command line beside it sends, names in lower case.
    """

    operation_id: str
    index: int
    text: str
    headers: frozenset[tuple[str, str]]

    @property
    def name(self) -> str:
        """Its name as a module."""
        return re.sub(r"\W", "_", f"{self.operation_id}_{self.index}")

    @property
    def files(self) -> set[str]:
        """The strings in it that look like the name of a file."""
        return set(_FILE_NAME.findall(self.text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A package `openai`: the Python that has it, or that finds it in `folder`, where programs lie and run.

    `name` tells it from others.
    """

    name: str
    python: Path
    folder: Path


def samples(document: Mapping[str, Any]) -> Iterator[Sample]:
    """Every Python program of a document, in its order."""
    for item in document["paths"].values():
        for operation in item.values():
            shown = operation.get("x-oaiMeta", {}).get("examples", {})
            for index, example in enumerate(shown if isinstance(shown, list) else [shown]):
                request = example.get("request", {})
                if "python" in request:
                    headers = frozenset((n.lower(), value) for n, value in _HEADER.findall(request.get("curl", "")))
                    yield Sample(
                        operation_id=operation["operationId"], index=index, text=request["python"], headers=headers
                    )


def lay_out(programs: Sequence[Sample], installed: Installed) -> None:
    """Write programs into the folder `programs`, each beside a folder of its name with the files that it opens."""
    for program in programs:
        module = installed.folder / PROGRAMS / f"{program.name}.py"
        working = module.with_suffix("")
        working.mkdir(parents=True)
        module.write_text(program.text, encoding="utf-8")
        for name in program.files:
            (working / name).write_bytes(b"content of a file")


def run(installed: Installed, url: str) -> dict[str, str]:
    """Run the programs that were laid out; the last words of those that failed, by their names.

    The name of a program is the first segment of the paths that it asks for at `url`.
    """
    keys = {"OPENAI_API_KEY": "key", "OPENAI_ADMIN_KEY": "admin key"}
    done = subprocess.run(
        [installed.python, RUNNER, PROGRAMS, url],
        cwd=installed.folder,
        env={**os.environ, **keys, "PYTHONPATH": str(installed.folder), "PYTHONWARNINGS": "error::UserWarning"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    failures: dict[str, str] = json.loads(done.stdout)
    return failures
