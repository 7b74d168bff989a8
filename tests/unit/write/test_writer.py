"""Writing: what changes, what stays, and whose files are whose."""

from __future__ import annotations

import functools
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.write import staging
from generator.write.manifest import ManifestError, UnsafePathError
from generator.write.writer import BlockedError, BusyError, Obstacle, Plan, Status, check, write

FILES = {
    "pkg/__init__.py": "A = 1\n",
    "pkg/chat/one.py": "x = 1\n",
    "pkg/chat/one.pyi": "x: int\n",
    "docs/one.md": "# One\n",
}


def tree(out: Path) -> dict[str, str]:
    """The visible files below a folder."""
    return {
        path.relative_to(out).as_posix(): path.read_text()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.relative_to(out).parts[0].startswith(".sdkgen")
    }


def counts(plan: Plan) -> tuple[int, int, int, int]:
    return tuple(plan.count(status) for status in (Status.NEW, Status.CHANGED, Status.UNCHANGED, Status.REMOVED))


def snapshot(out: Path) -> dict[str, tuple[bytes, int]]:
    """Every file with content and time of change, the generator's own included."""
    return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in sorted(out.rglob("*")) if p.is_file()}


def test_first_run_writes_everything(tmp_path: Path) -> None:
    """All files are new, and the folder holds exactly them."""
    out = tmp_path / "deep" / "out"
    assert counts(write(out, FILES)) == (4, 0, 0, 0)
    assert tree(out) == dict(sorted(FILES.items()))
    assert [path.name for path in (out / ".sdkgen").iterdir() if "staging" in path.name or "journal" in path.name] == []


def test_second_run_touches_nothing(tmp_path: Path) -> None:
    """Equal files keep their time of change, and so does the manifest."""
    write(tmp_path, FILES)
    before = {path: state for path, state in snapshot(tmp_path).items() if "/.sdkgen/" not in path}
    assert counts(write(tmp_path, FILES)) == (0, 0, 4, 0)
    after = {path: state for path, state in snapshot(tmp_path).items() if "/.sdkgen/" not in path}
    assert after == before


def test_only_what_changed_is_replaced(tmp_path: Path) -> None:
    """A change in one file leaves the others alone; layout alone is no change."""
    write(tmp_path, FILES)
    before = snapshot(tmp_path)
    plan = write(tmp_path, {**FILES, "pkg/__init__.py": "A=1\n", "pkg/chat/one.py": "x = 2\n"})
    assert plan.paths(Status.CHANGED) == ["pkg/chat/one.py"]
    changed = {path for path, state in snapshot(tmp_path).items() if before[path] != state and "/.sdkgen/" not in path}
    assert changed == {str(tmp_path / "pkg/chat/one.py"), str(tmp_path / ".sdkgen.json")}


def test_stale_files_go_with_their_folders_and_compiled_modules(tmp_path: Path) -> None:
    """A removed resource leaves nothing behind, but a user's file keeps its folder."""
    extra = {"pkg/old/a.py": "x = 1\n", "pkg/kept/b.py": "x = 1\n"}
    write(tmp_path, FILES | extra)
    cache = tmp_path / "pkg/old/__pycache__"
    cache.mkdir()
    (cache / "a.cpython-311.pyc").write_bytes(b"")
    (tmp_path / "pkg/kept/mine.py").write_text("mine\n")
    assert counts(write(tmp_path, FILES)) == (0, 0, 4, 2)
    assert tree(tmp_path) == dict(sorted((FILES | {"pkg/kept/mine.py": "mine\n"}).items()))
    assert not (tmp_path / "pkg/old").exists()


def test_unknown_files_are_never_touched(tmp_path: Path) -> None:
    """What the manifest does not know survives runs that change and remove things around it."""
    (tmp_path / "pkg").mkdir()
    (tmp_path / "pkg/mine.py").write_text("mine\n")
    write(tmp_path, FILES)
    write(tmp_path, {"pkg/__init__.py": "A = 2\n"})
    assert tree(tmp_path) == {"pkg/__init__.py": "A = 2\n", "pkg/mine.py": "mine\n"}


