"""The project of an SDK: what a run reads where the command line does not say it.

A document has its own config, `NAME.sdk.yaml` or `sdk.yaml`, where one stands beside it: whoever put it there means it.
All else comes from the default project, that of OpenAI's SDK: `spec/` of the working directory where that is one, or
the one that the generator carries, so that it makes the same SDK wherever it is installed. Its config and overlays are
tried for every document, and count for those whose titles they name.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.carried import carried
from generator.request import is_url

FOLDER: Final = Path("spec")
_DOCUMENT: Final = "openai.yaml"
_CONFIG: Final = "openai.sdk.yaml"
_OVERLAYS: Final = "overlays"


@dataclass(frozen=True, slots=True)
class Project:
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
        return tuple(sorted((self.folder / _OVERLAYS).glob("*.yaml")))

    @property
    def carried(self) -> Path | None:
        """The folder, where it is the generator's and not that of the working directory."""
        return None if self.folder == FOLDER else self.folder


def default_project() -> Project:
    """That of the working directory, else that of the generator. They are not mixed: a part left out is left out."""
    here = any((FOLDER / part).exists() for part in (_DOCUMENT, _CONFIG, _OVERLAYS))
    return Project(FOLDER if here else carried(FOLDER.name))


def config_beside(spec: str | None) -> Path | None:
    """The config that stands beside a document, where one does. Standard input and the network stand nowhere."""
    if spec is None or spec == "-" or is_url(spec):
        return None
    document = Path(spec)
    places = (document.parent / f"{document.stem}.sdk.yaml", document.parent / "sdk.yaml")
    return next((place for place in places if place != document and place.is_file()), None)
