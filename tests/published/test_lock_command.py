"""`lock`: it notes names without generating, and forgets those that are not wanted any more; `update` and `--check`
say what a lock has, lacks and lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from tests.published.project import TEXT, Project, document, items, operation, project, record, reference

ERROR: Final = record(code=TEXT, message=TEXT, line=TEXT)


@pytest.fixture
def pets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Project:
    """A project in an empty folder."""
    return project(tmp_path, monkeypatch, capsys)


def inline() -> dict[str, Any]:
    """A document with a schema inside of another one."""
    batch = record(id=TEXT, errors=items(ERROR))
    return document({"/batches": {"get": operation(reference("Batch"), "getBatch")}}, {"Batch": batch})


def named() -> dict[str, Any]:
    """The same with that schema as a component."""
    batch = record(id=TEXT, errors=items(reference("BatchError")))
    return document(
        {"/batches": {"get": operation(reference("Batch"), "getBatch")}}, {"Batch": batch, "BatchError": ERROR}
    )


def moved(path: str) -> dict[str, Any]:
    """A document with one operation under a path."""
    return document({path: {"get": operation(TEXT, "getPet")}}, {})


def test_a_first_lock(pets: Project) -> None:
    """It stands beside the config, has every name, and nothing else is written."""
    pets.documents(inline())
    assert "locked in names.lock: commit it" in pets.run("lock", "api.yaml")
    assert pets.names >= {"types.batch:Batch", "types.batch:Batch.errors", "types.batch:Error.code", "client.batches"}
    assert pets.line("client.batches.list") == "client.batches.list method GET /batches getBatch 0.1.0"
    assert not (pets.folder / "output").exists()
    assert "names.lock has all of them" in pets.run("lock", "api.yaml")


def test_the_same_lock_as_update_makes(pets: Project) -> None:
    """All three ways to a lock lead to the same one."""
    texts = set()
    for command in (["lock"], ["generate", "--lock"], ["update"]):
        pets.lock.unlink(missing_ok=True)
        pets.documents(named())
        pets.run(command[0], "api.yaml", *command[1:])
        texts.add(pets.lock.read_text())
    assert len(texts) == 1


def test_a_lock_is_made_though_nothing_else_has_changed(pets: Project) -> None:
    """A run that has nothing to generate still has names to note."""
    pets.documents(inline())
    pets.run("generate", "api.yaml")
    pets.run("generate", "api.yaml", "--lock")
    assert pets.lock.exists()


def test_a_document_without_a_config_has_its_lock_beside_it(pets: Project) -> None:
    """It needs no config for its names to stay; that of the default project is another SDK's."""
    (pets.folder / "sdk.yaml").unlink()
    pets.documents(inline())
    pets.run("lock", "api.yaml")
    assert pets.lock.exists()
    pets.documents(named())
    pets.update()
    assert "types.batch:Error" in " ".join(pets.names)


def test_update_says_what_became_of_names(pets: Project) -> None:
    """New names, names beside better ones, and names that could not be followed, with the reason."""
    pets.documents(inline())
    pets.update()
    before = pets.names
    pets.documents(named())
    said = pets.update()
    (old,) = (name for name in before if name.startswith("types.batch:E") and "." not in name.partition(":")[2])
    assert f"  anew     {old} -> types.batch_error:BatchError" in said
    assert "  added    types.batch_error:BatchError" in said
    pets.documents(document({"/batches": {"post": operation(TEXT, "startBatch")}}, {}))
    said = pets.update()
    assert "  gone     types.batch:Batch: no component is Batch, or like it" in said
    assert "types.batch:Batch.id" not in said


def test_methods_that_moved(pets: Project) -> None:
    """The new name is told beside the old one; what is gone, with what it called."""
    pets.documents(moved("/pets"))
    pets.update()
    pets.documents(moved("/animals"))
    assert "  anew     client.pets.list -> client.animals.list" in pets.update()
    pets.documents(document({"/toys": {"get": operation(TEXT, "getToy")}}, {}))
    said = pets.update()
    assert "  gone     client.pets: nothing of it is left" in said


def test_what_is_told_has_a_bound(pets: Project) -> None:
    """Of many names a few are told, with the file that has the rest."""
    pets.documents(moved("/pets"))
    pets.update()
    paths = {f"/pets{n}": {"get": operation(TEXT, f"getPet{n}")} for n in range(9)}
    pets.documents(document(paths, {}))
    said = pets.update()
    assert said.count("  added    ") == 6
    assert "more, see names.lock" in said


def test_check_tells_of_a_lock_that_is_behind(pets: Project) -> None:
    """It fails, with what to do; each time, and not only the first."""
    pets.documents(moved("/pets"))
    pets.update()
    pets.documents(moved("/animals"))
    pets.run("generate", "api.yaml", "--package", "pets")
    for _ in range(2):
        said = pets.run("generate", "api.yaml", "--package", "pets", "--check", code=1)
        assert "names.lock is behind" in said
        assert "run `sdkgen lock` or `update`, and commit it" in said
    pets.run("lock", "api.yaml")
    pets.run("generate", "api.yaml", "--package", "pets", "--check")


def test_a_run_that_finds_nothing_changed_tells_of_a_lock_that_is_behind(pets: Project) -> None:
    """In the words of the run before; one that is to write the lock, or has another one, does not rely on that."""
    pets.documents(moved("/pets"))
    pets.update()
    pets.documents(moved("/animals"))
    arguments = ("generate", "api.yaml", "--package", "pets")
    first, again = pets.run(*arguments), pets.run(*arguments)
    assert "nothing has changed" in again
    told = [
        [line for line in said.splitlines() if line[:5] in ("names", "  add", "  ane", "  gon")]
        for said in (first, again)
    ]
    assert "names.lock is behind" in told[0][0]
    assert told[0] == told[1]
    assert "nothing has changed" not in pets.run(*arguments, "--lock")
    said = pets.run(*arguments)
    assert "is behind" not in said
    assert "client.animals" in pets.names


