"""Whether a run would only repeat the last one: then nothing is read, built or rendered.

The last run is remembered in the output folder's local state by a fingerprint of everything that decides its bytes.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from generator.carried import ROOT, carried
from generator.request import Request, is_url
from generator.values import Value
from generator.write.behind import Behind
from generator.write.manifest import (
    MANIFEST_NAME,
    STATE_NAME,
    ManifestError,
    UnsafePathError,
    file_sha256,
    output_version,
    read_changelog,
    read_record,
    sha256,
)
from generator.write.report import Summary

_LAST_RUN: Final = "last-run.json"
_TEMPLATES: Final = carried("templates")
_SOURCES: Final = (ROOT,) if _TEMPLATES.is_relative_to(ROOT) else (ROOT, _TEMPLATES)
_LIBRARIES: Final = ("jinja2", "pyyaml", "ruff", "markdown-it-py", "pygments")


class Inputs(Value, kw_only=True):
    """The files a request names, as they were when the run began.

    `folder` is the document's (that of the lock, for one of the network), to which the files that it and the project
    refer to, and those that are kept of the network, are relative; `named` are the files
    of the request; `given` is whatever decides the output, as JSON. Only base names enter it, so that it is the same
    from any working directory. `version` is the package's; without one the output keeps its own.
    """

    folder: Path
    named: frozenset[Path]
    given: Mapping[str, Any]
    version: str | None

    @classmethod
    def read(cls, request: Request) -> Inputs | None:
        """Hash what the request names. None where that cannot be done: standard input, or files that cannot be read."""
        document = request.remote_lock if is_url(request.spec) else Path(request.spec)
        if request.spec == "-" or request.update_remote or request.update_spec:
            return None
        locks = sorted(filter(None, {request.names_lock(config_counts=counts) for counts in (True, False)}))
        try:
            given = {
                "document": request.spec if is_url(request.spec) else _named_hash(document),
                "config": _named_hash(request.config) if request.config else None,
                "config assumed": request.config_assumed,
                "hand-written": _code_beside(request.config) if request.config else None,
                "names": [_named_hash(lock) for lock in locks if lock.exists()],
                "overlays": [_named_hash(overlay) for overlay in request.overlays],
                "overlays assumed": request.overlays_assumed,
                "strict overlays": request.strict_overlays,
                "changelog": sha256(read_changelog(request.out).encode()),
                "root": None if request.root is None else os.path.relpath(request.root, document.parent),
                "network": request.allow_remote,
                "templates": None if request.templates is None else _content_of(request.templates),
                "package": request.package,
                "part": [request.include, request.exclude],
                "only": sorted(request.only),
                "generator": generator_fingerprint(),
            }
        except (OSError, ValueError):  # ValueError: a path with a NUL
            return None
        named = frozenset({document, *request.overlays, *locks, *([request.config] if request.config else ())})
        return cls(folder=document.parent, named=named, given=given, version=request.version)

    @property
    def generator(self) -> object:
        """What the generator consists of."""
        return self.given["generator"]

    def fingerprint(self, references: Mapping[str, str], folder: str | None = None) -> str:
        """One hash over everything; `references` are the hashes of files that the document refers to.

        `folder` is the path of a folder, from that of the document, in which a new file would count, too.
        """
        inside = {} if folder is None else {"folder": _content_of(self.folder / folder)}
        return sha256(json.dumps({**self.given, **inside, "references": references}, sort_keys=True).encode())


class LastRun(Value):
    """What a run said about itself. `behind` is how far it found the lock of published names behind, if it was, and
    `beside_config` whether that is the lock of the config."""

    summary: Summary
    behind: Behind | None = None
    beside_config: bool = True

    def as_json(self) -> dict[str, Any]:
        """All of it, to be kept."""
        behind = None if self.behind is None else self.behind.as_json()
        return {"summary": self.summary.as_json(), "behind": behind, "beside_config": self.beside_config}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> LastRun:
        """What `as_json` gave. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
        behind = None if kept["behind"] is None else Behind.from_json(kept["behind"])
        return cls(Summary.from_json(kept["summary"]), behind, bool(kept["beside_config"]))


