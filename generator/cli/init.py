"""`init`: a project from a document, and the SDK in it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import click

from generator import __version__
from generator.cli import options
from generator.cli.console import Console
from generator.cli.generate import Generation
from generator.cli.guard import UNUSABLE, guarded
from generator.cli.options import Named
from generator.cli.project import CONFIG, own_project
from generator.diagnostics import Severity
from generator.request import Request, is_url

if TYPE_CHECKING:
    from generator.pipeline import Outcome

_OUTPUT: Final = "sdk"
_SCHEMA: Final = "sdk.schema.json"
_USUAL: Final = [
    Path(folder, f"{stem}.{suffix}")
    for folder in ("", "api", "openapi", "spec", "docs")
    for stem in ("openapi", "swagger", "api")
    for suffix in ("yaml", "yml", "json")
]
"""Where documents stand that nobody names."""
_STAINLESS: Final = ("stainless.yml", "stainless.yaml", ".stainless/stainless.yml")


@click.command()
@click.argument("spec", required=False, metavar="[URL|FILE]")
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]")
@options.package
@options.templates
@options.quiet
def init(*, spec: str | None, folder: Path | None, package: str | None, templates: Path | None, quiet: bool) -> int:
    """Begin a project in DIR (this folder, unless one is named) with the document at URL or FILE, and generate its SDK.

    Without a document, one that is found here under a usual name is taken; so is a stainless.yml beside it. What the
    folder has already stays as it is. Afterwards, `generate` and `update` need no argument there.
    """
    source = spec or next((str(path) for path in _USUAL if path.is_file()), None)
    if source is None:
        raise click.UsageError("name the document, by its path or URL: none is here under a usual name (openapi.yaml)")
    if source == "-":
        raise click.UsageError("a project needs a document that is still there the next time: save it to a file")
    console = Console(quiet=quiet)
    return guarded(console, lambda: _Start(console, source, folder or Path(), package, templates).execute())


@dataclass(frozen=True, slots=True)
class _Start:
    """One `init`. `source` is the document, as it was named."""

    console: Console
    source: str
    folder: Path
    package: str | None
    templates: Path | None

    @property
    def config(self) -> Path:
        return self.folder / CONFIG

    def execute(self) -> int:
        """Write what the project lacks, and generate."""
        if self.config.exists():
            if self.templates is not None:
                raise click.UsageError(f"--templates is for a new project; {self.config} says which ones this one has")
            return self._again()
        taken = self._taken()
        outcome = self._looked_into(taken)
        if outcome is None or outcome.package is None:
            return UNUSABLE
        address = self._address(outcome)
        files = dict(self._files(outcome, address, "" if taken is None else _text(taken)))
        if self._failed(outcome):
            return UNUSABLE
        self._write(self.config, files.pop(CONFIG.name))
        if not self._is_project():  # what was taken over has no end that anything could be written at
            self.config.unlink()
            self.console.error(f"error: {taken} cannot be continued; make {self.config} of it, with what stands here:")
            self.console.error(f"  sdkgen: {{project: {{document: {address}, output: {_OUTPUT}}}}}")
            return UNUSABLE
        if is_url(address) and urlsplit(address).query:
            self.console.remark(f"note: {self.config} keeps the address with its query: let no secret stand in it")
        self.console.result(f"new        {self.config}{'' if taken is None else f', from {taken}'}")
        for path, text in files.items():
            place = self.folder / path
            self.console.result(f"{'kept' if place.exists() else 'new':<9}  {place}")
            if not place.exists():
                self._write(place, text)
        return self._generate()

    def _is_project(self) -> bool:
        try:
            return own_project(self.config) is not None
        except click.ClickException:
            return False

    def _again(self) -> int:
        if own_project(self.config) is None:
            self.console.error(f"error: {self.config} is there, and names no document; write into it:")
            self.console.error(f"  sdkgen: {{project: {{document: {self._relative()}, output: {_OUTPUT}}}}}")
            return UNUSABLE
        self.console.result(f"kept       {self.config}")
        return self._generate()

    def _taken(self) -> Path | None:
        """A config in the vocabulary that is ours, too, beside the document or in the project's folder."""
        beside = [] if is_url(self.source) else [Path(self.source).parent]
        places = (folder / name for folder in (*beside, self.folder) for name in _STAINLESS)
        return next((place for place in places if place.is_file()), None)

    def _looked_into(self, taken: Path | None) -> Outcome | None:
        """What is made of the document; None, and said, where nothing can be."""
        from generator import pipeline  # noqa: PLC0415 - see the package

        request = Request(
            spec=self.source if is_url(self.source) else str(Path(self.source)),
            config=taken,
            package=self.package,
            allow_spec=True,
            update_spec=True,
            templates=self.templates,
        )
        outcome = pipeline.validate(request, stdin=sys.stdin.buffer, progress=self.console.stage)
        return None if self._failed(outcome) else outcome

    def _failed(self, outcome: Outcome) -> bool:
        """Whether there are errors, which are said."""
        errors = [found for found in outcome.diagnostics.sorted() if found.code.severity is Severity.ERROR]
        self.console.findings(errors, outcome.sources)
        return bool(errors)

    def _relative(self) -> str:
        """The document as it is called from the project's folder."""
        return self.source if is_url(self.source) else self._called(Path(self.source))

    def _called(self, path: Path) -> str:
        """What something is called from the project's folder."""
        return Path(os.path.relpath(path, self.folder)).as_posix()

    def _address(self, outcome: Outcome) -> str:
        """Where the project has its document: where it is, or in the folder, if it is one file from somewhere else."""
        if is_url(self.source):
            return self.source
        document, folder = Path(self.source).resolve(), self.folder.resolve()
        parts = [path for path in outcome.sources.read if path.endswith(document.suffix)]
        is_near = document.is_relative_to(folder) or _repository(document) in (folder, *folder.parents)
        if is_near or len(parts) > 1:
            return self._relative()
        copy = self.folder / document.name
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(document.read_bytes())
            self.console.result(f"copied     {copy}")
        return document.name

    def _files(self, outcome: Outcome, address: str, taken: str) -> Mapping[str, str]:
        from generator import pipeline  # noqa: PLC0415 - see the package
        from generator.config.check import schema_text  # noqa: PLC0415 - see the package

        files = pipeline.first_files(
            outcome,
            document=address,
            out=_OUTPUT,
            version=__version__,
            taken=taken,
            templates="" if self.templates is None else self._called(self.templates),
        )
        return {**files, _SCHEMA: schema_text()}

    def _write(self, place: Path, text: str) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")

    def _generate(self) -> int:
        named = Named(spec=None, config=self.config, overlays=())
        out = named.out(None)
        run = Generation(console=self.console, out=out, locks=True, force=False)
        code = run.execute(replace(named.request(out=out, keep_remote=True), package=self.package))
        if not code:
            self.console.result(f"next       pip install .{os.sep}{os.path.normpath(out)}")
        return code


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise OSError(0, "is no text in UTF-8", str(path)) from error


def _repository(path: Path) -> Path | None:
    """The folder of the repository that a file is in."""
    return next((folder for folder in path.parents if (folder / ".git").exists()), None)
