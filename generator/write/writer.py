"""Rendered files become the output folder: compared first, then named, never over somebody's work.

A run lays out its files, reads the folder, decides about every file, and only then writes. A file that changes is
replaced; a folder that is not there yet gets its name once, with all that is in it. What is about to be written is
noted in a journal first, so that after a kill the next run can tell a file of a run from one that someone edited.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from generator.values import Value
from generator.write.formatting import Laid, format_laid, lay_out
from generator.write.lock import BusyError, exclusive
from generator.write.manifest import (
    STATE_NAME,
    Manifest,
    Record,
    check_paths,
    close_journal,
    file_sha256,
    read_record,
    refuse_links,
    write_journal,
)
from generator.write.renderings import File, Unrendered
from generator.write.sharing import pieces_of, shared
from generator.write.staging import Staging

"""A rendered file: text that is not formatted yet, content in its final form, or one that the folder should hold."""

_AT_ONCE = 32
"""How many files a process makes before it looks for more."""

_STAGING_PREFIX = "staging-"
_OF_REPOSITORY = frozenset({".github", "SECURITY.md"})


class Status(Enum):
    """What a run does to a file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REMOVED = "removed"


class Obstacle(Enum):
    """Why a file must not be replaced or removed."""

    EDITED = "was edited after it was generated"
    FOREIGN = "exists already and was not generated"
    LINK = "is a symbolic link"
    BEHIND_LINK = "lies behind a symbolic link"
    NO_FILE = "is in the place of a generated file and is no file"
    BELOW_FILE = "cannot be made because a part of its path is a file"


_FORCEABLE = frozenset({Obstacle.EDITED, Obstacle.FOREIGN, Obstacle.LINK})


class Plan(Value, kw_only=True):
    """What a run does to an output folder, decided before anything is touched. Keys are paths below the folder.

    `obstacles` holds the files that stand in the way; they have a status too, which is what `--force` makes of them.
    `manifest` is the folder's manifest afterwards, `intended` the hashes its files may have until then; `keys` stand
    for what the files are made of.
    """

    keys: Mapping[str, str]
    statuses: Mapping[str, Status]
    obstacles: Mapping[str, Obstacle]
    manifest: Manifest
    manifest_changes: bool
    intended: Mapping[str, frozenset[str]]

    def count(self, status: Status) -> int:
        """How many files have this status."""
        return sum(1 for found in self.statuses.values() if found is status)

    def paths(self, *statuses: Status) -> list[str]:
        """The files with one of these statuses, sorted."""
        return sorted(path for path, status in self.statuses.items() if status in statuses)

    @property
    def clean(self) -> bool:
        """Whether the folder is already what it should be."""
        return not self.manifest_changes and all(status is Status.UNCHANGED for status in self.statuses.values())

    def blockers(self, *, force: bool) -> dict[str, Obstacle]:
        """The obstacles that forbid the run."""
        return {path: found for path, found in self.obstacles.items() if not (force and found in _FORCEABLE)}


class BlockedError(Exception):
    """Files stand in the way, and nothing was written."""

    def __init__(self, blockers: Mapping[str, Obstacle]) -> None:
        super().__init__("files stand in the way")
        self.blockers = blockers

    @property
    def forceable(self) -> bool:
        """Whether `--force` would get past all of them."""
        return _FORCEABLE.issuperset(self.blockers.values())


def part_of(path: str) -> str:
    """Which part of the output a generated file belongs to: client, stubs, docs, repository, site, testing, or
    tests."""
    folder, _, below = path.partition("/")
    if folder in _OF_REPOSITORY:
        return "repository"
    if folder in ("docs", "site", "tests"):
        return folder
    if below.startswith("testing/"):
        return "testing"
    return "stubs" if path.endswith(".pyi") else "client"


def check(out: Path, files: Mapping[str, File], *, only: frozenset[str] = frozenset()) -> Plan:
    """What `write` would do. Touches nothing."""
    check_paths(files)
    with tempfile.TemporaryDirectory(prefix="sdkgen-") as staging:
        folder = _Folder(out)
        return _plan(folder, _finish(folder, files, Staging(Path(staging))), only)


