"""A project of an SDK in a folder of its own: a document, a config, a lock, an output."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from generator.cli import main

TEXT: Final[Mapping[str, Any]] = {"type": "string"}


@dataclass(frozen=True, slots=True)
class Project:
    """Runs commands of the generator in a folder."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def lock(self) -> Path:
        """The file of the lock."""
        return self.folder / "names.lock"

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the lock."""
        return tuple(line for line in self.lock.read_text().splitlines() if not line.startswith("#"))

    @property
    def names(self) -> frozenset[str]:
        """The names that the lock has, those that are gone left out."""
        return frozenset(line.split(" ")[0] for line in self.lines if line.split(" ")[1] != "gone")

    def line(self, name: str) -> str:
        """The one line of a name."""
        (line,) = (line for line in self.lines if line.split(" ")[0] == name)
        return line

    def documents(self, document: Mapping[str, Any]) -> None:
        """Write the document."""
        (self.folder / "api.yaml").write_text(yaml.safe_dump(document, sort_keys=False))

    def configures(self, config: Mapping[str, Any]) -> None:
        """Write the config."""
        (self.folder / "sdk.yaml").write_text(yaml.safe_dump(config, sort_keys=False))

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run a command that ends with a code; all that it says."""
        self.capsys.readouterr()
        ended = main(list(arguments))
        said = self.capsys.readouterr()
        text = said.out + said.err
        assert ended == code, text
        return text

    def update(self, *arguments: str) -> str:
        """Run `update` on the document, on a fixed day."""
        return self.run("update", "api.yaml", "--package", "pets", "--date", "2026-01-02", *arguments)


def project(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """A project in `folder`, which is the working directory from now on."""
    monkeypatch.chdir(folder)
    made = Project(folder, capsys)
    made.configures({"organization": {"name": "pets"}})
    return made


def reference(component: str) -> dict[str, str]:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{component}"}


def record(**properties: Any) -> dict[str, Any]:
    """An object with these properties."""
    return {"type": "object", "properties": properties}


def items(schema: Any) -> dict[str, Any]:
    """A list of these."""
    return {"type": "array", "items": schema}


def operation(answer: Any, operation_id: str, *, body: Any = None, parameters: Sequence[str] = ()) -> dict[str, Any]:
    """An operation that answers with a schema."""
    said: dict[str, Any] = {
        "operationId": operation_id,
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": answer}}}},
    }
    if parameters:
        said["parameters"] = [{"name": name, "in": "path", "required": True, "schema": TEXT} for name in parameters]
    if body is not None:
        said["requestBody"] = {"content": {"application/json": {"schema": body}}}
    return said


def document(paths: Mapping[str, Any], schemas: Mapping[str, Any]) -> dict[str, Any]:
    """A whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "https://pets.test"}],
        "paths": dict(paths),
        "components": {"schemas": dict(schemas)},
    }
