"""The project of an SDK: what a run reads where the command line does not say it.

A document has its own config, `NAME.sdk.yaml` or `sdk.yaml`, where one stands beside it: whoever put it there means it.
A config can name the document, so that its folder is a project, as `init` makes one: there, no argument is needed.
All else comes from the default project, that of OpenAI's SDK: `spec/` of the working directory where that is one, or
the one that the generator carries, so that it makes the same SDK wherever it is installed. Its config and overlays are
tried for every document, and count for those whose titles they name.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import click

from generator.carried import carried
from generator.diagnostics import UnusableInput, render
from generator.request import is_url
from generator.values import Value

FOLDER: Final = Path("spec")
CONFIG: Final = Path("sdk.yaml")
OVERLAYS: Final = "overlays"
OUTPUT: Final = "output"
"""The folder that an SDK is written to where nobody names one."""
_DOCUMENT: Final = "openai.yaml"
_CONFIG: Final = "openai.sdk.yaml"


class Project(Value):
    """The folder of the default project. It may lack any of its parts."""

    folder: Path

    @property
    def document(self) -> Path:
        """The document that is read when none is named."""
        return self.folder / _DOCUMENT

    @property
    def config(self) -> Path | None:
        """The config, where there is one."""
        path = self.folder / _CONFIG
        return path if path.exists() else None

    @property
    def overlays(self) -> tuple[Path, ...]:
        """The overlays, in the order in which they are applied."""
        return overlays_in(self.folder)

    @property
    def carried(self) -> Path | None:
        """The folder, where it is the generator's and not that of the working directory."""
        return None if self.folder == FOLDER else self.folder


class OwnProject(Value, kw_only=True):
    """A project whose config names its document, a path or a URL, and the folder of the SDK."""

    config: Path
    document: str
    out: Path

    @property
    def overlays(self) -> tuple[Path, ...]:
        """The overlays, in the order in which they are applied."""
        return overlays_in(self.config.parent)


def overlays_in(folder: Path) -> tuple[Path, ...]:
    """The overlays of the project in a folder, in the order in which they are applied."""
    return tuple(sorted((folder / OVERLAYS).glob("*.yaml")))


def own_project(config: Path | None) -> OwnProject | None:
    """The project that a config describes, that of the working directory unless one is named.

    Raises `ClickException` where the config cannot be read: no other project may be taken in its place.
    """
    path = config or CONFIG
    if not path.is_file():
        return None
    from generator.config.project import read_project  # noqa: PLC0415 - see the package

    try:
        said = read_project(path)
    except UnusableInput as error:
        raise click.ClickException(f"{path}: {render(error.diagnostic, {}).partition('error: ')[2]}") from error
    if said is None:
        return None
    document = said.document if is_url(said.document) else os.path.normpath(path.parent / said.document)
    return OwnProject(config=path, document=document, out=path.parent / (said.output or OUTPUT))


def default_project() -> Project:
    """That of the working directory, else that of the generator. They are not mixed: a part left out is left out."""
    here = any((FOLDER / part).exists() for part in (_DOCUMENT, _CONFIG, OVERLAYS))
    return Project(FOLDER if here else carried(FOLDER.name))


def config_beside(spec: str | None) -> Path | None:
    """The config that stands beside a document, where one does. Standard input and the network stand nowhere."""
    if spec is None or spec == "-" or is_url(spec):
        return None
    document = Path(spec)
    places = (document.parent / f"{document.stem}.sdk.yaml", document.parent / CONFIG)
    return next((place for place in places if place != document and place.is_file()), None)
