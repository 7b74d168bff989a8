"""Twelve states of the document that were published one after the other: what each step does to the SDK.

They stand in the folder `updates` beside the document that `SPEC_UPSTREAM` names. The snapshots hold names, types and
values, and nothing that the document says in sentences.
"""

from __future__ import annotations

import functools
import io
import itertools
import shutil
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.diff.codes import Code, Verdict
from generator.diff.compare import compare
from generator.diff.markdown import markdown
from generator.diff.model import Difference
from generator.ir.package import Package
from generator.pipeline import Outcome, validate
from generator.published.file import locked
from generator.request import NAMES_LOCK, Request
from generator.versioning import Bump
from generator.write.manifest import MODEL_NAME
from generator.write.stored import restore
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
    made = _outcome(path, CONFIG).package
    assert made is not None
    return made


def _outcome(path: Path, config: Path) -> Outcome:
    request = Request(spec=str(path), config=config, package="openai", overlays=OVERLAYS, overlays_assumed=True)
    return validate(request, stdin=io.BytesIO(), progress=lambda _: None)


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


_NAMES = frozenset(
    code
    for code in Code
    if code.value.startswith(("type-re", "type-moved", "resource-re", "method-re", "export-removed"))
    or code.value.endswith("-renamed")
)
"""The codes of changes that are about what something is called, or whether it is there."""


def test_names_stay_step_by_step_and_from_nothing(states: dict[int, Path], tmp_path: Path) -> None:
    """With the lock of its names carried along no step costs one, and with the last lock an empty folder becomes what
    all steps made of theirs."""
    config, grown, fresh = _project(tmp_path), tmp_path / "grown", tmp_path / "fresh"
    before: Package | None = None
    for number in NUMBERS:
        _generate(states[number], config, grown)
        now = _stored(grown)
        assert before is None or _of_names(before, now) == []
        before = now
    _generate(states[NUMBERS[-1]], config, fresh)
    assert _committed(grown) == _committed(fresh)


GONE_WITH_THE_DOCUMENT = {
    "2024-07-19": ["client.edits", "client.fine_tunes"],
    "2024-12-18": ["types.beta.AssistantsAPIResponseFormat"],
    "2025-04-29": [
        "types.CancelUploadRequest",
        "types.ChatCompletionFunction",
        "types.ChatCompletionImage",
        "types.DefaultProjectErrorResponse",
        "types.ListThreadsResponse",
        "types.organization.UsageCodeInterpreterSessionsResult.sessions",
    ],
    "2026-05-13": [
        "client.organization_.certificates.create(content=...)",
        "types.BatchRequestInput",
        "types.BatchRequestOutput",
        "types.FineTunePreferenceRequestInput",
        "types.FinetuneChatRequestInput",
        "types.FinetuneCompletionRequestInput",
        "types.RealtimeResponse.modalities",
        "types.RealtimeResponseCreateParams.max_response_output_tokens",
        "types.RealtimeResponseCreateParams.modalities",
        "types.beta.realtime.RealtimeSessionCreateResponse.max_response_output_tokens",
        "types.beta.realtime.RealtimeSessionCreateResponse.modalities",
        "types.chat.ChatCompletionMessageContentPart",
        "types.organization.Invite.invited_at",
    ],
}
"""What the document took, renamed on the wire or uses no more, by the states that did."""


def test_names_stay_over_years(upstream: Path, tmp_path: Path) -> None:
    """Of five states of the document, years apart, no name is lost that the document did not take."""
    config, before, taken = _project(tmp_path), None, {}
    for path in sorted((upstream.parent / "history").glob("*.yaml")):
        made = _outcome(path, config)
        now = made.package
        assert now is not None
        (config.parent / NAMES_LOCK).write_text(locked(now, made.lock).text, encoding="utf-8")
        if before is not None:
            taken[path.name[:10]] = _of_names(before, now)
        before = now
    if not taken:
        pytest.skip("there is no history beside the published document")
    assert taken == GONE_WITH_THE_DOCUMENT


def _of_names(old: Package, new: Package) -> list[str]:
    """What breaks as it is gone, or is called otherwise."""
    changes = compare(old, new).of(Verdict.BREAKING)
    return sorted(change.subject for change in changes if change.code in _NAMES)


def _project(folder: Path) -> Path:
    """A copy of the config and what stands beside it, so that its lock of names is the test's own."""
    project = folder / "spec"
    shutil.copytree(CONFIG.parent, project, ignore=shutil.ignore_patterns("names.lock", "__pycache__"))
    return project / CONFIG.name


def _generate(spec: Path, config: Path, out: Path) -> None:
    run = sdkgen("generate", spec, "--config", config, "--package", "openai", "--lock", "--out", out)
    assert run.returncode == 0, run.stderr


def _stored(out: Path) -> Package:
    model = out / MODEL_NAME
    return restore(model.read_bytes(), model)


def _committed(out: Path) -> dict[str, bytes]:
    return {path: content for path, content in tree(out).items() if not path.startswith(".sdkgen/")}