def test_a_users_file_in_the_way_stops_the_run(tmp_path: Path) -> None:
    """A file that was there before the first run is not overwritten, unless forced."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/one.md").write_text("mine\n")
    with pytest.raises(BlockedError) as caught:
        write(tmp_path, FILES)
    assert caught.value.blockers == {"docs/one.md": Obstacle.FOREIGN}
    assert caught.value.forceable
    assert tree(tmp_path) == {"docs/one.md": "mine\n"}
    assert counts(write(tmp_path, FILES, force=True)) == (3, 1, 0, 0)
    assert tree(tmp_path) == dict(sorted(FILES.items()))


def test_equal_files_are_adopted_without_a_manifest(tmp_path: Path) -> None:
    """A folder whose manifest was lost is no obstacle as long as it holds the same files."""
    write(tmp_path, FILES)
    (tmp_path / ".sdkgen.json").unlink()
    plan = write(tmp_path, FILES)
    assert counts(plan) == (0, 0, 4, 0)
    assert plan.manifest_changes
    assert (tmp_path / ".sdkgen.json").exists()


def test_an_edited_file_stops_the_run_before_anything_is_written(tmp_path: Path) -> None:
    """An edit is named and kept, and the other changes of the run do not happen; force overwrites."""
    write(tmp_path, FILES)
    (tmp_path / "pkg/chat/one.py").write_text("x = 'edited'\n")
    before = tree(tmp_path)
    update = {**FILES, "pkg/__init__.py": "A = 2\n"}
    with pytest.raises(BlockedError) as caught:
        write(tmp_path, update)
    assert caught.value.blockers == {"pkg/chat/one.py": Obstacle.EDITED}
    assert tree(tmp_path) == before
    write(tmp_path, update, force=True)
    assert tree(tmp_path) == dict(sorted(update.items()))


def test_an_edit_that_equals_the_new_content_is_no_conflict(tmp_path: Path) -> None:
    """Someone may have made the change by hand already."""
    write(tmp_path, FILES)
    (tmp_path / "docs/one.md").write_text("# Two\n")
    assert counts(write(tmp_path, {**FILES, "docs/one.md": "# Two\n"})) == (0, 0, 4, 0)
    assert counts(write(tmp_path, {**FILES, "docs/one.md": "# Three\n"})) == (0, 1, 3, 0)


def test_an_edited_stale_file_stops_the_run(tmp_path: Path) -> None:
    """A file that would be removed is protected like one that would be replaced."""
    write(tmp_path, FILES)
    (tmp_path / "docs/one.md").write_text("# Edited\n")
    rest = {path: text for path, text in FILES.items() if path != "docs/one.md"}
    with pytest.raises(BlockedError) as caught:
        write(tmp_path, rest)
    assert caught.value.blockers == {"docs/one.md": Obstacle.EDITED}
    assert write(tmp_path, rest, force=True).paths(Status.REMOVED) == ["docs/one.md"]
    assert tree(tmp_path) == dict(sorted(rest.items()))


def test_a_deleted_file_is_written_again(tmp_path: Path) -> None:
    """Deleting generated files is a way to have them back fresh."""
    write(tmp_path, FILES)
    (tmp_path / "docs/one.md").unlink()
    assert write(tmp_path, FILES).paths(Status.NEW) == ["docs/one.md"]
    assert tree(tmp_path) == dict(sorted(FILES.items()))


def test_an_empty_file_is_no_edit(tmp_path: Path) -> None:
    """What a loss of power left empty is repaired without force; a user's own empty file is still the user's."""
    (tmp_path / "mine.md").write_text("")
    write(tmp_path, FILES)
    (tmp_path / "docs/one.md").write_text("")
    assert write(tmp_path, FILES).paths(Status.CHANGED) == ["docs/one.md"]
    assert (tmp_path / "docs/one.md").read_text() == "# One\n"
    with pytest.raises(BlockedError):
        write(tmp_path, {**FILES, "mine.md": "generated\n"})


def test_only_keeps_the_files_of_other_parts(tmp_path: Path) -> None:
    """A run for one part replaces and removes files of that part alone, and a later full run knows all of them."""
    write(tmp_path, FILES)
    plan = write(tmp_path, {"pkg/chat/two.pyi": "y: int\n"}, only=frozenset({"stubs"}))
    assert counts(plan) == (1, 0, 0, 1)
    assert sorted(tree(tmp_path)) == ["docs/one.md", "pkg/__init__.py", "pkg/chat/one.py", "pkg/chat/two.pyi"]
    assert counts(write(tmp_path, FILES)) == (1, 0, 3, 1)


def test_check_touches_nothing_and_sees_everything(tmp_path: Path) -> None:
    """The comparison reports each kind of difference and writes none."""
    out = tmp_path / "out"
    assert counts(check(out, FILES)) == (4, 0, 0, 0)
    assert not out.exists()
    write(out, FILES)
    assert check(out, FILES).clean
    (out / "docs/one.md").write_text("# Edited\n")
    before = snapshot(out)
    plan = check(out, {"pkg/__init__.py": "A = 2\n", "pkg/new.py": "", "docs/one.md": "# One\n"})
    assert plan.statuses == {
        "pkg/__init__.py": Status.CHANGED,
        "pkg/new.py": Status.NEW,
        "docs/one.md": Status.CHANGED,
        "pkg/chat/one.py": Status.REMOVED,
        "pkg/chat/one.pyi": Status.REMOVED,
    }
    assert plan.obstacles == {"docs/one.md": Obstacle.EDITED}
    assert snapshot(out) == before


def test_check_notices_a_missing_manifest(tmp_path: Path) -> None:
    """The manifest belongs to the output."""
    write(tmp_path, FILES)
    (tmp_path / ".sdkgen.json").unlink()
    assert not check(tmp_path, FILES).clean


class Names:
    """What `os.rename` and `os.replace` named below a folder, and something to do before a name is given."""

    def __init__(self, out: Path, patch: pytest.MonkeyPatch) -> None:
        self.given: list[str] = []
        self.before: dict[str, Callable[[], object]] = {}
        for name in ("rename", "replace"):
            patch.setattr(os, name, functools.partial(self._named, out, getattr(os, name)))

    def _named(self, out: Path, real: Callable[[str, str], None], source: str, target: str) -> None:
        path = Path(target).relative_to(out).as_posix()
        self.before.get(path, lambda: None)()
        if not path.startswith(".sdkgen"):
            self.given.append(path)
        real(source, target)


def test_a_folder_that_is_not_there_is_named_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With all that is in it, wherever it stands; what is new in a folder that is there gets a name of its own."""
    out = tmp_path / "out"
    names = Names(out, monkeypatch)
    write(out, FILES | {"README.md": "read\n"})
    assert names.given == ["README.md", "docs", "pkg"]
    names.given.clear()
    (out / "docs/empty").mkdir()
    more = {"docs/two.md": "# Two\n", "pkg/new/deep/a.py": "x = 1\n", "pkg/new/b.py": "x = 2\n", "docs/empty/e.md": ""}
    write(out, FILES | {"README.md": "read all\n"} | more)
    assert names.given == ["docs/empty/e.md", "docs/two.md", "pkg/new", "README.md"]
    assert tree(out) == dict(sorted((FILES | {"README.md": "read all\n"} | more).items()))


