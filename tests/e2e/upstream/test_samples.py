"""The Python programs in the published document, unchanged: they run against a mock of the API, and type-check.

The same is asked of the official package where `OFFICIAL_PYTHON` names a Python that has it: what it does with these
programs is what the tables here say.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from generator.document.model import Operation
from generator.lower.contents import is_json
from generator.pipeline import Outcome
from tests.support.checkers import Finding, mypy, pyright
from tests.support.described_api import DescribedAPI, Exchange
from tests.support.documents import document, plain
from tests.support.mock_api import success
from tests.support.program import CONFIG, sdkgen
from tests.support.samples import PROGRAMS, Installed, Sample, lay_out, run, samples
from tests.support.server import Server

# Why programs do not run, with any package of these methods.
BROKEN = {
    "an argument of the path is given by position that is given by name": (
        "cancelEvalRun_0",
        "deleteConversationItem_0",
        "deleteEvalRun_0",
        "getConversationItem_0",
        "getEvalRunOutputItem_0",
        "getEvalRunOutputItems_0",
        "getEvalRun_0",
    ),
    "a page is indexed as if it were a list": (
        "deleteChatCompletion_0",
        "getChatCompletionMessages_0",
        "getChatCompletion_0",
        "updateChatCompletion_0",
    ),
    "an argument has another name": ("cancelVectorStoreFileBatch_0",),
    "a resource has another name": ("DeleteThreadMethod_0",),
}
# Why programs that run do not type-check: for mypy and pyright, and for mypy alone.
LOOSE = {
    "a dictionary gets its type before it is known what it is for": (
        "beta_createResponse_6",
        "createChatCompletion_3",
        "createResponse_6",
        "createRun_2",
        "createThreadAndRun_2",
    ),
    "a dictionary lacks what its type requires, or has more": (
        "beta_createResponse_1",
        "createEvalRun_0",
        "createResponse_1",
        "createVectorStoreFileBatch_0",
    ),
    "a model stands where a dictionary is meant": (
        "createFineTuningJob_1",
        "createFineTuningJob_2",
        "createFineTuningJob_3",
    ),
    "what may be absent from an answer is used as if it were there": ("createImageEdit_0", "createImage_0"),
    "a number is written as a string": ("listAssistants_0",),
}
LOOSE_FOR_MYPY = {
    "a variable changes its type": ("ListThreadItemsMethod_0", "ListThreadsMethod_0", "ListVideos_0"),
    "the result of a method is printed that returns nothing": ("beta_deleteResponse_0", "deleteResponse_0"),
    "dictionaries of several types are joined to objects": ("createModeration_1",),
}
# What the API answers where the request decides about the shape: the component.
ANSWERS = {
    "createTranscription_1": "CreateTranscriptionResponseDiarizedJson",
    "createTranscription_4": "CreateTranscriptionResponseVerboseJson",
    "createTranscription_5": "CreateTranscriptionResponseVerboseJson",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What came of running all programs: the last words of those that failed, and what went over the wire."""

    failures: Mapping[str, str]
    exchanges: tuple[Exchange, ...]


@pytest.fixture(scope="module")
def programs(upstream: Path) -> list[Sample]:
    return list(samples(plain(upstream)))


@pytest.fixture(scope="module", params=["generated", "official"])
def installed(
    request: pytest.FixtureRequest, upstream: Path, programs: list[Sample], tmp_path_factory: pytest.TempPathFactory
) -> Installed:
    """A package `openai`, with the programs laid out beside it."""
    folder = tmp_path_factory.mktemp(request.param)
    python = sys.executable if request.param == "generated" else os.environ.get("OFFICIAL_PYTHON")
    if python is None:
        pytest.skip("OFFICIAL_PYTHON does not name a Python that has the official package")
    if request.param == "generated":
        options = ("--package", "openai", "--only", "client", "--only", "stubs", "--config", CONFIG)
        generated = sdkgen("generate", upstream, *options, "--out", folder)
        assert generated.returncode == 0, generated.stderr
    found = Installed(name=request.param, python=Path(python), folder=folder)
    lay_out(programs, found)
    return found


@pytest.fixture(scope="module")
def ran(installed: Installed, upstream: Path, outcome: Outcome) -> Ran:
    """All programs, run once."""
    assert outcome.package is not None
    api = DescribedAPI(document(upstream), outcome.package, ANSWERS)
    with closing(Server()) as server:
        server.script(api)
        failures = run(installed, server.url)
    return Ran(failures=failures, exchanges=tuple(api.exchanges))


