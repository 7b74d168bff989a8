"""A kill at any moment of writing: every file is whole, and the next run repairs the rest without being forced."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.writer import BlockedError, check, write

COMMON = {f"pkg/same/m{number}.md": f"same {number}\n" for number in range(5)}
OLD = COMMON | {f"pkg/a/m{number}.md": f"old {number}\n" * 50 for number in range(8)} | {"pkg/gone/x.md": "old\n"}
NEW = COMMON | {f"pkg/a/m{number}.md": f"new {number}\n" * 50 for number in range(8)} | {"pkg/fresh/y.md": "new\n"}
NEXT = COMMON | {"pkg/a/m0.md": "next\n", "pkg/other/z.md": "next\n"}

# Dies at the nth change to the file system that the writer makes.
DIE_AT_STEP = """
import json, os, pathlib, signal, sys
from generator import writer
files, out, step = json.loads(sys.stdin.read()), pathlib.Path(sys.argv[1]), int(sys.argv[2])
left = step
def mortal(name):
    real = getattr(os, name)
    def call(*arguments, **options):
        global left
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return real(*arguments, **options)
    setattr(os, name, call)
for name in ("replace", "unlink", "rmdir", "mkdir", "fsync"):
    mortal(name)
writer.write(out, files)
"""

WRITE = """
import json, pathlib, sys
from generator import writer
files, out = json.loads(sys.stdin.readline()), pathlib.Path(sys.argv[1])
print("ready", flush=True)
writer.write(out, files)
"""


def visible(out: Path) -> dict[str, str]:
    return {
        path.relative_to(out).as_posix(): path.read_text()
        for path in out.rglob("*")
        if path.is_file() and not path.relative_to(out).parts[0].startswith(".sdkgen")
    }


def assert_whole(out: Path) -> None:
    """Each file has its old or its new content, and no other file appeared."""
    for path, text in visible(out).items():
        assert text in (OLD.get(path), NEW.get(path)), path


def assert_repaired(out: Path, files: dict[str, str]) -> None:
    """A plain run succeeds, leaves exactly the wanted files, and no trace of the interrupted one."""
    write(out, files)
    assert visible(out) == files
    assert check(out, files).clean
    assert sorted(path.name for path in (out / ".sdkgen").iterdir()) == [".gitignore", "lock"]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write(tmp_path / "out", OLD)
    return tmp_path / "out"


def run_until(step: int, out: Path, files: dict[str, str]) -> int:
    command = [sys.executable, "-c", DIE_AT_STEP, str(out), str(step)]
    return subprocess.run(command, input=json.dumps(files), text=True, check=False).returncode


@pytest.mark.parametrize("then", [NEW, OLD, NEXT], ids=["same", "back", "another"])
def test_a_kill_at_every_step_is_repaired(out: Path, tmp_path: Path, then: dict[str, str]) -> None:
    """Whatever step was the last: the same run again, the state before, and a third state can all be reached."""
    kills = 0
    for step in range(0, 1000, 2):
        copy = tmp_path / f"copy{step}"
        shutil.copytree(out, copy)
        code = run_until(step, copy, NEW)
        assert_whole(copy)
        assert_repaired(copy, then)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        kills += 1
    assert kills >= 10


def test_two_kills_in_a_row_are_repaired(out: Path, tmp_path: Path) -> None:
    """A run that is killed while it follows a killed one forgets nothing of what either wrote."""
    for step in range(4, 38, 5):
        copy = tmp_path / f"copy{step}"
        shutil.copytree(out, copy)
        assert run_until(step, copy, NEW) == -signal.SIGKILL
        run_until(step - 3, copy, NEXT)
        assert_repaired(copy, OLD)


def test_a_kill_at_a_random_moment_is_repaired(out: Path) -> None:
    """Without help from inside the process: SIGKILL after a random while, over and over on one folder."""
    random_delays = random.Random(7)
    for round_number in range(12):
        files = NEW if round_number % 2 == 0 else OLD
        command = [sys.executable, "-c", WRITE, str(out)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
            child.stdin.write(json.dumps(files) + "\n")
            child.stdin.flush()
            assert child.stdout.readline() == "ready\n"
            time.sleep(random_delays.uniform(0, 0.02))
            child.kill()
        assert_whole(out)
    assert_repaired(out, NEW)


def test_an_edit_after_a_kill_is_still_an_edit(out: Path) -> None:
    """The journal excuses what the killed run wrote, nothing else."""
    assert run_until(20, out, NEW) == -signal.SIGKILL
    (out / "pkg/a/m1.md").write_text("edited\n")
    with pytest.raises(BlockedError) as caught:
        write(out, NEW)
    assert list(caught.value.blockers) == ["pkg/a/m1.md"]
    assert (out / "pkg/a/m1.md").read_text() == "edited\n"
