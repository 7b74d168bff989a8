"""Where an SDK's text is: a folder, a wheel or source archive, or a package of this environment. None is imported."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Final

from generator.values import Value

_SUFFIXES: Final = (".py", ".pyi")
_INIT: Final = ("__init__.py", "__init__.pyi")
_BESIDES: Final = frozenset({"tests", "test", "examples", "docs", "scripts", "bin", "benchmarks"})
_MOST_FILES: Final = 20_000
_MOST_BYTES_IN_A_FILE: Final = 8_000_000
_MOST_BYTES: Final = 300_000_000


class UnreadablePackageError(Exception):
    """There is no SDK to be read at a place; the message says why."""


class Texts(Value, kw_only=True):
    """The Python files of one package by path below its folder, as bytes. `unread` are those that are left out."""

    name: str
    files: Mapping[str, bytes]
    unread: tuple[str, ...] = ()


def locate(package: str) -> Texts:
    """Find the package that a path or a name stands for. Raises `UnreadablePackageError`, `OSError`."""
    path = Path(package)
    if path.is_dir():
        return _single(_in_folder(path), path.resolve().name)
    if path.is_file():
        return _single(_in_archive(path), "")
    return _installed(package)


def _installed(name: str) -> Texts:
    """A package of this environment, by its import name or by the name of its distribution."""
    folders = [folder for candidate in _import_names(name) for folder in _folders(candidate)]
    if not folders:
        raise UnreadablePackageError(f"{name}: neither a folder, nor an archive, nor a package that is installed here")
    return _single(_in_folder(folders[0]), folders[0].name)


def _import_names(name: str) -> Iterator[str]:
    if name.isidentifier():  # a dotted name would import what it is part of
        yield name
    try:
        files = distribution(name).files or ()
    except (PackageNotFoundError, ValueError):
        return
    yield from dict.fromkeys(str(file.parent) for file in files if file.name in _INIT and len(file.parent.parts) == 1)


def _folders(name: str) -> Iterator[Path]:
    try:
        spec = find_spec(name)
    except (ImportError, ValueError, AttributeError):
        return
    yield from map(Path, (spec and spec.submodule_search_locations) or ())


def _in_folder(folder: Path) -> Iterator[tuple[str, int, bytes | None]]:
    for path in sorted(folder.rglob("*.py*")):
        parts = path.relative_to(folder).parts
        if path.suffix in _SUFFIXES and not any(part.startswith(".") for part in parts) and path.is_file():
            size = path.stat().st_size
            yield "/".join(parts), size, path.read_bytes() if size <= _MOST_BYTES_IN_A_FILE else None


def _in_archive(path: Path) -> Iterator[tuple[str, int, bytes | None]]:
    try:
        yield from _in_zip(path) if zipfile.is_zipfile(path) else _in_tar(path)
    except (tarfile.TarError, zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise UnreadablePackageError(f"{path}: no archive of a package ({error})") from None


def _in_zip(path: Path) -> Iterator[tuple[str, int, bytes | None]]:
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            if member.filename.endswith(_SUFFIXES):
                fits = member.file_size <= _MOST_BYTES_IN_A_FILE
                yield member.filename, member.file_size, archive.read(member) if fits else None


def _in_tar(path: Path) -> Iterator[tuple[str, int, bytes | None]]:
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(_SUFFIXES):
                file = archive.extractfile(member) if member.size <= _MOST_BYTES_IN_A_FILE else None
                yield member.name, member.size, file.read() if file else None


def _single(found: Iterator[tuple[str, int, bytes | None]], name: str) -> Texts:
    """The one package among files: where they stand at its top, or the largest below it."""
    files: dict[str, bytes] = {}
    large: list[str] = []
    total = 0
    for path, size, content in found:
        total += size
        if len(files) >= _MOST_FILES or total > _MOST_BYTES:
            raise UnreadablePackageError(f"{name or 'the archive'}: larger than an SDK that can be read")
        if content is None:
            large.append(path)
        else:
            files[path] = content
    top = _top(files)
    if top is None:
        raise UnreadablePackageError(f"{name or 'the archive'}: no Python package in it")
    inside = f"{top}/" if top else ""
    return Texts(
        name=PurePosixPath(top).name or name,
        files={path.removeprefix(inside): content for path, content in files.items() if path.startswith(inside)},
        unread=tuple(f"{path}: too large" for path in large if path.startswith(inside)),
    )


def _top(files: Mapping[str, bytes]) -> str | None:
    """The folder of the package: the topmost with an `__init__`; of several the one with most files."""
    packages = {str(PurePosixPath(path).parent) for path in files if PurePosixPath(path).name in _INIT}
    if "." in packages:
        return ""
    tops = [
        package
        for package in packages
        if str(PurePosixPath(package).parent) not in packages and _BESIDES.isdisjoint(PurePosixPath(package).parts)
    ]
    return max(sorted(tops), key=lambda top: sum(path.startswith(f"{top}/") for path in files), default=None)