def test_forgetting_a_second_name(pets: Project) -> None:
    """It is gone from the package, and from then on."""
    pets.documents(inline())
    pets.update()
    pets.documents(named())
    pets.update()
    (alias,) = (line.split(" ")[0] for line in pets.lines if line.split(" ")[1] == "alias")
    assert pets.run("lock", "api.yaml", "--forget", alias.replace(":", ".")) == f"forgotten  {alias}\n"
    pets.update()
    assert alias not in pets.names
    text = "".join(path.read_text() for path in (pets.folder / "output/pets/types").glob("*.py*"))
    assert alias.partition(":")[2] not in text.replace("BatchError", "")


def test_forgetting_an_older_method(pets: Project) -> None:
    """The resource goes with its last method."""
    pets.documents(moved("/pets"))
    pets.update()
    pets.documents(moved("/animals"))
    pets.update()
    assert "client.pets.list" in pets.names
    pets.run("lock", "api.yaml", "--forget", "client.pets")
    pets.update()
    assert not {"client.pets", "client.pets.list"} & pets.names
    assert "client.animals.list" in pets.names


def test_forgetting_the_only_name(pets: Project) -> None:
    """Then a rule names it next time, which is said."""
    pets.documents(moved("/pets"))
    pets.update()
    lines = [line for line in pets.lock.read_text().splitlines() if not line.startswith("client.pets.list")]
    pets.lock.write_text("\n".join([*lines, "client.pets.fetch method GET /pets getPet 0.1.0", ""]))
    pets.update()
    assert "client.pets.fetch" in pets.names
    said = pets.run("lock", "api.yaml", "--forget", "client.pets.fetch")
    assert said == "forgotten  client.pets.fetch: it has no other name, and the next run gives it one by rule\n"
    pets.update()
    assert "client.pets.fetch" not in pets.names
    assert "client.pets.list" in pets.names


def test_names_that_are_none(pets: Project) -> None:
    """They are an error with what is near, and nothing is forgotten."""
    pets.documents(named())
    pets.update()
    before = pets.lock.read_text()
    said = pets.run("lock", "api.yaml", "--forget", "types.BatchError", "types.BatchEror", code=2)
    assert said.startswith("error: types.BatchEror is no published name: did you mean types.batch_error:BatchError")
    said = pets.run("lock", "api.yaml", "--forget", "types.other.batcherror", code=2)
    assert "did you mean types.batch_error:BatchError?" in said
    assert pets.lock.read_text() == before


def test_a_name_with_second_names_is_not_forgotten_alone(pets: Project) -> None:
    """They would stand for nothing."""
    pets.documents(inline())
    pets.update()
    pets.documents(named())
    pets.update()
    (alias,) = (line.split(" ")[0] for line in pets.lines if line.split(" ")[1] == "alias")
    said = pets.run("lock", "api.yaml", "--forget", "types.BatchError", code=2)
    assert said == f"error: types.batch_error:BatchError has a second name, {alias}: forget that first, or both\n"
    pets.run("lock", "api.yaml", "--forget", "types.BatchError", alias)


def test_nothing_to_forget(pets: Project) -> None:
    """Without a lock there are no names."""
    pets.documents(inline())
    assert pets.run("lock", "api.yaml", "--forget", "types.Pet", code=2) == (
        "error: there is no lock to forget names of\n"
    )


def test_a_document_with_errors_has_no_lock(pets: Project) -> None:
    """Nothing is noted of what cannot be read."""
    (pets.folder / "api.yaml").write_text("openapi: [")
    assert "error:" in pets.run("lock", "api.yaml", code=2)
    assert not pets.lock.exists()


@pytest.mark.parametrize(
    "line",
    [
        "types.pet:Pet",
        "types.pet:Pet model",
        "types.pet:Pet model x",
        "types.pet:Pet animal 0.1.0",
        "types.../../etc:Pet model 0.1.0",
        "types.pet:Pet;import-os model 0.1.0",
        "client.pets.list method GET 0.1.0",
        "client.pets.list(a b) argument query a 0.1.0",
        "client.pets.list(id) argument 0.1.0",
        "types.pet:Old gone 0.1.0",
        "types.pet:Old gone model component 0.1.0",
        "types.pet:Pet model nested component 0.1.0",
        "types.pet:Pet model via x 0.1.0",
        "types.batch:Second alias nothing 0.1.0",
        "<html>",
    ],
)
def test_what_is_no_line_of_a_lock(pets: Project, line: str) -> None:
    """It is an error with its place, whatever it is; nothing is read from it."""
    pets.documents(inline())
    pets.lock.write_text(f"# names\n{line}\n")
    said = pets.run("generate", "api.yaml", code=2)
    assert "names.lock:2:1: error: invalid-names-lock" in said
    assert "internal error" not in said


@pytest.mark.parametrize(
    "line",
    [
        "types.pet:Pet.%FFFFFFFF;id field id 0.1.0",
        "types.batch:Batch model component %FFFFFFFF; 0.1.0",
        "types.batch:Second alias types.nowhere:Nothing 0.1.0",
    ],
)
def test_lines_that_say_nothing_of_use(pets: Project, line: str) -> None:
    """They lead nowhere, and the run goes on or says that it cannot."""
    pets.documents(inline())
    pets.lock.write_text(f"{line}\n")
    ended = pets.run("lock", "api.yaml", code=2 if "%FFFFFFFF;id" in line else 0)
    assert "internal error" not in ended