def write(
    out: Path,
    files: Mapping[str, File],
    *,
    only: frozenset[str] = frozenset(),
    force: bool = False,
    beside: Mapping[str, bytes] | None = None,
) -> Plan:
    """Make `out` hold `files`, formatted, and none of the files generated earlier that are not among them.

    With `only`, files of other parts stay. `beside` are files that belong to the folder's owner and get a new content
    in the same run, or not at all: before the others, so that the run after a kill brings them about again. Raises
    `BlockedError` for files that are not the generator's to change, `BusyError` while another run writes here,
    `ManifestError` and `UnsafePathError` where the folder cannot be trusted.
    """
    check_paths(files)
    with _staging(out) as staging:
        folder = _Folder(out)
        plan = _plan(folder, _finish(folder, files, staging), only)
        blockers = plan.blockers(force=force) | _obstacles(folder, beside or {})
        if blockers:
            raise BlockedError(blockers)
        if beside:
            _replace_beside(out, beside, staging.root)
        if not plan.clean:
            _carry_out(folder, plan, staging)
        return plan


def _obstacles(folder: _Folder, paths: Iterable[str]) -> dict[str, Obstacle]:
    """What stands in the way of files that belong to the folder's owner."""
    check_paths(paths)
    return {path: found for path in paths if isinstance(found := folder.look(path), Obstacle)}


def _replace_beside(out: Path, beside: Mapping[str, bytes], staging: Path) -> None:
    for path, content in beside.items():
        staged = staging / f"{path}.owned"
        staged.write_bytes(content)
        staged.replace(out / path)


