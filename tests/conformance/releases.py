"""The releases whose tests are run: their source distributions, which pip fetches, and what of them is unpacked."""

from __future__ import annotations

import json
import subprocess
import tarfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).with_name("releases.toml")
_WANTED: Final = ("tests/", "package.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A published SDK, and what it is imported as."""

    distribution: str
    version: str
    package: str


def read_releases() -> Mapping[str, Release]:
    """The releases by the names of what they are run for."""
    return {name: Release(**said) for name, said in tomllib.loads(_TABLE.read_text(encoding="utf-8")).items()}


def fetched(release: Release, folder: Path, python: Path) -> Path:
    """The source distribution of a release; its metadata is prepared by pip, nothing of it is installed."""
    stem = f"{release.distribution.replace('-', '_')}-{release.version}"
    archive = folder / f"{stem}.tar.gz"
    if not archive.exists():
        wanted = f"{release.distribution}=={release.version}"
        how = ("--no-deps", "--no-binary", ":all:", "--ignore-requires-python", "--quiet", "--dest", str(folder))
        subprocess.run([str(python), "-m", "pip", "download", "--disable-pip-version-check", *how, wanted], check=True)
    return archive


def unpack(archive: Path, place: Path) -> None:
    """Put the tests of a source distribution into a place, and what says which programs of npm they use."""
    _extract(archive, place, dict.fromkeys(_WANTED, ""))


def unpack_package(archive: Path, release: Release, place: Path) -> None:
    """Put the published package itself into a place."""
    _extract(archive, place, {f"src/{release.package}/": "src/"})


def _extract(archive: Path, place: Path, wanted: Mapping[str, str]) -> None:
    """Unpack what begins in one of the wanted ways, without the words that are said of it."""
    with tarfile.open(archive) as tar:
        for member in tar:
            path = member.name.partition("/")[2]
            start = next((start for start in wanted if path.startswith(start)), None)
            if start is not None and member.isfile():
                member.name = path.removeprefix(wanted[start])
                tar.extract(member, place, filter="data")


def npm_package(place: Path, name: str) -> str | None:
    """The version of a package of npm that the release in a place is developed with; None where it names none."""
    file = place / "package.json"
    if not file.exists():
        return None
    said = json.loads(file.read_text(encoding="utf-8")).get("devDependencies", {}).get(name)
    return said if isinstance(said, str) else None
