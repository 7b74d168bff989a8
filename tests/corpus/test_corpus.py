"""The parts of the corpus run, on three tiny documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.documents import every, openapi_3, sample, spread
from tests.corpus.running import results
from tests.corpus.table import defects, lines
from tests.corpus.trial import Result, Trial, Verdict, broken, unimportable

GOOD = {"openapi": "3.0.0", "info": {"title": "Good", "version": "1"}, "paths": {"/a": {"get": {"responses": {}}}}}
EMPTY = {"openapi": "3.1.0", "info": {"title": "Empty", "version": "1"}}
OLD = {"swagger": "2.0", "info": {"title": "Old", "version": "1"}, "paths": {}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A corpus of three documents."""
    documents: dict[str, Any] = {"good.json": GOOD, "deep/empty.json": EMPTY, "old.json": OLD}
    for name, document in documents.items():
        path = tmp_path / "api" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document))
    return tmp_path / "api"


def test_documents(folder: Path) -> None:
    """Only OpenAPI 3 counts, in the order of names."""
    assert [path.name for path in openapi_3(folder)] == ["empty.json", "good.json"]


def test_samples() -> None:
    """A sample is spread over all documents, and the same every time."""
    paths = tuple(Path(str(number)) for number in range(10))
    assert [path.name for path in every(paths, 4)] == ["0", "4", "8"]
    assert sorted(path.name for path in sample(paths, 3)) == ["0", "3", "6"]
    assert sample(paths, 0) == frozenset()
    many = tuple(Path(str(number)) for number in range(45))
    assert [path.name for path in spread(many)[:4]] == ["0", "20", "40", "1"]
    assert sorted(spread(many)) == sorted(many)
    assert len(sample(paths, 20)) == 10


def test_trials(folder: Path, tmp_path: Path) -> None:
    """A document becomes a package, or is refused with the reason."""
    trials = [Trial(document=path, name=path.name, out=tmp_path / path.stem, docs=False) for path in openapi_3(folder)]
    found = {one.document: one for one in results(trials, jobs=2, seconds=120.0)}
    assert found["good.json"].verdict is Verdict.MADE, found["good.json"].reasons
    assert found["empty.json"].verdict is Verdict.REFUSED
    assert [reason.partition(":")[0] for reason in found["empty.json"].reasons] == ["missing-paths"]
    assert not (tmp_path / "good").exists()


def test_a_trial_that_never_ends(folder: Path, tmp_path: Path) -> None:
    """The run goes on, and the document counts as failed."""
    trial = Trial(document=folder / "good.json", name="good.json", out=tmp_path / "out")
    (result,) = results([trial], jobs=1, seconds=0.0)
    assert result.verdict is Verdict.FAILED
    assert result.reasons[0].startswith("no answer: ")


def test_modules_that_cannot_be_imported(tmp_path: Path) -> None:
    """Each is named with the reason; the others are imported all the same."""
    package = tmp_path / "corpus_example"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "bad.py").write_text("missing_name\n")
    (package / "good.py").write_text("")
    assert list(unimportable(tmp_path, "corpus_example")) == [
        "NameError: corpus_example.bad: name 'missing_name' is not defined"
    ]
    assert list(unimportable(tmp_path, "json")) == ["the package has the name of another one: json"]


def test_the_place_of_an_error() -> None:
    """What broke is called after its kind and its place."""
    try:
        {}["key"]
    except KeyError as error:
        assert broken(error) == "KeyError in corpus/test_corpus.py, test_the_place_of_an_error: 'key'"


def test_the_table() -> None:
    """Counts come first; failures of one kind stand together with the first documents."""
    found = [
        Result(document="a", verdict=Verdict.MADE, type_errors=(), seconds=1.0),
        Result(document="b", verdict=Verdict.MADE, type_errors=('b/c.py:3: Name "x" is not defined',)),
        Result(document="c", verdict=Verdict.REFUSED, reasons=("yaml-syntax: no end",)),
        *(Result(document=f"d{n}", verdict=Verdict.FAILED, reasons=("KeyError in a.py, b: 'k'",)) for n in range(5)),
    ]
    assert defects(found) == 6
    text = list(lines(found))
    assert text[:3] == [
        "documents                           8",
        "packages made                       2",
        "refused                             1",
    ]
    assert "      5  KeyError in a.py, b" in text
    assert "           and 2 more" in text
    assert '      1  Name "..." is not defined' in text


def test_results_are_kept() -> None:
    """A result comes back from its line as it was."""
    result = Result(document="a", verdict=Verdict.MADE, reasons=("x: y",), type_errors=("z",), seconds=1.5)
    assert Result.of_json(result.as_json()) == result