@pytest.mark.parametrize("mine", ["docs/mine.md", "docs/one.md"])
def test_what_appears_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mine: str) -> None:
    """A folder, or a file, that somebody makes after the run has looked stays as it is; the next run goes on."""
    names = Names(tmp_path, monkeypatch)

    def appear() -> None:
        (tmp_path / mine).parent.mkdir()
        (tmp_path / mine).write_text("mine\n")

    names.before["README.md"] = appear
    with pytest.raises(FileExistsError, match="appeared while the run was writing"):
        write(tmp_path, FILES | {"README.md": "read\n"})
    assert tree(tmp_path) == {"README.md": "read\n", mine: "mine\n"}
    del names.before["README.md"]
    if mine in FILES:
        with pytest.raises(BlockedError) as caught:
            write(tmp_path, FILES)
        assert list(caught.value.blockers) == [mine]
    else:
        write(tmp_path, FILES)
        assert tree(tmp_path) == dict(sorted((FILES | {mine: "mine\n"}).items()))


def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is a new file of a folder that is there, and a link in the place of one counts as one."""
    names = Names(tmp_path, monkeypatch)
    for appear in (lambda place: place.write_text("mine\n"), lambda place: place.symlink_to("elsewhere")):
        names.before[".sdkgen/journal.json"] = functools.partial(appear, tmp_path / "README.md")
        with pytest.raises(FileExistsError):
            write(tmp_path, {"README.md": "read\n"})
        assert (tmp_path / "README.md").is_symlink() or (tmp_path / "README.md").read_text() == "mine\n"
        (tmp_path / "README.md").unlink()


def test_a_folder_that_was_emptied_is_made_anew(tmp_path: Path) -> None:
    """What is left of a folder goes before what is new in it comes."""
    write(tmp_path, {"pkg/old/a.md": "a\n", "pkg/old/deep/b.md": "b\n"})
    write(tmp_path, {"pkg/old/c.md": "c\n", "pkg/old/deeper/d.md": "d\n"})
    assert tree(tmp_path) == {"pkg/old/c.md": "c\n", "pkg/old/deeper/d.md": "d\n"}
    assert not (tmp_path / "pkg/old/deep").exists()


def test_a_disk_that_takes_a_part_of_a_file_takes_the_rest_or_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No half file is taken for a whole one."""

    class Reluctant(io.FileIO):
        def write(self, content: bytes) -> int:
            return super().write(content[:3])

    monkeypatch.setattr(staging, "open", lambda path, mode, buffering: Reluctant(path, mode), raising=False)
    write(tmp_path, FILES)
    assert tree(tmp_path) == dict(sorted(FILES.items()))


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither a linked folder nor a linked file lets a run write or remove outside."""
    out, outside = tmp_path / "out", tmp_path / "outside"
    outside.mkdir()
    (outside / "one.py").write_text("x = 1\n")
    (outside / "page.md").write_text("outside\n")
    write(out, FILES)
    (out / "pkg/chat/one.py").unlink()
    (out / "pkg/chat/one.pyi").unlink()
    (out / "pkg/chat").rmdir()
    (out / "pkg/chat").symlink_to(outside)
    (out / "docs/one.md").unlink()
    (out / "docs/one.md").symlink_to(outside / "page.md")
    for files in (FILES, {"pkg/__init__.py": "A = 1\n"}):
        with pytest.raises(BlockedError) as caught:
            write(out, files, force=True)
        assert set(caught.value.blockers.values()) == {Obstacle.BEHIND_LINK}
        assert not caught.value.forceable
    (out / "pkg/chat").unlink()
    write(out, FILES, force=True)
    assert tree(outside) == {"one.py": "x = 1\n", "page.md": "outside\n"}
    assert tree(out) == dict(sorted(FILES.items()))
    assert not (out / "docs/one.md").is_symlink()


@pytest.mark.parametrize(
    ("existing", "obstacle"), [("docs/one.md/mine.txt", Obstacle.NO_FILE), ("docs", Obstacle.BELOW_FILE)]
)
def test_files_and_folders_in_the_way_are_named(tmp_path: Path, existing: str, obstacle: Obstacle) -> None:
    """Not even force replaces a folder by a file or a file by a folder."""
    (tmp_path / existing).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / existing).write_text("mine\n")
    with pytest.raises(BlockedError) as caught:
        write(tmp_path, FILES, force=True)
    assert caught.value.blockers == {"docs/one.md": obstacle}
    assert tree(tmp_path) == {existing: "mine\n"}


def test_a_name_whose_case_changed_survives(tmp_path: Path) -> None:
    """The old spelling is removed before the new one is written, so a file system without case keeps the new file."""
    write(tmp_path, {"pkg/Chat.py": "x = 1\n"})
    plan = write(tmp_path, {"pkg/chat.py": "x = 1\n"})
    assert plan.statuses == {"pkg/chat.py": Status.NEW, "pkg/Chat.py": Status.REMOVED}
    assert tree(tmp_path) == {"pkg/chat.py": "x = 1\n"}


def test_unsafe_paths_are_refused_before_anything_exists(tmp_path: Path) -> None:
    """A path that leads out of the folder never reaches the disk, not even for formatting."""
    with pytest.raises(UnsafePathError):
        write(tmp_path / "out", {**FILES, "../escape.py": "x = 1\n"})
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_manifest_stops_the_run(tmp_path: Path) -> None:
    """Without knowing which files are generated nothing is written."""
    write(tmp_path, FILES)
    (tmp_path / ".sdkgen.json").write_text("<<<<<<< ours\n")
    with pytest.raises(ManifestError):
        write(tmp_path, {"pkg/__init__.py": "A = 2\n"}, force=True)
    assert tree(tmp_path) == dict(sorted(FILES.items()))


HOLD = """
import sys, pathlib
from generator.write.lock import BusyError, exclusive
with exclusive(pathlib.Path(sys.argv[1]), BusyError("busy")):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_two_runs_at_once_are_told_apart_and_a_dead_one_does_not_block(tmp_path: Path) -> None:
    """The second run gets a clear error; after the first was killed the lock is free."""
    write(tmp_path, FILES)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / ".sdkgen/lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"held" + os.linesep.encode()
        with pytest.raises(BusyError, match="another run is writing to"):
            write(tmp_path, FILES)
        holder.kill()
    assert counts(write(tmp_path, FILES)) == (0, 0, 4, 0)