def test_all_are_found(programs: list[Sample]) -> None:
    """No program of the document is overlooked, and each has a name of its own."""
    assert len({program.name for program in programs}) == len(programs) >= 155


def test_they_run(ran: Ran, programs: list[Sample]) -> None:
    """Each runs to its end, but for those that run with no package."""
    assert left_over(ran.failures, BROKEN) == ({}, [])
    assert len(programs) - len(ran.failures) >= 142


def test_they_ask_for_their_operation(ran: Ran, programs: list[Sample], upstream: Path) -> None:
    """Each that runs sends a request to the path that it is shown beside, and none is refused."""
    operations = {operation.operation_id: operation for operation in document(upstream).operations}
    asked = {(found.caller, *route(found.operation)) for found in ran.exchanges if found.operation}
    running = [program for program in programs if program.name not in ran.failures]
    assert [p.name for p in running if (p.name, *route(operations[p.operation_id])) not in asked] == []
    assert [found.caller for found in ran.exchanges if found.reply.status >= 400] == []


def test_they_send_what_command_lines_send(ran: Ran, programs: list[Sample]) -> None:
    """The headers that the command line beside a program sends are sent by the program, too."""
    sent = {(found.caller, header) for found in ran.exchanges for header in found.headers.items()}
    running = [program for program in programs if program.name not in ran.failures]
    wanted = {(program.name, header) for program in running for header in program.headers}
    assert wanted - sent == set()
    assert len(wanted) >= 47


def test_what_they_are_answered_is_valid(ran: Ran, upstream: Path) -> None:
    """The JSON that the mock answers is valid against the schema of its operation.

    Bounds of numbers count for nothing, and several variants of a `oneOf` may fit, as they do of some in the document.
    """
    registry: Registry[Any] = Registry().with_resource("urn:document", DRAFT202012.create_resource(plain(upstream)))
    draft = jsonschema.Draft202012Validator
    lenient: Any = extend(  # type: ignore[no-untyped-call]
        draft, {"minimum": anything, "maximum": anything, "oneOf": draft.VALIDATORS["anyOf"]}
    )
    answered = [
        (found.caller, content.schema.location.pointer, json.loads(found.reply.body))
        for found in ran.exchanges
        for content in (success(found.operation) if found.operation else ())
        if content.schema and is_json(content.media_type) and content.media_type == found.reply.headers["content-type"]
    ]
    problems = [
        f"{caller}: {error.message}"
        for caller, pointer, answer in answered
        for error in lenient({"$ref": f"urn:document#{pointer}"}, registry=registry).iter_errors(answer)
    ]
    assert problems == []
    assert len(answered) >= 120


def test_mypy(installed: Installed, programs: list[Sample]) -> None:
    """Strict mypy objects to those programs that are wrong in themselves, and to nothing in the package."""
    found = by_program(mypy(installed.folder, PROGRAMS, python=installed.python), installed)
    assert left_over(found, BROKEN, LOOSE, LOOSE_FOR_MYPY) == ({}, [])
    assert len(programs) - len(found) >= 121


def test_pyright(installed: Installed, programs: list[Sample]) -> None:
    """So does strict pyright, which says besides which methods are deprecated."""
    findings = pyright(installed.folder, PROGRAMS, python=installed.python)
    wrong = [finding for finding in findings if not finding.text.splitlines()[0].endswith(" is deprecated")]
    found = by_program(wrong, installed)
    assert left_over(found, BROKEN, LOOSE) == ({}, [])
    assert len(programs) - len(found) >= 127


def left_over(found: Mapping[str, str], *tables: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, str], list[str]]:
    """What was found wrong that no table names, and the names in tables with which nothing is wrong."""
    known = {name for table in tables for names in table.values() for name in names}
    return {name: words for name, words in found.items() if name not in known}, sorted(known - found.keys())


def by_program(findings: Iterable[Finding], installed: Installed) -> dict[str, str]:
    """What a checker objects to, by the name of the program. No table excuses an import, or what is in other files."""
    found = {}
    for finding in findings:
        file = Path(finding.file)
        line = (installed.folder / file).read_text(encoding="utf-8").splitlines()[finding.line - 1]
        excusable = file.parent == Path(PROGRAMS) and not line.startswith(("import ", "from "))
        found[file.stem if excusable else f"{file}:{finding.line}"] = finding.text
    return found


def route(operation: Operation) -> tuple[str, str]:
    """The method and the path of an operation, without the query that some paths have."""
    return operation.verb, operation.path.partition("?")[0]


def anything(*_: Any) -> None:
    """A keyword of JSON Schema that asks for nothing."""