def unchanged(out: Path, inputs: Inputs) -> LastRun | None:
    """What the last run into `out` said, where the same run again would leave every file as it is."""
    try:
        kept = json.loads((out / STATE_NAME / _LAST_RUN).read_bytes())
        references = {name: sha256((inputs.folder / name).read_bytes()) for name in kept["references"]}
        if kept["fingerprint"] != inputs.fingerprint(references, kept["folder"]) or not _intact(out, kept["manifest"]):
            return None
        if inputs.version not in (None, output_version(out)):
            return None
        if not all((out / path).is_file() for path in kept["custom"]):
            return None  # generated code may build on what is gone
        return LastRun.from_json(kept)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ManifestError, UnsafePathError):
        return None  # nothing to rely on: the full run finds out what is wrong, if anything is


def last_read(out: Path, inputs: Inputs) -> Iterator[Path]:
    """The files that the last run into `out`, which was one on these inputs, read beside those that they name, and the
    folder in which a new one would have been."""
    kept = json.loads((out / STATE_NAME / _LAST_RUN).read_bytes())
    names = (*kept["references"], *filter(None, [kept["folder"]]))
    return (Path(os.path.normpath(inputs.folder / name)) for name in names)


def remember(
    out: Path,
    inputs: Inputs,
    sources: Mapping[str, str],
    custom: Sequence[str],
    said: LastRun,
    *,
    folder: Path | None = None,
) -> None:
    """Note that `out` now holds what `inputs` make, and files of its owner's, `custom`.

    `sources` are the texts of all files as they were read, by path; in `folder` a new file would be read, too.
    """
    watched = None if folder is None else Path(os.path.relpath(folder, inputs.folder)).as_posix()
    hashes = {
        Path(os.path.relpath(path, inputs.folder)).as_posix(): sha256(text.encode())
        for path, text in sorted(sources.items())
        if Path(path) not in inputs.named
    }
    content = {
        "fingerprint": inputs.fingerprint(hashes, watched),
        "folder": watched,
        "manifest": sha256((out / MANIFEST_NAME).read_bytes()),
        "references": list(hashes),
        "custom": custom,
        **said.as_json(),
    }
    (out / STATE_NAME / _LAST_RUN).write_bytes((json.dumps(content, indent=2) + "\n").encode())


def _intact(out: Path, manifest: str) -> bool:
    """Whether the folder holds exactly the files that the run with this manifest left."""
    record = read_record(out)
    if record.journal or sha256(record.encoded) != manifest:
        return False
    return all(file_sha256(f"{out}/{path}") == digest for path, digest in record.manifest.files.items())


def _named_hash(path: Path) -> list[str]:
    return [path.name, sha256(path.read_bytes())]


def _content_of(folder: Path) -> str:
    return _hash_of(folder, folder.rglob("*"))


def _code_beside(config: Path) -> str:
    """The code beside a config and in `lib` there, all of it: a module that is added may take the place of another."""
    return _hash_of(config.parent, [*config.parent.glob("*.py"), *(config.parent / "lib").rglob("*.py")])


def generator_fingerprint() -> list[str]:
    """What the generator itself consists of: its sources, its templates, and what shapes bytes around it."""
    versions = [f"python {sys.version}", *(f"{name} {_version(name)}" for name in _LIBRARIES)]
    return [*versions, *(f"{folder.name} {_hash_of(folder, folder.rglob('*'))}" for folder in _SOURCES)]


def _version(library: str) -> str:
    """The version that is installed; nothing where none is, as of what comes with an extra."""
    try:
        return importlib.metadata.version(library)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _hash_of(folder: Path, paths: Iterable[Path]) -> str:
    """One hash over the files among these paths, which are below the folder; compiled modules do not matter."""
    files = sorted(path for path in paths if path.is_file() and "__pycache__" not in path.parts)
    return sha256(
        "\n".join(f"{file.relative_to(folder).as_posix()} {sha256(file.read_bytes())}" for file in files).encode()
    )
