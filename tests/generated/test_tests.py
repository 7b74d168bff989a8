"""Generated tests: they pass, read well, have types, cover every method, and fail where something is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.generated.running import generated_with_tests, passed, pytest_of
from tests.support import checkers
from tests.support.program import sdkgen, tree

HERE = Path(__file__).parent
FACES = 6


class _Python(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "py.txt"  # none that pytest collects


def test_they_pass(kennel: Path) -> None:
    """In the output folder, by `pytest` alone, with warnings as errors."""
    assert passed(kennel) > 20 * FACES


@pytest.mark.parametrize("file", ["conftest", "test_dogs", "test_dogs_photo", "test_lists"])
def test_they_read_well(kennel: Path, file: str, snapshot: SnapshotAssertion) -> None:
    """What a team reads that owns them."""
    assert (kennel / "tests" / f"{file}.py").read_text() == snapshot(extension_class=_Python)


def test_each_method_has_one(kennel: Path) -> None:
    """A file a resource, and a test of each method at least."""
    files = {path.name: path.read_text() for path in (kennel / "tests").glob("test_*.py")}
    assert {"test_dogs.py", "test_dogs_photo.py", "test_dogs_toys.py", "test_lists.py", "test_login.py"} <= files.keys()
    for method in ("create", "retrieve", "update", "list", "delete", "bark"):
        assert f"client.dogs.{method}(" in files["test_dogs.py"]


def test_their_types_are_known(kennel: Path, tmp_path: Path) -> None:
    """Strict checkers find nothing in them, and find a call that the stubs do not allow."""
    out = tmp_path / "out"
    shutil.copytree(kennel, out)
    assert checkers.mypy(out, "tests") == []
    assert checkers.pyright(out, "tests") == []
    file = out / "tests/test_login.py"
    file.write_text(file.read_text().replace('user="user"', "user=1"))
    assert {found.file for found in checkers.mypy(out, "tests")} == {"tests/test_login.py"}
    assert {found.file for found in checkers.pyright(out, "tests")} == {"tests/test_login.py"}


@pytest.mark.parametrize(
    ("file", "before", "after", "failing"),
    [
        ("testing/_api.json", '"X-Trace","in":"header"', '"X-Trail","in":"header"', "test_dogs.py::test_retrieve_with"),
        ("resources/dogs/dogs.py", "{dog_id}", "x{dog_id}", "test_dogs.py::test_"),
        ("_pagination.py", "yield from page._get_page_items()", "yield from page._get_page_items()[1:]", "test_list["),
        ("_forms.py", "; filename=", "; called=", "test_upload["),
    ],
)
def test_they_fail(kennel: Path, tmp_path: Path, file: str, before: str, after: str, failing: str) -> None:
    """A fault that is planted in a copy of the package, or in what the API is like, is found where it belongs."""
    out = tmp_path / "out"
    shutil.copytree(kennel, out)
    target = out / "kennel" / file
    if before not in target.read_text():
        pytest.fail(f"{file} has no {before}")
    target.write_text(target.read_text().replace(before, after, 1))
    done = pytest_of(out, "--tb=no")
    assert done.returncode == 1, done.stdout
    assert failing in done.stdout


def test_another_run_changes_nothing(kennel: Path, tmp_path: Path) -> None:
    """The same input makes the same bytes, whatever the order of hashes."""
    out = tmp_path / "out"
    generated_with_tests(HERE / "api.yaml", "--config", HERE / "api.sdk.yaml", out=out)
    first = tree(out)
    generated_with_tests(HERE / "api.yaml", "--config", HERE / "api.sdk.yaml", "--force", out=out)
    assert tree(out) == first
    assert {p: c for p, c in first.items() if p.startswith("tests/")} == {
        p: c for p, c in tree(kennel).items() if p.startswith("tests/") and not p.endswith(".pyc")
    }


def test_the_part_brings_the_mock_and_goes_by_itself(tmp_path: Path) -> None:
    """It is off by default, is nothing without the part `testing`, and the rest is the same without it."""
    plain, own = tmp_path / "plain", tmp_path / "own"
    for out, parts in ((plain, ()), (own, ("--only", "tests"))):
        done = sdkgen("generate", HERE / "api.yaml", "--config", HERE / "api.sdk.yaml", "--out", out, "-q", *parts)
        assert done.returncode == 0, done.stderr
    made = {path.relative_to(own).as_posix() for path in own.rglob("*.py")}
    assert {"tests/conftest.py", "kennel/testing/_mock.py"} <= made
    assert not any(part in path.parts for path in plain.rglob("*") for part in ("tests", "testing"))


def test_hostile_names_and_texts(tmp_path: Path) -> None:
    """Nothing that a document says changes what the files are, and no name gets in the way of another."""
    assert generated_with_tests(HERE / "hostile.yaml", "--package", "tests_of_it", out=tmp_path / "out") == []
    assert passed(tmp_path / "out") >= 5 * FACES
    assert checkers.pyright(tmp_path / "out", "tests") == []


def test_what_has_no_test_is_in_the_ledger(tmp_path: Path) -> None:
    """Methods and arguments that no value is found for, with the reason; the others are tested."""
    entries = generated_with_tests(HERE / "endless.yaml", "--package", "nodes", out=tmp_path / "out")
    assert [(entry["subject"], entry["outcome"]) for entry in entries] == [
        ("nodes.list (like)", "approximated"),
        ("nodes.create", "dropped"),
    ]
    assert passed(tmp_path / "out", "tests/test_nodes.py") == FACES
