"""What tests of others came to, and why those that fail do, in a few words each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

_SHOWN: Final = 3
_WIDTH: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One test; `message` says why it failed, "" where it passed. `kind` is `passed`, `failed`, `skipped` or `unread`
    (the file could not even be imported)."""

    test: str
    kind: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class _Cause:
    """Failures whose message fits are `words`, with the groups of the pattern in them."""

    pattern: re.Pattern[str]
    words: str


_CAUSES: Final = tuple(
    _Cause(re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"cannot import name '(\w+)' from '[\w]*\.?([\w.]*)'", r"\2 lacks \1"),
        (r"No module named '[\w]+\.([\w.]+)'", r"there is no module \1"),
        (r"got an unexpected keyword argument '(\w+)'", r"there is no argument \1"),
        (r"missing \d+ required [\w-]+ arguments?: (.*)", r"\1 must be given"),
        (r"takes \d+ positional arguments?", "an argument takes no position"),
        (r"object has no attribute '(\w+)'", r"there is no attribute \1"),
        (r"has no attribute '(\w+)'", r"there is no attribute \1"),
        (r"Error code: (\d+) - \{'error': \{'message': [\"'](.*?)[\"']\}\}", r"the mock refuses it: \2"),
        (r"isinstance\(.*?, <class '[\w]+\.([\w.]+)'>\)", r"the answer is no \1"),
        (r"Unhandled field type: (.*)", r"a field is of an odd type: \1"),
        (r"Regex pattern did not match", "an error says something else"),
        (r"Did not match any variants", "a field is none of the variants"),
        (r"(ValidationError|APIResponseValidationError)", "the answer departs from the model"),
    )
)


def outcomes(report: Path) -> Iterator[Outcome]:
    """The tests of a JUnit report."""
    for case in ElementTree.parse(report).iter("testcase"):
        test = f"{case.get('classname', '')}::{case.get('name', '')}"
        failure = case.find("failure")
        error = case.find("error")
        if failure is not None:
            yield Outcome(test=test, kind="failed", message=_told(failure))
        elif error is not None:
            kind = "unread" if "collection failure" in (error.get("message") or "") else "failed"
            yield Outcome(test=test, kind=kind, message=_told(error))
        else:
            yield Outcome(test=test, kind="passed" if case.find("skipped") is None else "skipped")


def _told(element: ElementTree.Element) -> str:
    """The lines of the error itself; what stands in the traceback is no reason."""
    lines = [line[1:].strip() for line in (element.text or "").splitlines() if line.startswith("E ")]
    return "\n".join(lines) or (element.get("message") or "")


def cause(message: str) -> str:
    """Why a test failed."""
    for known in _CAUSES:
        if found := known.pattern.search(message):
            return found.expand(known.words)
    return message.partition("\n")[0][:100] or "no reason given"


def table(results: Mapping[str, Sequence[Outcome]]) -> Iterator[str]:
    """How many tests of each SDK pass, of which of its resources the others are, and why those fail."""
    width = max(_WIDTH, 2 + max((len(name) for name in _all_named(results)), default=0))
    yield f"{'':{width}}{'passed':>8}{'failed':>8}{'skipped':>9}{'unread files':>14}"
    for name, tests in results.items():
        yield _counts(f"{name:{width}}", tests)
        for resource, its in _by_resource(tests).items():
            if any(one.message for one in its):
                yield _counts(f"  {resource:{width - 2}}", its)
    for name, tests in results.items():
        yield from _causes(name, tests)


def _all_named(results: Mapping[str, Sequence[Outcome]]) -> Iterator[str]:
    yield from results
    for tests in results.values():
        yield from (f"  {resource}" for resource in _by_resource(tests))


def _counts(start: str, tests: Sequence[Outcome]) -> str:
    counts = [sum(one.kind == kind for one in tests) for kind in ("passed", "failed", "skipped", "unread")]
    return f"{start}{counts[0]:>8}{counts[1]:>8}{counts[2]:>9}{counts[3]:>14}"


def _by_resource(tests: Iterable[Outcome]) -> Mapping[str, Sequence[Outcome]]:
    found: dict[str, list[Outcome]] = defaultdict(list)
    for one in tests:
        found[resource_of(one.test)].append(one)
    return dict(sorted(found.items()))


def resource_of(test: str) -> str:
    """The resource that a test is about: the module that it stands in, without the words that all have."""
    place, _, name = test.rpartition("::")
    module = (place or name).partition(".Test")[0]  # of an unread file the name is all there is
    *above, own = module.rpartition("api_resources.")[2].split(".")
    return ".".join((*above, own.removeprefix("test_")))


def _causes(name: str, tests: Iterable[Outcome]) -> Iterator[str]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for one in tests:
        if one.message:
            grouped[cause(one.message)].append(one.test)
    if grouped:
        yield ""
        yield f"{name}:"
    for words, named in sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0])):
        more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
        yield f"  {len(named):>4}  {words}"
        yield f"        {', '.join(named[:_SHOWN])}{more}"
