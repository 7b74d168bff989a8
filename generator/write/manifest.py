"""What is known about an output folder from earlier runs: the manifest, and the journal of a run that did not finish.

`OUT/.sdkgen.json` is the manifest. It lists every generated file with its hash, belongs to the output, and is the same
on every machine. `OUT/.sdkgen/` is local state that version control ignores: the lock, the journal, staged files.
`OUT/.sdkgen.model.json` is a generated file that tells what the SDK is (see `stored.py`), its version first.
`OUT/CHANGELOG.md` belongs to the folder's owner; an update adds its entries.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping, Set
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator import __version__
from generator.values import Value, field

MANIFEST_NAME = ".sdkgen.json"
STATE_NAME = ".sdkgen"
CHANGELOG_NAME = "CHANGELOG.md"
MODEL_NAME = ".sdkgen.model.json"
_JOURNAL_NAME = "journal.json"
_GENERATOR = f"sdkgen {__version__}"

_SEGMENT = r"[A-Za-z0-9._-]{0,254}[A-Za-z0-9_-]"
_PATH = re.compile(rf"{_SEGMENT}(?:/{_SEGMENT})*")
_RESERVED = frozenset({MANIFEST_NAME, STATE_NAME})
_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+")
_VERSION_FIRST = re.compile(rf'\{{"version": "({_VERSION.pattern})",')
_HASH = re.compile(r"[0-9a-f]{64}")


class UnsafePathError(Exception):
    """A path that must not be written or removed: it could leave the output folder, or clash with another one."""


class ManifestError(Exception):
    """A manifest or journal that cannot be read, so nothing is known about the files in the folder."""


def sha256(content: bytes) -> str:
    """The hash under which the manifest remembers a file."""
    return hashlib.sha256(content).hexdigest()


def file_sha256(path: str) -> str:
    """The hash of a file. Plain strings and no buffer: a run without changes hashes thousands."""
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - see above
        return sha256(file.readall())


def check_paths(paths: Iterable[str]) -> None:
    """Raise `UnsafePathError` unless all paths stay below the output folder and fit on any file system together."""
    _check_paths(frozenset(paths))


@lru_cache(maxsize=4)
def _check_paths(names: frozenset[str]) -> None:
    """A run mostly writes the paths that the manifest lists: those are checked once."""
    spelling: dict[str, str] = {}
    folders: set[str] = set()

    def spell(path: str) -> None:
        other = spelling.setdefault(path.casefold(), path)
        if other != path:
            raise UnsafePathError(f"{other!r} and {path!r} differ only in case: some file systems cannot hold both")

    for path in sorted(names):
        if not _PATH.fullmatch(path) or path.partition("/")[0].casefold() in _RESERVED:
            raise UnsafePathError(f"{path!r} is no path that may be written below the output folder")
        spell(path)
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            if folder in names:
                raise UnsafePathError(f"{folder!r} would have to be a file and a folder")
            spell(folder)
            folders.add(folder)
            folder = folder.rpartition("/")[0]


_EMPTY = sha256(b"")


class Manifest(Value):
    """The generated files of an output folder: path below it (with `/`) -> SHA-256 of the content."""

    files: Mapping[str, str] = field(default_factory=dict)

    def encode(self) -> bytes:
        """The manifest as it stands in the folder: the same bytes for the same files."""
        return _encode({"generator": _GENERATOR, "files": dict(self.files)})


class Record(Value):
    """Everything earlier runs left behind about a folder.

    `journal` lists, for each path that an unfinished run was about to replace, the hashes it may have left there.
    `encoded` is the manifest's own content, empty where there is none.
    """

    manifest: Manifest
    journal: Mapping[str, tuple[str, ...]]
    encoded: bytes

    @property
    def paths(self) -> Set[str]:
        """The files that runs made, or were about to make."""
        return self.manifest.files.keys() | self.journal.keys()

    def known(self) -> dict[str, frozenset[str]]:
        """The contents that generated files may have without anybody having edited them, by path.

        Empty is one of them: a loss of power can empty files that were not flushed yet, and nobody's work is in them.
        """
        hashes = {path: {digest, _EMPTY} for path, digest in self.manifest.files.items()}
        for path, digests in self.journal.items():
            hashes.setdefault(path, {_EMPTY}).update(digests)
        return {path: frozenset(digests) for path, digests in hashes.items()}


def refuse_links(out: Path) -> None:
    """Raise `UnsafePathError` where a name that is the generator's own leads somewhere else."""
    for name in (MANIFEST_NAME, STATE_NAME):
        if (out / name).is_symlink():
            raise UnsafePathError(f"{out / name} is a symbolic link, and it should belong to the generator alone")