@contextmanager
def _staging(out: Path) -> Iterator[Staging]:
    """A fresh folder on the file system of `out`, with `out` locked for others."""
    out.mkdir(parents=True, exist_ok=True)
    refuse_links(out)
    state = out / STATE_NAME
    state.mkdir(exist_ok=True)
    (state / ".gitignore").write_bytes(b"*\n")
    with exclusive(state / "lock", BusyError(f"another run is writing to {out}")):
        for leftover in state.glob(f"{_STAGING_PREFIX}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        staging = Path(tempfile.mkdtemp(prefix=_STAGING_PREFIX, dir=state))
        try:
            yield Staging(staging)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


class _Piece(Value):
    """Some of the files: the keys of those that have one, the hashes of those that the folder holds, and the others as
    they were laid out."""

    keys: dict[str, str]
    kept: dict[str, str]
    laid: Laid


class _Finished(Value):
    """All files: their keys, and the hashes of their final forms."""

    keys: Mapping[str, str]
    digests: Mapping[str, str]


def _finish(folder: _Folder, files: Mapping[str, File], staging: Staging) -> _Finished:
    """Lay out all files in their final form, but for those that the folder holds already."""
    held = folder.record.manifest.files

    def lay(paths: Sequence[str]) -> _Piece:
        keys: dict[str, str] = {}
        kept: dict[str, str] = {}

        def made() -> Iterator[tuple[str, str | bytes]]:
            for path in paths:
                file = files[path]
                if not isinstance(file, Unrendered):
                    yield path, file
                    continue
                keys[path] = file.key
                if file.digest is not None and held.get(path) == file.digest == folder.look(path):
                    kept[path] = file.digest
                else:
                    yield path, file.text()

        laid = lay_out(made(), staging)
        return _Piece(keys, kept, laid)

    pieces = shared(pieces_of(list(files), _AT_ONCE), lay)
    digests = format_laid([piece.laid for piece in pieces], staging)
    return _Finished(
        {path: key for piece in pieces for path, key in piece.keys.items()},
        {path: digest for piece in pieces for path, digest in piece.kept.items()} | digests,
    )


def _plan(folder: _Folder, finished: _Finished, only: frozenset[str]) -> Plan:
    record = folder.record
    known = record.known()
    # A file system that ignores case finds the old `Chat.py` under the new name `chat.py`.
    folded = {path.casefold(): digests for path, digests in known.items()}
    statuses: dict[str, Status] = {}
    obstacles: dict[str, Obstacle] = {}
    after = dict(finished.digests)
    intended = known | {path: known.get(path, frozenset()) | {digest} for path, digest in after.items()}

    for path, digest in after.items():
        found = folder.look(path)
        same_name = path in known or path.casefold() not in folded
        statuses[path], obstacle = _judge(found, digest, folded.get(path.casefold()), same_name=same_name)
        if obstacle:
            obstacles[path] = obstacle
    for path in known.keys() - after.keys():
        found = folder.look(path)
        if only and part_of(path) not in only:
            after[path] = _kept_hash(path, found, record)
        elif found is not None:
            statuses[path] = Status.REMOVED
            if isinstance(found, Obstacle):
                obstacles[path] = found
            elif found not in known[path]:
                obstacles[path] = Obstacle.EDITED

    if only:
        check_paths(after)
    manifest = Manifest(after)
    return Plan(
        keys=finished.keys,
        statuses=statuses,
        obstacles=obstacles,
        manifest=manifest,
        manifest_changes=bool(record.journal) or record.encoded != manifest.encode(),
        intended=intended,
    )


def _judge(
    found: str | Obstacle | None, wanted: str, known: frozenset[str] | None, *, same_name: bool
) -> tuple[Status, Obstacle | None]:
    """What happens to a file that has content `found` and should have content `wanted` (hashes).

    `known` are the contents it may have as a generated file; `same_name` is false where its spelling has changed.
    """
    if found is None:
        return Status.NEW, None
    if isinstance(found, Obstacle):
        return Status.CHANGED, found
    if found == wanted and same_name:
        return Status.UNCHANGED, None
    if known is None:
        return Status.CHANGED, Obstacle.FOREIGN
    return Status.CHANGED, None if found in known or found == wanted else Obstacle.EDITED


def _kept_hash(path: str, found: str | Obstacle | None, record: Record) -> str:
    """What the manifest says about a file that this run leaves alone: it may be the work of an interrupted run."""
    journal = record.journal.get(path, ())
    if isinstance(found, str) and found in journal:
        return found
    return record.manifest.files.get(path) or journal[0]


class _Folder:
    """The output folder as it is found on disk, and what is known about it. Links below it are seen, never followed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.record = read_record(root)
        self._parents: dict[str, Obstacle | str] = {"": ""}
        self._seen: dict[str, str | Obstacle | None] = {}

    def look(self, path: str) -> str | Obstacle | None:
        """The hash of the file at `path`, None where there is nothing, or what is there instead of a file."""
        if path not in self._seen:
            self._seen[path] = self._look_afresh(path)
        return self._seen[path]

    def absent(self, path: str) -> str:
        """What there is to name for a new file: the topmost of the folders above it that is not there, else itself."""
        missing = self._look_at_parent(path.rpartition("/")[0])
        return missing if isinstance(missing, str) and missing else path

    def _look_afresh(self, path: str) -> str | Obstacle | None:
        above = self._look_at_parent(path.rpartition("/")[0])
        if above:
            return above if isinstance(above, Obstacle) else None
        target = f"{self.root}/{path}"
        mode = _mode(target)
        if mode is None:
            return None
        if stat.S_ISLNK(mode):
            return Obstacle.LINK
        return file_sha256(target) if stat.S_ISREG(mode) else Obstacle.NO_FILE

    def _look_at_parent(self, parent: str) -> Obstacle | str:
        """What is wrong with a folder or one above it, or the topmost of them that is not there, "" where all are."""
        if parent not in self._parents:
            above = self._look_at_parent(parent.rpartition("/")[0])
            self._parents[parent] = above or self._look_at_folder(parent)
        return self._parents[parent]

    def _look_at_folder(self, path: str) -> Obstacle | str:
        mode = _mode(f"{self.root}/{path}")
        if mode is None:
            return path
        if stat.S_ISLNK(mode):
            return Obstacle.BEHIND_LINK
        return "" if stat.S_ISDIR(mode) else Obstacle.BELOW_FILE


def _mode(path: str) -> int | None:
    try:
        return os.lstat(path).st_mode
    except FileNotFoundError:
        return None


def _carry_out(folder: _Folder, plan: Plan, staging: Staging) -> None:
    out = folder.root
    write_journal(out, plan.intended, staging.root)
    # Removal comes first: on a file system that ignores case a file's old spelling is the new file.
    for path in plan.paths(Status.REMOVED):
        _remove(out, path)
    new = sorted({folder.absent(path) for path in plan.paths(Status.NEW)})
    changed = plan.paths(Status.CHANGED)
    for above in {path.rpartition("/")[0] for path in (*new, *changed)}:
        (out / above).mkdir(parents=True, exist_ok=True)  # the last file of it may just have been removed
    for path in new:
        _name(staging.at(path), f"{out}/{path}")
    for path in changed:
        os.replace(staging.at(path), f"{out}/{path}")  # noqa: PTH105 - there may be thousands of files
    close_journal(out, plan.manifest, staging.root)


def _name(staged: str, target: str) -> None:
    """Give a new file or folder its name, where nobody else has taken it meanwhile."""
    if os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, "has appeared while the run was writing", target)
    os.rename(staged, target)  # noqa: PTH104 - see above


def _remove(out: Path, path: str) -> None:
    """Remove a generated file, what Python compiled from it, and the folders that are empty then."""
    target = out / path
    target.unlink(missing_ok=True)
    compiled = target.parent / "__pycache__"
    for cached in compiled.glob(f"{target.stem}.*.pyc"):
        cached.unlink()
    _remove_if_empty(compiled)
    for folder in target.parents:
        if folder == out or not _remove_if_empty(folder):
            return


def _remove_if_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return False
    return True
