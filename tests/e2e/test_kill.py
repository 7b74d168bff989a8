"""A kill at any moment of writing: every file is whole, and the next run repairs the rest without being forced."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.write.writer import BlockedError, check, write
from tests.support.program import REPOSITORY

COMMON = {f"pkg/same/m{number}.md": f"same {number}\n" for number in range(5)}
OLD = COMMON | {f"pkg/a/m{number}.md": f"old {number}\n" * 50 for number in range(8)} | {"pkg/gone/x.md": "old\n"}
NEW = COMMON | {f"pkg/a/m{number}.md": f"new {number}\n" * 50 for number in range(8)} | {"pkg/fresh/y.md": "new\n"}
NEXT = COMMON | {"pkg/a/m0.md": "next\n", "pkg/other/z.md": "next\n"}
FIRST = NEW | {"docs/a.md": "a\n", "docs/deep/b.md": "b\n", "tests/t.md": "t\n", "README.md": "read\n"}

# Dies at the nth change to the file system that the writer makes.
DIE_AT_STEP = """
import json, os, pathlib, signal, sys
from generator.write import writer
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
for name in ("replace", "rename", "unlink", "rmdir", "mkdir", "fsync"):
    mortal(name)
writer.write(out, files)
"""

WRITE = """
import json, pathlib, sys
from generator.write import writer
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


@pytest.mark.parametrize("then", [NEW, NEXT], ids=["same", "another"])
@pytest.mark.parametrize("exists", [False, True], ids=["new", "empty"])
def test_a_kill_of_a_first_run_at_every_step_is_repaired(tmp_path: Path, then: dict[str, str], *, exists: bool) -> None:
    """Folders are there with all of their files, or not at all; what their owner put beside them is left alone."""
    states: set[frozenset[str]] = set()
    for step in range(1000):
        out = tmp_path / f"out{step}"
        if exists:
            out.mkdir()
        code = run_until(step, out, FIRST)
        found = visible(out)
        assert found.items() <= FIRST.items()
        folders = frozenset(path.split("/")[0] for path in found)
        assert {path for path in FIRST if path.split("/")[0] in folders} == found.keys()
        states.add(folders)
        (out / "docs").mkdir(parents=True, exist_ok=True)
        (out / "docs/mine.md").write_text("mine\n")
        write(out, then)
        assert visible(out) == then | {"docs/mine.md": "mine\n"}
        if code == 0:
            break
        assert code == -signal.SIGKILL
    assert len(states) == 5  # none, each of the four entries after the other


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


# Runs the program over and over without loading it again: each run is a process of its own, and may be killed.
RUNS = """
import json, os, signal, sys, time
import generator.pipeline
from generator.cli import main
for line in sys.stdin:
    arguments, lifetime = json.loads(line)
    child = os.fork()
    if child == 0:
        os._exit(main(arguments))
    if lifetime is not None:
        time.sleep(lifetime)
        os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""
KILLS = 50
UPDATES = 15
ON_A_DAY = ("--date", "2026-01-02")
SPEC = """
openapi: 3.1.0
info: {title: Things, version: '1'}
servers: [{url: http://localhost}]
paths:
  /things:
    get: {operationId: listThings, responses: {'200': {$ref: '#/components/responses/Things'}}}
components:
  responses:
    Things: {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/Thing0'}}}}
  schemas:
"""
CUSTOM = {"NOTES.md": "mine\n", "things/lib/mine.py": "mine = 1\n", "docs/mine.md": "mine\n"}


class Runs:
    """Runs of the whole program, one after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", RUNS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=REPOSITORY,
        )

    def run(self, command: str, spec: Path, out: Path, *more: str, lifetime: float | None = None) -> int:
        """The exit code of a run, killed after `lifetime` seconds where it still runs then."""
        arguments = [command, str(spec), "--package", "things", "--out", str(out), "-q", *more]
        self._process.stdin.write(json.dumps([arguments, lifetime]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """No more runs."""
        self._process.communicate(timeout=60)


@pytest.fixture
def runs() -> Iterator[Runs]:
    """The program, loaded."""
    running = Runs()
    yield running
    running.close()


def things(folder: Path, name: str, numbers: range) -> Path:
    """A document with some schemas; those that two documents share differ in a description."""
    schema = "    Thing{0}: {{description: {1}, properties: {{next: {{$ref: '#/components/schemas/Thing{0}'}}}}}}"
    path = folder / f"{name}.yaml"
    path.write_text(SPEC + "\n".join(schema.format(number, name) for number in numbers) + "\n")
    return path


def seeded() -> random.Random:
    """Another sequence each time; the output of a failed test says how to repeat it."""
    seed = int(os.environ.get("KILL_SEED", time.time_ns() % 1_000_000))
    print(f"KILL_SEED={seed}")
    return random.Random(seed)


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="the platform has neither fork nor SIGKILL")


@needs_fork
def test_the_program_can_be_killed_at_any_moment(runs: Runs, tmp_path: Path) -> None:
    """50 runs killed at random, each followed by a normal one: always the right tree, and custom files as they were."""
    chance = seeded()
    specs = [things(tmp_path, "old", range(20)), things(tmp_path, "new", range(0, 30, 2))]
    out, wanted = tmp_path / "out", []
    for path, text in CUSTOM.items():
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        (out / path).write_text(text)
    for spec in specs:
        started = time.monotonic()
        assert runs.run("generate", spec, out) == 0
        duration = time.monotonic() - started
        wanted.append(visible(out))
    killed, now = 0, 1
    for _ in range(KILLS):
        lifetime = chance.uniform(0, duration)
        killed += runs.run("generate", specs[1 - now], out, lifetime=lifetime) == -signal.SIGKILL
        now = chance.randrange(2)
        assert runs.run("generate", specs[now], out) == 0
        assert visible(out) == wanted[now]
    assert CUSTOM.items() <= visible(out).items()
    assert killed > KILLS / 4


@needs_fork
def test_an_update_can_be_killed_at_any_moment(runs: Runs, tmp_path: Path) -> None:
    """Version, changelog and files come out as if the killed updates had never been: no entry twice, none lost."""
    chance = seeded()
    specs = [things(tmp_path, "old", range(20)), things(tmp_path, "new", range(0, 30, 2))]
    calm, out = tmp_path / "calm", tmp_path / "out"
    killed = 0
    for number in range(UPDATES):
        spec = specs[number % 2]
        started = time.monotonic()
        assert runs.run("update", spec, calm, *ON_A_DAY) == 0
        duration = time.monotonic() - started
        for share in (1.2, 0.9) if number else ():
            lifetime = chance.uniform(0, share * duration)
            killed += runs.run("update", spec, out, *ON_A_DAY, lifetime=lifetime) == -signal.SIGKILL
        assert runs.run("update", spec, out, *ON_A_DAY) == 0
        assert visible(out) == visible(calm)
    assert (out / "CHANGELOG.md").read_text().count("\n## ") == UPDATES - 1
    assert killed > UPDATES / 4
