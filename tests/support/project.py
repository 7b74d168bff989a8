"""A team's project in a folder of its own, and the program run in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from generator.cli import main, watch
from tests.support.program import REPOSITORY, tree


class Run(NamedTuple):
    """What a run came to."""

    code: int
    said: str
    complained: str


class Project:
    """A document, a config that `configure` writes, and what `run` makes of them in `out`."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], document: Path | None = None) -> None:
        self.folder = folder
        self.out = folder / "out"
        self._capsys = capsys
        shutil.copy(document or REPOSITORY / "tests/config/spec.yaml", folder / "spec.yaml")
        self.configure("")

    def configure(self, own: str) -> None:
        """Write the config with these entries under `sdkgen`, as a flow mapping's members."""
        self.write("sdk.yaml", f"targets: {{python: {{package_name: pets}}}}\nsdkgen: {{{own}}}\n")

    def write(self, path: str, text: str) -> Path:
        """Write a file of the project."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def run(self, *arguments: str) -> Run:
        """Run the program."""
        self._capsys.readouterr()
        code = main([*arguments])
        said, complained = self._capsys.readouterr()
        return Run(code, said, complained)

    def generate(self, *arguments: str) -> Run:
        """Generate the SDK."""
        return self.run("generate", str(self.folder / "spec.yaml"), "--out", str(self.out), *arguments)

    def watch(self, monkeypatch: pytest.MonkeyPatch, *steps: Callable[[], object]) -> Run:
        """Generate, and again after each step, which is done while nothing else is; then it is interrupted."""
        waits = iter([wait for step in steps for wait in (step, _nothing, _nothing)])

        def sleep(_: float) -> None:
            if (wait := next(waits, None)) is None:
                raise KeyboardInterrupt
            wait()

        monkeypatch.setattr(watch.time, "sleep", sleep)
        return self.generate("--watch")

    def text(self, path: str) -> str:
        """A file of the output."""
        return (self.out / path).read_text(encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """All files of the output, but for what is remembered of runs."""
        return {path: content for path, content in tree(self.out).items() if not path.startswith(".sdkgen/")}


def _nothing() -> None:
    """Nothing happens."""
