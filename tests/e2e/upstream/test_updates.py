"""Twelve states of the document that were published one after the other: what each step does to the SDK.

They stand in the folder `updates` beside the document that `SPEC_UPSTREAM` names. The snapshots hold names, types and
values, and nothing that the document says in sentences.
"""

from __future__ import annotations

import functools
import io
import itertools
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.diff.codes import Code, Verdict
from generator.diff.compare import compare
from generator.diff.markdown import markdown
from generator.diff.model import Difference
from generator.versioning import Bump
from generator.ir.package import Package
from generator.pipeline import validate
from generator.request import Request
from tests.e2e.upstream.conftest import CONFIG
from tests.support.program import REPOSITORY, SPEC, sdkgen, tree

NUMBERS = range(22, 34)
STEPS = list(itertools.pairwise(NUMBERS))


class _Markdown(SingleFileSnapshotExtension):
    """One file a step, to be read where Markdown is shown."""

    _write_mode = WriteMode.TEXT
    file_extension = "md"


@pytest.fixture(scope="session")
def states(upstream: Path) -> dict[int, Path]:
    """The documents by number."""
    found = {int(path.name[:2]): path for path in (upstream.parent / "updates").glob("[0-9]*.yaml")}
    if not found:
        pytest.skip("there are no updates beside the published document")
    return found


OVERLAYS = tuple(sorted((REPOSITORY / "spec/overlays").glob("*.yaml")))


@functools.cache
def package(path: Path) -> Package:
    """The SDK of a state, with the repairs that a run on it applies."""
    request = Request(spec=str(path), config=CONFIG, package="openai", overlays=OVERLAYS, overlays_assumed=True)
    outcome = validate(request, stdin=io.BytesIO(), progress=lambda _: None)
    assert outcome.package is not None
    return outcome.package


@pytest.fixture
def difference(request: pytest.FixtureRequest, states: dict[int, Path]) -> Difference:
    """What one step changes."""
    old, new = request.param
    return compare(package(states[old]), package(states[new]))


def step(number: int) -> pytest.MarkDecorator:
    """The step that leads to a state."""
    return pytest.mark.parametrize("difference", [(number - 1, number)], indirect=True, ids=[str(number)])


@pytest.mark.parametrize("difference", STEPS, indirect=True, ids=[str(new) for _, new in STEPS])
def test_each_step(difference: Difference, snapshot: SnapshotAssertion) -> None:
    """The change list says what was changed, nothing more and nothing less."""
    assert f"{markdown(difference)}\n" == snapshot(extension_class=_Markdown)


@step(26)
def test_a_member_became_optional_and_nullable(difference: Difference) -> None:
    """Code that reads it breaks, code that sends it does not."""
    assert {change.code for change in difference.changes} == {Code.BECAME_OPTIONAL, Code.NULL_ALLOWED}
    assert all(change.subject.endswith(".call_id") for change in difference.changes)
    breaking = {change.subject for change in difference.of(Verdict.BREAKING)}
    assert breaking
    assert not any(subject.endswith("Param.call_id") for subject in breaking)
    assert all(change.subject.endswith("Param.call_id") for change in difference.of(Verdict.COMPATIBLE))


@step(28)
def test_a_field_was_removed(difference: Difference) -> None:
    """One breaking change."""
    (change,) = difference.changes
    assert (change.code, change.verdict) == (Code.FIELD_REMOVED, Verdict.BREAKING)
    assert change.subject.endswith("AuditLog.source")
    assert difference.bump is Bump.MINOR


@step(32)
def test_methods_were_deprecated(difference: Difference) -> None:
    """Ten of them, and nobody's code breaks."""
    assert [change.code for change in difference.changes] == [Code.DEPRECATED] * 10
    assert all(change.subject.startswith("client.videos.") for change in difference.changes)
    assert not difference.of(Verdict.BREAKING)


@pytest.mark.parametrize("difference", [(24, 25), (29, 30)], indirect=True, ids=["25", "30"])
def test_words_alone(difference: Difference) -> None:
    """Nothing of the API has changed."""
    assert {change.verdict for change in difference.changes} <= {Verdict.DOCS}


def test_the_embedded_document_is_a_part(upstream: Path) -> None:
    """Code written against the embedded SDK keeps working with that of the published document."""
    assert compare(package(SPEC), package(upstream)).of(Verdict.BREAKING) == ()


def test_step_by_step_is_from_nothing(states: dict[int, Path], tmp_path: Path) -> None:
    """Whatever an output was before, it is what the last document makes of an empty folder."""
    grown, fresh = tmp_path / "grown", tmp_path / "fresh"
    for number in NUMBERS:
        _generate(states[number], grown)
    _generate(states[NUMBERS[-1]], fresh)
    assert _committed(grown) == _committed(fresh)


def _generate(spec: Path, out: Path) -> None:
    run = sdkgen("generate", spec, "--config", CONFIG, "--package", "openai", "--out", out)
    assert run.returncode == 0, run.stderr


def _committed(out: Path) -> dict[str, bytes]:
    return {path: content for path, content in tree(out).items() if not path.startswith(".sdkgen/")}
