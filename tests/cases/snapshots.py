"""Snapshots of generated files: one file a file, beside the spec that they come from."""

from __future__ import annotations

from pathlib import Path

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.location import PyTestLocation
from syrupy.types import SnapshotIndex

CASES = Path(__file__).parent


class _OutputExtension(SingleFileSnapshotExtension):
    """`expected/types.pet.py` for the file `types/pet.py` of a case; the test's parameter names the case's folder."""

    _write_mode = WriteMode.TEXT

    @classmethod
    def dirname(cls, *, test_location: PyTestLocation) -> str:
        case = test_location.nodename.partition("[")[2].removesuffix("]")
        return str(CASES / case / "expected")

    @classmethod
    def discovery_dirname(cls, *, test_location: PyTestLocation) -> str:
        return cls.dirname(test_location=test_location)

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        return str(index).removesuffix(f".{cls.file_extension}").replace("/", ".")

    @classmethod
    def matches_test_location(cls, *, test_location: PyTestLocation, snapshot_location: str) -> bool:
        return Path(snapshot_location).parent == Path(cls.dirname(test_location=test_location))


class _Python(_OutputExtension):
    file_extension = "py"


class _Stub(_OutputExtension):
    file_extension = "pyi"


class _Markdown(_OutputExtension):
    file_extension = "md"


EXTENSIONS: dict[str, type[SingleFileSnapshotExtension]] = {".py": _Python, ".pyi": _Stub, ".md": _Markdown}