def read_record(out: Path) -> Record:
    """What is known about `out`; empty for a folder that never was generated into."""
    refuse_links(out)
    encoded = _read(out / MANIFEST_NAME)
    return Record(Manifest(_hashes(out / MANIFEST_NAME, encoded)), read_journal(out), encoded)


def is_version(text: str) -> bool:
    """Whether a text is a version as an output keeps it."""
    return _VERSION.fullmatch(text) is not None


def read_changelog(out: Path | None) -> str:
    """The changelog of an output; "" where it has none, or none that is text."""
    try:
        return "" if out is None else (out / CHANGELOG_NAME).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def output_version(out: Path) -> str | None:
    """The version of the package that an output folder holds; None where it holds none."""
    try:
        with (out / MODEL_NAME).open("rb") as file:
            found = _VERSION_FIRST.match(file.readline(200).decode("ascii", "replace"))
    except OSError:
        return None
    return found[1] if found else None


def read_journal(out: Path) -> dict[str, tuple[str, ...]]:
    """The journal of a run that was interrupted while it wrote, empty after a run that finished."""
    path = out / STATE_NAME / _JOURNAL_NAME
    files = _files(path, _read(path))
    if not all(isinstance(digests, list) and all(map(_is_hash, digests)) for digests in files.values()):
        raise ManifestError(_damage(path))
    return {name: tuple(digests) for name, digests in files.items()}


def write_journal(out: Path, intended: Mapping[str, Iterable[str]], staging: Path) -> None:
    """Note, before the first file is touched, what each one may contain from now on."""
    content = {"files": {path: sorted(digests) for path, digests in intended.items()}}
    _replace(out / STATE_NAME / _JOURNAL_NAME, _encode(content), staging)


def close_journal(out: Path, manifest: Manifest, staging: Path) -> None:
    """Make `manifest` the truth about the folder and end the journal."""
    _replace(out / MANIFEST_NAME, manifest.encode(), staging)
    (out / STATE_NAME / _JOURNAL_NAME).unlink(missing_ok=True)


def _replace(path: Path, content: bytes, staging: Path) -> None:
    """Give `path` its content in one step that survives a loss of power, by way of `staging` beside it."""
    staged = staging / STATE_NAME  # no generated file has this name
    with staged.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    staged.replace(path)
    if os.name == "posix":  # elsewhere a folder cannot be flushed
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _encode(content: Mapping[str, Any]) -> bytes:
    # A file a line, without `indent`: that takes many times as long.
    return (json.dumps(content, sort_keys=True, separators=(",\n", ": ")) + "\n").encode()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def _hashes(path: Path, encoded: bytes) -> dict[str, str]:
    files = _files(path, encoded)
    if not all(map(_is_hash, files.values())):
        raise ManifestError(_damage(path))
    return files


def _files(path: Path, encoded: bytes) -> dict[str, Any]:
    if not encoded:
        return {}
    try:
        files = json.loads(encoded)["files"]
        check_paths(files)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, UnsafePathError) as error:
        raise ManifestError(_damage(path)) from error
    if not isinstance(files, dict):
        raise ManifestError(_damage(path))
    return files


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _damage(path: Path) -> str:
    return f"{path} cannot be read as a list of generated files: restore it, or delete it to start afresh"
