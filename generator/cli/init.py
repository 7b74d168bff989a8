"""`init`: a project from a document, and the SDK in it."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import click

from generator.cli import options
from generator.cli.console import Console
from generator.cli.generate import Generation
from generator.cli.guard import UNUSABLE, guarded, held
from generator.cli.installed import requirement
from generator.cli.options import Named
from generator.cli.placing import Placed, placed, repository
from generator.cli.project import CONFIG, OwnProject, own_project
from generator.diagnostics import Severity
from generator.request import Request, is_url
from generator.values import Value, replace
from generator.write.start import write_missing

if TYPE_CHECKING:
    from generator.outcome import Outcome

_OUTPUT: Final = "sdk"
_SCHEMA: Final = "sdk.schema.json"
_WORKFLOW: Final = ".github/workflows/sdk.yml"
_FROM: Final = "PATH-TO-SDKGEN"
"""What a workflow installs where nobody knows what it could install."""
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
    if spec == "-":
        raise click.UsageError("a project needs a document that is still there the next time: save it to a file")
    console = Console(quiet=quiet)
    return guarded(console, lambda: _Start(console, spec, folder or Path(), package, templates).execute())


class _Start(Value):
    """One `init`. `spec` is the document, where the command line names one."""

    console: Console
    spec: str | None
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
        source = self._source()
        taken = self._taken(source)
        outcome = self._looked_into(source, taken)
        if outcome is None:
            return UNUSABLE
        read = {Path(path) for path in outcome.sources.read if path and not path.endswith((".py", ".jinja"))} - {taken}
        document = placed(source, self.folder, read)
        files = self._files(outcome, document, taken)
        if self._failed(outcome):
            return UNUSABLE
        if not (self._may_copy(document, files) and self._can_continue(files[CONFIG.name], taken, document)):
            return UNUSABLE
        self._write(document, files, taken)
        for note in self._notes(outcome, document, files):
            self.console.remark(f"note: {note}")
        return self._generate()

    def _source(self) -> str:
        """The document: the one that is named, or one that is here."""
        found = self.spec or next((str(path) for path in _USUAL if path.is_file()), None)
        if found is None:
            wanted = "name the document, by its path or URL: none is here under a usual name (openapi.yaml)"
            raise click.UsageError(wanted)
        return found if is_url(found) else str(Path(found))

    def _taken(self, source: str) -> Path | None:
        """A config in the vocabulary that is ours, too, beside the document or in the project's folder."""
        beside = [] if is_url(source) else [Path(source).parent]
        places = (folder / name for folder in (*beside, self.folder) for name in _STAINLESS)
        return next((place for place in places if place.is_file()), None)

    def _looked_into(self, source: str, taken: Path | None) -> Outcome | None:
        """What is made of the document; None, and said, where nothing can be."""
        from generator import pipeline  # noqa: PLC0415 - see the package

        project = {"sdkgen": {"project": {"document": source}}}  # that there is a config decides how names are written
        request = Request(
            spec=source,
            config=taken,
            package=self.package,
            allow_spec=True,
            update_spec=True,
            templates=self.templates,
            additions=project,
        )
        outcome = held(pipeline.validate(request, stdin=sys.stdin.buffer, progress=self.console.stage))
        return None if self._failed(outcome) else outcome

    def _failed(self, outcome: Outcome) -> bool:
        """Whether there are errors, which are said."""
        errors = [found for found in outcome.diagnostics.sorted() if found.code.severity is Severity.ERROR]
        self.console.findings(errors, outcome.sources)
        return bool(errors)

    def _files(self, outcome: Outcome, document: Placed, taken: Path | None) -> dict[str, str]:
        """The files of the project by path, the config last: where it is missing, the project is begun anew."""
        from generator import pipeline  # noqa: PLC0415 - see the package
        from generator.config.check import schema_text  # noqa: PLC0415 - see the package

        files = dict(
            pipeline.first_files(
                outcome,
                document=document.address,
                out=_OUTPUT,
                generator=requirement() or _FROM,
                taken="" if taken is None else _text(taken),
                templates="" if self.templates is None else self._called(self.templates),
            )
        )
        if self._is_below_a_repository():
            files.pop(_WORKFLOW, None)
        config = files.pop(CONFIG.name, "")
        return {**files, _SCHEMA: schema_text(), CONFIG.name: config}

    def _called(self, path: Path) -> str:
        """What something is called from the project's folder."""
        return Path(os.path.relpath(path, self.folder)).as_posix()

    def _is_below_a_repository(self) -> bool:
        return not (self.folder / ".git").exists() and repository(self.folder / CONFIG) is not None

    def _may_copy(self, document: Placed, files: Mapping[str, str]) -> bool:
        """Whether the files of the document have a place in the folder; where they have none, that is said."""
        for path, origin in document.copies.items():
            place = self.folder / path
            if path in files:
                self.console.error(f"error: {origin}: the project has a file of that name; call the document otherwise")
                return False
            if os.path.lexists(place) and not _is_same(place, origin):
                self.console.error(f"error: {place} is there, and is not what {origin} is; nothing was written")
                return False
        return True

    def _can_continue(self, config: str, taken: Path | None, document: Placed) -> bool:
        """Whether the config is one: what was taken over may have no end that anything could be written at."""
        with tempfile.TemporaryDirectory() as folder:
            tried = Path(folder, CONFIG)
            tried.write_text(config, encoding="utf-8")
            try:
                is_one = own_project(tried) is not None
            except click.ClickException:  # it could be read as it was, before anything was added to it
                is_one = False
        if is_one:
            return True
        self.console.error(f"error: {taken} cannot be continued; make {self.config} of it, with what stands here:")
        self._show_project(document.address)
        return False

    def _show_project(self, document: str) -> None:
        self.console.error(f"  sdkgen: {{project: {{document: {document}, output: {_OUTPUT}}}}}")

    def _write(self, document: Placed, files: Mapping[str, str], taken: Path | None) -> None:
        origins = {path: f", from {origin}" for path, origin in document.copies.items()}
        if taken is not None:
            origins[CONFIG.name] = f", from {taken}"
        contents = {path: origin.read_bytes() for path, origin in document.copies.items()}
        for path, content in {**contents, **{path: text.encode() for path, text in files.items()}}.items():
            place = self.folder / path
            is_new = write_missing(place, content)
            self.console.result(f"{'new' if is_new else 'kept':<9}  {place}{origins.get(path, '') if is_new else ''}")

    def _notes(self, outcome: Outcome, document: Placed, files: Mapping[str, str]) -> Iterator[str]:
        """What there is to decide that could not be found out."""
        package = outcome.package
        assert package is not None
        if not re.search("[A-Za-z]", package.title) and self.package is None:
            names = f"the package {package.name}, and its client {package.client.class_name}"
            yield f"the title has no Latin letters: {self.config} calls {names}; choose names there"
        if is_url(document.address) and urlsplit(document.address).query:
            yield f"{self.config} keeps the address with its query: let no secret stand in it"
        if _WORKFLOW not in files:
            yield f"no workflow was written, since GitHub reads those in {repository(self.config)} only"
        elif requirement() is None:
            yield f"say in {self.folder / _WORKFLOW} what pip installs sdkgen from, in place of {_FROM}"

    def _again(self) -> int:
        """Go on with the project that is there."""
        own = own_project(self.config)
        if own is None:
            self.console.error(f"error: {self.config} is there, and names no document; write into it:")
            self._show_project(placed(self._source(), self.folder, ()).address)
            return UNUSABLE
        if self.spec is not None and not _is_of(own, self.spec):
            self.console.error(f"error: {self.config} is there, and is about another document: {own.document}")
            self.console.error("  hint: change it there, or begin in another folder")
            return UNUSABLE
        self.console.result(f"{'kept':<9}  {self.config}")
        return self._generate()

    def _generate(self) -> int:
        named = Named(spec=None, config=self.config, overlays=())
        out = named.out(None)
        run = Generation(console=self.console, out=out, locks=True, force=False)
        code = run.execute(replace(named.request(out=out, keep_remote=True), package=self.package))
        if not code:
            self.console.result(f"next       pip install {out if out.is_absolute() else os.path.join(os.curdir, out)}")  # noqa: PTH118 - which drops ./
        return code


def _is_of(project: OwnProject, document: str) -> bool:
    """Whether a project is about a document: by its address, or as a copy."""
    if is_url(project.document) or is_url(document):
        return project.document == document
    return _is_same(Path(project.document), Path(document))


def _is_same(path: Path, other: Path) -> bool:
    """Whether two files say the same."""
    return path.is_file() and other.is_file() and path.read_bytes() == other.read_bytes()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise OSError(0, "is no text in UTF-8", str(path)) from error
